"""The time that it takes to hear the language of a message, beside a call of langdetect."""

import sys
import time
from collections.abc import AsyncIterator, Callable, Sequence
from functools import partial
from subprocess import run
from typing import Final

from langdetect import DetectorFactory, detect
from languages import messages

from benchmarks.table import Row, over_rounds, share
from handlers.language import Leaning, hear

ROUNDS: Final = 5
LONGEST: Final = ("kan jag skriva till er om min bror, " * 120)[:4096]

# The first message of a process reads the tables; what is imported is there by then.
_FIRST: Final = """
import time
from {module} import {name}
began = time.perf_counter()
{call}
print(time.perf_counter() - began)
"""


async def hearing() -> AsyncIterator[Row]:
    """Measure openers, the longest message that a door lets in, and the first of a process."""
    openers = [*messages("swedish"), *messages("english")]
    # It draws at random what it looks at, here always the same.
    DetectorFactory.seed = 0
    ours = partial(hear, Leaning())
    for what, texts in (("an opener", openers), ("a message of 4,096 characters", [LONGEST])):
        rounds = [(each(ours, texts), each(detected, texts)) for _ in range(ROUNDS)]
        yield over_rounds(what, "µs", rounds, 0.25)
    first = [
        (
            _alone("handlers.language", "Leaning, hear", "hear(Leaning(), 'hej')"),
            _alone("langdetect", "detect", "detect('hej')"),
        )
        for _ in range(ROUNDS)
    ]
    yield over_rounds("the first message", "ms", first, 1)


def detected(text: str) -> str:
    """Ask langdetect for a language, the control of all that is read of a message."""
    return detect(text) if any(map(str.isalpha, text)) else ""


def each(hears: Callable[[str], object], texts: Sequence[str], percent: int = 50) -> float:
    """Return the microseconds that so many of the messages take at most, half by default."""
    took = []
    for text in texts:
        began = time.perf_counter()
        hears(text)
        took.append(time.perf_counter() - began)
    return 1e6 * share(took, percent)


def _alone(module: str, name: str, call: str) -> float:
    code = _FIRST.format(module=module, name=name, call=call)
    told = run([sys.executable, "-c", code], capture_output=True, check=True)
    return 1e3 * float(told.stdout)
