"""Decides what follows when a relative ends, erases, leaves at once, or comes back elsewhere."""

from dataclasses import replace

from handlers.conversation import Conversation, Line, State, all_heard
from handlers.decisions import Decision, Say, Situation
from handlers.events import RelativeCameBack, RelativeExited, RelativeTookCode
from handlers.glance import glance

Whereabouts = RelativeExited | RelativeTookCode | RelativeCameBack


def erased(conversation: Conversation, situation: Situation) -> Decision:
    """Keep no more of it than its counsellor needs to be told that it is gone."""
    over = Conversation(
        id=conversation.id,
        code=conversation.code,
        started_at=conversation.started_at,
        last_at=situation.at,
        state=State.ENDED,
        counsellor=conversation.counsellor,
        ended_at=situation.at,
        erased=True,
    )
    return Decision(over, wipe=True)


def ended(conversation: Conversation, situation: Situation) -> Decision:
    """End it, and say so."""
    told = Say("ended-by-relative").line(situation.at)
    return Decision(_over(conversation, situation), (told,))


def whereabouts(conversation: Conversation, event: Whereabouts, situation: Situation) -> Decision:
    """Return what becomes of a conversation whose relative is no longer where they were."""
    match event:
        case RelativeExited():
            return _exited(conversation, situation)
        case RelativeTookCode(hidden=hidden):
            return _code_taken(conversation, hidden, situation)
        case RelativeCameBack():  # pragma: no branch - there is no other
            return _came_back(conversation, situation)


def _exited(conversation: Conversation, situation: Situation) -> Decision:
    """Let nobody come back from where it was written; whoever waits for an answer is told.

    It stays for somebody who can come back by a code. For anybody else it ends, since nobody could
    read an answer any more, and what no person has seen is not kept at all.
    """
    if conversation.state is State.ENDED:
        return Decision(conversation, part=True)
    if conversation.can_return:
        away = replace(conversation, unreachable=True)
        return Decision(away, (_for_desk("relative-left-for-now", situation),), part=True)
    if conversation.state is State.ANSWERING:
        return erased(conversation, situation)
    told = _for_desk("relative-exited", situation)
    return Decision(_over(conversation, situation), (told,), part=True)


def _code_taken(conversation: Conversation, hidden: str, situation: Situation) -> Decision:
    """Let it be found by the words that its relative was just given."""
    after = replace(conversation, can_return=True, last_at=situation.at)
    return Decision(after, way_back=hidden)


def _came_back(conversation: Conversation, situation: Situation) -> Decision:
    """Welcome somebody who goes on from elsewhere, say how it stands, and tell the desk."""
    after = replace(conversation, unreachable=False, last_at=situation.at)
    _, stands = glance(after, situation)
    lines = (Say("came-back").line(situation.at), stands.line(situation.at))
    return Decision(after, (_for_desk("relative-came-back", situation), *lines))


def _over(conversation: Conversation, situation: Situation) -> Conversation:
    return replace(all_heard(conversation), state=State.ENDED, ended_at=situation.at)


def _for_desk(key: str, situation: Situation) -> Line:
    return replace(Say(key).line(situation.at), for_desk=True)
