"""Promises of what time alone brings."""

from datetime import datetime, timedelta

import pytest
from builders import (
    DAY,
    EVENING,
    HOUR,
    LINE,
    MINUTE,
    OPEN,
    SECOND,
    conversation,
    situation,
    talking,
    waiting,
)

from handlers.conversation import Conversation, Keep, State
from handlers.on_the_clock import decide, look_again

KEPT_FROM_LAST_NIGHT = waiting(EVENING - DAY, keep=Keep.KEPT)
THREE = OPEN.replace(hour=15)


def later(before: Conversation, at: datetime) -> tuple[Conversation | None, list[str]]:
    """Return what becomes of a conversation at a moment, and what is said."""
    decision = decide(before, situation(at))
    return decision.conversation, [line.key for line in decision.lines]


@pytest.mark.parametrize(
    ("before", "forgotten"),
    [
        pytest.param(conversation(), OPEN + 24 * HOUR, id="abandoned"),
        pytest.param(talking(), OPEN + 24 * HOUR, id="abandoned in a chat"),
        pytest.param(waiting(), OPEN + 6 * DAY, id="waits"),
        pytest.param(
            waiting(EVENING, keep=Keep.KEPT), EVENING + 6 * DAY, id="kept for the opening"
        ),
        pytest.param(waiting(keep=Keep.ASKED, asked_at=THREE), THREE + 24 * HOUR, id="no answer"),
        pytest.param(
            waiting(keep=Keep.ASKED, asked_at=OPEN + 5 * DAY + 5 * HOUR),
            OPEN + 6 * DAY,
            id="asked on the last day",
        ),
        pytest.param(
            conversation(state=State.ENDED, ended_at=OPEN + HOUR),
            OPEN + HOUR + 5 * MINUTE,
            id="ended",
        ),
    ],
)
def test_forgotten_in_time(before: Conversation, forgotten: datetime) -> None:
    """Each conversation is forgotten when the line promises it, not a second before or after."""
    assert look_again(before, LINE, forgotten - SECOND) <= forgotten
    assert decide(before, situation(forgotten - SECOND)).wipe is False
    decision = decide(before, situation(forgotten))
    assert decision.conversation is None
    assert decision.wipe is True


def test_long_wait_is_said_once() -> None:
    """After a quarter of an hour the wait is acknowledged, once."""
    assert later(waiting(), OPEN + 15 * MINUTE - SECOND) == (waiting(), [])
    told, said = later(waiting(), OPEN + 15 * MINUTE)
    assert said == ["long-wait"]
    assert told
    assert later(told, OPEN + HOUR) == (told, [])


def test_closing_is_told_before() -> None:
    """A quarter of an hour before closing, who waits is told that it may not be enough."""
    since = waiting(OPEN, said=frozenset(["long-wait"]))

    assert later(since, THREE - 15 * MINUTE - SECOND)[1] == []
    assert later(since, THREE - 15 * MINUTE)[1] == ["closing-soon"]


def test_closing_time() -> None:
    """At closing, who waits leaves the queue and is asked what is to become of what they wrote."""
    asked, said = later(waiting(), THREE)

    assert said == ["closed-waiting"]
    assert asked
    assert (asked.keep, asked.asked_at, asked.rank) == (Keep.ASKED, THREE, None)
    assert later(asked, THREE + HOUR) == (asked, [])


def test_kept_overnight() -> None:
    """Who keeps their place is left in peace at night and waits as anybody from the opening on."""
    at_night = KEPT_FROM_LAST_NIGHT
    assert later(at_night, OPEN.replace(hour=3)) == (at_night, [])
    morning, said = later(at_night, OPEN.replace(hour=9))

    assert said == []
    assert morning
    assert (morning.keep, morning.joined_at) == (Keep.UNASKED, at_night.joined_at)
    assert later(morning, OPEN.replace(hour=9, minute=14))[1] == []
    assert later(morning, OPEN.replace(hour=9, minute=15))[1] == ["long-wait"]


def test_kept_today_is_not_brought_back_today() -> None:
    """Who is left for tomorrow because intake is over stays so until tomorrow."""
    kept = waiting(THREE - MINUTE, keep=Keep.KEPT)

    assert later(kept, THREE - SECOND) == (kept, [])


@pytest.mark.parametrize(
    ("before", "at", "again"),
    [
        pytest.param(conversation(), OPEN, OPEN + 24 * HOUR, id="to forget it"),
        pytest.param(waiting(), OPEN, OPEN + 15 * MINUTE, id="for the long wait"),
        pytest.param(
            waiting(said=frozenset(["long-wait"])), OPEN, THREE - 15 * MINUTE, id="before closing"
        ),
        pytest.param(
            waiting(said=frozenset(["long-wait", "closing-soon"])), OPEN, THREE, id="at closing"
        ),
        pytest.param(
            waiting(said=frozenset(["long-wait", "closing-uncertain"])), OPEN, THREE, id="told"
        ),
        pytest.param(
            waiting(EVENING, keep=Keep.KEPT),
            EVENING,
            (OPEN + DAY).replace(hour=9),
            id="at the next opening",
        ),
        pytest.param(KEPT_FROM_LAST_NIGHT, OPEN, OPEN, id="at once, for a place kept overnight"),
        pytest.param(waiting(), EVENING, EVENING, id="at once, for who waits after closing"),
        pytest.param(
            waiting(keep=Keep.ASKED, asked_at=THREE), THREE, THREE + 24 * HOUR, id="no answer"
        ),
    ],
)
def test_when_to_look_again(before: Conversation, at: datetime, again: datetime) -> None:
    """The clock looks again when the next thing is due."""
    assert look_again(before, LINE, at) == again


def test_looking_again_comes_to_rest() -> None:
    """From any state, looking when it is due leads to being forgotten, and never in a circle."""
    before: Conversation | None = waiting()
    at, looks = OPEN, 0
    while before:
        at = max(at, look_again(before, LINE, at))
        before = decide(before, situation(at)).conversation
        looks += 1
        assert looks < 20

    assert at - OPEN < timedelta(days=3)
