"""Words of Wagtail's own that our languages need said in another way."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, User
from django.urls import reverse
from wagtail.models import Task, Workflow

from desk.wagtail_hooks import viewsets
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


def test_no_item_of_the_menu_lights_up_for_another(root: User) -> None:
    # given: Wagtail marks what the chosen item's name begins with, and without a name takes the first reader's label
    page = BeautifulSoup(signed_in(root).get(reverse("wagtailadmin_home")).content, "html.parser")
    props = page.find(id="wagtail-sidebar-props")
    assert props is not None
    names = set(re.findall(r'"name": ?"([a-z][^"]*)"', props.get_text()))
    ours = {one.menu_name for one in viewsets() if one.add_to_admin_menu or one.add_to_settings_menu}

    assert {"execution-reports", "calendar", "digests"} <= ours <= names
    alike = {(one, name) for one in ours for name in names - {one} if name.startswith(one)}
    assert alike == {("log", "logout")}  # which stands below another item
