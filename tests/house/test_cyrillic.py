"""Screens in Cyrillic Uzbek: made from the Latin texts, complete, and nothing in Latin letters but names."""

from __future__ import annotations

import re

import polib
import pytest

from config import catalogues
from config.cyrillic import in_cyrillic

PLACEHOLDER = re.compile(r"%\(\w+\)[\d.+-]*[a-z]|%[sd]|\{\w+\}|</?[a-z]+")
NOT_WORDS = re.compile(r"%\(\w+\)[\d.+-]*[a-z]|%[sd]|\{[^{}]*\}|<[^<>]*>|&\w+;|\w+://\S+")
RUSSIAN = re.compile(r"[а-яё]", re.IGNORECASE)
LATIN_WORD = re.compile(r"[A-Za-z][A-Za-zʻʼ]*")
# names that our English says otherwise, and what is written in Latin letters in every language
NAMES = {
    *("AAC", "API", "CSV", "DD", "DOCX", "Excel", "Facebook", "HH", "ID", "Instagram", "JPEG", "MM", "MOV", "MP", "OK"),
    *(
        "PDF",
        "PNG",
        "PostgreSQL",
        "SMS",
        "TLS",
        "Telegram",
        "URL",
        "UTF",
        "WebP",
        "Word",
        "XLSX",
        "YouTube",
        "YYYY",
        "cookie",
    ),
}


def built(language: str, domain: str) -> dict[tuple[str | None, str], polib.POEntry]:
    catalogue = catalogues.build(language, domain)
    assert catalogue is not None
    return {(entry.msgctxt, entry.msgid): entry for entry in catalogue}


def forms(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


@pytest.mark.parametrize("domain", catalogues.DOMAINS)
def test_every_text_is_there_with_its_placeholders_and_no_uzbek_word_in_latin_letters(domain: str) -> None:
    # given
    latin, cyrillic = built("uz", domain), built("uz_Cyrl", domain)

    # then
    assert set(cyrillic) == set(latin)
    left = {}
    for key, entry in cyrillic.items():
        english = set(LATIN_WORD.findall(f"{entry.msgid} {entry.msgid_plural}"))
        for form, source in zip(forms(entry), forms(latin[key]), strict=True):
            assert sorted(PLACEHOLDER.findall(form)) == sorted(PLACEHOLDER.findall(source)), form
            words = set(LATIN_WORD.findall(NOT_WORDS.sub(" ", form)))
            if RUSSIAN.search(source):  # a hole that Russian fills
                continue
            if odd := words - NAMES - english - {word.capitalize() for word in english}:
                left[form] = odd
    assert left == {}


@pytest.mark.parametrize(
    ("latin", "english", "cyrillic"),
    [
        ("Qoralamani saqlash", "Save draft", "Қораламани сақлаш"),
        ("Kutilmoqda: %(count)s ta post", "%(count)s posts wait", "Кутилмоқда: %(count)s та пост"),
        ("Worddan nusxalang", "Copy from Word", "Wordдан нусхаланг"),
        ("Oʻzgartirish <b>tasdiqlandi</b>", "The change is <b>approved</b>", "Ўзгартириш <b>тасдиқланди</b>"),
        ("Telegram", "Telegram", "Telegram"),
        ("Video", "Video", "Видео"),
        ("DEBUG=False qiling", "Set DEBUG=False", "DEBUG=False қилинг"),
        ("--token-file FAYL", "--token-file FILE", "--token-file ФАЙЛ"),
        ("Dekabr", "December", "Декабрь"),
        ("IPv4", "IPv4", "IPv4"),
    ],
)
def test_a_text_is_turned_and_names_stay(latin: str, english: str, cyrillic: str) -> None:
    assert in_cyrillic(latin, english) == cyrillic
