"""Loss of power: what was acknowledged is on the disk, in whatever moment the power goes."""

import asyncio
import contextlib
import random
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from builders import KIM, OPEN, SECOND, SetClock, switchboard_of, unlocked

from bot.reception import Reception
from bot.store.addresses import Address, Addresses
from bot.store.client import StoreError, Valkey
from bot.store.server import EmbeddedServer
from chaos.disk import MISSING, Disk
from chaos.processes import kill, process_of
from chaos.table import Row
from handlers.choices import Choice
from handlers.errors import ConversationError
from handlers.events import CounsellorTook, CounsellorWrote, RelativeChose, RelativeWrote
from handlers.language import choose

CHATS: Final = 8
SWEDISH: Final = choose("sv")


@dataclass(frozen=True, slots=True)
class PowerLost:
    """What was acknowledged before the power went, and how much of it was not there again.

    `unsaved` are the bytes that went with the power, of which nobody had been told that they
    were there.
    """

    acknowledged: int
    lost: int
    unsaved: int


@dataclass
class _House:
    """Relatives and counsellors who write all the time, and what was acknowledged to them."""

    valkey: Valkey
    acknowledged: dict[str, list[str]] = field(default_factory=dict)  # by conversation
    sent: int = 0

    def __post_init__(self) -> None:
        self.clock = SetClock(OPEN)
        self.switchboard = switchboard_of(self.valkey, self.clock)
        self.reception = Reception(self.switchboard, Addresses(self.valkey))

    @property
    def count(self) -> int:
        """How much was acknowledged."""
        return sum(map(len, self.acknowledged.values()))

    async def begin(self, chat: int) -> str:
        """Begin a talk, and return the id of its conversation."""
        address = Address(f"web:{chat}")
        await self.reception.receive(address, RelativeChose(f"web:{chat}", Choice.HUMAN), SWEDISH)
        conversation_id = await self.reception.id_of(address)
        await self.switchboard.apply(conversation_id, CounsellorTook(f"take-{chat}", KIM))
        self.acknowledged[conversation_id] = []
        return conversation_id

    async def write(self, chat: int, conversation_id: str) -> None:
        """Let both sides of a talk write in turn until the store is gone, or the talk."""
        with contextlib.suppress(StoreError, OSError, ConversationError):
            while True:
                self.sent += 1
                self.clock.at += SECOND  # nobody writes faster than a person can
                text = f"nummer {self.sent}"
                if self.sent % 2:
                    event = RelativeWrote(text, text)
                    await self.reception.receive(Address(f"web:{chat}"), event, SWEDISH)
                else:
                    await self.switchboard.apply(
                        conversation_id, CounsellorWrote(text, KIM.id, text)
                    )
                self.acknowledged[conversation_id].append(text)

    async def lost(self) -> int:
        """Return how much of what was acknowledged is not there."""
        missing = 0
        for conversation_id, texts in self.acknowledged.items():
            lines = await self.switchboard.conversations.lines(conversation_id)
            there = {line.text for line in lines}
            missing += sum(text not in there for text in texts)
        return missing


async def power_losses(times: int, each: int, appendfsync: str = "") -> PowerLost:
    """Let the power go so many times, each after about so many messages.

    Every other time the server is just writing its file anew. With `appendfsync`, the server has
    that setting instead of ours.
    """
    draw = random.Random(3)  # noqa: S311 - the moments, the same each time
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        disk = Disk(folder / "disk")
        stack.enter_context(disk.beneath())
        server = EmbeddedServer(folder / "var")
        await stack.enter_async_context(server)
        valkey = await stack.enter_async_context(
            unlocked(server.url, server.folder / "secret.key")
        )
        house = _House(valkey)
        chats = {chat: await house.begin(chat) for chat in range(CHATS)}
        unsaved = 0
        for turn in range(times):
            if appendfsync:
                await valkey.config_set("appendfsync", appendfsync)
            until = house.count + each
            writing = [asyncio.create_task(house.write(*chat)) for chat in chats.items()]
            await _acknowledged(house, until, writing)
            if turn % 2:
                await valkey.bgrewriteaof()
                await _acknowledged(house, until + draw.randrange(each), writing)
            await kill(await process_of(valkey))
            unsaved += disk.lose_power(folder / "var")
            await asyncio.gather(*writing)
            await server.ensure_running()
        return PowerLost(house.count, await house.lost(), unsaved)


async def _acknowledged(house: _House, count: int, writing: list[asyncio.Task[None]]) -> None:
    """Wait until so much was acknowledged, or nobody can write any more."""
    while house.count < count and not all(task.done() for task in writing):
        await asyncio.sleep(0)


async def trial() -> AsyncIterator[Row]:
    """Let the power go twelve times with our settings, and with one that is often taken."""
    for appendfsync in ("", "everysec"):
        tried = f"power gone x 12, {appendfsync or 'our own settings'}"
        if MISSING:
            yield Row(tried, MISSING, "a C compiler", holds=False)
            return
        found = await power_losses(12, 400, appendfsync)
        yield Row(
            tried,
            f"{found.lost} of {found.acknowledged} acknowledged lost",
            "0",
            holds=found.lost == 0,
            is_control=bool(appendfsync),
        )
