"""An archive's plan without any table in another manner: "1-tadbir: …" and its labelled lines."""

from tests.plans.documents import Office, Said, said

OFFICE = Office(
    name="arxiv",
    year=2026,
    forms=("docx", "txt", "pdf"),
    blocks=(
        "Давлат архивининг 2026 йилги медиа режаси",
        said("1-тадбир: Архив ҳужжатлари кўргазмаси", None, "Архив ҳужжатлари кўргазмаси", "month 05", "tv", "~"),
        Said("Ижро муддати: май ойида"),
        Said("Ёритилиши: телевидение"),
        said("2-тадбир: Тарихчилар билан суҳбат", None, "Тарихчилар билан суҳбат", "quarterly", "youtube", "~"),
        Said("Ижро муддати: ҳар чоракда"),
        Said("Ёритилиши: ютуб"),
        said("3-тадбир: Очиқ эшиклар куни", None, "Очиқ эшиклар куни", "dates 06-09", "telegram", "~"),
        Said("Ижро муддати: 9 июнь куни"),
        Said("Ёритилиши: телеграм"),
        said("4-тадбир: Ноёб фотосуратлар", None, "Ноёб фотосуратлар", "weekly", "instagram", "~"),
        Said("Ижро муддати: ҳар ҳафта"),
        Said("Ёритилиши: инстаграм"),
        said("5-тадбир: Маълумотнома бериш тартиби", None, "Маълумотнома бериш тартиби", "continuous", "website", "~"),
        Said("Ижро муддати: доимий"),
        Said("Ёритилиши: веб-сайт"),
        said("6-тадбир: Йил якунлари", None, "Йил якунлари", "month 12", "newspaper", "~"),
        Said("Ижро муддати: декабрь"),
        Said("Ёритилиши: газета"),
    ),
)
