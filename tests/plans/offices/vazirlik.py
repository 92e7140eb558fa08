"""A ministry press service's plan: Word counts the rows, column numbers stand under the header, sections in bold."""

from tests.plans.documents import Automatic, Office, Table, band, item, other


def _n(number: int) -> str:
    return Automatic(f"{number}.")


OFFICE = Office(
    name="vazirlik",
    year=2027,
    blocks=(
        "Suv resurslari vazirligi Matbuot xizmatining 2027 yilga mo`ljallangan kommunikatsiya rejasi",
        Table(
            "nt...",
            (
                other("T/r", "Vazifa (tadbir)", "Mexanizmi", "Amalga oshirish muddati", "Axborot kanallari"),
                other("1", "2", "3", "4", "5"),
                band("Matbuot bilan ishlash", 5),
                item(_n(1), "Vazirning matbuot anjumani", "Press-anjuman", "I chorak", "OAV",
                     reads="month 01..03", on="mass_media"),
                item(_n(2), "Suv tejash texnologiyalari bo`yicha media-tur", "Media-tur", "iyul", "Telekanallar",
                     reads="month 07", on="tv"),
                item(_n(3), "Haftalik sharh", "Dayjest", "har hafta dushanba kuni", "Vazirlik veb-sayti",
                     reads="weekly BYDAY=MO", on="website"),
                item(_n(4), "Rahbariyat intervyulari", "Intervyu", "Har oyda kamida bir marta", "Radio, televideniye",
                     reads="monthly", on="radio tv"),
                item(_n(5), "Xalqaro suv kuni", "Maqola", "22 mart kuni", "“Suv hayoti” jurnali",
                     reads="dates 03-22", on="newspaper"),
                band("Raqamli kontent", 5),
                item(_n(6), "Infografikalar", "Infografika", "Har oy 10 ta", "Telegram, Instagram",
                     reads="monthly x10", on="telegram instagram"),
                item(_n(7), "Qisqa videolar", "Reels", "haftada 2 marta", "Instagram",
                     reads="weekly x2", on="instagram"),
                item(_n(8), "Podkast", "Audio suhbat", "har chorak", "Youtube", reads="quarterly", on="youtube"),
                item(_n(9), "Fotoreportaj", "Fotogalereya", "yil davomida", "Facebook",
                     reads="continuous", on="facebook"),
                item(_n(10), "Chet tilidagi sahifa", "Tarjima", "har ish kuni", "Vazirlik veb-sayti",
                     reads="daily BYDAY=MO,TU,WE,TH,FR | daily", on="website"),
                band("Ochiqlik", 5),
                item(_n(11), "Ochiq ma`lumotlarni yangilash", "To`plam",
                     "har chorak yakuni bilan keyingi oyning 10-sanasi",
                     "Vazirlik veb-sayti", reads="quarterly BYMONTH=1,4,7,10 BYMONTHDAY=10", on="website"),
                item(_n(12), "Yillik ma`ruza", "Ma`ruza", "1-martga qadar", "Vazirlik veb-sayti",
                     reads="dates 03-01 by", on="website"),
                item(_n(13), "Jamoatchilik muhokamasi", "Muhokama", "joriy yilning 10-aprelida", "Rasmiy sahifalar",
                     reads="dates 04-10", on="official_pages", asks="~"),
                item(_n(14), "Korrupsiyaga qarshi haftalik", "Haftalik", "9-15-dekabr", "OAV va ijtimoiy tarmoqlar",
                     reads="dates 12-09..12-15", on="mass_media social", asks="~"),
                item(_n(15), "Farmon ijrosi haqida axborot", "Axborot", "Farmon qabul qilingandan so`ng 10 kunda",
                     "OAV", reads="unknown", on="mass_media", asks="?"),
                item(_n(16), "Suv inshootlari ochilishi", "Lavha", "ob`ekt foydalanishga topshirilgach", "Telekanallar",
                     reads="unknown | schedule", on="tv", asks="?"),
                item(_n(17), "Mavsumiy sug`orish ogohlantirishi", "SMS", "aprel-sentabr oylarida har oy", "SMS xabar",
                     reads="monthly 04..09 | monthly 04..09 from", on="sms"),
            ),
        ),
        "Vazir maslahatchisi                 I. G`aniyev",
    ),
)  # fmt: skip
