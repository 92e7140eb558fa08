"""An emergency office's plan, Latin and Cyrillic within one word: stamps, sections, a second plan table, footnotes."""

from tests.plans.documents import Office, Table, band, item, other

_HEADER = other("T/p", "Taдбир номи", "Ўтказиладиган жойи", "Бaжариш мyддати", "Ёpитилиши")

OFFICE = Office(
    name="fvb",
    year=2027,
    blocks=(
        "КЕЛИШИЛДИ\nВилоят ҳокими ўринбосари 2026 йил 20 декабрь",
        "ТАСДИҚЛАЙМАН\nБошқарма бошлиғи 2026 йил 22 декабрь",
        "Тоғолди вилояти ФВБнинг 2027 йил аҳолини огоҳлантириш бўйича медиа-режаси",
        "1. Доимий ишлар",
        Table(
            "nt...",
            (
                _HEADER,
                band("I. Табиий офатлар", 5),
                item("1", "Сел xавфи ҳақида огоҳлантириш", "Вилоят", "aпрель-май", "CМИ, телеграм",
                     reads="month 04..05", on="mass_media telegram"),
                item("2", "Зилзила вақтида ҳapaкат", "Мактаблар", "ҳар oйда", "ютуб", reads="monthly", on="youtube"),
                item("3", "Кўчки xавфи", "Тоғли туманлар", "февpaль", "Радио", reads="month 02", on="radio"),
                item("4", "Сувда чўмилиш қоидалари", "Сув ҳавзалари", "июнь–август ойларида", "Рeклама панолари",
                     reads="month 06..08", on="outdoor"),
                band("II. Техноген хавфлар", 5),
                item("5", "Ис газидан огоҳлантириш", "Хонадонлар", "доимий", "Телевидение", reads="continuous",
                     on="tv"),
                item("5", "Ёнғиннинг олдини олиш", "Бозорлар", "ҳар чоракда", "Газета", reads="quarterly",
                     on="newspaper", asks="~"),
                item("7", "Пиротехника рейди", "Бозорлар", "дeкабрь", "Телеграм", reads="month 12", on="telegram",
                     asks="~"),
                item("8", "Қутқарувчилар куни", "Марказ", "26 мартда", "Расмий саҳифалар", reads="dates 03-26",
                     on="official_pages"),
            ),
        ),
        "2. Ўқув машғулотлари",
        Table(
            "nt...",
            (
                _HEADER,
                item("1", "Эвакуация машқлари", "Мактаблар", "ноябрь ва май", "Телеканал", reads="dates 05 11",
                     on="tv", asks="~"),
                item("2", "Волонтёрлар тўгараги", "Марказ", "ҳар шанба", "Телеграм", reads="weekly BYDAY=SA",
                     on="telegram", asks="~"),
                item("3", "“Жасорат” ўйинлари", "Стадион", "сeнтябрь", "Инстаграм", reads="month 09", on="instagram",
                     asks="~"),
                item("4", "Фуқаро муҳофазаси куни*", "Вилоят", "1 март", "ОАВ", reads="dates 03-01", on="mass_media",
                     asks="~"),
                item("5", "Сирена синови", "Вилоят", "30 февраль", "СМС", reads="unknown | month 02", on="sms",
                     asks="impossible_date"),
                item("6", "Ариқ тозалаш", "Туманлар", "баҳор мавсумида", "Радио",
                     reads="unknown | month 03..05", on="radio", asks="?"),
                item("7", "Байрам навбатчилиги", "Марказ", "Рамазон ҳайити кунларида", "Телеграм",
                     reads="unknown | dates 03-09", on="telegram", asks="moving_holiday"),
                item("8", "Штаб йиғилиши", "Марказ", "зарурат бўлганда", "Веб-сайт", reads="schedule", on="website",
                     asks="as_needed|needs_dates"),
            ),
        ),
        "* тадбир учун маблағ ажратилган.",
        "Бошқарма бошлиғи ўринбосари                    Т. Ортиқов",
    ),
)  # fmt: skip
