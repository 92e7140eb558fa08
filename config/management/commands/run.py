"""What ``make run`` calls: everything in one process, ready to look at."""

from __future__ import annotations

import os
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.urls import reverse
from django.utils.translation import gettext as _

from config import embedded, first_run
from config.ports import remember_port
from desk.command import DeskCommand


class Command(DeskCommand):
    help = "Run web server, worker, beat and sandbox in one process on the embedded default. Ctrl-C stops it."
    requires_migrations = False

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--no-sample", action="store_true", help="no sample organization, channels and plan")

    def work(self, **options: Any) -> None:
        for port in (settings.PORT, settings.SANDBOX_PORT, settings.SANDBOX_MAIL_PORT):
            if not embedded.port_is_free(port):
                self.fail(_("Port %(port)s is taken. Choose another: make run PORT=9000") % {"port": port})
        try:
            lock = embedded.lock_home(settings.HOME)
        except embedded.HomeInUse:
            self.fail(_("Mediareja is running in %(home)s already.") % {"home": settings.HOME})
        with lock:
            remember_port(settings.HOME, settings.PORT)
            self._run(sample=not options["no_sample"], as_json=options["as_json"])

    def _run(self, *, sample: bool, as_json: bool) -> None:
        logins = first_run.NewLogins()
        self._say(_("Preparing the database…"))
        first_run.prepare_database()
        first_run.ensure_administrator(logins)
        try:
            sandbox = embedded.open_sandbox()
        except embedded.PortTaken as taken:
            self.fail(_("Port %(port)s is taken. Choose another: make run PORT=9000") % {"port": taken})
        running = None
        try:
            if sample:
                first_run.ensure_sample(logins, self._say)
            from config.wsgi import application

            running = embedded.start(application)
            embedded.wait_for_stop(lambda: self._announce(logins, as_json=as_json))
            self._say(_("Stopping; what is under way is finished first…"))
        finally:
            clean = running.stop() if running else True
            sandbox.stop()
        self._say(_("Stopped.") if clean else _("Stopped; an open call is settled at the next start."))
        if not clean:  # a thread that waits for a platform must not hold the process
            self.stdout.flush()
            os._exit(0)

    def _announce(self, logins: first_run.NewLogins, *, as_json: bool) -> None:
        places = {
            "staff": f"{settings.SITE_URL}/admin/",
            "site": f"{settings.SITE_URL}/",
            "sandbox": f"{settings.SANDBOX_URL}/",
            "log": settings.SITE_URL + reverse("publish_log:index"),
            "health": f"{settings.SITE_URL}/healthz",
        }
        labels = {
            "staff": _("Staff screens"),
            "site": _("Public website"),
            "sandbox": _("Sandbox wall"),
            "log": _("Publish log"),
            "health": _("Health"),
        }
        lines = [_("Mediareja is ready."), ""]
        lines += [f"  {labels[name] + ':':<22} {address}" for name, address in places.items()]
        if logins.passwords:
            lines += ["", _("Passwords, shown only now:")]
            lines += [f"  {name:<22} {password}" for name, password in logins.passwords.items()]
        lines += ["", _("Data: %(home)s. Ctrl-C stops.") % {"home": settings.HOME}]
        value = {"home": str(settings.HOME), **places, "passwords": logins.passwords}
        self.show(value, "\n".join(lines), as_json=as_json)
        self.stdout.flush()

    def _say(self, sentence: str) -> None:
        self.stderr.write(sentence)
        self.stderr.flush()
