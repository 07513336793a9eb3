"""Promises of what follows from what a relative wrote or chose."""

from dataclasses import replace
from datetime import datetime

import pytest
from builders import (
    EVENING,
    HOUR,
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
from handlers.choices import QUESTIONS, Choice
from handlers.conversation import BURST_MESSAGES, BURST_TIME, Author, Conversation, Keep, State
from handlers.danger import Danger
from handlers.decisions import Decision
from handlers.errors import ConversationEndedError, TooFastError
from handlers.events import RelativeChose, RelativeExited, RelativeWrote
from handlers.from_relative import decide
from handlers.language import Leaning
from handlers.queue import OFFERS_TO_KEEP
from handlers.replies import NUMBERS_AGAIN, ONE_TELLING, answer
from handlers.topics import FACTUAL, Topic
from handlers.understanding import Rule, understand

HUMAN = "jag vill prata med en människa"
STORY = "min son har börjat umgås med nazister och jag är så orolig för honom"
HOURS = "när har ni öppet?"
DANGER = "han säger att han ska döda någon ikväll, han har ett vapen"
NONSENSE = "4711"


def write(
    text: str, before: Conversation | None = None, at: datetime = OPEN, place: int | None = None
) -> Decision:
    """Decide what follows from a message."""
    return decide(before or conversation(), RelativeWrote("e", text), situation(at, place=place))


def press(choice: Choice, before: Conversation | None = None, at: datetime = OPEN) -> Decision:
    """Decide what follows from a button."""
    return decide(before or conversation(), RelativeChose("e", choice), situation(at))


def leave(before: Conversation) -> Decision:
    """Decide what follows when somebody has to leave at once."""
    return decide(before, RelativeExited("e"), situation())


def said(decision: Decision) -> list[str]:
    """Return the keys of what the bot says."""
    return [line.key for line in decision.lines if line.author is Author.BOT]


def after(decision: Decision) -> Conversation:
    """Return the conversation that there is then."""
    assert decision.conversation
    return decision.conversation


# Answering


def test_greeting_at_night() -> None:
    """Who says hello at night is told that nobody is there, and when."""
    assert said(write("hej", at=EVENING)) == ["welcome-closed"]


def test_the_message_is_the_first_line() -> None:
    """What was written is kept, with the moment, before anything is answered."""
    first, *_ = write(HUMAN, at=OPEN + MINUTE).lines

    assert (first.author, first.text, first.at) == (Author.RELATIVE, HUMAN, OPEN + MINUTE)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        pytest.param(HOURS, ["opening-hours", "open-now"], id="a question"),
        pytest.param("hej", ["welcome-open"], id="a greeting"),
        pytest.param("tack så mycket", ["thanks"], id="thanks"),
        pytest.param("write me a poem", ["off-topic"], id="another place's business"),
        pytest.param(NONSENSE, ["unclear"], id="not understood"),
    ],
)
def test_answers_without_a_person(text: str, keys: list[str]) -> None:
    """What the bot knows it answers, and nobody is put into the queue for it."""
    decision = write(text)

    assert said(decision) == keys
    assert after(decision).state is State.ANSWERING


def unsure_of() -> str:
    """Return a message whose question the bot only guesses."""
    return next(
        one.text
        for one in read_examples(MESSAGES, EXAM)
        if (found := understand(one.text, OPEN)).rule is Rule.NEAREST
        and set(found.topics) <= FACTUAL - {Topic.WAITING}
        and len(found.near) > 1
        and not found.danger
    )


def test_a_guess_is_called_one() -> None:
    """What is only the nearest answer comes with a doubt, a person, and what else it may be."""
    text = unsure_of()
    *_, last = write(text).lines

    assert last.key == "not-sure"
    assert last.choices[0] is Choice.HUMAN
    assert set(last.choices[1:]) <= set(QUESTIONS)
    assert not set(last.choices[1:]) & set(understand(text, OPEN).topics)


def test_a_guess_in_the_queue() -> None:
    """Who waits is told of a doubt as well."""
    assert "not-sure" in said(write(unsure_of(), waiting()))


def test_yes_to_a_person() -> None:
    """A plain yes takes the counsellor who was offered."""
    offered = after(write(NONSENSE))

    assert said(write("ja tack", offered)) == ["queued"]


def test_yes_in_many_messages() -> None:
    """A yes that is answered with what else comes still takes the counsellor."""
    offered = after(write(NONSENSE))
    waits = decide(offered, RelativeWrote("e", "ja tack", more_may_follow=True), situation())

    assert [say.key for say in answer(after(waits), situation()).lines] == ["queued"]


def test_a_guess_beside_a_worry() -> None:
    """Who may tell of a worry is led to a person, without an answer that is only a guess."""
    text = next(
        one.text
        for one in read_examples(MESSAGES, EXAM)
        if (found := understand(one.text, OPEN)).rule is Rule.NEAREST
        and Topic.STORY in found.topics
        and set(found.topics) & FACTUAL
        and not found.danger
    )

    assert said(write(text)) == ["queued"]


def test_a_guessed_goodbye() -> None:
    """Nobody is said goodbye to, or greeted, by guess."""
    text = next(
        one.text
        for one in read_examples(MESSAGES, EXAM)
        if (found := understand(one.text, OPEN)).rule is Rule.NEAREST
        and found.topics == (Topic.THANKS,)
        and not found.danger
    )
    once = write(text)

    assert said(once) == ["unclear"]
    assert said(write(text, after(once))) == ["queued"]


def test_yes_to_nothing() -> None:
    """A plain yes where nothing was offered is asked about."""
    assert said(write("ja", after(write("vad kostar det?")))) == ["unclear"]


def test_no_to_a_person() -> None:
    """A plain no is let be."""
    assert said(write("nej tack", after(write(NONSENSE)))) == ["thanks"]


def test_another_day() -> None:
    """After an answer on hours, "and on Saturday?" is answered for Saturday."""
    answered = after(write(HOURS))

    assert said(write("och på lördag då?", answered)) == ["closed-that-day"]


def test_only_marks_in_the_queue() -> None:
    """Who waits and writes "?" is told their place."""
    assert said(write("?", waiting(), place=2)) == ["place"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param(HUMAN, "reason-human", id="asks for a person"),
        pytest.param(STORY, "reason-story", id="tells of a worry"),
        pytest.param("är det någon där?", "reason-waiting", id="asks whether anybody is there"),
    ],
)
def test_the_way_to_a_person(text: str, reason: str) -> None:
    """Who asks for a person, or tells of a worry, is in the queue at once."""
    decision = write(text)

    assert said(decision) == ["queued"]
    assert (after(decision).state, after(decision).reason) == (State.WAITING, reason)


def test_not_understood_twice() -> None:
    """Who is not understood twice is led to a person."""
    once = after(write(NONSENSE))

    assert said(write("???", once)) == ["queued"]


def test_story_with_a_question() -> None:
    """A story that ends with a question gets a person first, and then the fact."""
    keys = said(write(STORY + ". är det anonymt?"))

    assert keys[0] == "queued"
    assert "anonymity" in keys


def test_story_out_of_hours() -> None:
    """At night, a story is met with when somebody is there and the choice to leave it."""
    decision = write(STORY, at=EVENING)
    assert said(decision) == ["closed-offer"]
    assert decision.lines[-1].choices == (Choice.KEEP, Choice.ERASE)
    again = write(STORY, after(decision), EVENING)

    assert said(again) == ["closed-again"]


def test_danger_first() -> None:
    """Danger gets 112 at once and passes the queue; what else was asked is answered after that."""
    decision = write(DANGER + ". När har ni öppet?")

    assert said(decision) == ["danger-violence", "queued", "opening-hours", "open-now"]
    assert after(decision).dangers == (Danger.VIOLENCE,)
    assert after(decision).reason == "reason-danger-violence"


def test_danger_in_several_messages() -> None:
    """Who tells of one danger in several short messages is answered once."""
    once = after(write(DANGER))

    assert said(write(DANGER, once, OPEN + ONE_TELLING - SECOND)) == []


def test_danger_again() -> None:
    """A cry for help is never met with silence, nor with the same numbers within half an hour."""
    once = after(write(DANGER))
    twice = write(DANGER, once, OPEN + ONE_TELLING)

    assert said(twice) == ["danger-again"]
    assert said(write(DANGER, after(twice), OPEN + ONE_TELLING + SECOND)) == []
    assert said(write(DANGER, once, OPEN + NUMBERS_AGAIN - SECOND)) == ["danger-again"]
    assert said(write(DANGER, once, OPEN + NUMBERS_AGAIN)) == ["danger-violence"]


def test_numbers_come_back() -> None:
    """Whoever goes on telling of danger sees all numbers again, however often they tell of it."""
    talk, keys = after(write(DANGER)), []
    for minutes in (20, 40, 60, 80):
        decision = write(DANGER, talk, OPEN + minutes * MINUTE)
        talk = after(decision)
        keys += said(decision)

    assert keys == ["danger-again", "danger-violence"] * 2


def test_danger_that_was_only_marked() -> None:
    """A danger of which a counsellor was told has its numbers when the bot is told of it again."""
    talk = after(write("jag tänker ta livet av mig", talking(dangers=(Danger.VIOLENCE,))))
    back = replace(talk, state=State.WAITING, danger_said_at=OPEN, numbers_said_at=OPEN)

    assert said(write("jag tänker ta livet av mig", back)) == ["danger-self-harm"]


def test_danger_after_a_clock_that_was_wrong() -> None:
    """What was said by a clock that was ahead keeps nothing from being said."""
    once = after(write(DANGER, at=OPEN + NUMBERS_AGAIN))

    assert said(write(DANGER, once, OPEN)) == ["danger-violence"]


def test_danger_is_not_forgotten() -> None:
    """Danger that was told once stays with the conversation."""
    once = after(write(DANGER))

    assert after(write("tack", once)).dangers == (Danger.VIOLENCE,)


def test_danger_at_night() -> None:
    """Also at night danger gets 112 at once, and when somebody is there."""
    assert said(write(DANGER, at=EVENING)) == ["danger-violence", "closed-offer"]


# Waiting


def test_a_story_goes_on_in_peace() -> None:
    """Who waits can write on, and the bot does not talk into it."""
    decision = write(STORY, waiting())

    assert said(decision) == []
    assert after(decision).last_author is Author.RELATIVE


def test_questions_while_waiting() -> None:
    """Who waits gets an answer to a question of fact."""
    assert said(write("syns samtalet på telefonräkningen?", waiting())) == ["phone-bill"]


def test_danger_while_waiting() -> None:
    """Danger that is told while waiting raises the place and gets 112."""
    decision = write(DANGER, waiting())

    assert said(decision) == ["danger-violence"]
    assert after(decision).rank < waiting().rank  # type: ignore[operator]


def test_asks_for_the_place() -> None:
    """Who asks how long it takes is told their place; at night, when somebody is there."""
    assert said(write("hur lång är kön?", waiting(), place=2)) == ["place"]
    assert said(press(Choice.HUMAN, waiting(keep=Keep.KEPT), EVENING)) == ["closed-now"]


ASKED = waiting(keep=Keep.ASKED, asked_at=OPEN)


@pytest.mark.parametrize("text", ["ja", "Ja tack.", "yes", STORY])
def test_staying(text: str) -> None:
    """At closing a yes, or simply writing on, keeps the place and all that was written."""
    decision = write(text, ASKED, EVENING)

    assert said(decision) == ["kept"]
    assert after(decision).keep is Keep.KEPT


def test_danger_at_closing() -> None:
    """Danger gets 112 before anything is said of the place."""
    assert said(write(DANGER, ASKED, EVENING)) == ["danger-violence", "kept"]


def test_keep_button() -> None:
    """The button keeps the place, once it was offered; before that it asks for a person."""
    assert said(press(Choice.KEEP, ASKED, EVENING)) == ["kept"]
    assert said(press(Choice.KEEP, conversation(said=frozenset(["closed-offer"])), EVENING)) == [
        "kept"
    ]
    assert said(press(Choice.KEEP, conversation(), EVENING)) == ["closed-offer"]


@pytest.mark.parametrize(
    ("text", "before"),
    [
        pytest.param("nej", ASKED, id="no at closing"),
        pytest.param("RADERA", conversation(), id="the word"),
        pytest.param("delete", talking(), id="while a person talks"),
        pytest.param("radera", conversation(state=State.ENDED), id="after the end"),
    ],
)
def test_erasing(text: str, before: Conversation) -> None:
    """Whoever wants it erased has it erased at once, with the word itself, at any moment."""
    decision = write(text, before)

    assert decision.wipe is True
    assert decision.lines == ()
    assert (after(decision).state, after(decision).erased) == (State.ENDED, True)
    assert press(Choice.ERASE, before).wipe is True


def test_no_is_a_word_like_any_other() -> None:
    """A no erases nothing where nothing was asked."""
    assert write("nej", waiting()).wipe is False


# Talking and the end


def test_bot_is_silent() -> None:
    """While a person talks, the bot says nothing, not even to a question that it knows."""
    for text in (HOURS, DANGER, STORY):
        assert said(write(text, talking())) == []
    assert after(write(DANGER, talking())).dangers == (Danger.VIOLENCE,)


def test_ending() -> None:
    """A relative can end it at any time."""
    decision = press(Choice.END, talking(), OPEN + MINUTE)

    assert said(decision) == ["ended-by-relative"]
    assert after(decision).ended_at == OPEN + MINUTE


def test_after_the_end() -> None:
    """What has ended takes nothing more; whoever writes begins anew."""
    for event in (RelativeWrote("e", "hej"), RelativeChose("e", Choice.HUMAN)):
        with pytest.raises(ConversationEndedError):
            decide(conversation(state=State.ENDED), event, situation())


# Leaving at once


@pytest.mark.parametrize("before", [talking(), waiting(returned=True)])
def test_exit(before: Conversation) -> None:
    """Who has to leave at once is followed by nobody: it ends, and only counsellors are told."""
    decision = leave(before)

    assert decision.part
    assert not decision.wipe
    assert (after(decision).state, after(decision).ended_at) == (State.ENDED, OPEN)
    assert [(line.key, line.for_desk) for line in decision.lines] == [("relative-exited", True)]


@pytest.mark.parametrize("before", [after(write("hej")), waiting(), waiting(keep=Keep.KEPT)])
def test_exit_before_any_person(before: Conversation) -> None:
    """What no counsellor has had is erased when its writer has to leave at once."""
    decision = leave(before)

    assert decision == press(Choice.ERASE, before)
    assert decision.wipe


def test_exit_after_the_end() -> None:
    """Also what has ended a moment ago can be come back to by nobody."""
    ended = talking(state=State.ENDED, ended_at=OPEN)
    decision = leave(ended)

    assert decision.part
    assert (decision.conversation, decision.lines) == (ended, ())


# Buttons


@pytest.mark.parametrize("choice", QUESTIONS)
def test_every_question_is_answered(choice: Choice) -> None:
    """Each question that can be tapped is answered, and shown as what was asked."""
    decision = press(choice)

    assert said(decision)
    assert decision.lines[0].key == choice.label_key
    assert after(decision).state is State.ANSWERING


@pytest.mark.parametrize(("choice", "language"), [(Choice.SVENSKA, "sv"), (Choice.ENGLISH, "en")])
def test_language(choice: Choice, language: str) -> None:
    """A language that was chosen stays chosen."""
    chosen = after(press(choice))
    assert chosen.leaning.language == language

    assert after(write("hello hej", chosen)).leaning.language == language


def test_other_language() -> None:
    """Who writes in another language is told once, in both of ours, which ones we answer in."""
    first = write("salam man negarane baradaram hastam")
    second = write("lotfan komak konid", after(first))

    assert "languages-spoken" in said(first)
    languages = next(line for line in first.lines if line.key == "languages-spoken")
    assert languages.choices == (Choice.SVENSKA, Choice.ENGLISH)
    assert after(first).leaning.spoken == "sv+en"
    assert "languages-spoken" not in said(second)


def test_other_language_in_danger() -> None:
    """Who is in danger gets the numbers, and nothing about languages to read through."""
    chosen = conversation(leaning=Leaning(other=True))

    assert said(write(DANGER, chosen))[-1] != "languages-spoken"


def test_language_offer() -> None:
    """Who goes on in the other language than they chose is asked once which one they want."""
    before = after(press(Choice.SVENSKA))
    once = write("i really do not know what to do", before)
    twice = write("my son has changed a lot", after(once))
    thrice = write("he does not talk to us anymore now", after(twice))

    assert [said(one).count("languages-offer") for one in (once, twice, thrice)] == [0, 1, 0]
    assert twice.lines[-1].choices == (Choice.SVENSKA, Choice.ENGLISH)
    assert after(thrice).leaning.language == "sv"


def test_no_language_offer_in_a_talk() -> None:
    """The bot does not talk about languages into a talk with a counsellor."""
    doubted = Leaning(6.0, chosen=True, against=1)
    unanswered = talking(leaning=Leaning(other=True), unanswered="salam", answer_at=OPEN)

    assert said(write("i really do not know what to do", talking(leaning=doubted))) == []
    assert answer(unanswered, situation()).lines == ()


# Floods


def test_too_fast() -> None:
    """A person's burst of short lines is taken; a program's is not, until it slows down."""
    before = waiting()
    for _ in range(BURST_MESSAGES):
        before = after(write("och sen", before))
    with pytest.raises(TooFastError):
        write("och sen", before)

    assert after(write("och sen", before, OPEN + BURST_TIME + SECOND)).burst == 1


def test_after_an_outage() -> None:
    """What waited while the service was away is taken, though it comes all at once."""
    before = waiting()
    for number in range(3 * BURST_MESSAGES):
        event = RelativeWrote(f"w{number}", "och sen", written_at=OPEN + number * SECOND)
        before = after(decide(before, event, situation(OPEN + HOUR)))

    assert before.burst <= BURST_MESSAGES


@pytest.mark.parametrize("said_before", sorted(OFFERS_TO_KEEP))
def test_yes_to_a_counsellor(said_before: str) -> None:
    """A yes is the counsellor's while one talks here, whatever the bot has asked before."""
    there = talking(said=frozenset([said_before]))

    assert after(write("ja", there)).state is State.TALKING
    assert after(press(Choice.KEEP, there)).state is State.TALKING
    assert said(write("ja", there)) == []


def test_another_danger() -> None:
    """A danger of another kind gets its own numbers at once, and hides none from counsellors."""
    once = after(write(DANGER))
    twice = write("jag tänker ta livet av mig", once, OPEN + MINUTE)

    assert said(twice) == ["danger-self-harm"]
    assert after(twice).dangers == (Danger.VIOLENCE, Danger.SELF_HARM)

    thrice = write(DANGER, after(twice), OPEN + 2 * MINUTE)

    assert said(thrice) == []
    assert after(thrice).dangers == (Danger.SELF_HARM, Danger.VIOLENCE)
    assert said(write(DANGER, after(twice), OPEN + 4 * MINUTE)) == ["danger-again"]


def test_danger_in_a_talk() -> None:
    """Danger that is told to a counsellor is marked, and the bot does not talk into it."""
    decision = write(DANGER, talking())

    assert said(decision) == []
    assert after(decision).dangers == (Danger.VIOLENCE,)


def test_language_after_the_end() -> None:
    """Who changes the language after the end still has the conversation before them."""
    ended = conversation(state=State.ENDED, ended_at=OPEN)

    assert after(press(Choice.ENGLISH, ended)).leaning.language == "en"
    assert after(press(Choice.ENGLISH, ended)).state is State.ENDED


def test_erased_is_empty() -> None:
    """Of what was erased nothing is kept that tells why somebody wrote, or in which language."""
    gone = after(press(Choice.ERASE, after(write(DANGER))))

    assert (gone.reason, gone.dangers, gone.said) == ("", (), frozenset())
    assert gone.leaning.odds == 0
