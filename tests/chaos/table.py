"""What a trial found, as a row of a table."""

from collections.abc import AsyncIterator, Callable
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


def heading() -> str:
    """Return the head of the table."""
    return _written("", "tried", "found", "wanted")


def written(row: Row) -> str:
    """Return a row of the table."""
    sign = "ok" if row.is_right else "WRONG"
    if row.is_control:
        sign = "fails" if row.is_right else "HOLDS"
    return _written(sign, row.tried, row.found, row.wanted)


def _written(sign: str, tried: str, found: str, wanted: str) -> str:
    return f"{sign:<6} {tried:<58} {found:<44} {wanted}".rstrip()
