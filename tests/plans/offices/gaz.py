"""A gas supplier's plan: month columns under a merged head, totals, and a second table whose deadline spans rows."""

from tests.plans.documents import LEFT, UP, Office, Table, item, other

_LETTERS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def _marks(*months: int, sign: str = "х") -> list[str]:
    return [sign if month in months else "" for month in range(1, 13)]


OFFICE = Office(
    name="gaz",
    year=2026,
    forms=("docx", "xlsx", "pdf"),
    blocks=(
        "“Hududiy gaz” korxonasining 2026-yilgi axborot-targʻibot ishlari rejasi",
        Table(
            "nt" + "." * 13,
            (
                other("T/r", "Tadbir nomi", "2026-yil oylari", *[LEFT] * 11, "Yoritilishi"),
                other(UP, UP, *_LETTERS, UP),
                item("1", "Gazdan xavfsiz foydalanish roligi", *_marks(1, 2, 11, 12), "Televideniye",
                     reads="dates 01 02 11 12", on="tv"),
                item("2", "Hisoblagichlarni tekshirish haqida xabar", *_marks(4), "Telegram", reads="month 04",
                     on="telegram"),
                item("3", "Maktablarda ochiq dars", *_marks(9), "Ijtimoiy tarmoqlar", reads="month 09", on="social"),
                item("4", "Qarzdorlik boʻyicha ogohlantirish", *_marks(*range(1, 13)), "SMS, Telegram",
                     reads="monthly | dates 01 02 03 04 05 06 07 08 09 10 11 12", on="sms telegram"),
                item("5", "Taʼmirlash jadvali", *_marks(5, 6, 7), "Korxona sayti",
                     reads="dates 05 06 07 | month 05..07", on="website"),
                item("6", "Qishki mavsum brifingi", *_marks(10), "OAV", reads="month 10", on="mass_media"),
                item("7", "Yangi tariflar haqida maqola", *_marks(3), "“Sanoat” gazetasi", reads="month 03",
                     on="newspaper"),
                item("8", "Ishonch telefoni banneri", *_marks(6, 12), "Bannerlar", reads="dates 06 12", on="banner"),
                other("", "Jami:", "2", "2", "2", "2", "2", "3", "2", "1", "2", "2", "2", "3", ""),
            ),
        ),
        "Ilova. Qoʻshimcha tadbirlar",
        Table(
            "nt...",
            (
                other("T/r", "Tadbir nomi", "Shakli", "Muddati", "Yoritilishi"),
                item("9", "Abonentlar bilan uchrashuv", "Uchrashuv", "Har chorakda", "Telegram", reads="quarterly",
                     on="telegram"),
                item("10", "Sohada mehnat qilganlar haqida ocherk", "Ocherk", UP, "“Sanoat” gazetasi",
                     reads="quarterly", on="newspaper", asks="~"),
                item("11", "Texnik koʻrik", "Lavha", UP, "Telekanal", reads="quarterly", on="tv", asks="~"),
                item("12", "Energetiklar kuni", "Tabrik", "22-dekabr", "Rasmiy sahifalar", reads="dates 12-22",
                     on="official_pages"),
                item("13", "Avariya xizmati raqamlari", "Post", "Har oyning 1-sanasi", "Telegram",
                     reads="monthly BYMONTHDAY=1", on="telegram"),
                item("14", "Gaz tejash tanlovi", "Tanlov", "oktabrdan dekabrgacha", "Instagram",
                     reads="month 10..12", on="instagram"),
                item("15", "Nosozliklar xaritasi", "Xarita", "zarur hollarda", "Korxona sayti", reads="schedule",
                     on="website", asks="as_needed|needs_dates"),
                other("", "Jami: 15 ta tadbir", "", "", ""),
            ),
        ),
        "Bosh direktor                      N. Sobirov",
    ),
)  # fmt: skip
