"""What approval binds: parts that a post does not use leave its checksum as it always was."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from typing import Any

import pytest

from content.blocks import blocks_checksum
from content.checksums import content_checksum, form_checksum
from content.models import ChannelGroup, Post
from content.rich_text import parse
from content.services import ApprovalRefused, decide, submit
from tests.content.conftest import Office
from tests.desk.people import SLOT


def test_a_form_frozen_before_there_were_videos_still_verifies() -> None:
    # made by the first version of the service
    frozen = "42e0cce3aac22e5b58d19c289043bd8a00750571839d9ab27284b82a18ed4d5a"
    unused = {"videos": [], "documents": [], "poll": None, "follow_up": "", "note": "", "manners": {}}

    assert form_checksum("Sarlavha", "Matn", "https://a.example", "yangiliklar", [("ab", "Zal")]) == frozen
    assert form_checksum("Sarlavha", "Matn", "https://a.example", "yangiliklar", [("ab", "Zal")], unused) == frozen


@pytest.mark.parametrize(
    "part",
    [
        {"videos": [{"checksum": "a"}]},
        {"documents": [{"checksum": "a"}]},
        {"poll": {"question": "a"}},
        {"follow_up": "a"},
        {"note": "a"},
        {"manners": {"pin": True}},
    ],
)
def test_each_part_that_is_used_counts(part: dict[str, Any]) -> None:
    form = ("Sarlavha", "Matn", "", "", [])

    assert form_checksum(*form, part) != form_checksum(*form)


def test_a_post_of_words_alone_has_the_checksum_it_always_had(office: Office) -> None:
    channel = office.channel("website")
    post = office.draft([channel])
    parts = [
        post.title,
        blocks_checksum(parse(post.text, link_for=lambda kind, pk: None)),
        "",
        "yangiliklar",
        SLOT.isoformat(),
        86400.0,
        [channel.pk],
        [],
        [],
        {},
    ]

    written = json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode()
    assert content_checksum(post) == hashlib.sha256(written).hexdigest()


@pytest.mark.parametrize(
    "fields",
    [
        {"poll_question": "Savol?"},
        {"poll_options": "Ha"},
        {"live_at": SLOT + timedelta(hours=1)},
        {"silent": True},
        {"pin": True},
        {"link_preview": "large"},
        {"correction_note": "Sana"},
    ],
)
def test_every_field_of_the_form_is_approved(office: Office, fields: dict[str, Any]) -> None:
    post = office.draft([office.channel("website")])
    before = content_checksum(post)
    for name, value in fields.items():
        setattr(post, name, value)

    assert content_checksum(post) != before


def waiting(office: Office, **content: Any) -> Post:
    return submit(office.draft([office.channel("website")], **content), user=office.author)


def refused(office: Office, post: Post) -> bool:
    try:
        decide(post, user=office.approver, action="approve", seen=post.latest_revision_id)
    except ApprovalRefused:
        return True
    return False


def test_a_video_replaced_while_the_post_waits_is_not_approved(office: Office) -> None:
    video = office.video()
    post = waiting(office, videos=[(video, "a")])
    type(video).objects.update(checksum="0" * 64)

    assert refused(office, post)


def test_a_document_replaced_while_the_post_waits_is_not_approved(office: Office) -> None:
    document = office.document()
    post = waiting(office, documents=[document])
    type(document).objects.update(file_hash="0" * 40)

    assert refused(office, post)


def test_a_group_that_gained_a_channel_while_the_post_waits_is_not_approved(office: Office) -> None:
    group = ChannelGroup.objects.create(name="Barcha kanallar")
    group.channels.add(office.channel("telegram"))
    post = office.draft([])
    post.groups.set([group])
    post.save_revision(user=office.author)
    post = submit(Post.objects.get(pk=post.pk), user=office.author)
    group.channels.add(office.channel("telegram"))

    assert refused(office, post)
