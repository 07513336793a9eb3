"""What a trial found, as a row of a table."""

import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """What was tried, what came of it, and what had to.

    A control is the same trial on something that is known to be bad: `holds` has to be False
    there, or the trial could not have found anything.
    """

    tried: str
    found: str
    wanted: str
    holds: bool
    is_control: bool = False

    @property
    def is_right(self) -> bool:
        """Whether it came out as it has to."""
        return self.holds is not self.is_control


Trial = Callable[[], AsyncIterator[Row]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """All rows of a trial, and how many seconds it took."""

    name: str
    rows: Sequence[Row]
    seconds: float

    @property
    def is_right(self) -> bool:
        """Whether all came out as they have to."""
        return all(row.is_right for row in self.rows)

    def __str__(self) -> str:
        return "\n".join([*map(_row, self.rows), f"       ({self.name}: {self.seconds:.0f} s)"])


async def outcome(name: str, trial: Trial) -> Outcome:
    """Run a trial to its end."""
    began = time.monotonic()
    rows = [row async for row in trial()]
    return Outcome(name, rows, time.monotonic() - began)


def heading() -> str:
    """Return the head of the table."""
    return _written("", "tried", "found", "wanted")


def verdict(*, right: bool) -> str:
    """Return the last line of a table."""
    return (
        "All came out as it has to: each trial holds, and each control fails."
        if right
        else "Not all came out as it has to: see WRONG and HOLDS."
    )


def _row(row: Row) -> str:
    sign = "ok" if row.is_right else "WRONG"
    if row.is_control:
        sign = "fails" if row.is_right else "HOLDS"
    return _written(sign, row.tried, row.found, row.wanted)


def _written(sign: str, tried: str, found: str, wanted: str) -> str:
    return f"{sign:<6} {tried:<58} {found:<44} {wanted}".rstrip()
