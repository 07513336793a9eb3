"""Decides what follows from what a counsellor does."""

from dataclasses import replace

from handlers import guard
from handlers.answers import opening
from handlers.conversation import (
    Author,
    Conversation,
    Counsellor,
    Keep,
    Line,
    State,
    all_heard,
)
from handlers.decisions import Decision, Say, Situation
from handlers.errors import AlreadyTakenError, ConversationEndedError, NotWaitingError
from handlers.events import (
    CounsellorEdited,
    CounsellorEnded,
    CounsellorEvent,
    CounsellorHandedBack,
    CounsellorLost,
    CounsellorTook,
    CounsellorWrote,
)
from handlers.queue import measured

# What is said while the line is open, and of a talk that went on after closing.
HANDED_BACK = ("handed-back", "handed-back-closed")
LOST = ("counsellor-lost", "counsellor-lost-closed")


def decide(conversation: Conversation, event: CounsellorEvent, situation: Situation) -> Decision:
    """Return what becomes of the conversation, and what the relative is told.

    Raises the ConversationError that says why the step is not possible now.
    """
    if isinstance(event, CounsellorTook):
        return _took(conversation, event.counsellor, situation)
    holder = conversation.held_by(event.counsellor_id)
    match event:
        case CounsellorWrote(text=text, quotes=quotes):
            line = Line(
                Author.COUNSELLOR, situation.at, text=text, alias=holder.alias, quotes=quotes
            )
            after = replace(conversation, last_at=situation.at, last_author=Author.COUNSELLOR)
            return Decision(after, (line,))
        case CounsellorEdited(line=number, text=text):
            line = Line(
                Author.COUNSELLOR, situation.at, text=text, alias=holder.alias, edits=number
            )
            return Decision(replace(conversation, last_at=situation.at), (line,))
        case CounsellorHandedBack():
            return _returned(conversation, HANDED_BACK, holder, situation)
        case CounsellorLost():
            return _returned(conversation, LOST, holder, situation)
        case CounsellorEnded():  # pragma: no branch - there is no other
            return _ended(conversation, situation)


def _took(conversation: Conversation, counsellor: Counsellor, situation: Situation) -> Decision:
    if conversation.state is State.ENDED:
        raise ConversationEndedError
    holder = conversation.counsellor
    if holder and holder.id == counsellor.id:
        return Decision(conversation)  # pressed twice
    if holder:
        raise AlreadyTakenError(holder.alias)
    if conversation.rank is None:
        raise NotWaitingError
    taken = replace(
        all_heard(conversation), state=State.TALKING, counsellor=counsellor, returned=False
    )
    say = Say("picked-up", {"alias": counsellor.alias})
    return Decision(taken, (say.line(situation.at),), measured=measured(conversation, situation))


def _ended(conversation: Conversation, situation: Situation) -> Decision:
    """End it, but not before what its relative wrote has been passed on."""
    lines: tuple[Line, ...] = ()
    if conversation.held:
        conversation, line = guard.passed_on(conversation, conversation.held, situation)
        lines = (line,)
    over = replace(all_heard(conversation), state=State.ENDED, ended_at=situation.at)
    return Decision(over, (*lines, Say("ended").line(situation.at)))


def _returned(
    conversation: Conversation, keys: tuple[str, str], holder: Counsellor, situation: Situation
) -> Decision:
    """Put a conversation back at the head of the queue: who was heard once is not last again."""
    key, after_closing = keys
    say = Say(key, {"alias": holder.alias})
    if not situation.is_open:
        say = Say(after_closing, {"alias": holder.alias, **opening(situation)})
    after = replace(
        conversation,
        state=State.WAITING,
        keep=Keep.UNASKED if situation.is_open else Keep.KEPT,
        counsellor=None,
        returned=True,
        last_author=Author.RELATIVE,
    )
    return Decision(after, (say.line(situation.at),))
