"""A district's plan: a stamp of the year before, Roman sections, steps and blank lines inside cells, signatures."""

from tests.plans.documents import Office, Table, band, item, other

_PAGES = "Tuman hokimligining rasmiy sahifalari"
_STEPS = "1. Mavzu va maʼruzachilarni belgilash;\n2. OAV vakillarini taklif etish;\n3. Xabar tayyorlash."

OFFICE = Office(
    name="hokimlik",
    year=2026,
    blocks=(
        "“TASDIQLAYMAN”",
        "Namunaobod tumani hokimi ________ A. Yo‘ldoshev",
        "2025-yil 26-dekabr",
        "Namunaobod tumani hokimligining 2026-yil uchun ochiqlik va shaffoflik bo‘yicha MEDIA-REJASI",
        Table(
            "nt...",
            (
                other("T/r", "Tadbir nomi", "Amalga oshirish shakli", "Muddati", "Yoritilishi"),
                band("I. Matbuot tadbirlari", 5),
                item(
                    "1.", "Tuman hokimining sayyor qabullari natijalariga bag‘ishlangan brifing o‘tkazish", _STEPS,
                    "\n\nHar chorakda", "\n" + _PAGES, reads="quarterly", on="official_pages",
                ),
                item(
                    "2.", "“Obod mahalla” dasturi ijrosi haqida davra suhbati tashkil etish", _STEPS,
                    "\n\nSentabr", "“Namunaobod tongi” gazetasi, " + _PAGES,
                    reads="month 09", on="newspaper official_pages",
                ),
                item(
                    "3.", "Yil yakunlari bo‘yicha matbuot anjumani", "Matbuot anjumani, savol-javob",
                    "2026-yil 15-dekabrga qadar", "OAV, " + _PAGES,
                    reads="dates 12-15 by", on="mass_media official_pages",
                ),
                item(
                    "4.", "Jurnalistlar uchun qurilish maydonlariga press-tur", "Press-tur",
                    "aprel–may oylarida", "Televideniye, radio", reads="month 04..05", on="tv radio",
                ),
                band("II. Ijtimoiy tarmoqlar bilan ishlash", 5),
                item(
                    "5.", "Korrupsiyaga qarshi infografikalar tayyorlash va tarqatish", "Infografika, qisqa rolik",
                    "Har oyda bir marotaba", "Telegram, Facebook", reads="monthly", on="telegram facebook",
                ),
                item(
                    "6.", "Aholi savollariga jonli efirda javob berish", "Jonli efir",
                    "Har hafta juma kuni", "Hokimlikning Telegram kanali", reads="weekly BYDAY=FR", on="telegram",
                ),
                item(
                    "7.", "Bir martalik yordamlar haqida maʼlumot berib borish", "Post",
                    "Doimiy ravishda", "Ijtimoiy tarmoqlar", reads="continuous", on="social",
                ),
                item(
                    "8.", "Hokimning murojaatlarini tarqatish", "Video murojaat",
                    "Zarur hollarda", _PAGES, reads="schedule", on="official_pages", asks="as_needed|needs_dates",
                ),
                band("III. Rasmiy veb-sayt", 5),
                item(
                    "9.", "Saytda “Ochiq budjet” bo‘limini yangilab borish", "Jadval va sharh",
                    "har chorak yakuni bilan keyingi oyning 25-sanasigacha", "Hokimlikning rasmiy veb-sayti",
                    reads="quarterly BYMONTH=1,4,7,10 BYMONTHDAY=25 by", on="website",
                ),
                item(
                    "10.", "Murojaatlar tahlilini e’lon qilish", "Tahliliy maqola",
                    "har oyning 5-sanasigacha", "Rasmiy veb-sayt", reads="monthly BYMONTHDAY=5 by", on="website",
                ),
                item(
                    "11.", "Ochiq ma’lumotlar to‘plamini joylashtirish", "Ma’lumotlar to‘plami",
                    "I yarim yillik", "Rasmiy veb-sayt", reads="half_year 01..06", on="website",
                ),
                item(
                    "12.", "Davlat xaridlari haqida ma’lumot", "Jadval",
                    "Tasdiqlangan reja-grafikga asosan", "Rasmiy veb-sayt",
                    reads="schedule", on="website", asks="needs_dates",
                ),
                band("IV. Bayramlar va sanalar", 5),
                item(
                    "13.", "Navro‘z bayramiga tayyorgarlik haqida reportaj", "Reportaj",
                    "Navro‘z arafasida", _PAGES, reads="dates 03-20 | unknown | month 03", on="official_pages",
                    asks="event_relative|exact_day",
                ),
                item(
                    "14.", "Ramazon hayiti munosabati bilan tabrik", "Tabriknoma",
                    "Ramazon hayiti kunlarida", _PAGES, reads="dates 03-20 | unknown", on="official_pages",
                    asks="moving_holiday",
                ),
                item(
                    "15.", "Mustaqillik bayrami tadbirlarini yoritish", "Reportaj",
                    "28-avgust – 1-sentabr kunlari", "Telekanal, " + _PAGES,
                    reads="dates 08-28..09-01", on="tv official_pages", asks="~",
                ),
                item(
                    "16.", "Faol fuqarolarni taqdirlash haqida lavha", "Lavha",
                    "Yil yakunida", "Youtube", reads="dates 12-31 | month 12", on="youtube", asks="exact_day",
                ),
            ),
        ),
        "Axborot xizmati rahbari                                   D. Karimova",
        "2025-yil 24-dekabr",
    ),
)  # fmt: skip
