"""A building office's plan, no column of deadlines, whose heads of tables are merged and whose order is strange."""

from tests.plans.documents import LEFT, UP, Office, Table, band, item, other

OFFICE = Office(
    name="qurilish",
    year=2026,
    review=(),
    forms=("docx", "xlsx", "pdf"),
    blocks=(
        "KELISHILDI: 2025-yil 30-dekabr",
        "Bunyodkor tumani qurilish boʻlimining 2026-yil media rejasi",
        Table(
            ".t..n",
            (
                other("Yoritilishi", "Tadbir", "Ijro", LEFT, "T/r"),
                other(UP, UP, "muddati", "masʼuli", UP),
                band("Birinchi boʻlim. Uy-joy", 5),
                item("Telegram", "Yangi uylar haqida lavha", "har oyda", "Bosh arxitektor", "1", reads="monthly",
                     on="telegram"),
                item("OAV", "Ipoteka haqida brifing", "Har chorakda", "Boʻlim boshligʻi", "2", reads="quarterly",
                     on="mass_media"),
                item(UP, "Taʼmirlash ishlari", "iyul", "Muhandis", "3", reads="month 07", on="mass_media", asks="~"),
                item(UP, "Maktab qurilishi", UP, "Muhandis", "4", reads="month 07", on="mass_media", asks="~"),
                band("Ikkinchi boʻlim. Yoʻllar", 5),
                item("Sayt", "Yoʻl xaritasi", "20-aprelgacha", "Muhandis", "5", reads="dates 04-20 by", on="website"),
                item("Radio", "Tirbandliklar", "har ish kuni", "Dispetcher", "6",
                     reads="daily BYDAY=MO,TU,WE,TH,FR | daily", on="radio"),
                item("Telegram", "Koʻpriklar", "", "Muhandis", "7", reads="unknown", on="telegram", asks="no_deadline"),
                item("Telegram", "Chiroqlar", "avgus", "Muhandis", "8", reads="month 08 | unknown", on="telegram",
                     asks="spelling"),
            ),
        ),
    ),
)  # fmt: skip
