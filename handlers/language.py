"""Which of the two languages a conversation is in, as one number that every message moves."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from math import log
from typing import Final, Literal

from handlers.words import SIGNS, fold, shortened, without_noise

Language = Literal["sv", "en"]
Heard = Literal["sv", "en", "unsure"]
Spoken = Literal["sv", "en", "sv+en", "en+sv"]

# All in log-odds of Swedish.
MOST: Final = 6.0
SURE: Final = 1.1  # three to one: a reply in the wrong language costs four in both
_MEMORY: Final = 0.8
_MOST_OF_A_MESSAGE: Final = 5.0
_LONE_WORD: Final = 1.5
# The tag is the language of the program, not of the writer: many Swedes run theirs in English.
_HINTS: Final = {"sv": 1.4, "en": -0.85}

_WEIGHT_OF_A_LISTED_WORD: Final = 2.4
_WEIGHT_OF_LETTERS: Final = 1.5
_WEIGHT_OF_NGRAMS: Final = 0.4
_MOST_OF_AN_UNLISTED_WORD: Final = 1.6
_LONGEST_NGRAM: Final = 3
_LONGEST_WORD: Final = 24
_MOST_WORDS: Final = 100
# Added to both sides of a ratio, as a share of all n-grams: a rare one proves little.
_FLOOR: Final = 2e-5

_WORD: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_SWEDISH_LETTERS: Final = re.compile("[åäö]")
_REPEATED: Final = re.compile(r"(.)\1{2,}")
_COMPOSED: Final = {"a\u030a": "å", "a\u0308": "ä", "o\u0308": "ö", "’": "'"}

_REQUEST: Final = re.compile(
    r"(?:(?:hej|hi|hello|hey|sorry|ok|kan|kunde|can|could|may|vi|we|jag|i|you|du|ni|snalla|please"
    r"|tack|skriva|skriv|svara|prata|pratar|ta|tar|det|do|this|it|that|speak|write|talk|switch|to"
    r"|byt|byta|till|in|pa|vill|want|would|id|prefer|like|helst|hellre|only|bara|med|mig|with|me"
    r"|us|oss|lets|rather|fortsatta|continue|answer|reply|have|gora|kora|om)[ ,.!?]+)*"
    r"(english|engelska|swedish|svenska)"
    r"(?:[ ,.!?]+(?:please|tack|instead|istallet|only|bara|snalla|now|nu|thanks))*[ .!?]*",
)
_REQUESTED: Final[dict[str, Language]] = {
    "english": "en", "engelska": "en", "swedish": "sv", "svenska": "sv",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Leaning:
    """A conversation's memory of language: log-odds of Swedish, -6 to 6, and no word of it."""

    odds: float = 0.0
    chosen: bool = False

    @property
    def language(self) -> Heard:
        """The language of the writer, if it can be told."""
        if abs(self.odds) < SURE:
            return "unsure"
        return "sv" if self.odds > 0 else "en"

    @property
    def spoken(self) -> Spoken:
        """The language to reply in, or both as long as it cannot be told, the likelier first."""
        heard = self.language
        if heard != "unsure":
            return heard
        return "en+sv" if self.odds < 0 else "sv+en"


def choose(language: Language) -> Leaning:
    """Remember a language that the writer chose; no later message talks it away."""
    return Leaning(MOST if language == "sv" else -MOST, chosen=True)


def hint(code: str | None) -> Leaning:
    """Start from the language tag of a program, such as `sv-SE`; one that says nothing is 0."""
    primary = re.split(r"[^a-z]", (code or "").strip().lower(), maxsplit=1)[0]
    return Leaning(_HINTS.get(primary, 0.0))


def hear(before: Leaning, text: str) -> Leaning:
    """Let a message move the leaning; a plain request for a language is a choice."""
    if request := _REQUEST.fullmatch(fold(text)):
        return choose(_REQUESTED[request[1]])
    if before.chosen:
        return before
    return Leaning(_within(_MEMORY * before.odds + evidence(text), MOST))


def evidence(text: str) -> float:
    """Weigh a message: log-odds of Swedish, at most 1.5 + its words and at most 5 either way."""
    words = _words(text)
    if not words:
        return 0.0
    most = min(_MOST_OF_A_MESSAGE, _LONE_WORD + len(words))
    return _within(sum(map(_weight, words)), most)


def _words(text: str) -> list[str]:
    said = without_noise(shortened(text).lower())
    for parts, whole in _COMPOSED.items():
        said = said.replace(parts, whole)
    return _WORD.findall(_REPEATED.sub(r"\1", said))[:_MOST_WORDS]


def _within(odds: float, most: float) -> float:
    return max(-most, min(most, odds))


# Not cached: no word of a writer outlives its message.
def _weight(word: str) -> float:
    word = word[:_LONGEST_WORD]
    if word in SIGNS:
        return _WEIGHT_OF_A_LISTED_WORD * SIGNS[word]
    letters = _WEIGHT_OF_LETTERS if _SWEDISH_LETTERS.search(word) else 0.0
    ratios = _ratios()
    grams = _WEIGHT_OF_NGRAMS * sum(ratios.get(gram, 0.0) for gram in _ngrams(word))
    return letters + _within(grams, _MOST_OF_AN_UNLISTED_WORD)


def _ngrams(word: str) -> Iterator[str]:
    padded = f" {word} "
    for size in range(1, _LONGEST_NGRAM + 1):
        for start in range(len(padded) - size + 1):
            yield padded[start : start + size]


@cache
def _ratios() -> dict[str, float]:
    """Log-ratio of the share of each n-gram of 1 to 3 characters in Swedish and in English."""
    swedish, english = _shares("sv"), _shares("en")
    return {
        gram: log((swedish.get(gram, 0.0) + _FLOOR) / (english.get(gram, 0.0) + _FLOOR))
        for gram in swedish.keys() | english.keys()
    }


def _shares(language: Language) -> dict[str, float]:
    """Read a profile of langdetect: how often each n-gram stands among those of its length."""
    profile = resources.files("langdetect").joinpath("profiles", language)
    data = json.loads(profile.read_text(encoding="utf-8"))
    totals: list[int] = data["n_words"]
    return {gram: count / totals[len(gram) - 1] for gram, count in data["freq"].items()}
