"""Finds in a text the addresses at which somebody lives: a street with a number, and what follows.

A street without a number is none, and neither is a town.
"""

import re
from collections.abc import Iterator
from typing import Final

from handlers.signs import Signs

# How streets end and hardly any other word; é keeps "allén" apart from "hallen".
_STREET: Final = (
    "gatan|gata|vagen|vaegen|vag|stigen|granden|grand|torget|torg|allén|allé|liden|esplanaden|"
    "slingan|svangen|kajen|brinken|straket|terrassen|backen|backe"
)
# How many other words end, too; only as a name, and where nothing but a number can follow.
_PERHAPS: Final = (
    "stig|plan|plats|platsen|parken|hamn|hamnen|ringen|leden|hojden|garden|dalen|hagen|kullen|"
    "lunden|udden|viken|gangen|stranden|strand|allen|alle|bron|berget|holmen|asen"
)
_NUMBER: Final = r"(?:,? ?(?:nr|nummer|no|number)\.? ?)?(?P<number>[0-9]{1,4})(?![0-9])"
_POSTCODE: Final = r"(?:se?-)?[1-9][0-9]{2} ?[0-9]{2}(?![0-9])"
_DOOR: Final = re.compile(r"(?:[-/:][0-9]{1,4}(?![0-9]))?(?: ?[a-z](?![a-zé0-9]))?")
# Letters that people write alone for no word, as they do "e" for "är".
_NO_WORDS: Final = "bcfgh"
_LAST: Final = re.compile(r" ?(?:$|[,.;!?)…\n])")
_FLAT: Final = r"(?:lgh|lagenhet|lag|apt|apartment|flat|unit)\.? ?[0-9]{1,4}(?:[a-z]\b)?"
_FLOOR: Final = re.compile(
    rf"(?:,? ?{_FLAT}|,? ?vaning\.? ?[0-9]{{1,4}}|,? ?[0-9] ?(?:tr|trappor)\b\.?)?"
)
_FLAT_BEFORE: Final = re.compile(rf"(?<![a-zé]){_FLAT},? $")
_TOWN: Final = re.compile(
    r"(?:[,.]? ?\n? ?(?:" + _POSTCODE + r"))"
    r"(?:,? {1,2}(?:(?:upplands|vastra|ostra|norra|sodra|stora|lilla|nya|gamla) )?[a-zé]{2,20})?"
)
_COUNTED: Final = re.compile(
    r"[.:,][0-9]|[ -]?(?:%|:-|[€$£]|(?:km|mil|m|meter|metrar|min|minut|minuter|tim|timme|timmar|h|"
    r"dag|dagar|dygn|vecka|veckor|manad|manader|ar|aring|aringar|gang|ganger|st|stycken|personer|"
    r"person|killar|kille|tjejer|tjej|barn|ungdomar|man|pojkar|flickor|poliser|kompisar|vanner|"
    r"vuxna|elever|kr|kronor|procent|av|nazister|gubbar|bilar|skott|lampor|hus|meters|"
    r"minutes|hours|days|weeks|months|years|times|people|guys|men|kids|boys|girls|police|cars|o)\b)"
)

_AFTER_STREET: Final = re.compile(rf"(?P<ending>{_STREET})[ \n]{{0,2}}{_NUMBER}")
_AFTER_NAME: Final = re.compile(rf"(?P<ending>{_PERHAPS})[ \n]{{0,2}}{_NUMBER}")
# Roads of the whole country are told by their number, and some ways are none.
_ROADS: Final = frozenset("riks lans europa motor gen om ut av halv i s jarn".split())
# "Gamla vägen" and "Olof Palmes gata" are two words and more.
_ADJECTIVES: Final = frozenset(
    "norra sodra ostra vastra gamla nya stora lilla ovre nedre langa breda hoga inre yttre".split()
)
_WORDS_BEFORE: Final = re.compile(
    rf"(?<![a-zé0-9])(?:(?:{'|'.join(sorted(_ADJECTIVES))}|sankta?|s:ta?) )+$"
)
_INITIALS: Final = re.compile(r"(?<![a-zé0-9])(?:[a-hj-z]\.? )+$")
_OWNERS: Final = frozenset("hans hennes deras dess vars allas andras ingens nagons".split())
_LONGEST: Final = 40  # signs of a street's name

# With a postcode behind it, any word is a place to live at.
_WITH_POSTCODE: Final = re.compile(
    rf"(?P<name>[a-zé]{{3,25}}) {_NUMBER}(?: ?[a-z](?![a-zé0-9]))?"
    rf"[, \n]{{1,3}}{_POSTCODE},? (?P<town>[a-zé]{{2,20}})"
)

_SURE_IN_ENGLISH: Final = "street|road|avenue|lane|crescent|mews|boulevard"
_PERHAPS_IN_ENGLISH: Final = (
    "st|rd|ave|ln|dr|blvd|way|drive|close|court|place|terrace|gardens|square|grove|hill|park|walk|"
    "row|green|rise|view"
)
_IN_ENGLISH: Final = re.compile(
    r"(?<![0-9.,:])[0-9]{1,5}[a-z]?,? (?P<name>(?:[a-z'.]{2,20} ){1,3}?)"
    rf"(?:(?P<sure>{_SURE_IN_ENGLISH})|(?P<perhaps>{_PERHAPS_IN_ENGLISH}))\b"
)
_UK_POSTCODE: Final = re.compile(
    r"(?:,? ?\n? ?[a-z]{2,20}){0,2}?,? ?\n? ?[a-z]{1,2}[0-9][a-z0-9]? ?[0-9][a-z]{2}\b"
)
# A town stands behind a comma, and so may the rest of a sentence.
_BEHIND_COMMA: Final = re.compile(r",[ \n]{0,2}([a-z]{3,20})(?: ([a-z]{3,20}))?")
_NO_TOWNS: Final = frozenset(
    "and but she they the this that there his her their our you your who what when where why how"
    " please help come call ask not then now".split()
)
_NO_NAMES: Final = frozenset(
    "the a an on in of to at from by and or his her my our their your this that same other another"
    " different years year months month weeks week days day hours hour minutes minute min mins"
    " people men man women guys kids boys girls friends times km kilometers miles mile meters"
    " metres meter m old more is was were are lives live down up off across per busy dirt"
    " am pm out lane way far away small big dark into with for near".split()
)


def homes(seen: Signs) -> Iterator[tuple[int, int]]:
    """Yield the first sign of each full address and the one after its last."""
    yield from _swedish(seen)
    for found in _WITH_POSTCODE.finditer(seen.plain):
        if seen.is_capital(found.start()) and seen.is_capital(found.start("town")):
            yield found.span()
    for found in _IN_ENGLISH.finditer(seen.plain):
        if _is_english(seen, found):
            yield _with_flat(seen, found.start()), _english_end(seen, found.end())


def _swedish(seen: Signs) -> Iterator[tuple[int, int]]:
    for pattern, begins in ((_AFTER_STREET, _street), (_AFTER_NAME, _named)):
        for found in pattern.finditer(seen.plain):
            start = begins(seen, found)
            if start is not None and not _is_count(seen.plain, found):
                yield _with_flat(seen, _first_word(seen, start)), _end(seen, found.end())


def _street(seen: Signs, found: re.Match[str]) -> int | None:
    """Return where the name of a street begins that ends so, if it is one."""
    start = _word(seen.plain, found.start())
    first = seen.plain[start : found.start()]
    if first:
        is_name = len(first) > 1 or seen.is_capital(start)  # "Ågatan"
        return start if is_name and first not in _ROADS else None
    before = _word_before(seen.plain, start)
    word = seen.plain[before : max(0, start - 1)]
    of_somebody = word.endswith("s") and len(word) > 3 and word not in _OWNERS  # noqa: PLR2004
    owned = of_somebody and not found["ending"].endswith("n")
    if not (owned or word in _ADJECTIVES or _is_name_within(seen, before)):
        return None
    # "Olof Palmes gata"
    first_name = _word_before(seen.plain, before)
    return first_name if seen.is_capital(first_name) else before


def _first_word(seen: Signs, start: int) -> int:
    """Return where the name of a street begins, with what is a part of it: "Västra", "K A"."""
    reach = max(0, start - _LONGEST), start
    initials = _INITIALS.search(seen.plain, *reach)
    if initials and seen.is_capital(initials.start()):
        return initials.start()
    words = _WORDS_BEFORE.search(seen.plain, *reach)
    # "den gamla Storgatan"
    if words and (seen.is_capital(words.start()) or not seen.is_capital(start)):
        return words.start()
    return start


def _with_flat(seen: Signs, start: int) -> int:
    """Return where an address begins, with the flat that is named before it."""
    found = _FLAT_BEFORE.search(seen.plain, max(0, start - _LONGEST), start)
    return found.start() if found else start


def _word_before(plain: str, start: int) -> int:
    """Return where the word begins that stands before another one, or where that begins."""
    return _word(plain, start - 1) if plain[:start].endswith(" ") else start


def _word(plain: str, end: int) -> int:
    """Return where the word begins that ends there."""
    start = end
    while start > max(0, end - _LONGEST) and plain[start - 1].isalpha():
        start -= 1
    return start


def _named(seen: Signs, found: re.Match[str]) -> int | None:
    """Return where a name begins that is perhaps a street's: within a sentence, and a capital."""
    start = _word(seen.plain, found.start())
    if found.start() - start < 3 or not seen.is_capital(start):  # noqa: PLR2004
        return None
    after = seen.plain[found.end() : found.end() + _LONGEST]
    alone = re.match(rf"(?: ?[a-z])?{_LAST.pattern}", after)
    return start if _TOWN.match(after) or (alone and _is_name_within(seen, start)) else None


def _is_name_within(seen: Signs, start: int) -> bool:
    """Whether a word has a capital, and not for being the first of a sentence."""
    within = re.search(r"[a-z0-9,] $", seen.plain[max(0, start - 2) : start])
    return bool(within) and seen.is_capital(start)


def _is_count(plain: str, found: re.Match[str]) -> bool:
    """Whether a number beside a street is a year, a time, or a number of something."""
    number = found["number"]
    year = len(number) == 4 and number[:2] in {"18", "19", "20"}  # noqa: PLR2004
    return year or bool(_COUNTED.match(plain, found.end()))


def _end(seen: Signs, end: int) -> int:
    """Return the end of an address: with its letter, its door, and its postcode and town."""
    door = _match_end(_DOOR, seen, end)
    # "5 i Umeå" has no letter, and "5 b i Umeå" has.
    sure = seen.is_capital(door - 1) or seen.plain[door - 1] in _NO_WORDS
    if " " not in seen.plain[end:door] or sure or _LAST.match(seen.plain, door):
        end = door
    return _match_end(_TOWN, seen, _match_end(_FLOOR, seen, end))


def _match_end(pattern: re.Pattern[str], seen: Signs, start: int) -> int:
    found = pattern.match(seen.plain, start)
    return found.end() if found else start


def _is_english(seen: Signs, found: re.Match[str]) -> bool:
    words = found["name"].split()
    if _NO_NAMES & set(words):
        return False
    capital = seen.is_capital(found.start("name"))
    return bool(found["sure"]) or (capital and seen.is_capital(found.start("perhaps")))


def _english_end(seen: Signs, end: int) -> int:
    """Return the end of an English address: with its flat, and its postcode or town."""
    end = _match_end(_FLOOR, seen, end)
    postcode = _match_end(_UK_POSTCODE, seen, end)
    return postcode if postcode > end else _town_end(seen, end)


def _town_end(seen: Signs, end: int) -> int:
    """Return the end of the name behind a comma, of one or two words, if there is one."""
    found = _BEHIND_COMMA.match(seen.plain, end)
    if not found or not _is_town(seen, found, 1):
        return end
    return found.end(2 if _is_town(seen, found, 2) else 1)


def _is_town(seen: Signs, found: re.Match[str], word: int) -> bool:
    """Whether a word is a name by its capital, and not because all its letters are capitals."""
    start = found.start(word)
    if start < 0 or found[word] in _NO_TOWNS:
        return False
    return seen.is_capital(start) and not seen.is_capital(start + 1)
