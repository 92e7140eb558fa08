from collections.abc import Iterator

import pytest
from django.core.cache import cache
from wagtail.models import Locale, Page

from tests.standing_site import standing_site
from website.models import HomePage

SITE_NAME = "Namunaobod shahar hokimligi"


@pytest.fixture
def root(db: None) -> Iterator[Page]:
    """Wagtail's root page; made anew where a test with real commits has emptied the tables."""
    cache.clear()  # Wagtail keeps the sites' roots there, and a rolled back test must not leave its own
    Locale.objects.get_or_create(language_code="uz")
    yield Page.get_first_root_node() or Page.add_root(title="Root", slug="root")
    cache.clear()


@pytest.fixture
def home(root: Page) -> HomePage:
    return standing_site(site_name=SITE_NAME, base_url="http://testserver")
