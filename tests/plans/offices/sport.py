"""A sports office's plan without a column of deadlines: each must be asked, none made up."""

from tests.plans.documents import Office, Table, item, other

_ASK = "no_deadline|?"

OFFICE = Office(
    name="sport",
    year=2026,
    review=("missing_column:deadline",),
    blocks=(
        "Paxtaobod tumani sport boʻlimining 2026-yilgi yoritish rejasi",
        Table(
            "nt..",
            (
                other("№", "Tadbir nomi", "Mas’ul", "Yoritilishi"),
                item("1", "Yugurish marafoni", "Murabbiylar", "Telegram", reads="unknown", on="telegram", asks=_ASK),
                item("2", "Bolalar kubogi", "Federatsiya", "Telekanal", reads="unknown", on="tv", asks=_ASK),
                item("3", "Kurash turniri", "Federatsiya", "Sayt", reads="unknown", on="website", asks=_ASK),
                item("4", "Shaxmat maktabi", "Murabbiylar", "Facebook", reads="unknown", on="facebook", asks=_ASK),
                item("5", "Velosayr", "Boʻlim", "Instagram", reads="unknown", on="instagram", asks=_ASK),
            ),
        ),
    ),
)  # fmt: skip
