"""Promises of what is said while a bot cannot reach Telegram, by real processes."""

import asyncio
import re
import signal
from collections.abc import AsyncIterator

import pytest
from telegram_standin import Telegram
from test_serving import Machine, Service, machine

__all__ = ["machine"]

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
SETTING = "STODCHATTEN_TELEGRAM_TOKEN"


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    """Give a Telegram that knows no bot yet."""
    async with Telegram() as server:
        yield server


async def run(machine: Machine, telegram: Telegram) -> Service:
    """Start the service with a bot, and wait until it serves."""
    return await machine.start("run", **{SETTING: TOKEN, "STODCHATTEN_TELEGRAM_API": telegram.url})


async def says(service: Service, event: str) -> None:
    """Wait until the log has an event."""
    assert service.process.stdout
    while f"event='{event}'" not in service.said:
        async with asyncio.timeout(20):
            line = await service.process.stdout.readline()
        assert line, service.said
        service.said += line.decode()


def events(service: Service) -> list[str]:
    """Return what was said of Telegram, in order."""
    return re.findall(r"event='(telegram_\w+)'", service.said)


@pytest.mark.parametrize("way", ["polling", "webhook"])
async def test_unknown_token(machine: Machine, telegram: Telegram, way: str) -> None:
    """A token that Telegram does not know is said once, by its setting; the pages are served.

    Once Telegram knows it, that is said as well.
    """
    if way == "webhook":
        machine.environment["STODCHATTEN_PUBLIC_URL"] = "http://127.0.0.1:8080"
    service = await run(machine, telegram)
    await says(service, "telegram_token_unknown")
    telegram.add_bot(TOKEN, "stodbot")
    await says(service, "telegram_back")

    assert await service.ends(signal.SIGTERM) == 0
    assert "event='ready'" in service.said
    assert events(service) == ["telegram_token_unknown", "telegram_back"]
    assert service.said.count(SETTING) == 2
    assert TOKEN.partition(":")[2] not in service.said


async def test_away(machine: Machine, telegram: Telegram) -> None:
    """An outage is said once when it begins, however many calls fail, and once when it is over."""
    bot = telegram.add_bot(TOKEN, "stodbot")
    bot.fail_next(3, status=502)
    service = await run(machine, telegram)
    await says(service, "telegram_back")

    assert await service.ends(signal.SIGTERM) == 0
    assert events(service) == ["telegram_away", "telegram_back"]
