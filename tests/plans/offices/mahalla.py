"""A union of neighbourhoods: no year, numbers twice and left out, cells in the wrong column, blank lines in cells."""

from tests.plans.documents import Office, Table, item, other

_P = "Uyushmaning rasmiy sahifalari"

OFFICE = Office(
    name="mahalla",
    year=None,
    review=("no_year",),
    blocks=(
        "                \t\t",
        "Navbahor tumani mahallalar uyushmasi faoliyatini yoritish bo'yicha MEDIA-REJA",
        Table(
            "nt...",
            (
                other("T/r", "Tadbir nomi", "Amalga oshirish shakli", "Muddati", "Yoritilishi"),
                item("1.", "Mahalla faollari bilan suhbat  ", "1. Savollar to'plash;\n2. Suhbatni yozib olish",
                     "\n\n\nYanvar", "\n" + _P, reads="month 01", on="official_pages"),
                item("2.", "Obodonlashtirish hashari", "Fotolavha \n", "mart-aprel", _P,
                     reads="month 03..04", on="official_pages"),
                item("3.", "Nuroniylar kuni", "Maqola", "1-oktabr", "\n\"Navbahor\" gazetasi",
                     reads="dates 10-01", on="newspaper"),
                item("3.", "Yosh oilalar maktabi", "Trening", "Har oyda bir marotaba", _P,
                     reads="monthly", on="official_pages", asks="~"),
                item("5.", "Tadbirkor ayollar hikoyasi", "Ocherk", "Har chorakda", "Facebook",
                     reads="quarterly", on="facebook", asks="~"),
                item("6.", "Ishsizlar bandligi haqida ma'lumot", "Post", _P, "Har oyda",
                     reads="monthly | unknown", asks="swapped_cells|channel_unknown|no_deadline"),
                item("7.", "Sport musobaqalari", "Lavha", "Iyun", "Telegram", reads="month 06", on="telegram"),
                item("8.", "Kam ta'minlangan oilalarga yordam", "Lavha", "Ramazon oyida", _P,
                     reads="unknown | month 02 | dates 02", on="official_pages", asks="moving_holiday|event_relative"),
                item("9.", "Qarovsiz bog'lar xatlovi", "Hisobot", "sentabr oyining birinchi yarmida", _P,
                     reads="dates 09-01..09-15", on="official_pages"),
                item("10.", "Mahalla byudjeti", "Jadval", "Har chorak yakunida", "Veb-sayt",
                     reads="quarterly BYMONTH=3,6,9,12 BYMONTHDAY=-1 | quarterly BYMONTH=3,6,9,12 BYMONTHDAY=-1 by",
                     on="website"),
                item("12.", "Qishga tayyorgarlik", "Reportaj", "noyabr", "Telekanal", reads="month 11", on="tv",
                     asks="~"),
                item("13.", "Yangi yil archasi", "Reportaj", "Yangi yil arafasida", _P,
                     reads="dates 12-31 | month 12 | unknown", on="official_pages", asks="?"),
                item("14.", "Profilaktika kunlari", "Suhbat", "har payshanba", _P,
                     reads="weekly BYDAY=TH", on="official_pages"),
                item("15.", "Fuqarolar yig'ini", "E'lon", "fevral, avgust", _P,
                     reads="dates 02 08", on="official_pages"),
                item("16.", "Mahalla chatlari nazorati", "Javob berish", "Doimiy", "Telegram",
                     reads="continuous", on="telegram"),
                item("17.", "Reklama panosidagi shiorlar", "Banner", "Doimiy", "Reklama panolari",
                     reads="continuous", on="outdoor"),
            ),
        ),
        "",
    ),
)  # fmt: skip
