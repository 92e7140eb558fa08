"""The part of a person's account page on which they connect their Telegram account, and end that again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.views.account import BaseSettingsPanel, notifications_tab

from desk.bot.connecting import chat_link, service_bot
from desk.bot.models import TelegramLink
from desk.bot.people import CODE_LIVES, link_of, new_code, unlink
from desk.times import shown


class AlsoMailForm(forms.ModelForm):
    class Meta:
        model = TelegramLink
        fields = ["also_mail"]


class TelegramPanel(BaseSettingsPanel):
    name = "telegram"
    title = _("Telegram")
    tab = notifications_tab
    order = 200
    template_name = "desk/bot/account_panel.html"

    def is_active(self) -> bool:
        return service_bot() is not None

    def get_form(self) -> forms.BaseForm:
        link = link_of(self.user)
        if link is None:
            return forms.Form()  # never bound: there is nothing to save
        data = self.request.POST if self.request.method == "POST" else None
        return AlsoMailForm(data, instance=link, prefix=self.name)

    def get_context_data(self) -> dict[str, Any]:
        link = link_of(self.user)
        zone = timezone.get_default_timezone_name()
        return super().get_context_data() | {
            "link": link,
            "bot": service_bot(),
            "linked": shown(link.linked_at, zone) if link else "",
        }


@never_cache
@require_POST
def connect_account(request: HttpRequest) -> HttpResponse:
    """A fresh code, on a page of its own: whoever has it becomes this person's Telegram account."""
    bot = service_bot()
    if bot is None:
        messages.error(request, _now("There is no bot yet. An administrator connects it under “Settings”."))
        return redirect("wagtailadmin_account")
    code = new_code(request.user, now=timezone.now())
    context = {
        "bot": bot,
        "address": chat_link(bot, code),
        "command": f"/start {code}",
        "minutes": CODE_LIVES.seconds // 60,
        "account": reverse("wagtailadmin_account"),
    }
    return render(request, "desk/bot/connect.html", context)


@require_POST
def disconnect_account(request: HttpRequest) -> HttpResponse:
    link = link_of(request.user)
    if link is not None:
        unlink(link, by=request.user)  # type: ignore[arg-type]
        messages.success(request, _now("Your Telegram account is disconnected. You are told by e-mail."))
    return redirect("wagtailadmin_account")


URLS: list[URLPattern] = [
    path("account/telegram/", connect_account, name="desk_connect_telegram"),
    path("account/telegram/disconnect/", disconnect_account, name="desk_disconnect_telegram"),
]
