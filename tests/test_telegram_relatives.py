"""Promises of a relative's day on Telegram, on a stand-in that behaves like Telegram."""

import pytest
from builders import HOUR, KIM, MINUTE, OPEN, everything
from telegram_line import (
    DANGER,
    FIRST,
    HUMAN,
    WELCOME,
    OnTelegram,
    distance,
    limits,
    line,
    rates,
    way,
)

from bot.store import keys
from handlers.conversation import BURST_MESSAGES, Author, Keep, State
from handlers.events import CounsellorEdited, CounsellorEnded, CounsellorWrote

AUTOMATIC = "Svar utan namn överst är automatiska"

__all__ = ["distance", "limits", "line", "rates", "way"]


@pytest.mark.parametrize("way", ["polling", "webhook"])
async def test_the_day(line: OnTelegram) -> None:
    """A relative writes five short messages, gets one answer, is picked up, talks, and ends."""
    for text in ("hej", "det är min son", "han är 16", "jag är orolig", "vad ska jag göra?"):
        await line.write(text)
    assert line.said() == []
    await line.pause()
    queued = await line.sees("Du står först i kön")
    assert line.said() == [queued.text]

    found = await line.conversation()
    await line.take(found)
    await line.sees("Nu är Kim")
    for number in range(3):
        await line.reply(f"svar {number}")
    await line.sees("Kim:\nsvar 2")
    assert line.said()[-3:] == [f"Kim:\nsvar {number}" for number in range(3)]
    await line.write("tack")
    assert (await line.lines())[-1].text == "tack"
    await line.apply(CounsellorEnded("e", KIM.id))
    await line.sees("Samtalet är avslutat")


@pytest.mark.parametrize(("program", "first"), [("de", FIRST), ("en", "your account writes here")])
async def test_one_language_after_the_other(line: OnTelegram, program: str, first: str) -> None:
    """Who is greeted in both languages reads all of it in that of their program first."""
    line.relative.language_code = program
    await line.write("/start")
    said = (await line.sees(WELCOME)).text
    other = "support line’s chat" if program == "de" else WELCOME

    assert said.index(first) < said.lower().index(other.lower())


@pytest.mark.parametrize(
    ("begun", "told"),
    [("/start", WELCOME), ("kostar det något?", "Det kostar ingenting"), (DANGER, "ring 112")],
)
async def test_what_telegram_knows_is_said_once(line: OnTelegram, begun: str, told: str) -> None:
    """However somebody begins, the first message says what Telegram knows, and no other does."""
    await line.write(begun)
    await line.pause()
    assert FIRST in (await line.sees(told)).text
    asked = await line.write("när har ni öppet?")
    await line.pause()
    await line.sees("09.00–15.00", after=asked)
    await line.write(HUMAN)
    await line.pause()
    await line.sees("Du står först i kön")
    await line.nothing_is_owed()

    first, *others = [FIRST in text for text in line.said()]
    assert first
    assert not any(others)


async def test_an_automatic_answer_says_so(line: OnTelegram) -> None:
    """Who never pressed Start, or comes back after erasing, reads at first what is automatic."""
    await line.write("kostar det något?")
    await line.pause()
    assert AUTOMATIC in (await line.sees("Det kostar ingenting")).text
    erased = await line.write("/radera")
    await line.sees("Det som gick att radera är raderat", after=erased)
    last = await line.write(HUMAN)
    await line.pause()

    assert AUTOMATIC in (await line.sees("Du står först i kön", after=last)).text


@pytest.mark.parametrize(("program", "first"), [("en", "Hello"), ("sv", "Hej")])
async def test_in_both_languages(line: OnTelegram, program: str, first: str) -> None:
    """Before anything was written, both are spoken, and first that of the program."""
    line.relative.language_code = program
    await line.write("/start")
    greeted = (await line.sees(WELCOME)).text

    assert greeted.startswith(first)
    assert "This is an automatic reply" in greeted


async def test_danger_is_answered_at_once(line: OnTelegram) -> None:
    """Whoever is in danger gets the number without any pause, and then what they had asked."""
    await line.write("hej, när har ni öppet?")
    await line.write(DANGER)
    await line.sees("ring 112")
    await line.pause()
    await line.write("/hjalp")
    await line.pause()

    told = "".join(line.said())
    assert told.count("ring 112") == 1
    assert told.index("ring 112") < told.index("09.00–15.00")


async def test_questions_by_one_tap(line: OnTelegram) -> None:
    """Whoever begins is greeted with buttons under the message, and one tap answers."""
    await line.write("/start")
    welcome = await line.sees(WELCOME)
    assert "keyboard" not in (welcome.reply_markup or {})
    pressed = line.relative.press(line.bot, "När har ni öppet?", welcome)

    await line.sees("09.00–15.00")
    assert await line.relative.answered(line.bot, pressed)


@pytest.mark.parametrize(
    ("program", "question", "answer", "other"),
    [
        ("sv", "hello, when are you open this week?", "Swedish time", "svensk tid"),
        ("en", "hej, när har ni öppet i veckan?", "svensk tid", "Swedish time"),
        ("de", "hej, när har ni öppet i veckan?", "svensk tid", "Swedish time"),
    ],
)
async def test_language_of_the_program_is_weak(
    line: OnTelegram, program: str, question: str, answer: str, other: str
) -> None:
    """People are answered in the language they write, whatever their program is set to."""
    line.relative.language_code = program
    await line.write(question)
    await line.pause()

    assert other not in (await line.sees(answer)).text


async def test_commands(line: OnTelegram) -> None:
    """Each command does what it says, in both languages, and also with the bot's name behind."""
    last = await line.write("/start@stodbot")
    await line.sees(WELCOME, after=last)
    last = await line.write("/english")
    last = await line.write("/help@stodbot")
    await line.sees("You do not have to say who you are", after=last)
    last = await line.write("/SVENSKA")
    last = await line.write("/hjalp")
    await line.sees("Du behöver inte säga vem du är", after=last)
    last = await line.write("/avsluta")
    await line.sees("Du har avslutat samtalet", after=last)
    await line.write("/start")
    last = await line.write("/end@stodbot")
    await line.sees("Du har avslutat samtalet", after=last)
    for erase in ("/radera", "/delete@stodbot"):
        await line.write("/start")
        last = await line.write(erase)
        await line.sees("Det som gick att radera är raderat", after=last)


async def test_what_stands_behind_a_command(line: OnTelegram) -> None:
    """What somebody writes on behind a command is heard; the mark of a link is none of theirs."""
    last = await line.write("/start A_link-2")
    await line.sees(WELCOME, after=last)
    await line.write("/svenska det gäller min bror")
    await line.write("/start hjälp mig")
    assert await line.typed() == ["/svenska det gäller min bror", "/start hjälp mig"]
    last = await line.write("/avsluta tack så mycket")
    await line.sees("Du har avslutat samtalet", after=last)
    last = await line.write(f"/radera {DANGER}")
    await line.sees("Det som gick att radera är raderat", after=last)


async def test_commands_before_anything_was_said(line: OnTelegram) -> None:
    """Who begins with a language is greeted in it; who erases is told, also if nothing is left."""
    await line.write("/english")
    await line.sees("You do not have to say who you are")
    other = line.telegram.person("Bo", language_code="sv")
    for _ in range(2):
        asked = await line.write("/radera", other)
        told = await other.sees(line.bot, "Det som gick att radera är raderat", after=asked)

    assert [shown.message_id for shown in other.phone(line.bot)][-1:] == [told.message_id]
    assert asked not in [shown.message_id for shown in other.phone(line.bot)]


async def test_place_in_the_queue(line: OnTelegram) -> None:
    """The place stands in one silent message that is edited, and goes when they are picked up."""
    others = [line.telegram.person(f"Nr {number}") for number in range(2)]
    for other in others:
        await line.write(HUMAN, other)
        await line.pause()
    first, second = (await line.site.switchboard.queue.board()).waiting
    await line.write(HUMAN)
    await line.pause()
    queued = await line.sees("2 personer står före dig")
    await line.take(first)
    place = await line.sees("En person står före dig", after=queued.message_id)
    assert place.silent
    await line.take(second)
    edited = await line.sees("Du står först i kön", after=queued.message_id)
    assert (edited.message_id, len(line.said())) == (place.message_id, 2)

    (mine,) = (await line.site.switchboard.queue.board()).waiting
    await line.take(mine)
    # At once, so that their place is no longer the last thing that is owed to them.
    await line.apply(CounsellorWrote("k", KIM.id, "hej"), mine)
    await line.sees("Kim:\nhej")
    await line.relative.until(
        line.bot, lambda shown: place.message_id not in {one.message_id for one in shown}
    )


async def test_quotes(line: OnTelegram) -> None:
    """What answers to a message does so on the other side, too."""
    await line.talk()
    mine = await line.write("kan vi ses?")
    number = len(await line.lines())
    await line.reply("nej, men skriv", quotes=number)
    theirs = await line.sees("Kim:\nnej, men skriv")
    assert theirs.reply_to == mine

    await line.write("okej", reply_to=theirs.message_id)
    assert (await line.lines())[-1].quotes == number + 1


async def test_edits(line: OnTelegram) -> None:
    """What is changed on one side is changed on the other."""
    await line.talk()
    mine = await line.write("kan vi ses?")
    number = len(await line.lines())
    await line.reply("nej, men skriv")
    theirs = await line.sees("Kim:\nnej, men skriv")

    await line.taken(line.relative.edit(line.bot, mine, "kan vi höras?"))
    edited = (await line.lines())[-1]
    assert (edited.text, edited.edits) == ("kan vi höras?", number)
    await line.apply(CounsellorEdited("ke", KIM.id, number + 1, "ja, ring oss"))
    changed = await line.sees("Kim:\nja, ring oss")
    assert (changed.message_id, changed.edited) == (theirs.message_id, 1)
    await line.apply(CounsellorEdited("kl", KIM.id, number + 1, "ja " * 1363 + "SLUT"))
    await line.sees("SLUT")


async def test_danger_in_an_edit(line: OnTelegram) -> None:
    """Who tells of danger by changing a message gets the number as well."""
    mine = await line.write("hej")
    await line.taken(line.relative.edit(line.bot, mine, DANGER))

    await line.sees("ring 112")


async def test_reactions(line: OnTelegram) -> None:
    """A sign on a message reaches the counsellor, at the line that it is on."""
    await line.talk()
    await line.reply("jag finns här")
    number = len(await line.lines())
    theirs = await line.sees("Kim:\njag finns här")
    await line.taken(line.relative.react(line.bot, theirs.message_id, "❤"))

    reacted = (await line.lines())[-1]
    assert (reacted.key, reacted.values, reacted.quotes) == ("reacted", {"emoji": "❤"}, number)


async def test_long_replies(line: OnTelegram) -> None:
    """What is too long for one message of Telegram comes in several, whole and once."""
    await line.talk()
    words = " ".join(f"ord{number:04}" for number in range(700))
    await line.reply(words)
    await line.reply("slut")
    await line.sees("Kim:\nslut")

    shown = [text.removeprefix("Kim:\n") for text in line.said()[-3:-1]]
    assert " ".join(shown).split() == words.split()


async def test_after_the_end(line: OnTelegram) -> None:
    """Who writes after the end begins anew, and the old conversation stays as it is."""
    old = await line.talk()
    await line.write("/avsluta")
    await line.sees("Du har avslutat samtalet")
    before = len(await line.lines(old.id))
    await line.write(HUMAN)
    await line.pause()

    assert (await line.conversation()).id != old.id
    assert len(await line.lines(old.id)) == before


@pytest.mark.parametrize("end", ["/avsluta", "/radera"])
async def test_erasing_what_was_begun_after_the_end(line: OnTelegram, end: str) -> None:
    """Who begins anew and then erases, erases what was begun, and not what had ended before."""
    await line.talk()
    await line.write(end)
    await line.nothing_is_owed()
    await line.write("det gäller min granne")
    asked = await line.write("/radera")
    await line.sees("Det som gick att radera är raderat", after=asked)

    assert "granne" not in await everything(line.valkey)


async def test_an_answer_to_what_has_ended(line: OnTelegram) -> None:
    """Who answers to a message of a conversation that has ended begins one that quotes nothing."""
    await line.talk()
    await line.reply("så gör vi")
    shown = await line.sees("så gör vi")
    await line.write("/avsluta")
    await line.write(HUMAN, reply_to=shown.message_id)
    await line.pause()

    assert [one.quotes for one in await line.lines() if one.text] == [0]


async def test_language_after_the_end(line: OnTelegram) -> None:
    """A language is that of what was begun last, and not of what had ended before."""
    await line.talk()
    await line.write("/avsluta")
    await line.write("hej")
    await line.write("/english")
    last = await line.write("/help")

    await line.sees("You do not have to say who you are", after=last)


async def test_the_line_closes(line: OnTelegram) -> None:
    """Who still waits is told before closing, asked at closing, and keeps the place by a tap."""
    await line.write(HUMAN)
    await line.pause()
    await line.sees("Du står först i kön")
    line.clock.at = OPEN + 5 * HOUR - 10 * MINUTE
    await line.site.timekeeper.look()
    await line.sees("Vi har inte glömt dig")
    line.clock.at = OPEN + 5 * HOUR + MINUTE
    await line.site.timekeeper.look()
    asked = await line.sees("Vi hann inte till dig")
    assert [button["callback_data"] for button in asked.buttons] == ["keep", "erase"]
    pressed = line.relative.press(line.bot, "keep")
    await line.sees("Då sparar vi din plats")
    await line.relative.answered(line.bot, pressed)

    kept = await line.conversation()
    assert (kept.state, kept.keep) == (State.WAITING, Keep.KEPT)


async def test_out_of_hours(line: OnTelegram) -> None:
    """Who asks for a person while nobody is there is told when the line opens, in this chat."""
    line.clock.at = OPEN + 9 * HOUR
    await line.write(HUMAN)
    await line.pause()
    offer = await line.sees("När någon svarar ser du det här i chatten")
    assert "webbläsaren" not in offer.text
    await line.write("ja")

    await line.sees("Då sparar vi din plats")


async def test_too_much(line: OnTelegram) -> None:
    """Who sends more than a person writes is told so, once, and loses nothing before that."""
    for number in range(45):
        line.relative.write(line.bot, f"nr {number}")
    await line.write("slut")

    await line.sees("fler meddelanden än vi hinner ta emot")
    assert sum("fler meddelanden" in text for text in line.said()) == 1
    (found,) = await line.valkey.keys(keys.conversation("*"))
    written = await line.lines(str(found).rpartition(":")[2])
    texts = [one.text for one in written if one.author is Author.RELATIVE]
    assert texts == [f"nr {number}" for number in range(BURST_MESSAGES)]
