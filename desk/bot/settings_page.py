"""The page on which an administrator connects the bot of the service and sees how it is doing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, View
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet
from wagtail.log_actions import log

from desk.bot.connecting import (
    access_of,
    chat_link,
    connect,
    disconnect,
    note_trouble,
    note_well,
    request_sandbox_bot,
    service_bot,
)
from desk.bot.introducing import introduce
from desk.bot.labels import refusal_sentence, trouble_sentence
from desk.bot.models import TelegramLink
from desk.sandbox_channels import SandboxAway
from desk.times import shown
from publishers.adapters.telegram_chats import who
from publishers.errors import PublishError

STEPS = (
    _("In Telegram, write to @BotFather and send /newbot. Give the bot a name that people will recognise."),
    _("@BotFather answers with a token: paste it here. Whoever has it can write in the bot's name: show it to nobody."),
    _("The bot may be the one that posts in your channels, as long as no other program asks for its messages."),
    _("Each person then opens Account, Telegram, and presses Connect. Nobody else hears anything from the bot."),
)


class TokenForm(forms.Form):
    token = forms.CharField(
        label=_("Token of the bot"),
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("It is stored encrypted and never shown again."),
    )
    is_sandbox = forms.BooleanField(
        label=_("This is a bot of the sandbox"), required=False, help_text=_("No real person hears from it.")
    )

    def clean_token(self) -> str:
        token: str = self.cleaned_data["token"].strip()
        return token


class ForAdministrators:
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_superuser:
            raise PermissionDenied
        response: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return response


class BotPage(ForAdministrators, WagtailAdminTemplateMixin, FormView):
    form_class = TokenForm
    template_name = "desk/bot/settings.html"
    page_title = _("Bot of the service")
    header_icon = "comment"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def form_valid(self, form: TokenForm) -> HttpResponse:
        try:
            bot = connect(form.cleaned_data["token"], sandbox=form.cleaned_data["is_sandbox"])
        except PublishError as error:
            form.add_error("token", refusal_sentence(error.code.value))
            return self.form_invalid(form)
        return _connected(self.request, bot)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        bot = service_bot()
        zone = timezone.get_default_timezone_name()
        return super().get_context_data(**kwargs) | {
            "bot": bot,
            "address": chat_link(bot) if bot else "",
            "advice": trouble_sentence(bot.health_code) if bot else "",
            "heard": shown(bot.heard_at, zone) if bot else "",
            "linked": TelegramLink.objects.filter(person__is_active=True).count(),
            "blocked": TelegramLink.objects.filter(person__is_active=True).exclude(blocked_at=None).count(),
            "steps": STEPS,
        }


class TrySandbox(ForAdministrators, View):
    """A bot of the sandbox, so that everything can be tried before there is a token."""

    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            bot = connect(request_sandbox_bot(), sandbox=True)
        except (SandboxAway, PublishError) as error:
            messages.error(request, _now("The sandbox does not answer: %(error)s") % {"error": error})
            return redirect("service_bot:index")
        return _connected(request, bot)


class Check(ForAdministrators, View):
    def post(self, request: HttpRequest) -> HttpResponse:
        bot, now = service_bot(), timezone.now()
        if bot is None:
            return redirect("service_bot:index")
        try:
            who(access_of(bot))
        except PublishError as error:
            note_trouble(bot, error, now=now)
            messages.error(request, trouble_sentence(error.code.value))
        else:
            note_well(bot, now=now)
            messages.success(request, _now("The bot works: %(bot)s.") % {"bot": bot})
        return redirect("service_bot:index")


class Disconnect(ForAdministrators, View):
    def post(self, request: HttpRequest) -> HttpResponse:
        bot = service_bot()
        if bot is not None:
            disconnect()
            log(bot, "desk.bot_disconnect", user=request.user)
            messages.success(request, _now("The bot is disconnected. People are told by e-mail."))
        return redirect("service_bot:index")


def _connected(request: HttpRequest, bot: Any) -> HttpResponse:
    introduce(bot)
    log(bot, "desk.bot_connect", user=request.user, data={"bot": str(bot)})
    messages.success(request, _now("The bot is connected: %(bot)s.") % {"bot": bot})
    return redirect(reverse("service_bot:index"))


class AdministratorsItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser)


class ServiceBotPages(ViewSet):
    name = "service_bot"
    icon = "comment"
    menu_label = _("Bot of the service")
    menu_name = "bot-of-the-service"
    menu_order = 640
    menu_item_class = AdministratorsItem
    add_to_settings_menu = True

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.construct_view(BotPage), name="index"),
            path("sandbox/", self.construct_view(TrySandbox), name="sandbox"),
            path("check/", self.construct_view(Check), name="check"),
            path("disconnect/", self.construct_view(Disconnect), name="disconnect"),
        ]
