"""What a request for approval says in Telegram, in the language that is active, and how it ends."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Revision, TaskState

from content.channels_of import channels_of
from content.links import link_for
from content.markup import telegram_html
from content.markup.telegram_html import bold, escape, visible
from content.models import Post, Rendition
from content.people import name_of
from content.rich_text import parse
from desk.addresses import review_address
from desk.bot.cutting import cut
from desk.bot.models import BotButton, BotMessage
from desk.times import shown
from publishers.adapters.telegram_chats import CAPTION_LIMIT, TEXT_LIMIT, Key, Keys
from publishers.contract import Picture
from publishers.outgoing import ApprovalBroken, pictures_of

CHANNELS_NAMED = 8
MOST_TEXT = 1500
"""Characters of the post itself; the rest is in the desk."""
ROOM_FOR_ENDING = 250
"""Left free for who decided what."""


@dataclass(frozen=True, slots=True)
class Notice:
    text: str
    """Telegram's HTML."""
    picture: Picture | None


def approval_notice(step: TaskState, *, with_picture: bool) -> Notice:
    """The submitted post, as Telegram shows it, bounded; with its first picture where it has one."""
    post: Post = step.workflow_state.content_object
    content: Post = step.revision.as_object()
    forms = list(
        Rendition.objects.filter(post_id=post.pk, revision_id=step.revision_id)
        .select_related("channel")
        .order_by("channel_id")
    )
    picture = _first_picture(forms) if with_picture else None
    head = "\n".join(_head(step, post, content))
    tail = _what_changed(post, step.revision)
    limit = (CAPTION_LIMIT if picture else TEXT_LIMIT) - ROOM_FOR_ENDING
    room = limit - len(visible(head)) - len(visible(tail)) - 4
    body = cut(_words(content, forms), max(1, min(MOST_TEXT, room)))
    return Notice("\n\n".join(part for part in (head, body, tail) if part), picture)


def ending(step: TaskState) -> str:
    """How a step was decided, by whom and when; empty while it is open."""
    zone = step.workflow_state.content_object.organization.time_zone
    words = {"name": name_of(step.finished_by) if step.finished_by else "", "time": shown(step.finished_at, zone)}
    if step.status == TaskState.STATUS_APPROVED:
        return _("Approved by %(name)s, %(time)s.") % words
    if step.status == TaskState.STATUS_REJECTED:
        words["reason"] = step.comment or _("no reason given")
        return _("Sent back by %(name)s, %(time)s: %(reason)s") % words
    if step.status == TaskState.STATUS_IN_PROGRESS:
        return ""
    return _("The submission was cancelled, %(time)s.") % words


def with_ending(message: BotMessage, words: str) -> str:
    """What the message says once its step is decided: what it said, and how that went."""
    return f"{message.text}\n\n{bold(cut(escape(words), ROOM_FOR_ENDING - 10))}"


def review_link(post: Post) -> str:
    """Where the post is looked at and decided on in the desk."""
    return settings.SITE_URL + review_address(post)


def keys_of(message: BotMessage) -> Keys:
    """The buttons of an open request: to decide, and to open it in the desk."""
    found = {button.deed: button for button in message.buttons.order_by("pk")}
    deeds = [deed for deed in (BotButton.Deed.APPROVE, BotButton.Deed.RETURN) if deed in found]
    return [[Key(str(deed.label), found[deed].nonce) for deed in deeds], link_row(review_link(message.post))]  # type: ignore[arg-type]


def confirming_keys(yes: BotButton, no: BotButton) -> Keys:
    return [[Key(str(BotButton.Deed(button.deed).label), button.nonce) for button in (yes, no)]]


def link_row(link: str, label: str = "") -> list[Key]:
    """A button that opens the address; none for one that Telegram refuses, a bare name as localhost."""
    reachable = "." in (urlsplit(link).hostname or "")
    return [Key(label or _("Open in the desk"), link=link)] if reachable else []


def _head(step: TaskState, post: Post, content: Post) -> list[str]:
    tasks = list(step.workflow_state.workflow.tasks.filter(active=True).order_by("workflow_tasks__sort_order"))
    state = step.workflow_state
    lines = [bold(_("Waits for your approval: %(title)s") % {"title": content.title})]
    if len(tasks) > 1:
        numbers = {task.pk: number for number, task in enumerate(tasks, start=1)}
        words = {"number": numbers.get(step.task_id, "?"), "count": len(tasks), "name": step.task.name}
        lines.append(escape(_("Step %(number)s of %(count)s: %(name)s") % words))
    lines.append(escape(post.organization.name))
    slot = shown(content.publish_at, post.organization.time_zone)
    lines.append(escape(_("Goes out: %(slot)s") % {"slot": slot}))
    lines.append(escape(_("Channels: %(names)s") % {"names": _channel_names(content)}))
    if state.requested_by is not None:
        lines.append(escape(_("Submitted by: %(name)s") % {"name": name_of(state.requested_by)}))
    return lines


def _channel_names(content: Post) -> str:
    names = [str(channel) for channel in channels_of(content)]
    more = len(names) - CHANNELS_NAMED
    named = ", ".join(cut(name, 60) for name in names[:CHANNELS_NAMED])
    return (
        named
        if more <= 0
        else named + " " + ngettext("and %(count)s more", "and %(count)s more", more) % {"count": more}
    )


def _words(content: Post, forms: list[Rendition]) -> str:
    for form in forms:
        if form.channel.kind == "telegram":
            return form.text
    return telegram_html.render(parse(content.text, link_for=link_for))


def _first_picture(forms: list[Rendition]) -> Picture | None:
    try:
        return next((picture for form in forms for picture in pictures_of(form)), None)
    except ApprovalBroken:
        return None  # the decision will be refused, and says why


def _what_changed(post: Post, revision: Revision) -> str:
    """A link to the differences from what is out."""
    if post.live_revision_id is None:
        return ""
    route = "wagtailsnippets_content_post:revisions_compare"
    address = settings.SITE_URL + reverse(route, args=[post.pk, "live", revision.pk])
    words = escape(_("What changed"))
    return f'<a href="{escape(address)}">{words}</a>'
