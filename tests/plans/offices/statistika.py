"""A statistics office's plan: quarter columns that hold words, automatic numbers, totals, hidden sheet and row."""

from datetime import date

from tests.plans.documents import Automatic, Office, Table, item, other


def _n(number: int) -> str:
    return Automatic(f"{number}.")


OFFICE = Office(
    name="statistika",
    year=2026,
    forms=("docx", "xlsx", "csv", "txt", "tsv", "pdf"),
    blocks=(
        "Oltinsoy viloyati statistika boshqarmasi",
        "2026-yilda press-relizlar chiqarish REJASI",
        Table(
            "nt...",
            (
                other("№", "Наименование / Nomi", "Sana", "Tarqatish", "Mas’ul"),
                item(_n(1), "Sanoat ishlab chiqarishi", date(2026, 1, 23), "Sayt, telegram", "Sanoat boʻlimi",
                     reads="dates 01-23", on="website telegram"),
                item(_n(2), "Demografik holat", date(2026, 2, 10), "Sayt", "Demografiya boʻlimi", reads="dates 02-10",
                     on="website"),
                item(_n(3), "Isteʼmol narxlari", "har oyning 10-sanasi", "Sayt, OAV", "Narxlar boʻlimi",
                     reads="monthly BYMONTHDAY=10", on="website mass_media"),
                item(_n(4), "Tashqi savdo", "har oyning oxirgi ish kuni", "Sayt", "Savdo boʻlimi",
                     reads="monthly BYDAY=MO,TU,WE,TH,FR BYSETPOS=-1",
                     on="website"),
                item(_n(5), "Yalpi hududiy mahsulot", "chorakda bir marta", "Sayt", "Makro boʻlim", reads="quarterly",
                     on="website"),
                item(_n(6), "Aholi roʻyxati kampaniyasi", "15.01.2026 - 28.02.2026", "OAV", "Roʻyxat boʻlimi",
                     reads="dates 01-15..02-28", on="mass_media", asks="~"),
                item(_n(7), "Statistika kuni", "20-oktyabr", "Telegram", "Matbuot kotibi", reads="dates 10-20",
                     on="telegram"),
                item(_n(8), "Qishloq xoʻjaligi", "iyul; oktabr", "Gazeta", "Agrar boʻlim", reads="dates 07 10",
                     on="newspaper"),
                item(_n(9), "Mehnat bozori", "I, II, III choraklarda", "Sayt", "Mehnat boʻlimi",
                     reads="dates 01..03 04..06 07..09 | quarterly BYMONTH=1,4,7", on="website", asks="~"),
                item(_n(10), "Gender statistikasi", "8-martga qadar", "Instagram", "Ijtimoiy boʻlim",
                     reads="dates 03-08 by", on="instagram", asks="~"),
                item(_n(11), "Yillik toʻplam", "31.12.2026", "Sayt", "Nashr boʻlimi", reads="dates 12-31",
                     on="website"),
                item(_n(12), "Turizm", "aprel, 31-iyun", "Sayt", "Xizmatlar boʻlimi", reads="unknown | dates 04",
                     on="website", asks="impossible_date|multi_deadline|?"),
                item(_n(13), "Matbuot uchun darslik", "har oyda 2 marta va haftada 1 marta", "Telegram",
                     "Matbuot kotibi", reads="unknown | monthly x2", on="telegram",
                     asks="multi_deadline|conflicting_deadline"),
                item(_n(14), "Soʻrovnomalar eʼloni", "doimiy", "Telegram", "Matbuot kotibi", reads="continuous",
                     on="telegram"),
                item(_n(15), "Transport koʻrsatkichlari", "har chorakning ikkinchi oyida", "Sayt", "Xizmatlar boʻlimi",
                     reads="quarterly BYMONTH=2,5,8,11 | quarterly", on="website", asks="~"),
                other("", "JAMI", "15 ta", "", ""),
            ),
        ),
        "Boshqarma boshligʻi: X. Mamatov",
    ),
    hidden_sheets=(
        Table(
            "nt...",
            (
                other("№", "Nomi", "Sana", "Tarqatish", "Mas’ul"),
                other("1", "Eski reliz", date(2023, 5, 5), "Sayt", "Arxiv"),
            ),
        ),
    ),
)  # fmt: skip
