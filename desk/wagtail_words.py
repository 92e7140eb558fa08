"""Words that Wagtail looks up once while it loads, or never: here they are said in the language of whoever looks.

Wagtail translates its forms of image and collection rights, and the filter of redirects, at import: staff of every
language would read them in the default one.
"""

from __future__ import annotations

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.collections import GroupCollectionManagementPermissionFormSet
from wagtail.admin.forms.workflows import WorkflowContentTypeForm, WorkflowPageForm
from wagtail.admin.paginator import WagtailPaginator
from wagtail.contrib.redirects.filters import RedirectsReportFilterSet
from wagtail.images.forms import GroupImagePermissionFormSet
from wagtail.sites.views import IndexView as SiteIndex
from wagtail.users.forms import PagePermissionsForm

IMAGE_RIGHTS = [
    ("add_image", _("Add"), _("Add/edit images you own")),
    ("change_image", _("Edit"), _("Edit any image")),
    ("choose_image", _("Choose"), _("Select images in choosers")),
]
COLLECTION_RIGHTS = [
    ("add_collection", _("Add"), _("Add collections")),
    ("change_collection", _("Edit"), _("Edit collections")),
    ("delete_collection", _("Delete"), _("Delete collections")),
]
RIGHTS_BY_NAME = (_("Can lock"), _("Can unlock"), _("Can publish"))
"""Asked for by the names that the database holds; here so that they are collected for translating."""
SITE_COLUMNS = {"port": _("Port"), "site_name": _("Name of the site"), "root_page": _("Root page")}


def speak_each_language() -> None:
    """Called once, when all of Wagtail is loaded."""
    for formset, rights in (
        (GroupImagePermissionFormSet, IMAGE_RIGHTS),
        (GroupCollectionManagementPermissionFormSet, COLLECTION_RIGHTS),
    ):
        formset.permission_types[:] = rights  # the very list that labels the boxes
        formset.form.base_fields["collection"].label = _("Collection")
    WorkflowContentTypeForm.base_fields["content_types"].label = _("Kinds of texts")
    for form in (WorkflowPageForm, PagePermissionsForm):
        form.base_fields["page"].label = _("Page")
    kind = RedirectsReportFilterSet.base_filters["is_permanent"]
    kind.label = _("Type")
    kind.extra.update(empty_label=_("All"), choices=[(True, _("Permanent")), (False, _("Temporary"))])
    WagtailPaginator.items_count_label = property(_in_all)
    for column in SiteIndex.columns:
        column.label = SITE_COLUMNS.get(column.name, column.label)


def _in_all(paginator: WagtailPaginator) -> str:
    """Of a list: a number before the name in the plural is right in English alone ("5 postlar", "5 посты")."""
    return _now("%(count)s in all") % {"count": intcomma(paginator.count)}
