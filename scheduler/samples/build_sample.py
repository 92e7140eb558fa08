"""Writes the sample plan as a Word document and as text pasted from Word: python -m scheduler.samples.build_sample."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

FOLDER = Path(__file__).parent
TITLE = (
    "Namunaobod shahar hokimligining ochiqligini ta’minlash va korrupsiyaning oldini olish borasidagi ishlarini "
    "rasmiy sahifalar hamda ommaviy axborot vositalarida yoritish bo‘yicha MEDIA-REJA"
)
HEADER = ("T/r", "Tadbir nomi", "Amalga oshirish shakli", "Muddati", "Yoritilishi")
PAGES = "Shahar hokimligining rasmiy sahifalari"
ROWS: tuple[tuple[str, str, str, str, str], ...] = (
    (
        "1.",
        "Shahar hokimi S.Namunaviyning “Halollik – ishonch poydevori” nomli maqolasini tayyorlash va e’lon qilish",
        "1. Maqolada shaharda ko‘rilgan choralar va aholidan kelgan takliflarni aniq misollar bilan yoritish;\n"
        "2. Maqolani hokimlikning rasmiy veb-saytida, ijtimoiy tarmoqlarda (Telegram, Facebook, Instagram) va "
        "“Namunaobod tongi” gazetasida e’lon qilish",
        "Dekabr",
        "“Namunaobod tongi” gazetasi, shahar hokimligining rasmiy sahifalari",
    ),
    (
        "2.",
        "“Ma’rifat” markazida “Shaffof xizmat – mamnun fuqaro” mavzusida davra suhbati o‘tkazish",
        "1. Suhbat kuni va joyini belgilab, bir hafta oldin e’lon berish;\n"
        "2. Mahalla faollari va tadbirkorlarning savollariga javob tayyorlash;\n"
        "3. Suhbat yakunlari bo‘yicha xabar va fotolavhalar tayyorlash",
        "Sentabr",
        PAGES,
    ),
    (
        "3.",
        "Bo‘sh ish o‘rinlari va kadrlar tanlovi haqida ochiq ma’lumot berib borish",
        "1. Har bir bo‘sh o‘rin uchun talablar va hujjatlar ro‘yxatini e’lon qilish;\n"
        "2. Tanlov natijalarini uch ish kuni ichida ma’lum qilish",
        "Doimiy",
        PAGES,
    ),
    (
        "4.",
        "Matbuot anjumanlari, brifing va press-turlarni yoritish",
        "Tadbirdan oldin e’lon, tadbirdan keyin xabar, foto va videolavha tayyorlash",
        "Tasdiqlangan reja-grafikka asosan",
        PAGES,
    ),
    (
        "5.",
        "Halollik va xizmat odobi mavzusida infografika tayyorlash",
        "Infografikada bitta mavzu sodda tilda, raqamlar va manbasi bilan tushuntiriladi",
        "Har oyda bir marotaba",
        PAGES,
    ),
    (
        "6.",
        "Huquqiy savodxonlikni oshiruvchi targ‘ibot materialini e’lon qilish",
        "Qisqa rolik, slayd yoki eslatma tayyorlanadi, murojaat uchun manzil ko‘rsatiladi",
        "Har oyda bir marotaba",
        PAGES,
    ),
    (
        "7.",
        "Rasmiy veb-saytdagi “Korrupsiyaga qarshi kurash” bo‘limini yangilab borish",
        "Bo‘limga oy davomida o‘tkazilgan tadbirlar, tahlil va so‘rovnoma natijalari joylanadi",
        "Har oyda bir marotaba",
        PAGES,
    ),
    (
        "8.",
        "“Ochiq budjet” bo‘limida shahar budjeti ijrosi haqida hisobot e’lon qilish",
        "Tushum va xarajatlar jadvali izohi bilan beriladi",
        "Har chorakda",
        PAGES,
    ),
    (
        "9.",
        "Odob-axloq qoidalari va boshqa ichki idoraviy hujjatlarni e’lon qilish",
        "Yangi va o‘zgargan hujjatlar ro‘yxati tuzilib, har biriga qisqa izoh yoziladi",
        "Har chorakda",
        PAGES,
    ),
    (
        "10.",
        "Ishonch telefoni va boshqa aloqa kanallarini aholiga yetkazish",
        "Raqamlar, ish vaqti va murojaat qanday ko‘rib chiqilishi tushuntiriladi",
        "Noyabr",
        PAGES,
    ),
    (
        "11.",
        "Talabalar bilan “Halol kasb egasi” mavzusida ochiq muloqot o‘tkazish",
        "1. Muloqot haqida e’lon berish;\n2. Savol-javoblarni yozib olib, eng muhimlarini chop etish",
        "Noyabr",
        PAGES,
    ),
    (
        "12.",
        "Shahar ko‘chalaridagi reklama panolarida qisqa videolavhalar namoyish etish",
        "O‘n besh soniyalik, ovozsiz ham tushunarli lavhalar tayyorlanadi",
        "Doimiy",
        PAGES,
    ),
)


def as_text(title: str = TITLE) -> str:
    """Return the plan as Word puts it on the clipboard: each cell on a line of its own after a tab."""
    rows = ["".join(f"\t{cell}\n" for cell in row) for row in (HEADER, *ROWS)]
    return f"{title}\n" + "\n".join(rows) + "\n"


def as_docx(path: Path, title: str = TITLE) -> None:
    """Write the plan as a Word document with a title above a bordered table."""
    document = docx.Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    document.styles["Normal"].font.name = "Times New Roman"
    document.styles["Normal"].font.size = Pt(12)
    heading = document.add_paragraph()
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    heading.add_run(title).bold = True
    table = document.add_table(rows=1 + len(ROWS), cols=len(HEADER), style="Table Grid")
    for row, texts in zip(table.rows, (HEADER, *ROWS), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    for cell in table.rows[0].cells:
        cell.paragraphs[0].runs[0].bold = True
    properties = document.core_properties
    properties.author, properties.title, properties.language = "Mediareja", "Media-reja (namuna)", "uz-Latn"
    properties.created = properties.modified = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
    document.save(str(path))


def main() -> None:
    """Write both forms beside this module."""
    as_docx(FOLDER / "media-reja.docx")
    (FOLDER / "media-reja.txt").write_text(as_text(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
