"""Decides what follows from what a relative wrote or chose."""

from dataclasses import replace
from datetime import timedelta

from handlers import guard
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
from handlers.conversation import Author, Conversation, Held, Keep, Line, State, all_heard, paced
from handlers.decisions import Answer, Decision, Say, Situation
from handlers.errors import ConversationEndedError
from handlers.events import (
    HELD,
    RelativeCameBack,
    RelativeChose,
    RelativeEdited,
    RelativeEvent,
    RelativeExited,
    RelativeTookCode,
    RelativeWentBack,
    RelativeWrote,
)
from handlers.identity import masked
from handlers.language import choose, hear
from handlers.leaving import ended, erased, whereabouts
from handlers.queue import OFFERS_TO_KEEP, keep
from handlers.replies import decided, reply, reply_to_all, told_of_danger
from handlers.topics import Topic
from handlers.understanding import Understanding, danger_in, understand

# People send one thought in three to eight short messages. They are answered together once no
# more has come for this long, and at the latest after the second time.
PAUSE = timedelta(seconds=3)
LONGEST_BURST = timedelta(seconds=10)


def decide(conversation: Conversation, event: RelativeEvent, situation: Situation) -> Decision:
    """Return what becomes of the conversation, and what the relative is told.

    Raises ConversationEndedError, or TooFastError for more than a person writes.
    """
    if conversation.state is State.ENDED and not also_after_the_end(event):
        raise ConversationEndedError
    if conversation.held and guard.goes_on(event):
        return _after_what_is_held(conversation, conversation.held, event, situation)
    match event:
        case RelativeWrote():
            return _wrote(conversation, event, situation)
        case RelativeChose():
            return _chose(conversation, event, situation)
        case RelativeEdited():
            return _edited(conversation, event, situation)
        case RelativeExited() | RelativeTookCode() | RelativeCameBack() | RelativeWentBack():
            return whereabouts(conversation, event, situation)
        case _:
            return beside_words(conversation, event, situation)


def also_after_the_end(event: RelativeEvent) -> bool:
    """Whether something can happen also to a conversation that has ended."""
    return _erases(event) or _sets_language(event) or isinstance(event, RelativeExited)


def _edited(conversation: Conversation, event: RelativeEdited, situation: Situation) -> Decision:
    """Take new words for old ones; danger in them is danger, though nothing else is answered."""
    if event.line == HELD:
        return _wrote_instead(conversation, event, situation)
    heard = paced(conversation, situation.at)
    found = guard.details(event.text, situation)
    words = guard.bare(event.text, found, heard.unanswered)
    line = Line(Author.RELATIVE, situation.at, text=event.text, edits=event.line)
    if guard.hides(heard, words, found):
        line = replace(line, text=masked(event.text, found))
        return _changed(heard, line, words, situation, guard.HIDDEN_CHANGE)
    told = danger_in(words)
    if told:
        understood = Understanding((), told, None)
        return _decision(line, reply(all_heard(heard), understood, situation), situation)
    return _changed(heard, line, words, situation)


def _changed(
    heard: Conversation, line: Line, words: str, situation: Situation, *says: Say
) -> Decision:
    if heard.unanswered:
        # It may be what was meant in what is not answered yet.
        heard = replace(heard, unanswered=words)
    return _decision(line, (heard, says), situation)


def _wrote_instead(
    conversation: Conversation, event: RelativeEdited, situation: Situation
) -> Decision:
    """Take new words for those that are held, which nobody will ever see."""
    quotes = conversation.held.quotes if conversation.held else 0
    wrote = RelativeWrote(event.id, event.text, more_may_follow=True, quotes=quotes)
    return _wrote(replace(conversation, held=None), wrote, situation)


def _after_what_is_held(
    conversation: Conversation, held: Held, event: RelativeEvent, situation: Situation
) -> Decision:
    """Pass on, masked, what was held, before what somebody goes on with."""
    passed, line = guard.passed_on(conversation, held, situation)
    decision = decide(passed, event, situation)
    return decision if decision.wipe else guard.noted(line, decision, situation)


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
    found = guard.details(text, situation)
    # Where somebody lives says nothing of the language that they write in.
    leaning = hear(conversation.leaning, masked(text, found))
    heard = replace(heard, leaning=leaning, unreachable=False)
    heard, refused = refusal(heard, event.left_out, situation)
    # Danger that is told in two messages is no less.
    whole = guard.bare(text, found, heard.unanswered)
    if guard.hides(heard, whole, found):
        after, says = guard.hold(heard, event, found, situation)
        return decided((after, refused + says), situation)
    line = Line(Author.RELATIVE, situation.at, text=text, quotes=event.quotes)
    if _offered_to_keep(heard) and agrees(text):
        answer = keep(heard, situation)
    elif heard.state is State.TALKING:
        # A person is talking here, and the bot only watches for danger.
        answer = told_of_danger(heard, danger_in(whole), situation)
    else:
        answer = _heard(heard, whole, situation, more_may_follow=event.more_may_follow)
    return _decision(line, (answer[0], refused + answer[1]), situation)


def _heard(
    heard: Conversation, whole: str, situation: Situation, *, more_may_follow: bool
) -> Answer:
    """Answer what was written, or wait for more of it; danger waits for nothing."""
    understood = understand(whole, situation.at, heard.recalled)
    if more_may_follow and understood.danger is None:
        return _more_may_follow(heard, whole, situation), ()
    return reply_to_all(heard, understood, situation)


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
    match choice:
        case Choice.ERASE:
            return erased(conversation, situation)
        case Choice.END:
            return ended(conversation, situation)
        case Choice.SVENSKA | Choice.ENGLISH:
            leaning = choose(LANGUAGE_CHOICES[choice])
            return Decision(replace(conversation, leaning=leaning))
        case Choice.KEEP if _offered_to_keep(conversation):
            line = Line(Author.RELATIVE, situation.at, key=choice.label_key)
            return _decision(line, keep(conversation, situation), situation)
        case Choice.HIDE | Choice.SEND:
            return _passed_on(paced(conversation, situation.at), choice, situation)
        case _:
            return _asked(paced(conversation, situation.at), choice, situation)


def _passed_on(conversation: Conversation, choice: Choice, situation: Situation) -> Decision:
    if conversation.held is None:
        return decided((conversation, (guard.NOTHING_HELD,)), situation)
    return guard.pass_on(conversation, conversation.held, situation, choice)


def _asked(conversation: Conversation, choice: Choice, situation: Situation) -> Decision:
    line = Line(Author.RELATIVE, situation.at, key=choice.label_key)
    if choice is Choice.PRIVACY:
        # Asked for by this very name, it is answered also while a person talks, and is no sign
        # that somebody wants to be kept.
        return _decision(line, (conversation, (Say("privacy"),)), situation)
    asked = Understanding((_topic(choice),), None, None)
    decision = _decision(line, reply(conversation, asked, situation), situation)
    if choice is Choice.HELP:
        # Telegram sends it when somebody begins: a counsellor would read a cry for help.
        return replace(decision, lines=decision.lines[1:])
    return decision


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


def _decision(line: Line, answer: Answer, situation: Situation) -> Decision:
    conversation, says = answer
    after = replace(conversation, last_at=situation.at, last_author=Author.RELATIVE)
    if after.state is State.TALKING:
        # Whoever talks with them answers.
        after = all_heard(after)
    return decided((after, says), situation, line)
