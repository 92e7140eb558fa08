"""The words of coverage cells, folded, as patterns of channels; in the order of tests."""

from __future__ import annotations

import re

NETWORK = r"(?:telegram|facebook|feysbuk|instagram|youtube|yutub|yutyub)"
_ENDINGS = r"(?:i|lar|da|ga|ning|ida|iga|lari|larida|lariga|ining|e|a|ah|ov)*"
_NAME_ENDING = r"(?:lar)?(?:i|si|im)?(?:dagi|dan|da|ga|ning|ni|gi|om|e|a|u|y)?\b"
_MEDIA = r"(?:oav\b|ommaviy ahborot\w*(?: vosita\w*)?)"

# A longer phrase takes its words away from the shorter one below it; a name may come twice.
CHANNELS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile("|".join(patterns)))
    for name, *patterns in (
        ("online_media", rf"(?:internet|onlayn|elektron)[ -](?:\w+[ -])?(?:nashr\w*|{_MEDIA})",
         r"(?:internet|onlayn|setev\w+|elektronn\w+)[ -]?(?:izdani\w+|smi\b|gazeta\w*)"),
        ("newspaper", rf"bosma (?:{_MEDIA}|nashr\w*)", r"pechatn\w+ (?:smi|izdani\w+)",
         r"\b(?:gazet|jurnal)(?!ist)[a-z]*"),
        ("official_pages", r"\brasmiy (?:\w+ )?(?:internet[ -])?sahifa\w*", r"\bofitsialn\w+ stranits\w*"),
        ("social", r"\bijtimoiy (?:media )?tarmo[kg]\w*", r"\bsotsialn\w+ set\w*", r"\bsotsset\w*"),
        ("website", rf"\b(?:rasmiy )?(?:internet[ -]|veb[ -]?|web[ -]?)?sayt{_ENDINGS}\b",
         r"\b(?:ofitsialn\w+ )?(?:veb|web)[ -]?(?:sayt|site|sahifa|stranits)\w*"),
        ("telegram", r"\b(?:t|telegram)\.me/\S*", rf"\btelegram{_NAME_ENDING}"),
        ("facebook", r"\b(?:www\.)?(?:facebook|fb)\.com/\S*", rf"\b(?:facebook|feysbuk|fesbuk){_NAME_ENDING}"),
        ("instagram", r"\b(?:www\.)?instagram\.com/\S*", rf"\binstagram{_NAME_ENDING}"),
        ("youtube", r"\b(?:www\.)?(?:youtube\.com|youtu\.be)/\S*",
         rf"\b(?:youtube|yutub|yutyub|you tube){_NAME_ENDING}"),
        ("tv", r"\btele(?:vide|viz|kanal|kompaniya|dastur|korsatuv|reportaj)\w*", r"\b(?:tv|mtrk)\b",
         r"\btele(?=radio)"),
        ("radio", r"radio\w*"),
        ("mass_media", r"\boav(?:da|ga|ning|lar|larda|lari|larida|lariga|i)?\b", r"\bommaviy ahborot(?: vosita\w*)?",
         r"\bahborot vosita\w*", r"\bsmi\b", r"\bsredstv\w+ massovoy informatsii"),
        ("outdoor", r"\breklama (?:\w+ )?(?:pano|shchit|lavha|tablo|konstruksiya)\w*", r"\breklamn\w+ shchit\w*",
         r"\bled\b(?:[ -]?(?:ekran|monitor)\w*)?", r"\bekran\w*", r"\bmonitor(?!ing)\w*", r"\bbil+bo[a]?rd\w*"),
        ("banner", r"\b(?:banner|plakat|buklet|afisha|flayer)\w*"),
        ("sms", r"\bsms\w*"),
        ("website", r"(?<![@\w.-])(?:https?://)?(?:www\.)?[a-z0-9-]{2,60}(?:\.[a-z0-9-]{1,60}){0,3}\.(?:uz|com|ru|org|net)\b"
         r"(?:/\S*)?"),
    )
)  # fmt: skip
# Networks and places that nothing is published on from here: each is asked about wherever it stands.
FOREIGN = re.compile(
    r"\b(?:tiktok|tik tok|tvitter|twitter|vkontakte|vk\.com|odnoklassniki|vatsap|whatsapp|viber|linkedin|treds|threads)"
)
# Those who are invited or take part are guests, not a channel.
GUESTS = re.compile(
    r"(?:\boav\w*|\bommaviy ahborot vosita\w*|\bsmi\b|\bgazeta\w*|\btelekanal\w*|\bjurnal\w*)"
    r" (?:(?:va|hamda) \w+ )?(?:vakil|ishtirok|hodim|jurnalist|muharrir|bilan|uchun)\w*(?: (?:ishtirokida|bilan))?"
    r"|\b(?:s uchastiem|predstavitel\w+) (?:smi|sredstv\w+ massovoy informatsii)"
)
# Words that a slip of the pen may hide.
WORDS = (
    "telegram", "facebook", "feysbuk", "instagram", "youtube", "rasmiy", "sahifalar", "sahifalari", "sahifalarida",
    "ijtimoiy", "tarmoklar", "tarmoklarda", "gazeta", "gazetasi", "gazetalarda", "televideniye", "telekanal", "ommaviy",
    "ahborot", "vositalari", "vositalarida", "ofitsialniy", "stranitsi", "sotsialnie", "reklama",
)  # fmt: skip
