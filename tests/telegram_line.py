"""The line on Telegram: its bot, a relative who has its chat open, and what is behind it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import structlog
from builders import KIM, LINE, SECOND, SetClock
from pydantic import SecretStr
from telegram_chats import PATIENCE
from telegram_standin import Person, Rates, Sent, Shown, StandInBot, Telegram

from bot.app import Running, Service, running
from bot.bot_api import BotAccess
from bot.pacing import Limits
from bot.settings import Listen, Settings
from bot.store import keys
from bot.store.client import Valkey
from bot.texts import Texts
from handlers.conversation import Conversation, Line
from handlers.events import CounsellorEvent, CounsellorTook, CounsellorWrote

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
SECRET = BotAccess(TOKEN, "").secret
HUMAN = "jag vill prata med en människa"
DANGER = "han ska döda mig"
FIRST = "Telegram vet att ditt konto skriver hit"
WELCOME = "stödtelefonens chatt"

# Where it does not matter how fast Telegram is, it is fast.
QUICK = Limits(per_second=1000, burst=100, chat_per_second=1000, chat_burst=100)
ALL_AT_ONCE = Rates(per_second=10_000, burst=10_000, refill=10_000)


@dataclass
class OnTelegram:
    """A relative at the line's bot; it can be stopped, and started again."""

    telegram: Telegram
    bot: StandInBot
    relative: Person
    service: Service
    clock: SetClock
    valkey: Valkey
    events: int = 0
    _site: list[Running] = field(default_factory=list)
    _stack: AsyncExitStack = field(default_factory=AsyncExitStack)

    @property
    def site(self) -> Running:
        """What runs now."""
        return self._site[-1]

    @property
    def hidden(self) -> str:
        """What the store knows of where the relative is reached, but for what is sealed."""
        return self.valkey.sealing.hidden(f"telegram:{self.relative.id}")

    @property
    def hook(self) -> str:
        """Where Telegram sends updates to."""
        return f"{self.service.settings.public_url}/telegram/relatives"

    async def start(self) -> None:
        """Start the service."""
        self._site.append(await self._stack.enter_async_context(running(self.service)))

    async def stop(self) -> None:
        """Stop the service, as on SIGTERM."""
        await self._stack.aclose()

    async def conversation(self) -> Conversation:
        """Return the only conversation that waits or talks."""
        board = await self.site.switchboard.queue.board()
        (one,) = board.waiting + board.talking
        return one

    async def lines(self, conversation_id: str = "") -> list[Line]:
        """Return what was written in a conversation, or in the only one."""
        which = conversation_id or (await self.conversation()).id
        return await self.site.switchboard.conversations.lines(which)

    async def typed(self) -> list[str]:
        """Return what the relative wrote in the only conversation."""
        return [one.text for one in await self.lines() if one.text and not one.alias]

    async def pause(self) -> None:
        """Let so much time pass that nothing more of a burst is waited for."""
        await self.later(4)

    async def later(self, seconds: float) -> None:
        """Let time pass, and the clock look at what is due."""
        self.clock.at += seconds * SECOND
        await self.site.timekeeper.look()

    async def taken(self, sent: Sent) -> int:
        """Wait until something that was sent is in the store, and return its message."""
        await self.bot.taken(sent.update_id)
        return sent.message_id

    async def write(self, text: str, who: Person | None = None, **more: Any) -> int:
        """Let a relative write, and return the message once it is in the store."""
        return await self.taken((who or self.relative).write(self.bot, text, **more))

    async def talk(self) -> Conversation:
        """Let the relative ask for a person, and Kim take the conversation."""
        await self.write(HUMAN)
        await self.pause()
        await self.take(await self.conversation())
        await self.sees("Nu är Kim")
        return await self.conversation()

    async def take(self, conversation: Conversation) -> None:
        """Let Kim take a conversation."""
        self.events += 1
        await self.apply(CounsellorTook(f"t{self.events}", KIM), conversation)

    async def reply(self, text: str, quotes: int = 0) -> None:
        """Let Kim write."""
        self.events += 1
        await self.apply(CounsellorWrote(f"k{self.events}", KIM.id, text, quotes))

    async def apply(self, event: CounsellorEvent, which: Conversation | None = None) -> None:
        """Let a counsellor do something in a conversation, or in the only one."""
        found = which or await self.conversation()
        await self.site.switchboard.apply(found.id, event)

    async def until(self, wanted: Callable[[], Awaitable[bool]]) -> None:
        """Wait until the store is as wanted."""
        async with asyncio.timeout(PATIENCE):
            while not await wanted():
                pass

    async def is_told(self, key: str) -> None:
        """Wait until the counsellor was told something of the relative."""

        async def told() -> bool:
            return key in {one.key for one in await self.lines()}

        await self.until(told)

    async def nothing_is_owed(self) -> None:
        """Wait until all that was owed was brought, or given up."""

        async def empty() -> bool:
            return not await self.valkey.zcard(keys.OWED_RELATIVES)

        await self.until(empty)

    async def sees(self, fragment: str, *, after: int = 0) -> Shown:
        """Wait until something stands on the relative's phone."""
        return await self.relative.sees(self.bot, fragment, after=after)

    def said(self) -> list[str]:
        """Return what the bot has said that still stands on the phone."""
        return [one.text for one in self.relative.phone(self.bot) if one.from_bot]

    def kims(self) -> list[str]:
        """Return what Kim has said that still stands on the phone."""
        return [text.removeprefix("Kim:\n") for text in self.said() if text.startswith("Kim:")]


@pytest.fixture
def way() -> str:
    """Give the way in which updates come."""
    return "polling"


@pytest.fixture
def rates() -> Rates:
    """Give what Telegram lets the bot send."""
    return ALL_AT_ONCE


@pytest.fixture
def limits() -> Limits:
    """Give what the line holds itself to."""
    return QUICK


@pytest.fixture
def distance() -> float:
    """Give how far away Telegram is, in seconds there and back."""
    return 0.0


@pytest.fixture
async def line(  # noqa: PLR0917 - fixtures
    way: str,
    rates: Rates,
    limits: Limits,
    distance: float,
    valkey: Valkey,
    store_url: str,
    key_file: Path,
    texts: Texts,
    clock: SetClock,
    unused_tcp_port: int,
) -> AsyncIterator[OnTelegram]:
    """Give a line with its bot."""
    assert await valkey.keys("*") == [keys.SECRET_KEY]
    public = f"http://127.0.0.1:{unused_tcp_port}" if way == "webhook" else None
    async with Telegram(
        check="telegram", backoff=0.01, rates=rates, distance=distance
    ) as telegram:
        bot = telegram.add_bot(TOKEN, "stodbot")
        settings = Settings(
            redis_url=SecretStr(store_url),
            secret_key_file=key_file,
            listen=Listen("127.0.0.1", unused_tcp_port),
            public_url=public,
            telegram_token=SecretStr(TOKEN),
            telegram_api=telegram.url,
        )
        service = Service(settings, LINE, texts, clock, structlog.get_logger(), limits=limits)
        relative = telegram.person("Anna", language_code="sv")
        here = OnTelegram(telegram, bot, relative, service, clock, valkey)
        await here.start()
        try:
            yield here
        finally:
            await here.stop()
        assert telegram.violations == []
        assert bot.forwarded == []
