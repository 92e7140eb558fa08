"""Takes a post back from its channels: what is out is removed where that is possible, what waits is cancelled."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from content.models import Post
from desk.command import DeskCommand
from desk.taking_back import done_sentences
from publishers.changing import withdraw_post
from publishers.foreseeing import foresee_taking_back


class Command(DeskCommand):
    help = "Take a post back. Exit status 1: on a channel it must be removed by hand."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("key", metavar="KEY", help="key of the post, as queue_post prints it")
        parser.add_argument("--reason", required=True, help="why; kept in the log")
        parser.add_argument(
            "--channel", action="append", default=[], metavar="NAME", help="only there; may be given several times"
        )
        parser.add_argument("--by", metavar="U", help="user name of who decides it; kept in the log")

    def work(self, **options: Any) -> None:
        post = Post.objects.filter(key=options["key"]).first()
        if post is None:
            self.bad_input(_("There is no post “%(key)s”.") % {"key": options["key"]})
        if not options["reason"].strip():
            self.bad_input(_("A reason is needed: --reason."))
        actor = self._actor(options["by"]) if options["by"] else None
        channels = self._channels(post, options["channel"])
        taken = withdraw_post(post, actor=actor, reason=options["reason"], now=timezone.now(), channels=channels)
        value = {
            "post": post.key,
            "deliveries": [
                {
                    "id": one.delivery.pk,
                    "channel": one.delivery.channel.name,
                    "fate": one.fate,
                    "state": one.delivery.state,
                    "link": one.delivery.link or None,
                }
                for one in taken
            ],
        }
        sentences = [sentence for sentence, _by_hand in done_sentences(taken)]
        self.show(value, "\n".join(sentences) or _("It is on no channel any more."), as_json=options["as_json"])
        if any(one.fate == "by_hand" for one in taken):
            self.fail(_("On some channels it must be removed by hand."))

    def _actor(self, name: str) -> User:
        user = User.objects.filter(username=name, is_active=True).first()
        if user is None:
            self.bad_input(_("There is no active user “%(name)s”.") % {"name": name})
        if not user.has_perm("publishers.change_delivery"):
            self.bad_input(_("%(user)s may not take posts back.") % {"user": name})
        return user

    def _channels(self, post: Post, names: list[str]) -> list[int] | None:
        if not names:
            return None
        known = {str(one.channel.name): one.channel.pk for one in foresee_taking_back(post)}
        unknown = [name for name in names if name not in known]
        if unknown:
            self.bad_input(
                _("The post is not on “%(name)s”. It is on: %(known)s")
                % {"name": unknown[0], "known": ", ".join(known) or "–"}
            )
        return [known[name] for name in names]
