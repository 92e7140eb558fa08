"""What the bot does when it is written to: the commands, and linking by a code."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.markup.telegram_html import bold, escape
from content.people import language_of, name_of
from content.waiting import waiting_for
from desk.bot.journal import Doer, note
from desk.bot.outbox import queue_request
from desk.bot.people import AccountTaken, CodeRefused, link_of, redeem, unlink
from desk.bot.replies import Reply, Words
from desk.times import shown
from desk.today.outgoing import posts_today
from publishers.adapters.telegram_chats import Update

MOST_ASKED = 5
"""Requests that /waiting brings at once."""


def command_of(text: str) -> tuple[str, str]:
    """The command without its slash and without a bot's name, and what follows; ('', text) when it is none."""
    first, _blank, rest = text.strip().partition(" ")
    if not first.startswith("/"):
        return "", text
    return first[1:].split("@")[0].lower(), rest.strip()


def link_account(code: str, update: Update, *, now: datetime) -> tuple[Doer, str, Reply]:
    """Whoever shows a good code becomes its person's account: who it is, their language, what to say."""
    stranger = Doer(update.chat_id, update.name)
    try:
        link = redeem(code, chat_id=update.chat_id, name=update.name, username=update.username, now=now)
    except CodeRefused:
        note(stranger, "link", "code_refused", now=now)
        sentence = _("This link was used or is too old. Make a new one under Account in the desk.")
        return stranger, "", Words(update.chat_id, escape(sentence))
    except AccountTaken as taken:
        note(stranger, "link", "taken", now=now)
        sentence = _(
            "This Telegram account is connected as %(name)s already. Write /stop first, then open the link again."
        )
        return stranger, "", Words(update.chat_id, escape(sentence % {"name": taken}))
    doer = Doer(update.chat_id, update.name, link.person)
    note(doer, "link", "done", now=now)
    return doer, language_of(link.person), Words(update.chat_id, "")


def welcome(doer: Doer) -> str:
    """Telegram's HTML."""
    return bold(_("Connected as %(name)s.") % {"name": name_of(doer.person)}) + "\n\n" + _help_text()


def obey(command: str, update: Update, doer: Doer, *, now: datetime) -> list[Reply]:
    """A command, or plain words, of a linked person."""
    deed = _COMMANDS.get(command)
    note(doer, command if deed else "words", "done" if deed else "not_understood", now=now)
    if deed is None:
        return [Words(doer.chat_id, escape(_("I understand buttons and these commands.")) + "\n\n" + _help_text())]
    return deed(update, doer, now=now)


def _start(update: Update, doer: Doer, *, now: datetime) -> list[Reply]:
    return [Words(doer.chat_id, welcome(doer))]


def _help(update: Update, doer: Doer, *, now: datetime) -> list[Reply]:
    return [Words(doer.chat_id, _help_text())]


def _waiting(update: Update, doer: Doer, *, now: datetime) -> list[Reply]:
    found = waiting_for(doer.person)
    if not found:
        return [Words(doer.chat_id, escape(_("Nothing waits for your decision.")))]
    lines = []
    for one in found[:MOST_ASKED]:
        content, organization = one.post.get_latest_revision_as_object(), one.post.organization
        slot = shown(content.publish_at, organization.time_zone)
        lines.append(f"• {bold(content.title)}\n{escape(organization.name)} · {escape(slot)}")
        queue_request(
            doer.person,
            step_id=one.step,
            post=one.post,
            revision_id=one.seen,
            not_before=now,
            now=now,
            again=str(update.number),
        )
    count = len(found)
    head = ngettext("%(count)s post waits for your decision.", "%(count)s posts wait for your decision.", count)
    if count > MOST_ASKED:
        lines.append(escape(_("The others are in the desk.")))
    return [Words(doer.chat_id, "\n\n".join([escape(head % {"count": count}), *lines]))]


def _today(update: Update, doer: Doer, *, now: datetime) -> list[Reply]:
    posts, more = posts_today(now)
    if not posts:
        return [Words(doer.chat_id, escape(_("Nothing goes out today.")))]
    lines = [
        f"{post['time']} {bold(post['title'])}\n{escape(post['organization'])} · {escape(post['said'])}"
        for post in posts
    ]
    if more:
        lines.append(escape(ngettext("and %(count)s more", "and %(count)s more", more) % {"count": more}))
    zone = _("Times are of %(zone)s.") % {"zone": posts[0]["zone"]}
    return [Words(doer.chat_id, "\n\n".join([bold(_("Goes out today")), *lines, escape(zone)]))]


def _stop(update: Update, doer: Doer, *, now: datetime) -> list[Reply]:
    link = link_of(doer.person)
    if link is not None:
        unlink(link, by=doer.person)
    sentence = _("Disconnected. You are told by e-mail from now on. Connect again under Account in the desk.")
    return [Words(doer.chat_id, escape(sentence))]


_COMMANDS: dict[str, Callable[..., list[Reply]]] = {
    "start": _start,
    "help": _help,
    "waiting": _waiting,
    "today": _today,
    "stop": _stop,
}


def command_list() -> list[tuple[str, str]]:
    """The commands with what each does, in the language that is active."""
    return [
        ("waiting", _("what waits for your decision")),
        ("today", _("what goes out today")),
        ("stop", _("disconnect this Telegram account")),
        ("help", _("this list")),
    ]


def _help_text() -> str:
    words = _("I bring you what waits for your approval, with buttons to approve it or to send it back.")
    return escape("\n".join([words, *(f"/{command} – {does}" for command, does in command_list())]))
