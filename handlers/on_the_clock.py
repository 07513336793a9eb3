"""Decides what time alone brings: closing, long waits, forgetting; and when to look again."""

from dataclasses import replace
from datetime import datetime, timedelta

from handlers.answers import closing, opening
from handlers.choices import Choice
from handlers.conversation import Conversation, Keep, State
from handlers.decisions import Decision, Say, Situation, Urgency
from handlers.guard import pass_on
from handlers.line import Line
from handlers.replies import answer

LONG_WAIT = timedelta(minutes=15)
CLOSING_SOON = timedelta(minutes=15)


def decide(conversation: Conversation, situation: Situation) -> Decision:
    """Return what is due now. Nothing changes before its time: looking too often does no harm."""
    if situation.at >= _forget_at(conversation, situation.line):
        return Decision(None, wipe=True)
    if conversation.held and situation.at >= conversation.held.until:
        return pass_on(conversation, conversation.held, situation)
    if conversation.answer_at and situation.at >= conversation.answer_at:
        return answer(conversation, situation)
    if conversation.state is not State.WAITING or conversation.keep is Keep.ASKED:
        return Decision(conversation)
    return (
        _open(conversation, situation) if situation.is_open else _closed(conversation, situation)
    )


def _closed(conversation: Conversation, situation: Situation) -> Decision:
    if conversation.keep is Keep.KEPT:
        return Decision(conversation)
    asked = replace(conversation, keep=Keep.ASKED, asked_at=situation.at)
    return _said(
        asked, Say("closed-waiting", opening(situation), (Choice.KEEP, Choice.ERASE)), situation
    )


def look_again(conversation: Conversation, line: Line, at: datetime) -> datetime:
    """Return when the clock has to look at the conversation next, after a change at `at`."""
    moments = [_forget_at(conversation, line)]
    if conversation.answer_at:
        moments.append(conversation.answer_at)
    if conversation.held:
        moments.append(conversation.held.until)
    if conversation.state is State.WAITING and conversation.keep is not Keep.ASKED:
        moments += _turns(conversation, line, at)
    return min(moments)


def _turns(conversation: Conversation, line: Line, at: datetime) -> list[datetime]:
    """Return the moments at which something is to be told to somebody in the queue."""
    closes = line.hours.closes(at)
    if conversation.keep is Keep.KEPT:
        new_day = closes is not None and _from_before(conversation, line, at)
        return [at if new_day else line.hours.next_opening(at)]
    if closes is None:
        return [at]
    moments = [closes]
    if not _told_of_closing(conversation):
        moments.append(closes - CLOSING_SOON)
    if "long-wait" not in conversation.said:
        moments.append(_waited_long(conversation, line, at))
    return moments


def _told_of_closing(conversation: Conversation) -> bool:
    return bool(conversation.said & {"closing-soon", "closing-uncertain"})


def _from_before(conversation: Conversation, line: Line, at: datetime) -> bool:
    """Whether somebody has waited since before the present opening."""
    return conversation.joined_at is None or conversation.joined_at < line.hours.last_opening(at)


def _waited_long(conversation: Conversation, line: Line, at: datetime) -> datetime:
    """Who left a message overnight has waited for somebody since the opening, not since then."""
    opened = line.hours.last_opening(at)
    return max(conversation.joined_at or opened, opened) + LONG_WAIT


def _open(conversation: Conversation, situation: Situation) -> Decision:
    line, at = situation.line, situation.at
    if conversation.keep is Keep.KEPT:
        return Decision(
            _new_day(conversation) if _from_before(conversation, line, at) else conversation
        )
    closes = line.hours.closes(at)
    soon = closes is not None and at >= closes - CLOSING_SOON
    if soon and not _told_of_closing(conversation):
        values = {**closing(situation), **opening(situation)}
        return _said(conversation, Say("closing-soon", values), situation)
    if "long-wait" not in conversation.said and at >= _waited_long(conversation, line, at):
        return _said(conversation, Say("long-wait"), situation)
    return Decision(conversation)


def _new_day(conversation: Conversation) -> Conversation:
    """Let them be told and asked again, should it close before anybody is free."""
    said = conversation.said - {"closing-soon", "closing-uncertain", "long-wait"}
    return replace(conversation, keep=Keep.UNASKED, said=said)


def _said(conversation: Conversation, say: Say, situation: Situation) -> Decision:
    after = replace(conversation, said=conversation.said | {say.key})
    return Decision(after, (say.line(situation.at),), urgency=Urgency.NOTICE)


def _forget_at(conversation: Conversation, line: Line) -> datetime:
    """Return when the conversation has to be forgotten; each time is one of the line's facts."""
    retention = line.retention
    if conversation.ended_at:
        return conversation.ended_at + retention.ended
    if conversation.state is not State.WAITING:
        return conversation.last_at + retention.abandoned
    kept = conversation.last_at + retention.kept
    asked_at = conversation.asked_at
    # To be asked whether they still wait keeps nobody for longer.
    return min(kept, asked_at + retention.abandoned) if asked_at else kept
