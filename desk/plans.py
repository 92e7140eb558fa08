"""Media plans: their list, and where their other screens are found."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Count, F, Q, QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.log_actions import log

from desk.columns import StateColumn
from desk.listings import Listing
from desk.plan_activation import ActivatePlan
from desk.plan_exports import export_urls
from desk.plan_page import PlanDetail
from desk.plan_public import public_urls
from desk.plan_review import review_urls
from desk.plan_upload import upload_urls
from desk.plan_versions import version_urls
from scheduler.models import MediaPlan, Occurrence, PlanItem

COUNTS = ("item_count", "doubtful", "dated", "prepared")


def counted(plans: list[MediaPlan]) -> list[MediaPlan]:
    """The same plans, each with ``item_count``, ``doubtful``, ``dated`` and ``prepared``, in two questions."""
    items = PlanItem.objects.filter(plan__in=plans, withdrawn_at=None).order_by().values("plan_id")
    owed = [state for state in Occurrence.State if state != Occurrence.State.WITHDRAWN]
    occurrences = Occurrence.objects.filter(item__plan__in=plans).order_by().values(plan_id=F("item__plan_id"))
    found: dict[int, dict[str, int]] = {plan.pk: dict.fromkeys(COUNTS, 0) for plan in plans}
    for row in (
        *items.annotate(item_count=Count("pk"), doubtful=Count("pk", filter=Q(needs_review=True))),
        *occurrences.annotate(
            dated=Count("pk", filter=Q(slot__isnull=False, state__in=owed)), prepared=Count("post_id")
        ),
    ):
        found[row.pop("plan_id")].update(row)
    for plan in plans:
        vars(plan).update(found[plan.pk])
    return plans


class PlanIndex(Listing, IndexView):
    results_template_name = "desk/plans/list_results.html"

    def get_base_queryset(self) -> QuerySet[MediaPlan]:
        return MediaPlan.objects.select_related("organization").order_by("-imported_at", "-pk")

    def paginate_queryset(self, queryset: QuerySet[MediaPlan], page_size: int) -> tuple[Any, Any, Any, bool]:
        """Only what the page shows is counted: all plans together have a hundred thousand occurrences."""
        paginator, page, plans, has_others = super().paginate_queryset(queryset, page_size)
        page.object_list = counted(list(plans))
        return paginator, page, page.object_list, has_others

    @cached_property
    def header_buttons(self) -> list[Button]:
        """A plan is imported, not typed in."""
        if not self.request.user.has_perm("scheduler.change_mediaplan"):
            return []
        return [HeaderButton(_("Import a plan"), url=reverse("mediaplan:import"), icon_name="upload")]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        may = self.request.user.has_perm("scheduler.change_mediaplan")
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        return context | {"import_url": reverse("mediaplan:import") if may else ""}

    def get_edit_url(self, instance: MediaPlan) -> str | None:
        return None  # a plan is opened, not edited, from the list


class PlanForm(forms.ModelForm):
    class Meta:
        model = MediaPlan
        fields = ["title", "year", "approval_steps", "approval_lead_hours"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.state != MediaPlan.State.DRAFT:
            # its occurrences exist already
            del self.fields["year"]


class PlanEdit(EditView):
    def save_instance(self) -> MediaPlan:
        changed = "approval_steps" in self.form.changed_data
        instance: MediaPlan = super().save_instance()
        if changed:
            # a rule of the house was switched: it must be findable who did it
            steps = instance.approval_steps
            log(instance, "desk.approval_steps", user=self.request.user, data={"approval_steps": steps})
        return instance


class PlanViewSet(ModelViewSet):
    model = MediaPlan
    icon = "calendar-alt"
    menu_label = _("Media plans")
    menu_name = "media-plans"
    menu_order = 100
    add_to_admin_menu = True
    add_to_reference_index = False
    index_view_class = PlanIndex
    edit_view_class = PlanEdit
    inspect_view_class = PlanDetail
    inspect_view_enabled = True
    copy_view_enabled = False
    list_display = [
        "title",
        Column("year", label=_("Year"), sort_key="year"),
        StateColumn(
            "state",
            label=_("State"),
            accessor="get_state_display",
            tone=lambda plan: "good" if plan.state == MediaPlan.State.ACTIVE else "waits",
        ),
        "organization",
        Column("item_count", label=_("Items"), classname="desk-spare"),
        Column("doubtful", label=_("Need a decision"), classname="desk-spare"),
        Column("dated", label=_("Dated occurrences"), classname="desk-spare"),
        Column("prepared", label=_("With a post"), classname="desk-spare"),
    ]

    def get_form_class(self, for_update: bool = False) -> type[PlanForm]:
        return PlanForm

    def get_urlpatterns(self) -> list[URLPattern]:
        activate = path("activate/<int:pk>/", self.construct_view(ActivatePlan), name="activate")
        more = [*upload_urls(self), *review_urls(self), *version_urls(self), *export_urls(self), *public_urls(self)]
        return [*super().get_urlpatterns(), activate, *more]
