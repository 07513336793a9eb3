"""How it stands with a conversation now, in one sentence that its relative sees at a glance."""

from enum import StrEnum

from handlers.answers import now, opening
from handlers.choices import LANGUAGE_CHOICES, QUESTIONS, Choice
from handlers.conversation import Conversation, Keep, State
from handlers.decisions import Say, Situation
from handlers.queue import OFFERS_TO_KEEP, place


class Glance(StrEnum):
    """What there is to see."""

    OPEN = "open"
    CLOSED = "closed"
    WAITING = "waiting"
    TALKING = "talking"
    ENDED = "ended"


def glance(conversation: Conversation | None, situation: Situation) -> tuple[Glance, Say]:
    """Return what there is to see, and the sentence that says it."""
    if conversation is None or conversation.state is State.ANSWERING:
        return _before_the_queue(situation)
    if conversation.state is State.ENDED:
        return Glance.ENDED, Say("status-ended")
    if conversation.counsellor:
        return Glance.TALKING, Say("status-talking", {"alias": conversation.counsellor.alias})
    if conversation.keep is Keep.ASKED:
        return _before_the_queue(situation)
    if not situation.is_open:
        return Glance.WAITING, Say("status-kept", opening(situation))
    return Glance.WAITING, place(conversation, situation)


def _before_the_queue(situation: Situation) -> tuple[Glance, Say]:
    return Glance.OPEN if situation.is_open else Glance.CLOSED, now(situation)


def choices(conversation: Conversation | None, situation: Situation) -> tuple[Choice, ...]:
    """Return what can be chosen at any time; while a person talks, and after the end, nothing."""
    if conversation is None:
        return (Choice.HUMAN, *QUESTIONS)
    match conversation.state:
        case State.ANSWERING:
            # While nobody is there, the way to a person is what was offered instead.
            offered = conversation.said & OFFERS_TO_KEEP and not situation.takes_new
            way = Choice.KEEP if offered else Choice.HUMAN
            return (*_languages(conversation), way, *QUESTIONS)
        case State.WAITING if conversation.keep is Keep.ASKED:
            # Once it is open again, there is nothing to wait for but a person.
            way = Choice.HUMAN if situation.is_open else Choice.KEEP
            return (*_languages(conversation), way, *QUESTIONS)
        case State.WAITING:
            return (*_languages(conversation), *QUESTIONS)
        case _:
            return ()


def _languages(conversation: Conversation) -> tuple[Choice, ...]:
    return () if conversation.leaning.known else tuple(LANGUAGE_CHOICES)
