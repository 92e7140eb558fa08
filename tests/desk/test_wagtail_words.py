"""Words of Wagtail's own that our languages need said in another way."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse
from wagtail.models import Task, Workflow

from tests.desk.conftest import signed_in


@pytest.mark.parametrize(
    ("language", "told"), [("uz", "Jami: {}"), ("uz-cyrl", "Жами: {}"), ("ru", "Всего: {}"), ("en", "{} in all")]
)
def test_a_list_counts_its_rows_without_the_plural_of_their_name(root: User, language: str, told: str) -> None:
    client = signed_in(root)
    client.cookies["django_language"] = language

    page = client.get(reverse("wagtailusers_groups:index")).content.decode()

    assert told.format(Group.objects.count()) in page


@pytest.mark.django_db
def test_what_a_new_house_has_is_named_in_uzbek() -> None:
    groups, workflows, tasks = (set(kind.objects.values_list("name", flat=True)) for kind in (Group, Workflow, Task))

    assert groups == {
        "Mualliflar",
        "Tasdiqlovchilar",
        "Ikkinchi tasdiqlovchilar",
        "Sahifa muharrirlari",
        "Sahifa moderatorlari",
    }
    assert workflows == {"Postlarni tasdiqlash", "Postlarni ikki bosqichda tasdiqlash", "Sahifalarni tasdiqlash"}
    assert tasks == {"Ikkinchi shaxs tasdigʻi", "Ikkinchi bosqich tasdigʻi", "Sahifalarni tasdiqlash"}
