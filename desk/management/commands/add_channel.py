"""Adds a channel with its account; the token comes from a file, so that it never stands in a shell's history."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.management.base import CommandParser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from content.models import Channel
from content.models.places import BY_HAND, channel_kinds
from desk.channel_forms import people_who_may_be_responsible
from desk.command import DeskCommand
from desk.connection_guides import needs_token
from desk.sandbox_channels import SandboxAway, request_channel
from publishers.accounts import add_channel, check_account
from publishers.labels import reason_sentence


class Command(DeskCommand):
    help = "Add a channel: website, a network, a newspaper, or what people do by hand."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("kind", choices=list(dict(channel_kinds())))
        parser.add_argument("--name", required=True, help="what staff call it; unique in the organization")
        parser.add_argument(
            "--address",
            default="",
            help="Telegram @name or id; Facebook page id; Instagram user id; section of the website; "
            "WordPress and webhook https://…; e-mail of the newspaper",
        )
        parser.add_argument(
            "--token-file",
            type=Path,
            help="file with the token in its first line; WordPress: user:application password; webhook: whsec_…; "
            "newspaper: user:password of a mail account of its own",
        )
        parser.add_argument(
            "--mail-server",
            metavar="smtp+tls://HOST:587",
            help="newspaper: a mail server of its own, not the service's",
        )
        parser.add_argument("--responsible", metavar="USER", help="user name of who carries out or proves the tasks")
        parser.add_argument(
            "--alphabet",
            choices=[value for value in Channel.Alphabet.values if value],
            default="",
            help="what Uzbek posts are turned into; as written when left out",
        )
        parser.add_argument("--sandbox", action="store_true", help="a stand-in of the sandbox, not the real platform")
        parser.add_argument("--organization", metavar="SLUG", help="may be left out when there is one")

    def work(self, **options: Any) -> None:
        kind, address = options["kind"], options["address"]
        secret = self._secret(options["token_file"], kind)
        responsible = self._responsible(options["responsible"], kind)
        elsewhere = kind not in {Channel.Kind.WEBSITE, *BY_HAND}
        if elsewhere and not address:
            self.bad_input(_("This kind of channel needs an address: --address."))
        if options["sandbox"] and elsewhere and not secret:
            try:
                address, secret = request_channel(kind, address, options["name"])
            except SandboxAway as away:
                self.fail(_("The sandbox does not answer: %(why)s. Start it with make run.") % {"why": away})
        elif needs_token(kind) and not secret:
            self.bad_input(_("This kind of channel needs a token: --token-file FILE, or --sandbox to try without one."))
        try:
            with transaction.atomic():  # what is refused leaves no first organization behind either
                account = add_channel(
                    self.organization_or_first(options["organization"]),
                    kind=kind,
                    name=options["name"],
                    address=address,
                    secret=secret,
                    sandbox=options["sandbox"],
                    responsible=responsible,
                    alphabet=options["alphabet"],
                    options={"server": options["mail_server"]} if options["mail_server"] else None,
                )
        except ValidationError as error:
            self.bad_input("; ".join(error.messages))
        account = check_account(account, now=timezone.now())
        sentence = reason_sentence(account.health_code) if account.health_code else account.title
        self.show(
            {
                "channel": account.channel_id,
                "name": account.channel.name,
                "kind": kind,
                "sandbox": account.channel.is_sandbox,
                "health": account.health,
                "reason": account.health_code or None,
                "title": account.title,
            },
            _("Channel %(id)s “%(name)s” added: %(health)s. %(more)s")
            % {
                "id": account.channel_id,
                "name": account.channel.name,
                "health": account.get_health_display(),
                "more": sentence,
            },
            as_json=options["as_json"],
        )

    def _responsible(self, name: str | None, kind: str) -> User | None:
        if name is None:
            if kind in BY_HAND:
                self.bad_input(_("This kind of channel needs who carries out its tasks: --responsible USER."))
            return None
        person = people_who_may_be_responsible().filter(username=name).first()
        if person is None:
            self.bad_input(
                _("“%(name)s” is no active person with an e-mail address who may see the publish log.") % {"name": name}
            )
        return person

    def _secret(self, path: Path | None, kind: str) -> str:
        if path is None:
            return ""
        try:
            text = path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            self.bad_input(_("The token file cannot be read: %(error)s") % {"error": type(error).__name__})
        # WordPress shows its passwords in groups of four letters; a webhook has two keys while they are changed
        in_parts = kind in (Channel.Kind.WORDPRESS, Channel.Kind.WEBHOOK, Channel.Kind.NEWSPAPER)
        lines = text.strip().splitlines() if in_parts else text.split()
        if len(lines) != 1:
            self.bad_input(_("The token file must hold the token and nothing else."))
        return lines[0]
