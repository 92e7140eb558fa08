"""What the desk hangs into Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from desk.approving import arrange_actions
from desk.log import PublishLog
from desk.policies import register_policies
from desk.post_templates import PostTemplateViewSet
from desk.posts import PostViewSet, keep_what_was_sent

register_policies()
register_snippet(PostViewSet)
register_snippet(PostTemplateViewSet)
hooks.register("before_delete_snippet", keep_what_was_sent)
hooks.register("construct_snippet_action_menu", arrange_actions)


@hooks.register("register_admin_viewset")
def viewsets() -> list[Any]:
    return [PublishLog()]


@hooks.register("insert_global_admin_css")
def stylesheet() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("desk/desk.css"))
