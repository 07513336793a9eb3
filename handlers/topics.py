"""What a message is about, by patterns for both languages that leave a story to a person."""

import re
from enum import StrEnum
from typing import Final

from handlers.patterns import (
    ADVICE,
    ASKS,
    CHANGE,
    CHASING,
    CLOSE,
    FAREWELL,
    FEELING,
    GREETING,
    NOT_THANKS,
    QUESTION,
    THANKS,
    THEM,
    WORDS,
)
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

# What is longer than this and still not understood is read by a person.
_SHORT: Final = 8
# A message this long tells something, whatever its words.
_LONG: Final = 35
_ENOUGH_FOR_A_STORY: Final = 3
# Where the question of a story without punctuation is looked for, in words.
_TAIL: Final = 14
_SENTENCE: Final = re.compile(r"(?:[^.!?\n]|\.(?=\d))+\??")
