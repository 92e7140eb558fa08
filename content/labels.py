"""What staff read for each problem of a post or a template: one sentence that says what to do."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from content.problems import Problem

PROBLEMS: dict[str, Promise] = {
    "no_channel": _("Choose at least one channel."),
    "no_slot": _("Say when the post shall go out."),
    "title_empty": _("The title is empty."),
    "text_empty": _("The text is empty."),
    "text_too_long": _("The text is %(over)s characters too long (%(length)s of %(limit)s). Shorten it."),
    "caption_too_long": _(
        "Beside a picture the text may have %(limit)s characters; it has %(length)s. Shorten it by %(over)s, "
        "give the channel a text of its own, or take the picture away."
    ),
    "picture_needed": _("This channel demands a picture."),
    "card_too_long": _("The words are too many for a picture card. Shorten the title, or add a picture."),
    "too_many_pictures": _("This channel takes %(limit)s pictures; the post has %(count)s."),
    "alt_missing": _("A picture has no alternative text. Describe what it shows."),
    "too_many_hashtags": _("This channel takes %(limit)s hashtags; the text has %(count)s."),
    "too_many_mentions": _("This channel takes %(limit)s mentions; the text has %(count)s."),
    "unfilled_blank": _("Still to be filled in: %(names)s."),
    "picture_too_big": _("A picture is too big for this channel (%(size)s of %(limit)s bytes)."),
    "message_too_big": _(
        "With its attachments the letter has %(size)s MB; %(limit)s MB are allowed. Take pictures or documents away."
    ),
    "picture_ratio": _("A picture is too narrow or too wide for this channel."),
    "picture_cropped": _("Picture %(number)s will be cropped to the shape of the first one."),
    "hashtag_apostrophe": _("An apostrophe breaks the hashtag %(tag)s. Write it as %(better)s."),
    "link_not_clickable": _("Links cannot be clicked on this channel: %(link)s"),
    "cannot_amend": _("What is out on this channel cannot be changed from here. Correct it there by hand."),
    "media_cannot_change": _(
        "Pictures and files of a post that is out cannot be changed on this channel, only its text."
    ),
    # templates
    "undefined_name": _("The template uses “%(name)s”, which nothing fills in."),
    "syntax": _("The template has a mistake in line %(line)s."),
    "unsafe": _("The template tries something that is not allowed."),
    "too_long": _("The template makes a text that is far too long."),
    "too_many_steps": _("The template repeats itself far too often."),
    "not_text": _("The template puts something into the text that is no text."),
    "failed": _("The template cannot be filled in: %(message)s"),
    "title_too_long": _("The template makes a title of %(length)s characters; %(limit)s are allowed."),
    "no_template": _("The item has no template. Choose one, or write the post yourselves."),
    "internal": _("An error inside the service. It is tried again by itself; if it stays, tell the technician."),
    "no_working_day": _("Nobody works in this period, so it was put on its last day. Give it another day if you like."),
    "no_time_left": _("The period ends before anything may go out again. Give it another time, or excuse it."),
    "holiday_moved": _(
        "The holiday was confirmed for another day; this would be due on %(day)s. Check the post's time."
    ),
    "template_not_approved": _("The template is not approved, so a draft was made for people to approve."),
}


def problem_sentence(problem: Problem) -> str:
    """The sentence, filled in, in the language that is active; an unknown code is shown as it is."""
    sentence = PROBLEMS.get(problem.code)
    if sentence is None:
        return problem.code
    params = {
        name: ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else value
        for name, value in problem.params.items()
    }
    try:
        return str(sentence) % params
    except KeyError:
        return str(sentence)
