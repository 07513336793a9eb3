"""The time that it takes to understand what a message is about, beside a call of langdetect."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Final

from builders import MESSAGES
from langdetect import DetectorFactory

from benchmarks.hearing import LONGEST, ROUNDS, detected, each
from benchmarks.table import Row, over_rounds
from bot.learning.examples import EXAM, read_examples
from handlers.hours import STOCKHOLM
from handlers.understanding import Understanding, understand

_AT: Final = datetime(2026, 11, 24, 10, 20, tzinfo=STOCKHOLM)
_EVERY: Final = 20  # of the messages of the exam, to be done in a minute
_SLOWEST: Final = 99


async def reading() -> AsyncIterator[Row]:
    """Measure messages of the exam, half of them and nearly all, and the longest there can be."""
    exam = [one.text for one in read_examples(MESSAGES, EXAM)][::_EVERY]
    DetectorFactory.seed = 0
    for what, texts, percent in (
        ("half of the messages", exam, 50),
        ("99 of 100 messages", exam, _SLOWEST),
        ("a message of 4,096 characters", [LONGEST], 50),
    ):
        rounds = [
            (each(_read, texts, percent), each(detected, texts, percent)) for _ in range(ROUNDS)
        ]
        yield over_rounds(what, "µs", rounds, 3)


def _read(text: str) -> Understanding:
    return understand(text, _AT)
