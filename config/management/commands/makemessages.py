"""Django's makemessages, told the one other name our modules give to gettext: python manage.py makemessages."""

from __future__ import annotations

from django.core.management.commands import makemessages


class Command(makemessages.Command):
    xgettext_options = [*makemessages.Command.xgettext_options, "--keyword=_now"]
