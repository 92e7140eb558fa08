"""A library's plan: the year stands in the stamp alone, no coverage column, rows that go on, coverage told nowhere."""

from tests.plans.documents import UP, Office, Table, item, other

OFFICE = Office(
    name="kutubxona",
    year=None,
    review=("no_year", "missing_column:coverage"),
    blocks=(
        "Tasdiqlayman. Kutubxona direktori R. Hakimova, 2026-yil 12-yanvar",
        "Sharq tumani axborot-kutubxona markazining kitobxonlikni targʻib qilish chora-tadbirlar rejasi",
        Table(
            "nt..",
            (
                other("No", "Tadbirlar", "Vaqti", "Javobgar"),
                item("1", "Yangi kitoblar taqdimoti", "har oy", "Komplektlash boʻlimi", reads="monthly"),
                item("2", "Shoir bilan uchrashuv", "fevral", "Xizmat boʻlimi", reads="month 02"),
                other("", "(uchrashuv bolalar boʻlimida boʻladi)", "", ""),
                item("3", "Bolalar kitobi haftaligi", "aprel oyining birinchi haftasi", "Bolalar boʻlimi",
                     reads="dates 04-01..04-07 | month 04 | unknown", asks="~"),
                item("4", "Kutubxonachilar kuni", "7-aprel", "Direktor", reads="dates 04-07"),
                item("5", "Eng faol oʻquvchi tanlovi", "may - sentabr", "Xizmat boʻlimi", reads="month 05..09"),
                item("6", "Tanlov gʻoliblarini taqdirlash", UP, "Direktor", reads="month 05..09", asks="~"),
                item("7", "Audiokitoblar yozish", "II yarim yillik", "Axborot boʻlimi", reads="half_year 07..12"),
                item("8", "Kutubxonada jonli kitob", "har chorak", "Xizmat boʻlimi", reads="quarterly"),
                other("", "va videoga olish", "", ""),
                item("9", "Mutolaa soati", "har seshanba", "Bolalar boʻlimi", reads="weekly BYDAY=TU"),
                item("10", "Mobil kutubxona", "iyun, iyul, avgust", "Xizmat boʻlimi", reads="dates 06 07 08"),
                item("11", "Nodir nashrlar koʻrgazmasi", "3-chorak", "Saqlash boʻlimi", reads="month 07..09"),
                item("12", "Kitob almashish aksiyasi", "yil davomida", "Xizmat boʻlimi", reads="continuous"),
                item("13", "Elektron katalog", "Doimiy", "Axborot boʻlimi", reads="continuous"),
                item("14", "Ota-onalar klubi", "oktabirda", "Bolalar boʻlimi", reads="month 10 | unknown",
                     asks="spelling"),
                item("15", "Yakuniy kecha", "30-dekabr soat 15:00", "Direktor", reads="dates 12-30"),
                item("16", "Qurilish ishlari haqida eʼlon", "taʼmirlash tugagach", "Direktor",
                     reads="unknown | schedule",
                     asks="?"),
            ),
        ),
        "Tuzuvchi: bosh mutaxassis M. Saidova",
    ),
)  # fmt: skip
