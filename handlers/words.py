"""The forms in which a message is read, and what in it is in no language."""

import re
import unicodedata
from typing import Final

# A message is read from both ends: a worry stands at the beginning, its question at the end.
_READ_AT_MOST: Final = 4000

_MARKS: Final = dict.fromkeys([*range(0x300, 0x370), 0xAD, *range(0x200B, 0x2010), 0xFE0F, 0xFEFF])
_APOSTROPHES: Final = dict.fromkeys(map(ord, "'’‘´`"))
_LETTERS: Final = str.maketrans("åäáàâãæöøóòôõéèêëíìîïúùûüñç", "aaaaaaaoooooo" + "eeeeiiiiuuuunc")
_FOLDING: Final = {**_MARKS, **_APOSTROPHES, **_LETTERS}
_DRAWN_OUT: Final = re.compile(r"([a-z])\1{2,}")
# An a or o with a helping letter, as people write å, ä and ö on a foreign keyboard; not "does".
_HELPED: Final = re.compile(r"aa|ae|oe(?!s\b|snt?\b|v|m)")
_WORD: Final = re.compile(r"[a-z0-9]+")
_SPACES: Final = re.compile(r"[^\S\n]+")
_NOISE: Final = re.compile(r"https?://\S+|www\.\S+|(?<!\S)[^\s@]+@\S+|(?:^|(?<=\s))[@/][\w@]+")

# Spellings of speech and of chats, in their folded form.
_SPOKEN: Final = {
    word: meant
    for meant, spellings in {
        "ar": "e ae", "och": "o", "mig": "mej", "dig": "dej", "sig": "sej", "jag": "ja jaa",
        "nagon": "nan ngn nagn naan", "nagot": "nat ngt nagt naat", "sedan": "sen",
        "imorgon": "imorn imorrn imoron imorron imorrgon", "ikvall": "ikvell",
        "varfor": "vrf varfo", "istallet": "ist", "de": "dom", "inte": "int ente",
        "mycket": "mkt mycke", "vad": "va", "sadan": "san",
        "you": "u ya yu", "are": "r", "your": "ur", "what": "wat wot", "please": "pls plz",
        "because": "cuz bc coz", "tomorrow": "tmrw tmr tmrrw tomoz tomorow", "people": "ppl",
        "tonight": "tonite 2nite", "someone": "smn sm1", "anyone": "any1 ne1", "thanks": "thx tnx",
        "want to": "wanna", "going to": "gonna", "have to": "gotta", "ok": "okej okay okey",
    }.items()
    for word in spellings.split()
}  # fmt: skip
_APART: Final = re.compile(r"\bi (morgon|morn|morrn|kvall|dag|gar|overmorgon|natt)\b")


def _spoken(found: re.Match[str]) -> str:
    return _SPOKEN.get(found[0], found[0])


def usual(text: str) -> str:
    """Promise letters in their usual form (NFKC), and of a long text only its two ends."""
    # Shortened twice, for one letter can stand for eighteen, such as ﷺ.
    return _shortened(unicodedata.normalize("NFKC", _shortened(text)))


def _shortened(text: str) -> str:
    if len(text) <= 2 * _READ_AT_MOST:
        return text
    return text[:_READ_AT_MOST] + "\n" + text[-_READ_AT_MOST:]


def without_noise(text: str) -> str:
    """Take away web and mail addresses, @names and /commands: they are in no language."""
    return _NOISE.sub(" ", text)


def fold(text: str) -> str:
    """Promise lower-case letters without marks or apostrophes, speech spelled as in writing."""
    said = usual(text).lower().translate(_FOLDING)
    said = _HELPED.sub(lambda m: m[0][0], _DRAWN_OUT.sub(r"\1", said))
    said = _APART.sub(r"i\1", _SPACES.sub(" ", said))
    return _WORD.sub(_spoken, said).strip()
