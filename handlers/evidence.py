"""How much a message speaks for Swedish or for English, and whether it is in neither."""

import re
from dataclasses import dataclass
from math import exp, log
from typing import Final

from handlers.vocabulary import (
    ENGLISH,
    FAR,
    LANGUAGES,
    LONGEST_WORD,
    NEAR,
    PER_NAT,
    SWEDISH,
    at_random,
    costs,
    lowered,
    neither,
)
from handlers.words import usual, without_noise

# What it takes to believe in a language before a word is read, in eighths of a nat: few who come
# here write in another than Swedish or English.
_AT_FIRST: Final = [6.0] * 2 + [32.0] * 2 + [48.0] * (len(LANGUAGES) - 4)
_RANDOM_AT_FIRST: Final = 36.0
# One word does not prove more than this: it can be a quotation.
_MOST_OF_A_WORD: Final = 64.0

# The most that a message weighs, by its words; in nats from here on.
_MOST: Final = 5.0
_LONE_WORD: Final = 1.5
# What is told by this many is told, and time is short.
_MOST_WORDS: Final = 50

# With what English shortens; and chats in Arabic write some letters as digits.
_WORD: Final = re.compile(r"[^\W\d_]+(?:'(?:s|t|m|d|re|ve|ll)\b|(?:[379][^\W\d_]+)+)?")
_DRAWN_OUT: Final = re.compile(r"(.)\1{2,}")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a message says of its language.

    `odds` are the log-odds of Swedish against English, `other` is the chance of neither, and
    `words` is how many were read.
    """

    odds: float = 0.0
    other: float = 0.0
    words: int = 0

    @property
    def weight(self) -> float:
        """The odds as they count: at most 1.5 + the words, and at most 5, either way."""
        most = min(_MOST, _LONE_WORD + self.words)
        return max(-most, min(most, self.odds))


def weigh(text: str) -> Evidence:
    """Weigh a message. What is no word of a language, such as names and addresses, weighs nothing.

    Who writes Norwegian or Danish is taken to read Swedish.
    """
    words = words_of(text)
    latin = [word for word in words if _is_latin(word)]
    if 2 * len(latin) < len(words):
        return Evidence(other=1.0, words=len(words))
    if not latin:
        return Evidence()
    return _weighed(latin)


def _weighed(words: list[str]) -> Evidence:
    """Compare what it costs to say the words in each language, and to hit them at random."""
    told = _AT_FIRST
    random = _RANDOM_AT_FIRST
    for word in words:
        here = costs(word)
        most = min(here) + _MOST_OF_A_WORD
        told = [cost + min(one, most) for cost, one in zip(told, here, strict=True)]
        random += min(at_random(word), most)
    least = min(*told, random)
    chances = [exp((least - cost) / PER_NAT) for cost in told]
    swedish = chances[SWEDISH] + sum(chances[NEAR])
    far = sum(chances[FAR])
    # In neither language, it speaks for both alike.
    shared = (far + exp((least - random) / PER_NAT)) / 2
    english = chances[ENGLISH]
    odds = log((swedish + shared) / (english + shared))
    return Evidence(odds, far / (swedish + english + 2 * shared), len(words))


def words_of(text: str) -> list[str]:
    """Return the first words of a message, each once, but those that are in no language."""
    said = without_noise(usual(text))
    said = _DRAWN_OUT.sub(r"\1\1", lowered(said).replace("’", "'"))
    # Who says a word again says no more by it.
    found = dict.fromkeys(word[:LONGEST_WORD] for word in _WORD.findall(said))
    return [word for word in found if word not in neither()][:_MOST_WORDS]


def _is_latin(word: str) -> bool:
    return all(letter < "\u0250" or "\u1e00" <= letter < "\u1f00" for letter in word)
