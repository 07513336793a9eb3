"""Promises of whoever leaves at once and comes back elsewhere: nobody waits without knowing."""

import pytest
from builders import OPEN, SECOND, conversation, situation, talking, waiting

from handlers.choices import Choice
from handlers.conversation import BURST_MESSAGES, Conversation, Held, State
from handlers.errors import ConversationEndedError, TooFastError
from handlers.events import (
    RelativeCameBack,
    RelativeChose,
    RelativeEvent,
    RelativeExited,
    RelativeTookCode,
    RelativeWentBack,
    RelativeWrote,
)
from handlers.from_relative import decide

LATER = situation(OPEN + SECOND)
GOING_ON = [conversation(), waiting(), talking()]


def test_a_code() -> None:
    """Who was given words can come back, and what is kept of the words goes with the decision."""
    decision = decide(talking(), RelativeTookCode("e", "hidden"), LATER)

    assert decision.conversation
    assert decision.conversation.can_return
    assert decision.way_back == "hidden"
    # Whoever had them shown behind somebody's back is given away by it.
    assert [(line.key, line.for_desk) for line in decision.lines] == [("code-was-shown", False)]


def test_asking_without_end() -> None:
    """Nobody needs so many words: who asks without end is refused."""
    before = talking()
    with pytest.raises(TooFastError):  # noqa: PT012 - which one it is does not matter
        for number in range(BURST_MESSAGES + 1):
            after = decide(before, RelativeTookCode(f"e{number}", "hidden"), LATER).conversation
            assert after
            before = after


@pytest.mark.parametrize("event", [RelativeTookCode("e", "hidden"), RelativeCameBack("e")])
def test_no_code_after_the_end(event: RelativeTookCode | RelativeCameBack) -> None:
    """What has ended cannot be come back to."""
    with pytest.raises(ConversationEndedError):
        decide(talking(state=State.ENDED), event, LATER)


@pytest.mark.parametrize("before", GOING_ON)
def test_exit_with_a_code(before: Conversation) -> None:
    """Who can come back keeps all there is; nobody does from there, and the counsellor is told."""
    kept = decide(before, RelativeTookCode("e", "hidden"), LATER).conversation
    assert kept
    decision = decide(kept, RelativeExited("x"), LATER)

    assert decision.part
    assert not decision.wipe
    assert decision.conversation
    assert decision.conversation.state is before.state
    assert decision.conversation.unreachable
    assert [(line.key, line.for_desk) for line in decision.lines] == [
        ("relative-left-for-now", True)
    ]


@pytest.mark.parametrize("before", GOING_ON)
def test_coming_back(before: Conversation) -> None:
    """Who comes back is told so and how it stands; the desk is told that they read again."""
    can = decide(before, RelativeTookCode("t", "hidden"), LATER).conversation
    assert can
    away = decide(can, RelativeExited("x"), LATER).conversation
    assert away
    assert away.unreachable
    decision = decide(away, RelativeCameBack("e"), LATER)

    assert decision.conversation
    assert not decision.conversation.unreachable
    first, *said = decision.lines
    assert (first.key, first.for_desk) == ("relative-came-back", True)
    assert said[0].key == "came-back"
    assert said[1].key in {"open-now", "place", "status-talking"}
    assert not any(line.for_desk for line in said)


@pytest.mark.parametrize("before", [talking(), waiting(returned=True)])
def test_going_back_to_another(before: Conversation) -> None:
    """Where somebody goes on with another conversation, the counsellor of this one is told."""
    decision = decide(before, RelativeWentBack("b"), LATER)

    assert decision.conversation
    assert decision.conversation.state is State.ENDED
    assert [(line.key, line.for_desk) for line in decision.lines] == [("relative-went-back", True)]


@pytest.mark.parametrize("before", [conversation(), waiting()])
def test_going_back_from_what_nobody_saw(before: Conversation) -> None:
    """What no counsellor has had is not kept: nobody may wait in the queue for nothing."""
    assert decide(before, RelativeWentBack("b"), LATER).wipe


@pytest.mark.parametrize(
    "event", [RelativeExited("x"), RelativeWentBack("b"), RelativeChose("c", Choice.END)]
)
def test_what_is_held_reaches_the_counsellor(event: RelativeEvent) -> None:
    """A last message that was held back is passed on masked, however its writer ends it."""
    held = Held("ring min man på 070-174 06 05", LATER.at + SECOND)
    decision = decide(talking(held=held), event, LATER)

    assert decision.lines[0].text == "ring min man på [•••]"
    assert decision.conversation
    assert decision.conversation.held is None
    assert decision.conversation.unanswered == ""


def test_writing_on_after_coming_back() -> None:
    """A conversation that was come back to goes on as any other."""
    back = decide(talking(), RelativeCameBack("e"), LATER).conversation
    assert back

    assert decide(back, RelativeWrote("w", "jag är här"), LATER).lines[0].text == "jag är här"
