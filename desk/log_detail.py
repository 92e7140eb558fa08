"""One delivery in full: what was sent, every attempt, every change of state, and what a person may decide now."""

from __future__ import annotations

from typing import Any

from django.core.files.storage import default_storage
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic import PermissionCheckedMixin, WagtailAdminTemplateMixin

from content.formats import format_for
from content.markup import visible_text
from content.models import Rendition
from desk.addresses import edit_address
from desk.deciding import open_decisions
from desk.differences import differences
from desk.figures.shown import delivery_figures
from desk.log_captures import seal_numbers, shown_captures
from desk.log_times import duration, shown_to_the_second
from desk.times import shown
from publishers.errors import ReasonCode as R
from publishers.labels import change_sentence, note_words, reason_sentence, state_label
from publishers.models import Attempt, Delivery, StateChange
from publishers.states import State
from reports.models import Seal

OUTCOMES = {
    "": _("under way"),
    "published": _("published"),
    "accepted": _("accepted, not all of it visible yet"),
    "handed_over": _("handed over"),
    "found": _("found on the channel"),
    "not_found": _("not found on the channel"),
    "cannot_tell": _("could not look"),
    "no_link": _("has no link"),
    "content_rejected": _("content rejected"),
    "account_rejected": _("access rejected"),
    "account_moved": _("the channel has moved"),
    "try_later": _("turned away for now"),
    "outcome_unknown": _("answer lost"),
    "partial": _("partly out"),
    "amended": _("corrected"),
    "withdrawn": _("taken back"),
    "lost": _("our service stopped during the call"),
}
"""Names of outcomes as ``publishers.delivering`` and ``publishers.outbox`` write them."""

SENDING = {Attempt.Step.PUBLISH, Attempt.Step.AMEND}
"""Steps that bring a text to readers."""

WITHOUT_ANSWER = {R.UNREACHABLE, R.ANSWER_LOST, R.WORKER_LOST, R.INTERNAL}
"""Here the platform said nothing: what is kept is the technician's detail."""


class DeliveryDetail(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    model = Delivery
    any_permission_required = ["view"]
    page_title = _("Delivery")
    header_icon = "history"
    template_name = "desk/log/detail.html"

    @cached_property
    def delivery(self) -> Delivery:
        rows = Delivery.objects.select_related(
            "post", "channel__organization", "channel__account", "rendition__approved_by", "change_rendition"
        ).prefetch_related("vanishings")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @property
    def zone(self) -> str:
        return self.delivery.channel.organization.time_zone

    def get_page_subtitle(self) -> str:
        return self.delivery.rendition.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        log = {"url": reverse("publish_log:index"), "label": _now("Publish log")}
        return [*self.breadcrumbs_items, log, {"url": "", "label": self.get_page_subtitle()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        delivery = self.delivery
        rendition = delivery.rendition
        return context | {
            "delivery": delivery,
            "rendition": rendition,
            "state": state_label(delivery.state),
            "reason": reason_sentence(delivery.reason_code),
            "due": shown(delivery.due_at, self.zone),
            "finished": shown(delivery.finished_at, self.zone),
            "approved": shown(rendition.approved_at, self.zone),
            "markup": format_for(delivery.channel.kind).markup,
            "pictures": [self._file(row) for row in rendition.pictures],
            "videos": [self._video(row) for row in rendition.videos],
            "documents": [self._file(row) for row in rendition.documents],
            "attempts": self._attempts(),
            "change": change_sentence(delivery),
            "change_detail": delivery.change_detail if delivery.change_code else "",
            "wanted": self._wanted(),
            "corrected": shown(delivery.changed_at, self.zone),
            "reach": delivery_figures(delivery, self.zone, self.request.user),
            "captures": shown_captures(delivery, self.zone),
            "changes": [self._change(change) for change in delivery.changes.select_related("actor")],
            "decisions": [
                (one, one.form(auto_id=f"{one.name}-%s"), reverse("publish_log:decide", args=[delivery.pk, one.name]))
                for one in open_decisions(delivery, self.request.user)
            ],
            "answered": delivery.reason_code not in WITHOUT_ANSWER,
            "task_address": self._task_address(),
            "channel_address": self._channel_address(),
            "post_address": edit_address(delivery.post) if self.request.user.has_perm("content.change_post") else "",
        }

    def _task_address(self) -> str:
        """Where what people carry out is proved."""
        delivery = self.delivery
        if delivery.state != State.AWAITING_PROOF and not delivery.proofs.exists():
            return ""
        return reverse("proof_task:detail", args=[delivery.pk])

    def _channel_address(self) -> str:
        """Where a paused channel is set going again, for those who may."""
        account = getattr(self.delivery.channel, "account", None)
        if account is None or not self.request.user.has_perm("publishers.change_channelaccount"):
            return ""
        return reverse("channelaccount:edit", args=[account.pk])

    def _wanted(self) -> SafeString | str:
        """What the text that waits, or could not be put up, changes in the one readers have."""
        delivery = self.delivery
        if delivery.change_rendition is None:
            return ""
        return differences(self._words(delivery.rendition), self._words(delivery.change_rendition))

    def _attempts(self) -> list[dict[str, Any]]:
        """Each with the text it sent, where that is another one than was sent before."""
        found = []
        before: Rendition | None = None
        attempts = list(self.delivery.attempts.select_related("rendition"))
        seals = seal_numbers(Seal.Kind.ATTEMPT, [attempt.pk for attempt in attempts])
        for attempt in attempts:
            sent = attempt.rendition if attempt.step in SENDING else None
            text: SafeString | str = ""
            if sent is not None and (before is None or sent.pk != before.pk):
                words = self._words(sent)
                text = differences(self._words(before), words) if before is not None else words
                before = sent
            found.append(self._attempt(attempt) | {"text": text, "seal": seals.get(attempt.pk)})
        return found

    def _words(self, rendition: Rendition) -> str:
        text = visible_text(rendition.text, format_for(self.delivery.channel.kind).markup)
        return text if rendition.title in text else f"{rendition.title}\n\n{text}"

    def _attempt(self, attempt: Attempt) -> dict[str, Any]:
        return {
            "number": attempt.number,
            "step": attempt.get_step_display(),
            "started": shown_to_the_second(attempt.started_at, self.zone),
            "duration": duration(attempt.started_at, attempt.finished_at),
            "outcome": OUTCOMES.get(attempt.outcome, attempt.outcome),
            "reason": reason_sentence(attempt.reason_code),
            "detail": attempt.detail,
            "answer": attempt.answer,
            "link": attempt.link,
            "external_id": attempt.external_id,
        }

    def _change(self, change: StateChange) -> dict[str, Any]:
        return {
            "at": shown_to_the_second(change.at, self.zone),
            "old": state_label(change.old) if change.old else "",
            "new": state_label(change.new),
            "reason": reason_sentence(change.reason_code),
            "note": note_words(change.note),
            "actor": change.actor.get_full_name() or change.actor.get_username() if change.actor else "",
        }

    @staticmethod
    def _file(row: dict[str, Any]) -> dict[str, Any]:
        return {**row, "url": default_storage.url(row["name"])}

    @classmethod
    def _video(cls, row: dict[str, Any]) -> dict[str, Any]:
        return cls._file(row) | {"poster": cls._file(row["cover"])["url"] if row.get("cover") else ""}
