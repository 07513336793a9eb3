"""The only place that reads the time."""

from datetime import UTC, datetime, timedelta


class Clock:
    """Real time, or in a try-out a pretended time that runs on from its beginning."""

    def __init__(self, pretended: datetime | None = None) -> None:
        self._ahead = pretended - datetime.now(UTC) if pretended else timedelta()

    def now(self) -> datetime:
        """Return the moment, in UTC."""
        return datetime.now(UTC) + self._ahead
