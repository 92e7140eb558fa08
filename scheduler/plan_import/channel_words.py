"""The words of coverage cells, folded, as patterns of channels; in the order of tests."""

from __future__ import annotations

import re

NETWORK = r"(?:telegram|facebook|feysbuk|instagram|youtube|yutub|yutyub)"
_ENDINGS = r"(?:i|lar|da|ga|ning|ida|iga|lari|larida|lariga|ining|e|a|ah|ov)*"
_NAME_ENDING = r"(?:lar)?(?:i|si|im)?(?:dagi|dan|da|ga|ning|ni|gi|om|e|a|u|y)?\b"
TAKEN = "\x1a"  # stands for what a longer phrase above took, and for names in quotes
_MEDIA = r"(?:oav\b|ommaviy ahborot\w*(?: vosita\w*)?)"

# A longer phrase takes its words away from the shorter one below it; a name may come twice.
CHANNELS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile("|".join(patterns)))
    for name, *patterns in (
        ("online_media", rf"(?:internet|onlayn|elektron)[ -](?:\w+[ -])?(?:nashr\w*|{_MEDIA})",
         r"(?:internet|onlayn|setev\w+|elektronn\w+)[ -]?(?:izdani\w+|smi\b|gazeta\w*)",
         r"\b(?:internet|onlayn|elektron)(?= (?:va|hamda) bosma\b)", r"\belektronn\w+(?= i pechatn)"),
        ("newspaper", rf"bosma (?:{_MEDIA}|nashr\w*)", r"pechatn\w+ (?:smi|izdani\w+)",
         rf"\bbosma(?= (?:va|hamda) {TAKEN})", rf"\bpechatn\w+(?= i {TAKEN})",
         r"\b(?:gazet|jurnal)(?!ist)[a-z]*"),
        ("official_pages", r"\brasmiy (?:\w+ )?(?:internet[ -])?sahifa\w*", r"\bofitsialn\w+ stranits\w*"),
        ("social", r"\bijtimoiy (?:media )?tarmo[kg]\w*", r"\bsotsialn\w+ set\w*",
         r"\bsots[. ]{0,2}set\w*", r"\bijt\. ?tarmo[kg]\w*"),
        ("website", rf"\b(?:rasmiy )?(?:internet[ -]|veb[ -]?|web[ -]?)?sayt{_ENDINGS}\b",
         r"\b(?:ofitsialn\w+ )?(?:veb|web)[ -]?(?:sayt|site|sahifa|stranits)\w*"),
        ("telegram", r"\b(?:t|telegram)\.me/\S*", rf"\btelegram{_NAME_ENDING}", r"\btg\b"),
        ("facebook", r"\b(?:www\.)?(?:facebook|fb)\.com/\S*", rf"\b(?:facebook|feysbuk|fesbuk){_NAME_ENDING}",
         r"\bfb\b"),
        ("instagram", r"\b(?:www\.)?instagram\.com/\S*", rf"\binstagram{_NAME_ENDING}", r"\big\b"),
        ("youtube", r"\b(?:www\.)?(?:youtube\.com|youtu\.be)/\S*",
         rf"\b(?:youtube|yutub|yutyub|you tube){_NAME_ENDING}"),
        ("tv", r"\btele(?:vide|viz|kanal|kompaniya|dastur|korsatuv|reportaj)\w*", r"\b(?:tv|mtrk)\b",
         r"\btele(?=[ -]{0,2}(?:(?:va|hamda|i) )?radio)"),
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
# What excludes a channel, leaves a choice, sets a condition, gives a channel a rhythm of its own, or belongs
# to others (a newspaper's site, a news site, a group of parents): a person decides.
UNSETTLED = re.compile(
    r"\b(?:tashkari|emas|yok|yoki|yohud|krome|isklyucheni\w+|ne|bez|ili|libo|zarur\w*|ehtiyoj\w*|neobhodimost\w*|imkon\w*"
    r"|vozmojnost\w*)\b|\w{3}(?:mayd|magan|masdan|maslik|masin)\w*"
    r"|\b(?:bot(?:i|lar|da|ida)?|guruh\w*|devoriy)\b"
    r"|\b(?:oav|gazeta|jurnal|telekanal|radio|nashr|agentlik)\w*(?:ning (?:\w+ ){0,2}?| )(?:sayt|sahifa)(?:lar)?s?i\w*"
    r"|\b(?:kun|daryo|gazeta|uza|habar|kalampir|podrobno|nuz|uzreport|zamin|repost)\.uz\b"
    r"|\bhar (?:kun|hafta|oy|chorak|yil)\w*|\b(?:raza?|marta|marotaba)\b|\beje(?:dn|ned|mes|kv|god)\w*"
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
