"""Who counts as a reader, by what the request says of itself."""

from __future__ import annotations

import pytest

from website.readers import is_reader, is_robot, mark_of

PEOPLE = [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 "
    "Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Linux; Android 14; CUBOT NOTE 50) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile "
    "Safari/537.36",
    "Mozilla/5.0 (Linux; Android 14; 2201117TY; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/130.0 "
    "Mobile Safari/537.36 Telegram-Android/11.2.3 (Xiaomi 2201117TY; Android 14; SDK 34; AVERAGE)",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Instagram 300.0.0.0",
    "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/120 Mobile Safari/537.36 [FBAN/EMA;FBAV/400.0.0.1]",
    "Mozilla/5.0 (compatible; MSIE 10.0; Windows NT 6.2; Trident/6.0)",
    "Opera/9.80 (J2ME/MIDP; Opera Mini/7.1) Presto/2.8.119 Version/11.10",
]
ROBOTS = [
    "",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X) Chrome/130 Mobile Safari/537.36 (compatible; Googlebot/2.1)",
    "Mozilla/5.0 (compatible; YandexMetrika/2.0; +http://yandex.com/bots)",
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0) Chrome/116 Safari/537.36",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/141.0.0.0 Safari/537.36",
    "Mozilla/5.0 AppleWebKit/537.36 (compatible; GPTBot/1.2; +https://openai.com/gptbot)",
    "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "TelegramBot (like TwitterBot)", "WhatsApp/2.23.20.0", "Viber/23.0", "curl/8.5.0", "Wget/1.21",
    "python-requests/2.32.5", "Go-http-client/2.0", "Mediareja/0.1",
]  # fmt: skip
BROWSER = PEOPLE[0]


@pytest.mark.parametrize("agent", PEOPLE)
def test_people_are_readers_in_whatever_program_they_read(agent: str) -> None:
    assert not is_robot(agent)


@pytest.mark.parametrize("agent", ROBOTS)
def test_programs_are_not(agent: str) -> None:
    assert is_robot(agent)


@pytest.mark.parametrize(
    ("method", "headers", "counted"),
    [
        ("GET", {}, True),
        ("HEAD", {}, False),
        ("POST", {}, False),
        ("GET", {"sec-purpose": "prefetch;prerender"}, False),
        ("GET", {"purpose": "prefetch"}, False),
        ("GET", {"x-moz": "prefetch"}, False),
        ("GET", {"x-purpose": "preview"}, False),
        ("GET", {"dnt": "1"}, False),
        ("GET", {"dnt": "0"}, True),
        ("GET", {"sec-gpc": "1"}, False),
    ],
)
def test_only_reading_counts_and_only_of_those_who_do_not_mind(
    method: str, headers: dict[str, str], counted: bool
) -> None:
    assert is_reader(method, {"user-agent": BROWSER, **headers}) is counted


def test_a_mark_is_of_one_visitor_one_article_and_one_day() -> None:
    salt, other = b"s" * 32, b"t" * 32
    mine = mark_of(salt, "203.0.113.9", BROWSER, 7)
    assert mark_of(salt, "203.0.113.9", BROWSER, 7) == mine
    different = {
        mark_of(other, "203.0.113.9", BROWSER, 7),
        mark_of(salt, "203.0.113.8", BROWSER, 7),
        mark_of(salt, "203.0.113.9", PEOPLE[1], 7),
        mark_of(salt, "203.0.113.9", BROWSER, 8),
    }
    assert len(different | {mine}) == 5
    assert len(mine) == 32


def test_a_device_that_changes_its_ipv6_address_within_its_network_is_the_same_visitor() -> None:
    salt = b"s" * 32
    assert mark_of(salt, "2001:db8:1:2::a", BROWSER, 7) == mark_of(salt, "2001:db8:1:2:ffff::b", BROWSER, 7)
    assert mark_of(salt, "2001:db8:1:2::a", BROWSER, 7) != mark_of(salt, "2001:db8:1:3::a", BROWSER, 7)
