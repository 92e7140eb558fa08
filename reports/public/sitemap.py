"""The pages of shown plans for search engines."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urljoin

from django.db.models import QuerySet
from django.urls import reverse
from wagtail.contrib.sitemaps import Sitemap

from reports.models import PublicPlan
from reports.public.showing import shown_plans


class PlanSitemap(Sitemap):
    def items(self) -> QuerySet[PublicPlan]:
        return shown_plans().only("plan_id", "as_of")

    def _urls(self, page: int | str, protocol: str, domain: str) -> list[dict[str, object]]:
        if int(page) > 1:
            return []
        root = self.get_wagtail_site().root_url
        rows: list[tuple[str, datetime | None]] = [
            (reverse("public_plan", args=[row.plan_id]), row.as_of) for row in self.items()
        ]
        if rows:
            rows.insert(0, (reverse("public_plans"), max(at for _path, at in rows if at)))
        return [{"location": urljoin(root, path), "lastmod": at} for path, at in rows]
