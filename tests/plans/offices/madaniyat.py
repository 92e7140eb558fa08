"""A culture office's plan whose column of deadlines and column of coverage change places; no deadlines in its annex."""

from tests.plans.documents import Office, Table, item, other

OFFICE = Office(
    name="madaniyat",
    year=2026,
    blocks=(
        "Chorbogʻ tumani madaniyat boʻlimining 2026-yil uchun media rejasi",
        Table(
            "nt...",
            (
                other("T/r", "Tadbir nomi", "Mas’ullar", "Muddati", "Yoritilishi"),
                item("1", "Xalq sayillari", "Bo‘lim", "Telegram, Facebook", "mart", reads="month 03",
                     on="telegram facebook", asks="~"),
                item("2", "Baxshilar kechasi", "Bo‘lim", "Televideniye", "har oyda", reads="monthly", on="tv",
                     asks="~"),
                item("3", "Hunarmandlar yarmarkasi", "Markaz", "OAV", "may-iyun", reads="month 05..06",
                     on="mass_media", asks="~"),
                item("4", "Maqom darslari", "Maktab", "Youtube", "har chorakda", reads="quarterly", on="youtube",
                     asks="~"),
                item("5", "Muzey tunlari", "Muzey", "Rasmiy sahifalar", "18-may", reads="dates 05-18",
                     on="official_pages", asks="~"),
                item("6", "Doira bayrami", "Bo‘lim", "Radio", "doimiy", reads="continuous", on="radio", asks="~"),
                item("7", "Kino klub", "Markaz", "Instagram", "har hafta", reads="weekly", on="instagram", asks="~"),
                item("8", "Askiya", "Bo‘lim", "Telegram", "avgust", reads="month 08", on="telegram", asks="~"),
            ),
        ),
    ),
)  # fmt: skip
