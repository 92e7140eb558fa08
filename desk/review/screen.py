"""Looking at what was submitted and deciding on it, on a phone first: one post a page, then the next that waits."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic import PermissionCheckedMixin, WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from content.checksums import content_checksum
from content.models import Post, ReviewComment, Submission
from content.people import name_of
from content.previews import LIKE_PLATFORM
from content.waiting import Waiting, open_submissions, people_for, waiting_for
from desk.addresses import edit_address, review_address
from desk.approving import decide_on, sent_back
from desk.review.notifying import tell_comment
from desk.review.thread import thread
from desk.review.versions import dropped, forms_of, shapes
from desk.times import shown

MOST_OTHERS = 50


class DecisionForm(forms.Form):
    seen = forms.IntegerField(widget=forms.HiddenInput)
    action = forms.ChoiceField(choices=[("approve", ""), ("reject", "")])
    comment = forms.CharField(
        label=_("What must be changed"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("action") == "reject" and not values.get("comment"):
            self.add_error("comment", _now("Say what must be changed: the author reads it."))
        return values


class CommentForm(forms.Form):
    text = forms.CharField(label=_("Write without deciding"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))


class ReviewPage(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    model = Post
    any_permission_required = ["change", "view"]
    header_icon = "check"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]


class WaitingList(ReviewPage):
    """What waits for this person, and what waits for others."""

    template_name = "desk/review/index.html"
    page_title = _("Approval")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mine = waiting_for(self.request.user)
        own = {one.post.pk for one in mine}
        rows = open_submissions().select_related("post__organization", "submitted_by").defer("post__text")
        submissions = {row.post_id: row for row in rows.filter(post__in=own)}
        others = rows.exclude(post__in=own).order_by("slot", "pk")[:MOST_OTHERS]
        now = timezone.now()
        return super().get_context_data(**kwargs) | {
            "mine": [_card(one.post, submissions.get(one.post.pk), now=now, second=one.second) for one in mine],
            "others": [_card(row.post, row, now=now) for row in others],
            "late": reverse("late_approvals:index"),
        }


def _card(post: Post, row: Submission | None, *, now: Any, second: bool = False) -> dict[str, Any]:
    slot = row.slot if row is not None else post.publish_at
    return {
        "title": post.title,
        "address": review_address(post),
        "organization": post.organization.name,
        "slot": shown(slot, post.organization.time_zone),
        "by": name_of(row.submitted_by) if row is not None else "",
        "second": second,
        "short_notice": row is not None and row.short_notice,
        "passed": slot is not None and slot < now,
    }


class PostReview(ReviewPage):
    template_name = "desk/review/post.html"
    page_title = _("Approval")

    @cached_property
    def instance(self) -> Post:
        return get_object_or_404(Post.objects.select_related("organization"), pk=self.kwargs["pk"])

    @cached_property
    def waiting(self) -> list[Waiting]:
        return waiting_for(self.request.user)

    @cached_property
    def place(self) -> int | None:
        """Where the post stands among what waits for this person, from 0."""
        found = [number for number, one in enumerate(self.waiting) if one.post.pk == self.instance.pk]
        return found[0] if found else None

    def get_page_subtitle(self) -> str:
        return str(self.instance)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        index = {"url": reverse("review:index"), "label": self.get_page_title()}
        return [*self.breadcrumbs_items, index, {"url": "", "label": str(self.instance)}]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = DecisionForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        following = self.following()
        asked = form.cleaned_data
        refusal = decide_on(
            self.instance, user=request.user, action=asked["action"], seen=asked["seen"], comment=asked["comment"]
        )
        if refusal is not None:
            messages.error(request, refusal)
            return redirect(review_address(self.instance))
        messages.success(request, _now("Your decision on “%(title)s” is stored.") % {"title": self.instance})
        return redirect(following)

    def following(self) -> str:
        """The next post that waits for this person, round to the first; the list when none is left."""
        if self.place is None:
            return reverse("review:index")
        others = [*self.waiting[self.place + 1 :], *self.waiting[: self.place]]
        return review_address(others[0].post) if others else reverse("review:index")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        post, user = self.instance, self.request.user
        step = post.current_workflow_task_state
        row = post.submissions.select_related("submitted_by").order_by("-pk").first()
        revision = post.revisions.filter(pk=step.revision_id if step else row.revision_id if row else None).first()
        version = revision.as_object() if revision is not None else post
        found = forms_of(post, revision.pk) if revision is not None else []
        zone = post.organization.time_zone
        may = step is not None and self.place is not None
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "post": post,
            "version": version,
            "waits": step is not None,
            "second": post.waits_for_second,
            "may_decide": may,
            "deciders": [name_of(one) for one in people_for(step)] if step is not None and not may else [],
            "returned": sent_back(post),
            "slot": shown(version.publish_at, zone),
            "passed": version.publish_at is not None and version.publish_at < timezone.now(),
            "submission": row,
            "submitted": shown(row.submitted_at, zone) if row is not None else "",
            "by": name_of(row.submitted_by) if row is not None else "",
            "shapes": shapes(post, version, found),
            "layouts": sorted(LIKE_PLATFORM),
            "dropped": dropped(post, found),
            "altered": bool(found) and step is not None and found[0].content_checksum != content_checksum(version),
            "events": thread(post),
            "form": kwargs.get("form") or DecisionForm(initial={"seen": revision.pk if revision else 0}),
            "comment_form": CommentForm(),
            "may_write": user.has_perm("content.change_post"),
            "edit": edit_address(post),
            "number": (self.place or 0) + 1,
            "total": len(self.waiting),
            "following": self.following() if len(self.waiting) > 1 else "",
        }


class Comment(PermissionCheckedMixin, TemplateView):
    """A word without a decision; it stays, with its name and the version it is about."""

    model = Post
    permission_required = "change"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm("content.change_post"):
            raise PermissionDenied
        post = get_object_or_404(Post, pk=kwargs["pk"])
        form = CommentForm(request.POST)
        if form.is_valid():
            step = post.current_workflow_task_state
            comment = ReviewComment.objects.create(
                post=post,
                revision_id=step.revision_id if step is not None else post.latest_revision_id,
                author=request.user,
                text=form.cleaned_data["text"],
            )
            tell_comment(comment, now=timezone.now())
        else:
            messages.error(request, " ".join(sentence for found in form.errors.values() for sentence in found))
        return redirect(f"{review_address(post)}#thread")


class ReviewMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("content.view_post"))


class Review(ViewSet):
    name = "review"
    icon = "check"
    menu_label = _("Approval")
    menu_name = "approval"
    menu_order = 112
    menu_item_class = ReviewMenuItem
    add_to_admin_menu = True

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.construct_view(WaitingList), name="index"),
            path("<int:pk>/", self.construct_view(PostReview), name="post"),
            path("<int:pk>/comment/", self.construct_view(Comment), name="comment"),
        ]
