"""The days that people call by name."""

from datetime import date

import pytest

from handlers.hours import Hours
from handlers.named_days import NAMED_DAYS, named_day, squeeze_day

LINE = Hours(week=((),) * 7, holidays=frozenset({"public", "de_facto"}))


@pytest.mark.parametrize(
    ("key", "on_or_after", "expected"),
    [
        pytest.param("christmas_eve", "2026-12-24", "2026-12-24", id="today"),
        pytest.param("christmas_eve", "2026-12-25", "2027-12-24", id="just gone"),
        pytest.param("new_years_day", "2026-11-24", "2027-01-01", id="new year"),
        pytest.param("epiphany_eve", "2026-11-24", "2027-01-05", id="eve of epiphany"),
        pytest.param("walpurgis", "2026-01-01", "2026-04-30", id="walpurgis"),
        pytest.param("maundy_thursday", "2026-01-01", "2026-04-02", id="maundy thursday"),
        pytest.param("easter_eve", "2026-04-05", "2027-03-27", id="eve of easter"),
        pytest.param("midsummer_eve", "2026-01-01", "2026-06-19", id="earliest midsummer"),
        pytest.param("midsummer_eve", "2027-01-01", "2027-06-25", id="latest midsummer"),
        pytest.param("days_between", "2026-11-24", "2026-12-28", id="after a weekend"),
        pytest.param("days_between", "2028-11-24", "2028-12-27", id="at once"),
        pytest.param("days_between", "2026-12-30", "2026-12-30", id="in the middle of them"),
        pytest.param("days_between", "2026-12-31", "2027-12-27", id="when they are over"),
        pytest.param("all_saints", "2026-01-01", "2026-10-31", id="earliest all saints"),
        pytest.param("all_saints", "2027-01-01", "2027-11-06", id="latest all saints"),
    ],
)
def test_named_day(key: str, on_or_after: str, expected: str) -> None:
    """A day that people call by name is the next one, today included."""
    assert named_day(key, date.fromisoformat(on_or_after)) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("on_or_after", "expected"),
    [
        pytest.param("2026-01-01", "2026-01-02", id="after New Year's Day"),
        pytest.param("2026-01-02", "2026-01-02", id="today"),
        pytest.param("2026-01-03", "2026-01-05", id="before Epiphany"),
        pytest.param("2026-01-06", "2026-05-15", id="after Ascension Day"),
        pytest.param("2027-05-08", "2028-01-07", id="of another year"),
    ],
)
def test_squeeze_day(on_or_after: str, expected: str) -> None:
    """A klämdag is a working day alone between two free ones."""
    assert squeeze_day(date.fromisoformat(on_or_after)) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("new_years_day", "nyårsdagen"),
        ("epiphany", "trettondedag jul"),
        ("good_friday", "långfredagen"),
        ("easter_day", "påskdagen"),
        ("easter_monday", "annandag påsk"),
        ("may_day", "första maj"),
        ("ascension", "Kristi himmelsfärdsdag"),
        ("whit_sunday", "pingstdagen"),
        ("national_day", "nationaldagen"),
        ("midsummer_eve", "midsommarafton"),
        ("midsummer_day", "midsommardagen"),
        ("all_saints", "alla helgons dag"),
        ("christmas_eve", "julafton"),
        ("christmas_day", "juldagen"),
        ("boxing_day", "annandag jul"),
        ("new_years_eve", "nyårsafton"),
    ],
)
def test_named_days_are_the_holidays(key: str, name: str) -> None:
    """For years to come, a named day is the day on which the line is closed under that name."""
    for year in range(2024, 2049):
        reason = LINE.day(NAMED_DAYS[key](year)).reason

        assert reason is not None
        assert reason["sv"] == name


@pytest.mark.parametrize(
    "easter",
    [
        pytest.param(date(1818, 3, 22), id="the earliest there is"),
        pytest.param(date(2038, 4, 25), id="the latest there is"),
        pytest.param(date(1954, 4, 18), id="a moon of 18 April, late in its cycle"),
        pytest.param(date(1981, 4, 19), id="a moon of 19 April"),
        pytest.param(date(2049, 4, 18), id="a moon of 18 April, in this century"),
        pytest.param(date(2100, 3, 28), id="a year without a leap day"),
    ],
)
def test_easter(easter: date) -> None:
    """Easter is right also in the years in which simple rules for it are wrong."""
    assert NAMED_DAYS["easter_day"](easter.year) == easter
