"""Promises of what is understood of a whole message."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.danger import Danger
from handlers.hours import STOCKHOLM
from handlers.moments import Asked
from handlers.topics import Topic
from handlers.understanding import Understanding, understand

NOW = datetime(2026, 11, 24, 10, 20, tzinfo=STOCKHOLM)


def understood(text: str) -> Understanding:
    """Understand a message that is written on a Tuesday."""
    return understand(text, NOW)


def test_a_question() -> None:
    """The topic and the day of a question are understood together."""
    found = understood("hej, har ni öppet på fredag?")

    assert found.topics == (Topic.GREETING, Topic.HOURS)
    assert found.asked == Asked(date(2026, 11, 27), None)
    assert found.danger is None


def test_danger_beside_a_question() -> None:
    """A danger is seen whatever else is asked."""
    found = understood("are you open? my brother says he will kill himself tonight")

    assert found.danger is Danger.SELF_HARM
    assert Topic.HOURS in found.topics


def test_a_day_that_no_question_is_about() -> None:
    """A day is only looked for when opening hours are asked for."""
    assert understood("är det anonymt om jag skriver på fredag?").asked is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Min son flyttade på lördag. Har ni öppet på onsdag?", date(2026, 11, 25)),
        ("My son left us on Sunday and I am worried. Are you open tomorrow?", date(2026, 11, 25)),
    ],
)
def test_days_of_a_story(text: str, day: date) -> None:
    """The days of a story are not taken for the day of its question."""
    found = understood(text)

    assert Topic.STORY in found.topics
    assert found.asked == Asked(day, None)


def test_a_general_question_after_a_story() -> None:
    """After a story with days, a general question of hours stays general."""
    assert understood("Min dotter gick på lördag. Vilka öppettider har ni?").asked is None


@given(st.text())
def test_any_text(text: str) -> None:
    """Whatever is written, something is understood of it, and the same every time."""
    assert understood(text) == understood(text)
