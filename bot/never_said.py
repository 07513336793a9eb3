"""What no text may promise, in whatever words, since nobody could keep it.

The list for people who write texts is in docs/texts.md; these are its words with their variants.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from bot.texts import LANGUAGES, Facts, Texts

_WHOLLY: Final = (
    r"(?:helt(?: och hållet)?|fullt(?: ut)?|fullständigt|fullkomligt|totalt|alldeles|absolut"
    r"|garanterat|verkligen|completely|totally|fully|entirely|absolutely|perfectly|wholly|utterly"
    r"|truly|guaranteed(?: to be)?|(?:100|hundra|(?:a |one )?hundred) ?(?:%|procent\w*|per ?cent))"
)
_WHOLE: Final = (
    r"(?:full|fullständig|fullkomlig|total|absolut|garanterad|complete|absolute|perfect"
    r"|guaranteed|100 ?%|100 ?procentig|hundraprocentig)"
)
_NOBODY: Final = (
    r"(?:ingen(?: annan| utomstående| obehörig| människa| person| enda| här| hos oss){0,2}"
    r"|(?:nobody|no[ -]one|not a soul|no third party|no outsider)(?: else| here| outside| ever)*)"
)
_SEE: Final = (
    r"(?:se|läsa|höra|veta|spåra|hitta|identifiera|avslöja|komma åt|ta del av|ta reda på"
    r"|få (?:se|läsa|höra|veta|reda på)"
    r"|see|read|hear|know|learn|find(?: out)?|trace|track|identify|tell|access|be told)"
)
_KEPT: Final = (
    r"(?:sparas|lagras|loggas|registreras|behålls|samlas in"
    r"|(?:is|are|gets?|will be|is being)(?: ever)?"
    r" (?:stored|saved|kept|logged|recorded|collected|retained))"
)
_KEEPS: Final = (
    r"(?:sparar|lagrar|loggar|registrerar|behåller|samlar in"
    r"|store|save|keep|log|record|collect|retain|hold)s?"
)
_NOTHING: Final = (
    r"(?:inget|ingenting|inga (?:uppgifter|data|spår|loggar|meddelanden|samtal)"
    r"|nothing|no (?:data|information|logs?|records?|traces?|messages?))"
)
_A_FEW: Final = r"(?: [\w’']+){0,5}?"


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(rf"\b(?:{pattern})(?!\w)" for pattern in patterns))


# Each kind by the sentence that it is known by.
NEVER: Final[Mapping[str, re.Pattern[str]]] = {
    "helt anonym, completely anonymous": _any(
        rf"{_WHOLLY} (?:anonym|osynlig|hemlig|privat|konfidentiell|invisible|private|confidential"
        r"|secret)\w*",
        rf"anonym\w*,? (?:to |till |i )?{_WHOLLY}",
        rf"{_WHOLE} anonym\w*",
        rf"(?:garanter\w*|guarantee\w*){_A_FEW} (?:anonym\w*|you anonymity)",
        r"(?:anonymitet\w*|anonymity)(?: är| is)? (?:garanter\w*|guaranteed)",
    ),
    "krypterat hela vägen, end-to-end encrypted": _any(
        rf"krypter\w*{_A_FEW} hela vägen",
        rf"hela vägen{_A_FEW} krypter\w*",
        r"totalsträckskrypter\w*",
        r"änd[ea]n?[ -]till[ -]änd[ea]\w*",
        r"end[ -]to[ -]end",
        r"e2ee?",
        rf"encrypt\w*{_A_FEW} (?:all the way|the whole way)",
        rf"all the way{_A_FEW} encrypt\w*",
    ),
    "ingen kan se, nobody can see": _any(
        rf"{_NOBODY} (?:kan|kunde|får|kommer att|lär|can|could|will|would|may|is able to|gets to"
        rf"|has to|needs to){_A_FEW} {_SEE}",
        rf"(?:kan|får|kommer|lär) (?:ingen|aldrig någon){_A_FEW} {_SEE}",
        rf"(?:cannot|can never|can’t|can't) (?:ever )?be (?:seen|read|heard|found){_A_FEW}"
        r" by (?:anyone|anybody)",
        rf"kan (?:inte|aldrig) (?:ses|läsas|höras){_A_FEW} av (?:någon|andra|obehöriga)",
        r"ingen (?:annan|utomstående) (?:ser|läser|vet|hör|märker)",
        r"ingen (?:ser|vet|märker) (?:vem|vad|att|var|om)",
        r"(?:nobody|no[ -]one) else (?:sees|reads|hears|knows)",
        r"(?:nobody|no[ -]one) (?:sees|knows|finds out|learns) (?:who|what|that|where|of|about)",
    ),
    "ingen får veta, nobody will know": _any(
        r"ingen(?: annan)? får (?:någonsin )?(?:veta|reda)",
        r"får ingen(?: annan)? (?:någonsin )?(?:veta|reda)",
        r"får aldrig (?:veta|reda på)",
        rf"(?:polisen|säpo|soc|socialtjänsten|familjen){_A_FEW} får (?:aldrig|inte) (?:veta|reda)",
        r"(?:nobody|no[ -]one)(?: else)? (?:will|is|has to|needs to|must)(?: ever)?"
        r" (?:know|find out|learn|hear|told|be told)",
        rf"(?:the police|your family|he|she){_A_FEW} will never (?:know|find out|learn|hear)",
    ),
    "vi sparar ingenting, we store nothing": _any(
        rf"{_KEEPS}(?: [\w’']+){{0,2}}? {_NOTHING}",
        rf"{_NOTHING}{_A_FEW} {_KEPT}",
        rf"{_KEPT}(?: [\w’']+){{0,2}}? {_NOTHING}",
        r"(?:sparar|lagrar|loggar|registrerar|samlar) (?:\w+ )?(?:inte|aldrig) (?:in )?"
        r"(?:något|någonting|några|vad du|det du)",
        rf"(?:do not|does not|don’t|don't|doesn’t|doesn't|never) (?:ever )?{_KEEPS}"
        r" (?:anything|any|what you)",
    ),
    "går inte att spåra, untraceable": _any(
        r"(?:omöjlig\w*|går (?:inte|aldrig)|kan (?:inte|aldrig))(?: att)?(?: \w+)? spåra\w*",
        r"(?:ospårbar|spårlös)\w*",
        r"(?:inga|utan) spår(?! av)",
        r"untrace?able",
        r"untrackable",
        r"(?:impossible|not possible) to (?:trace|track|identify)",
        r"(?:cannot|can not|can never|can’t|can't|could never|never|will not) (?:ever )?"
        r"(?:be )?(?:traced?|tracked?|identified)",
        r"(?:leaves?|leaving|left) no traces?",
        r"without (?:a|any) traces?",
    ),
    "100 % säkert, 100 % safe": _any(
        rf"(?:100|hundra|(?:a |one )?hundred) ?(?:%|procent\w*|per ?cent){_A_FEW}"
        r" (?:säker|trygg|skydd|safe|secure|protect)\w*",
        r"(?:säker|trygg|skydda|safe|secure|protected)\w*,? (?:to |till |i )?"
        r"(?:100|hundra|(?:a |one )?hundred) ?(?:%|procent\w*|per ?cent)",
        r"(?:completely|totally|absolutely|perfectly|entirely) (?:safe|secure|protected)",
        r"(?:helt|fullständigt|absolut|totalt) (?:skyddad|trygg)\w*",
    ),
    "inget finns kvar, gone forever": _any(
        rf"(?:inget|ingenting){_A_FEW} (?:finns|blir|ligger|är) kvar",
        rf"(?:finns|blir|är) (?:inget|ingenting){_A_FEW} kvar",
        r"(?:borta|raderat|raderas|bort|försvinner) (?:för (?:alltid|gott)|överallt)",
        r"för alltid (?:borta|raderat|bort)",
        rf"nothing{_A_FEW} (?:is left|remains|stays)",
        r"(?:gone|deleted|erased|removed) (?:forever|for good|everywhere|without)",
        r"permanently (?:deleted|erased|removed|gone)",
    ),
}

# What stays between people is for the operator's own rules to say, and for no text of ours.
OPERATORS_OWN: Final[Mapping[str, re.Pattern[str]]] = {
    "tystnadsplikt, strictly confidential": _any(
        r"tystnads(?:plikt|löfte)\w*",
        r"sekretess\w*",
        r"stannar mellan oss",
        r"(?:strictly|in strict) confiden\w*",
        r"(?:duty|vow) of (?:secrecy|confidentiality|silence)",
        r"(?:stays|remains) between us",
    ),
}


def promised(text: str, kinds: Mapping[str, re.Pattern[str]] = NEVER) -> list[str]:
    """Return the words of a text that promise what nobody could keep."""
    read = " ".join(re.sub(r"[*`“”\"«»]", "", text).casefold().split())
    return [found[0] for kind in kinds.values() for found in kind.finditer(read)]


def problems(texts: Texts, facts: Facts) -> Iterator[str]:
    """Say of each text, and of each fact that its operator wrote, what cannot be kept."""
    for language in LANGUAGES:
        for key in sorted(texts.keys):
            for words in promised(texts.source(language, key), {**NEVER, **OPERATORS_OWN}):
                yield f"{language}: {key} promises “{words}”, which cannot be kept"
        for name, value in facts[language].items():
            for words in promised(str(value)):
                yield f"{language}: the line’s {name} promises “{words}”, which cannot be kept"
