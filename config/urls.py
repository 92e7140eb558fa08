"""Which address leads where."""

from __future__ import annotations

from django.urls import include, path, re_path
from django.views.i18n import set_language
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.contrib.sitemaps.views import sitemap
from wagtail.documents import urls as wagtaildocs_urls

from config.health import healthz, readyz
from config.media import media
from config.metrics import metrics
from reports.public.sitemap import PlanSitemap
from website.feeds import PageSitemap

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("til/", set_language, name="set_language"),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    re_path(r"^media/(?P<path>.*)$", media),
    path("", include("desk.urls")),
    path("", include("reports.public.urls")),
    path("", include("website.urls")),
    path("sitemap.xml", sitemap, {"sitemaps": {"pages": PageSitemap, "plans": PlanSitemap}}, name="sitemap"),
    path("", include(wagtail_urls)),
]
