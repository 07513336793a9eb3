"""Promises of what a relative sees at a glance, and can choose."""

import pytest
from builders import EVENING, OPEN, conversation, situation, talking, waiting

from handlers.choices import QUESTIONS, Choice
from handlers.conversation import Conversation, Keep, State
from handlers.decisions import Situation
from handlers.glance import Glance, choices, glance
from handlers.language import choose

NIGHT = situation(EVENING)
ASKED = waiting(keep=Keep.ASKED, asked_at=OPEN)
KEPT = waiting(keep=Keep.KEPT)


@pytest.mark.parametrize(
    ("before", "now", "seen", "key"),
    [
        (None, situation(), Glance.OPEN, "open-now"),
        (None, NIGHT, Glance.CLOSED, "closed-now"),
        (conversation(), situation(), Glance.OPEN, "open-now"),
        (waiting(), situation(place=1), Glance.WAITING, "place"),
        (KEPT, NIGHT, Glance.WAITING, "status-kept"),
        (ASKED, NIGHT, Glance.CLOSED, "closed-now"),
        (talking(), NIGHT, Glance.TALKING, "status-talking"),
        (talking(state=State.ENDED), situation(), Glance.ENDED, "status-ended"),
    ],
)
def test_glance(before: Conversation | None, now: Situation, seen: Glance, key: str) -> None:
    """What is shown is how it stands, and never "open" when it is closed."""
    shown, say = glance(before, now)

    assert (shown, say.key) == (seen, key)


SURE = choose("sv")


@pytest.mark.parametrize(
    ("before", "offered"),
    [
        (None, (Choice.HUMAN, *QUESTIONS)),
        (conversation(leaning=SURE), (Choice.HUMAN, *QUESTIONS)),
        (conversation(), (Choice.SVENSKA, Choice.ENGLISH, Choice.HUMAN, *QUESTIONS)),
        (waiting(leaning=SURE), QUESTIONS),
        (waiting(leaning=SURE, keep=Keep.ASKED), (Choice.HUMAN, *QUESTIONS)),
        (talking(), ()),
        (conversation(state=State.ENDED), ()),
    ],
)
def test_choices(before: Conversation | None, offered: tuple[Choice, ...]) -> None:
    """What makes sense now can be chosen, and both languages as long as it cannot be told."""
    assert choices(before, situation()) == offered


def test_choices_at_night() -> None:
    """While nobody is there, what stands out is to leave the message, and not to wait for one."""
    offered = conversation(leaning=SURE, said=frozenset(["closed-offer"]))

    assert choices(offered, situation(EVENING))[0] is Choice.KEEP
    assert choices(offered, situation())[0] is Choice.HUMAN
    asked = waiting(leaning=SURE, keep=Keep.ASKED)
    assert choices(asked, situation(EVENING))[0] is Choice.KEEP
