"""What goes wrong in a way that quotes somebody: in the store, at Telegram, and by a crash."""

import asyncio
import json
import os
import signal
from contextlib import suppress

from builders import SECOND
from chaos.waiting import LOOK_AGAIN, PATIENCE, until
from telegram_oddities import SHAPES
from visitors import Browser, full

from bot.store import keys
from bot.store.client import StoreError
from privacy.canaries import Canaries
from privacy.house import House
from privacy.relatives import FROM_NOWHERE, OnTelegram, inject


def from_nowhere(house: House, let: Canaries) -> None:
    """Let words come from chats that there cannot be; those are over when the day is."""
    for bot in (house.relatives, house.desk):
        inject(bot, SHAPES[FROM_NOWHERE], {}, let.words("a chat that cannot be"))


async def unreadable(house: House, let: Canaries, relative: OnTelegram) -> None:
    """Let the record of a conversation quote somebody, and be one that cannot be read."""
    way = "a record that cannot be read"
    key = keys.conversation(relative.id)
    await house.valkey.hset(key, "record", f'{{"{let.words(way)}": "{let.phone(way)}"}}')
    await house.valkey.zadd(keys.DUE, {relative.id: 0})
    await relative.write(let.words("a message to it"))
    await house.said_it("conversation_unreadable")
    # It was none of the service's, and what is left of the conversation is.
    await house.valkey.delete(key)


async def store_refuses(
    house: House, let: Canaries, relative: OnTelegram, browser: Browser
) -> None:
    """Let the store have no room, and hold something else than it should."""
    async with full(house.valkey):
        relative.me.write(house.relatives, let.words("a message that the store refuses"))
        assert await browser.get(f"/?{let.token('a page without a store')}") == 200
        words = let.words("a form that the store refuses")
        assert await browser.post("/say", text=words) == 503
    await until(lambda: not house.relatives.updates.pending)
    is_there = await house.valkey.copy(keys.QUEUE, "aside")
    await house.valkey.set(keys.QUEUE, "no queue any more")
    assert await browser.get(f"/?{let.token('a page without a queue')}") == 503
    await house.valkey.delete(keys.QUEUE)
    if is_there:
        await house.valkey.rename("aside", keys.QUEUE)


async def telegram_refuses(house: House, let: Canaries, relative: OnTelegram) -> None:
    """Let Telegram quote somebody in what it says, and answer what nobody can read."""
    way = "an answer of Telegram"
    words, number = let.words(way), relative.me.id
    refused = {"ok": False, "error_code": 400, "description": f"Bad Request: {words}"}
    flood = {
        "ok": False,
        "error_code": 429,
        "description": f"Flood control on chat {number}",
        "parameters": {"retry_after": 1},
    }
    odd = {"ok": True, "result": {"message_id": words, "chat": relative.me.info, "date": words}}
    for bot in (house.relatives, house.desk):
        for status, told in ((400, refused), (429, flood), (200, odd)):
            bot.fail_next(1, status=status, body=json.dumps(told), method="sendMessage")
        bot.fail_next(1, body=f"<html>{words}</html>")
        bot.reset_next(1)
        batch = {"ok": True, "result": [{"update_id": words, "message": {"text": words}}]}
        bot.fail_next(1, status=200, method="getUpdates", body=json.dumps(batch))
    for _ in range(5):
        await relative.write("är ni öppna i dag?")
        await house.later(5 * SECOND)
    await until(lambda: not house.relatives.updates.pending)
    for bot in (house.relatives, house.desk):
        bot.heal()


async def crash(house: House) -> None:
    """Let the store crash while it writes its files anew, and the service at any time."""
    running = await house.processes()
    await house.valkey.config_set("rdb-key-save-delay", 1000)  # microseconds: not done too soon
    async with asyncio.timeout(PATIENCE):
        while not list(house.data.glob("temp-rewriteaof-*.aof")):
            with suppress(StoreError):  # it may write them of itself just now
                await house.valkey.bgrewriteaof()
            await asyncio.sleep(LOOK_AGAIN)
    os.kill(running["store"], signal.SIGSEGV)
    await house.store_is_back(other_than=running["store"])
    await house.end(signal.SIGABRT)
    await house.start()
