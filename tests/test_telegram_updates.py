"""Promises of how updates come in where the store fails as well."""

from typing import Any

import aiohttp
import structlog
from aiohttp import web

from bot.bot_api import BotAccess
from bot.doors.telegram_updates import Incoming
from bot.reach import Reach
from bot.store.client import Valkey, connect
from bot.store.tries import Tries


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
