"""The days of the line, for programs and for people."""

import json
from datetime import date

from bot.schedule import lines, schedule
from bot.texts import Texts
from handlers.hours import Hours, Span, SpecialDay

SHORT = {"sv": "kort dag", "en": "short day"}
HOURS = Hours(
    week=((Span(540, 900),),) * 5 + ((), ()),
    holidays=frozenset({"public", "de_facto"}),
    special={date(2026, 12, 23): SpecialDay((Span(540, 720), Span(780, 1440)), SHORT)},
)


def test_schedule(texts: Texts) -> None:
    """The schedule tells of each day when it is open, and why if it is not as usual."""
    days = schedule(HOURS, date(2026, 12, 22), 6, texts)

    assert json.loads(json.dumps(days)) == [
        {"date": "2026-12-22", "open": ["09:00-15:00"], "why": None},
        {"date": "2026-12-23", "open": ["09:00-12:00", "13:00-24:00"], "why": SHORT},
        {
            "date": "2026-12-24",
            "open": [],
            "why": {"sv": "julafton", "en": "Christmas Eve"},
        },
        {
            "date": "2026-12-25",
            "open": [],
            "why": {"sv": "juldagen", "en": "Christmas Day"},
        },
        {
            "date": "2026-12-26",
            "open": [],
            "why": {"sv": "annandag jul", "en": "Boxing Day"},
        },
        {"date": "2026-12-27", "open": [], "why": {"sv": "helg", "en": "weekend"}},
    ]


def test_closed_without_a_reason(texts: Texts) -> None:
    """A weekday on which the line is never open is as usual."""
    hours = Hours(week=((),) * 7)

    assert schedule(hours, date(2026, 11, 24), 1, texts)[0]["why"] is None


def test_open_on_a_saturday(texts: Texts) -> None:
    """A weekend is no reason where the line is open."""
    hours = Hours(week=((Span(540, 900),),) * 7)

    assert schedule(hours, date(2026, 11, 28), 1, texts)[0]["why"] is None


def test_lines(texts: Texts) -> None:
    """A person reads each day on one line, in both languages, with why it is not as usual."""
    closed = Hours(week=((),) * 7)
    days = [
        *schedule(HOURS, date(2026, 12, 22), 3, texts),
        *schedule(closed, date(2026, 12, 28), 1, texts),
    ]

    usual, short, eve, closed_day = lines(days, texts)

    assert usual == (
        "2026-12-22  tisdag 22 december: 09.00–15.00 | Tuesday 22 December: 09:00–15:00"
    )
    assert short == (
        "2026-12-23  onsdag 23 december: 09.00–12.00 och 13.00–24.00 (kort dag)"
        " | Wednesday 23 December: 09:00–12:00 and 13:00–24:00 (short day)"
    )
    assert eve == (
        "2026-12-24  torsdag 24 december: stängt (julafton)"
        " | Thursday 24 December: closed (Christmas Eve)"
    )
    assert closed_day == "2026-12-28  måndag 28 december: stängt | Monday 28 December: closed"
