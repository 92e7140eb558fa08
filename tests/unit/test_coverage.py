"""Coverage words to channels and outlets."""

import pytest

from scheduler.plan_import.coverage import Coverage, mentioned_channels, outlets_of, read_coverage


@pytest.mark.parametrize(
    ("text", "channels"),
    [
        ("Shahar hokimligining rasmiy sahifalari", ["official_pages"]),
        ("расмий саҳифалар", ["official_pages"]),
        ("официальные страницы", ["official_pages"]),
        ("rasmiy veb-sayti", ["website"]),
        ("туман ҳокимлиги сайтида", ["website"]),
        ("ijtimoiy tarmoqlar", ["social"]),
        ("ижтимоий тармоқларда", ["social"]),
        ("социальные сети", ["social"]),
        ("ijtimoiy tarmoqlar (Telegram, Facebook)", ["telegram", "facebook"]),
        ("телеграм, фейсбук, инстаграм, ютуб", ["telegram", "facebook", "instagram", "youtube"]),
        ("OAV", ["mass_media"]),
        ("ommaviy axborot vositalari", ["mass_media"]),
        ("СМИ", ["mass_media"]),
        ("bosma OAV", ["newspaper"]),
        ("internet nashrlar", ["online_media"]),
        ("televideniye, radio", ["tv", "radio"]),
        ("телеканал", ["tv"]),
        ("teleradiokompaniya", ["tv", "radio"]),
        ("reklama panolari", ["outdoor"]),
        ("LED ekran", ["outdoor"]),
        ("рекламные щиты", ["outdoor"]),
        ("banner, plakat, buklet", ["banner"]),
        ("SMS-xabar", ["sms"]),
    ],
)
def test_channel_words_in_every_alphabet(text: str, channels: list[str]) -> None:
    assert read_coverage(text) == Coverage(tuple(channels))


def test_channels_keep_the_order_of_the_cell() -> None:
    coverage = read_coverage("“Namuna tongi” gazetasi, hokimlikning rasmiy sahifalari")
    assert coverage == Coverage(("newspaper", "official_pages"), ("Namuna tongi",))


@pytest.mark.parametrize("text", ["", "mahallalar", "TikTok, Telegram", "Telegram; yig‘ilishda"])
def test_words_that_name_no_channel_are_asked_about(text: str) -> None:
    assert read_coverage(text).review == ("channel_unknown",)


def test_official_pages_in_networks_leave_the_website_open() -> None:
    assert read_coverage("ijtimoiy tarmoqlardagi rasmiy sahifalari") == Coverage(("social",), (), ("channel_unclear",))


def test_a_channel_word_inside_the_name_of_an_outlet_does_not_count() -> None:
    assert read_coverage("“Telegram olami” gazetasi") == Coverage(("newspaper",), ("Telegram olami",))


def test_a_network_in_quotes_is_the_network() -> None:
    assert read_coverage("«Телеграм» каналида") == Coverage(("telegram",))


@pytest.mark.parametrize(
    ("text", "outlets"),
    [
        ("“Namuna” telekanali va «Янги кун» газетаси", ("Namuna", "Янги кун")),
        ("газета «Утро города»", ("Утро города",)),
        ("“Yoshlar ovozi” radiosi", ("Yoshlar ovozi",)),
        ("“Halollik” mavzusida davra suhbati", ()),
        ("“Ma’rifat” madaniyat saroyida", ()),
    ],
)
def test_outlets_are_names_beside_a_medium(text: str, outlets: tuple[str, ...]) -> None:
    assert outlets_of(text) == outlets


@pytest.mark.parametrize(
    ("text", "channels"),
    [
        ("rasmiy veb-saytda “Ochiq budjet” bo‘limi", ("website",)),
        ("reklama panolarida videolar", ("outdoor",)),
        ("OAV ishtirokida davra suhbati", ()),
        ("OAV vakillarini taklif etish", ()),
        ("buklet va slaydlar tayyorlash", ()),
        ("murojaat uchun aloqa kanallari", ()),
        ("monitoring qilish", ()),
    ],
)
def test_a_title_suggests_channels_but_guests_and_materials_are_none(text: str, channels: tuple[str, ...]) -> None:
    assert mentioned_channels(text) == channels
