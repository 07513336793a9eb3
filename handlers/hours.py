"""When the line is staffed, in Swedish time: now, on any day, until when, and when next."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

from holidays import country_holidays

from handlers.errors import SupportLineError

STOCKHOLM: Final = ZoneInfo("Europe/Stockholm")

_HORIZON: Final = 400  # days; a line that is closed for longer than a year is no line

# In both languages: {"sv": …, "en": …}.
Reason = Mapping[str, str]


class NeverOpenError(SupportLineError):
    """The line does not open within the next year, or has not been open within the last."""


@dataclass(frozen=True, slots=True)
class Span:
    """A staffed part of a day, in minutes from its midnight; at `closes` it is closed already."""

    opens: int
    closes: int

    def __str__(self) -> str:
        clocks = (f"{minute // 60:02}:{minute % 60:02}" for minute in (self.opens, self.closes))
        return "-".join(clocks)


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day that the operator has decided on: closed, short, or open in spite of a holiday."""

    spans: tuple[Span, ...]
    reason: Reason


@dataclass(frozen=True, slots=True)
class Day:
    """The spans of a date; `reason` tells why it differs from its weekday, if it does."""

    date: date
    spans: tuple[Span, ...]
    reason: Reason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """The hours of the line. All moments are aware, and those returned are in Swedish time.

    `week` holds the spans of each weekday, Monday first, in order and apart. `holidays` are the
    kinds of holiday on which it is closed: `public`, `de_facto` (the three eves). A special day
    wins over both. Nobody new is taken in the last `last_intake` minutes before closing.
    """

    week: tuple[tuple[Span, ...], ...]
    holidays: frozenset[str] = frozenset()
    special: Mapping[date, SpecialDay] = field(default_factory=dict)
    last_intake: int = 0

    def day(self, date: date) -> Day:
        """Return what is true of a date."""
        if date in self.special:
            return Day(date, self.special[date].spans, self.special[date].reason)
        if reason := _holidays(date.year, self.holidays).get(date):
            return Day(date, (), reason)
        return Day(date, self.week[date.weekday()])

    def days(self, first: date, count: int) -> tuple[Day, ...]:
        """Return so many days in a row."""
        return tuple(self.day(first + timedelta(ahead)) for ahead in range(count))

    def is_open(self, at: datetime) -> bool:
        """Whether the line is staffed at a moment."""
        return any(opens <= at < closes for opens, closes in _moments(self.day(_date(at))))

    def takes_new(self, at: datetime) -> bool:
        """Whether somebody who comes at a moment is still taken."""
        closes = self.closes(at)
        return closes is not None and closes - at >= timedelta(minutes=self.last_intake)

    def closes(self, at: datetime) -> datetime | None:
        """Return the end of the opening that a moment is in, or None when it is in none."""
        for opens, closes in self._openings(_date(at)):
            if closes > at:
                return closes.astimezone(STOCKHOLM) if opens <= at else None
        return None

    def next_opening(self, at: datetime) -> datetime:
        """Return the start of the first opening after a moment. Raises NeverOpenError."""
        for opens, _ in self._openings(_date(at)):
            if opens > at:
                return opens.astimezone(STOCKHOLM)
        raise NeverOpenError

    def last_opening(self, at: datetime) -> datetime:
        """Return the start of the opening that a moment is in, or of the latest one before it.

        Raises NeverOpenError.
        """
        opened = None
        for opens, closes in self._staffed(_date(at), -1):
            if opened and closes < opened:
                break
            if opens <= at:
                opened = opens
        if opened is None:
            raise NeverOpenError
        return opened.astimezone(STOCKHOLM)

    def _openings(self, first: date) -> Iterator[tuple[datetime, datetime]]:
        """Yield the openings from a day on; spans that touch are one opening."""
        opened, closed = None, datetime.min.replace(tzinfo=UTC)
        for opens, closes in self._staffed(first, 1):
            if opened and opens > closed:
                yield opened, closed
                opened = None
            opened, closed = opened or opens, closes
        if opened:
            yield opened, closed

    def _staffed(self, first: date, step: int) -> Iterator[tuple[datetime, datetime]]:
        """Yield the spans from a day on, or back from it, as far as there is a point in it."""
        for ahead in range(_HORIZON):
            yield from _moments(self.day(first + timedelta(ahead * step)))[::step]


def _date(at: datetime) -> date:
    if at.utcoffset() is None:
        raise ValueError("a moment needs a time zone")
    return at.astimezone(STOCKHOLM).date()


# In UTC: two moments of one zone are compared by their clocks, which lies when the clock changes.
def _moments(day: Day) -> list[tuple[datetime, datetime]]:
    """Return the spans of a day as moments.

    An hour that the clock shows twice is staffed both times, and one that it skips is not there:
    whoever sees a staffed time on a Swedish clock finds the line open.
    """
    moments = [
        (_moment(day.date, span.opens, fold=0), _moment(day.date, span.closes, fold=1))
        for span in day.spans
    ]
    return [(opens, closes) for opens, closes in moments if opens < closes]


def _moment(day: date, minute: int, *, fold: int) -> datetime:
    clock = datetime.combine(day, time(), STOCKHOLM) + timedelta(minutes=minute)
    while clock.astimezone(UTC).astimezone(STOCKHOLM) != clock:
        clock += timedelta(minutes=1)  # to where the clock goes on
    return clock.replace(fold=fold).astimezone(UTC)


@cache
def _holidays(year: int, categories: frozenset[str]) -> Mapping[date, Reason]:
    """Return the holidays of a year with their names as they stand in running text."""
    if not categories:  # which the library would take for the public ones
        return {}
    swedish, english = (
        # Without a language the names would follow that of the process.
        country_holidays("SE", years=year, categories=sorted(categories), language=language)
        for language in ("sv", "en_US")
    )
    return {
        day: {"sv": _running(swedish.get_list(day)[0]), "en": _native(english.get_list(day)[0])}
        for day in list(swedish)
    }


def _running(name: str) -> str:
    return name if name.startswith("Kristi") else name[0].lower() + name[1:]


def _native(name: str) -> str:
    return name.replace("Second Day of Christmas", "Boxing Day")
