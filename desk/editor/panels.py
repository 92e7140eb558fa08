"""Panels of the post's form that carry what the channels say about it: beside a field, under a tab, on their own."""

from __future__ import annotations

from typing import Any

from django.forms import Media
from django.template.loader import render_to_string
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, MultipleChooserPanel, ObjectList, Panel

from desk.addresses import fill_address
from desk.editor.looking import look_for
from desk.editor.parts import NOTED, parts_of

FILES = Media(js=["desk/editor.js"], css={"all": ["desk/editor.css"]})


class Following:
    """For bound panels: their own HTML, and behind it ``parts`` that follow what is typed."""

    @property
    def media(self) -> Media:
        return super().media + FILES  # type: ignore[misc]

    def render_html(self, parent_context: Any = None) -> SafeString:
        bound: Any = self
        own = super().render_html(parent_context)  # type: ignore[misc]
        return mark_safe(own + followers(bound, bound.panel.parts))  # noqa: S308


def followers(bound: Any, parts: tuple[str, ...]) -> SafeString:
    """A place for each part; screen readers are told of problems, not of every letter that is counted."""
    html = SafeString("")
    for name in parts:
        live = SafeString(' aria-live="polite"') if name in NOTED else SafeString("")
        html += format_html(
            '<div class="desk-part" id="desk-part-{}" data-part="{}"{}>{}</div>',
            name,
            name,
            live,
            SafeString(_saved(bound).get(name, "")),  # rendered by templates
        )
    return html


def _saved(bound: Any) -> dict[str, str]:
    """Of the version the page is made from; a new post has none yet."""
    post = bound.instance
    if post is None or post.pk is None or bound.request is None:
        return {}
    kept = getattr(bound.request, "desk_parts", None)
    if kept is None or kept[0] is not post:
        kept = bound.request.desk_parts = (post, parts_of(post, look_for(bound.request, post), bound.request.user))
    parts: dict[str, str] = kept[1]
    return parts


class _Follower:
    """For panels: which ``parts`` stand behind them."""

    parts: tuple[str, ...]

    def __init__(self, *args: Any, parts: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts = parts

    def clone_kwargs(self) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().clone_kwargs()  # type: ignore[misc]
        return kwargs | {"parts": self.parts}


class FieldWithParts(_Follower, FieldPanel):
    class BoundPanel(Following, FieldPanel.BoundPanel):
        pass


class RowsWithParts(_Follower, InlinePanel):
    class BoundPanel(Following, InlinePanel.BoundPanel):
        pass


class ChosenWithParts(_Follower, MultipleChooserPanel):
    class BoundPanel(Following, MultipleChooserPanel.BoundPanel):
        pass


class GroupWithParts(_Follower, MultiFieldPanel):
    class BoundPanel(Following, MultiFieldPanel.BoundPanel):
        pass


class Parts(_Follower, Panel):
    """Nothing but parts."""

    class BoundPanel(Following, Panel.BoundPanel):
        template_name = "desk/editor/nothing.html"


class Tab(ObjectList):
    """A tab under a name of its own: Wagtail would name it after its heading, in whatever language comes first."""

    def __init__(self, children: Any = (), *args: Any, name: str, **kwargs: Any) -> None:
        super().__init__(children, *args, **kwargs)
        self.name = name

    def clone_kwargs(self) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().clone_kwargs()
        return kwargs | {"name": self.name}

    @cached_property
    def clean_name(self) -> str:
        return self.name


class WordsTab(Tab):
    """Says above the fields what saving does, and where ready wordings are."""

    class BoundPanel(Tab.BoundPanel):
        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            if self.form is not None:
                self.help_text = render_to_string("desk/editor/beginning.html", {"fill": fill_address(self.instance)})
