"""Decides what follows from what a relative sends that is no message: pictures, edits, marks."""

from dataclasses import replace
from datetime import timedelta

from handlers.conversation import Author, Conversation, Line, paced
from handlers.decisions import Answer, Decision, Say, Situation
from handlers.events import (
    LeftOut,
    RelativeLeft,
    RelativeMissed,
    RelativeReacted,
    RelativeReturned,
    RelativeSent,
)

# An album of ten pictures is refused once.
REFUSED_AGAIN = timedelta(seconds=10)

# Says to a counsellor which line of theirs will never come.
MISSED = "relative-missed"

BesideWords = RelativeSent | RelativeReacted | RelativeLeft | RelativeReturned | RelativeMissed


def beside_words(conversation: Conversation, event: BesideWords, situation: Situation) -> Decision:
    """Return what becomes of a conversation that goes on.

    Raises TooFastError for more marks than a person makes.
    """
    match event:
        case RelativeSent(left_out=left_out):
            after, says = refusal(conversation, left_out, situation)
            return Decision(
                replace(after, last_at=situation.at),
                tuple(say.line(situation.at) for say in says),
            )
        case RelativeReacted(line=line, emoji=emoji):
            mark = Line(
                Author.RELATIVE, situation.at, key="reacted", values={"emoji": emoji},
                quotes=line, for_desk=True,
            )  # fmt: skip
            after = paced(conversation, situation.at)
            return Decision(replace(after, last_at=situation.at), (mark,))
        case RelativeMissed(line=line):
            missed = Say(MISSED).line(situation.at)
            return Decision(conversation, (replace(missed, quotes=line, for_desk=True),))
        case RelativeLeft() | RelativeReturned():  # pragma: no branch - there is no other
            return _reachable(
                conversation, situation, reachable=isinstance(event, RelativeReturned)
            )


def refusal(conversation: Conversation, left_out: LeftOut | None, situation: Situation) -> Answer:
    """Say what cannot be taken, if something came, and not again for each of an album."""
    if left_out is None:
        return conversation, ()
    at = conversation.refused_at
    if at and situation.at - at < REFUSED_AGAIN:
        return conversation, ()
    says = (Say("left-out", {"what": left_out.value}),)
    return replace(conversation, refused_at=situation.at), says


def _reachable(conversation: Conversation, situation: Situation, *, reachable: bool) -> Decision:
    """Tell the counsellor, who would otherwise wait for an answer that cannot come."""
    if conversation.unreachable is not reachable:
        return Decision(conversation)
    after = replace(conversation, unreachable=not reachable)
    say = Say("relative-reachable" if reachable else "relative-unreachable")
    return Decision(after, (replace(say.line(situation.at), for_desk=True),))
