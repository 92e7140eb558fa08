"""The form of a channel and its access. A stored token is never given to a form: it only takes a new one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from content.models import Channel, Organization
from content.models.places import BY_HAND, channel_kinds
from desk.connection_guides import guide_for, needs_token
from desk.sandbox_channels import SandboxAway, request_channel
from publishers.accounts import add_channel, usual_words
from publishers.credentials import encrypt
from publishers.mailboxes import is_mailbox, mailboxes_in
from publishers.models import ChannelAccount
from publishers.registry import hands_over
from scheduler.labels import WORDS

TOKEN_HELP = _("Stored encrypted and never shown again.")


def people_who_may_be_responsible() -> QuerySet[User]:
    """Active people with an e-mail address who can open a task."""
    people = User.objects.with_perm("publishers.view_delivery", backend="django.contrib.auth.backends.ModelBackend")
    return people.filter(is_active=True).exclude(email="").order_by("first_name", "last_name", "username")


class PersonField(forms.ModelChoiceField):
    def label_from_instance(self, obj: User) -> str:
        return f"{obj.get_full_name() or obj.get_username()} · {obj.email}"


class AccessForm(forms.ModelForm):
    name = forms.CharField(label=_("Name"), max_length=200)
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    token = forms.CharField(
        label=_("Token"),
        required=False,
        strip=True,
        help_text=TOKEN_HELP,
        widget=forms.PasswordInput(render_value=False, attrs={"autocomplete": "new-password"}),
    )
    responsible = PersonField(
        label=_("Responsible person"),
        queryset=User.objects.none(),
        required=False,
        help_text=_(
            "Gets the tasks by e-mail and brings the proof. Offered are those who have an e-mail address and may see "
            "the publish log."
        ),
    )
    coverage_words = forms.MultipleChoiceField(
        label=_("Words of the plan that mean this channel"),
        choices=list(WORDS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    alphabet = forms.ChoiceField(
        label=_("Alphabet"),
        choices=Channel.Alphabet.choices,
        required=False,
        help_text=Channel._meta.get_field("alphabet").help_text,
    )

    class Meta:
        model = ChannelAccount
        fields = ["address", "responsible"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["responsible"].queryset = people_who_may_be_responsible()

    def _demand_responsible(self, kind: str, cleaned: dict[str, Any]) -> None:
        if kind in BY_HAND and "responsible" not in self.errors and cleaned.get("responsible") is None:
            self.add_error("responsible", _now("Name who carries out the tasks of this channel."))

    def _clean_address(self, kind: str, address: str) -> None:
        if kind == Channel.Kind.NEWSPAPER:
            written = mailboxes_in(address)
            wrong = [mailbox for mailbox in written if not is_mailbox(mailbox)]
            if wrong or not written:
                self.add_error(
                    "address", _now("This is no e-mail address: %(written)s") % {"written": ", ".join(wrong) or "–"}
                )

    def _follow(self, kind: str) -> None:
        """Show what the kind has, in the words of its guide."""
        guide = guide_for(kind)
        for name, words in (("address", guide.address), ("token", guide.token)):
            if words:
                self.fields[name].label = words
                self.fields[name].help_text = TOKEN_HELP if name == "token" else ""
            else:
                self.fields[name].widget = forms.HiddenInput()
        self.fields["address"].widget.attrs["placeholder"] = guide.example
        if not hands_over(kind):
            del self.fields["responsible"]

    def _clean_channel(self, channel: Channel) -> None:
        try:
            channel.full_clean(exclude=["coverage_words"])
        except forms.ValidationError as error:
            for sentence in error.messages:
                self.add_error("name", sentence)


class NewChannelForm(AccessForm):
    organization = forms.ModelChoiceField(label=_("Organization"), queryset=Organization.objects.all())
    kind = forms.ChoiceField(label=_("Kind"), choices=channel_kinds)
    sandbox = forms.BooleanField(
        label=_("Sandbox: a stand-in for trying out, seen by no reader"),
        required=False,
        help_text=_("It needs no token; its address is a wish and may be empty."),
    )

    field_order = [
        "organization",
        "kind",
        "name",
        "address",
        "token",
        "responsible",
        "alphabet",
        "sandbox",
        "coverage_words",
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = str(self.data.get("kind") or self.initial.get("kind") or "")
        if kind in dict(channel_kinds()):
            self.fields["kind"].widget = forms.HiddenInput()
            self._follow(kind)
        if kind in {Channel.Kind.WEBSITE, *BY_HAND}:  # there is nothing to stand in for
            del self.fields["sandbox"]
        self.fields["token"].widget.attrs["placeholder"] = _now("not stored")
        self.fields["coverage_words"].help_text = _now("None ticked: the usual ones of the kind.")
        organizations = list(Organization.objects.all()[:2])
        if len(organizations) == 1:
            self.fields["organization"].initial = organizations[0]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if {"organization", "kind", "name"} <= cleaned.keys():
            self._clean_channel(
                Channel(organization=cleaned["organization"], kind=cleaned["kind"], name=cleaned["name"])
            )
            self._demand_responsible(cleaned["kind"], cleaned)
            if needs_token(cleaned["kind"]) and not cleaned.get("token"):
                self._without_token(cleaned)
            self._clean_address(cleaned["kind"], cleaned.get("address", ""))
        return cleaned

    def _without_token(self, cleaned: dict[str, Any]) -> None:
        """The sandbox gives a token of its own; a real platform does not."""
        if not cleaned.get("sandbox"):
            self.add_error("token", _now("This kind of channel needs a token."))
        elif not self.errors:
            try:
                made = request_channel(cleaned["kind"], cleaned["address"] or None, cleaned["name"])
            except SandboxAway as away:
                self.add_error("sandbox", _now("The sandbox does not answer: %(why)s.") % {"why": away})
            else:
                cleaned["address"], cleaned["token"] = made

    @transaction.atomic
    def store(self) -> ChannelAccount:
        cleaned = self.cleaned_data
        account = add_channel(
            cleaned["organization"],
            kind=cleaned["kind"],
            name=cleaned["name"],
            address=cleaned["address"],
            secret=cleaned["token"],
            sandbox=cleaned.get("sandbox", False),
            responsible=cleaned.get("responsible"),
            alphabet=cleaned["alphabet"],
        )
        words = cleaned["coverage_words"] or usual_words(cleaned["kind"])
        Channel.objects.filter(pk=account.channel_id).update(coverage_words=words)
        return account


class ChannelForm(AccessForm):
    is_active = forms.BooleanField(
        label=_("In use"), required=False, help_text=_("Not in use: new posts and plans do not choose it.")
    )

    field_order = ["name", "address", "token", "responsible", "alphabet", "is_active", "coverage_words"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        channel = self.instance.channel
        for name in ("name", "alphabet", "is_active", "coverage_words"):
            self.fields[name].initial = getattr(channel, name)
        self._follow(channel.kind)
        stored = bool(self.instance.stored_secret)
        self.fields["token"].widget.attrs["placeholder"] = _now("stored") if stored else _now("not stored")
        if stored:
            self.fields["token"].help_text = _now("Empty: the stored token stays.")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "name" in cleaned:
            channel = self.instance.channel
            channel.name = cleaned["name"]
            self._clean_channel(channel)
        self._demand_responsible(self.instance.channel.kind, cleaned)
        self._clean_address(self.instance.channel.kind, cleaned.get("address", ""))
        return cleaned

    @transaction.atomic
    def store(self) -> ChannelAccount:
        cleaned = self.cleaned_data
        account: ChannelAccount = self.instance
        channel = account.channel
        channel.name, channel.is_active = cleaned["name"], cleaned["is_active"]
        channel.coverage_words, channel.alphabet = cleaned["coverage_words"], cleaned["alphabet"]
        channel.save(update_fields=["name", "alphabet", "is_active", "coverage_words"])
        account.address = cleaned["address"]
        account.responsible = cleaned.get("responsible", account.responsible)
        if cleaned["token"]:
            account.stored_secret = encrypt(cleaned["token"])
        account.save(update_fields=["address", "stored_secret", "responsible"])
        return account
