"""Finds in a text the e-mail addresses, also spelled out: "anna snabel-a mejl punkt se"."""

import re
from collections.abc import Iterator
from typing import Final

from handlers.signs import Signs

_WORD: Final = r"[\w+-]{1,64}"
_DOT: Final = r"(?:\.| \. | ?[\[({] ?(?:dot|punkt|\.) ?[\])}] ?| (?:dot|punkt) )"
_PARTED: Final = re.compile(_DOT)
_NAME_BEFORE: Final = re.compile(rf"(?<![\w.+-]){_WORD}(?:{_DOT}{_WORD}){{0,4}}$")
_PLACE: Final = re.compile(rf"{_WORD}(?:{_DOT}{_WORD}){{0,4}}")
_LAST: Final = re.compile(r"[a-z]{2,10}$")

# What can stand for the sign. The English word also means a place, so it proves nothing alone.
_SIGN: Final = re.compile(
    r"(?P<sure>(?<= )@ {1,2}(?=\w)|(?<! )@ ?| {0,2}[\[({<] ?(?:at|a|@|snabel[ -]?a) ?[\])}>] {0,2}"
    r"| (?:snabel[ -]?a|alfakrull) )| at "
)
# As far back as the longest name of a mailbox reaches, spelled out.
_BACK: Final = 100

_PROVIDERS: Final = frozenset(
    "gmail hotmail outlook yahoo icloud live msn telia comhem bredband spray bahnhof tele2 "
    "protonmail proton tutanota gmx mail email mejl googlemail me aol ymail".split()
)
# Who looks at, or is at, facebook dot com has no mailbox there.
_NO_NAMES: Final = frozenset(
    "look looks looked looking is are was were be been am being go goes went me him her them us it"
    " you there live lives working work works worked see seen saw find found meet met posted post"
    " read online stay stays stayed and or still always only that this he she they he's".split()
)


def mailboxes(seen: Signs) -> Iterator[tuple[int, int]]:
    """Yield the first sign of each e-mail address and the one after its last."""
    plain, last = seen.plain, 0
    for sign in _SIGN.finditer(plain):
        # A name has no such sign, so no part of a text is looked at for two.
        begins = max(last, sign.start() - _BACK)
        last = sign.end()
        place = _PLACE.match(plain, sign.end())
        name = place and _NAME_BEFORE.search(plain[begins : sign.start()].rstrip(" "))
        if name and place and _is_mailbox(name[0], sign, place[0]):
            yield begins + name.start(), place.end()


def _is_mailbox(name: str, sign: re.Match[str], place: str) -> bool:
    labels = [label for label in _PARTED.split(place) if label]
    spelled_out = " " in place
    known = labels[0] in _PROVIDERS
    if len(labels) == 1:
        return known and bool(sign["sure"])
    if not _LAST.match(labels[-1]):
        return False
    return bool(sign["sure"]) or known or (spelled_out and name not in _NO_NAMES)
