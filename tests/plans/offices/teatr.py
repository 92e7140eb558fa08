"""A theatre's plan: channels as columns with marks under a header of two rows, no year, true dates."""

from datetime import date

from tests.plans.documents import LEFT, UP, Office, Table, band, item, other

OFFICE = Office(
    name="teatr",
    year=None,
    review=("no_year",),
    forms=("docx", "xlsx", "pdf"),
    blocks=(
        "Lolazor shahar musiqali drama teatri axborot rejasi",
        Table(
            "nt......",
            (
                other("№", "Tadbir", "Muddati", "Yoritish", LEFT, LEFT, LEFT, "Mas’ul"),
                other(UP, UP, UP, "Sayt", "Telegram", "Gazeta", "Televideniye", UP),
                band("Spektakllar", 8),
                item("1", "“Otello” premyerasi", "mart", "+", "+", "", "+", "Zavlit", reads="month 03",
                     on="website telegram tv"),
                item("2", "“Kecha va kunduz” premyerasi", "noyabr", "+", "+", "+", "", "Zavlit", reads="month 11",
                     on="website telegram newspaper"),
                item("3", "Bolalar ertaligi", "har yakshanba", "", "+", "", "", "Rejissyor", reads="weekly BYDAY=SU",
                     on="telegram"),
                item("4", "Afisha", "har oyning 25-sanasigacha", "+", "+", "", "", "Kassa",
                     reads="monthly BYMONTHDAY=25 by", on="website telegram"),
                item("5", "Teatr kuni", "27-mart", "+", "", "+", "+", "Direktor", reads="dates 03-27",
                     on="website newspaper tv"),
                item("6", "Gastrol safari", "iyul-avgust", "", "+", "+", "", "Administrator", reads="month 07..08",
                     on="telegram newspaper"),
                band("Ijodkorlar", 8),
                item("7", "Yubiley kechasi", date(2026, 10, 9), "+", "+", "+", "+", "Zavlit", reads="dates 2026-10-09",
                     on="website telegram newspaper tv", asks="~"),
                item("8", "Aktyor bilan suhbat", "har oy", "", "+", "", "", "Matbuot kotibi", reads="monthly",
                     on="telegram"),
                item("9", "Sahna ortida", "har hafta juma kuni", "", "+", "", "", "Matbuot kotibi",
                     reads="weekly BYDAY=FR", on="telegram"),
                item("10", "Yosh aktyorlar koʻrigi", "may", "+", "", "", "+", "Rejissyor", reads="month 05",
                     on="website tv"),
                band("Boshqa", 8),
                item("11", "Chipta narxlari", "zaruratga ko‘ra", "+", "", "", "", "Kassa", reads="schedule",
                     on="website", asks="as_needed|needs_dates"),
                item("12", "Taʼmirlash haqida eʼlon", "", "+", "+", "", "", "Direktor", reads="unknown",
                     on="website telegram", asks="no_deadline"),
                item("13", "Mavsum ochilishi", "sentabr", "+", "+", "+", "+", "Direktor", reads="month 09",
                     on="website telegram newspaper tv"),
                item("14", "Mavsum yopilishi", "iyun", "", "", "", "", "Direktor", reads="month 06", on="", asks="~"),
                item("15", "Xayriya spektakli", "1-iyun, 1-oktabr", "+", "", "", "+", "Direktor",
                     reads="dates 06-01 10-01", on="website tv"),
                item("16", "Tomoshabin minbari", "chorakda bir marta", "", "+", "", "", "Matbuot kotibi",
                     reads="quarterly", on="telegram"),
            ),
        ),
        "Teatr direktori           F. Olimov",
    ),
)  # fmt: skip
