"""Promises of what follows from what a counsellor does."""

from dataclasses import replace

import pytest
from builders import EVENING, KIM, MINUTE, OPEN, ROBIN, conversation, situation, talking, waiting

from handlers import on_the_clock
from handlers.conversation import Author, Conversation, Keep, Line, State, Tier
from handlers.errors import (
    AlreadyTakenError,
    ConversationEndedError,
    ConversationError,
    NotWaitingError,
    NotYoursError,
)
from handlers.events import (
    CounsellorEnded,
    CounsellorEvent,
    CounsellorHandedBack,
    CounsellorLost,
    CounsellorTook,
    CounsellorWrote,
)
from handlers.from_counsellor import decide

TAKE = CounsellorTook("e", KIM)


def test_taking() -> None:
    """Who is picked up is told by whom, and how long the wait was is measured."""
    decision = decide(waiting(joined_ahead=1), TAKE, situation(OPEN + 10 * MINUTE))

    assert decision.conversation
    assert decision.conversation.state is State.TALKING
    assert decision.conversation.counsellor == KIM
    assert [(line.key, line.values) for line in decision.lines] == [
        ("picked-up", {"alias": "Kim"})
    ]
    assert decision.measured == 300


def test_taking_at_night() -> None:
    """A counsellor who works late may take who was left waiting; such a wait is not measured."""
    kept = waiting(EVENING, keep=Keep.KEPT)
    decision = decide(kept, TAKE, situation(EVENING + MINUTE))

    assert decision.conversation
    assert decision.conversation.state is State.TALKING
    assert decide(waiting(returned=True), TAKE, situation()).measured is None


def test_taking_twice_is_harmless() -> None:
    """Who presses twice has the chat once, and nothing is said again."""
    decision = decide(talking(), TAKE, situation())

    assert decision.conversation == talking()
    assert decision.lines == ()


@pytest.mark.parametrize(
    ("before", "error"),
    [
        pytest.param(talking(ROBIN), AlreadyTakenError, id="taken"),
        pytest.param(conversation(), NotWaitingError, id="not in the queue"),
        pytest.param(waiting(keep=Keep.ASKED), NotWaitingError, id="has not said whether to stay"),
        pytest.param(conversation(state=State.ENDED), ConversationEndedError, id="ended"),
    ],
)
def test_cannot_be_taken(before: Conversation, error: type[ConversationError]) -> None:
    """Who is not waiting cannot be picked up, and it is said why."""
    with pytest.raises(error):
        decide(before, TAKE, situation())


def test_who_has_it_is_named() -> None:
    """Who comes too late is told who was faster."""
    with pytest.raises(AlreadyTakenError) as refused:
        decide(talking(ROBIN), TAKE, situation())

    assert refused.value.values == {"alias": "Robin"}


def test_writing() -> None:
    """What a counsellor writes is one line under their alias."""
    decision = decide(talking(), CounsellorWrote("e", KIM.id, "Hej."), situation(OPEN + MINUTE))

    assert decision.lines == (Line(Author.COUNSELLOR, OPEN + MINUTE, "Hej.", alias="Kim"),)
    assert decision.conversation
    assert decision.conversation.last_at == OPEN + MINUTE
    assert decision.conversation.last_author is Author.COUNSELLOR


@pytest.mark.parametrize(
    ("event", "key"),
    [
        (CounsellorHandedBack("e", KIM.id), "handed-back"),
        (CounsellorLost("e", KIM.id), "counsellor-lost"),
    ],
)
def test_back_to_the_head(event: CounsellorEvent, key: str) -> None:
    """Who was heard once is first in the queue again, and is told why."""
    decision = decide(talking(), event, situation())

    assert decision.conversation
    assert decision.conversation.rank == (Tier.RETURNED, OPEN)
    assert decision.conversation.counsellor is None
    assert [line.key for line in decision.lines] == [key]


def test_ending() -> None:
    """A conversation that a counsellor ends is over, and the relative is told."""
    decision = decide(talking(), CounsellorEnded("e", KIM.id), situation(OPEN + MINUTE))

    assert decision.conversation
    assert decision.conversation.state is State.ENDED
    assert decision.conversation.ended_at == OPEN + MINUTE
    assert [line.key for line in decision.lines] == ["ended"]


@pytest.mark.parametrize(
    "event",
    [
        CounsellorWrote("e", KIM.id, "Hej."),
        CounsellorHandedBack("e", KIM.id),
        CounsellorLost("e", KIM.id),
        CounsellorEnded("e", KIM.id),
    ],
)
@pytest.mark.parametrize(
    ("before", "error"),
    [
        pytest.param(talking(ROBIN), NotYoursError, id="with another"),
        pytest.param(waiting(), NotYoursError, id="with nobody"),
        pytest.param(talking(state=State.ENDED), ConversationEndedError, id="ended"),
    ],
)
def test_only_ones_own(
    before: Conversation, event: CounsellorEvent, error: type[ConversationError]
) -> None:
    """A counsellor can do nothing in a chat that is not theirs, or no longer."""
    with pytest.raises(error):
        decide(before, event, situation())


@pytest.mark.parametrize("event", [CounsellorHandedBack("e", KIM.id), CounsellorLost("e", KIM.id)])
def test_back_after_closing(event: CounsellorEvent) -> None:
    """A talk that went on after closing and broke off keeps its place until the next opening."""
    decision = decide(talking(), event, situation(EVENING))
    back = decision.conversation

    assert back
    assert back.keep is Keep.KEPT
    assert back.rank
    assert on_the_clock.decide(back, situation(EVENING)).lines == ()
    assert decision.lines[0].key.endswith("-closed")
    assert decision.lines[0].values["opens"] == "2026-11-25T09:00:00+01:00"
    assert decide(back, TAKE, situation(EVENING)).conversation == replace(
        talking(), keep=Keep.KEPT, last_author=Author.RELATIVE
    )
