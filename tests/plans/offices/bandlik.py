"""An employment centre's workbook: quarter columns with marks, no coverage, a hidden old sheet, a hidden row."""

from tests.plans.documents import Office, Table, item, other


def _q(*quarters: int) -> list[str]:
    return ["✓" if quarter in quarters else "" for quarter in (1, 2, 3, 4)]


_HEADER = other("T/r", "Tadbirlar nomi", "Mas’ul xodim", "I chorak", "II chorak", "III chorak", "IV chorak")

OFFICE = Office(
    name="bandlik",
    year=2026,
    review=("missing_column:coverage",),
    blocks=(
        "Oqtepa tumani bandlikka koʻmaklashish markazining 2026 yil media-rejasi",
        Table(
            "nt.....",
            (
                _HEADER,
                item("1", "Boʻsh ish oʻrinlari yarmarkasi", "A. Komilov", *_q(1, 3),
                     reads="dates 01..03 07..09 | unknown",
                     asks="~"),
                item("2", "Kasb-hunar kurslari haqida xabar", "A. Komilov", *_q(2), reads="month 04..06"),
                item("3", "Mehnat migratsiyasi boʻyicha brifing", "S. Toʻxtayev", *_q(4), reads="month 10..12"),
                item("4", "Subsidiyalar haqida infografika", "S. Toʻxtayev", *_q(1, 2, 3, 4), reads="quarterly"),
                item("5", "Oʻzini oʻzi band qilganlar hikoyasi", "L. Azimova", *_q(3), reads="month 07..09"),
                item("6", "Ayollar bandligi haqida suhbat", "L. Azimova", *_q(1), reads="month 01..03"),
                item("7", "Yoshlar daftari natijalari", "A. Komilov", *_q(4), reads="month 10..12"),
                item("8", "Eski tadbir", "A. Komilov", *_q(1), reads="month 01..03", hidden=True, asks="~"),
                item("9", "Nogironligi boʻlganlar uchun ish", "L. Azimova", *_q(2), reads="month 04..06", asks="~"),
                item("10", "Ish beruvchilar kengashi", "S. Toʻxtayev", *_q(2, 4), reads="dates 04..06 10..12 | unknown",
                     asks="~"),
                item("11", "Norasmiy bandlik oqibatlari", "S. Toʻxtayev", *_q(3), reads="month 07..09"),
                item("12", "Markaz xizmatlari reklamasi", "A. Komilov", *_q(1), reads="month 01..03"),
                item("13", "Karyera maslahati", "L. Azimova", *_q(), reads="unknown", asks="no_deadline"),
                item("14", "Mehnat shartnomasi savollari", "S. Toʻxtayev", *_q(2), reads="month 04..06"),
                item("15", "Yil sarhisobi", "Direktor", *_q(4), reads="month 10..12"),
            ),
        ),
        "Markaz direktori E. Qosimov",
    ),
    hidden_sheets=(
        Table(
            "nt.....",
            (
                _HEADER,
                other("1", "2024-yilgi yarmarka", "A. Komilov", *_q(1)),
                other("2", "2024-yilgi brifing", "A. Komilov", *_q(2)),
            ),
        ),
    ),
)  # fmt: skip
