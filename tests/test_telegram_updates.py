"""Promises of how updates of Telegram come in where one takes long, or the store fails."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import structlog
from aiohttp import web
from telegram_line import TOKEN
from telegram_standin import Person, StandInBot, Telegram

from bot.background import in_background
from bot.bot_api import BotAccess
from bot.doors.telegram_updates import Incoming
from bot.reach import Reach
from bot.store.client import Valkey, connect
from bot.store.leases import Lease
from bot.store.tries import Tries


class Slow:
    """A door that takes in what one person sends only when it may, and fails as often as told."""

    name = "relatives"

    def __init__(self, person: Person, fails: int = 0) -> None:
        self.taken: list[str] = []
        self.begun = asyncio.Event()
        self.may = asyncio.Event()
        self.took = asyncio.Event()
        self._person = person
        self._fails = fails

    async def take(self, update: dict[str, Any]) -> None:
        """Take an update in."""
        message = update["message"]
        if message["chat"]["id"] == self._person.id:
            self.begun.set()
            await self.may.wait()
            if self._fails:
                self._fails -= 1
                raise OSError
        self.taken.append(message["text"])
        self.took.set()

    async def set_aside(self, update: dict[str, Any]) -> None:
        """Do nothing: it never comes to this."""


@asynccontextmanager
async def polling(door: Slow, telegram: Telegram, valkey: Valkey) -> AsyncIterator[StandInBot]:
    """Ask for the updates of a bot as long as this is open."""
    bot, log = telegram.add_bot(TOKEN, "stodbot"), structlog.get_logger()
    access, lease = BotAccess(TOKEN, telegram.url), Lease(valkey, door.name)
    incoming = Incoming(door, access, Tries(valkey), Reach("", log), log)
    async with lease.held(), in_background(incoming.poll(lease)):
        yield bot


async def test_who_takes_long(valkey: Valkey) -> None:
    """What takes long holds up nobody else, and what is behind it in its chat comes in order."""
    async with Telegram() as telegram:
        slow, other = telegram.person("Anna"), telegram.person("Bo")
        door = Slow(slow)
        async with polling(door, telegram, valkey) as bot:
            slow.write(bot, "ett")
            await door.begun.wait()
            slow.write(bot, "två")
            theirs = other.write(bot, "hej")
            last = slow.write(bot, "tre")
            async with asyncio.timeout(5):
                await door.took.wait()
            assert door.taken == ["hej"]
            # Telegram keeps it until all that came before it is in the store, too.
            assert theirs.update_id in bot.updates.pending
            door.may.set()
            await bot.taken(last.update_id)

    assert door.taken == ["hej", "ett", "två", "tre"]


async def test_who_fails(valkey: Valkey) -> None:
    """What fails comes again, before what is behind it in its chat; nobody else's does."""
    async with Telegram() as telegram:
        slow, other = telegram.person("Anna"), telegram.person("Bo")
        door = Slow(slow, fails=2)
        door.may.set()
        async with polling(door, telegram, valkey) as bot:
            slow.write(bot, "ett")
            other.write(bot, "hej")
            last = slow.write(bot, "två")
            await bot.taken(last.update_id)

    assert door.taken == ["hej", "ett", "två"]


class Failing:
    """A door that cannot take what comes."""

    name = "relatives"

    def __init__(self) -> None:
        self.told: list[dict[str, Any]] = []

    async def take(self, update: dict[str, Any]) -> None:
        """Fail, as by a fault of ours."""
        raise ValueError(update)

    async def set_aside(self, update: dict[str, Any]) -> None:
        """Note that its sender would be told."""
        self.told.append(update)


async def answers(valkey: Valkey, port: int, times: int) -> tuple[list[int], int]:
    """Send one update again and again; return what was answered, and how often it was told."""
    door, access, log = Failing(), BotAccess("1:abc", "http://127.0.0.1:1"), structlog.get_logger()
    incoming = Incoming(door, access, Tries(valkey), Reach("", log), log)
    app = web.Application()
    app.router.add_post(incoming.path, incoming.receive)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    headers = {"X-Telegram-Bot-Api-Secret-Token": access.secret}
    url = f"http://127.0.0.1:{port}{incoming.path}"
    said = []
    async with aiohttp.ClientSession() as session:
        for _ in range(times):
            async with session.post(url, json={"update_id": 7}, headers=headers) as answer:
                said.append(answer.status)
    await runner.cleanup()
    return said, len(door.told)


async def test_fails_each_time(valkey: Valkey, unused_tcp_port: int) -> None:
    """What fails five times is set aside, and its sender is told."""
    assert await answers(valkey, unused_tcp_port, 5) == ([503] * 4 + [200], 1)


async def test_fails_while_the_store_is_away(unused_tcp_port: int) -> None:
    """What fails while nobody can count how often comes again: it is not lost without a word."""
    away = connect("redis://127.0.0.1:1")

    assert await answers(away, unused_tcp_port, 6) == ([503] * 6, 0)
    await away.aclose()
