"""Dates as each language writes them in words, with the zone they are meant in."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _

_PATTERNS = {"uz": r"Y-\y\i\l j-E", "uz-cyrl": r"Y \й\и\л j E", "ru": r"j E Y \г.", "en": "j E Y"}
_TASHKENT = "Asia/Tashkent"


def day_in_words(moment: datetime) -> str:
    """The day of an aware ``moment`` in the current zone and language: 2026-yil 15-dekabr, 15 декабря 2026 г."""
    language = get_language() or "en"
    words = format_date(timezone.localtime(moment), _PATTERNS.get(language, _PATTERNS["en"]))
    # Django writes Uzbek months with a capital, as for the head of a calendar
    return words.lower() if language.startswith("uz") else words


def moment_in_words(moment: datetime) -> str:
    """Day, time and zone of an aware ``moment``: 2026-yil 15-dekabr, 10:00 (Toshkent vaqti)."""
    local = timezone.localtime(moment)
    return f"{day_in_words(moment)}, {local:%H:%M} ({_zone_name(local)})"


def _zone_name(local: datetime) -> str:
    if str(local.tzinfo) == _TASHKENT:
        return _("Tashkent time")
    offset = local.strftime("%z")
    return f"UTC{offset[:3]}:{offset[3:5]}"
