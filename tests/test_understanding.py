"""Promises of what is understood of a whole message."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.danger import Danger
from handlers.hours import STOCKHOLM
from handlers.moments import Asked
from handlers.topics import Topic
from handlers.understanding import Recalled, Rule, Understanding, understand

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


# What is recalled


HOURS = Recalled((Topic.HOURS,))
OFFERED = Recalled(offered=True)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("och på helgen då?", date(2026, 11, 28)),
        ("på fredag?", date(2026, 11, 27)),
        ("and christmas eve?", date(2026, 12, 24)),
    ],
)
def test_another_day(text: str, day: date) -> None:
    """After an answer on hours, another day is enough to ask again."""
    found = understand(text, NOW, HOURS)

    assert found.topics == (Topic.HOURS,)
    assert found.asked == Asked(day, None)


def test_going_on() -> None:
    """A short message that goes on asks what was asked before."""
    found = understand("och i chatten då?", NOW, Recalled((Topic.COST,)))

    assert (found.topics, found.rule) == ((Topic.COST,), Rule.FOLLOWS)


def test_another_question_after_all() -> None:
    """What is asked of its own accord is not taken for what was asked before."""
    assert understand("och är det anonymt?", NOW, HOURS).topics == (Topic.ANONYMITY,)


def test_a_long_message_does_not_go_on() -> None:
    """Nor is a story that begins with an "and"."""
    found = understand("och nu sitter han bara där på rummet och vill inte prata", NOW, HOURS)

    assert Topic.STORY in found.topics
    assert Topic.HOURS not in found.topics


@pytest.mark.parametrize("text", ["ja", "Ja tack!", "yes please", "yes."])
def test_yes(text: str) -> None:
    """A yes takes the person who was offered, and is unclear where nobody was."""
    assert understand(text, NOW, OFFERED).topics == (Topic.HUMAN,)
    assert understand(text, NOW).rule is Rule.UNCLEAR


@pytest.mark.parametrize("text", ["nej", "Nej tack.", "no thanks"])
def test_no(text: str) -> None:
    """A no is a goodbye, and no question."""
    assert understand(text, NOW, OFFERED).topics == (Topic.THANKS,)


def test_a_bare_cry() -> None:
    """Who only cries for help wants a person."""
    found = understand("HJÄLP!", NOW)

    assert (found.topics, found.rule) == ((Topic.HUMAN,), Rule.CRIES)


@pytest.mark.parametrize("text", ["?", "??!", "4711", "من أنتم"])
def test_no_word(text: str) -> None:
    """What has no word in it is taken for nothing."""
    found = understand(text, NOW, HOURS)

    assert (found.topics, found.rule) == ((), Rule.NO_WORD)


@pytest.mark.parametrize(
    ("text", "minute"),
    [
        ("är ni öppna nu", 10 * 60 + 20),
        ("e ni där ikväll", 19 * 60),
        ("stänger ni över lunch", 12 * 60),
        ("klockan 8 imorgon, är ni där då", 8 * 60),
    ],
)
def test_moments_of_hours(text: str, minute: int) -> None:
    """A part of a day and a clock are understood as the moment that is asked about."""
    found = understand(text, NOW)

    assert Topic.HOURS in found.topics
    assert found.asked
    assert found.asked.minute == minute
