"""How days and times are written in each language: the functions that texts may call."""

import json
from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import groupby
from typing import Any, Final

from babel.dates import format_date, get_day_names
from babel.lists import format_list

from handlers.hours import STOCKHOLM
from handlers.language import Language

# Swedes write 15.00, the English 15:00.
_CLOCK: Final[dict[Language, str]] = {"sv": "%H.%M", "en": "%H:%M"}

Format = Callable[..., str]


def clock(at: datetime, language: Language) -> str:
    """Return the time of day in Sweden: 15.00 or 15:00."""
    return at.astimezone(STOCKHOLM).strftime(_CLOCK[language])


def formats(language: Language) -> dict[str, Format]:
    """Return the functions for the texts of a language.

    CLOCK, DAY and DATE take a moment (ISO 8601), SPANS "09:00-12:00,13:00-15:00", and WEEK a
    JSON list of seven such, Monday first.
    """

    def date(moment: Any, pattern: str) -> str:
        day = datetime.fromisoformat(str(moment)).date()
        return str(format_date(day, pattern, locale=language))

    return {
        "CLOCK": lambda moment: clock(datetime.fromisoformat(str(moment)), language),
        "DAY": lambda moment: date(moment, "EEEE d MMMM"),
        "DATE": lambda moment: date(moment, "d MMMM yyyy"),
        "SPANS": lambda spans: _spans(str(spans), language),
        "WEEK": lambda week: _week(json.loads(str(week)), language),
    }


def _spans(spans: str, language: Language) -> str:
    written = spans.replace("-", "–")
    if language == "sv":
        written = written.replace(":", ".")
    return str(format_list(written.split(","), locale=language))


def _week(week: Iterable[str], language: Language) -> str:
    """Join neighbouring days that are alike; days on which it is closed are left out."""
    names = get_day_names(locale=language)
    written = []
    for spans, days in groupby(enumerate(week), key=lambda day: day[1]):
        numbers = [number for number, _ in days]
        first, last = names[numbers[0]], names[numbers[-1]]
        if spans:
            between = first if first == last else f"{first}–{last}"
            written.append(f"{between} {_spans(spans, language)}")
    return ", ".join(written)
