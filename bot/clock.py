"""The only place that reads the time."""

import time
from datetime import UTC, datetime, timedelta
from typing import Final

# Set by so much, as a time server does, the machine's clock is followed at once.
A_LITTLE: Final = timedelta(minutes=1)

# Who set it by more may have been wrong, and set it right again: by a day too many, everybody
# would be forgotten. So it is followed once it has stayed so for this long.
BELIEVED_AFTER: Final = timedelta(minutes=10)


class Clock:
    """Real time, or in a try-out a pretended time that runs on from its beginning."""

    def __init__(self, pretended: datetime | None = None) -> None:
        self._read_at = _since_start()
        self._read = _machine_clock()
        # By how much the machine's clock was set, and when, as long as that is not believed.
        self._set_by = timedelta()
        self._set_at = self._read_at
        self._ahead = pretended - self._read if pretended else timedelta()

    def now(self) -> datetime:
        """Return the moment, in UTC."""
        ran = _since_start()
        steady = self._read + (ran - self._read_at)
        read = _machine_clock()
        set_by = read - steady
        if abs(set_by - self._set_by) > A_LITTLE:
            self._set_by, self._set_at = set_by, ran
        if abs(set_by) <= A_LITTLE or ran - self._set_at >= BELIEVED_AFTER:
            self._read, self._read_at, self._set_by = read, ran, timedelta()
            steady = read
        return steady + self._ahead


def _machine_clock() -> datetime:
    return datetime.now(UTC)


def _since_start() -> timedelta:
    """Return how long the machine has run, also while it slept; nobody can set that."""
    return timedelta(seconds=time.clock_gettime(time.CLOCK_BOOTTIME))
