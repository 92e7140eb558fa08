"""A heritage office's workbook for two years: quarter columns under each year's heading, a hidden row, no coverage."""

from tests.plans.documents import Office, Table, band, item, other


def _q(*quarters: int) -> list[str]:
    return ["+" if quarter in quarters else "" for quarter in (1, 2, 3, 4)]


OFFICE = Office(
    name="meros",
    year=None,
    review=("no_year",),
    blocks=(
        "Madaniy meros boshqarmasining 2026-2027-yillarga mo‘ljallangan media-rejasi",
        Table(
            "nt.....",
            (
                other("T/r", "Tadbir nomi", "I chorak", "II chorak", "III chorak", "IV chorak", "Yoritilishi"),
                band("2026-yil", 7),
                item("1", "Qadimiy darvoza ta’miri haqida lavha", *_q(2), "Telekanal", reads="month 2026-04..2026-06",
                     on="tv"),
                item("2", "Arxeologlar kundaligi", *_q(3), "Telegram", reads="month 2026-07..2026-09", on="telegram"),
                item("3", "Yopilgan loyiha", *_q(1), "Sayt", reads="month 2026-01..2026-03", hidden=True, asks="~"),
                item("4", "Muzey katalogi", *_q(4), "Sayt", reads="month 2026-10..2026-12", on="website", asks="~"),
                band("2027-yil", 7),
                item("5", "Minora yoritilishi", *_q(1), "Instagram", reads="month 2027-01..2027-03", on="instagram"),
                item("6", "Usta-shogird suhbatlari", *_q(1, 2, 3, 4), "Youtube", reads="quarterly", on="youtube",
                     asks="~"),
                item("7", "Yakuniy ko‘rgazma", *_q(4), "OAV", reads="month 2027-10..2027-12", on="mass_media"),
                item("8", "Homiylar haqida ocherk", *_q(), "Gazeta", reads="unknown | dates 2027-01..2027-12",
                     on="newspaper", asks="?"),
            ),
        ),
        "Boshqarma boshlig‘i             K. Saidov",
    ),
)  # fmt: skip
