"""What the desk hangs into Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy
from wagtail import hooks
from wagtail.log_actions import LogFormatter
from wagtail.snippets.models import register_snippet

from desk.action_menu import arrange_actions
from desk.board.screen import PlanBoard
from desk.bot import account_panel
from desk.bot.labels import deed_label, outcome_label
from desk.bot.log_page import BotLog
from desk.bot.settings_page import ServiceBotPages
from desk.calendar_days import CalendarDayViewSet, ConfirmedHolidayViewSet
from desk.channel_groups import ChannelGroupViewSet
from desk.channels import ChannelViewSet
from desk.digests.account_panel import DigestsPanel
from desk.digests.screen import DigestPages
from desk.figures.screen import Reach, ReachMenuItem
from desk.inbox import Inbox
from desk.log import PublishLog
from desk.occurrences import OccurrenceViewSet
from desk.organizations import OrganizationViewSet
from desk.plan_items import PlanItemViewSet
from desk.plan_reports.screen import PlanReports
from desk.plans import PlanViewSet
from desk.policies import register_policies
from desk.post_templates import PostTemplateViewSet
from desk.posts import PostViewSet, keep_what_was_sent
from desk.posts_calendar.screen import PostsCalendar
from desk.queue.screen import PostQueue
from desk.review.late import LateApprovals, LateMenuItem
from desk.review.screen import Review
from desk.task_list import Tasks
from desk.today.panel import Today
from desk.videos import name_the_library

register_policies()
register_snippet(PostViewSet)
register_snippet(PostTemplateViewSet)
hooks.register("before_delete_snippet", keep_what_was_sent)
hooks.register("construct_snippet_action_menu", arrange_actions)
hooks.register("construct_main_menu", name_the_library)


@hooks.register("register_admin_viewset")
def viewsets() -> list[Any]:
    return [
        PlanViewSet(),
        PlanBoard(),
        PlanReports(),
        PlanItemViewSet(),
        OccurrenceViewSet(),
        PostsCalendar(),
        PostQueue(),
        Tasks(),
        Inbox(),
        Review(),
        LateApprovals(),
        Reach(),
        PublishLog(),
        ChannelViewSet(),
        ChannelGroupViewSet(),
        OrganizationViewSet(),
        DigestPages(),
        ServiceBotPages(),
        BotLog(),
        CalendarDayViewSet(),
        ConfirmedHolidayViewSet(),
    ]


@hooks.register("register_reports_menu_item")
def late_approvals() -> LateMenuItem:
    late = LateApprovals()
    return LateMenuItem(late.menu_label, reverse("late_approvals:index"), name="late-approvals", icon_name=late.icon)


@hooks.register("register_reports_menu_item")
def reach() -> ReachMenuItem:
    screen = Reach()
    return ReachMenuItem(screen.menu_label, reverse("figures:index"), name="reach", icon_name=screen.icon, order=30)


@hooks.register("register_admin_urls")
def bot_urls() -> list[Any]:
    return account_panel.URLS


@hooks.register("register_account_settings_panel")
def telegram_panel(request: HttpRequest, user: Any, profile: Any) -> Any:
    return account_panel.TelegramPanel(request, user, profile)


@hooks.register("register_account_settings_panel")
def digests_panel(request: HttpRequest, user: Any, profile: Any) -> Any:
    return DigestsPanel(request, user, profile)


@hooks.register("construct_homepage_panels")
def home_panel(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(Today(request))


@hooks.register("construct_help_menu")
def only_our_help(request: HttpRequest, items: list[Any]) -> None:
    """Wagtail's guide and news are in English, lie outside, and are not about this product."""
    items[:] = [item for item in items if item.name != "editor-guide" and not item.name.startswith("whats-new")]


@hooks.register("construct_reports_menu")
def only_reports_on_staff(request: HttpRequest, items: list[Any]) -> None:
    """Which kinds of pages there are, and which are old, is for sites that are written page by page."""
    items[:] = [item for item in items if item.name not in ("aging-pages", "page-types-usage")]


class PublishedOrApproved(LogFormatter):
    """Wagtail publishes a post or a template when it is approved; whether a post is out says the publish log."""

    label = pgettext_lazy("history", "Publish or approve")

    def format_message(self, log_entry: Any) -> str:
        kind = ContentType.objects.get_for_id(log_entry.content_type_id)
        approved = (kind.app_label, kind.model) in {("content", "post"), ("content", "posttemplate")}
        return pgettext("history", "Approved") if approved else pgettext("history", "Published")


class PressedInTelegram(LogFormatter):
    """What an approver did by a button of the bot, and what came of it."""

    label = _("In Telegram")

    def format_message(self, log_entry: Any) -> str:
        done = {name: str(log_entry.data.get(name, "")) for name in ("deed", "outcome")}
        words = {"deed": deed_label(done["deed"]), "outcome": outcome_label(done["outcome"])}
        return _now("In Telegram: %(deed)s – %(outcome)s") % words


# after Wagtail's own actions: one of them is worded anew
@hooks.register("register_log_actions", order=1)
def log_actions(actions: Any) -> None:
    actions.register_action(
        "desk.four_eyes", _("Approval rule"), _("The rule that a second person approves was switched")
    )
    actions.register_action(
        "desk.approval_steps", _("Steps of approval"), _("The number of steps of approval was changed")
    )
    actions.register_action("wagtail.publish")(PublishedOrApproved)
    actions.register_action(
        "desk.calendar_address", _("Calendar address"), _("The plan's calendar address was made, renewed or withdrawn")
    )
    actions.register_action("desk.move", _("Move"), _("The time was changed in the calendar"))
    actions.register_action("desk.take_back", _("Take back"), _("The post was taken back from channels"))
    actions.register_action("desk.try_out", _("Test post"), _("A test post was sent that no reader sees"))
    actions.register_action("desk.into_stock", _("Into the stock"), _("The post was put into the stock of a plan item"))
    actions.register_action("desk.out_of_stock", _("Out of the stock"), _("The post was taken out of the stock"))
    actions.register_action(
        "desk.from_stock", _("From the stock"), _("A slot of the plan took the post from the stock")
    )
    actions.register_action("desk.copy", _("Copy"), _("The post was made as a copy of another one"))
    actions.register_action("desk.import_posts", _("Bulk import"), _("The post was made from a spreadsheet"))
    actions.register_action("desk.figure", _("Figure"), _("A figure of reach was typed in"))
    actions.register_action("desk.resume", _("Go on"), _("The channel was told to go on"))
    actions.register_action("desk.bot")(PressedInTelegram)
    actions.register_action("desk.bot_connect", _("Connect"), _("The bot of the service was connected"))
    actions.register_action("desk.bot_disconnect", _("Disconnect"), _("The bot of the service was disconnected"))
    actions.register_action("desk.telegram_link", _("Connect Telegram"), _("A Telegram account was connected"))
    actions.register_action("desk.telegram_unlink", _("Disconnect Telegram"), _("A Telegram account was disconnected"))


@hooks.register("insert_global_admin_css")
def stylesheet() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("desk/desk.css"))


@hooks.register("insert_global_admin_js")
def accessible_markup() -> SafeString:
    return format_html('<script src="{}"></script>', static("desk/accessible.js"))
