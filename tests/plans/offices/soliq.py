"""A tax inspection's plan in Cyrillic: true dates, the header again on a second page, a row of column numbers."""

from datetime import date

from tests.plans.documents import Office, Table, item, other

_HEADER = other("Т/р", "Ёритилиши", "Чора-тадбирлар номи", "Масъул ижрочилар", "Бажариш муддати")
_PAGES = "Инспекциянинг расмий саҳифалари"

OFFICE = Office(
    name="soliq",
    year=2026,
    blocks=(
        "Янгиқўрғон тумани давлат солиқ инспекциясининг 2026 йил учун МЕДИА РЕЖАСИ",
        Table(
            "n.t..",
            (
                _HEADER,
                other("1", "2", "3", "4", "5"),
                item("1", _PAGES, "Солиқ тўловчилар билан очиқ мулоқот", "Матбуот котиби", date(2026, 2, 16),
                     reads="dates 02-16", on="official_pages"),
                item("2", "Телеграм, фейсбук", "Декларация топшириш тартиби ҳақида видео", "Бўлим бошлиғи",
                     date(2026, 3, 31), reads="dates 03-31", on="telegram facebook"),
                item("3", "ОАВ", "Имтиёзлар бўйича брифинг", "Матбуот котиби", "Ҳар чоракда",
                     reads="quarterly", on="mass_media"),
                item("4", "“Янгиқўрғон ҳаёти” газетаси", "Янги солиқ ставкалари шарҳи", "Юрист", "январь-февраль",
                     reads="month 01..02", on="newspaper"),
                item("5", _PAGES, "Кешбек тизими тарғиботи", "Матбуот котиби", "Ҳар ойда",
                     reads="monthly", on="official_pages"),
                item("6", "Ижтимоий тармоқлар", "Савол-жавоб рукни", "Матбуот котиби", "ҳафтанинг ҳар жума куни",
                     reads="weekly BYDAY=FR", on="social"),
                _HEADER,
                item("7", "Веб-сайт", "Қарздорлар рўйхати", "Ундирув бўлими", "ҳар ойнинг 5-санасигача",
                     reads="monthly BYMONTHDAY=5 by", on="website"),
                item("8", "Радио", "Эфирда чиқиш", "Бошлиқ", "Июнь, октябр", reads="dates 06 10", on="radio"),
                item("9", _PAGES, "Ер солиғи ҳақида эслатма", "Бўлим бошлиғи", "2026 йил 15 октябрга қадар",
                     reads="dates 10-15 by", on="official_pages"),
                item("10", "ютуб", "Электрон ҳисоб-фактура дарси", "Ахборотчи", "I чорак",
                     reads="month 01..03", on="youtube"),
                item("11", _PAGES, "Қабул кунлари эълони", "Девонхона", "доимий", reads="continuous",
                     on="official_pages"),
                item("12", _PAGES, "Давра суҳбати", "Матбуот котиби", "режа-графикка асосан",
                     reads="schedule", on="official_pages", asks="needs_dates"),
                item("13", "телевидение", "Йил якуни бўйича интервью", "Бошлиқ", "йил якуни билан",
                     reads="dates 12-31 | month 12", on="tv", asks="exact_day"),
                item("14", _PAGES, "Иш ҳақи солиғи бўйича семинар", "Бўлим бошлиғи", "10 кун муддатда",
                     reads="unknown", on="official_pages", asks="?"),
                item("15", "ОАВ", "Текширувлар ҳақида ахборот", "Назорат бўлими", "охирги иш куни ҳар ойда",
                     reads="monthly BYDAY=MO,TU,WE,TH,FR BYSETPOS=-1 | unknown", on="mass_media", asks="~"),
                item("16", "телеграм", "Бир марта эълон: манзил ўзгарди", "Девонхона", "декабрь ойида",
                     reads="month 12", on="telegram"),
                item("17", "Иш вақтида", "Ишонч телефони", "Девонхона", "ойига камида бир марта",
                     reads="monthly", on="", asks="channel_unknown|channel_unclear|swapped_cells"),
            ),
        ),
        "Инспекция бошлиғи                О. Ҳамидов",
    ),
)  # fmt: skip
