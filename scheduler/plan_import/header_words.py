"""Words of a plan's header in every alphabet, and the role of the column that they name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from scheduler.plan_import.folding import APOSTROPHES, fold

ROLES = ("number", "title", "method", "deadline", "responsible", "coverage")
SECTION = "section"
OTHER = "other"
LONGEST_HEADER = 150
_BROKEN_WORD = re.compile(rf"(?<=[^\W\d_]|[{APOSTROPHES}])[-\u00ad\u2010]\s+(?=[^\W\d_])")

# In the order of tests: "amalga oshirish muddati" is a deadline although it begins like a method.
_ROLE_WORDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (role, re.compile("|".join(patterns)))
    for role, *patterns in (
        ("number", r"^(?:t ?[/.\\]? ?r|n|(?:no)+|nn|n ?p ?/ ?p|p ?/ ?p|pp|#|tartib(?: rakami?)?|rakami?|band|nomer)$",
         r"^no ?[pt] ?/ ?[pr]", r"^t ?/ ?p$"),
        ("other", r"^(?:izoh|eslatma|kayd|primechani|kommentari)", r"\bbajarilish(?:i|ning)? (?:hakida|holati|natija)",
         r"\bijro(?:si)? (?:hakida|holati)|\bholati\b|\botmetk|\bstatus\b|\bbajarilgan(?:ligi)?\b|\bvipolneni[ea] *$",
         r"\bimzo|\bpodpis|\bmoliyalash|\bfinansirovani|\bmablag|\bsumma|\bkutilayotgan natija|\bojidaem|\bnatija",
         r"\brezultat"),
        ("deadline", r"\bmuddat|\bsrok|\bsana(?:si|lari|lar)?\b|\bvakti?\b|\bvaktlari\b|\bdat[ai]\b|\bperiod",
         r"\bdavri?\b|\bkachon\b|\bkogda\b|\bvremya\b|\bsoati?\b|\bdavriylig?k?i?\b|\bchastota",
         r"^(?:oy|oylar|oyi|mesyats|mesyatsi|kun|kuni|kunlari|chorak|choraklar|kvartali?|den|hafta kuni|den nedeli)$",
         r"^(?:20\d\d[ -]*(?:y(?:il)?)? ?)?oylar(?:i|da)?$"),
        ("responsible", r"\bmasul|\bjavobgar|\bijrochi|\bijro etuvchi|\botvetstv|\bispolnitel|\bkim bajaradi",
         r"\bbajaruvchi|\btashkilotchi|\borganizator|\bmuallif\b|\bavtor\b"),
        ("title", r"\byoritiladigan (?:mavzu|masala|tadbir|voqea|vokea|yonalish|ish)"
         r"|\bosveshchaem[a-z]+ (?:tem|vopros)"),
        ("coverage", r"\byoriti(?:l|sh)|\bosveshcheni|\be ?lon kilinadigan|\bjoylashtiriladigan|\bchop etiladigan",
         r"\b(?:elon kilish|elon kilinish|joylashtirish|joylashtirilish|nashr|nashr etish|tarkatish)i?"
         r" (?:joy|manba|kanal|platforma|vosita)",
         r"^manba(?:si|lari?)?$|^istochniki?$|\bpublikatsiya (?:joy|manba)",
         r"^tarkatish$|^tarkatilishi$|^rasprostraneni[ea]$|^joylashti(?:rish|rilish|riladi)[a-z]*$",
         r"\bkanal(?:lar|i|lari|a)?\b|\bplatforma|\bploshchadk|\bahborot manba|\bresurs(?:lar|i)?\b|\bkayer(?:da|ga)\b",
         r"\bmesto (?:publik|razmesh)|\brazmeshcheni|\bosveshchaet|\bmesto vihoda|^gde$|\bgde (?:osvesh|vihod)",
         r"\bmedia ?(?:kanal|resurs)|^media$",
         r"^(?:oav|smi)(?: nomi)?$|^ommaviy ahborot vosita[a-z]*(?: nomi)?$|^sredstv[a-z]* massovoy informatsii$"),
        ("section", r"^(?:yonalish|rubrika|rukn|bolim|napravleni|razdel|blok)[a-z]*$"),
        ("method", r"\bmehanizm|\bamalga oshirish|\bshakl|\bform[ai]\b|\bformat|\busul|\bsposob|\bporyadok",
         r"\btartibi\b|\bturi?\b|\bvid\b|\bjanr|\bgoya|\bmazmun[ -]mohiyati|\btavsif|\bopisani|\bkratkoe",
         r"\bkiskacha|\bbajarish yoli|\byollari\b|\brealizatsi"),
        ("title", r"\btadbir|\bchora(?!k)|\bnomi\b|\bnomlanishi|\bmazmun|\bmavzu|\bnaimenovan|\bmeropriyat|\bvazifa",
         r"\btem[ai]\b|\btematik|\bbajariladigan ish|\bish(?:lar)?(?:ning)? (?:mazmun|nom|reja)|\byonalish|\bmasala",
         r"\bsoderjani|\bzadach[ai]|\bvoprosi?\b|\bnazvani|\bmaterial(?:lar)?\b|\bpublikatsi|\bsarlavha|\bzagolov",
         r"\bsobiti[ey]\b|\bvoqea\b|\binfopovod|\brabot[a]?\b|\bvokea",
         r"\bishlar(?:i|ning)?\b|^(?:ish|kontent|postlar|post|nashrlar|nashr|topshirik|reja)$"),
        ("other", r"\bauditoriya|\bhavola|\bssilk|\bmaksad|\btelefon|\bbudjet|\bbyudjet|\bkimga\b"),
    )
)  # fmt: skip


OTHER_MATTER = re.compile(
    r"\b(?:summa|narh|mablag|harajat|som\b|mikdor|smeta|stoimost|tsena|kolichestvo|soni\b|foiz|familiya"
    r"|f\.? ?i\.? ?[osh]|telefon|lavozim|doljnost|korsatkich|pokazatel)"
)
"""Words over columns of sums, of people, of figures: in a table beside the plan's they tell that it is none."""


def header_text(text: str) -> str:
    """Return a header cell with words joined again that a narrow column broke ("Muddat-\\nlari")."""
    return " ".join(_BROKEN_WORD.sub("", text).split())


def role_of(text: str) -> str | None:
    """Return the role that the words of a header cell name, or None; remarks and results have none."""
    role = named_role(text)
    return role if role in ROLES else None


def heads_other_list(texts: Iterable[str]) -> bool:
    """Tell whether header cells number a list of another kind: of people, of things; nothing of a plan is named."""
    words = [text for text in texts if text.strip()]
    roles = {named_role(text) for text in words}
    if len(words) < 2 or named_role(words[0]) != "number" or roles & {"deadline", "coverage", "method"}:
        return False
    return "title" not in roles or OTHER_MATTER.search(fold(" ".join(words))) is not None


@lru_cache(maxsize=2048)
def named_role(text: str) -> str | None:
    """Return the role that a header cell names, "section" for a column of subjects, "other" for remarks."""
    if not text.strip() or len(text) > 2 * LONGEST_HEADER:
        return None
    is_spaced = all(len(piece) == 1 for piece in text.split())
    for spelling in (header_text(text), "".join(text.split()) if is_spaced else text.replace("\n", "")):
        key = fold(spelling).strip(" .:;,*")
        if not key or len(key) > LONGEST_HEADER:
            continue
        found = next((role for role, pattern in _ROLE_WORDS if pattern.search(key)), None)
        if found:
            return found
    return None
