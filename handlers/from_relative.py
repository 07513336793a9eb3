"""Decides what follows from what a relative wrote or chose."""

from dataclasses import replace
from datetime import timedelta

from handlers.beside_words import beside_words, refusal
from handlers.choices import LANGUAGE_CHOICES, QUESTIONS, Choice, agrees, says_erase, says_no
from handlers.conversation import Author, Conversation, Keep, Line, State, all_heard, paced
from handlers.decisions import Answer, Decision, Say, Situation
from handlers.errors import ConversationEndedError
from handlers.events import RelativeChose, RelativeEdited, RelativeEvent, RelativeWrote
from handlers.language import choose, hear
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
    match event:
        case RelativeWrote():
            return _wrote(conversation, event, situation)
        case RelativeChose():
            return _chose(conversation, event, situation)
        case RelativeEdited():
            return _edited(conversation, event, situation)
        case _:
            return beside_words(conversation, event, situation)


def also_after_the_end(event: RelativeEvent) -> bool:
    """Whether something can happen also to a conversation that has ended."""
    return _erases(event) or _sets_language(event)


def _edited(conversation: Conversation, event: RelativeEdited, situation: Situation) -> Decision:
    """Take new words for old ones; danger in them is danger, though nothing else is answered."""
    line = Line(Author.RELATIVE, situation.at, text=event.text, edits=event.line)
    heard = paced(conversation, situation.at)
    told = danger_in(event.text)
    if told:
        understood = Understanding((), told, None)
        return _decision(line, reply(all_heard(heard), understood, situation), situation)
    if heard.unanswered:
        # It may be what was meant in what is not answered yet.
        heard = replace(heard, unanswered=f"{heard.unanswered}\n{event.text}")
    return _decision(line, (heard, ()), situation)


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
        return _erased(conversation, situation)
    # What waited while we were away comes all at once, but was not written so.
    heard = paced(conversation, event.written_at or situation.at)
    heard = replace(heard, leaning=hear(conversation.leaning, text), unreachable=False)
    line = Line(Author.RELATIVE, situation.at, text=text, quotes=event.quotes)
    heard, refused = refusal(heard, event.left_out, situation)
    if _offered_to_keep(heard) and agrees(text):
        answer = keep(heard, situation)
    elif heard.state is State.TALKING:
        # A person is talking here, and the bot only watches for danger.
        answer = told_of_danger(heard, danger_in(text), situation)
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
    line = Line(Author.RELATIVE, situation.at, key=choice.label_key)
    match choice:
        case Choice.ERASE:
            return _erased(conversation, situation)
        case Choice.END:
            return _ended(conversation, situation)
        case Choice.SVENSKA | Choice.ENGLISH:
            leaning = choose(LANGUAGE_CHOICES[choice])
            return Decision(replace(conversation, leaning=leaning))
        case Choice.KEEP if _offered_to_keep(conversation):
            return _decision(line, keep(conversation, situation), situation)
        case _:
            heard = paced(conversation, situation.at)
            asked = Understanding((_topic(choice),), None, None)
            decision = _decision(line, reply(heard, asked, situation), situation)
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
    return decided((after, says), situation, line)


def _erased(conversation: Conversation, situation: Situation) -> Decision:
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


def _ended(conversation: Conversation, situation: Situation) -> Decision:
    over = replace(all_heard(conversation), state=State.ENDED, ended_at=situation.at)
    return Decision(over, (Say("ended-by-relative").line(situation.at),))
