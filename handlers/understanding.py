"""All that is understood of a message: topics, a danger, and the day that it asks about."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from handlers.choices import Choice, cries_for_help, says_no, says_yes
from handlers.danger import Danger, danger
from handlers.identity import MASK
from handlers.model import Model
from handlers.moments import Asked, asked
from handlers.reading import Reading, read
from handlers.topics import Topic, likely, may_worry, nearest, questions
from handlers.words import fold


class Rule(StrEnum):
    """Why a message is understood as it is."""

    LIKELY = "likely"  # some topics are likely
    NEAREST = "nearest"  # none is, and the nearest is taken, with the way to a person beside it
    FOLLOWS = "follows"  # it goes on asking what was asked before
    ACCEPTS = "accepts"  # a plain yes to a person who was offered
    DECLINES = "declines"  # a plain no to that
    NO_WORD = "no word"  # marks, numbers, or other letters than Latin ones
    CRIES = "cries"  # a bare cry for help, which gets 112 and a person whatever the scores
    UNCLEAR = "unclear"  # nothing is near enough


@dataclass(frozen=True, slots=True)
class Recalled:
    """What a conversation keeps in mind: the questions answered last, and an offer of a person."""

    questions: tuple[Topic, ...] = ()
    offered: bool = False


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a message says to the bot.

    `asked` is the day that a question of hours is about; `near` are the questions that it comes
    nearest to, the nearest first, for when it is not sure.
    """

    topics: tuple[Topic, ...]
    danger: Danger | None
    asked: Asked | None
    near: tuple[Topic, ...] = ()
    rule: Rule = Rule.LIKELY


# A question that goes on from the last one is short, and says so or names another day.
_GOES_ON: Final = re.compile(
    r"(?:och|men|and|but|what about|how about|hur ar det|sa|so|eller|or)\b|.*\b(?:da|then)\W*$"
)
_SHORT: Final = 6
_MARKS: Final = frozenset(["?", "!", MASK])


def understand(
    text: str, at: datetime, recalled: Recalled = Recalled(), model: Model | None = None
) -> Understanding:
    """Understand a message that came at a moment, in a conversation that recalls something.

    The model is the one that comes with the project unless another is to be tried.
    """
    reading = read(text, model)
    told = _danger(text, reading)
    again = () if told else _again(text, reading, at, recalled)
    topics, rule = _plainly(text, reading, recalled) or _heard(reading, again)
    return Understanding(
        topics=topics,
        danger=told,
        asked=_asked(reading, topics, at),
        near=() if rule is Rule.NO_WORD else questions(reading.scores),
        rule=rule,
    )


def danger_in(text: str) -> Danger | None:
    """Return what threatens now or soon by a text, or None."""
    return _danger(text, read(text))


def tells_more(choice: Choice, more: str, *, of_a_link: bool = False) -> bool:
    """Whether who writes on behind the word of a choice tells us something: then it is no choice.

    Who ends it may add a word, and a link may have one, but a danger is heard; who erases it has
    it erased in any case.
    """
    if choice is Choice.ERASE:
        return False
    return not (choice is Choice.END or of_a_link) or danger_in(more) is not None


def _danger(text: str, reading: Reading) -> Danger | None:
    # 112 stands first among the numbers for violence, and they leave open who is in danger.
    return danger(reading.scores, reading.words) or (
        Danger.VIOLENCE if cries_for_help(text) else None
    )


def _heard(reading: Reading, again: tuple[Topic, ...]) -> tuple[tuple[Topic, ...], Rule]:
    for rule, found in (
        (Rule.FOLLOWS, again),
        (Rule.LIKELY, likely(reading.scores)),
        (Rule.NEAREST, nearest(reading.scores)),
    ):
        if found:
            return found, rule
    return (), Rule.UNCLEAR


def _plainly(
    text: str, reading: Reading, recalled: Recalled
) -> tuple[tuple[Topic, ...], Rule] | None:
    """Return what a message says that needs no learning, if it is such a one."""
    if cries_for_help(text):
        return (Topic.HUMAN,), Rule.CRIES
    if says_yes(text):
        # A yes or a no to nothing gets the buttons, and a counsellor is one of them.
        return ((Topic.HUMAN,), Rule.ACCEPTS) if recalled.offered else ((), Rule.UNCLEAR)
    if says_no(text):
        return ((Topic.THANKS,), Rule.DECLINES) if recalled.offered else ((), Rule.UNCLEAR)
    if not any(map(_says_something, reading.tokens)):
        return (), Rule.NO_WORD
    return None


def _says_something(token: str) -> bool:
    """Whether a token is a word, or a picture; what was hidden is none."""
    return not (token in _MARKS or token.isdigit())


def _again(text: str, reading: Reading, at: datetime, recalled: Recalled) -> tuple[Topic, ...]:
    """Return the questions that a short message goes on asking, as "and on Friday?" does.

    What is asked of its own accord, and anything that may be a worry, does not go on.
    """
    of_its_own = set(likely(reading.scores)) - set(recalled.questions)
    if of_its_own or may_worry(reading.scores):
        return ()
    if len(text.split()) > _SHORT:
        return ()
    if Topic.HOURS in recalled.questions and asked(text, at):
        return (Topic.HOURS,)
    return recalled.questions if _GOES_ON.match(fold(text)) else ()


def _asked(reading: Reading, topics: tuple[Topic, ...], at: datetime) -> Asked | None:
    if Topic.HOURS not in topics:
        return None
    # Other sentences may name other days: those of a story are not those of its question.
    return asked(reading.asking(Topic.HOURS), at)
