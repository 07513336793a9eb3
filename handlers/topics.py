"""What a message is about: which topics there are, and when one is likely enough to go by."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


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

# A score above this is likely enough to go by.
_LIKELY: Final = 0.0
# What is nearest is still answered from here on, with the way to a person beside it.
NEAR: Final = -0.5
# Rather a worry too often than once too seldom: to somebody in distress a fact alone would be a
# canned answer. A story counts as so much likelier than it scores; beside a fact that is not
# certain it counts from here on; and where nothing is likely, from here on, if it is hardly less
# near than the nearest.
_LEAD: Final = 0.25
_NEAR_A_STORY: Final = -0.25
_CERTAIN: Final = 0.8
_PERHAPS_A_STORY: Final = -0.7
_HARDLY_LESS: Final = 0.45


def likely(scores: Mapping[str, float]) -> tuple[Topic, ...]:
    """Return what a message is likely about, in the order of the enum."""
    found = {topic for topic, score in _led(scores).items() if score > _LIKELY}
    facts = [scores[topic] for topic in found & FACTUAL]
    if facts and max(facts) < _CERTAIN and may_worry(scores):
        found.add(Topic.STORY)
    return tuple(topic for topic in Topic if topic in found)


def may_worry(scores: Mapping[str, float]) -> bool:
    """Whether a message may tell of a worry, though that need not be likely."""
    return _led(scores)[Topic.STORY] > _NEAR_A_STORY


def nearest(scores: Mapping[str, float]) -> tuple[Topic, ...]:
    """Return the topic that is nearest to being likely, if it is near enough, or a story.

    What has nothing to do with us is never guessed.
    """
    led = _led(scores)
    topic = max(led.keys() - {Topic.OFF_TOPIC}, key=lambda topic: (led[topic], topic))
    found = {topic} if led[topic] > NEAR else set()
    if led[Topic.STORY] > max(_PERHAPS_A_STORY, max(led.values()) - _HARDLY_LESS):
        found.add(Topic.STORY)
    return tuple(topic for topic in Topic if topic in found)


def questions(scores: Mapping[str, float]) -> tuple[Topic, ...]:
    """Return the questions of fact that a message comes near to, the nearest first."""
    near = [topic for topic in FACTUAL if scores[topic] > NEAR]
    return tuple(sorted(near, key=lambda topic: (-scores[topic], topic)))


def _led(scores: Mapping[str, float]) -> dict[Topic, float]:
    """Return the scores of the topics, a story's with its lead."""
    return {topic: scores[topic] for topic in Topic} | {Topic.STORY: scores[Topic.STORY] + _LEAD}
