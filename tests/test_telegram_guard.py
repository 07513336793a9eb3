"""Promises of details that are written on Telegram: nobody sees them before that was chosen."""

from builders import everything
from chaos.line import whole_line
from chaos.waiting import until
from privacy.scanner import in_the_files
from telegram_line import HUMAN, OnTelegram, distance, limits, line, rates, way
from visitors import Browser, new_session

from bot.store import keys
from handlers.guard import HOLD

__all__ = ["distance", "limits", "line", "rates", "way"]

NUMBER = "070-174 06 05"
DETAILS = [NUMBER, "850709-9805", "namn@example.se", "Storgatan 5"]
STORY = f"min son har börjat umgås med nazister, hans nummer är {NUMBER}"
MASKED = STORY.replace(NUMBER, "[•••]")
ASKED = "Det ser ut att stå ett telefonnummer"


async def test_hiding_it(line: OnTelegram) -> None:
    """Who writes a number is asked at once; one tap hides it, and leads to the queue."""
    mine = await line.write(STORY)
    asked = await line.sees(ASKED)
    assert NUMBER not in asked.text
    assert [button["text"] for button in asked.buttons] == [
        "Dölj och skicka",
        "Skicka som det är",
    ]
    pressed = line.relative.press(line.bot, "Dölj och skicka")
    hidden = await line.sees("Det är dolt", after=mine)

    assert "I ditt eget meddelande i Telegram står det kvar" in hidden.text
    assert "Du står först i kön" in hidden.text
    assert await line.relative.answered(line.bot, pressed)
    assert await line.typed() == [MASKED]
    assert NUMBER not in await everything(line.valkey)


async def test_hidden_from_the_files() -> None:
    """What was hidden stands in no file of the store any more, not even sealed."""
    async with whole_line() as line:
        (relative,) = line.people(1)
        await line.relatives.taken(relative.write(line.relatives, STORY).update_id)
        held = await line.valkey.hget(keys.conversation(await line.id_of(relative)), "record")

        def stands() -> bool:
            return in_the_files(line.settings.data, str(held))

        assert stands()
        await relative.sees(line.relatives, ASKED)
        relative.press(line.relatives, "Dölj och skicka")
        await until(lambda: not stands(), 15)


async def test_sending_it_as_it_is(line: OnTelegram) -> None:
    """The other button passes it on as it was written."""
    await line.talk()
    await line.write(STORY)
    await line.sees(ASKED)
    line.relative.press(line.bot, "Skicka som det är")
    await line.sees("som du skrev det")

    assert (await line.typed())[-1] == STORY


async def test_not_choosing(line: OnTelegram) -> None:
    """Two minutes later it is passed on masked, also by a process that has been started since."""
    await line.write(STORY)
    await line.sees(ASKED)
    await line.stop()
    await line.start()
    await line.later(119)
    assert len(line.said()) == 1
    await line.later(1)
    told = await line.sees("Vi har dolt det som kan visa vem någon är")

    assert "Du står först i kön" in told.text
    assert await line.typed() == [MASKED]


async def test_a_burst(line: OnTelegram) -> None:
    """Who writes on in the same breath is answered to all of it, and nothing changes places."""
    for text in ("hej", f"min son nås på {NUMBER}", "jag vill prata med någon om honom"):
        await line.write(text)
    await line.pause()
    await line.sees("Du står först i kön")

    assert await line.typed() == [
        "hej",
        "min son nås på [•••]",
        "jag vill prata med någon om honom",
    ]


async def test_taking_it_out(line: OnTelegram) -> None:
    """Who takes the number out of their message is heard as it stands then, and only once."""
    await line.talk()
    mine = await line.write(STORY)
    await line.sees(ASKED)
    changed = line.relative.edit(line.bot, mine, "min son har börjat umgås med nazister")
    await line.taken(changed)
    assert (await line.typed())[-1] == "min son har börjat umgås med nazister"
    number = len(await line.lines())

    # From then on it is a message like any other.
    await line.taken(line.relative.edit(line.bot, mine, "min son är nazist"))
    assert (await line.lines())[-1].edits == number
    await line.reply("hur länge?", quotes=number)
    assert (await line.sees("Kim:\nhur länge?")).reply_to == mine


async def test_changing_it_into_another(line: OnTelegram) -> None:
    """Who only corrects the number is asked again, and nobody has seen either."""
    await line.talk()
    mine = await line.write(STORY)
    first = await line.sees(ASKED)
    await line.taken(line.relative.edit(line.bot, mine, STORY.replace("05", "06")))
    await line.sees(ASKED, after=first.message_id)
    line.relative.press(line.bot, "Dölj och skicka")
    await line.sees("Det är dolt")

    assert (await line.typed())[-1] == MASKED


async def test_what_was_held_is_found_by_its_message(line: OnTelegram) -> None:
    """What was passed on can be changed and answered like any other, and so can what followed."""
    await line.talk()
    mine = await line.write(STORY)
    await line.sees(ASKED)
    next_one = await line.write("vad ska jag göra?")
    await line.sees("Vi har dolt")
    held, following = [
        number for number, one in enumerate(await line.lines(), 1) if one.text
    ][-2:]  # fmt: skip
    await line.reply("om din son", quotes=held)
    assert (await line.sees("om din son")).reply_to == mine
    await line.reply("om frågan", quotes=following)
    assert (await line.sees("om frågan")).reply_to == next_one

    await line.taken(line.relative.edit(line.bot, mine, f"det var {NUMBER}"))
    edited = next(one for one in reversed(await line.lines()) if one.edits)
    assert (edited.text, edited.edits) == ("det var [•••]", held)
    await line.sees("I det du ändrade")


async def test_words_for_another_message(line: OnTelegram) -> None:
    """Words that come to a picture while something is held are heard, and lose nothing."""
    sent = line.relative.send_media(line.bot, "photo")
    await line.taken(sent)
    await line.write(STORY)
    await line.sees(ASKED)
    await line.taken(line.relative.edit(line.bot, sent.message_id, "det är min son på bilden"))
    await line.pause()
    await line.sees("Du står först i kön")

    assert await line.typed() == [MASKED, "det är min son på bilden"]


async def test_erasing(line: OnTelegram) -> None:
    """Who erases takes it along, from the store and from the phone."""
    mine = await line.write(STORY)
    await line.sees(ASKED)
    await line.write("/radera")
    await line.sees("Det som gick att radera är raderat")

    assert NUMBER not in await everything(line.valkey)
    assert mine not in {one.message_id for one in line.relative.phone(line.bot)}


async def test_danger(line: OnTelegram) -> None:
    """Danger with an address in it is passed on at once, and nobody is asked."""
    text = "han ska döda mig, jag är på Storgatan 5"
    await line.write(text)
    await line.sees("ring 112")

    assert await line.typed() == [text]


async def test_at_both_desks() -> None:
    """A counsellor sees nothing of it at either desk, until it is passed on, masked."""
    async with whole_line() as line, new_session("sv-SE") as session:
        (relative,) = line.people(1)
        await line.wait_in_line([relative])
        kim = await line.on_duty("Kim")
        found = await line.take(kim, relative)
        await relative.sees(line.relatives, "Nu är Kim")
        base = line.site.chat.rstrip("/")
        desk = Browser(session, base)
        await desk.get(line.site.desk.removeprefix(base))

        story = f"min son är med nazister: {', '.join(DETAILS)}"
        sent = relative.write(line.relatives, story)
        await line.relatives.taken(sent.update_id)
        await relative.sees(line.relatives, "Det ser ut att stå personliga uppgifter")
        await line.nothing_is_owed()
        await desk.get(f"/desk/chat/{found}")
        for seen in (desk.page, "".join(one.text for one in kim.phone(line.desk))):
            assert HUMAN in seen
            assert "nazister" not in seen
            assert not [detail for detail in DETAILS if detail in seen]

        line.clock.at += HOLD
        await line.site.timekeeper.look()
        masked = f"min son är med nazister: {', '.join('[•••]' for _ in DETAILS)}"
        await kim.sees(line.desk, masked)
        await desk.get(f"/desk/chat/{found}")
        for seen in (desk.page, "".join(one.text for one in kim.phone(line.desk))):
            assert masked in seen
            assert not [detail for detail in DETAILS if detail in seen]
