"""The return code: six words by which a conversation goes on from elsewhere while it is kept.

Each word is one of the 2,048 of a language (data/return-code-*.txt). A list is exactly 2^11 long,
each of its words is as likely as any other, and none depends on those before it: so a word holds
11 random bits, and six hold 66. Whoever makes a code brings the randomness, and whoever keeps it
keeps a hash of what `read` returns. To forgive a slip takes nothing from the 66 bits: whatever is
typed means one code at most.

The words are for somebody who is tired, and reads them aloud or types them on a small screen. No
two of either list are the same without their dots and rings and with each doubled letter once, and
no slip of one letter makes one word of a list into another.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from itertools import dropwhile
from string import ascii_lowercase
from typing import Final, get_args

from handlers.language import Language

WORDS: Final = 6
BITS: Final = 66

# No code is longer, whatever stands before it and between its words.
_LONGEST: Final = 300
# So many words have to be right, and a short one is not mended: most short words that people write
# are a letter away from one of a list, and an ordinary message must never be taken for a code.
_RIGHT: Final = 3
_SHORT: Final = 3

_UNSEEN: Final = frozenset(["Mn", "Cf"])  # dots and rings, and what only guides the eye
_LETTERS: Final = str.maketrans("æø", "ao")
# As ä and ö are written on a foreign keyboard; of å as aa one is left, as of each doubled letter.
_HELPED: Final = re.compile("([ao])e")
_DOUBLED: Final = re.compile(r"(.)\1+")
# The name of a bot after a command is none.
_WORD: Final = re.compile(r"(?<!@)\b[^\W\d_]+")
_LEAD_IN: Final = frozenset("har det ar min koden kod here this is my the code".split())


def words_of(number: int, language: Language) -> tuple[str, ...]:
    """Return the code for a number of BITS random bits."""
    words = _listed(language)
    code = []
    for _ in range(WORDS):
        number, place = divmod(number, len(words))
        code.append(words[place])
    return tuple(code)


def read(text: str) -> str | None:
    """Return the code that somebody typed in the one form that is to be hashed, if it is a code.

    It stands alone, or after such as "min kod är" or "/code". What is between the words does not
    matter, nor do capitals, dots and rings, doubled letters, or one slip in a word.
    """
    if len(text) > _LONGEST:
        return None
    typed = list(dropwhile(_LEAD_IN.__contains__, _WORD.findall(_plain(text))))
    if len(typed) != WORDS:
        return None
    return next(filter(None, (_read_in(language, typed) for language in get_args(Language))), None)


def _read_in(language: Language, typed: Sequence[str]) -> str | None:
    meant = _by_folded(language)
    if sum(_folded(word) in meant for word in typed) < _RIGHT:
        return None
    code = []
    for word in typed:
        found = meant.get(_folded(word)) or _mended(word, meant)
        if not found:
            return None
        code.append(found)
    return " ".join(code)


def _mended(typed: str, meant: Mapping[str, str]) -> str | None:
    """Return the word that is one slip away, if only one is."""
    if len(typed) <= _SHORT:
        return None
    cuts = [(typed[:place], typed[place:]) for place in range(len(typed) + 1)]
    near = {before + after[1:] for before, after in cuts}  # a letter too many
    near |= {before + after[1::-1] + after[2:] for before, after in cuts}  # two changed places
    for letter in ascii_lowercase:
        near |= {before + letter + after for before, after in cuts}  # one too few
        near |= {before + letter + after[1:] for before, after in cuts}  # a wrong one
    found = {meant[word] for word in map(_folded, near) if word in meant}
    return found.pop() if len(found) == 1 else None


def _plain(text: str) -> str:
    """Return text in small letters without marks."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    seen = "".join(sign for sign in apart if unicodedata.category(sign) not in _UNSEEN)
    return seen.translate(_LETTERS)


def _folded(plain: str) -> str:
    """Return a word without helping letters, and with each doubled letter once."""
    return _DOUBLED.sub(r"\1", _HELPED.sub(r"\1", plain))


@cache
def _listed(language: Language) -> tuple[str, ...]:
    name = f"return-code-{language}.txt"
    return tuple((resources.files("handlers") / "data" / name).read_text("utf-8").split())


@cache
def _by_folded(language: Language) -> Mapping[str, str]:
    """Return the words of a language by their folded form."""
    return {_folded(_plain(word)): word for word in _listed(language)}
