"""Shows a person's digest as it would be now, or sends it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from desk.command import DeskCommand
from desk.digests.contents import text_of
from desk.digests.making import as_brief, digest_for, maker
from desk.digests.people import readers
from desk.digests.sending import key_of, send_to
from desk.digests.times import Kind


class Command(DeskCommand):
    help = "Show or send a person's digest as it would be now."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--to", required=True, metavar="USER", help="login of the person")
        parser.add_argument("--kind", required=True, choices=list(Kind), help="which digest")
        parser.add_argument("--organization", metavar="SLUG", help="needed when there are several")
        parser.add_argument("--dry-run", action="store_true", help="show it, send nothing")

    def work(self, **options: Any) -> None:
        now, kind = timezone.now(), Kind(options["kind"])
        organization = self.organization(options["organization"])
        person = User.objects.select_related("wagtail_userprofile").filter(username=options["to"]).first()
        if person is None:
            self.bad_input(_("There is no person “%(name)s”.") % {"name": options["to"]})
        reader = next((one for one in readers(kind, organization) if one.person.pk == person.pk), None)
        if reader is None:
            self.bad_input(
                _("This digest does not go to %(name)s: it does not concern them, or they have switched it off.")
                % {"name": options["to"]}
            )
        digest = digest_for(person, maker(kind, organization, now=now))
        value: dict[str, Any] = {"to": person.username, "kind": kind.value, "empty": digest is None, "sent": False}
        if digest is None:
            self.show(
                value, _("There is nothing to tell this person: no digest would be sent."), as_json=options["as_json"]
            )
            return
        if not options["dry_run"]:
            # by hand once a minute, and beside the one that goes by itself
            key = key_of(organization, kind, f"{now:%Y%m%dT%H%M}")
            value["sent"] = send_to(reader, digest, organization, key=key, now=now)
        value |= {"subject": digest.subject, "text": text_of(digest), "brief": as_brief(digest, person)}
        self.show(value, f"{digest.subject}\n\n{text_of(digest)}", as_json=options["as_json"])
