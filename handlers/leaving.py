"""Decides what follows when a relative ends, erases, leaves at once, or goes on elsewhere."""

from dataclasses import replace

from handlers import guard
from handlers.conversation import Conversation, Line, State, all_heard, paced
from handlers.decisions import Decision, Say, Situation
from handlers.events import (
    RelativeCameBack,
    RelativeExited,
    RelativeTookCode,
    RelativeWentBack,
)
from handlers.glance import glance

Whereabouts = RelativeExited | RelativeTookCode | RelativeCameBack | RelativeWentBack


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
    return _over(conversation, Say("ended-by-relative").line(situation.at), situation)


def whereabouts(conversation: Conversation, event: Whereabouts, situation: Situation) -> Decision:
    """Return what becomes of a conversation whose relative is no longer where they were.

    Raises TooFastError for more words to come back by than a person asks for.
    """
    match event:
        case RelativeExited():
            return _exited(conversation, situation)
        case RelativeTookCode(hidden=hidden):
            return _code_taken(paced(conversation, situation.at), hidden, situation)
        case RelativeCameBack():
            return _came_back(conversation, situation)
        case RelativeWentBack():  # pragma: no branch - there is no other
            return _went_back(conversation, situation)


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
    if not _was_seen(conversation):
        return erased(conversation, situation)
    told = _for_desk("relative-exited", situation)
    return replace(_over(conversation, told, situation), part=True)


def _code_taken(conversation: Conversation, hidden: str, situation: Situation) -> Decision:
    """Let it be found by the words that its relative was just given, and say that they were."""
    after = replace(conversation, can_return=True, last_at=situation.at)
    told = Say("code-was-shown").line(situation.at)
    return Decision(after, (told,), way_back=hidden)


def _came_back(conversation: Conversation, situation: Situation) -> Decision:
    """Welcome somebody who goes on from elsewhere, say how it stands, and tell the desk."""
    after = replace(conversation, unreachable=False, last_at=situation.at)
    _, stands = glance(after, situation)
    lines = (Say("came-back").line(situation.at), stands.line(situation.at))
    return Decision(after, (_for_desk("relative-came-back", situation), *lines))


def _went_back(conversation: Conversation, situation: Situation) -> Decision:
    """End what nobody writes in any more; what no person has seen is not kept at all."""
    if not _was_seen(conversation):
        return erased(conversation, situation)
    return _over(conversation, _for_desk("relative-went-back", situation), situation)


def _was_seen(conversation: Conversation) -> bool:
    """Whether a counsellor has it, or has had it."""
    return conversation.state is State.TALKING or conversation.returned


def _over(conversation: Conversation, told: Line, situation: Situation) -> Decision:
    """End it; what was held back goes to the counsellor who is there, masked, and is not lost."""
    lines: tuple[Line, ...] = (told,)
    if conversation.held and _was_seen(conversation):
        conversation, held = guard.passed_on(conversation, conversation.held, situation)
        lines = (held, told)
    over = replace(all_heard(conversation), held=None, state=State.ENDED, ended_at=situation.at)
    return Decision(over, lines)


def _for_desk(key: str, situation: Situation) -> Line:
    return replace(Say(key).line(situation.at), for_desk=True)
