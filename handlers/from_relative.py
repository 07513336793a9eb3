"""Decides what follows from what a relative wrote or chose."""

from dataclasses import replace
from datetime import timedelta

from handlers.answers import answers, now, welcome
from handlers.beside_words import beside_words, refusal
from handlers.choices import (
    LANGUAGE_CHOICES,
    QUESTIONS,
    Choice,
    agrees,
    asks_who_sees,
    says_erase,
    says_no,
)
from handlers.conversation import Author, Conversation, Keep, Line, State, all_heard, paced
from handlers.danger import Danger
from handlers.decisions import Answer, Decision, Say, Situation
from handlers.errors import ConversationEndedError
from handlers.events import (
    RelativeCameBack,
    RelativeChose,
    RelativeEdited,
    RelativeEvent,
    RelativeExited,
    RelativeTookCode,
    RelativeWrote,
)
from handlers.language import choose, hear
from handlers.leaving import ended, erased, whereabouts
from handlers.queue import OFFERS_TO_KEEP, keep, place, to_a_person
from handlers.topics import FACTUAL, Topic
from handlers.understanding import Rule, Understanding, danger_in, understand

# People send one thought in three to eight short messages. They are answered together once no
# more has come for this long, and at the latest after the second time.
PAUSE = timedelta(seconds=3)
LONGEST_BURST = timedelta(seconds=10)

# The same numbers again and again would read like a machine that does not listen.
DANGER_AGAIN = timedelta(minutes=30)

# What only a person can answer. Who asks whether anybody is there wants one too.
_FOR_A_PERSON = (Topic.STORY, Topic.HUMAN, Topic.WAITING)


def decide(conversation: Conversation, event: RelativeEvent, situation: Situation) -> Decision:
    """Return what becomes of the conversation, and what the relative is told.

    Raises ConversationEndedError, or TooFastError for more than a person writes.
    """
    if conversation.state is State.ENDED and not also_after_the_end(event):
        raise ConversationEndedError
    match event:
        case RelativeWrote():
            return _wrote(conversation, event, situation)
        case RelativeChose():
            return _chose(conversation, event, situation)
        case RelativeEdited():
            return _edited(conversation, event, situation)
        case RelativeExited() | RelativeTookCode() | RelativeCameBack():
            return whereabouts(conversation, event, situation)
        case _:
            return beside_words(conversation, event, situation)


def also_after_the_end(event: RelativeEvent) -> bool:
    """Whether something can happen also to a conversation that has ended."""
    return _erases(event) or _sets_language(event) or isinstance(event, RelativeExited)


def _edited(conversation: Conversation, event: RelativeEdited, situation: Situation) -> Decision:
    """Take new words for old ones; danger in them is danger, though nothing else is answered."""
    line = Line(Author.RELATIVE, situation.at, text=event.text, edits=event.line)
    heard = paced(conversation, situation.at)
    told = danger_in(event.text)
    if told:
        understood = Understanding((), told, None)
        return _decision(line, _answer(all_heard(heard), understood, situation), situation)
    if heard.unanswered:
        # It may be what was meant in what is not answered yet.
        heard = replace(heard, unanswered=f"{heard.unanswered}\n{event.text}")
    return _decision(line, (heard, ()), situation)


def answer(conversation: Conversation, situation: Situation) -> Decision:
    """Answer what was written in one burst, as if it had been one message."""
    understood = understand(conversation.unanswered, situation.at, conversation.recalled)
    after, says = _answer_all(conversation, understood, situation)
    return Decision(_said(after, says), tuple(say.line(situation.at) for say in says))


def _answer_all(
    conversation: Conversation, understood: Understanding, situation: Situation
) -> Answer:
    heard, says = _answer(all_heard(conversation), understood, situation)
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


def _erases(event: RelativeEvent) -> bool:
    match event:
        case RelativeWrote(text=text):
            return says_erase(text)
        case RelativeChose(choice=choice):
            return choice is Choice.ERASE
        case _:
            return False


def _sets_language(event: RelativeEvent) -> bool:
    return isinstance(event, RelativeChose) and event.choice in LANGUAGE_CHOICES


def _wrote(conversation: Conversation, event: RelativeWrote, situation: Situation) -> Decision:
    text = event.text
    if _erases(event) or (conversation.keep is Keep.ASKED and says_no(text)):
        return erased(conversation, situation)
    if asks_who_sees(text):
        return _chose(conversation, RelativeChose(event.id, Choice.PRIVACY), situation)
    # What waited while we were away comes all at once, but was not written so.
    heard = paced(conversation, event.written_at or situation.at)
    heard = replace(heard, leaning=hear(conversation.leaning, text), unreachable=False)
    line = Line(Author.RELATIVE, situation.at, text=text, quotes=event.quotes)
    heard, refused = refusal(heard, event.left_out, situation)
    if _offered_to_keep(heard) and agrees(text):
        answer = keep(heard, situation)
    elif heard.state is State.TALKING:
        # A person is talking here, and the bot only watches for danger.
        answer = _danger(heard, danger_in(text), situation)
    else:
        answer = _heard(heard, event, situation)
    return _decision(line, (answer[0], refused + answer[1]), situation)


def _heard(heard: Conversation, event: RelativeWrote, situation: Situation) -> Answer:
    """Answer what was written, or wait for more of it; danger waits for nothing."""
    # Danger that is told in two messages is no less.
    whole = f"{heard.unanswered}\n{event.text}".strip()
    understood = understand(whole, situation.at, heard.recalled)
    if event.more_may_follow and understood.danger is None:
        return _more_may_follow(heard, whole, situation), ()
    return _answer_all(heard, understood, situation)


def _more_may_follow(heard: Conversation, whole: str, situation: Situation) -> Conversation:
    since = heard.unanswered_from or situation.at
    return replace(
        heard,
        unanswered=whole,
        unanswered_from=since,
        answer_at=min(situation.at + PAUSE, since + LONGEST_BURST),
    )


def _chose(conversation: Conversation, event: RelativeChose, situation: Situation) -> Decision:
    choice = event.choice
    line = Line(Author.RELATIVE, situation.at, key=choice.label_key)
    match choice:
        case Choice.ERASE:
            return erased(conversation, situation)
        case Choice.END:
            return ended(conversation, situation)
        case Choice.SVENSKA | Choice.ENGLISH:
            leaning = choose(LANGUAGE_CHOICES[choice])
            return Decision(replace(conversation, leaning=leaning))
        case Choice.PRIVACY:
            # Asked for by this very name, it is answered also while a person talks, and is no
            # sign that somebody wants to be kept.
            answer = paced(conversation, situation.at), (Say("privacy"),)
            return _decision(line, answer, situation)
        case Choice.KEEP if _offered_to_keep(conversation):
            return _decision(line, keep(conversation, situation), situation)
        case _:
            heard = paced(conversation, situation.at)
            asked = Understanding((_topic(choice),), None, None)
            decision = _decision(line, _answer(heard, asked, situation), situation)
            # Telegram sends help when somebody begins: a counsellor would read a cry for help.
            begins = choice is Choice.HELP
            return replace(decision, lines=decision.lines[1:]) if begins else decision


def _topic(choice: Choice) -> Topic:
    if choice is Choice.HELP:
        return Topic.GREETING
    return Topic(choice.value) if choice in QUESTIONS else Topic.HUMAN


def _offered_to_keep(conversation: Conversation) -> bool:
    """Whether a yes means that what was written is to stay until the line opens."""
    match conversation.state:
        case State.ANSWERING:
            return bool(conversation.said & OFFERS_TO_KEEP)
        case State.WAITING:
            return conversation.keep is Keep.ASKED
        case _:
            # A yes is for the counsellor who is there.
            return False


def _answer(conversation: Conversation, understood: Understanding, situation: Situation) -> Answer:
    heard, card = _danger(conversation, understood.danger, situation)
    match heard.state:
        case State.ANSWERING:
            return _answering(heard, card, understood, situation)
        case State.WAITING:
            return _waiting(heard, card, understood, situation)
        case _:
            # A person is talking here, and the bot does not talk into it.
            return heard, ()


def _decision(line: Line, answer: Answer, situation: Situation) -> Decision:
    conversation, says = answer
    after = replace(conversation, last_at=situation.at, last_author=Author.RELATIVE)
    lines = (line, *(say.line(situation.at) for say in says))
    return Decision(_said(after, says), lines)


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


def _danger(before: Conversation, told: Danger | None, situation: Situation) -> Answer:
    """Mark the latest danger, and show its numbers unless they were shown a moment ago."""
    if told is None:
        return before, ()
    said_at = before.danger_said_at
    if told is before.danger and said_at and situation.at - said_at < DANGER_AGAIN:
        return before, ()
    heard = replace(before, danger=told)
    if before.state is State.TALKING:
        return heard, ()
    return replace(heard, danger_said_at=situation.at), (Say(told.card_key),)


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
