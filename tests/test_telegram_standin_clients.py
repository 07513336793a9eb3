"""That real clients take the stand-in for Telegram, and that it notices what they do wrong."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiogram
import pytest
import telegram as ptb
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramRetryAfter
from aiogram.methods import SendMessage
from telegram.error import BadRequest, RetryAfter
from telegram_people import MEDIA
from telegram_standin import Person, StandInBot, Telegram

TOKEN = "7:abcdefghijklmnopqrstuvwxyz0123456789"


@asynccontextmanager
async def by_aiogram(server: Telegram) -> AsyncIterator[aiogram.Bot]:
    """Give a bot of aiogram that talks to the stand-in."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(server.url))
    async with aiogram.Bot(TOKEN, session=session) as bot:
        yield bot


@asynccontextmanager
async def by_ptb(server: Telegram) -> AsyncIterator[ptb.Bot]:
    """Give a bot of python-telegram-bot that talks to the stand-in."""
    async with ptb.Bot(TOKEN, base_url=f"{server.url}/bot") as bot:
        yield bot


def all_kinds(server: Telegram, bot: StandInBot) -> Person:
    """Do whatever a person can do, once."""
    kim = server.person("Kim", last_name="Lind", username="kim")
    first = kim.write(bot, "/start")
    for kind in MEDIA:
        kim.send_media(bot, kind)
    kim.send_album(bot, 2, caption="två")
    kim.write(bot, "svar", reply_to=first.message_id)
    kim.forward(bot, "vidare", "Någon")
    kim.forward(bot, "vidare", kim)
    kim.edit(bot, first.message_id, "ändrat")
    kim.react(bot, first.message_id)
    bot.show(kim.chat(bot), "?", {"reply_markup": KEYS}, {"text": "?"})
    kim.press(bot, "Ja")
    group = server.group("Teamet", forum=True)
    kim.add_to_group(bot, group)
    kim.write(bot, "hej", group=group)
    kim.block(bot)
    return kim


KEYS = {"inline_keyboard": [[{"text": "Ja tack", "callback_data": "yes"}]]}
KINDS = {"message", "edited_message", "message_reaction", "callback_query", "my_chat_member"}


async def test_aiogram() -> None:
    """Aiogram decodes all that people do; its calls are right by python-telegram-bot."""
    async with Telegram(check="telegram") as server, by_aiogram(server) as bot:
        here = server.add_bot(TOKEN, "linjebot", has_topics_enabled=True)
        await bot.get_updates(allowed_updates=sorted(KINDS))
        kim = all_kinds(server, here)
        updates = await bot.get_updates()
        assert {update.event_type for update in updates} == KINDS
        messages = [update.message for update in updates if update.message]
        assert {m.content_type for m in messages} >= MEDIA.keys() | {"text"}
        assert (await bot.get_me()).has_topics_enabled
        kim.unblock(here)
        keys = aiogram.types.InlineKeyboardMarkup.model_validate(KEYS)
        sent = await bot.send_message(kim.id, "hej", reply_markup=keys, reply_parameters=None)
        await bot.edit_message_text("[hej]", chat_id=kim.id, message_id=sent.message_id)
        assert (await kim.sees(here, "[hej]")).edited == 1
        topic = await bot.create_forum_topic(kim.id, "B7")
        await bot.send_message(kim.id, "i", message_thread_id=topic.message_thread_id)
        await bot.delete_messages(kim.id, [sent.message_id])
        await bot.set_my_commands([aiogram.types.BotCommand(command="a", description="b")])
        with pytest.raises(TelegramRetryAfter) as refused:
            [await bot.send_message(kim.id, "hej") for _ in range(5)]
        assert refused.value.retry_after == 1
        assert server.violations == []


async def test_aiogram_in_the_wrong() -> None:
    """What python-telegram-bot does not know is noticed and refused."""
    async with Telegram(check="telegram") as server, by_aiogram(server) as bot:
        here = server.add_bot(TOKEN, "linjebot")
        kim = server.person()
        kim.write(here, "hej")
        with pytest.raises(aiogram.exceptions.TelegramBadRequest):
            await bot(SendMessage(chat_id=kim.id, text="hej", loudly="yes"))
        with pytest.raises(aiogram.exceptions.TelegramBadRequest):
            await bot(SendMessage(chat_id=kim.id, text=""))
        assert server.violations == [
            "sendMessage: loudly: unknown",
            "sendMessage: text: required",
        ]


async def test_ptb(monkeypatch: pytest.MonkeyPatch) -> None:
    """Python-telegram-bot decodes all that people do; its calls are right by aiogram."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # what it says of seconds is an error here
    async with Telegram() as server:
        here = server.add_bot(TOKEN, "linjebot", has_topics_enabled=True, check="aiogram")
        async with by_ptb(server) as bot:
            await bot.get_updates(allowed_updates=sorted(KINDS))
            kim = all_kinds(server, here)
            updates = await bot.get_updates()
            assert all(set(update.to_dict()) & KINDS for update in updates)
            assert {kind for update in updates for kind in update.to_dict()} >= KINDS
            told = {
                key for update in updates if update.message for key in update.message.to_dict()
            }
            assert told >= MEDIA.keys() | {"text", "media_group_id", "forward_origin"}
            assert not [update for update in updates if update.api_kwargs]
            kim.unblock(here)
            keys = ptb.InlineKeyboardMarkup.de_json(KEYS, bot)
            sent = await bot.send_message(kim.id, "hej", reply_markup=keys)
            await bot.edit_message_text("[hej]", kim.id, sent.message_id)
            assert (await kim.sees(here, "[hej]")).edited == 1
            topic = await bot.create_forum_topic(kim.id, "B7")
            await bot.send_message(kim.id, "i", message_thread_id=topic.message_thread_id)
            await bot.delete_messages(kim.id, [sent.message_id])
            await bot.set_my_commands([("a", "b")])
            with pytest.raises(RetryAfter):
                [await bot.send_message(kim.id, "hej") for _ in range(5)]
            assert server.violations == []


async def test_ptb_in_the_wrong() -> None:
    """What aiogram does not know is noticed however deep it stands."""
    async with Telegram(check="aiogram") as server:
        here = server.add_bot(TOKEN, "linjebot")
        kim = server.person()
        kim.write(here, "hej")
        async with by_ptb(server) as bot:
            with pytest.raises(BadRequest):
                await bot.send_message(kim.id, "hej", api_kwargs={"loudly": "yes"})
            button = {"text": "a", "callback_data": "b", "colour": "red"}
            markup = {"inline_keyboard": [[button]]}
            with pytest.raises(BadRequest):
                await bot.send_message(kim.id, "hej", reply_markup=markup)  # type: ignore[arg-type]
        assert server.violations == [
            "sendMessage: loudly: unknown",
            "sendMessage: reply_markup.inline_keyboard.0.0.colour: unknown",
        ]


async def test_undecodable() -> None:
    """An update of any shape can be put in a bot's way, and stays until it is confirmed."""
    async with Telegram() as server, by_aiogram(server) as bot:
        here = server.add_bot(TOKEN, "linjebot")
        number = here.inject({"message": {"text": 7}})
        with pytest.raises(aiogram.exceptions.ClientDecodeError):
            await bot.get_updates()
        assert await bot.get_updates(offset=number + 1) == []
