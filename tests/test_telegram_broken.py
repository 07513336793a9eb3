"""Promises of updates of Telegram that are broken or odd: they hide nothing, and stop nothing."""

from typing import Any

import pytest
from telegram_line import DANGER, HUMAN, OnTelegram, distance, limits, line, rates, way
from telegram_oddities import DEEP, SHAPES

from bot.store import keys

__all__ = ["distance", "limits", "line", "rates", "way"]


@pytest.mark.parametrize("way", ["polling", "webhook"])
async def test_broken_updates(line: OnTelegram, valkey: Any) -> None:
    """Whatever comes, in whatever shape, is taken without an error, and the next is heard."""
    numbers = [line.bot.inject(update) for shape in SHAPES.values() for update in shape]
    for number in numbers:
        await line.bot.taken(number)
    await line.write(HUMAN)
    await line.pause()
    await line.sees("det du skrev har kommit fram")

    hook = line.bot.updates.hook
    assert hook is None or not hook.error
    assert not await valkey.keys(keys.tries("*"))


@pytest.mark.parametrize(
    "field",
    [
        {"from": 5},
        {"from": {"is_bot": "x", "language_code": ["sv"]}},
        {"date": "never"},
        {"entities": "x"},
        {"message_id": "x"},
        {"message_id": 2**80},
        {"message_thread_id": {}},
        {"reply_to_message": 5},
        {"reply_to_message": {"message_id": "x"}},
        {"caption": 7},
        {"photo": None},
        {"sticker": {"emoji": 5}},
        {"something_new": DEEP},
    ],
    ids=repr,
)
async def test_broken_beside_good(line: OnTelegram, field: dict[str, Any]) -> None:
    """A field that is broken does not hide the words beside it."""
    line.relative.write(line.bot, "/start")
    chat = {"id": line.relative.id, "type": "private", "first_name": 5}
    message: dict[str, Any] = {"chat": chat, "message_id": 900, "text": DANGER}
    await line.bot.taken(line.bot.inject({"message": message | field}))

    await line.sees("ring 112")
    assert await line.typed() == [DANGER]


@pytest.mark.parametrize("reaction", ["\ud800", "\x00"])
async def test_broken_reactions(line: OnTelegram, valkey: Any, reaction: str) -> None:
    """A mark that cannot be stored stops nothing, and frightens nobody."""
    await line.talk()
    theirs = await line.sees("Nu är Kim")
    await line.taken(line.relative.react(line.bot, theirs.message_id, reaction))
    await line.write("tack")

    assert await line.typed() == [HUMAN, "tack"]
    assert not await valkey.keys(keys.tries("*"))


@pytest.mark.parametrize(
    "text", ["a" * 4096, "😢" * 2048, "שלום", "مرحبا", "a\x00b", "å" * 4096, "<b>&amp;", "{ $x }"]
)
async def test_odd_words(line: OnTelegram, text: str) -> None:
    """Whatever somebody types comes to the counsellor, and back, as it was."""
    await line.talk()
    await line.write(text)
    assert (await line.typed())[-1] == text.replace("\x00", "")
    await line.reply(text[:4000])

    assert text[:4000].replace("\x00", "") in "".join(
        shown.text.replace("\x00", "") for shown in line.relative.phone(line.bot)[-3:]
    )
