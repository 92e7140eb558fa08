"""Calendars for other programs: the page that shows a secret address, and what is answered there."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from content.feed_keys import close_feed, open_feed

_STAMP = re.compile(rb"^DTSTAMP.*$", re.MULTILINE)


class AddressPage(WagtailAdminTemplateMixin, TemplateView):
    """Shows a calendar's address; only a POST makes, renews or withdraws it, and its owner's history says so.

    A subclass names ``owner`` (a row with a ``feed_key``), ``feed`` (the name of its address), ``back`` and ``words``.
    """

    template_name = "desk/calendar_address.html"
    page_title = _("Calendar address")
    header_icon = "calendar-alt"
    feed: str
    words: dict[str, Any]
    """``about``, what a program shows; ``warning``, what who has the address can read."""
    owner: Any
    back: Any
    """Address of the page it is reached from."""

    def get_page_subtitle(self) -> str:
        return str(self.owner)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        key = self.owner.feed_key
        address = self.request.build_absolute_uri(reverse(self.feed, args=[key])) if key else ""
        return super().get_context_data(**kwargs) | self.words | {"address": address, "back": self.back}

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        action = request.POST.get("action")
        if action == "close":
            close_feed(self.owner)
            sentence = _now("The address leads nowhere now.")
        elif action in ("open", "renew"):
            open_feed(self.owner, renew=action == "renew")
            sentence = _now("The address is ready: hand it only to your own people.")
        else:
            return redirect(request.path)
        log(self.owner, "desk.calendar_address", user=request.user)
        messages.success(request, sentence)
        return redirect(request.path)


def feed_response(request: HttpRequest, written: bytes, *, filename: str) -> HttpResponse:
    """For programs that subscribe: no login, the address itself is the key."""
    # every answer is stamped anew: the stamp is no news
    etag = f'"{hashlib.sha256(_STAMP.sub(b"", written)).hexdigest()}"'
    response = HttpResponse(written, content_type="text/calendar; charset=utf-8")
    response["ETag"] = etag
    response["Content-Disposition"] = f'inline; filename="{filename}"'
    response["Cache-Control"] = "private, max-age=300"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return get_conditional_response(request, etag=etag, response=response)
