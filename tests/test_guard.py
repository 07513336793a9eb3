"""Promises of what happens to a message that tells who somebody is, before anybody is shown it."""

from datetime import datetime, timedelta
from itertools import cycle

import pytest
from builders import (
    EVENING,
    KIM,
    LINE,
    MESSAGES,
    MINUTE,
    OPEN,
    SECOND,
    conversation,
    situation,
    talking,
    waiting,
)

from bot.learning.examples import EXAM, read_examples
from bot.store.records import CONVERSATION, write
from handlers import from_counsellor, from_relative, on_the_clock
from handlers.choices import Choice
from handlers.conversation import (
    BURST_MESSAGES,
    Author,
    Conversation,
    Held,
    Keep,
    Line,
    State,
)
from handlers.danger import Danger
from handlers.decisions import Decision
from handlers.errors import TooFastError
from handlers.events import (
    HELD,
    CounsellorEnded,
    CounsellorEvent,
    CounsellorHandedBack,
    CounsellorLost,
    CounsellorTook,
    CounsellorWrote,
    LeftOut,
    RelativeCameBack,
    RelativeChose,
    RelativeEdited,
    RelativeEvent,
    RelativeExited,
    RelativeLeft,
    RelativeReacted,
    RelativeSent,
    RelativeTookCode,
    RelativeWentBack,
    RelativeWrote,
)
from handlers.from_relative import PAUSE
from handlers.guard import HOLD
from handlers.understanding import danger_in

NUMBER = "070-174 06 05"
STORY = f"min son har börjat umgås med nazister, hans nummer är {NUMBER}"
MASKED = "min son har börjat umgås med nazister, hans nummer är [•••]"
HUMAN = "jag vill prata med någon"
DANGER = "han säger att han ska döda någon ikväll, han har ett vapen"


def after(decision: Decision) -> Conversation:
    """Return the conversation that there is then."""
    assert decision.conversation
    return decision.conversation


def do(
    before: Conversation, event: RelativeEvent, at: datetime = OPEN, place: int | None = None
) -> Decision:
    """Let a relative do something."""
    return from_relative.decide(before, event, situation(at, place=place))


def wrote(
    text: str, before: Conversation | None = None, at: datetime = OPEN, *, more: bool = False
) -> Decision:
    """Let a relative write."""
    event = RelativeWrote("e", text, more_may_follow=more)
    return do(before or conversation(at), event, at)


def chose(choice: Choice, before: Conversation, at: datetime = OPEN) -> Decision:
    """Let a relative press a button."""
    return do(before, RelativeChose("e", choice), at)


def look(before: Conversation, later: timedelta, at: datetime = OPEN) -> Decision:
    """Let the clock look at a conversation."""
    return on_the_clock.decide(before, situation(at + later))


def said(decision: Decision) -> list[str]:
    """Return the keys of what the bot says."""
    return [line.key for line in decision.lines if line.author is Author.BOT]


def theirs(decision: Decision) -> list[str]:
    """Return what is passed on of what the relative wrote."""
    return [line.text for line in decision.lines if line.author is Author.RELATIVE]


def holding(text: str = STORY, before: Conversation | None = None) -> Conversation:
    """Return a conversation in which a message is held."""
    return after(wrote(text, before))


# Holding


@pytest.mark.parametrize(
    ("detail", "what"),
    [
        (NUMBER, "phone"),
        ("850709-9805", "personal_number"),
        ("namn@example.se", "email"),
        ("Storgatan 5", "address"),
        (f"namn@example.se, {NUMBER}", "several"),
    ],
)
def test_a_detail_is_held(detail: str, what: str) -> None:
    """Nothing of it is passed on, and its writer is asked, with its kind and without its words."""
    decision = wrote(f"hör av er till {detail}")

    (asked,) = decision.lines
    assert (asked.author, asked.key, asked.values["what"]) == (Author.BOT, "held-back", what)
    assert asked.choices == (Choice.HIDE, Choice.SEND)
    assert detail not in str(decision.lines)


@pytest.mark.parametrize(
    "text",
    [
        "kom till Hantverkargatan 33",
        "adressen är Trädgårdsgatan 2A",
        "min syster har 070/174 06 43",
        "my daughter lives on Storgatan 5 in Malmö",
        "they meet at Industrigatan 8",
    ],
)
@pytest.mark.parametrize("choice", [Choice.HIDE, Choice.SEND])
def test_a_detail_is_no_danger(text: str, choice: Choice) -> None:
    """The name of a street or the digits of a number are held, and never taken for a danger."""
    decision = wrote(text)

    assert theirs(decision) == []
    assert after(decision).dangers == ()
    assert after(chose(choice, after(decision))).dangers == ()


@pytest.mark.parametrize("before", [conversation(), waiting(), talking()], ids=lambda c: c.state)
def test_nobody_sees_it_meanwhile(before: Conversation) -> None:
    """In every state it waits, and nothing of how the conversation stands changes."""
    held = after(wrote(STORY, before))

    assert held.held
    assert (held.state, held.rank, held.reason) == (before.state, before.rank, before.reason)
    assert (held.counsellor, held.last_author) == (before.counsellor, before.last_author)


def test_numbers_that_we_print_are_not_held() -> None:
    """Who asks whether our number is the right one is answered, and not asked."""
    assert "held-back" not in said(wrote(f"är {LINE.number} rätt nummer?"))
    assert "held-back" not in said(wrote(f"jag ringde {LINE.numbers.violence} men ingen svarade"))


def test_where_somebody_lives_is_in_no_language() -> None:
    """A Swedish address in an English message says nothing of who writes."""
    asked = after(wrote("He is at Storgatan 14B in Östersund"))

    assert asked.leaning.known == "en"


def test_old_records_are_read() -> None:
    """A conversation of before there was this is read, and what is held is kept with it."""
    held = holding()
    old = '{"id":"c1","code":"lönn 42","started_at":"2026-11-24T09:00:00Z","last_at":"2026-11-24T09:00:00Z"}'  # noqa: E501

    assert CONVERSATION.validate_json(old).held is None
    assert CONVERSATION.validate_json(write(CONVERSATION, held)) == held


# Choosing


def test_hiding_it() -> None:
    """Who hides it is heard as if they had written that just now, and in the queue at once."""
    decision = chose(Choice.HIDE, holding(), OPEN + MINUTE)

    assert theirs(decision) == [MASKED]
    assert said(decision) == ["hidden", "queued"]
    assert decision.lines[0].at == OPEN + MINUTE
    passed = after(decision)
    assert (passed.state, passed.reason) == (State.WAITING, "reason-story")
    assert (passed.held, passed.unanswered, passed.answer_at) == (None, "", None)
    assert passed.last_author is Author.RELATIVE


def test_sending_it_as_it_is() -> None:
    """Who wants it to be seen has it seen, by one tap."""
    decision = chose(Choice.SEND, holding())

    assert theirs(decision) == [STORY]
    assert said(decision) == ["sent-as-it-is", "queued"]


def test_at_night() -> None:
    """Out of hours it is answered with when somebody is there, and not before it was chosen."""
    held = after(wrote(STORY, at=EVENING))

    assert said(chose(Choice.HIDE, held, EVENING)) == ["hidden", "closed-offer"]


def test_choosing_twice() -> None:
    """Who presses once more, or too late, is told that it has gone on, and nothing else."""
    decision = chose(Choice.SEND, after(chose(Choice.HIDE, holding())))

    assert said(decision) == ["nothing-held"]
    assert theirs(decision) == []


def test_pressing_without_end() -> None:
    """A program that presses without end is stopped, and what is held stays held."""
    before = holding()
    for _ in range(BURST_MESSAGES - 1):
        before = after(do(before, RelativeReacted("e", 1, "👍")))

    with pytest.raises(TooFastError):
        chose(Choice.SEND, before)


def test_in_a_talk() -> None:
    """The counsellor reads it once it was chosen, and the bot says no more than that."""
    decision = chose(Choice.HIDE, holding(STORY, talking()))

    assert theirs(decision) == [MASKED]
    assert said(decision) == ["hidden"]
    assert after(decision).unanswered == ""


def test_a_language_is_no_choice() -> None:
    """Who only wants to read the question in another language still has it before them."""
    chosen = after(chose(Choice.ENGLISH, holding()))

    assert chosen.held
    assert chosen.leaning.language == "en"


def test_a_mark_is_no_choice() -> None:
    """Nor is a thumb on an earlier line."""
    assert after(do(holding(STORY, talking()), RelativeReacted("e", 1, "👍"))).held


# Not choosing


def test_who_does_not_choose() -> None:
    """After two minutes it is passed on masked and answered, and they are told; not before."""
    held = holding()
    assert on_the_clock.look_again(held, LINE, OPEN) == OPEN + HOLD
    assert look(held, HOLD - SECOND) == Decision(held)
    decision = look(held, HOLD)

    assert theirs(decision) == [MASKED]
    assert said(decision) == ["hidden-unchosen", "queued"]
    assert look(after(decision), HOLD + SECOND).lines == ()


@pytest.mark.parametrize(
    "event",
    [
        RelativeWrote("e", HUMAN),
        RelativeWrote("e", "namn@example.se"),
        RelativeWrote("e", DANGER),
        RelativeEdited("e", 3, "nej tisdag"),
        RelativeReacted("e", 3, "👍"),
        RelativeSent("e", LeftOut.PICTURE),
        RelativeLeft("e"),
        RelativeChose("e", Choice.COST),
        RelativeChose("e", Choice.ENGLISH),
        RelativeChose("e", Choice.PRIVACY),
        RelativeChose("e", Choice.END),
        RelativeExited("e"),
        RelativeTookCode("e", "hidden"),
        RelativeCameBack("e"),
        RelativeWentBack("e"),
        CounsellorWrote("e", KIM.id, "hej"),
        CounsellorEnded("e", KIM.id),
        CounsellorHandedBack("e", KIM.id),
        CounsellorLost("e", KIM.id),
    ],
    ids=repr,
)
def test_never_lost(event: RelativeEvent | CounsellorEvent) -> None:
    """Whatever happens, a counsellor who is there has it, once and masked, in time."""
    before = holding(STORY, talking())
    if isinstance(event, RelativeEvent):
        decision = do(before, event)
    else:
        decision = from_counsellor.decide(before, event, situation())
    decided = after(decision)
    passed = theirs(decision)
    if decided.state is not State.ENDED and decided.held and decided.held.text == STORY:
        assert on_the_clock.look_again(decided, LINE, OPEN) <= OPEN + HOLD
        passed += theirs(look(decided, HOLD))

    assert passed.count(MASKED) == 1
    assert NUMBER not in " ".join(passed)


def test_who_writes_on() -> None:
    """It goes before what came later, masked, and both are understood together."""
    decision = wrote(HUMAN, holding(f"hej det gäller min son {NUMBER}"))

    assert theirs(decision) == ["hej det gäller min son [•••]", HUMAN]
    assert said(decision) == ["hidden-unchosen", "queued"]
    assert after(decision).unanswered == ""


def test_who_writes_another_detail() -> None:
    """What was held before is passed on masked, and the other one is asked about, last."""
    decision = wrote("namn@example.se", holding())

    assert theirs(decision) == [MASKED]
    assert said(decision) == ["hidden-unchosen", "queued", "held-back"]
    held = after(decision).held
    assert held
    assert held.text == "namn@example.se"


@pytest.mark.parametrize(
    ("choice", "key"), [(Choice.COST, "cost"), (Choice.HUMAN, "queued")], ids=str
)
def test_who_asks_something_else(choice: Choice, key: str) -> None:
    """A button that has nothing to do with it is answered, and it is passed on before that."""
    decision = chose(choice, holding())

    first, second, *_ = decision.lines
    assert (first.text, second.key) == (MASKED, choice.label_key)
    assert said(decision) == ["hidden-unchosen", key]
    assert "queued" in [*said(decision), *said(look(after(decision), SECOND))]


def test_in_a_talk_the_counsellor_answers() -> None:
    """Nothing of it is kept to be answered by the bot when there is a counsellor."""
    decision = wrote("är du där", holding(STORY, talking()))

    assert theirs(decision) == [MASKED, "är du där"]
    assert said(decision) == ["hidden-unchosen"]
    assert (after(decision).unanswered, after(decision).answer_at) == ("", None)


def test_quotes_are_kept() -> None:
    """It still answers to the line that it answered to."""
    event = RelativeWrote("e", STORY, quotes=4)
    held = after(do(talking(), event))

    assert chose(Choice.HIDE, held).lines[0].quotes == 4


# Danger


# Neither half is one: what is told is told by both.
HALF, OTHER_HALF = "jag orkar inte", f"dö, {NUMBER}"


@pytest.mark.parametrize("changes", [0, 3], ids=["written", "changed"])
@pytest.mark.parametrize(
    ("before", "text"),
    [
        pytest.param(conversation(), f"{DANGER}. vi bor på Storgatan 5, {NUMBER}", id="answering"),
        pytest.param(waiting(), f"{DANGER}. vi bor på Storgatan 5, {NUMBER}", id="waiting"),
        pytest.param(talking(), f"{DANGER}. vi bor på Storgatan 5, {NUMBER}", id="talking"),
        pytest.param(conversation(), "jag vill inte vakna 850709-9805", id="among digits"),
        pytest.param(conversation(), "Storgatan 5, 114 55 döda henne", id="for a town"),
        pytest.param(conversation(), "12 Baker Street, Stabbed someone", id="behind a comma"),
        pytest.param(after(wrote(HALF, more=True)), OTHER_HALF, id="in two messages"),
        pytest.param(
            conversation(dangers=(Danger.HOME,)), f"jag nås på {NUMBER}", id="told before"
        ),
    ],
)
def test_danger_is_never_held(before: Conversation, text: str, changes: int) -> None:
    """Danger goes on at once and as it is, and nobody is asked or warned."""
    assert danger_in(HALF) is danger_in(OTHER_HALF) is None
    event = RelativeEdited("e", 3, text) if changes else RelativeWrote("e", text)
    decision = do(before, event)

    assert theirs(decision) == [text]
    assert not {"held-back", "hidden-unchosen", "hidden-change"} & set(said(decision))
    assert after(decision).held is None
    assert after(decision).dangers


def test_danger_among_digits() -> None:
    """No detail beside it lets a danger be missed: it is seen, and passed on as it is."""
    told = [one.text for one in read_examples(MESSAGES, EXAM)[::3] if danger_in(one.text)]
    details = cycle(["850709-9805", NUMBER, "namn@example.se", "Storgatan 5"])
    texts = [f"{text}\n{detail}" for text, detail in zip(told, details, strict=False)]

    assert len(texts) > 250
    for text in texts:
        decision = wrote(text)
        assert theirs(decision) == [text]
        assert said(decision)[0].startswith("danger-")


def test_danger_among_digits_in_a_change() -> None:
    """Nor in words that are changed."""
    changed = do(conversation(), RelativeEdited("e", 3, "jag vill inte vakna 850709-9805"))

    assert said(changed)[0].startswith("danger-")


def test_where_help_is_needed() -> None:
    """What somebody writes who has told of a danger may be what help needs: it is not held."""
    text = f"hans nummer är {NUMBER}"
    assert danger_in(text) is None
    decision = wrote(text, after(wrote(DANGER)))

    assert theirs(decision) == [text]
    assert after(decision).held is None


def test_danger_in_a_burst() -> None:
    """Danger that is told in two messages is not held up by what stands in the second."""
    first = after(wrote("han säger att han ska", more=True))
    decision = wrote(f"döda någon ikväll, {NUMBER}", first, more=True)

    assert theirs(decision) == [f"döda någon ikväll, {NUMBER}"]
    assert said(decision)[0].startswith("danger-")


@pytest.mark.parametrize("more", [False, True])
def test_danger_after_what_is_held(more: bool) -> None:  # noqa: FBT001
    """What was held goes masked, danger at once, and of all that is said 112 is the first."""
    decision = wrote(DANGER, holding(), more=more)

    assert theirs(decision) == [MASKED, DANGER]
    assert said(decision)[0] == "danger-violence"
    assert said(decision)[-1] == "hidden-unchosen"


def test_danger_that_began_in_what_is_held() -> None:
    """Danger of which the first half is held is danger, also in a talk."""
    first, second = f"jag nås på {NUMBER} och han tänker ta", "sitt liv"
    assert danger_in(second) is None
    assert said(wrote(second, holding(first)))[0] == "danger-self-harm"
    talk = after(wrote(second, holding(first, talking())))

    assert talk.dangers == (Danger.SELF_HARM,)
    assert talk.unanswered == ""


# Many short messages


def test_what_came_before_is_answered_first() -> None:
    """In a burst, what needs no question is answered at once, and the question comes last."""
    first = after(wrote("min son har börjat umgås med nazister", more=True))
    decision = wrote(f"hans nummer är {NUMBER}", first, OPEN + SECOND, more=True)

    assert said(decision) == ["queued", "held-back"]
    assert after(decision).state is State.WAITING
    assert after(decision).answer_at is None


def test_a_burst_that_goes_on() -> None:
    """Who writes on in the same breath is answered once, to all of it, after a pause."""
    held = after(wrote(f"hej, {NUMBER} är min son", more=True))
    decision = wrote(HUMAN, held, OPEN + SECOND, more=True)
    assert said(decision) == ["hidden-unchosen"]
    assert after(decision).unanswered == f"hej, [•••] är min son\n{HUMAN}"
    answered = look(after(decision), SECOND + PAUSE)

    assert said(answered) == ["queued"]


def test_beside_a_picture() -> None:
    """That a picture is not taken is said also when the words with it are held."""
    event = RelativeWrote("e", NUMBER, left_out=LeftOut.PICTURE)

    assert said(do(conversation(), event)) == ["left-out", "held-back"]


# Going


@pytest.mark.parametrize(
    "event",
    [
        RelativeChose("e", Choice.ERASE),
        RelativeWrote("e", "radera"),
        RelativeEdited("e", HELD, "radera"),
    ],
    ids=["button", "word", "edit"],
)
def test_erasing(event: RelativeEvent) -> None:
    """Who erases it all erases also what is held, which then nobody has seen."""
    decision = do(holding(STORY, talking()), event)

    assert decision.wipe
    assert decision.lines == ()
    assert after(decision).held is None


def test_ending() -> None:
    """Who ends it takes what is held with them."""
    decision = chose(Choice.END, holding())

    assert said(decision) == ["ended-by-relative"]
    assert theirs(decision) == []
    assert after(decision).held is None


def test_the_counsellor_ends_it() -> None:
    """What somebody wrote is not lost by the other side's end: it stands there, masked, before."""
    event = CounsellorEnded("e", KIM.id)
    decision = from_counsellor.decide(holding(STORY, talking()), event, situation())

    assert [line.text or line.key for line in decision.lines] == [MASKED, "ended"]
    assert after(decision).held is None
    assert after(decision).unanswered == ""


def test_taken_and_handed_back_meanwhile() -> None:
    """Who comes and goes meanwhile neither sees nor loses it."""
    held = holding(STORY, waiting())
    taken = after(from_counsellor.decide(held, CounsellorTook("t", KIM), situation()))
    back = after(
        from_counsellor.decide(taken, CounsellorHandedBack("h", KIM.id), situation())
    )  # fmt: skip

    assert taken.held == back.held == held.held
    assert theirs(look(back, HOLD)) == [MASKED]


# Closing time


CLOSED = EVENING
ASKED = waiting(CLOSED - MINUTE, keep=Keep.ASKED, asked_at=CLOSED - MINUTE)


def test_whoever_still_writes_has_not_gone() -> None:
    """Who was asked whether they stay, and writes a detail, keeps their place at once."""
    decision = wrote(STORY, ASKED, CLOSED)

    assert said(decision) == ["kept", "held-back"]
    assert after(decision).keep is Keep.KEPT


def test_what_was_written_before_they_were_asked() -> None:
    """What was held when the line closed says nothing about staying, and is passed on."""
    held = Held(STORY, CLOSED + HOLD)
    decision = look(
        waiting(keep=Keep.ASKED, asked_at=CLOSED, last_at=CLOSED, held=held), HOLD, CLOSED
    )

    assert theirs(decision) == [MASKED]
    assert said(decision) == ["hidden-unchosen"]
    assert after(decision).keep is Keep.ASKED
    assert after(decision).unanswered == ""


def test_choosing_is_staying() -> None:
    """Who chooses after they were asked whether they stay has not gone."""
    held = waiting(keep=Keep.ASKED, asked_at=CLOSED, held=Held(STORY, CLOSED + HOLD))

    assert said(chose(Choice.HIDE, held, CLOSED)) == ["hidden", "kept"]


def test_closing_time_comes_all_the_same() -> None:
    """The line closes on time for whoever has something held."""
    closes = LINE.hours.closes(OPEN)
    assert closes
    held = after(
        wrote(STORY, waiting(said=frozenset(["closing-soon", "long-wait"])), closes - SECOND)
    )
    assert on_the_clock.look_again(held, LINE, closes - SECOND) == closes
    closed = look(held, SECOND, closes)

    assert said(closed) == ["closed-waiting"]
    assert after(closed).held


# Changed words


def test_other_words_for_what_is_held() -> None:
    """Who takes the detail out of their message is heard as they mean it, and only so."""
    decision = do(holding(), RelativeEdited("e", HELD, HUMAN))

    assert theirs(decision) == [HUMAN]
    assert decision.lines[0].edits == 0
    assert after(decision).held is None
    assert said(look(after(decision), PAUSE)) == ["queued"]


def test_another_detail_for_what_is_held() -> None:
    """Who only corrects the detail is asked again, and nobody has seen either."""
    held = after(do(talking(), RelativeWrote("e", STORY, quotes=4)))
    decision = do(held, RelativeEdited("e", HELD, f"{STORY} 12"), OPEN + MINUTE)

    assert theirs(decision) == []
    assert said(decision) == ["held-back"]
    assert after(decision).held == Held(f"{STORY} 12", OPEN + MINUTE + HOLD, quotes=4)


def test_danger_in_other_words_for_what_is_held() -> None:
    """Danger that takes its place waits for nothing."""
    decision = do(holding(), RelativeEdited("e", HELD, DANGER))

    assert theirs(decision) == [DANGER]
    assert said(decision)[0] == "danger-violence"


def test_other_words_too_late() -> None:
    """Words for what has just been passed on are heard for themselves, and nothing is lost."""
    passed = after(chose(Choice.HIDE, holding()))

    assert theirs(do(passed, RelativeEdited("e", HELD, "hej igen"))) == ["hej igen"]


def test_a_detail_in_a_change() -> None:
    """A detail that is written into an earlier line is masked, and its writer is told."""
    decision = do(talking(), RelativeEdited("e", 3, f"ring {NUMBER}"))

    first, told = decision.lines
    assert (first.text, first.edits) == ("ring [•••]", 3)
    assert told.key == "hidden-change"


def test_a_detail_in_a_change_before_the_answer() -> None:
    """What is answered is what stands there."""
    before = after(wrote("hej", more=True))

    changed = after(do(before, RelativeEdited("e", 1, f"hej {NUMBER}")))
    assert changed.unanswered == "hej\nhej [•••]"


def test_a_detail_in_a_change_after_a_danger() -> None:
    """Once a danger was told it stays where it is, and is still no part of what is answered."""
    before = after(wrote("hej", after(wrote(DANGER)), more=True))

    decision = do(before, RelativeEdited("e", 2, f"hej {NUMBER}"))
    assert theirs(decision) == [f"hej {NUMBER}"]
    assert after(decision).unanswered == "hej\nhej [•••]"


def test_danger_in_a_change() -> None:
    """Danger that is written into an earlier line stays as it is."""
    decision = do(conversation(), RelativeEdited("e", 3, f"{DANGER} {NUMBER}"))

    assert theirs(decision) == [f"{DANGER} {NUMBER}"]
    assert said(decision)[0] == "danger-violence"


def test_a_change_while_something_is_held() -> None:
    """Who changes something else has gone on, and what is held is passed on before."""
    decision = do(holding(STORY, talking()), RelativeEdited("e", 3, "nej tisdag"))

    assert [(line.text, line.edits) for line in decision.lines[:2]] == [
        (MASKED, 0),
        ("nej tisdag", 3),
    ]
    assert said(decision) == ["hidden-unchosen"]


def test_lines_are_the_bots_own() -> None:
    """What is said of a detail is said by the bot, at the moment, and to the relative."""
    (asked,) = wrote(NUMBER).lines

    assert asked == Line(
        Author.BOT, OPEN, key="held-back", values={"what": "phone", "minutes": "2"},
        choices=(Choice.HIDE, Choice.SEND),
    )  # fmt: skip
