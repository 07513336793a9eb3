"""A text as plain signs, each with its place: small Latin letters and ASCII digits, no marks."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

# What cannot be seen, or stands on the sign before it: joiners, accents, the box of a keycap.
_UNSEEN: Final = frozenset({"Cf", "Mn", "Me", "Cc"})
_LETTERS: Final = str.maketrans("åäáàâãæöøóòôõü", "aaaaaaaoooooou")
_MOST: Final = 4096


@dataclass(frozen=True, slots=True)
class Signs:
    """A text to look for things in.

    `plain` has as many signs as `places`, which say where each stands in `text`. Between é and e
    a difference is kept, for it is all that tells an avenue from other words ("allén").
    """

    text: str
    plain: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where in the text the signs from `start` to before `end` stand.

        What follows and cannot be seen, such as the box of a keycap, belongs to the last.
        """
        after = self.places[end] if end < len(self.places) else len(self.text)
        return self.places[start], max(after, self.places[end - 1] + 1)

    def is_capital(self, sign: int) -> bool:
        """Whether a sign is a capital letter in the text."""
        return self.text[self.places[sign]].isupper()


def signs(text: str) -> Signs:
    """Return the signs of a text; those that cannot be seen hide nothing."""
    plain, places = [], []
    for place, character in enumerate(text):
        for sign in _plain(character):
            plain.append(sign)
            places.append(place)
    return Signs(text, "".join(plain), tuple(places))


@lru_cache(maxsize=_MOST)
def _plain(character: str) -> str:
    if character == "\n":
        return character
    if character.isspace():
        return " "
    category = unicodedata.category(character)
    if category in _UNSEEN:
        return ""
    if category == "Pd" or character == "\N{MINUS SIGN}":
        return "-"
    usual = unicodedata.normalize("NFKC", character).lower().translate(_LETTERS)
    seen = "".join(_digit(sign) for sign in usual if unicodedata.category(sign) not in _UNSEEN)
    # Nobody writes a number in fractions, and some signs stand for whole sentences.
    return seen if len(seen) < 2 or seen.isalpha() else character  # noqa: PLR2004


def _digit(sign: str) -> str:
    """Return a digit of any script as one of ours."""
    value = unicodedata.decimal(sign, None)
    return sign if value is None else str(value)
