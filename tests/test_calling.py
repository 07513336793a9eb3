"""Promises of who is called to somebody who waits, and when again."""

from dataclasses import replace
from datetime import timedelta

import pytest
from builders import DAY, EVENING, KIM, OPEN, ROBIN, situation, talking, waiting

from handlers.calling import AGAIN, is_to_be_called
from handlers.conversation import Conversation, Counsellor, Keep
from handlers.language import Leaning, choose
from handlers.queue import place_now

SWEDE = waiting(leaning=choose("sv"))
BRITON = waiting(leaning=choose("en"))
SOON = timedelta(seconds=5)


@pytest.mark.parametrize(
    ("me", "one", "called"),
    [
        pytest.param(ROBIN, SWEDE, True, id="speaks it"),
        pytest.param(ROBIN, BRITON, False, id="somebody else speaks it"),
        pytest.param(ROBIN, waiting(leaning=Leaning()), True, id="not known yet"),
        pytest.param(ROBIN, waiting(leaning=Leaning(other=True)), True, id="another language"),
    ],
)
def test_called_first(me: Counsellor, one: Conversation, called: bool) -> None:  # noqa: FBT001
    """At first those are called who speak the language."""
    assert is_to_be_called(me, [KIM, ROBIN], one, None, situation(OPEN + SOON)) is called


def test_nobody_speaks_it() -> None:
    """If nobody on duty speaks the language, all are called at once."""
    assert is_to_be_called(ROBIN, [ROBIN], BRITON, None, situation(OPEN + SOON))


def test_called_again() -> None:
    """After a while all are called, and again after each while, but not in between."""
    assert is_to_be_called(ROBIN, [KIM, ROBIN], BRITON, None, situation(OPEN + AGAIN))
    assert not is_to_be_called(ROBIN, [ROBIN], SWEDE, OPEN, situation(OPEN + AGAIN - SOON))
    assert is_to_be_called(ROBIN, [KIM, ROBIN], BRITON, OPEN, situation(OPEN + AGAIN))


def test_called_to_a_danger() -> None:
    """A danger that is told while somebody waits is heard of at once, and once."""
    in_danger = replace(BRITON, numbers_said_at=OPEN + SOON)

    assert is_to_be_called(ROBIN, [KIM, ROBIN], in_danger, OPEN, situation(OPEN + SOON))
    assert not is_to_be_called(KIM, [KIM], in_danger, OPEN + SOON, situation(OPEN + SOON))


def test_not_at_night() -> None:
    """Nobody is called to somebody who was told that the line is closed."""
    kept = waiting(EVENING, keep=Keep.KEPT)

    assert not is_to_be_called(KIM, [KIM], kept, None, situation(EVENING + AGAIN))
    assert is_to_be_called(KIM, [KIM], kept, None, situation(OPEN + DAY))


def test_place_now() -> None:
    """Only who waits for a counsellor now has a place to be told."""
    say = place_now(SWEDE, situation(place=2))

    assert say
    assert say.values == {"ahead": 2}
    assert place_now(talking(), situation()) is None
    assert place_now(waiting(keep=Keep.KEPT), situation()) is None
    assert place_now(SWEDE, situation(OPEN.replace(hour=20))) is None
