import json
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

from website.metadata import article_data, script_json, share_links


def test_share_links_carry_address_and_title_whole() -> None:
    telegram, facebook = share_links("http://x.uz/a/?b=1&c=2", "Oʻrin & 100%")
    assert urlsplit(telegram.url).netloc == "t.me"
    assert parse_qs(urlsplit(telegram.url).query) == {"url": ["http://x.uz/a/?b=1&c=2"], "text": ["Oʻrin & 100%"]}
    assert parse_qs(urlsplit(facebook.url).query) == {"u": ["http://x.uz/a/?b=1&c=2"]}


def test_no_text_can_end_the_script_element() -> None:
    written = script_json({"headline": "</script><b>&amp;"})
    assert not set(written) & set("<>&")
    assert json.loads(written) == {"headline": "</script><b>&amp;"}


def test_an_article_is_never_changed_before_it_is_published() -> None:
    """A slot may lie a moment after the row was written."""
    published = datetime(2026, 12, 15, 5, tzinfo=UTC)
    data = article_data(
        title="T", summary="S", url="http://x.uz/t/", language="uz", published_on=published,
        changed_on=datetime(2026, 12, 15, 4, 59, tzinfo=UTC), pictures=[], section="Y", site_name="N",
        site_url="http://x.uz",
    )  # fmt: skip
    assert data["datePublished"] == data["dateModified"] == "2026-12-15T05:00:00+00:00"
