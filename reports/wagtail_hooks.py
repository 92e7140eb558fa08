"""What reports hang into Wagtail: a link on the public site, and the words of what is logged."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from reports.public.showing import shown_plans


@hooks.register("website_links")
def plans_on_the_site() -> list[tuple[str, str]]:
    return [(_now("Media plans"), reverse("public_plans"))] if shown_plans().exists() else []


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    actions.register_action("reports.public_show", _("Show to the public"), _("The plan was shown to the public"))
    actions.register_action("reports.public_hide", _("Hide from the public"), _("The plan was hidden from the public"))
