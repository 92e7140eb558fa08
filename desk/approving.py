"""Submitting and deciding on the screens: everything goes through content.services, and a refusal becomes a message."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.snippets.views.snippets import WorkflowActionView

from content.approval import ApprovalRefused
from content.labels import problem_sentence
from content.models import Channel, Post, PostTemplate, Rendition, Submission
from content.problems import Problem
from content.services import Stale, SubmissionRefused, decide, decide_template, submit, submit_template
from content.templating import TemplateProblem
from publishers.foreseeing import foresee_approval


class SubmitsForApproval:
    """For create and edit views of posts and templates, before Wagtail's own class."""

    def submit_action(self) -> HttpResponse | None:
        # Wagtail 8.0.1 keeps the workflow state from before the save
        self.__dict__.pop("workflow_state", None)
        view: Any = self
        refusal = ask_for_approval(view.object, user=view.request.user)
        if refusal is not None:
            messages.warning(view.request, refusal)
            return redirect(view.get_edit_url())
        if is_short_notice(view.object):
            messages.warning(
                view.request,
                _(
                    "Short notice: less time is left than the lead time of approval asks for. Tell an approver that it "
                    "is urgent."
                ),
            )
        if channels := by_hand(view.object):
            messages.warning(
                view.request,
                _("Already out on %(channels)s, where it cannot be corrected from here: correct it there by hand.")
                % {"channels": ", ".join(channels)},
            )
        return None

    def get_success_message(self, instance: Any = None) -> Any:
        view: Any = self
        if view.action == "submit":
            return _("“%(title)s” was submitted. An approver decides now.") % {"title": instance or view.object}
        return super().get_success_message(instance)  # type: ignore[misc]


def is_short_notice(instance: Any) -> bool:
    """Whether what was just submitted leaves approvers less time than agreed."""
    if not isinstance(instance, Post):
        return False
    return Submission.objects.filter(post_id=instance.pk, outcome="", short_notice=True).exists()


def by_hand(instance: Any) -> list[str]:
    """Names of the channels that have this post and cannot be corrected from here."""
    if not isinstance(instance, Post):
        return []
    revision = Post.objects.get(pk=instance.pk).latest_revision
    forms = Rendition.objects.filter(post_id=instance.pk, revision_id=revision.pk).select_related("channel")
    as_approved = list(forms.order_by("channel_id"))
    for form in as_approved:  # looked at as if it were approved
        form.approved_at = form.approved_at or form.created_at
    return [str(one.channel) for one in foresee_approval(instance, as_approved) if one.fate == "by_hand"]


class DecidesInEditor(SubmitsForApproval):
    """For edit views: a decision names the version on the screen and saves nothing."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        view: Any = self
        returned = sent_back(view.live_object)
        if returned:
            messages.warning(request, returned)
        response: HttpResponse = super().get(request, *args, **kwargs)  # type: ignore[misc]
        return response

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "action-workflow-action" not in request.POST:
            response: HttpResponse = super().post(request, *args, **kwargs)  # type: ignore[misc]
            return response
        view: Any = self
        refusal = decide_on(
            view.live_object,
            user=request.user,
            action=request.POST.get("workflow-action-name", ""),
            seen=_number(request.POST.get("loaded_revision_id")),
            comment=_comment(request.POST.get("workflow-action-extra-data", "")),
        )
        if refusal is not None:
            messages.error(request, refusal)
        else:
            messages.success(request, _("Your decision on “%(title)s” is stored.") % {"title": view.object})
        return redirect(view.get_edit_url())


class DecideFromList(WorkflowActionView):
    """The decision asked for in lists and on the home page; the task state in the address names the version seen."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        comment = ""
        if self.form_class:
            form = self.form_class(request.POST)
            if not form.is_valid():
                response: HttpResponse = self.render_modal_form(request, form)
                return response
            comment = form.cleaned_data.get("comment", "")
        refusal = decide_on(
            self.object,
            user=request.user,
            action=self.action_name,
            seen=self.task_state.revision_id,
            comment=comment,
        )
        if refusal is not None:
            messages.error(request, refusal)
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            modal: HttpResponse = self.render_modal_json(request, {"step": "success", "redirect": self.redirect_url})
            return modal
        return redirect(self.redirect_url)


def ask_for_approval(instance: Post | PostTemplate, *, user: Any) -> str | SafeString | None:
    """Submit; the reason in plain words when that is refused. What was saved stays saved."""
    try:
        if isinstance(instance, Post):
            submit(instance, user=user)
        else:
            submit_template(instance, user=user)
    except SubmissionRefused as refusal:
        return _listed(refusal.problems)
    except TemplateProblem as problem:
        sentence = problem_sentence(Problem(problem.code, problem.params))
        return _("The draft is saved but not submitted. %(reason)s") % {"reason": sentence}
    except ValidationError as error:
        return _("The draft is saved but not submitted. %(reason)s") % {"reason": _fields(instance, error)}
    except Stale:
        return _stale()
    return None


def decide_on(instance: Post | PostTemplate, *, user: Any, action: str, seen: int, comment: str) -> str | None:
    """Decide; the reason in plain words when that is refused."""
    try:
        if isinstance(instance, Post):
            decide(instance, user=user, action=action, seen=seen, comment=comment)
        else:
            decide_template(instance, user=user, action=action, seen=seen, comment=comment)
    except Stale:
        return _stale()
    except PermissionDenied:
        return _("You may not decide on this. Who submitted a text does not approve it.")
    except ApprovalRefused as refusal:
        return str(refusal)
    return None


def sent_back(instance: Post | PostTemplate) -> str:
    """Who sent the text back and why; '' when nobody did."""
    state = instance.current_workflow_state
    if state is None or state.status != state.STATUS_NEEDS_CHANGES or state.current_task_state is None:
        return ""
    task_state = state.current_task_state
    person = task_state.finished_by
    name = (person.get_full_name() or person.get_username()) if person else ""
    words = {"name": name, "comment": task_state.comment or _("no reason given")}
    return _("%(name)s sent this back: %(comment)s") % words


def problem_groups(problems: Iterable[tuple[Channel | None, Problem]]) -> list[tuple[str, list[Problem]]]:
    """Problems under the name of their channel; those of the whole post come first, under an empty name."""
    groups: dict[str, list[Problem]] = {}
    for channel, problem in problems:
        groups.setdefault(str(channel) if channel else "", []).append(problem)
    return sorted(groups.items(), key=lambda group: group[0] != "")


def _listed(problems: Iterable[tuple[Channel | None, Problem]]) -> SafeString:
    groups = [
        format_html(
            "{}<ul>{}</ul>",
            format_html("<strong>{}</strong>", name) if name else "",
            format_html_join("", "<li>{}</li>", ((problem_sentence(problem),) for problem in found)),
        )
        for name, found in problem_groups(problems)
    ]
    return format_html(
        '{} <div class="desk-problems">{}</div>',
        _("The draft is saved but not submitted. Please mend:"),
        format_html_join("", "{}", ((group,) for group in groups)),
    )


def _fields(instance: Post | PostTemplate, error: ValidationError) -> str:
    if not hasattr(error, "error_dict"):
        return " ".join(error.messages)
    names = {field.name: str(getattr(field, "verbose_name", field.name)) for field in instance._meta.get_fields()}
    return " ".join(
        f"{names.get(name, name).capitalize()}: {' '.join(sentences)}" for name, sentences in error.message_dict.items()
    )


def _stale() -> str:
    return _("There is a newer version than the one you saw, or somebody decided before you. Look again, then decide.")


def _number(value: str | None) -> int:
    return int(value) if value and value.isdecimal() else 0


def _comment(extra: str) -> str:
    try:
        found = json.loads(extra or "{}")
    except ValueError:
        return ""
    return str(found.get("comment", "")) if isinstance(found, dict) else ""
