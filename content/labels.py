"""What staff read for each problem of a post or a template: one sentence that says what to do."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from content.problems import Problem

PROBLEMS: dict[str, Promise] = {
    "no_channel": _("Choose at least one channel."),
    "no_slot": _("Say when the post shall go out."),
    "slot_in_stock": _("The post waits in the stock, and a slot of the plan gives it its time. Leave its time empty."),
    "title_empty": _("The title is empty."),
    "text_empty": _("The text is empty."),
    "text_too_long": _("The text is %(over)s characters too long (%(length)s of %(limit)s). Shorten it."),
    "message_too_long": _(
        "With all its addresses and descriptions the message is %(over)s bytes too long (%(length)s of %(limit)s). "
        "Shorten the text, or take pictures or files away."
    ),
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
    "too_many_videos": _("This channel takes %(limit)s videos; the post has %(count)s."),
    "too_many_media": _("This channel takes %(limit)s pictures and videos together; the post has %(count)s."),
    "media_not_mixed": _("This channel takes pictures or a video, not both. Leave one of them out, or make two posts."),
    "video_alt_missing": _("Video %(number)s has no alternative text. Describe what it shows."),
    "video_too_big": _(
        "Video %(number)s has %(size)s MB; this channel takes %(limit)s. Save it smaller and upload it again."
    ),
    "video_too_short": _("Video %(number)s lasts %(seconds)s seconds; this channel asks for at least %(limit)s."),
    "video_too_long": _("Video %(number)s lasts %(minutes)s minutes; this channel takes %(limit)s. Shorten it."),
    "video_rate": _(
        "Video %(number)s has %(rate)s pictures a second; this channel takes %(smallest)s to %(largest)s. "
        "Save it anew and upload it again."
    ),
    "video_too_wide": _(
        "Video %(number)s is %(width)s pixels wide; this channel takes %(limit)s. Save it smaller and upload it again."
    ),
    "videos_left_out": _("This channel takes no videos; the post goes there without them."),
    "too_many_documents": _("This channel takes %(limit)s documents; the post has %(count)s."),
    "document_too_big": _("“%(title)s” has %(size)s MB; this channel takes %(limit)s. Save it smaller."),
    "documents_as_links": _("The documents are not attached here; the text says where on our website they are."),
    "file_missing": _("The file of “%(title)s” is gone from the library. Upload it again."),
    "poll_without_question": _("The poll has no question."),
    "poll_options": _("A poll needs %(smallest)s to %(largest)s answers; this one has %(count)s."),
    "poll_option_too_long": _(
        "An answer of the poll is %(over)s characters too long (%(limit)s are allowed): %(option)s"
    ),
    "poll_option_twice": _("The poll has the same answer twice: %(option)s"),
    "poll_left_out": _("This channel has no polls; the post goes there without the question."),
    "live_before_post": _("The broadcast would begin before it is announced. Check both times."),
    "live_too_far": _("A broadcast can be announced at most %(days)s days ahead. Let the post go out later."),
    "live_without_media": _("A broadcast is announced in words alone; pictures and videos stay away on this channel."),
    "alphabet_doubt": _("Look at these words: they may be wrong in this alphabet. %(words)s"),
    "hashtag_apostrophe": _("An apostrophe breaks the hashtag %(tag)s. Write it as %(better)s."),
    "link_not_clickable": _("Links cannot be clicked on this channel: %(link)s"),
    "link_unreachable": _("Readers may not get to this address: %(link)s. Check it."),
    "link_not_secure": _("This address begins with http://. Write https:// if the site has it: %(link)s"),
    "link_without_scheme": _("Write the address in full, beginning with https://: %(link)s"),
    "link_tracking": _("This address carries tracking marks (%(names)s). Better without them: %(link)s"),
    "link_elsewhere": _("Links lead to other sites: %(sites)s. Make sure that the post may point there."),
    "hashtag_unusable": _("“%(written)s” cannot be a hashtag: it has no letter."),
    "hashtag_written_as": _("“%(written)s” goes out as %(tag)s: networks take letters, digits and _ only."),
    "hashtag_twice": _("The same hashtag twice, perhaps in another alphabet: %(tags)s"),
    "cannot_amend": _("What is out on this channel cannot be changed from here. Correct it there by hand."),
    "media_cannot_change": _(
        "Pictures and files of a post that is out cannot be changed on this channel, only its text."
    ),
    "media_number_cannot_change": _(
        "The number of pictures, videos and documents of a post that is out cannot change on this channel; "
        "each can be replaced by another."
    ),
    "message_number_cannot_change": _(
        "The post would need a message more or fewer than are out on this channel. Make the text longer or shorter."
    ),
    "poll_cannot_change": _("A poll that is out cannot be changed. Withdraw the post and publish a new one."),
    # films on their way into the library
    "not_a_video": _("This file is no video. Choose the film itself, saved as MP4 or MOV."),
    "video_container": _(
        "This film is saved as %(container)s, which no channel takes. Save it as MP4 (H.264, sound AAC) and upload it again."
    ),
    "video_ending": _("The name of a film ends in .mp4 or .mov. Rename the file and upload it again."),
    "video_broken": _(
        "This film cannot be read; perhaps a part is missing. Save or copy it once more and upload it again."
    ),
    "video_took_too_long": _(
        "Looking into this film took too long. Save it smaller and upload it again, or try later."
    ),
    "video_without_picture": _("There is only sound in this file. Choose a film with a picture."),
    "video_codec": _(
        "The picture of this film is coded as %(codec)s, which no channel takes. Save it as MP4 with H.264 and upload it again."
    ),
    "video_sound": _(
        "The sound of this film is coded as %(codec)s, which channels do not take. Save it as MP4 with AAC and upload it again."
    ),
    "video_too_large": _("This film has %(width)s × %(height)s pixels, more than any channel shows. Save it smaller."),
    "video_library_limit": _("This film has %(size)s MB; the library takes %(limit)s. Save it smaller."),
    "poster_not_a_picture": _("The picture of the video cannot be read. Choose a JPEG or PNG, or none: one is made."),
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
    "stock_changed": _(
        "The post from the stock is no longer what was approved: its text, pictures, channels or what a channel makes of "
        "them changed. Look at it and submit it again."
    ),
    "stock_in_approval": _(
        "The post from the stock still waited for approval, without a time. It has its time now: submit it again."
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
