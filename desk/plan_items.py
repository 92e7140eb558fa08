"""The settings of one plan item: when it is due, prepared and published. What the document says stays as it is."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, Panel
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton
from wagtail.snippets.widgets import AdminSnippetChooser

from content.models import Channel, PostTemplate
from desk.addresses import stock_address
from desk.fields import DelayField, check_quiet_hours
from desk.listings import Listing
from desk.scheduled_dates import ItemDates
from desk.times import shown
from scheduler.days_off import calendar_of
from scheduler.expecting import as_understood
from scheduler.models import MediaPlan, PlanItem
from scheduler.questions import is_held_back
from scheduler.replanning import replan

Kind = PlanItem.Kind
SHOWN_SLOTS = 3
MOST_PER_PERIOD = 31
MOST_DAYS_AHEAD = 365
NEEDS_NUMBER = {PlanItem.Position.NTH_WORKING_DAY, PlanItem.Position.DAY_OF_MONTH}


class ItemForm(WagtailAdminModelForm):
    lateness_limit = DelayField(label=_("Latest delay"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organization = self.instance.plan.organization
        self.fields["channels"].queryset = Channel.objects.filter(organization=organization)
        self.fields["template"].queryset = PostTemplate.objects.filter(organization=organization)
        # made anew: Wagtail words the chooser in the language of the moment in which it is made
        self.fields["template"].widget = AdminSnippetChooser(model=PostTemplate)
        self.fields["lateness_limit"].keep(self.instance.lateness_limit)
        self.fields["per_period"].min_value = 1
        for name in ("lead_days", "prepare_days"):
            self.fields[name].validators.append(MaxValueValidator(MOST_DAYS_AHEAD))
        self.fields["target_number"].help_text = _now("For the nth working day and the day of the month.")
        self.fields["target_time"].help_text = _now("Time zone: %(zone)s. Empty: spread over the working day.") % {
            "zone": organization.time_zone
        }
        self.fields["quiet_until"].help_text = _now("Nothing goes out in these hours. Both empty: the organization's.")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        number = cleaned.get("target_number")
        if cleaned.get("target_position") in NEEDS_NUMBER and not (number and 1 <= number <= 31):
            self.add_error("target_number", _now("Enter a number from 1 to 31 for this kind of target day."))
        if not 1 <= (cleaned.get("per_period") or 0) <= MOST_PER_PERIOD:
            self.add_error("per_period", _now("Enter a number from 1 to %(most)s.") % {"most": MOST_PER_PERIOD})
        check_quiet_hours(self)
        if cleaned.get("automatic") and cleaned.get("template") is None:
            self.add_error("automatic", _now("Choose a template first: without one there is nothing to publish."))
        return cleaned


class ItemIndex(Listing, IndexView):
    empty = _("There is no plan yet: import one under Media plans.")
    default_ordering = ("plan", "position")

    def get_base_queryset(self) -> Any:
        return PlanItem.objects.select_related("plan", "template")


class NextSlots(Panel):
    """When the item would be due next with the settings as they stand in the form, stored or not."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "desk/schedules/next_slots.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            item = self.instance
            zone = item.plan.organization.time_zone
            slots, hint = next_slots(item, now=timezone.now())
            return super().get_context_data(parent_context) | {
                "slots": [shown(slot, zone) for slot in slots],
                "hint": hint,
                "dates": reverse("planitem:dates", args=[item.pk]) if item.kind == Kind.ON_SCHEDULE else "",
            }


def next_slots(item: PlanItem, *, now: datetime) -> tuple[list[datetime], str]:
    """The slots to come, three at most, and in words why there is none."""
    if item.withdrawn_at is not None:
        return [], _now("The item is no longer in the plan.")
    if item.plan.year is None:
        return [], _now("Say first which year the plan is for.")
    try:
        expected = as_understood(item, item.plan, calendar_of(item.plan.organization))
    except ValueError:
        return [], _now("The dates of the item do not exist in the year of the plan.")
    if item.kind == Kind.ON_SCHEDULE and not expected:
        return [], _now("No dates are given yet.")
    slots = sorted(one.slot for one in expected if one.slot is not None and one.slot > now)[:SHOWN_SLOTS]
    if not slots:
        return [], _now("No slot is to come.")
    return slots, _now("A question is open: until it is answered nothing is planned.") if is_held_back(item) else ""


class ItemEdit(EditView):
    def get_object(self, queryset: Any = None) -> PlanItem:
        rows = PlanItem.objects.select_related("plan__organization")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_success_url(self) -> str:
        return reverse("mediaplan:inspect", args=[self.object.plan_id])

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "show" not in request.POST:
            with transaction.atomic():
                # one change of a plan after another: what an answer or a newer document says is not overwritten
                get_object_or_404(MediaPlan.objects.select_for_update(), items=self.kwargs["pk"])
                return super().post(request, *args, **kwargs)
        # the slots of the settings as entered; nothing is stored
        self.object = self.get_object()
        form = self.get_form()
        form.is_valid()
        return self.render_to_response(self.get_context_data(form=form))

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        stock = HeaderButton(_("Stock"), url=stock_address(self.object), icon_name="list-ol")
        if self.object.kind != Kind.ON_SCHEDULE:
            return [stock]
        address = reverse("planitem:dates", args=[self.object.pk])
        return [HeaderButton(_("Dates of the schedule"), url=address, icon_name="date"), stock]

    def form_valid(self, form: forms.ModelForm) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        moved = replan(self.object, now=timezone.now(), actor=self.request.user)
        if moved:
            words = _now("Occurrences that follow the new settings: %(count)s.") % {"count": moved}
            messages.info(self.request, words)
        return response


def withdrawn(item: PlanItem) -> str:
    return _now("no longer in the plan") if item.withdrawn_at else ""


class PlanItemViewSet(ModelViewSet):
    model = PlanItem
    icon = "list-ul"
    menu_label = _("Plan items")
    menu_name = "plan-items"
    add_to_reference_index = False
    index_view_class = ItemIndex
    edit_view_class = ItemEdit
    copy_view_enabled = False
    list_display = [
        "title",
        Column("number", label=_("Number")),
        Column("kind", label=_("Rhythm"), accessor="get_kind_display"),
        Column("template", label=_("Template")),
        Column("plan", label=_("Media plan")),
        Column("withdrawn_at", label=_("Remark"), accessor=withdrawn),
    ]
    list_filter = ["plan", "kind", "needs_review"]
    search_fields = ["title", "number"]
    search_backend_name = None
    list_per_page = 50
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel("title", read_only=True),
                    FieldPanel("kind", read_only=True),
                    FieldPanel("deadline_text", read_only=True),
                    FieldPanel("coverage_text", read_only=True),
                ],
                heading=_("From the document"),
            ),
            FieldPanel("template"),
            FieldPanel("automatic"),
            FieldPanel("channels", widget=forms.CheckboxSelectMultiple),
            FieldRowPanel(
                [FieldPanel("target_position"), FieldPanel("target_number"), FieldPanel("target_time")],
                heading=_("Target day and time"),
            ),
            FieldRowPanel([FieldPanel("per_period"), FieldPanel("lead_days")], heading=_("How many, and how early")),
            NextSlots(heading=_("Next slots with these settings")),
            FieldRowPanel(
                [FieldPanel("prepare_days"), FieldPanel("lateness_limit")], heading=_("Preparation and delay")
            ),
            FieldRowPanel([FieldPanel("quiet_from"), FieldPanel("quiet_until")], heading=_("Quiet hours")),
        ],
        base_form_class=ItemForm,
    )

    def get_urlpatterns(self) -> list[URLPattern]:
        dates = path("dates/<int:pk>/", self.construct_view(ItemDates), name="dates")
        return [*super().get_urlpatterns(), dates]
