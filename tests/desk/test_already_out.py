"""Where what is out cannot be changed from here, nobody is left to believe that it is."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from content.models import Channel, Organization
from content.services import decide, submit
from publishers.models import Delivery
from tests.desk.conftest import channel, signed_in
from tests.desk.forms import edit_url, messages_of, post_form
from tests.desk.people import draft

pytestmark = pytest.mark.django_db


def test_a_new_approval_says_where_the_old_text_stays(
    organization: Organization, website: Channel, author: User, approver: User
) -> None:
    # given a post that is out on Instagram, which corrects nothing, and waits for the website
    instagram = channel(organization, "instagram", "Hokimlik rasmlari")
    post = submit(draft(organization, [website, instagram], user=author), user=author)
    decide(post, user=approver, action="approve", seen=post.latest_revision_id)
    Delivery.objects.filter(channel=instagram).update(state="published", ready_at=None)

    # when its author submits another text
    form = post_form(organization, [website, instagram]) | {"title": "Tuzatilgan", "action-submit": "true"}
    submitted = signed_in(author).post(edit_url(post), form, follow=True)

    # then
    assert f"Already out on {instagram}, where it cannot be corrected from here" in messages_of(submitted)
