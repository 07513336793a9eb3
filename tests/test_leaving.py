"""Promises of whoever leaves at once and comes back elsewhere: nobody waits without knowing."""

import pytest
from builders import OPEN, SECOND, conversation, situation, talking, waiting

from handlers.conversation import Conversation, State
from handlers.errors import ConversationEndedError
from handlers.events import RelativeCameBack, RelativeExited, RelativeTookCode, RelativeWrote
from handlers.from_relative import decide

LATER = situation(OPEN + SECOND)
GOING_ON = [conversation(), waiting(), talking()]


def test_a_code() -> None:
    """Who was given words can come back, and what is kept of the words goes with the decision."""
    decision = decide(talking(), RelativeTookCode("e", "hidden"), LATER)

    assert decision.conversation
    assert decision.conversation.can_return
    assert decision.way_back == "hidden"
    assert decision.lines == ()


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
    away = decide(before, RelativeExited("x"), LATER).conversation
    decision = decide(before, RelativeCameBack("e"), LATER)

    assert away
    assert decision.conversation
    assert not decision.conversation.unreachable
    first, *said = decision.lines
    assert (first.key, first.for_desk) == ("relative-came-back", True)
    assert said[0].key == "came-back"
    assert said[1].key in {"open-now", "place", "status-talking"}
    assert not any(line.for_desk for line in said)


def test_writing_on_after_coming_back() -> None:
    """A conversation that was come back to goes on as any other."""
    back = decide(talking(), RelativeCameBack("e"), LATER).conversation
    assert back

    assert decide(back, RelativeWrote("w", "jag är här"), LATER).lines[0].text == "jag är här"
