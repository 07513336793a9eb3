"""Which language a conversation is in, as one number that every message moves.

What was written is not kept, only what it speaks for; see `handlers/evidence.py` for how that is
told from a message.
"""

import math
import re
from dataclasses import dataclass, replace
from typing import Final, Literal

from handlers.evidence import Evidence, weigh, words_of
from handlers.words import fold

Language = Literal["sv", "en"]
Heard = Literal["sv", "en", "unsure", "other"]
Spoken = Literal["sv", "en", "sv+en", "en+sv"]

# All in log-odds of Swedish.
MOST: Final = 6.0
SURE: Final = 1.1  # three to one: a reply in the wrong language costs four in both
_CERTAIN: Final = math.log(99)
_MEMORY: Final = 0.8
# The tag is the language of the program, not of the writer: many Swedes run theirs in English.
_HINTS: Final = {"sv": 1.4, "en": -0.85}

# Who is taken to write in neither language: they are told what is true, and get both.
_OTHER: Final = 0.9

# Against a choice speak only so many messages in a row, of so many words each.
_MESSAGES: Final = 2
_WORDS: Final = 3

_SHOWN: Final = 5  # words of an explanation

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
    """A conversation's memory of language, and no word of it.

    `odds` are log-odds of Swedish, -6 to 6. They are `told` once a message has spoken for one of
    the two languages; until then it may be in an `other`. Once a language is `chosen`, `against`
    counts the messages in a row that are plainly in the other of the two.
    """

    odds: float = 0.0
    told: bool = False
    other: bool = False
    chosen: bool = False
    against: int = 0

    @property
    def known(self) -> Language | None:
        """The language of the writer as far as it is one of ours, and can be told."""
        if self.other or abs(self.odds) < SURE:
            return None
        return "sv" if self.odds > 0 else "en"

    @property
    def language(self) -> Heard:
        """The language of the writer, if it can be told."""
        return self.known or ("other" if self.other else "unsure")

    @property
    def spoken(self) -> Spoken:
        """The language to reply in, or both as long as it cannot be told, the likelier first."""
        return self.known or self._both

    @property
    def spoken_at_first(self) -> Spoken:
        """The language to greet in: a program's alone does not decide that."""
        return self.spoken if self.told or self.chosen else self._both

    @property
    def _both(self) -> Spoken:
        return "en+sv" if self.odds < 0 else "sv+en"

    @property
    def is_doubted(self) -> bool:
        """Whether a choice is to be offered anew."""
        return self.against >= _MESSAGES


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
    evidence = weigh(text)
    if before.chosen:
        return _doubted(before, evidence)
    told = before.told or abs(evidence.weight) >= SURE
    odds = max(-MOST, min(MOST, _MEMORY * before.odds + evidence.weight))
    other = not told and (before.other or evidence.other >= _OTHER)
    return Leaning(odds, told, other)


def _doubted(before: Leaning, evidence: Evidence) -> Leaning:
    """No message talks a choice away, but some in a row can cast doubt on it."""
    against = -evidence.odds if before.odds > 0 else evidence.odds
    plainly = against >= _CERTAIN and evidence.words >= _WORDS
    return replace(before, against=min(before.against + 1, _MESSAGES) if plainly else 0)


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a message is taken to be in a language.

    `words` are those that weigh most, with the log-odds of Swedish of each, `weight` is what all
    of them weigh together, `other` the chance of neither language, and `after` what follows.
    """

    words: tuple[tuple[str, float], ...]
    weight: float
    other: float
    after: Leaning


def explain(text: str, before: Leaning | None = None) -> Explanation:
    """Explain what a message does to a leaning, by default to that of a new conversation."""
    evidence = weigh(text)
    weights = {word: weigh(word).odds for word in words_of(text)}
    heaviest = sorted(weights.items(), key=lambda told: -abs(told[1]))[:_SHOWN]
    after = hear(before or Leaning(), text)
    return Explanation(tuple(heaviest), evidence.weight, evidence.other, after)
