"""Beside which field of the post's form each problem is told. Pure."""

from __future__ import annotations

from content.problems import Problem

TABS: dict[str, tuple[str, ...]] = {
    "words": ("title", "text", "hashtags"),
    "media": ("media", "videos", "documents"),
    "channels": ("channels", "channel_texts"),
    "when": ("publish_at", "live_at"),
    "more": ("poll",),
}
"""Tabs of the form, and the fields of each that a problem can stand beside."""

FIELDS: dict[str, tuple[str, ...]] = {
    "title": ("title_empty", "card_too_long"),
    "text": (
        "text_empty",
        "text_too_long",
        "caption_too_long",
        "message_too_long",
        "too_many_mentions",
        "unfilled_blank",
        "alphabet_doubt",
        "link_not_clickable",
        "link_unreachable",
        "link_not_secure",
        "link_without_scheme",
        "link_tracking",
        "link_elsewhere",
    ),
    "hashtags": (
        "too_many_hashtags",
        "hashtag_apostrophe",
        "hashtag_unusable",
        "hashtag_written_as",
        "hashtag_twice",
    ),
    "media": (
        "picture_needed",
        "too_many_pictures",
        "alt_missing",
        "picture_too_big",
        "picture_ratio",
        "picture_cropped",
        "message_too_big",
        "too_many_media",
        "media_not_mixed",
        "live_without_media",
    ),
    "videos": (
        "too_many_videos",
        "video_alt_missing",
        "video_too_big",
        "video_too_short",
        "video_too_long",
        "video_rate",
        "video_too_wide",
        "videos_left_out",
    ),
    "documents": ("too_many_documents", "document_too_big", "documents_as_links", "file_missing"),
    "channels": ("no_channel",),
    "publish_at": ("no_slot", "slot_in_stock"),
    "live_at": ("live_before_post", "live_too_far"),
    "poll": ("poll_without_question", "poll_options", "poll_option_too_long", "poll_option_twice", "poll_left_out"),
}

_FIELD_OF = {code: field for field, codes in FIELDS.items() for code in codes}
_OF_OWN_TEXT = frozenset({"text_empty", "text_too_long", "caption_too_long", "message_too_long", "unfilled_blank"})


def field_of(problem: Problem, *, own_text: bool = False) -> str:
    """The field a person mends it in; ``own_text``: the channel has a text of its own, which is then meant.

    What no list names stands beside the channels: it is theirs to say what is wrong.
    """
    if own_text and problem.code in _OF_OWN_TEXT:
        return "channel_texts"
    return _FIELD_OF.get(problem.code, "channels")


def tab_of(field: str) -> str:
    return next(tab for tab, fields in TABS.items() if field in fields)
