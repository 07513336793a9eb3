"""Examines a model: with messages it has never seen, and with its own examples in turn."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from zlib import crc32

from bot.learning.examples import Example
from bot.learning.marks import EMERGENCY
from bot.learning.training import learn
from handlers.hours import STOCKHOLM
from handlers.model import Model
from handlers.understanding import understand

# What a message is about does not hang on when it is written; a Tuesday will do.
_AT: Final = datetime(2026, 11, 24, 10, 20, tzinfo=STOCKHOLM)
_PARTS: Final = 5


def answers(model: Model, examples: Sequence[Example]) -> list[frozenset[str]]:
    """Return the topics, and `EMERGENCY`, that messages are understood by with a model."""
    return [_answer(model, example.text) for example in examples]


def answers_in_turn(examples: Sequence[Example]) -> list[frozenset[str]]:
    """Return the answers to each fifth of the examples by a model of the other four."""
    found: dict[int, frozenset[str]] = {}
    parts = [crc32(example.text.lower().encode()) % _PARTS for example in examples]
    for part in range(_PARTS):
        model = learn([one for one, of in zip(examples, parts, strict=True) if of != part])
        asked = [number for number, of in enumerate(parts) if of == part]
        given = answers(model, [examples[number] for number in asked])
        found |= dict(zip(asked, given, strict=True))
    return [found[number] for number in range(len(examples))]


def _answer(model: Model, text: str) -> frozenset[str]:
    understood = understand(text, _AT, model=model)
    topics = frozenset(topic.value for topic in understood.topics)
    return topics | {EMERGENCY} if understood.danger else topics
