"""What the bot replies to what it has understood."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from handlers.answers import answers, now, welcome
from handlers.choices import LANGUAGE_CHOICES, QUESTIONS, Choice
from handlers.conversation import Conversation, Keep, Line, State, all_heard
from handlers.danger import Danger
from handlers.decisions import Answer, Decision, Say, Situation
from handlers.queue import keep, place, to_a_person
from handlers.topics import FACTUAL, Topic
from handlers.understanding import Rule, Understanding, understand

# The same numbers again and again would read like a machine that does not listen, and none at all
# like one that is not there. Who tells of a danger in several short messages is answered once.
ONE_TELLING: Final = timedelta(minutes=2)
NUMBERS_AGAIN: Final = timedelta(minutes=30)

# What only a person can answer. Who asks whether anybody is there wants one too.
_FOR_A_PERSON: Final = (Topic.STORY, Topic.HUMAN, Topic.WAITING)


def answer(conversation: Conversation, situation: Situation) -> Decision:
    """Answer what was written in one burst, as if it had been one message."""
    return decided(answer_so_far(conversation, situation), situation)


def answer_so_far(conversation: Conversation, situation: Situation) -> Answer:
    """Answer what is not answered yet, if there is anything."""
    if not conversation.unanswered:
        return conversation, ()
    understood = understand(conversation.unanswered, situation.at, conversation.recalled)
    return reply_to_all(conversation, understood, situation)


def decided(answer: Answer, situation: Situation, *before: Line) -> Decision:
    """Return the decision to say an answer, after some lines; what was said is kept in mind."""
    conversation, says = answer
    lines = (*before, *(say.line(situation.at) for say in says))
    return Decision(_said(conversation, says), lines)


def reply_to_all(
    conversation: Conversation, understood: Understanding, situation: Situation
) -> Answer:
    """Reply to all that was not answered yet, and say which languages there are, if need be."""
    heard, says = reply(all_heard(conversation), understood, situation)
    # Whoever is in danger, or talks with a person, is not asked about languages.
    if understood.danger or heard.state is State.TALKING:
        return heard, says
    # What is said last has its buttons at hand.
    return heard, _about_languages(heard) + says


def _about_languages(heard: Conversation) -> tuple[Say, ...]:
    """Say once which languages there are; offer once to change from one that is not written."""
    if heard.leaning.language == "other":
        key = "languages-spoken"
    elif heard.leaning.is_doubted:
        key = "languages-offer"
    else:
        return ()
    return () if key in heard.said else (Say(key, choices=tuple(LANGUAGE_CHOICES)),)


def reply(conversation: Conversation, understood: Understanding, situation: Situation) -> Answer:
    """Reply to what was understood; while a person talks, mark a danger and say nothing."""
    heard, card = told_of_danger(conversation, understood.danger, situation)
    match heard.state:
        case State.ANSWERING:
            return _answering(heard, card, understood, situation)
        case State.WAITING:
            return _waiting(heard, card, understood, situation)
        case _:
            return heard, ()


def _said(conversation: Conversation, says: tuple[Say, ...]) -> Conversation:
    if not says:
        return conversation
    offered = any(Choice.HUMAN in say.choices for say in says)
    return replace(
        conversation,
        said=conversation.said | {say.key for say in says},
        recalled=replace(conversation.recalled, offered=offered),
    )


def _answering(
    heard: Conversation, card: tuple[Say, ...], understood: Understanding, situation: Situation
) -> Answer:
    """Danger first, then the way to a person, then facts, and politeness only if that is all."""
    reason = _reason(heard, understood)
    if not reason:
        heard, facts = _facts(heard, understood, situation)
        return heard, (facts + _doubt(understood)) if facts else _small_talk(understood, situation)
    heard, way = to_a_person(heard, reason, situation)
    if understood.rule is Rule.NEAREST:
        # A guess beside a worry is nothing to read through.
        return heard, card + way
    heard, facts = _facts(heard, understood, situation)
    return heard, card + way + facts


def _facts(heard: Conversation, understood: Understanding, situation: Situation) -> Answer:
    """Answer each question of fact, and keep in mind which they were."""
    says = answers(understood.topics, understood.asked, situation)
    questions = tuple(topic for topic in understood.topics if topic in FACTUAL)
    recalled = replace(heard.recalled, questions=questions)
    return replace(heard, recalled=recalled), says


def _reason(heard: Conversation, understood: Understanding) -> str:
    """Return why a person is needed, as the key of a line for counsellors, or ""."""
    if understood.danger:
        return understood.danger.reason_key
    for topic in _FOR_A_PERSON:
        if topic in understood.topics:
            return f"reason-{topic}"
    # When in doubt, a person; but only once it has been asked what was meant.
    if _is_unclear(understood) and "unclear" in heard.said:
        return "reason-unclear"
    return ""


def _is_unclear(understood: Understanding) -> bool:
    """Whether there is nothing to answer but by guess; a guess is no reason to say goodbye."""
    guessed = understood.rule is Rule.NEAREST and not FACTUAL & set(understood.topics)
    return guessed or not understood.topics


def told_of_danger(before: Conversation, told: Danger | None, situation: Situation) -> Answer:
    """Mark the danger, and say its numbers; when they were said not long ago, to call 112."""
    if told is None:
        return before, ()
    others = tuple(danger for danger in before.dangers if danger is not told)
    heard = replace(before, dangers=(*others, told))
    if before.state is State.TALKING:
        return heard, ()
    said = replace(heard, danger_said_at=situation.at)
    if told.card_key in before.said:
        if _is_just_past(before.danger_said_at, ONE_TELLING, situation):
            return heard, ()
        if _is_just_past(before.numbers_said_at, NUMBERS_AGAIN, situation):
            return said, (Say("danger-again"),)
    return replace(said, numbers_said_at=situation.at), (Say(told.card_key),)


def _is_just_past(moment: datetime | None, time: timedelta, situation: Situation) -> bool:
    """Whether it is less than a time ago; a clock that was set back silences nothing."""
    return moment is not None and abs(situation.at - moment) < time


def _doubt(understood: Understanding) -> tuple[Say, ...]:
    """Say that the answer may be to another question, and what else could have been meant."""
    if understood.rule is not Rule.NEAREST:
        return ()
    return (Say("not-sure", choices=_other_choices(understood)),)


def _other_choices(understood: Understanding) -> tuple[Choice, ...]:
    """Return the way to a person, and the two questions that were likeliest meant instead."""
    by_topic = {choice.value: choice for choice in QUESTIONS}
    likeliest = dict.fromkeys([*understood.near, *by_topic])
    others = [by_topic[one] for one in likeliest if one in by_topic.keys() - {*understood.topics}]
    return (Choice.HUMAN, *others[:2])


def _small_talk(understood: Understanding, situation: Situation) -> tuple[Say, ...]:
    if _is_unclear(understood):
        return (Say("unclear", choices=_other_choices(understood)),)
    if Topic.GREETING in understood.topics:
        return (welcome(situation),)
    if Topic.THANKS in understood.topics:
        return (Say("thanks"),)
    return (Say("off-topic", choices=(Choice.HUMAN,)),)


def _waiting(
    heard: Conversation, says: tuple[Say, ...], understood: Understanding, situation: Situation
) -> Answer:
    """Answer questions of somebody who waits; what they tell is for the counsellor alone."""
    if heard.keep is Keep.ASKED:
        # Whoever still writes has not gone: silence, not words, gives up a place.
        heard, kept = keep(heard, situation)
        return heard, says + kept
    if Topic.STORY in understood.topics and not understood.danger:
        heard = replace(heard, reason=f"reason-{Topic.STORY}")
    asks_for_us = {Topic.HUMAN, Topic.WAITING} & set(understood.topics)
    if asks_for_us or understood.rule is Rule.NO_WORD:
        says += (place(heard, situation) if situation.is_open else now(situation),)
    heard, facts = _facts(heard, understood, situation)
    return heard, says + facts + (_doubt(understood) if facts else ())
