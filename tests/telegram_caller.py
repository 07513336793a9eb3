"""Calls the stand-in for Telegram by plain HTTP, with a clock that a test moves."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
from telegram_standin import Person, StandInBot, Telegram

TOKEN = "7:test"


@dataclass
class Hands:
    """A clock whose hands a test moves."""

    at: float = 1_790_000_000

    def __call__(self) -> float:
        """Return the moment that it was set to."""
        return self.at


@dataclass
class Client:
    """Somebody who calls the Bot API by plain HTTP."""

    session: aiohttp.ClientSession
    url: str

    async def __call__(self, method: str, **params: Any) -> Any:
        """Return the result, or the status and the description of a refusal."""
        url = f"{self.url}/bot{params.pop('token', TOKEN)}/{method}"
        async with self.session.post(url, json=params) as answer:
            told = await answer.json()
        if told["ok"]:
            return told["result"]
        assert told["error_code"] == answer.status
        return answer.status, told["description"]

    async def updates(self, **params: Any) -> list[int]:
        """Return the numbers of the updates that are there."""
        return [update["update_id"] for update in await self("getUpdates", **params)]


@pytest.fixture
def hands() -> Hands:
    """Give the clock that the stand-in goes by."""
    return Hands()


@pytest.fixture
async def telegram(hands: Hands) -> AsyncIterator[Telegram]:
    """Give a stand-in with limits whose time does not pass by itself."""
    async with Telegram(now=hands, clock=hands, backoff=0.01) as server:
        yield server


@pytest.fixture
def bot(telegram: Telegram) -> StandInBot:
    """Give a bot that has topics."""
    return telegram.add_bot(TOKEN, "linjebot", has_topics_enabled=True)


@pytest.fixture
async def call(telegram: Telegram, bot: StandInBot) -> AsyncIterator[Client]:
    """Give somebody who calls as the bot."""
    assert bot.token == TOKEN
    async with aiohttp.ClientSession() as session:
        yield Client(session, telegram.url)


@pytest.fixture
def kim(telegram: Telegram, bot: StandInBot) -> Person:
    """Give a person who has written to the bot."""
    person = telegram.person("Kim")
    person.write(bot, "/start")
    bot.updates.pending.clear()
    return person
