"""One task in full: what to do and until when, its files, the proofs brought so far, and what may be decided."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic import PermissionCheckedMixin, WagtailAdminTemplateMixin

from content.formats import format_for
from desk.proof_forms import DecisionForm, ProofForm
from desk.task_files import FrozenFile, files_of
from desk.times import shown
from publishers.labels import state_label
from publishers.models import Delivery, Proof
from publishers.proof_files import PDF
from publishers.proof_words import how_to_prove, refusal_sentence
from publishers.proofs import ProofRefused, add_proof, confirm, refuse
from publishers.states import State


class TaskPage(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """Shows the task; a POST brings a proof."""

    model = Delivery
    any_permission_required = ["view"]
    page_title = _("Task")
    header_icon = "clipboard-list"
    template_name = "desk/tasks/detail.html"
    http_method_names = ["get", "head", "post"]

    @cached_property
    def delivery(self) -> Delivery:
        rows = Delivery.objects.select_related(
            "rendition", "channel__organization", "channel__account__responsible", "post"
        )
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return self.delivery.rendition.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        tasks = {"url": reverse("proof_task:index"), "label": _now("Tasks")}
        return [*self.breadcrumbs_items, tasks, {"url": "", "label": self.get_page_subtitle()}]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = ProofForm(self.delivery, request.POST, request.FILES)
        if form.is_valid():
            try:
                add_proof(self.delivery.pk, actor=request.user, now=timezone.now(), **form.cleaned_data)
            except ProofRefused as refusal:
                form.add_error(None, refusal_sentence(refusal.code))
            else:
                messages.success(request, _now("The proof is stored. A second person looks at it."))
                return redirect("proof_task:detail", self.delivery.pk)
        return self.render_to_response(self.get_context_data(form=form))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        delivery = self.delivery
        organization = delivery.channel.organization
        person = delivery.channel.account.responsible
        awaited = delivery.state == State.AWAITING_PROOF
        proofs = delivery.proofs.select_related("added_by", "decided_by").order_by("-pk")
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "delivery": delivery,
            "rendition": delivery.rendition,
            "markup": format_for(delivery.channel.kind).markup,
            "state": state_label(delivery.state),
            "awaited": awaited,
            "overdue": awaited and delivery.miss_after < timezone.now(),
            "how": how_to_prove(delivery.channel.kind),
            "begin": shown(delivery.due_at, organization.time_zone),
            "deadline": shown(delivery.miss_after, organization.time_zone),
            "responsible": _name(person) if person else "",
            "files": [_file(delivery, file) for file in files_of(delivery.rendition)],
            "proofs": [self._proof(proof) for proof in proofs],
            "form": kwargs.get("form") or (ProofForm(delivery) if awaited else None),
            "megabytes": settings.PROOF_BYTES // 1_000_000,
        }

    def _proof(self, proof: Proof) -> dict[str, Any]:
        """A proof with what this person may do about it."""
        user, zone = self.request.user, self.delivery.channel.organization.time_zone
        own = proof.added_by_id == user.pk
        open_ = proof.confirmed is None and self.delivery.state == State.AWAITING_PROOF
        decides = open_ and user.has_perm("publishers.change_delivery")
        return {
            "row": proof,
            "is_picture": bool(proof.file) and PurePosixPath(proof.file.name).suffix != PDF,
            "added_by": _name(proof.added_by),
            "added": shown(proof.added_at, zone),
            "decided_by": _name(proof.decided_by) if proof.decided_by else "",
            "decided": shown(proof.decided_at, zone),
            "may_confirm": decides and not (own and self.delivery.channel.organization.four_eyes),
            "may_refuse": decides or (open_ and own),
            "needs_second": open_ and own and self.delivery.channel.organization.four_eyes,
        }


class DecideProof(PermissionCheckedMixin, View):
    """Confirms or refuses; who brought a proof may refuse it without further rights, if it was the wrong one."""

    model = Delivery
    any_permission_required = ["view"]
    http_method_names = ["post"]

    def post(self, request: HttpRequest, proof: int) -> HttpResponse:
        row = get_object_or_404(Proof, pk=proof)
        back = redirect("proof_task:detail", row.delivery_id)
        form = DecisionForm(request.POST)
        if not form.is_valid():
            messages.error(request, _now("Nothing was changed: the reason is too long or no decision was named."))
            return back
        verdict, note = form.cleaned_data["verdict"], form.cleaned_data["note"]
        own_refused = verdict == "refuse" and row.added_by_id == request.user.pk
        if not own_refused and not request.user.has_perm("publishers.change_delivery"):
            messages.error(request, _now("Only an approver decides on the proofs of others."))
            return back
        try:
            if verdict == "confirm":
                confirm(row.pk, actor=request.user, now=timezone.now(), note=note)
                messages.success(request, _now("Confirmed: it counts as published."))
            else:
                refuse(row.pk, actor=request.user, now=timezone.now(), note=note)
                messages.success(request, _now("Refused. The task goes on waiting; who added the proof is told."))
        except ProofRefused as refusal:
            messages.error(request, refusal_sentence(refusal.code))
        return back


def _file(delivery: Delivery, file: FrozenFile) -> dict[str, Any]:
    address = reverse("proof_task:file", args=[delivery.pk, file.number])
    seen = default_storage.url(file.stored) if file.is_picture else ""
    return {"name": file.name, "about": file.about, "address": address, "seen": seen}


def _name(person: Any) -> str:
    return str(person.get_full_name() or person.get_username())
