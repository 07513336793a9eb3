"""The Swedish days that people call by name, and when the next of each is."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Final

_FRIDAY: Final = 4
_SATURDAY: Final = 5
_A_DAY: Final = timedelta(1)
# These have a name, and people work.
_WORKED: Final = {"epiphany_eve", "maundy_thursday", "walpurgis", "days_between"}


def named_day(key: str, on_or_after: date) -> date:
    """Return the next such day, which may be the given one; the keys are those of NAMED_DAYS."""
    if key == "days_between" and _are_between(on_or_after):
        return on_or_after
    this_year = NAMED_DAYS[key](on_or_after.year)
    return this_year if this_year >= on_or_after else NAMED_DAYS[key](on_or_after.year + 1)


def _are_between(day: date) -> bool:
    """Whether a day is one of those between Christmas and New Year's Eve."""
    return NAMED_DAYS["boxing_day"](day.year) < day < NAMED_DAYS["new_years_eve"](day.year)


def squeeze_day(on_or_after: date) -> date:
    """Return the next working day that stands alone between free ones, a Swedish klämdag."""
    day = on_or_after
    while _is_free(day) or not (_is_free(day - _A_DAY) and _is_free(day + _A_DAY)):
        day += _A_DAY
    return day


def _is_free(day: date) -> bool:
    if day.weekday() >= _SATURDAY:
        return True
    return any(NAMED_DAYS[key](day.year) == day for key in NAMED_DAYS.keys() - _WORKED)


def _fixed(month: int, day: int) -> Callable[[int], date]:
    return lambda year: date(year, month, day)


def _first(weekday: int, month: int, day: int) -> Callable[[int], date]:
    """Return how to find the first such weekday on or after a day of the year."""

    def find(year: int) -> date:
        earliest = date(year, month, day)
        return earliest + timedelta((weekday - earliest.weekday()) % 7)

    return find


def _first_worked(month: int, day: int) -> Callable[[int], date]:
    """Return how to find the first day on or after a day of the year that is in no weekend."""

    def find(year: int) -> date:
        earliest = date(year, month, day)
        in_a_weekend = earliest.weekday() > _FRIDAY
        return earliest + timedelta(7 - earliest.weekday() if in_a_weekend else 0)

    return find


def _easter(days: int) -> Callable[[int], date]:
    return lambda year: _easter_day(year) + timedelta(days)


def _easter_day(year: int) -> date:
    """Find the first Sunday after the full moon of spring, as counted until the year 4200."""
    century = year // 100
    solar = century - century // 4
    moon = (19 * (year % 19) + solar - century // 3 + 15) % 30
    # The calendar's full moon is never later than 18 April, and on that day only early in a cycle.
    moon -= moon // 28 * (1 - moon // 28 * (29 // (moon + 1)) * ((21 - year % 19) // 11))
    weekday = (year + year // 4 + moon + 2 - solar) % 7
    return date(year, 3, 28) + timedelta(moon - weekday)


NAMED_DAYS: Final[Mapping[str, Callable[[int], date]]] = {
    "new_years_day": _fixed(1, 1),
    "epiphany_eve": _fixed(1, 5),
    "epiphany": _fixed(1, 6),
    "maundy_thursday": _easter(-3),
    "good_friday": _easter(-2),
    "easter_eve": _easter(-1),
    "easter_day": _easter(0),
    "easter_monday": _easter(1),
    "walpurgis": _fixed(4, 30),
    "may_day": _fixed(5, 1),
    "ascension": _easter(39),
    "whit_sunday": _easter(49),
    "national_day": _fixed(6, 6),
    "midsummer_eve": _first(_FRIDAY, 6, 19),
    "midsummer_day": _first(_SATURDAY, 6, 20),
    "all_saints": _first(_SATURDAY, 10, 31),
    "christmas_eve": _fixed(12, 24),
    "christmas_day": _fixed(12, 25),
    "boxing_day": _fixed(12, 26),
    "days_between": _first_worked(12, 27),
    "new_years_eve": _fixed(12, 31),
}
