"""What it costs to say a word in each of a few languages.

A cost is minus the logarithm of a chance, in eighths of a nat. Words that a language lists cost by
their frequency, others by their letters, each guessed from the two before it. The lists and the
signs of spelling are package data (data/NOTICE.md); the frequencies of letters are read from
the profiles of langdetect. Of that package nothing is called: what it tells differs between runs.
"""

import json
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import resources
from struct import Struct
from typing import Final

# Swedish and English come first; who writes Norwegian or Danish reads Swedish.
LANGUAGES: Final = (
    "sv", "en", "no", "da", "de", "fr", "es", "it", "ro", "pl", "hr", "fi", "tr", "so", "sq",
    "ar", "fa", "ku",
)  # fmt: skip
SWEDISH: Final = 0
ENGLISH: Final = 1
NEAR: Final = slice(2, 4)
FAR: Final = slice(4, len(LANGUAGES))

PER_NAT: Final = 8
LONGEST_WORD: Final = 24

# As people write them in chats with Latin letters, of which there are no profiles.
_WITHOUT_PROFILE: Final = frozenset(["ar", "fa", "ku"])

# On no list: rarer by this than its letters alone say. Most lists are much shorter than ours.
_UNLISTED: Final = 20
_UNLISTED_ELSEWHERE: Final = 16
# All that the two long lists hold costs less than this.
_RAREST: Final = 108
# A word without its marks, as people write it on a foreign keyboard.
_UNMARKED: Final = 10
# Each line of a list holds the words of half a nat.
_PER_LINE: Final = PER_NAT // 2

# Shares in the guess of a letter: of the two before it, of the one, of none, and of chance.
_SHARES: Final = {3: 0.7, 2: 0.2, 1: 0.09}
_BY_CHANCE: Final = 0.01 / 40

# By how much the signs of spelling are off where a word has none, and the most that they prove.
_WITHOUT_SIGNS: Final = -1.53
_MOST_SPELT: Final = 4.0
_LONGEST_SIGN: Final = 5
_PLAIN: Final = {
    **{code: unicodedata.normalize("NFD", chr(code))[0] for code in range(0xC0, 0x250)},
    **dict(zip(map(ord, "ıłøđæ"), "iloda", strict=True)),
}

# Who draws a word out, or misses a key, doubles what is single: "hejj", "hallååå".
_DOUBLED: Final = re.compile(r"(.)\1+")
_KEYS: Final = re.compile("[a-zåäö']*")
_A_KEY: Final = 27

# The costs in all languages are added up at once, as one number that holds 16 bits of each.
_BITS: Final = 16
_LANES: Final = Struct(f"<{len(LANGUAGES)}H")


def _cost(chance: float) -> int:
    return round(-PER_NAT * math.log(chance))


def _in_all(costs: Iterable[int]) -> int:
    return sum(cost << _BITS * language for language, cost in enumerate(costs))


_CHANCE_IN_ALL: Final = _in_all([_cost(_BY_CHANCE)] * len(LANGUAGES))
_UNLISTED_IN_ALL: Final = _in_all([_UNLISTED] * 2 + [_UNLISTED_ELSEWHERE] * (len(LANGUAGES) - 2))


def lowered(text: str) -> str:
    """Return text in lower case; a Turkish İ is one letter, also then."""
    return text.lower().replace("\u0307", "")


def costs(word: str) -> list[float]:
    """Return what a word, in lower case, costs in each language, in their order."""
    letters = _letters()
    padded = f"  {word} "
    total = _UNLISTED_IN_ALL
    for end in range(3, len(padded) + 1):
        total += (
            letters.get(padded[end - 3 : end])
            or letters.get(padded[end - 2 : end])
            or letters.get(padded[end - 1], _CHANCE_IN_ALL)
        )
    here: list[float] = [*_LANES.unpack(total.to_bytes(_LANES.size, "little"))]
    listed = _listed().get(word) or _listed().get(_DOUBLED.sub(r"\1", word), ())
    for language, cost in listed:
        here[language] = min(here[language], cost)
    _compare(word, here, dict(listed))
    return here


def at_random(word: str) -> float:
    """Return what a word costs as keys hit at random; on no keyboard here are foreign letters."""
    return _A_KEY * (len(word) + 1) if _KEYS.fullmatch(word) else math.inf


def _compare(word: str, here: list[float], listed: Mapping[int, float]) -> None:
    """Make a finer difference between Swedish and English, of which more is known."""
    in_swedish, in_english = SWEDISH in listed, ENGLISH in listed
    if in_swedish and not in_english:
        here[ENGLISH] = max(here[ENGLISH], _RAREST)
    elif in_english and not in_swedish:
        here[SWEDISH] = max(here[SWEDISH], _RAREST)
    elif not in_swedish:
        least, odds = min(here[:2]), PER_NAT * _spelt(word)
        here[SWEDISH] = least + max(0, -odds)
        here[ENGLISH] = least + max(0, odds)


def _spelt(word: str) -> float:
    """Return the log-odds of Swedish by the signs of spelling in a word."""
    signs = _signs()
    padded = f"_{word}_"
    odds = _WITHOUT_SIGNS + sum(
        signs.get(padded[start : start + size], 0.0)
        for size in range(1, _LONGEST_SIGN + 1)
        for start in range(len(padded) - size + 1)
    )
    return max(-_MOST_SPELT, min(_MOST_SPELT, odds))


def _read(name: str) -> str:
    return (resources.files("handlers") / "data" / f"{name}.txt").read_text("utf-8")


@cache
def neither() -> frozenset[str]:
    """Return words that are in no language, or in all: names, laughter, ways to be reached."""
    return frozenset(_read("neither").split())


@cache
def _listed() -> dict[str, tuple[tuple[int, int], ...]]:
    """Return the languages that list a word, with its cost in each."""
    listed: dict[str, tuple[tuple[int, int], ...]] = {}
    for language, name in enumerate(LANGUAGES):
        costs = _list(name)
        # Most words are in one language alone: they share what is the same for all of a line.
        told: dict[int, tuple[tuple[int, int], ...]] = {
            cost: ((language, cost),) for cost in set(costs.values())
        }
        for word, cost in costs.items():
            listed[word] = listed.get(word, ()) + told[cost]
    return listed


def _list(language: str) -> dict[str, int]:
    """Return the cost of each word of a list, also as it is written without marks."""
    costs: dict[str, int] = {}
    for number, line in enumerate(_read(f"words-{language}").split("\n")):
        costs |= dict.fromkeys(line.split(), number * _PER_LINE + _PER_LINE // 2)
    marked = [(word, cost) for word, cost in costs.items() if not word.isascii()]
    for word, cost in marked:
        plain = word.translate(_PLAIN)
        unmarked = min(cost + _UNMARKED, _RAREST - 1)
        costs[plain] = min(unmarked, costs.get(plain, unmarked))
    return costs


@cache
def _signs() -> dict[str, float]:
    signs: dict[str, float] = {}
    for line in _read("spelling").splitlines():
        odds, *grams = line.split()
        signs |= dict.fromkeys(grams, float(odds))
    return signs


@cache
def _letters() -> dict[str, int]:
    """Return the cost of a letter after up to two others, in all languages: one number, in lanes.

    A cost is told as the sum of what is known of the letter alone and of what each letter before
    it changes, so that a language that does not know the three falls back on what it knows.
    """
    changes: dict[str, int] = {}
    for language, name in enumerate(LANGUAGES):
        for gram, change in _changes(_counts(name)):
            changes[gram] = changes.get(gram, 0) + (change << _BITS * language)
    for gram in sorted(changes, key=len):
        changes[gram] += changes.get(gram[1:]) or _CHANCE_IN_ALL
    return changes


def _changes(counts: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    """Say by how much the cost of a letter changes with each more of the letters before it."""
    spaces = sum(count for gram, count in counts.items() if gram[0] == " " and len(gram[1:]) == 1)
    letters = sum(count for gram, count in counts.items() if len(gram) == 1 and gram != " ")
    of = {**counts, " ": spaces, "": spaces + letters}
    known = {"": (_BY_CHANCE, _cost(_BY_CHANCE))}
    for gram in sorted(of, key=len):
        whole = gram and of.get(gram[:-1])
        if whole:
            chance, cost = known.get(gram[1:]) or known.get(gram[2:]) or known[""]
            chance += _SHARES[len(gram)] * min(1.0, of[gram] / whole)
            known[gram] = chance, _cost(chance)
            yield gram, known[gram][1] - cost


def _grams(word: str) -> Iterator[str]:
    for size in _SHARES:
        for start in range(len(word) - size + 1):
            yield word[start : start + size]


def _counts(language: str) -> dict[str, int]:
    """Return how often each run of one to three letters stands in a language; " " ends a word."""
    if language in _WITHOUT_PROFILE:
        words = [f" {word} " for word in _read(f"words-{language}").split()]
        return Counter(gram for word in words for gram in _grams(word))
    profile = resources.files("langdetect").joinpath("profiles", language)
    counts: Counter[str] = Counter()
    for gram, count in json.loads(profile.read_text("utf-8"))["freq"].items():
        counts[lowered(gram)] += count
    return counts
