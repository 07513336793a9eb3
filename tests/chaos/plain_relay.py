"""A relay as a newcomer writes it, with aiogram's defaults and its map in memory: a control.

    python plain_relay.py TELEGRAM_API TOKEN STAFF_CHAT

What anybody writes goes to one chat of the staff, and an answer there to whoever wrote it.
"""

import asyncio
import sys

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message


async def main(api: str, token: str, staff: int) -> None:
    """Relay until stopped."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(api))
    bot, dispatcher = Bot(token, session=session), Dispatcher()
    writers: dict[int, int] = {}

    @dispatcher.message()
    async def relay(message: Message) -> None:
        if message.chat.id != staff:
            sent = await bot.send_message(staff, message.text or "")
            writers[sent.message_id] = message.chat.id
        elif message.reply_to_message and message.reply_to_message.message_id in writers:
            writer = writers[message.reply_to_message.message_id]
            await bot.send_message(writer, message.text or "")

    await dispatcher.start_polling(bot)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
