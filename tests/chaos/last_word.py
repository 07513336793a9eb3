"""A relay as it is often written: what a counsellor writes goes to whoever wrote to them last."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message

from bot.background import in_background
from chaos.line import DESK_TOKEN, RELATIVES_TOKEN


@asynccontextmanager
async def last_word(telegram: str, desks: Mapping[int, tuple[int, str]]) -> AsyncIterator[None]:
    """Relay while this is open; `desks` maps a relative to a counsellor, and to their code."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(telegram))
    relatives, desk = (Bot(token, session=session) for token in (RELATIVES_TOKEN, DESK_TOKEN))
    from_relatives, from_desk = Dispatcher(), Dispatcher()
    last: dict[int, int] = {}

    @from_relatives.message()
    async def to_desk(message: Message) -> None:
        counsellor, code = desks[message.chat.id]
        last[counsellor] = message.chat.id
        await desk.send_message(counsellor, f"{code}:\n{message.text}")

    @from_desk.message()
    async def to_relative(message: Message) -> None:
        if message.chat.id in last:
            await relatives.send_message(last[message.chat.id], str(message.text))

    async with (
        in_background(from_relatives.start_polling(relatives, handle_signals=False)),
        in_background(from_desk.start_polling(desk, handle_signals=False)),
    ):
        yield
