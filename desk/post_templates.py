"""Templates of recurring posts: form, preview with example data, approval."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel, ObjectList
from wagtail.models import WorkflowState
from wagtail.snippets.views.snippets import CreateView, EditView, IndexView, SnippetViewSet

from content.models import Organization, PostTemplate
from content.template_data import GROUPS
from desk.approving import DecideFromList, DecidesInEditor, SubmitsForApproval
from desk.columns import StateColumn
from desk.listings import Listing

CARD_PARTS = ("kicker", "headline", "lines")


class TemplateForm(WagtailAdminModelForm):
    kicker = forms.CharField(label=_("Small line above"), required=False)
    headline = forms.CharField(label=_("Headline"), required=False)
    lines = forms.CharField(
        label=_("Lines"), required=False, widget=forms.Textarea(attrs={"rows": 5}), help_text=_("One point a line.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].help_text = _now(
            "A short name in Latin letters, once in the organization; plan items find their template by it."
        )
        for part in CARD_PARTS:
            self.fields[part].initial = self.instance.card.get(part, "")

    def clean_example_data(self) -> dict[str, Any]:
        data = self.cleaned_data["example_data"]
        if data in (None, ""):
            return {}
        if not isinstance(data, dict):
            raise forms.ValidationError(_now("Example data is a group of names with values, in curly brackets."))
        return data

    def save(self, commit: bool = True) -> PostTemplate:
        words = {part: self.cleaned_data.get(part) or "" for part in CARD_PARTS}
        self.instance.card = words if any(words.values()) else {}
        saved: PostTemplate = super().save(commit=commit)
        return saved


class TemplateFilterSet(WagtailFilterSet):
    # Wagtail's "live" is our "approved"
    live = django_filters.BooleanFilter(label=_("Approved"))

    class Meta:
        model = PostTemplate
        fields = ["organization", "live"]


class TemplateIndex(Listing, IndexView):
    pass


class TemplateCreate(SubmitsForApproval, CreateView):
    def get_initial_form_instance(self) -> PostTemplate:
        organizations = list(Organization.objects.all()[:2])
        return PostTemplate(organization=organizations[0]) if len(organizations) == 1 else PostTemplate()


class TemplateEdit(DecidesInEditor, EditView):
    pass


def _names_help() -> str:
    return "<p>{}</p><p><code>{}</code></p>".format(
        _now("Names a template can use:"),
        " · ".join(f"{{{{ {group}.{name} }}}}" for group, names in GROUPS.items() for name in names) + " · {{ today }}",
    )


class NamesPanel(HelpPanel):
    """The names of the data contract, beside the body."""

    class BoundPanel(HelpPanel.BoundPanel):
        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            self.content = _names_help()


class PostTemplateViewSet(SnippetViewSet):
    model = PostTemplate
    icon = "doc-full"
    menu_label = _("Post templates")
    menu_name = "post-templates"
    menu_order = 115
    add_to_admin_menu = True
    index_view_class = TemplateIndex
    add_view_class = TemplateCreate
    edit_view_class = TemplateEdit
    workflow_action_view_class = DecideFromList
    copy_view_enabled = False
    list_display = [
        "name",
        StateColumn(
            "status_string",
            label=_("Status"),
            accessor=lambda template: template.status_string,
            tone=lambda template: "good" if template.live else "waits",
        ),
        "organization",
    ]
    filterset_class = TemplateFilterSet
    list_per_page = 50
    ordering = "name"
    edit_handler = ObjectList(
        [
            FieldPanel("name", required_on_save=True),
            FieldRowPanel(
                [FieldPanel("organization", required_on_save=True), FieldPanel("key", required_on_save=True)]
            ),
            FieldPanel("title"),
            FieldPanel("body", widget=forms.Textarea(attrs={"rows": 16, "class": "desk-source"})),
            NamesPanel(),
            FieldRowPanel([FieldPanel("hashtags"), FieldPanel("section")]),
            MultiFieldPanel(
                [FieldPanel(part) for part in CARD_PARTS],
                heading=_("Words of the picture card"),
                help_text=_("Drawn where a channel demands a picture and the post has none."),
            ),
            FieldPanel("example_data", help_text=_("Takes the place of the general example in preview and check.")),
        ],
        base_form_class=TemplateForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[PostTemplate]:
        states = WorkflowState.objects.active().select_related("current_task_state__task")
        return (
            PostTemplate.objects.select_related("organization", "latest_revision")
            .defer("latest_revision__content", "body")
            .prefetch_related(Prefetch("workflow_rel", states, to_attr="_current_workflow_states"))
        )
