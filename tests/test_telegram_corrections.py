"""Promises of words that are changed: what stands on the other phone is what was meant last."""

from builders import KIM
from telegram_line import OnTelegram, distance, limits, line, rates, way
from telegram_staff import Desk, desk, topics
from test_delivery import REFUSED

from bot.store.addresses import Address
from handlers.beside_words import MISSED
from handlers.events import CounsellorEdited, RelativeEdited
from handlers.language import choose

__all__ = ["desk", "distance", "limits", "line", "rates", "topics", "way"]


async def edit_by_relative(desk: Desk, number: int, text: str) -> None:
    """Let a relative change the words of a line."""
    event = RelativeEdited(f"edit-{number}", number, text)
    await desk.reception.receive(Address("web:a"), event, choose("sv"))


async def test_no_answer_to_a_correction(line: OnTelegram) -> None:
    """A counsellor's correction that arrived is not said to be missing: its answer was lost."""
    await line.talk()
    await line.reply("fel ord")
    await line.sees("fel ord")
    line.bot.reset_next(1, method="editMessageText", accepted=True)
    await line.apply(CounsellorEdited("ke", KIM.id, len(await line.lines()), "rätt ord"))
    await line.sees("rätt ord")
    await line.nothing_is_owed()

    assert MISSED not in [one.key for one in await line.lines()]


async def test_no_answer_to_a_correction_at_the_desk(desk: Desk) -> None:
    """A relative's correction that arrived is not said to be hidden, either."""
    kim = await desk.counsellor("Kim")
    await desk.talk(kim)
    await desk.write("fel ord")
    await kim.sees(desk.bot, "fel ord")
    desk.bot.reset_next(1, method="editMessageText", accepted=True)
    await edit_by_relative(desk, len(await desk.texts_of()), "rätt ord")
    await kim.sees(desk.bot, "rätt ord")
    await desk.nothing_is_owed()

    assert not any("Läs det i webbläsaren" in text for text in desk.stands(kim))


async def test_a_long_line_made_short(line: OnTelegram) -> None:
    """Of a line that took two messages nothing is left once a counsellor has corrected it."""
    await line.talk()
    await line.reply("ord " * 1020 + "ring 12345678")
    await line.sees("12345678")
    await line.apply(CounsellorEdited("ke", KIM.id, len(await line.lines()), "ring 116 123"))
    await line.sees("116 123")
    await line.nothing_is_owed()

    assert not any("12345678" in text or "ord ord" in text for text in line.said())


async def test_a_long_line_made_short_at_the_desk(desk: Desk) -> None:
    """Nor of what a relative has corrected."""
    kim = await desk.counsellor("Kim")
    await desk.talk(kim)
    await desk.write("ord " * 1020 + "GAMMALT")
    await kim.sees(desk.bot, "GAMMALT")
    await edit_by_relative(desk, len(await desk.texts_of()), "kort")
    await kim.sees(desk.bot, "kort")

    assert not any("GAMMALT" in text or "ord ord" in text for text in desk.stands(kim))


async def test_other_words_for_what_was_missed(line: OnTelegram) -> None:
    """Who is told that their words did not arrive, and changes them, is heard."""
    await line.talk()
    line.bot.fail_next(1, status=400, body=REFUSED, method="sendMessage")
    await line.reply("vägrat")
    number = len(await line.lines())
    await line.is_told(MISSED)
    await line.apply(CounsellorEdited("ke", KIM.id, number, "andra ord"))
    await line.sees("andra ord")

    assert line.kims() == ["andra ord"]


async def test_words_added_to_a_picture(line: OnTelegram) -> None:
    """Words that come later to a picture without any are heard, and can be changed once more."""
    sent = line.relative.send_media(line.bot, "photo")
    await line.taken(sent)
    await line.sees("egna ord")
    for text in ("han säger att han ska döda någon i kväll", "han ska döda sin chef i kväll"):
        await line.taken(line.relative.edit(line.bot, sent.message_id, text))
    await line.sees("112", after=sent.message_id)

    theirs = [one for one in await line.lines() if one.text]
    assert [bool(one.edits) for one in theirs] == [False, True]
