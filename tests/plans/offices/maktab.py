"""A school's plan for a school year: month columns with marks, and a second table for what goes on all year."""

from tests.plans.documents import Office, Table, band, item, other

_MONTHS = ("IX", "X", "XI", "XII", "I", "II", "III", "IV", "V")
_SITE = "Maktab sayti, Telegram"


def _marks(*chosen: str) -> list[str]:
    return ["+" if month in chosen else "" for month in _MONTHS]


OFFICE = Office(
    name="maktab",
    year=2026,
    blocks=(
        "Gulbogʻ tumanidagi 45-sonli umumtaʼlim maktabining 2026–2027-oʻquv yilida media faoliyati REJASI",
        Table(
            "nt" + "." * 11,
            (
                other(
                    "№", "Chora-tadbirlar nomi", "sentabr", "oktabr", "noyabr", "dekabr", "yanvar", "fevral", "mart",
                    "aprel", "may", "Yoritilishi", "Mas’ul",
                ),
                item("1", "Bilimlar kuni haqida reportaj", *_marks("IX"), _SITE, "Direktor",
                     reads="month 2026-09", on="website telegram"),
                item("2", "Ustozlar kuniga bagʻishlangan maqola", *_marks("X"), _SITE, "Kutubxonachi",
                     reads="month 2026-10", on="website telegram"),
                item("3", "Ochiq eshiklar kuni", *_marks("XI", "IV"), _SITE, "Direktor",
                     reads="dates 2026-11 2027-04", on="website telegram"),
                item("4", "Korruptsiyaga qarshi haftalik", *_marks("XII"), "Instagram", "Yetakchi",
                     reads="month 2026-12", on="instagram"),
                item("5", "Zakovat oʻyinlari natijalari", *_marks("I", "II", "III"), _SITE, "Psixolog",
                     reads="dates 2027-01 2027-02 2027-03 | month 2027-01..2027-03", on="website telegram"),
                item("6", "Oʻqituvchi tajribasi rukni", *_marks(*_MONTHS), _SITE, "Uslubchi",
                     reads="monthly 2026-09..2027-05 | dates 2026-09 2026-10 2026-11 2026-12 2027-01 2027-02 2027-03 "
                     "2027-04 2027-05", on="website telegram"),
                item("7", "Navroʻz sayli", *_marks("III"), "Maktab gazetasi", "Yetakchi",
                     reads="month 2027-03", on="newspaper"),
                item("8", "Soʻnggi qoʻngʻiroq", *_marks("V"), "Youtube", "Direktor",
                     reads="month 2027-05", on="youtube"),
                item("9", "Kasb tanlash boʻyicha suhbatlar", *_marks("X", "II"), _SITE, "Psixolog",
                     reads="dates 2026-10 2027-02", on="website telegram"),
                item("10", "Ota-onalar universiteti", *_marks(), _SITE, "Direktor oʻrinbosari",
                     reads="unknown", on="website telegram", asks="no_deadline"),
            ),
        ),
        "Oʻquv yili davomida doimiy bajariladigan ishlar",
        Table(
            "nt...",
            (
                other("№", "Chora-tadbirlar nomi", "Muddati", "Yoritilishi", "Mas’ul"),
                item("11", "Dars jadvalini eʼlon qilish", "sentabrning birinchi haftasi", "Maktab sayti", "Direktor",
                     reads="dates 2026-09-01..2026-09-07 | month 2026-09 | dates 2026-09-01..2026-09-06", on="website",
                     asks="~"),
                item("12", "Oshxona taomnomasi", "har kuni", "Telegram", "Hamshira", reads="daily", on="telegram"),
                item("13", "Olimpiada gʻoliblari", "fevral, may", "Telegram", "Uslubchi",
                     reads="dates 2027-02 2027-05", on="telegram"),
                item("14", "Bitiruvchilarga oq yoʻl", "2027-yil 25-may kuni", "Telegram", "Direktor",
                     reads="dates 2027-05-25", on="telegram"),
                item("15", "Hisobot yigʻilishi", "yanvar", "Maktab sayti", "Direktor",
                     reads="month 2027-01", on="website"),
                item("16", "Toʻgaraklar haqida xabar", "oktabr – dekabr oylarida", "Maktab sayti", "Yetakchi",
                     reads="month 2026-10..2026-12", on="website"),
                item("17", "Davomat tahlili", "har oyning oxirgi juma kuni", "Telegram", "Direktor",
                     reads="monthly BYDAY=-1FR", on="telegram"),
                band("Izoh: reja pedagogik kengashda koʻrib chiqilgan.", 5),
            ),
        ),
        "Maktab direktori: __________ Z. Umarova",
    ),
)  # fmt: skip
