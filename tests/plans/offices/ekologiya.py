"""An ecology office's plan of two years in Cyrillic: channel columns, footnotes, a list of the commission behind it."""

from tests.plans.documents import Office, Table, item, other


def _on(*channels: str) -> list[str]:
    return ["+" if channel in channels else "-" for channel in ("сайт", "телеграм", "тв", "газета")]


OFFICE = Office(
    name="ekologiya",
    year=None,
    review=("no_year",),
    forms=("docx", "xlsx", "csv", "tsv", "pdf"),
    blocks=(
        "Дарёбўйи вилояти экология бошқармасининг 2026-2027 йилларга мўлжалланган ахборот режаси",
        Table(
            "nt.....",
            (
                other("Т/р", "Тадбир номи", "Ижро муддати", "Веб-сайт", "Телеграм", "Телевидение", "Газета"),
                item("1", "Яшил макон ойлиги", "2026 йил март", *_on("сайт", "телеграм"), reads="month 2026-03",
                     on="website telegram"),
                item("2", "Ҳаво сифати ҳақида хабар", "ҳар куни", *_on("телеграм"), reads="daily", on="telegram"),
                item("3", "Чиқинди полигонлари рейди", "ҳар ойда", *_on("тв"), reads="monthly", on="tv"),
                item("4", "Сув кунига мақола", "22.03.2026 й.", *_on("газета"), reads="dates 2026-03-22",
                     on="newspaper", asks="~"),
                item("5", "Дарахт кесиш мораторийси*", "доимий", *_on("сайт"), reads="continuous", on="website"),
                item("6", "Экофестиваль", "2027 йил 5 июнь", *_on("сайт", "телеграм", "тв", "газета"),
                     reads="dates 2027-06-05", on="website telegram tv newspaper", asks="~"),
                item("7", "Қизил китоб кўргазмаси", "2026 йил IV чорак", *_on("сайт"), reads="month 2026-10..2026-12",
                     on="website"),
                item("8", "Автомобилсиз кун", "22 сентябрь", *_on("телеграм"),
                     reads="dates 09-22 | unknown", on="telegram", asks="~"),
                item("9", "Корхоналар рейтинги**", "ҳар чоракда", *_on("сайт"), reads="quarterly", on="website"),
                item("10", "Мактабларда экодарс", "2026 йил сентябрь-октябрь", *_on("телеграм"),
                     reads="month 2026-09..2026-10", on="telegram"),
                item("11", "Кўчат экиш", "2027 йил февраль-март", *_on("тв"), reads="month 2027-02..2027-03", on="tv"),
                item("12", "Йиллик маъруза", "2027 йил 1 мартгача", *_on("сайт"), reads="dates 2027-03-01 by",
                     on="website"),
                item("13", "Сайқал санаси", "32.12.2026", *_on("сайт"), reads="unknown", on="website",
                     asks="impossible_date|spelling|?"),
                item("14", "Пресс-тур", "режа-графикка асосан", *_on("тв", "газета"), reads="schedule",
                     on="tv newspaper", asks="needs_dates"),
                item("15", "Ҳашар", "ҳар ҳафта шанба", *_on("телеграм"), reads="weekly BYDAY=SA", on="telegram"),
            ),
        ),
        "* мораторий муддати Президент фармони билан узайтирилган.",
        "** рейтинг мезонлари алоҳида тасдиқланади.",
        "Комиссия таркиби",
        Table(
            "...",
            (
                other("№", "Ф.И.Ш.", "Лавозими"),
                other("1", "Аҳмедов Баҳром", "Раис"),
                other("2", "Юсупова Нигора", "Котиба"),
                other("3", "Рўзиев Тоҳир", "Аъзо"),
            ),
        ),
    ),
)  # fmt: skip
