"""Promises of telling which day or moment a question of hours means."""

from datetime import UTC, date, datetime
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.hours import STOCKHOLM
from handlers.moments import Asked, asked

# A Tuesday.
NOW = datetime(2026, 11, 24, 10, 20, tzinfo=STOCKHOLM)
TODAY = NOW.date()


def at(hour: int, minute: int = 0) -> int:
    """Return a clock as minutes from midnight."""
    return hour * 60 + minute


@pytest.mark.parametrize(
    ("text", "day", "minute"),
    [
        ("är ni öppna nu?", TODAY, at(10, 20)),
        ("are you open right now", TODAY, at(10, 20)),
        ("har ni öppet idag", TODAY, None),
        ("är ni öppna i kväll?", TODAY, at(19)),
        ("are you open tonight", TODAY, at(19)),
        ("öppet i natt?", TODAY, at(23)),
        ("har ni öppet i morgon?", date(2026, 11, 25), None),
        ("oppet imorn", date(2026, 11, 25), None),
        ("are u open tmrw", date(2026, 11, 25), None),
        ("i övermorgon då", date(2026, 11, 26), None),
        ("the day after tomorrow", date(2026, 11, 26), None),
        ("på lördag", date(2026, 11, 28), None),
        ("har ni öppet på söndagar", date(2026, 11, 29), None),
        ("open on tuesday?", date(2026, 12, 1), None),
        ("i helgen", date(2026, 11, 28), None),
        ("at the weekend", date(2026, 11, 28), None),
        ("är ni öppna fredag kväll", date(2026, 11, 27), at(19)),
        ("tomorrow night", date(2026, 11, 25), at(23)),
    ],
)
def test_days_seen_from_now(text: str, day: date, minute: int | None) -> None:
    """A day that is named by its distance, or by its weekday, is the next such day."""
    assert asked(text, NOW) == Asked(day, minute)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("har ni öppet på klämdagen", date(2027, 5, 7)),
        ("klämdagar?", date(2027, 5, 7)),
        ("are you there on the bridge day", date(2027, 5, 7)),
        ("i mellandagarna", date(2026, 12, 28)),
        ("between christmas and new year", date(2026, 12, 28)),
        ("den 26", date(2026, 11, 26)),
        ("den 3:e då", date(2026, 12, 3)),
        ("the 31st?", date(2026, 12, 31)),
    ],
)
def test_days_of_a_calendar(text: str, day: date) -> None:
    """A day between free days, the days between, and a day of a month are the next such day."""
    assert asked(text, NOW) == Asked(day, None)


@pytest.mark.parametrize(
    ("text", "minute"),
    [
        ("är ni öppna om en timme", at(11, 20)),
        ("om 2 timmar", at(12, 20)),
        ("om en halvtimme?", at(10, 50)),
        ("in half an hour", at(10, 50)),
        ("anyone there in 45 min", at(11, 5)),
        ("om timme", at(11, 20)),
    ],
)
def test_a_while_from_now(text: str, minute: int) -> None:
    """A while from now is the moment that is then."""
    assert asked(text, NOW) == Asked(TODAY, minute)


def test_no_such_day_of_a_month() -> None:
    """A day that no month has is none."""
    assert asked("den 32 då", NOW) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("är ni öppna på julafton?", date(2026, 12, 24)),
        ("har ni öppet i jul", date(2026, 12, 24)),
        ("open at christmas?", date(2026, 12, 24)),
        ("juldagen", date(2026, 12, 25)),
        ("annandag jul", date(2026, 12, 26)),
        ("boxing day", date(2026, 12, 26)),
        ("nyårsafton", date(2026, 12, 31)),
        ("new year's eve", date(2026, 12, 31)),
        ("nyårsdagen", date(2027, 1, 1)),
        ("trettondagsafton", date(2027, 1, 5)),
        ("trettondedagsafton", date(2027, 1, 5)),
        ("trettondedag jul", date(2027, 1, 6)),
        ("skärtorsdagen", date(2027, 3, 25)),
        ("i påsk", date(2027, 3, 26)),
        ("good friday", date(2027, 3, 26)),
        ("påskafton", date(2027, 3, 27)),
        ("easter sunday", date(2027, 3, 28)),
        ("annandag påsk", date(2027, 3, 29)),
        ("easter monday", date(2027, 3, 29)),
        ("valborg", date(2027, 4, 30)),
        ("första maj", date(2027, 5, 1)),
        ("kristi himmelsfärdsdag", date(2027, 5, 6)),
        ("pingst", date(2027, 5, 16)),
        ("nationaldagen", date(2027, 6, 6)),
        ("midsommar", date(2027, 6, 25)),
        ("on midsummer's eve", date(2027, 6, 25)),
        ("midsommardagen", date(2027, 6, 26)),
        ("alla helgons dag", date(2027, 11, 6)),
    ],
)
def test_named_days(text: str, day: date) -> None:
    """A day with a name is found in the calendar, in both languages."""
    assert asked(text, NOW) == Asked(day, None)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-12-24", date(2026, 12, 24)),
        ("öppet 24/12?", date(2026, 12, 24)),
        ("den 24 december", date(2026, 12, 24)),
        ("december 24th", date(2026, 12, 24)),
        ("the 24th of december 2026", date(2026, 12, 24)),
        ("3 maj", date(2027, 5, 3)),
        ("1 okt", date(2027, 10, 1)),
        ("29 februari", date(2028, 2, 29)),
        ("24 november", TODAY),
    ],
)
def test_dates(text: str, day: date) -> None:
    """A written date is the next such date."""
    assert asked(text, NOW) == Asked(day, None)


@pytest.mark.parametrize(
    "text",
    [
        "31 februari",
        "har ni öppet 30/2",
        "2026-13-01",
        "2025-12-24",
        "9999-12-31",
        "0000-00-00",
        "45/12",
    ],
)
def test_no_such_day(text: str) -> None:
    """A date that is in no calendar, has been, or is far off is not answered for."""
    assert asked(text, NOW) is None


@pytest.mark.parametrize(
    ("text", "minute"),
    [
        ("klockan 11", at(11)),
        ("kl 14.30", at(14, 30)),
        ("kl. 13:05", at(13, 5)),
        ("vid tolv", at(12)),
        ("at eleven", at(11)),
        ("11am", at(11)),
        ("at 12 pm", at(12)),
        ("5pm", at(17)),
        ("after 4", at(16)),
        ("klockan 3", at(15)),
        ("halv tolv", at(11, 30)),
        ("half past two", at(14, 30)),
        ("efter lunch", at(12)),
        ("nine at night", at(21)),
        ("klockan 8 ikväll", at(20)),
    ],
)
def test_clocks_ahead(text: str, minute: int) -> None:
    """A clock that is still to come today means today."""
    assert asked(text, NOW) == Asked(TODAY, minute)


@pytest.mark.parametrize(
    ("text", "minute"),
    [("klockan 8", at(8)), ("8am", at(8)), ("at nine", at(9)), ("kl 09:15", at(9, 15))],
)
def test_clocks_that_have_been(text: str, minute: int) -> None:
    """A clock that has been today means tomorrow."""
    assert asked(text, NOW) == Asked(date(2026, 11, 25), minute)


@pytest.mark.parametrize(
    ("text", "day", "minute"),
    [
        ("på fredag klockan 8", date(2026, 11, 27), at(8)),
        ("24 december kl 10", date(2026, 12, 24), at(10)),
        ("i morgon bitti klockan 6", date(2026, 11, 25), at(6)),
        ("monday at 3", date(2026, 11, 30), at(15)),
        ("idag klockan 8", TODAY, at(8)),
    ],
)
def test_clock_of_a_day(text: str, day: date, minute: int) -> None:
    """A day and a clock are one moment."""
    assert asked(text, NOW) == Asked(day, minute)


@pytest.mark.parametrize(
    "text",
    [
        "när har ni öppet?",
        "vilka tider har ni nu",
        "when are you open",
        "are you open 24/7",
        "har ni öppet på vardagar",
        "klockan 25",
        "vi pratade i lördags",
        "efter 2 veckor",
        "",
    ],
)
def test_no_moment(text: str) -> None:
    """A general question means no day."""
    assert asked(text, NOW) is None


def test_swedish_time() -> None:
    """Today is the day in Sweden, wherever the server is."""
    late = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)

    assert asked("är ni öppna nu", late) == Asked(date(2026, 11, 25), 30)
    assert asked("imorgon", late) == Asked(date(2026, 11, 26), None)


@given(st.text(), st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1)))  # noqa: DTZ001
def test_any_text(text: str, moment: datetime) -> None:
    """Whatever is written and whenever, a moment is a minute of a day that is near."""
    now = moment.replace(tzinfo=STOCKHOLM)
    found = asked(text, now)

    assert found is None or 0 <= (found.date - now.date()).days <= 2 * 366
    assert found is None or found.minute is None or 0 <= found.minute < 24 * 60


@given(st.lists(st.sampled_from("kl 24 12 / - : halv tolv maj 2026 feb lunch på 0 1 am".split())))
def test_any_numbers(words: list[str]) -> None:
    """However clocks and dates are mixed up, the minute is one of a day."""
    found = asked(" ".join(words), NOW)

    assert found is None or found.minute is None or 0 <= found.minute < 24 * 60


@pytest.mark.parametrize("piece", ["1 ", "1", "1/", "24 december ", "jul ", "a", "kl "])
def test_no_text_takes_long(piece: str) -> None:
    """No text that a door lets in, however odd, holds up the other conversations."""
    text = (piece * 4096)[:4096]
    began = perf_counter()
    asked(text, NOW)

    assert perf_counter() - began < 0.1
