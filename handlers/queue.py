"""The way to a person: joining the queue, the place in it, and what happens out of hours."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from handlers.answers import closing, opening
from handlers.choices import Choice
from handlers.conversation import Conversation, Keep, State
from handlers.decisions import Answer, Say, Situation
from handlers.events import (
    CounsellorEdited,
    CounsellorWrote,
    Event,
    RelativeEdited,
    RelativeWrote,
)

# From here on nobody who joins can be sure to be reached before closing.
UNCERTAIN = timedelta(minutes=30)

# Fewer measured waits than this say nothing about the next one.
ENOUGH_MEASURED = 5

# The texts that offer to keep what was written until the line opens.
OFFERS_TO_KEEP = frozenset(["closed-offer", "closed-again", "intake-over"])

# What two people write to each other.
_WORDS = RelativeWrote | RelativeEdited | CounsellorWrote | CounsellorEdited

_STEP = 5 * 60  # seconds; nobody can tell a wait more exactly than in five minutes


def depends_on_queue(conversation: Conversation, event: Event) -> bool:
    """Whether a decision has to know of the queue and of who is on duty.

    What is written in a talk depends on neither.
    """
    return conversation.state is not State.TALKING or not isinstance(event, _WORDS)


def to_a_person(conversation: Conversation, reason: str, situation: Situation) -> Answer:
    """Lead somebody to a person: into the queue, or out of hours to what they can do now.

    `reason` is the key of the line that will tell counsellors why.
    """
    conversation = replace(conversation, reason=reason)
    # Somebody in danger is taken in as long as anybody is there.
    if situation.takes_new or (situation.is_open and conversation.dangers):
        return join(conversation, situation)
    if situation.is_open:
        return conversation, (Say("intake-over", opening(situation), (Choice.KEEP,)),)
    if "closed-offer" in conversation.said:
        return conversation, (Say("closed-again", opening(situation), (Choice.KEEP,)),)
    offer = Say("closed-offer", opening(situation), (Choice.KEEP, Choice.ERASE))
    return conversation, (offer,)


def join(conversation: Conversation, situation: Situation) -> Answer:
    """Put a conversation into the queue and say its place."""
    ahead = situation.waiting_before(conversation.tier)
    joined = replace(
        conversation,
        state=State.WAITING,
        joined_at=situation.at,
        joined_ahead=ahead,
        keep=Keep.UNASKED,
    )
    return joined, (Say("queued", {"ahead": ahead}), *_wait(ahead, situation))


def keep(conversation: Conversation, situation: Situation) -> Answer:
    """Leave what was written waiting until the line opens, or bring it back into the queue.

    Somebody who had a place keeps it.
    """
    if situation.takes_new and conversation.state is State.ANSWERING:
        return join(conversation, situation)
    kept = replace(
        conversation,
        state=State.WAITING,
        joined_at=conversation.joined_at or situation.at,
        keep=Keep.UNASKED if situation.takes_new else Keep.KEPT,
        asked_at=None,
    )
    if situation.takes_new:
        return kept, (place(kept, situation),)
    return kept, (Say("kept", opening(situation), (Choice.ERASE,)),)


def place(conversation: Conversation, situation: Situation) -> Say:
    """Say how many are ahead of somebody in the queue."""
    ahead = situation.place
    if ahead is None:
        ahead = situation.waiting_before(conversation.tier)
    return Say("place", {"ahead": ahead})


def place_now(conversation: Conversation, situation: Situation) -> Say | None:
    """Say how many are ahead of somebody who waits for a counsellor now, and else nothing."""
    waits = conversation.state is State.WAITING and conversation.keep is Keep.UNASKED
    return place(conversation, situation) if waits and situation.is_open else None


def _wait(ahead: int, situation: Situation) -> tuple[Say, ...]:
    """Say what is known of the wait, and no more."""
    closes = situation.line.hours.closes(situation.at)
    if closes and closes - situation.at <= UNCERTAIN:
        return (Say("closing-uncertain", {**closing(situation), **opening(situation)}),)
    if situation.on_duty == 0:
        return (Say("nobody-on-duty", closing(situation)),)
    minutes = expected_wait(ahead, situation.measured)
    if minutes is None:
        return ()
    return (Say("wait-expected", {"least": minutes[0], "most": minutes[1]}),)


def expected_wait(ahead: int, measured: Sequence[int]) -> tuple[int, int] | None:
    """Return an honest range of minutes for somebody with so many ahead, or None.

    `measured` holds finished waits in seconds, each divided by its places. The range is the
    middle half of them, times the places, in whole steps of five minutes.
    """
    if len(measured) < ENOUGH_MEASURED:
        return None
    ordered = sorted(measured)
    low, high = ordered[len(ordered) // 4], ordered[3 * len(ordered) // 4]
    least = low * (ahead + 1) // _STEP
    most = max(-(-high * (ahead + 1) // _STEP), least + 1)
    return least * 5, most * 5


def measured(conversation: Conversation, situation: Situation) -> int | None:
    """Return the seconds a place that somebody has waited who is picked up now.

    None for a wait that began before today's opening or was not the first: it tells nothing.
    """
    joined = conversation.joined_at
    opened = situation.line.hours.last_opening(situation.at)
    if joined is None or conversation.returned or joined < opened:
        return None
    return round((situation.at - joined).total_seconds() / (conversation.joined_ahead + 1))
