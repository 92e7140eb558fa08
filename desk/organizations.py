"""Organizations, for superusers: names, contacts, hours and days of work, and whether two people must approve."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, Panel
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views.generic import EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.log_actions import log

from content.models import Organization
from desk.calendar_days import follow_sentence
from desk.fields import check_quiet_hours
from desk.listings import Listing
from desk.review.people import who_decides
from desk.word_lists import check_apart, clean_spellings, clean_terms
from scheduler.calendars import follow_calendar

PLANNED_BY = frozenset({"six_day_week", "quiet_from", "quiet_until", "time_zone"})
"""What the slots of its plans depend on."""


RULES = frozenset({"four_eyes", "approval_steps"})


class OrganizationForm(WagtailAdminModelForm):
    def clean_time_zone(self) -> str:
        zone: str = self.cleaned_data["time_zone"]
        if zone not in available_timezones():
            raise forms.ValidationError(_now("No such time zone. Write it as in Asia/Tashkent."))
        return zone

    def clean_protected_terms(self) -> str:
        return clean_terms(self.cleaned_data["protected_terms"])

    def clean_own_spellings(self) -> str:
        return clean_spellings(self.cleaned_data["own_spellings"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        check_quiet_hours(self)
        check_apart(self)
        return cleaned


class OrganizationIndex(Listing, IndexView):
    pass


class OrganizationEdit(EditView):
    def save_instance(self) -> Organization:
        changed = RULES & set(self.form.changed_data)
        instance: Organization = super().save_instance()
        for name in sorted(changed):
            # a rule of the house was switched: it must be findable who did it
            log(instance, f"desk.{name}", user=self.request.user, data={name: getattr(instance, name)})
        return instance

    def form_valid(self, form: OrganizationForm) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        if PLANNED_BY.intersection(form.changed_data):
            changed = follow_calendar(self.object, now=timezone.now(), actor=self.request.user)
            messages.info(self.request, follow_sentence(changed))
        return response


class WhoDecides(Panel):
    """Who can decide each step, by the number of steps as stored, and a warning when nobody can."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "desk/review/who_decides.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            return super().get_context_data(parent_context) | {"ways": who_decides(self.instance)}


class OrganizationViewSet(ModelViewSet):
    model = Organization
    icon = "group"
    menu_label = _("Organizations")
    menu_name = "organizations"
    menu_order = 600
    add_to_settings_menu = True
    add_to_reference_index = False
    index_view_class = OrganizationIndex
    edit_view_class = OrganizationEdit
    copy_view_enabled = False
    list_display = [
        "name",
        Column("time_zone", label=_("Time zone")),
        BooleanColumn("four_eyes", label=_("A second person approves")),
        Column("approval_steps", label=_("Steps of approval"), classname="desk-spare"),
    ]
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("slug"),
            FieldRowPanel([FieldPanel("language"), FieldPanel("time_zone"), FieldPanel("six_day_week")]),
            FieldRowPanel([FieldPanel("quiet_from"), FieldPanel("quiet_until")], heading=_("Quiet hours")),
            MultiFieldPanel(
                [
                    FieldPanel("four_eyes"),
                    FieldPanel("approval_steps"),
                    FieldRowPanel([FieldPanel("approval_lead_hours"), FieldPanel("approval_lead_working")]),
                    WhoDecides(),
                ],
                heading=_("Approval"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("digest_at"), FieldPanel("draft_reminder_days")]),
                    FieldPanel("heads", widget=forms.CheckboxSelectMultiple),
                ],
                heading=_("Digests"),
            ),
            MultiFieldPanel(
                [FieldPanel("protected_terms"), FieldPanel("own_spellings")],
                heading=_("Words in other alphabets"),
                help_text=_(
                    "Drafts follow a change at once. What is approved stays; what waits for approval and holds such a "
                    "word must be submitted again."
                ),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("website"),
                    FieldPanel("trust_line"),
                    FieldPanel("phone"),
                    FieldPanel("email"),
                    FieldPanel("address"),
                ],
                heading=_("Contacts, as templates use them"),
            ),
        ],
        base_form_class=OrganizationForm,
    )
