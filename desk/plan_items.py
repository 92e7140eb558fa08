"""The settings of one plan item: its template, channels, target day and hour. What the document says stays as it is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from content.models import Channel, PostTemplate
from desk.fields import DelayField
from desk.listings import Listing
from scheduler.models import PlanItem
from scheduler.replanning import replan

NEEDS_NUMBER = {PlanItem.Position.NTH_WORKING_DAY, PlanItem.Position.DAY_OF_MONTH}


class ItemForm(WagtailAdminModelForm):
    lateness_limit = DelayField(label=_("Latest delay"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organization = self.instance.plan.organization
        self.fields["channels"].queryset = Channel.objects.filter(organization=organization)
        self.fields["template"].queryset = PostTemplate.objects.filter(organization=organization)
        self.fields["lateness_limit"].keep(self.instance.lateness_limit)
        self.fields["target_number"].help_text = _now("For the nth working day and the day of the month.")
        self.fields["target_time"].help_text = _now("Time zone: %(zone)s. Empty: spread over the working day.") % {
            "zone": organization.time_zone
        }

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        number = cleaned.get("target_number")
        if cleaned.get("target_position") in NEEDS_NUMBER and not (number and 1 <= number <= 31):
            self.add_error("target_number", _now("Enter a number from 1 to 31 for this kind of target day."))
        if cleaned.get("automatic") and cleaned.get("template") is None:
            self.add_error("automatic", _now("Choose a template first: without one there is nothing to publish."))
        return cleaned


class ItemIndex(Listing, IndexView):
    default_ordering = ("plan", "position")

    def get_base_queryset(self) -> Any:
        return PlanItem.objects.select_related("plan", "template")


class ItemEdit(EditView):
    def get_success_url(self) -> str:
        return reverse("mediaplan:inspect", args=[self.object.plan_id])

    def form_valid(self, form: forms.ModelForm) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        moved = replan(self.object, now=timezone.now())
        if moved:
            words = _now("Occurrences without a post that follow the new settings: %(count)s.") % {"count": moved}
            messages.info(self.request, words)
        return response


class PlanItemViewSet(ModelViewSet):
    model = PlanItem
    icon = "list-ul"
    menu_label = _("Plan items")
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
            FieldRowPanel(
                [FieldPanel("prepare_days"), FieldPanel("lateness_limit")], heading=_("Preparation and delay")
            ),
        ],
        base_form_class=ItemForm,
    )
