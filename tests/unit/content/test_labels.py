"""Each problem of media, polls and broadcasts is one sentence with its figures filled in."""

from __future__ import annotations

import pytest
from django.utils import translation

from content.labels import problem_sentence
from content.problems import Problem

SENTENCES = [
    (Problem("too_many_videos", {"count": 2, "limit": 1}), "This channel takes 1 videos; the post has 2."),
    (
        Problem("too_many_media", {"count": 11, "limit": 10}),
        "This channel takes 10 pictures and videos together; the post has 11.",
    ),
    (
        Problem("media_not_mixed"),
        "This channel takes pictures or a video, not both. Leave one of them out, or make two posts.",
    ),
    (Problem("video_alt_missing", {"number": 2}), "Video 2 has no alternative text. Describe what it shows."),
    (
        Problem("video_too_big", {"number": 1, "size": 50.1, "limit": 50}),
        "Video 1 has 50.1 MB; this channel takes 50. Save it smaller and upload it again.",
    ),
    (
        Problem("video_too_short", {"number": 1, "seconds": 2.9, "limit": 3}),
        "Video 1 lasts 2.9 seconds; this channel asks for at least 3.",
    ),
    (
        Problem("video_too_long", {"number": 1, "minutes": 15.1, "limit": 15}),
        "Video 1 lasts 15.1 minutes; this channel takes 15. Shorten it.",
    ),
    (
        Problem("video_rate", {"number": 1, "rate": 15, "smallest": 23, "largest": 60}),
        "Video 1 has 15 pictures a second; this channel takes 23 to 60. Save it anew and upload it again.",
    ),
    (
        Problem("video_too_wide", {"number": 1, "width": 3840, "limit": 1920}),
        "Video 1 is 3840 pixels wide; this channel takes 1920. Save it smaller and upload it again.",
    ),
    (Problem("too_many_documents", {"count": 11, "limit": 10}), "This channel takes 10 documents; the post has 11."),
    (
        Problem("document_too_big", {"title": "Qaror", "size": 50.1, "limit": 50}),
        "“Qaror” has 50.1 MB; this channel takes 50. Save it smaller.",
    ),
    (Problem("file_missing", {"title": "Qaror"}), "The file of “Qaror” is gone from the library. Upload it again."),
    (
        Problem("poll_options", {"count": 1, "smallest": 2, "largest": 12}),
        "A poll needs 2 to 12 answers; this one has 1.",
    ),
    (
        Problem("poll_option_too_long", {"option": "Navoiy", "over": 1, "limit": 100}),
        "An answer of the poll is 1 characters too long (100 are allowed): Navoiy",
    ),
    (Problem("poll_option_twice", {"option": "ha"}), "The poll has the same answer twice: ha"),
    (
        Problem("live_too_far", {"days": 7}),
        "A broadcast can be announced at most 7 days ahead. Let the post go out later.",
    ),
    (
        Problem("video_too_large", {"width": 9000, "height": 100}),
        "This film has 9000 × 100 pixels, more than any channel shows. Save it smaller.",
    ),
    (
        Problem("video_library_limit", {"size": 1001, "limit": 1000}),
        "This film has 1001 MB; the library takes 1000. Save it smaller.",
    ),
]


@pytest.mark.parametrize(("problem", "sentence"), SENTENCES, ids=[one.code for one, _sentence in SENTENCES])
def test_a_problem_says_what_to_do(problem: Problem, sentence: str) -> None:
    with translation.override("en"):
        assert problem_sentence(problem) == sentence
