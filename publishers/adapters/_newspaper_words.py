"""The letter that goes with an article, in the language of the posts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    greeting: str
    what: str
    when: str
    when_open: str
    attached: str
    ask: str
    proof: str
    end: str
    pictures: str
    """Heading of the list of pictures in the article's file."""
    videos: str
    note: str
    link: str
    article_file: str
    picture_file: str


WORDS: Mapping[str, Words] = {
    "uz": Words(
        greeting="Assalomu alaykum!",
        what="%(organization)s gazetada eʼlon qilish uchun maqola yubormoqda: “%(title)s”.",
        when="Maqolani %(day)s kungi yoki undan keyingi eng yaqin sonda eʼlon qilishingizni soʻraymiz.",
        when_open="Maqolani eng yaqin sonda eʼlon qilishingizni soʻraymiz.",
        attached="Ilovada: %(names)s.",
        ask="Savollaringiz boʻlsa: %(contact)s.",
        proof="Maqola chiqqach, sonning raqami va sanasini hamda sahifaning skan nusxasi yoki havolasini shu xatga "
        "javob qilib yuboring.",
        end="Hurmat bilan,\n%(organization)s",
        pictures="Suratlar",
        videos="Videolar",
        note="Izoh: %(note)s",
        link="Saytdagi maqola: %(link)s",
        article_file="maqola",
        picture_file="surat",
    ),
    "ru": Words(
        greeting="Здравствуйте!",
        what="%(organization)s направляет статью для публикации в газете: «%(title)s».",
        when="Просим опубликовать её в номере от %(day)s или в ближайшем следующем.",
        when_open="Просим опубликовать её в ближайшем номере.",
        attached="Во вложении: %(names)s.",
        ask="По всем вопросам: %(contact)s.",
        proof="Когда статья выйдет, пришлите, пожалуйста, в ответ на это письмо номер и дату выпуска, а также скан "
        "страницы или ссылку.",
        end="С уважением,\n%(organization)s",
        pictures="Фотографии",
        videos="Видео",
        note="Примечание: %(note)s",
        link="Статья на сайте: %(link)s",
        article_file="statya",
        picture_file="foto",
    ),
}


def words_for(language: str) -> Words:
    """Those of ``language``; Uzbek for one that is not known."""
    return WORDS.get(language.partition("-")[0], WORDS["uz"])
