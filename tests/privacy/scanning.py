"""A whole day with canaries, and what of them was found in any file, again and again."""

import tempfile
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final

from privacy.canaries import Canaries, Canary, counted
from privacy.house import House, house
from privacy.inventory import left_beside, left_by_a_crash, strange_files, strange_words
from privacy.living import Living
from privacy.planting import Day, Door, Fate, day
from privacy.scanner import Hit, search
from privacy.served import Flaw

PARTS: Final = ("stored", "said", "beside")
STORED, SAID, BESIDE = PARTS

_SEALED: Final = "sealed"


class Moment(StrEnum):
    """When all files are looked through."""

    TALKING = "while they talk"
    OVER = "6 minutes after the end"
    NEXT_DAY = "24 hours after closing"
    WEEK = "6 days after that"
    LEFT = "after the counsellors were removed"


@dataclass(frozen=True, slots=True)
class Look:
    """What was found at a moment: of so many canaries, how many in which files.

    `sealed` are those that are no words: what stood in the store sealed, of conversations that
    are gone by then.
    """

    canaries: int
    found: Mapping[str, int]
    sealed: int
    what: str
    living: str
    is_whole: bool

    @property
    def is_clean(self) -> bool:
        """Whether no canary was found anywhere."""
        return not any(self.found.values())

    def __str__(self) -> str:
        where = ", ".join(f"{self.found[part]} {part}" for part in PARTS)
        return f"of {self.canaries}: {where}"


@dataclass
class Scanned:
    """All that came of a day: what was found when, and what else was not as it should be.

    `sealed` is how much of what the store held sealed, while they talked, stood in its files.
    """

    looks: dict[Moment, Look] = field(default_factory=dict)
    sealed: tuple[int, int] = (0, 0)
    strange: dict[str, list[str]] = field(default_factory=dict)


async def scanned(
    doors: Sequence[Door],
    fates: Sequence[Fate],
    flaws: Collection[Flaw] = (),
    *,
    by_webhook: bool = False,
    goes_wrong: bool = True,
    until: Moment = Moment.LEFT,
) -> Scanned:
    """Let a day pass, and look through every file at each moment up to one.

    All goes wrong that can before the first of them end, unless told otherwise.
    """
    with tempfile.TemporaryDirectory(prefix="stodchatten-") as folder:
        async with (
            house(Path(folder), by_webhook=by_webhook, flaws=flaws) as here,
            day(here) as it,
        ):
            scan = _Scan(here, it)
            await scan.begin(doors, fates)
            if goes_wrong and until is not Moment.TALKING:
                await it.go_wrong()
            steps = it.end, it.close, it.pass_by, it.leave
            for moment, step in zip(list(Moment)[1:], steps, strict=True):
                if until in scan.found.looks:
                    break
                await step()
                await scan.look_back(moment)
            scan.found.strange = await _strange(here)
            return scan.found


@dataclass
class _Scan:
    """A day, with what the store held sealed while they talked, by conversation."""

    here: House
    it: Day
    living: Living = field(default_factory=Living)
    sealed: Mapping[str, Collection[str]] = field(default_factory=dict)
    found: Scanned = field(default_factory=Scanned)

    async def begin(self, doors: Sequence[Door], fates: Sequence[Fate]) -> None:
        """Let all come, and look while they talk."""
        await self.living.come(self.here.valkey)
        await self.it.come(doors, fates)
        self.sealed = await self.here.sealed()
        files = await self.here.files()
        sealed = {one for some in self.sealed.values() for one in some}
        there = {hit.text for hit in search(sealed, files) if _part(self.here, hit) == STORED}
        self.found.sealed = len(there), len(sealed)
        self._look(Moment.TALKING, files, self.it.canaries.all)

    async def look_back(self, moment: Moment) -> None:
        """Look also for what was sealed of those who are gone, once it should be gone as well."""
        if Flaw.NOT_REWRITTEN not in self.here.flaws:
            await self.here.is_rewritten()
        gone = self.sealed.keys() - await self.here.conversations()
        sealed = [Canary(one, _SEALED, "") for which in gone for one in self.sealed[which]]
        # What the line knows of its counsellors goes with them.
        known = self.it.known.all if moment is Moment.LEFT else []
        self._look(moment, await self.here.files(), [*self.it.canaries.all, *known, *sealed])

    def _look(self, moment: Moment, files: Mapping[str, bytes], all_of_it: list[Canary]) -> None:
        canaries = Canaries(all_of_it)
        hits = search(canaries.texts, files)
        there = self.living.found(files)
        self.found.looks[moment] = Look(
            len(all_of_it),
            {part: len(_of_part(self.here, canaries, hits, part)) for part in PARTS},
            sum(one.kind == _SEALED for one in _of_part(self.here, canaries, hits, STORED)),
            _what(canaries, hits),
            f"{there} of {self.living.count}",
            there == self.living.count,
        )


def _of_part(here: House, canaries: Canaries, hits: Sequence[Hit], part: str) -> set[Canary]:
    return canaries.of(hit for hit in hits if _part(here, hit) == part)


def _what(canaries: Canaries, hits: Sequence[Hit]) -> str:
    ways = sorted({hit.way for hit in hits})
    files = sorted({Path(hit.place).name for hit in hits})
    return f"{counted(canaries.of(hits))}; {', '.join(ways)}; {', '.join(files)}"


def _part(here: House, hit: Hit) -> str:
    place = Path(hit.place)
    if place.is_relative_to(here.said) or place == here.data / "valkey.log":
        return SAID
    return STORED if place.is_relative_to(here.data) else BESIDE


async def _strange(here: House) -> dict[str, list[str]]:
    return {
        "files": strange_files(here.data),
        "said": strange_words(here.said),
        "beside": left_beside(here.beside),
        "crash": await left_by_a_crash(here.valkey, await here.processes()),
    }
