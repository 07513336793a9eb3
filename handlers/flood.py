"""When more begin than a small line can take: what counts as a flood, and what is asked for then.

Nobody is turned away. A browser does a little work, and who runs no script waits for a moment.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Self

_MINUTE: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Allowance:
    """So much at once, and from then on so much a minute."""

    at_once: int
    a_minute: int


# Who hears of the line on television comes within minutes: two hundred in ten of them are asked
# for nothing as long as they do not come all at once.
FREE: Final = Allowance(at_once=30, a_minute=20)
# A flood that goes on looks no larger than this, so that a few minutes after its end it is over.
MOST: Final = 100

# What comes in during a flood, each by itself, so that none of these ways closes the others: who
# has done the work, who has waited, and who is in danger.
WORKED: Final = Allowance(at_once=30, a_minute=60)
WAITED: Final = Allowance(at_once=10, a_minute=20)
DANGER: Final = Allowance(at_once=20, a_minute=20)
# To look for danger takes time with each letter: in all, no more than a fifth of the machine's.
LETTERS: Final = Allowance(at_once=100_000, a_minute=400_000)
# More often than this one browser does not begin, or try words to come back by, without being
# asked; browsers are easily made, so this holds up only the simplest programs.
OF_ONE_BROWSER: Final = Allowance(at_once=5, a_minute=1)
# Words to come back by, for each browser or chat by itself, so that nobody takes what all have
# together: so often somebody mistypes them, and so often they ask for others.
TRIED: Final = Allowance(at_once=5, a_minute=5)
GIVEN: Final = Allowance(at_once=5, a_minute=1)
# What all try together, and as much is given: hashes of a fifth of two processors. It is not what
# makes words hard to guess, since at this pace nobody finds one of 2**66 in the age of the world;
# and whoever uses it up holds up all who come back. So it is more than a flood that does the work
# of the web brings, or a hundred accounts of Telegram.
HASHED: Final = Allowance(at_once=80, a_minute=600)

# Work comes in parts, and the hash of each begins with so many bits that are zero: on an old phone
# in all about 0.2 s with the fewest, and about 3 s with the most.
PARTS: Final = 8
BITS: Final = (11, 15)
# How long those wait who do no work, in steps of so many seconds.
LEAST_WAIT: Final = 5
_STEPS: Final = (1, 6)


@dataclass(frozen=True, slots=True)
class Bucket:
    """What is left of an allowance; it fills again with time."""

    allowance: Allowance
    left: float
    at: datetime

    @classmethod
    def full(cls, allowance: Allowance, at: datetime) -> Self:
        """Return one of which nothing was taken."""
        return cls(allowance, allowance.at_once, at)

    def now(self, at: datetime) -> Self:
        """Return it as it is later."""
        left = self.left + self.allowance.a_minute * _minutes(self.at, at)
        return replace(self, at=at, left=min(self.allowance.at_once, left))

    def without(self, much: int) -> Self | None:
        """Return what is left once so much is taken, or None where there is less."""
        return replace(self, left=self.left - much) if self.left >= much else None


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody is asked for: work of so many bits, or to wait for so many seconds."""

    bits: int
    wait: int


@dataclass(frozen=True, slots=True)
class Pressure:
    """How many came of late: one more with each, whether let in or not, and fewer with time."""

    at: datetime
    level: float = 0.0
    is_flood: bool = False

    def now(self, at: datetime) -> Self:
        """Return it as it is later: a flood is over only once there is some room again."""
        level = max(0.0, self.level - FREE.a_minute * _minutes(self.at, at))
        is_flood = self.is_flood and level > FREE.at_once / 2
        return replace(self, at=at, level=level, is_flood=is_flood)

    def one_more(self, at: datetime) -> Self:
        """Return it with one more who comes."""
        before = self.now(at)
        level = min(MOST, before.level + 1)
        return replace(before, level=level, is_flood=before.is_flood or level > FREE.at_once)

    def asked(self) -> Asked:
        """Return what is asked for: the more, the more come."""
        strength = max(0.0, (self.level - FREE.at_once) / (MOST - FREE.at_once))
        return Asked(_between(BITS, strength), LEAST_WAIT * _between(_STEPS, strength))


def _minutes(since: datetime, at: datetime) -> float:
    """Return how many minutes went by; a clock that was set back counts from there."""
    return max(0.0, (at - since) / _MINUTE)


def _between(ends: tuple[int, int], strength: float) -> int:
    first, last = ends
    return round(first + strength * (last - first))
