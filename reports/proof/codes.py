"""Why a capture lacks a page or a picture, or why it cannot be told whether a post is still there. Pure."""

from __future__ import annotations

from enum import StrEnum


class CaptureCode(StrEnum):
    """Each has its sentence in reports.proof.labels and a row in docs/proof.md."""

    # there is no page
    NO_LINK = "no_link"
    NO_PUBLIC_PAGE = "no_public_page"
    BY_PROOF = "by_proof"
    TAKEN_BACK = "taken_back"
    # the page could not be fetched
    UNREACHABLE = "unreachable"
    TOO_SLOW = "too_slow"
    TOO_LARGE = "too_large"
    NOT_PUBLIC = "not_public"
    ODD_ADDRESS = "odd_address"
    ODD_ANSWER = "odd_answer"
    REFUSED = "refused"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    # there is no picture
    NO_BROWSER = "no_browser"
    BROWSER_FAILED = "browser_failed"
    BROWSER_SLOW = "browser_slow"
    NOTHING_TO_DRAW = "nothing_to_draw"
    # it cannot be told
    CHANNEL_SILENT = "channel_silent"
    # it is gone
    GONE = "gone"
    GONE_ONCE = "gone_once"
