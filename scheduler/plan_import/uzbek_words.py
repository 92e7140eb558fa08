"""Uzbek words of deadlines, folded, each with the class of its meaning (the classes are listed in `vocabulary`)."""

from __future__ import annotations

MONTH_STEMS = {
    "yanvar": 1, "fevral": 2, "mart": 3, "aprel": 4, "may": 5, "iyun": 6, "iyul": 7, "avgust": 8,
    "sentabr": 9, "sentyabr": 9, "oktabr": 10, "oktyabr": 10, "noyabr": 11, "dekabr": 12,
}  # fmt: skip
# Abbreviated months of Uzbek and Russian; "mar" and "iyn" are too near to other words.
SHORT_MONTHS = {
    "yan": 1, "yanv": 1, "fev": 2, "fevr": 2, "apr": 4, "avg": 8, "sen": 9, "sent": 9, "okt": 10, "noy": 11, "noya": 11,
    "noyab": 11, "dek": 12,
}  # fmt: skip
WEEKDAY_STEMS = {
    "dushanba": 0, "seshanba": 1, "chorshanba": 2, "payshanba": 3, "juma": 4, "shanba": 5, "yakshanba": 6,
}  # fmt: skip
NUMBER_STEMS = {
    "bir": 1, "ikki": 2, "uch": 3, "tort": 4, "besh": 5, "olti": 6, "yetti": 7, "etti": 7, "sakkiz": 8,
    "tokkiz": 9, "on": 10, "yigirma": 20, "ottiz": 30,
}  # fmt: skip
RAMAZON, QURBON = 1, 2
MOVING_NAMES = {0: "", RAMAZON: "ramazon", QURBON: "qurbon"}
# month * 100 + day; the two that move with the moon have a number each, "hayit" alone is either of them
HOLIDAYS = {
    "navroz": 321, "navruz": 321, "mustakillik": 901, "nezavisimost": 901, "konstitutsiya": 1208, "konstitutsii": 1208,
    "ramazon": RAMAZON, "ramazan": RAMAZON, "roza": RAMAZON, "kurbon": QURBON, "kurban": QURBON, "hayit": 0, "hait": 0,
}  # fmt: skip

UZBEK_STEMS = {
    "har": "H", "kun": "d", "sana": "d", "si": "d", "ish": "b", "hafta": "w", "oy": "m", "chorak": "q", "chorag": "q",
    "kvartal": "q",
    "yil": "y", "yarim": "F", "yarm": "F", "dekada": "D", "marta": "x", "marotaba": "x", "martta": "x", "ta": "n",
    "yakun": "E", "yakunlangani": "E", "ohir": "E", "tugashi": "E", "bosh": "B", "kadar": "U", "gacha": "U",
    "boshlab": "S",
    "muddat": "I", "ichi": "I", "davomi": "V", "boyi": "V", "mobayni": "V",
    "doim": "C", "doimo": "C", "doimiy": "C", "muntazam": "C",
    "uzluksiz": "C", "jadval": "G", "reja": "G", "grafik": "G", "dastur": "G", "belgilanganmuddat": "G",
    "zarurat": "Z", "zaruriyat": "Z", "zarur": "Z", "kerak": "Z", "ehtiyoj": "Z", "talab": "Z", "sorov": "Z",
    "topshirik": "Z", "arafa": "O", "bayram": "j", "soat": "f", "okuv": "e", "damolish": "R",
    "makola": "u", "material": "u", "post": "u", "habar": "u", "video": "u", "rolik": "u", "videorolik": "u",
    "infografika": "u", "reliz": "u",
}  # fmt: skip
UZBEK_WORDS = {
    "ohirgi": "L", "songgi": "L", "keyingi": "K", "kelgusi": "K", "kelasi": "K", "joriy": "c", "shu": "c",
    "kechiktirmay": "U", "kechiktirmasdan": "U", "kechikmay": "U", "kechikmasdan": "U", "kamida": "A",
    "eng": "f", "butun": "f", "kami": "A", "bilan": "f", "keyin": "Q", "song": "Q", "etiboran": "Q",
    "oldin": "P", "avval": "P", "ilgari": "P", "kolganda": "P", "tashkari": "X",
    "va": ",", "hamda": ",", "yoki": "?", "ravishda": "f", "asosan": "f", "asosida": "f", "asosda": "f", "tarzda": "f",
    "muvofik": "f", "binoan": "f", "kora": "f", "karab": "f", "hollarda": "f", "holda": "f", "bolganda": "f",
    "bolgan": "f", "kilib": "f", "borish": "f", "boriladi": "f", "boyicha": "f", "tasdiklangan": "f",
    "belgilangan": "f", "alohida": "f", "ishlar": "?", "tugilganda": "f", "y": "y", "bor": "x", "bora": "x",
    "kundalik": "Hd", "u": "y",  # "2026 y." whose y came from the Cyrillic keyboard, where it is a u
    "chor": "q", "haftalik": "Hw", "oylik": "Hm", "choraklik": "Hq", "da": "f", "ga": "f", "ning": "f", "uchun": "?",
}  # fmt: skip
