"""What a message is about, by patterns for both languages that leave a story to a person."""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from handlers.patterns import (
    ADVICE,
    ASKS,
    CHANGE,
    ELSEWHERE,
    FAREWELL,
    FEELING,
    GREETING,
    HUMAN,
    MILIEU,
    NOT_THANKS,
    OFF_TOPIC,
    STEERS,
    THANKS,
    THEM,
    TO_US,
)
from handlers.questions import ABOUT_TIME, FACTS, REACH
from handlers.words import fold


class Topic(StrEnum):
    """A thing that people write about; the order is the order of the answers."""

    GREETING = "greeting"
    STORY = "story"
    HUMAN = "human"
    WAITING = "waiting"
    ERASE = "erase"
    ANONYMITY = "anonymity"
    PHONE_BILL = "phone_bill"
    HOURS = "hours"
    PHONE_NUMBER = "phone_number"
    COST = "cost"
    LANGUAGES = "languages"
    WHO_FOR = "who_for"
    WHAT_HAPPENS = "what_happens"
    ABOUT = "about"
    WHO_RUNS = "who_runs"
    OFF_TOPIC = "off_topic"
    THANKS = "thanks"


FACTUAL: Final = frozenset(Topic) - {
    Topic.GREETING, Topic.STORY, Topic.HUMAN, Topic.OFF_TOPIC, Topic.THANKS,
}  # fmt: skip

# A message this long tells something, whatever its words.
_LONG: Final = 35
# What is longer than this and still not understood is read by a person.
_SHORT: Final = 7
# Of a person, a change, a feeling and a milieu, beside a question of fact.
_ENOUGH_FOR_A_STORY: Final = 2
# Where the question of a long message is looked for: in the last words of its last sentences.
_TAIL: Final = 14
_LAST: Final = 6
_SENTENCE: Final = re.compile(r"(?:[^.!?\n]|\.(?=\d))+\??")
# These are asked for in the form of a statement, too: "my husband must not know".
_ALSO_STATED: Final = frozenset({Topic.ANONYMITY, Topic.PHONE_BILL})


def topics(text: str) -> tuple[Topic, ...]:
    """Return what a message is about, in the order of the enum; nothing if it is not clear."""
    said = fold(text)
    asked_for = {sentence: set(_asked_for(sentence)) for sentence in _sentences(said)}
    found: set[Topic] = set().union(*asked_for.values())
    if _is_elsewhere(said):
        found = {Topic.OFF_TOPIC}
    elif _tells(said) or any(_worries(one, asked) for one, asked in asked_for.items()):
        found.add(Topic.STORY)
    elif OFF_TOPIC.search(said):
        found = {Topic.OFF_TOPIC}
    found |= set(_courtesies(said, found))
    if not found and len(said.split()) > _SHORT:
        found.add(Topic.STORY)
    return tuple(topic for topic in Topic if topic in found)


def question(text: str, topic: Topic) -> str:
    """Return the sentences of a message, folded, that ask about a topic."""
    asking = (one for one in _sentences(fold(text)) if topic in _asked_for(one))
    return " ".join(asking)


def _sentences(said: str) -> list[str]:
    """Return the sentences that may ask something: of a long message, its last questions."""
    sentences = [one.strip() for one in _SENTENCE.findall(said)]
    if len(said.split()) <= _LONG:
        return sentences
    tails = (" ".join(one.split()[-_TAIL:]) for one in sentences[-_LAST:])
    return [tail for tail in tails if ASKS.search(tail)]


def _asked_for(sentence: str) -> Iterator[Topic]:
    told = _is_told(sentence)
    for name, pattern in FACTS.items():
        topic = Topic(name)
        if (topic in _ALSO_STATED or not told) and pattern.search(sentence):
            yield topic
    if told:
        return
    if ABOUT_TIME.search(sentence) and REACH.search(sentence):
        yield Topic.HOURS
    if HUMAN.search(sentence):
        yield Topic.HUMAN


def _is_elsewhere(said: str) -> bool:
    """Whether it steers the bot, or wants another place: neither is a story, whoever is named."""
    if FEELING.search(said) or MILIEU.search(said) or len(said.split()) > _LONG:
        return False
    elsewhere = ELSEWHERE.search(said) and ASKS.search(said) and not TO_US.search(said)
    return bool(STEERS.match(said) or elsewhere)


def _tells(said: str) -> bool:
    """Whether a worry is told, whatever is asked beside it."""
    if ADVICE.search(said) or len(said.split()) > _LONG:
        return True
    signs = sum(bool(sign.search(said)) for sign in (THEM, CHANGE, FEELING, MILIEU))
    return signs >= _ENOUGH_FOR_A_STORY


def _worries(sentence: str, asked: set[Topic]) -> bool:
    """Whether a sentence is about somebody, or about a worry, and not just a question of fact."""
    if asked:
        return _is_told(sentence)
    return any(sign.search(sentence) for sign in (THEM, FEELING, MILIEU))


def _is_told(sentence: str) -> bool:
    """Whether a sentence says something of somebody, and does not ask us."""
    return bool(THEM.search(sentence)) and not (ASKS.search(sentence) and TO_US.search(sentence))


def _courtesies(said: str, found: set[Topic]) -> Iterator[Topic]:
    if GREETING.match(said):
        yield Topic.GREETING
    # Beside a question, a thanks is a please.
    is_please = bool(found & FACTUAL) or Topic.HUMAN in found
    thanks = THANKS.search(NOT_THANKS.sub(" ", said)) and not is_please
    if thanks or (FAREWELL.search(said) and Topic.STORY not in found):
        yield Topic.THANKS
