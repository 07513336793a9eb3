"""A whole day with canaries, and what of them was found in any file, again and again."""

import tempfile
import time
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Final

from privacy.canaries import Canaries, counted
from privacy.house import House, house
from privacy.inventory import left_beside, left_by_a_crash, strange_files, strange_words
from privacy.living import Living
from privacy.planting import Day, Door, Fate, day
from privacy.scanner import Hit, search
from privacy.served import Flaw

Step = Callable[[], Awaitable[None]]

# The timekeeper looks once a second; what it has the store write anew takes less.
PATIENCE: Final = 8.0  # seconds

PARTS: Final = ("in the store's files", "in what is said", "beside")
IN_STORE, SAID, BESIDE = PARTS


@dataclass(frozen=True, slots=True)
class Look:
    """What was found at a moment: of so many canaries, how many in which files."""

    canaries: int
    found: Mapping[str, int]
    what: str
    living: str
    is_whole: bool

    @property
    def is_clean(self) -> bool:
        """Whether no canary was found anywhere, and all that should be found was."""
        return not any(self.found.values()) and self.is_whole

    def __str__(self) -> str:
        where = ", ".join(f"{self.found[part]} {part}" for part in PARTS)
        return f"of {self.canaries}: {where}{self.what}"


class Moment(StrEnum):
    """When all files are looked through."""

    TALKING = "while they talk"
    OVER = "6 minutes after the end"
    NEXT_DAY = "24 hours after closing"
    WEEK = "6 days after that"
    LEFT = "after the counsellors were removed"


@dataclass
class Scanned:
    """All that came of a day: what was found when, and what else was not as it should be."""

    looks: dict[Moment, Look] = field(default_factory=dict)
    strange: dict[str, list[str]] = field(default_factory=dict)


async def scanned(
    doors: Sequence[Door],
    fates: Sequence[Fate],
    flaws: Collection[Flaw] = (),
    *,
    by_webhook: bool = False,
    until: Moment = Moment.LEFT,
) -> Scanned:
    """Let a day pass, and look through every file at each moment up to one."""
    found = Scanned()
    living = Living()
    with tempfile.TemporaryDirectory(prefix="stodchatten-") as folder:
        async with (
            house(Path(folder), by_webhook=by_webhook, flaws=flaws) as here,
            day(here) as it,
        ):
            await living.come(here.valkey)
            come = partial(it.come, doors, fates)
            steps: list[Step] = [come, it.end, it.close, it.pass_by, it.leave]
            for moment, step in zip(Moment, steps, strict=True):
                await step()
                found.looks[moment] = await _look(here, it, living, moment)
                if moment is until:
                    break
            found.strange = await _strange(here)
    return found


async def _look(here: House, it: Day, living: Living, moment: Moment) -> Look:
    """Look until nothing is found any more, or there was time enough for it to go."""
    # What the line knows of its counsellors goes with them.
    canaries = Canaries(it.canaries.all + (it.known.all if moment is Moment.LEFT else []))
    began = time.monotonic()
    while True:
        files = await here.files()
        hits = search(canaries.texts, files)
        # While they talk, nothing is to go: it must never have stood there.
        if not hits or moment is Moment.TALKING or time.monotonic() - began > PATIENCE:
            break
    there = living.found(files)
    return Look(
        len(canaries.all),
        _by_part(here, canaries, hits),
        _what(canaries, hits),
        f"{there} of {living.count}",
        there == living.count,
    )


def _by_part(here: House, canaries: Canaries, hits: Sequence[Hit]) -> Mapping[str, int]:
    parts = {part: [hit for hit in hits if _part(here, hit) == part] for part in PARTS}
    return {part: len(canaries.of(some)) for part, some in parts.items()}


def _what(canaries: Canaries, hits: Sequence[Hit]) -> str:
    if not hits:
        return ""
    ways = sorted({hit.way for hit in hits})
    files = sorted({Path(hit.place).name for hit in hits})
    return f" ({counted(canaries.of(hits))}; {', '.join(ways)}; {', '.join(files)})"


def _part(here: House, hit: Hit) -> str:
    place = Path(hit.place)
    if place.is_relative_to(here.said) or place == here.data / "valkey.log":
        return SAID
    return IN_STORE if place.is_relative_to(here.data) else BESIDE


async def _strange(here: House) -> dict[str, list[str]]:
    return {
        "files": strange_files(here.data),
        "said": strange_words(here.said),
        "beside": left_beside(here.beside),
        "crash": await left_by_a_crash(here.valkey, await here.processes()),
    }
