"""A clinic's plan in Latin of 2026: columns in an odd order under other words, a second plan table after the first."""

from tests.plans.documents import Office, Table, item, other

OFFICE = Office(
    name="poliklinika",
    year=2026,
    blocks=(
        "Çashmaobod tuman 3-son oilaviy poliklinikasining 2026-yilga möljallangan targ'ibot rejasi",
        "1-jadval. Oilalar bilan işlaş",
        Table(
            "..tn.",
            (
                other("Ijro muddati", "Qayerda yoritiladi", "Amalga oşiriladigan işlar", "№", "Masʼul şaxs"),
                item("Har oyda", "Poliklinika sahifasi (Telegram)", "Emlaş kunlari haqida eʼlon", "1", "Böliq mudiri",
                     reads="monthly", on="telegram | official_pages telegram", asks="~"),
                item("mart", "Mahalliy radio", "Sil kasalligining oldini oliş haqida suhbat", "2", "Ftiziatr",
                     reads="month 03", on="radio"),
                item("24.03.2026", "Ijtimoiy tarmoqlar", "Silga qarşi kuraş kuni", "3", "Ftiziatr",
                     reads="dates 03-24", on="social"),
                item("yanvar-fevral", "Telekanal", "Grippdan saqlaniş boyiça lavha", "4", "Epidemiolog",
                     reads="month 01..02", on="tv"),
                item("oyiga 2 marta", "Instagram", "Şifokor maslahati", "5", "Terapevt",
                     reads="monthly x2", on="instagram"),
                item("oktyabr", "Facebook", "Köz nurini asraş oyligi", "6", "Okulist", reads="month 10", on="facebook"),
                item("31-fevral", "Telegram", "Diyetolog suhbati", "7", "Diyetolog",
                     reads="unknown | month 02", on="telegram", asks="impossible_date"),
                item("sentyarb", "Telegram", "Maktab öquvçilari körigi", "8", "Pediatr",
                     reads="unknown | month 09", on="telegram", asks="spelling"),
                item("", "Telegram", "Donorlar kuni", "9", "Gematolog", reads="unknown", on="telegram",
                     asks="no_deadline"),
                item("har hafta", "Rasmiy veb-sayt", "Navbatçi şifokorlar jadvali", "10", "Qabulxona",
                     reads="weekly", on="website"),
            ),
        ),
        "2-jadval. Xodimlar va jamoatçilik",
        Table(
            "..tn.",
            (
                other("Ijro muddati", "Qayerda yoritiladi", "Amalga oşiriladigan işlar", "№", "Masʼul şaxs"),
                item("II chorak", "Rasmiy veb-sayt", "Çekişga qarşi kampaniya", "1", "Narkolog",
                     reads="month 04..06", on="website", asks="~"),
                item("har chorakda", "Telegram", "Bemorlar sorovnomasi natijalari", "2", "Bosh şifokor",
                     reads="quarterly", on="telegram", asks="~"),
                item("9–14-noyabr kunlari", "Gazeta", "Diabet haftaligi", "3", "Endokrinolog",
                     reads="dates 11-09..11-14", on="newspaper", asks="~"),
                item("har oyda va har chorakda", "Telegram", "Statistik sharh", "4", "Statist",
                     reads="unknown | monthly | quarterly", on="telegram", asks="multi_deadline|conflicting_deadline"),
                item("doimiy", "LED ekran", "Soglom turmuş tarzi roliklari", "5", "Hamşira",
                     reads="continuous", on="outdoor", asks="~"),
                item("yarim yillikda bir marta", "Veb-sayt", "Bosh şifokor hisoboti", "6", "Bosh şifokor",
                     reads="half_year", on="website", asks="~"),
                item("har oyning birinchi dushanbasi", "Youtube", "Jonli muloqot", "7", "Bosh şifokor",
                     reads="monthly BYDAY=1MO", on="youtube", asks="~"),
            ),
        ),
        "Bosh şifokor ____________ G'. Soliyev",
    ),
)  # fmt: skip
