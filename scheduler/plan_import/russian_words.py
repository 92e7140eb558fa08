"""Russian words of deadlines, folded, each with the class of its meaning (the classes are listed in `vocabulary`)."""

from __future__ import annotations

RUSSIAN_WEEKDAYS = {
    "ponedelnik": 0, "vtornik": 1, "sred": 2, "chetverg": 3, "pyatnits": 4, "subbot": 5, "voskresen": 6,
}  # fmt: skip
RUSSIAN_NUMBERS = {
    "odin": 1, "odna": 1, "odnogo": 1, "dva": 2, "dve": 2, "dvuh": 2, "tri": 3, "treh": 3, "tryoh": 3, "chetire": 4,
    "pyat": 5, "shest": 6, "sem": 7, "desyat": 10,
}  # fmt: skip
RUSSIAN_ORDINALS = {
    "perv": 1, "vtor": 2, "tret": 3, "chetvert": 4, "chetvyort": 4, "pyat": 5, "desyat": 10,
}  # fmt: skip
RUSSIAN_COUNTS = {"dvajdi": 2, "trijdi": 3}
RUSSIAN_PLURALS = frozenset({"dni", "dnyam"})
RUSSIAN_WORDS = {
    "kajdiy": "H", "kajdaya": "H", "kajdoe": "H", "kajdogo": "H", "kajduyu": "H", "kajdoy": "H", "kajdom": "H",
    "kajdie": "H",
    "ejednevno": "Hd", "ejenedelno": "Hw", "ejemesyachno": "Hm", "ejekvartalno": "Hq", "ejegodno": "Hy",
    "ejedn": "Hd", "ejened": "Hw", "ejemes": "Hm", "ejekv": "Hq", "ejekvart": "Hq",
    "r": "x", "ned": "w", "mes": "m", "kv": "q", "pol": "h",
    "ejemesyachniy": "Hm", "ejekvartalniy": "Hq", "raz": "x", "raza": "x", "den": "d", "dnya": "d", "dney": "d",
    "dni": "d", "dnyam": "d", "chislo": "d", "chisla": "d", "chislu": "d", "rabochiy": "b", "rabochie": "b",
    "rabochih": "b", "rabochim": "b", "rabochego": "b", "nedelya": "w", "nedelyu": "w", "nedeli": "w", "nedele": "w",
    "nedel": "w",
    "mesyats": "m", "mesyatsa": "m", "mesyatse": "m", "mesyatsev": "m", "kvartal": "q", "kvartala": "q",
    "kvartale": "q", "kvartali": "q", "kvartalah": "q", "polugodie": "h", "polugodii": "h", "polugodiya": "h",
    "polgoda": "h", "god": "y", "goda": "y", "godu": "y", "g": "y", "gg": "y",
    "dekada": "D", "dekade": "D", "dekadi": "D", "konets": "E", "kontse": "E", "kontsa": "E", "kontsu": "E",
    "itogam": "E", "okonchanii": "E", "okonchaniya": "E", "nachale": "B", "nachalo": "B", "do": "U", "k": "U",
    "pozdnee": "U", "pozje": "U", "chem": "f", "minimum": "A",
    "poslednyaya": "L", "posledniy": "L", "poslednyuyu": "L", "poslednee": "L", "poslednego": "L", "posledney": "L",
    "nachinaya": "S", "sleduyushchego": "K", "sleduyushchem": "K", "tekushchego": "c", "tekushchem": "c",
    "techenie": "V", "techeniye": "V", "srok": "I",
    "postoyanno": "C", "postoyanniy": "C", "postoyannoy": "C", "regulyarno": "C", "neprerivno": "C",
    "sistematicheski": "C",
    "grafiku": "G", "grafikom": "G", "grafika": "G", "raspisaniyu": "G", "planu": "G", "planom": "G",
    "soglasno": "f", "utverjdennomu": "f", "utverjdyonnomu": "f", "otdelnomu": "f", "sootvetstvii": "f", "osnove": "f",
    "neobhodimosti": "Z", "nujdi": "Z", "zaprosu": "Z", "postupleniya": "Z", "mere": "f", "pri": "f",
    "nakanune": "O", "posle": "Q", "pered": "P", "menee": "A", "reje": "A", "ne": "?", "krome": "X",
    "vihodnih": "R", "i": ",", "v": "f", "vo": "f", "s": "f", "so": "f", "na": "f", "po": "f", "iz": "f",
    "vsego": "f", "polovina": "F", "polovine": "F", "polovini": "F", "polovinu": "F", "chasov": "f",
    "uchebniy": "e", "uchebnogo": "e", "uchebnom": "e", "publikatsiya": "u", "publikatsii": "u", "publikatsiy": "u",
    "materialov": "u", "materiala": "u",
}  # fmt: skip
