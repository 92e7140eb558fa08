"""Bulk import on the screens: hand over, look, confirm. Nothing is made before the yes."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django import forms
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import FormView, TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic import PermissionCheckedMixin, WagtailAdminTemplateMixin

from content.blocks import plain_lines
from content.links import link_for
from content.models import Organization, Post
from content.rich_text import parse
from desk.addresses import edit_address, stock_address
from desk.duplicates import in_words
from desk.plan_exports import OFFICE
from desk.proof_files import LOCKED
from desk.queue.labels import pictures_refusal, row_sentence, sheet_refusal
from desk.queue.sample import sample_sheet
from desk.times import shown
from scheduler.models import PostImport
from scheduler.post_import.making import NotMade, confirm, stage, staged
from scheduler.post_import.pictures import NotPictures, Pictures, read_files
from scheduler.post_import.planned import PlannedPost, unused_pictures
from scheduler.post_import.sheet import READ, NotASheet, SheetRow, read_sheet

BEGINNING = 300
"""Characters of a text that the preview shows."""


class ManyFiles(forms.FileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """A list of files, which may be empty."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        return [super(ManyFilesField, self).clean(one, initial) for one in data or []]


class ImportForm(forms.Form):
    sheet = forms.FileField(
        label=_("Spreadsheet"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ",".join(READ)}),
        help_text=_("XLSX or CSV, a post in each row. The first row names the columns."),
    )
    pictures = ManyFilesField(
        label=_("Pictures"),
        required=False,
        allow_empty_file=True,
        widget=ManyFiles(attrs={"accept": ".jpg,.jpeg,.png,.webp,.zip", "multiple": True}),
        help_text=_("Several files, or one ZIP archive. The spreadsheet names them."),
    )
    organization = forms.ModelChoiceField(label=_("Organization"), queryset=Organization.objects.order_by("name"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organizations = list(Organization.objects.all()[:2])
        self.only_organization = organizations[0] if len(organizations) == 1 else None
        if self.only_organization is not None:
            del self.fields["organization"]

    def for_whom(self) -> Organization:
        return self.only_organization or self.cleaned_data["organization"]

    def read(self, folder: Path) -> tuple[list[SheetRow], Pictures] | None:
        """Rows and pictures; None when something was refused, with the reason beside its field."""
        rows: list[SheetRow] = []
        pictures = Pictures()
        sheet = self.cleaned_data["sheet"]
        try:
            rows = read_sheet(_written(sheet, folder / f"sheet{Path(sheet.name).suffix.lower()[:10]}"))
        except NotASheet as refused:
            self.add_error("sheet", sheet_refusal(refused.code, refused.params))
        unpacked = folder / "unpacked"
        unpacked.mkdir()
        files = [
            (file.name, _written(file, folder / f"picture-{number}{Path(file.name).suffix.lower()[:10]}"))
            for number, file in enumerate(self.cleaned_data["pictures"])
        ]
        try:
            pictures = read_files(files, folder=unpacked)
        except NotPictures as refused:
            self.add_error("pictures", pictures_refusal(refused.code))
        return None if self.errors else (rows, pictures)


def _written(file: Any, to: Path) -> Path:
    with to.open("wb") as copy:
        for piece in file.chunks():
            copy.write(piece)
    return to


class _MayWrite(PermissionCheckedMixin, WagtailAdminTemplateMixin):
    model = Post
    permission_required = "add"
    header_icon = "upload"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        queue = {"url": reverse("post_queue:index"), "label": _now("Queue")}
        return [*self.breadcrumbs_items, queue, {"url": "", "label": self.get_page_title()}]


class ImportPosts(_MayWrite, FormView):
    form_class = ImportForm
    template_name = "desk/queue/import.html"
    page_title = _("Bulk import")

    def form_valid(self, form: ImportForm) -> HttpResponse:
        with tempfile.TemporaryDirectory() as folder:
            found = form.read(Path(folder))
            if found is None:
                return self.form_invalid(form)
            rows, pictures = found
            name = Path(form.cleaned_data["sheet"].name).name
            kept = stage(rows, pictures, form.for_whom(), source_name=name, user=self.request.user, now=timezone.now())
        return redirect("post_queue:preview", kept.token)


class _Kept:
    """The import that the address names, of the person who brought it."""

    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def kept(self) -> PostImport:
        rows = PostImport.objects.select_related("organization")
        return get_object_or_404(rows, token=self.kwargs["token"], made_by=self.request.user)


class PreviewImport(_Kept, _MayWrite, TemplateView):
    template_name = "desk/queue/preview.html"
    page_title = _("What will be made")

    def get_page_subtitle(self) -> str:
        return self.kept.source_name

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.kept.done_at is not None:
            return self.to_what_was_made()
        response: HttpResponse = super().get(request, *args, **kwargs)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        planned, pictures = staged(self.kept, now=timezone.now())
        numbers = {one["name"]: number for number, one in enumerate(self.kept.pictures)}
        stopped = sum(post.is_stopped for post in planned)
        return context | {
            "kept": self.kept,
            "rows": [self.row(post, numbers) for post in planned],
            "stopped": stopped,
            "unused": unused_pictures(planned, pictures),
        }

    def row(self, post: PlannedPost, numbers: dict[str, int]) -> dict[str, Any]:
        earlier = in_words(post.earlier) if post.earlier is not None else None
        return {
            "post": post,
            "beginning": beginning(post.text),
            "where": self.where(post),
            "channels": ", ".join(map(str, post.channels)),
            "pictures": [
                (reverse("post_queue:import_picture", args=[self.kept.token, numbers[picture.name]]), picture.name, alt)
                for picture, alt in post.pictures
            ],
            "problems": [(problem.blocking, row_sentence(problem)) for problem in post.problems],
            "earlier": earlier,
        }

    def where(self, post: PlannedPost) -> str:
        if post.goes_into_stock:
            return _now("stock of item %(item)s") % {"item": post.item}
        time = shown(post.publish_at, self.kept.organization.time_zone)
        return f"{time} · {post.item}" if post.item is not None and time else time

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            made = confirm(self.kept, user=request.user, now=timezone.now())
        except NotMade:
            messages.error(request, _now("Nothing was made: some rows have a problem now. Look at them below."))
            return redirect("post_queue:preview", self.kept.token)
        words = ngettext("%(count)s draft was made.", "%(count)s drafts were made.", len(made))
        messages.success(request, words % {"count": len(made)})
        self.kept.refresh_from_db()
        return self.to_what_was_made()

    def to_what_was_made(self) -> HttpResponse:
        return redirect("post_queue:made", self.kept.token)


class MadeByImport(_Kept, _MayWrite, TemplateView):
    template_name = "desk/queue/made.html"
    page_title = _("Made by the import")

    def get_page_subtitle(self) -> str:
        return self.kept.source_name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        if self.kept.done_at is None:
            raise Http404
        posts = Post.objects.filter(pk__in=self.kept.posts).defer("text").prefetch_related("stocked__item")
        zone = self.kept.organization.time_zone
        return context | {
            "rows": [
                {
                    "post": post,
                    "address": edit_address(post),
                    "due": shown(post.publish_at, zone),
                    "stock": next(((one.item, stock_address(one.item)) for one in post.stocked.all()), None),
                }
                for post in posts.order_by("pk")
            ]
        }


class ImportPicture(_Kept, PermissionCheckedMixin, View):
    """A small copy of a picture that waits for a yes, for whoever brought it."""

    model = Post
    permission_required = "add"
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, token: str, number: int) -> HttpResponse:
        if number >= len(self.kept.pictures):
            raise Http404
        try:
            with default_storage.open(self.kept.pictures[number]["small"], "rb") as file:
                response = HttpResponse(file.read(), content_type="image/jpeg")
        except FileNotFoundError:
            raise Http404 from None
        response["Content-Security-Policy"] = LOCKED
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "private, max-age=600"
        return response


class SampleSheet(PermissionCheckedMixin, View):
    model = Post
    permission_required = "add"

    def get(self, request: HttpRequest) -> HttpResponse:
        response = HttpResponse(sample_sheet(now=timezone.now()), content_type=f"{OFFICE}.spreadsheetml.sheet")
        response["Content-Disposition"] = 'attachment; filename="posts.xlsx"'
        return response


def beginning(text: str) -> str:
    """The first words of rich text, as plain text."""
    words = " ".join(" ".join(plain_lines(parse(text, link_for=link_for))).split())
    return words if len(words) <= BEGINNING else words[:BEGINNING].rsplit(" ", 1)[0] + "…"


def import_addresses(viewset: Any) -> list[URLPattern]:
    view = viewset.construct_view
    return [
        path("import/", view(ImportPosts), name="import"),
        path("import/sample/", view(SampleSheet), name="import_sample"),
        path("import/<slug:token>/", view(PreviewImport), name="preview"),
        path("import/<slug:token>/made/", view(MadeByImport), name="made"),
        path("import/<slug:token>/picture/<int:number>/", view(ImportPicture), name="import_picture"),
    ]
