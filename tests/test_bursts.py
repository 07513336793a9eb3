"""Promises to people who send one thought in many messages, and what comes beside words."""

from datetime import timedelta

import pytest
from builders import (
    EVENING,
    KIM,
    LINE,
    OPEN,
    SECOND,
    conversation,
    situation,
    talking,
    waiting,
)

from handlers import from_counsellor, from_relative, on_the_clock
from handlers.beside_words import REFUSED_AGAIN
from handlers.choices import Choice
from handlers.conversation import BURST_MESSAGES, Author, Conversation, State
from handlers.decisions import Decision, Urgency
from handlers.errors import ConversationEndedError, TooFastError
from handlers.events import (
    CounsellorEdited,
    CounsellorHandedBack,
    CounsellorTook,
    LeftOut,
    RelativeChose,
    RelativeEdited,
    RelativeEvent,
    RelativeLeft,
    RelativeReacted,
    RelativeReturned,
    RelativeSent,
    RelativeWrote,
)
from handlers.from_relative import LONGEST_BURST, PAUSE


def decide(
    before: Conversation, event: RelativeEvent, later: timedelta = timedelta()
) -> tuple[Conversation, Decision]:
    """Return what becomes of a conversation that there still is, and the decision."""
    decision = from_relative.decide(before, event, situation(OPEN + later))
    assert decision.conversation
    return decision.conversation, decision


def write(
    before: Conversation, text: str, later: timedelta = timedelta(), **more: LeftOut
) -> tuple[Conversation, list[str]]:
    """Let a relative write while more may follow; return the keys of what is said at once."""
    event = RelativeWrote("e", text, more_may_follow=True, **more)  # type: ignore[arg-type]
    after, decision = decide(before, event, later)
    return after, [line.key for line in decision.lines if line.author is Author.BOT]


def answered(before: Conversation, later: timedelta) -> tuple[Conversation, list[str]]:
    """Let time pass, and return what is said then."""
    decision = on_the_clock.decide(before, situation(OPEN + later))
    assert decision.conversation
    return decision.conversation, [line.key for line in decision.lines]


def test_a_burst_is_answered_once() -> None:
    """Five short messages are one story, and the way to a person is said once, after them."""
    now = conversation()
    for number, text in enumerate(["hej", "det är min son", "han är 16", "jag är orolig", "?"]):
        now, said = write(now, text, number * SECOND)
        assert said == []
    assert answered(now, 4 * SECOND) == (now, [])
    after, said = answered(now, 4 * SECOND + PAUSE)

    assert said[0] == "queued"
    assert after.state is State.WAITING
    assert after.unanswered == ""
    assert answered(after, 4 * SECOND + PAUSE)[1] == []


def test_the_clock_looks_when_a_burst_is_over() -> None:
    """The clock comes by for the answer, and not only at the end of the day."""
    now, _ = write(conversation(), "hej")

    assert on_the_clock.look_again(now, LINE, OPEN) == OPEN + PAUSE


def test_a_burst_has_an_end() -> None:
    """Who writes on and on is answered all the same."""
    now = conversation()
    for seconds in range(0, 12, 2):
        now, _ = write(now, "hej", seconds * SECOND)

    assert now.answer_at == OPEN + LONGEST_BURST


def test_a_burst_ends_although_somebody_writes_on() -> None:
    """A message that comes just before the clock looks puts the answer off no further."""
    now = conversation()
    for seconds in (0, 2, 4, 6, 8):
        now, _ = write(now, "hej", seconds * SECOND)
    now, _ = write(now, "hej", LONGEST_BURST + SECOND / 2)

    assert answered(now, LONGEST_BURST + SECOND / 2)[1] == ["welcome-open"]


def test_each_burst_has_its_own_time() -> None:
    """Who has been answered and writes on has as much time as at first."""
    now, _ = write(conversation(), "hej")
    now, _ = answered(now, PAUSE)
    now, _ = write(now, "min son är 16", 8 * SECOND)
    now, _ = write(now, "han går i nian", 9 * SECOND)

    assert now.answer_at == OPEN + 9 * SECOND + PAUSE


@pytest.mark.parametrize(
    "texts",
    [
        ["han ska döda mig"],
        ["hon vill inte", "leva längre"],
        ["han säger att han ska", "döda någon ikväll"],
    ],
)
def test_danger_does_not_wait(texts: list[str]) -> None:
    """The number is shown at once, also when danger is told in two messages."""
    now, told = conversation(), list[str]()
    for text in texts:
        now, said = write(now, text)
        told += said

    assert told[0].startswith("danger-")


@pytest.mark.parametrize(
    "danger",
    [
        RelativeWrote("e2", "han ska döda mig", more_may_follow=True),
        RelativeWrote("e2", "han ska döda mig"),
        RelativeEdited("e2", 1, "han ska döda mig"),
    ],
)
def test_no_small_talk_after_danger(danger: RelativeEvent) -> None:
    """What was written just before a danger is answered with it, and not greeted afterwards."""
    at_night = EVENING - OPEN
    now, _ = write(conversation(EVENING), "hej", at_night)
    now, decision = decide(now, danger, at_night + SECOND)

    assert [line.key for line in decision.lines[1:]] == ["danger-home", "closed-offer"]
    assert answered(now, at_night + LONGEST_BURST) == (now, [])


def test_a_counsellor_answers_in_place_of_the_bot() -> None:
    """Who is picked up in the middle of a burst gets no automatic answer to it, also later."""
    now, _ = write(waiting(), "när stänger ni?")
    assert now.answer_at
    taken = from_counsellor.decide(now, CounsellorTook("t", KIM), situation()).conversation
    assert taken
    assert answered(taken, PAUSE) == (taken, [])
    event = CounsellorHandedBack("h", KIM.id)
    back = from_counsellor.decide(taken, event, situation()).conversation
    assert back

    assert answered(back, PAUSE)[1] == []


def test_ended_in_the_middle_of_a_burst() -> None:
    """Who ends it in the middle of a burst gets no answer after the end."""
    now, _ = write(conversation(), "hej")
    ended, _ = decide(now, RelativeChose("e", Choice.END))

    assert answered(ended, PAUSE)[1] == []


def test_help() -> None:
    """Who asks for help is greeted, and told how to go on."""
    _, decision = decide(conversation(), RelativeChose("e", Choice.HELP))

    assert [line.key for line in decision.lines] == ["welcome-open"]


def test_words_beside_a_picture() -> None:
    """Words under a picture are heard; that the picture is not taken is said once an album."""
    now, said = write(conversation(), "se här", left_out=LeftOut.PICTURE)
    assert said == ["left-out"]
    now, decision = decide(now, RelativeSent("e2", LeftOut.PICTURE), SECOND)
    assert decision.lines == ()
    _, decision = decide(now, RelativeSent("e3", LeftOut.SOUND), REFUSED_AGAIN)

    assert [line.values["what"] for line in decision.lines] == ["sound"]


def test_edits() -> None:
    """New words stand beside the old ones, which they replace; nothing is answered anew."""
    after, decision = decide(talking(), RelativeEdited("e", 3, "jag menar tisdag"))

    (line,) = decision.lines
    assert (line.edits, line.text) == (3, "jag menar tisdag")
    assert after.state is State.TALKING


def test_an_edit_before_the_answer() -> None:
    """What somebody corrects before they were answered is answered as they meant it."""
    now, _ = write(conversation(), "nör har ni öpt")
    now, decision = decide(now, RelativeEdited("e2", 1, "när har ni öppet?"), SECOND)
    assert len(decision.lines) == 1
    _, said = answered(now, SECOND + PAUSE)

    assert said == ["opening-hours", "open-now"]


@pytest.mark.parametrize(
    "event",
    [
        RelativeEdited("e", 1, "hej"),
        RelativeReacted("e", 1, "👍"),
        RelativeChose("e", Choice.HELP),
    ],
)
def test_too_fast_without_new_words(event: RelativeEvent) -> None:
    """A program that changes, marks or presses without end is stopped like one that writes."""
    now = talking()
    for _ in range(BURST_MESSAGES):
        now, _ = decide(now, event)
    with pytest.raises(TooFastError):
        decide(now, event)


def test_danger_in_an_edit() -> None:
    """Danger that is told by changing a message is danger."""
    after, decision = decide(conversation(), RelativeEdited("e", 1, "han ska döda mig"))

    assert after.state is State.WAITING
    assert [line.key for line in decision.lines][1].startswith("danger-")


def test_marks() -> None:
    """A mark on a line is for the counsellor, and does not count as a word."""
    _, decision = decide(talking(), RelativeReacted("e", 2, "👍"))

    (line,) = decision.lines
    assert (line.key, line.quotes, line.for_desk) == ("reacted", 2, True)
    with pytest.raises(ConversationEndedError):
        decide(talking(state=State.ENDED), RelativeReacted("e", 2, "👍"))


def test_who_cannot_be_reached() -> None:
    """The counsellor is told, once, that somebody has shut the door, and that it is open again."""
    away, decision = decide(talking(), RelativeLeft("e"))
    assert [(line.key, line.for_desk) for line in decision.lines] == [
        ("relative-unreachable", True)
    ]
    _, again = decide(away, RelativeLeft("e2"))
    assert again.lines == ()
    _, back = decide(away, RelativeReturned("e3"))
    assert [line.key for line in back.lines] == ["relative-reachable"]
    wrote, _ = write(away, "hej")

    assert not wrote.unreachable


def test_counsellor_edits() -> None:
    """A counsellor's new words replace the old ones, under their name."""
    event = CounsellorEdited("e", KIM.id, 4, "klockan två")
    decision = from_counsellor.decide(talking(), event, situation())

    (line,) = decision.lines
    assert (line.edits, line.alias, line.text) == (4, "Kim", "klockan två")


def test_notices_give_way() -> None:
    """What everybody is told at closing time is less urgent than what people write."""
    soon = OPEN.replace(hour=14, minute=50)
    decision = on_the_clock.decide(waiting(), situation(soon))

    assert decision.urgency is Urgency.NOTICE
