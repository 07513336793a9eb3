"""Holds back a message that tells who somebody is, until its writer has said how it is to be.

It never holds up danger, and loses nothing: of who does not choose, it is passed on masked.
"""

from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import timedelta
from typing import Final

from handlers.choices import LANGUAGE_CHOICES, Choice, asks_who_sees
from handlers.conversation import Author, Conversation, Held, Keep, Line, all_heard
from handlers.danger import Danger
from handlers.decisions import Answer, Decision, Say, Situation
from handlers.events import HELD, RelativeChose, RelativeEdited, RelativeEvent, RelativeWrote
from handlers.identity import MASK, Found, find, masked, without
from handlers.queue import keep
from handlers.replies import answer, answer_so_far
from handlers.understanding import danger_in

# Long enough to read a question and to choose, and no worry has to wait longer for an answer.
HOLD: Final = timedelta(minutes=2)

HIDDEN_CHANGE: Final = Say("hidden-change")
NOTHING_HELD: Final = Say("nothing-held")

# What is said once it was passed on, by what its writer chose, if anything.
_PASSED_ON: Final = {
    Choice.HIDE: Say("hidden"),
    Choice.SEND: Say("sent-as-it-is"),
    None: Say("hidden-unchosen"),
}
_CARDS: Final = frozenset(kind.card_key for kind in Danger)

# By these somebody chooses, takes it away with all the rest, or wants to know more before that.
_CHOICES_BESIDE: Final = frozenset(
    [Choice.HIDE, Choice.SEND, Choice.END, Choice.ERASE, Choice.PRIVACY, *LANGUAGE_CHOICES]
)


def details(text: str, situation: Situation) -> tuple[Found, ...]:
    """Return what in a text could tell who somebody is; the numbers that we print are nobody's."""
    line = situation.line
    return find(text, (line.number, *asdict(line.numbers).values()))


def bare(text: str, found: tuple[Found, ...], before: str = "") -> str:
    """Return a text, after what came before it, as it is to be understood: without details.

    Among digits a danger is missed, beside a mark it is fainter, and the name of a street reads
    like one. What stands where an address has its town may be no town, but a danger.
    """
    marked = f"{before}\n{masked(text, found)}".strip()
    gone = f"{before}\n{without(text, found)}".replace(MASK, "").strip()
    return gone if gone != marked and not danger_in(marked) and danger_in(gone) else marked


def hides(conversation: Conversation, words: str, found: tuple[Found, ...]) -> bool:
    """Whether what was found is to be hidden, or asked about: words of danger are passed on.

    Once somebody has told of a danger, where they are may be what help needs.
    """
    return bool(found) and not conversation.dangers and danger_in(words) is None


def hold(
    conversation: Conversation,
    event: RelativeWrote,
    found: tuple[Found, ...],
    situation: Situation,
) -> Answer:
    """Keep a message back; reply to what came before it, and ask last how it is to be."""
    after, says = answer_so_far(conversation, situation)
    if after.keep is Keep.ASKED:
        # Whoever still writes has not gone.
        after, kept = keep(after, situation)
        says += kept
    held = Held(event.text, situation.at + HOLD, event.quotes)
    kinds = {one.detail.value for one in found}
    what = kinds.pop() if len(kinds) == 1 else "several"
    values = {"what": what, "minutes": str(HOLD // timedelta(minutes=1))}
    asked = Say("held-back", values, (Choice.HIDE, Choice.SEND))
    return replace(after, held=held, last_at=situation.at), (*says, asked)


def goes_on(event: RelativeEvent) -> bool:
    """Whether somebody goes on without having said how what is held is to be."""
    match event:
        case RelativeWrote(text=text):
            return not asks_who_sees(text)
        case RelativeEdited(line=line):
            return line != HELD
        case RelativeChose(choice=choice):
            return choice not in _CHOICES_BESIDE
        case _:
            return False


def passed_on(
    conversation: Conversation, held: Held, situation: Situation, choice: Choice | None = None
) -> tuple[Conversation, Line]:
    """Return what was held as a line, masked unless they chose otherwise.

    It is still to be answered as if it had been written now, with what follows.
    """
    found = details(held.text, situation)
    text = held.text if choice is Choice.SEND else masked(held.text, found)
    passed = replace(
        conversation,
        held=None,
        last_at=situation.at,
        last_author=Author.RELATIVE,
        unanswered=bare(held.text, found),
        unanswered_from=situation.at,
        answer_at=situation.at,
    )
    return passed, Line(Author.RELATIVE, situation.at, text=text, quotes=held.quotes)


def pass_on(
    conversation: Conversation, held: Held, situation: Situation, choice: Choice | None = None
) -> Decision:
    """Pass on what is held, as they chose or masked, and answer it."""
    passed, line = passed_on(conversation, held, situation, choice)
    if choice is None and passed.keep is Keep.ASKED:
        # It was written before they were asked whether they stay, and is no answer to that.
        passed = all_heard(passed)
    return noted(line, answer(passed, situation), situation, choice)


def noted(
    line: Line, decision: Decision, situation: Situation, choice: Choice | None = None
) -> Decision:
    """Return a decision that begins with what was held, and says what has become of that.

    What they wrote next stands next to it, and of a danger nothing stands before the numbers.
    """
    note = _PASSED_ON[choice].line(situation.at)
    theirs = tuple(one for one in decision.lines if one.author is not Author.BOT)
    said = decision.lines[len(theirs) :]
    said = (*said, note) if _has_card(said) else (note, *said)
    return replace(decision, lines=(line, *theirs, *said))


def _has_card(lines: Iterable[Line]) -> bool:
    return any(line.key in _CARDS for line in lines)
