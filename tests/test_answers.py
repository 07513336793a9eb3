"""Promises of the facts that the bot knows: each is of the very day, or is not said."""

from datetime import date, datetime

import pytest
from builders import EVENING, LINE, OPEN, situation

from handlers.answers import answers
from handlers.choices import Choice
from handlers.hours import STOCKHOLM
from handlers.moments import Asked
from handlers.topics import FACTUAL, Topic

WEEK = '["09:00-15:00", "09:00-15:00", "09:00-15:00", "09:00-15:00", "09:00-15:00", "", ""]'
CHRISTMAS_EVE = date(2026, 12, 24)


def test_every_fact_has_an_answer() -> None:
    """No question of fact that is understood is left without an answer."""
    without = {topic for topic in FACTUAL if not answers((topic,), None, situation())}

    assert without == {Topic.WAITING}


def test_all_are_answered_in_their_order() -> None:
    """Several questions in one message are all answered."""
    said = answers((Topic.COST, Topic.PHONE_BILL, Topic.STORY), None, situation())

    assert [say.key for say in said] == ["cost", "phone-bill"]


@pytest.mark.parametrize(
    ("at", "key"),
    [
        (OPEN.replace(hour=8), "open-that-day"),
        (OPEN, "open-that-day"),
        (EVENING, "closed-then"),
    ],
)
def test_today(at: datetime, key: str) -> None:
    """Asked about today in the evening, the line does not say that it is open today."""
    (said,) = answers((Topic.HOURS,), Asked(OPEN.date(), None), situation(at))

    assert said.key == key


def test_hours_in_general() -> None:
    """Asked for its hours, the line says them and whether it is open now."""
    general, now = answers((Topic.HOURS,), None, situation())

    assert (general.key, general.values) == ("opening-hours", {"week": WEEK})
    assert (now.key, now.values) == ("open-now", {"closes": "2026-11-24T15:00:00+01:00"})
    assert now.choices == (Choice.HUMAN,)
    assert answers((Topic.PHONE_NUMBER,), None, situation(EVENING))[1].key == "closed-now"


@pytest.mark.parametrize(
    ("at", "asked", "key", "values"),
    [
        pytest.param(
            OPEN,
            Asked(date(2026, 11, 24), 10 * 60),
            "open-now",
            {"closes": "2026-11-24T15:00:00+01:00"},
            id="now",
        ),
        pytest.param(
            OPEN,
            Asked(date(2026, 11, 25), None),
            "open-that-day",
            {"day": "2026-11-25T00:00:00+01:00", "spans": "09:00-15:00"},
            id="tomorrow",
        ),
        pytest.param(
            OPEN,
            Asked(date(2026, 11, 25), 14 * 60 + 59),
            "open-then",
            {"day": "2026-11-25T14:59:00+01:00", "spans": "09:00-15:00"},
            id="a minute before closing",
        ),
        pytest.param(
            OPEN,
            Asked(date(2026, 11, 25), 8 * 60),
            "closed-until-later",
            {"day": "2026-11-25T08:00:00+01:00", "spans": "09:00-15:00"},
            id="before it opens",
        ),
        pytest.param(
            OPEN,
            Asked(date(2026, 11, 24), 19 * 60),
            "closed-then",
            {
                "day": "2026-11-24T19:00:00+01:00",
                "spans": "09:00-15:00",
                "opens": "2026-11-25T09:00:00+01:00",
                "opens_in": 1,
            },
            id="tonight",
        ),
        pytest.param(
            OPEN,
            Asked(date(2026, 11, 28), None),
            "closed-that-day",
            {
                "day": "2026-11-28T00:00:00+01:00",
                "spans": "",
                "opens": "2026-11-30T09:00:00+01:00",
                "opens_in": 6,
            },
            id="a Saturday",
        ),
    ],
)
def test_hours_of_a_moment(
    at: datetime, asked: Asked, key: str, values: dict[str, object]
) -> None:
    """Asked for a moment, the answer is of that very moment."""
    (say,) = answers((Topic.HOURS,), asked, situation(at))

    assert (say.key, say.values) == (key, values)


def test_hours_of_christmas_eve() -> None:
    """Asked for a holiday, it is said why it is closed, and when it opens after all of them."""
    (say,) = answers((Topic.HOURS,), Asked(CHRISTMAS_EVE, None), situation())

    assert say.key == "closed-that-day-because"
    assert say.values["why"] == {"sv": "julafton", "en": "Christmas Eve"}
    assert say.values["opens"] == "2026-12-28T09:00:00+01:00"


def test_a_day_that_is_past() -> None:
    """Asked for a day that is past, the next opening is still to come."""
    saturday = Asked(date(2026, 11, 21), None)
    (say,) = answers((Topic.HOURS,), saturday, situation(EVENING))

    assert say.values["opens"] == "2026-11-25T09:00:00+01:00"


def test_the_clock_changes() -> None:
    """On the days when the clock changes, an hour of the day is that of the wall."""
    asked = Asked(date(2026, 3, 30), 9 * 60)
    at = datetime(2026, 3, 27, 16, tzinfo=STOCKHOLM)

    assert answers((Topic.HOURS,), asked, situation(at))[0].key == "open-then"
    assert LINE.hours.is_open(datetime(2026, 3, 30, 9, tzinfo=STOCKHOLM))
