"""Promises of the way to a person."""

from dataclasses import replace
from datetime import datetime

import pytest
from builders import (
    EVENING,
    KIM,
    LINE,
    MINUTE,
    OPEN,
    SECOND,
    conversation,
    situation,
    talking,
    waiting,
)

from handlers import from_counsellor, from_relative
from handlers.conversation import Conversation, Keep, State
from handlers.danger import Danger
from handlers.decisions import Situation
from handlers.events import (
    CounsellorEdited,
    CounsellorHandedBack,
    CounsellorWrote,
    Event,
    RelativeEdited,
    RelativeEvent,
    RelativeWrote,
)
from handlers.queue import (
    depends_on_queue,
    expected_wait,
    join,
    keep,
    measured,
    place,
    to_a_person,
)

CLOSING = OPEN.replace(hour=14, minute=40)


def said(answer: tuple[Conversation, tuple[object, ...]]) -> list[str]:
    """Return the keys of what is said."""
    return [say.key for say in answer[1]]  # type: ignore[attr-defined]


def test_joining() -> None:
    """Who joins is told how many are ahead, by tier; danger passes those who can wait."""
    now = situation(waiting=(1, 2, 3))
    usual, says = join(conversation(), now)
    danger, danger_says = join(conversation(dangers=(Danger.VIOLENCE,)), now)

    assert (usual.state, usual.joined_at, usual.joined_ahead) == (State.WAITING, OPEN, 6)
    assert says[0].values == {"ahead": 6}
    assert danger.joined_ahead == 3
    assert danger_says[0].values == {"ahead": 3}


@pytest.mark.parametrize(
    ("now", "wait"),
    [
        pytest.param(situation(), [], id="nothing measured, nothing promised"),
        pytest.param(situation(measured=[60] * 5), ["wait-expected"], id="measured"),
        pytest.param(situation(on_duty=0), ["nobody-on-duty"], id="nobody at a desk"),
        pytest.param(situation(CLOSING, on_duty=0), ["closing-uncertain"], id="closes soon"),
    ],
)
def test_what_is_said_of_the_wait(now: Situation, wait: list[str]) -> None:
    """Only what is known of a wait is said."""
    assert said(join(conversation(), now)) == ["queued", *wait]


@pytest.mark.parametrize(
    ("ahead", "waits", "expected"),
    [
        pytest.param(0, [300] * 4, None, id="too few to tell"),
        pytest.param(0, [60] * 5, (0, 5), id="short"),
        pytest.param(2, [300] * 5, (15, 20), id="three places of five minutes"),
        pytest.param(0, [60, 120, 600, 900, 5000], (0, 15), id="the middle half"),
    ],
)
def test_expected_wait(ahead: int, waits: list[int], expected: tuple[int, int] | None) -> None:
    """A wait is a range in steps of five minutes, from what was measured."""
    assert expected_wait(ahead, waits) == expected


def test_measuring() -> None:
    """A wait is measured by place, if it began today and was the first."""
    assert measured(waiting(joined_ahead=3), situation(OPEN + 8 * MINUTE)) == 120
    assert measured(waiting(returned=True), situation()) is None
    assert measured(waiting(EVENING.replace(day=23)), situation()) is None
    assert measured(conversation(), situation()) is None


def test_out_of_hours() -> None:
    """When it is closed, it is said when somebody is there; the second time shortly."""
    offered = to_a_person(conversation(), "reason-human", situation(EVENING))
    assert said(offered) == ["closed-offer"]
    assert offered[0].reason == "reason-human"
    assert offered[1][0].values == {"opens": "2026-11-25T09:00:00+01:00", "opens_in": 1}
    heard = conversation(said=frozenset(["closed-offer"]))

    assert said(to_a_person(heard, "reason-human", situation(EVENING))) == ["closed-again"]


def test_after_last_intake() -> None:
    """Just before closing nobody new joins, but for whoever is in danger."""
    early = replace(LINE, hours=replace(LINE.hours, last_intake=15))
    last = OPEN.replace(hour=14, minute=45)
    before, after = situation(last, line=early), situation(last + SECOND, line=early)

    assert said(to_a_person(conversation(), "r", before))[0] == "queued"
    assert said(to_a_person(conversation(), "r", after)) == ["intake-over"]
    in_danger = conversation(dangers=(Danger.VIOLENCE,))
    assert said(to_a_person(in_danger, "r", after))[0] == "queued"


@pytest.mark.parametrize(
    ("before", "at", "key", "kept"),
    [
        pytest.param(conversation(), EVENING, "kept", Keep.KEPT, id="left for the morning"),
        pytest.param(conversation(), OPEN, "queued", Keep.UNASKED, id="it opened meanwhile"),
        pytest.param(
            waiting(keep=Keep.ASKED, asked_at=OPEN), EVENING, "kept", Keep.KEPT, id="at closing"
        ),
        pytest.param(
            waiting(keep=Keep.ASKED, asked_at=OPEN), OPEN, "place", Keep.UNASKED, id="next morning"
        ),
    ],
)
def test_keeping(before: Conversation, at: datetime, key: str, kept: Keep) -> None:
    """Who wants to be kept is kept, or is in the queue at once when it is open."""
    after, says = keep(before, situation(at))

    assert says[0].key == key
    assert (after.state, after.keep, after.asked_at) == (State.WAITING, kept, None)


def test_place() -> None:
    """The place is that of the queue itself, or for who is not in it what it would be."""
    assert place(waiting(), situation(place=4)).values == {"ahead": 4}
    assert place(waiting(), situation(waiting=(0, 1, 2))).values == {"ahead": 3}


@pytest.mark.parametrize(
    "event",
    [
        RelativeWrote("1", "han ska döda mig, när öppnar ni?", more_may_follow=True),
        RelativeEdited("1", 2, "han ska döda mig"),
        CounsellorWrote("1", KIM.id, "hej"),
        CounsellorEdited("1", KIM.id, 2, "hej"),
    ],
)
def test_words_in_a_talk(event: Event) -> None:
    """What two people write to each other comes to the same, however long the queue is."""
    decide = from_relative.decide if isinstance(event, RelativeEvent) else from_counsellor.decide
    unknown = Situation(at=OPEN, line=LINE)
    known = Situation(at=OPEN, line=LINE, waiting=(1, 2, 3), place=4, measured=[60] * 9, on_duty=5)

    assert not depends_on_queue(talking(), event)
    assert decide(talking(), event, unknown) == decide(talking(), event, known)  # type: ignore[arg-type]


def test_what_depends_on_the_queue() -> None:
    """Who still waits, or goes back to the queue, is told their place."""
    assert depends_on_queue(waiting(), RelativeWrote("1", "hej"))
    assert depends_on_queue(talking(), CounsellorHandedBack("1", KIM.id))
