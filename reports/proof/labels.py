"""What staff read of captures."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reports.proof.codes import CaptureCode as C

CODES: dict[C, Promise] = {
    C.NO_LINK: _("The post has no link, so there was no page to keep. The platform's answer is kept."),
    C.NO_PUBLIC_PAGE: _(
        "The channel is private: it has no page that everybody can open. The platform's answer is kept."
    ),
    C.BY_PROOF: _("People put it out: the confirmed proof is what is kept."),
    C.TAKEN_BACK: _("It was taken back before a capture could be taken."),
    C.UNREACHABLE: _("The page did not answer."),
    C.TOO_SLOW: _("The page answered too slowly."),
    C.TOO_LARGE: _("The page is larger than what is kept."),
    C.NOT_PUBLIC: _("The link leads into a private network, where we do not look."),
    C.ODD_ADDRESS: _("The link is no address of a page."),
    C.ODD_ANSWER: _("The page answered in a form that we do not read."),
    C.REFUSED: _("The page was not shown to us."),
    C.TOO_MANY_REDIRECTS: _("The page leads on and on to other addresses."),
    C.NO_BROWSER: _("No picture: this machine has no browser that could draw the page."),
    C.BROWSER_FAILED: _("No picture: the browser could not draw the page."),
    C.BROWSER_SLOW: _("No picture: the browser did not end in time."),
    C.NOTHING_TO_DRAW: _("No picture: the page was not shown."),
    C.CHANNEL_SILENT: _("The channel did not let us look."),
    C.GONE: _("The channel itself says that the post is gone."),
    C.GONE_ONCE: _("It was not there; we look once more within the hour before anybody is told."),
}


def code_sentence(code: str) -> str:
    """Empty for none."""
    return str(CODES[C(code)]) if code else ""
