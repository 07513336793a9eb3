"""The least that relays: aiogram alone, with who talks with whom in memory.

    python -m benchmarks.bare API LINE-TOKEN DESK-TOKEN PAIRS

PAIRS is JSON, a list of [relative's chat, counsellor's chat]. Nothing is stored, cleaned, looked
at, ordered, paced or tried again: what a message costs here is the framework's part.
"""

import json
import sys

import uvloop
from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message

from benchmarks.processes import READY


async def relay(api: str, line_token: str, desk_token: str, pairs: list[tuple[int, int]]) -> None:
    """Relay until SIGTERM."""
    server = TelegramAPIServer.from_base(api)
    line = Bot(line_token, session=AiohttpSession(api=server))
    desk = Bot(desk_token, session=AiohttpSession(api=server))
    ways = {line.id: (desk, dict(pairs)), desk.id: (line, {there: here for here, there in pairs})}
    dispatcher = Dispatcher()

    @dispatcher.message()
    async def _relay(message: Message, bot: Bot) -> None:
        other, chats = ways[bot.id]
        await other.send_message(chats[message.chat.id], message.text or "")

    @dispatcher.startup()
    async def _ready() -> None:
        print(READY, flush=True)

    await dispatcher.start_polling(line, desk, handle_signals=False)


if __name__ == "__main__":
    _, api, line_token, desk_token, pairs = sys.argv
    uvloop.run(relay(api, line_token, desk_token, json.loads(pairs)))
