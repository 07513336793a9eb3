"""The days of the line as data and as lines to read: when it is open, and why it is not."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import Final, TypedDict

from bot.texts import LANGUAGES, Texts
from handlers.hours import STOCKHOLM, Day, Hours, Reason

_SATURDAY: Final = 5
_NOON: Final = time(12, tzinfo=STOCKHOLM)


class Entry(TypedDict):
    """A day: its date, its spans such as `09:00-15:00`, and why it is not as usual, if so."""

    date: str
    open: list[str]
    why: Reason | None


def schedule(hours: Hours, first: date, count: int, texts: Texts) -> list[Entry]:
    """Return so many days in a row, ready for JSON."""
    weekend: Reason = {
        str(language): texts.say(language, "schedule-weekend") for language in LANGUAGES
    }
    return [_entry(day, weekend) for day in hours.days(first, count)]


def lines(entries: Iterable[Entry], texts: Texts) -> Iterator[str]:
    """Yield a line for each day, in both languages."""
    for entry in entries:
        key = "schedule-open" if entry["open"] else "schedule-closed"
        values: dict[str, str | Reason] = {
            "day": datetime.combine(date.fromisoformat(entry["date"]), _NOON).isoformat(),
            "spans": ",".join(entry["open"]),
        }
        if entry["why"]:
            key += "-because"
            values["why"] = entry["why"]
        swedish, english = (texts.say(language, key, **values) for language in ("sv", "en"))
        yield f"{entry['date']}  {swedish} | {english}"


def _entry(day: Day, weekend: Reason) -> Entry:
    is_weekend = not day.spans and day.date.weekday() >= _SATURDAY
    return {
        "date": day.date.isoformat(),
        "open": [str(span) for span in day.spans],
        "why": day.reason or (weekend if is_weekend else None),
    }
