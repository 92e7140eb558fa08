"""A veterinary office's plan in Cyrillic without deadlines, in a table that numbers itself and ends with a total."""

from tests.plans.documents import Automatic, Office, Table, item, other


def _n(number: int) -> str:
    return Automatic(f"{number}.")


OFFICE = Office(
    name="veterinariya",
    year=2026,
    review=("missing_column:deadline",),
    blocks=(
        "Пахтазор тумани ветеринария бўлимининг 2026 йилги тарғибот режаси",
        Table(
            "nt..",
            (
                other("Т/р", "Тадбир номи", "Масъул ижрочи", "Ёритилиши"),
                item(_n(1), "Қутуришга қарши эмлаш ҳақида эълон", "Бўлим мудири", "Радио", reads="unknown", on="radio",
                     asks="no_deadline"),
                item(_n(2), "Чорва бозори назорати", "Инспектор", "Телеграм", reads="unknown", on="telegram",
                     asks="no_deadline"),
                item(_n(3), "Сут хавфсизлиги ҳақида мақола", "Лаборатория", "“Пахтазор” газетаси", reads="unknown",
                     on="newspaper", asks="no_deadline"),
                item(_n(4), "Паррандачилар билан суҳбат", "Инспектор", "Фейсбук", reads="unknown", on="facebook",
                     asks="no_deadline"),
                other("", "Жами: 4 та", "", ""),
            ),
        ),
        "Бўлим мудири: Ш. Раҳимов",
    ),
)  # fmt: skip
