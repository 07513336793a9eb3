"""The service in a process of its own, with all that it can write to in folders of its own."""

import asyncio
import os
import re
import resource
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterator
from contextlib import aclosing, asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from builders import OPEN, ROOT
from chaos.line import DESK_TOKEN, RELATIVES_TOKEN, free_port
from chaos.processes import process_of
from chaos.waiting import LOOK_AGAIN, PATIENCE, all_is_brought, until
from telegram_standin import StandInBot, Telegram

from bot.store import keys
from bot.store.client import StoreError, Valkey, connect
from bot.store.server import EmbeddedServer
from privacy import served
from privacy.scanner import contents
from privacy.served import FileClock, Flaw, set_clock

SHARED: Final = Path("/dev/shm")  # noqa: S108 - looked through, and not written to
READY: Final = b"ready"
_LEFT_OUT: Final = re.compile("STODCHATTEN_|COVERAGE_")  # what is tried here is counted elsewhere
_SEALED: Final = re.compile(r"[A-Za-z0-9_-]{40,}=*")  # no word of anybody is as long


@dataclass
class House:
    """The line with both its bots, and everything that it may have written."""

    root: Path
    telegram: Telegram
    relatives: StandInBot
    desk: StandInBot
    valkey: Valkey
    port: int
    by_webhook: bool
    flaws: Collection[Flaw]
    at: datetime = OPEN
    process: Process | None = None
    starts: int = 0
    commands: int = 0
    staying: list[Callable[[], Awaitable[object]]] = field(default_factory=list)
    _folders: dict[str, Path] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in ("said", "temporary", "work", "home"):
            self._folders[name] = self.root / name
            self._folders[name].mkdir()
        set_clock(self._clock, self.at)

    @property
    def data(self) -> Path:
        """Where its store and its secrets lie."""
        return self.root / "var"

    @property
    def base(self) -> str:
        """Where its pages are."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def said(self) -> Path:
        """Where all is kept that its processes say."""
        return self._folders["said"]

    @property
    def beside(self) -> list[Path]:
        """The folders into which it has no reason to write anything."""
        return [self._folders[name] for name in ("temporary", "work", "home")]

    @property
    def _clock(self) -> Path:
        return self.root / "clock"

    @property
    def _environment(self) -> dict[str, str]:
        settings = {
            "DATA": str(self.data),
            "LISTEN": f"127.0.0.1:{self.port}",
            "LINE": str(ROOT / "line.toml"),
            "TELEGRAM_TOKEN": RELATIVES_TOKEN,
            "DESK_TELEGRAM_TOKEN": DESK_TOKEN,
            "TELEGRAM_API": self.telegram.url,
            "PUBLIC_URL": self.base if self.by_webhook else "",
        }
        kept = {name: value for name, value in os.environ.items() if not _LEFT_OUT.match(name)}
        return kept | {
            **{f"STODCHATTEN_{name}": value for name, value in settings.items()},
            "PYTHONPATH": os.pathsep.join(sys.path),
            "TMPDIR": str(self._folders["temporary"]),
            "HOME": str(self._folders["home"]),
        }

    async def start(self) -> None:
        """Begin the service where core dumps are allowed, and wait until it serves."""
        self.starts += 1
        out, log = (self.said / f"run-{self.starts}.{end}" for end in ("out", "err"))
        with out.open("wb") as stdout, log.open("wb") as stderr:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", served.__name__, str(self._clock), *self.flaws,
                env=self._environment, cwd=self._folders["work"], stdout=stdout, stderr=stderr,
            )  # fmt: skip
        _, most = resource.prlimit(self.process.pid, resource.RLIMIT_CORE)
        resource.prlimit(self.process.pid, resource.RLIMIT_CORE, (most, most))

        def is_ready() -> bool:
            assert self.process
            assert self.process.returncode is None, log.read_text(encoding="utf-8")
            return any(READY in file.read_bytes() for file in (out, log))

        await until(is_ready)

    async def end(self, sign: signal.Signals = signal.SIGTERM) -> None:
        """End the service."""
        assert self.process
        self.process.send_signal(sign)
        async with asyncio.timeout(PATIENCE):
            await self.process.wait()

    async def command(self, *arguments: str) -> str:
        """Carry out a command beside the service, and return what it says to who called it."""
        self.commands += 1
        with (self.said / f"command-{self.commands}.err").open("wb") as err:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", *arguments,
                env=self._environment, cwd=self._folders["work"], stdout=PIPE, stderr=err,
            )  # fmt: skip
        said, _ = await process.communicate()
        return said.decode()

    async def later(self, time: timedelta) -> None:
        """Move the clock on; what is due then happens within a second.

        Who is at a desk is so all the time, and heard of.
        """
        self.at += time
        set_clock(self._clock, self.at)
        for stay in self.staying:
            await stay()

    async def is_quiet(self) -> None:
        """Wait until all that came was taken in, and all that is owed was brought."""
        await all_is_brought(self.valkey, self.relatives, self.desk)

    async def conversations(self) -> set[str]:
        """Return the ids of all that are kept."""
        begin = keys.conversation("")
        found = await self.valkey.keys(keys.conversation("*"))
        return {str(key).removeprefix(begin) for key in found}

    async def are_forgotten(self, ids: Collection[str]) -> None:
        """Wait until nothing is kept of some conversations."""
        async with asyncio.timeout(PATIENCE):
            while await self.conversations() & set(ids):
                await asyncio.sleep(LOOK_AGAIN)

    async def waits(self, conversation: str) -> None:
        """Wait until a conversation is in the queue."""
        async with asyncio.timeout(PATIENCE):
            while await self.valkey.zscore(keys.QUEUE, conversation) is None:
                await asyncio.sleep(LOOK_AGAIN)

    async def said_it(self, event: str) -> None:
        """Wait until the service has noted an event."""
        await until(
            lambda: any(event.encode() in file.read_bytes() for file in self.said.iterdir())
        )

    async def is_rewritten(self) -> None:
        """Wait until the store has written its files anew since something was last removed."""
        async with asyncio.timeout(PATIENCE):
            while True:
                removed, rewritten = await self.valkey.mget(keys.REMOVED, keys.REWRITTEN)
                # A file that was replaced goes when nobody has it open any more.
                if removed == rewritten and not list(_deleted(await process_of(self.valkey))):
                    return
                await asyncio.sleep(LOOK_AGAIN)

    async def processes(self) -> dict[str, int]:
        """Return what runs."""
        assert self.process
        return {"service": self.process.pid, "store": await process_of(self.valkey)}

    async def store_is_back(self, other_than: int) -> None:
        """Wait until a store that has died was started again."""
        async with asyncio.timeout(PATIENCE):
            while True:
                with suppress(StoreError, OSError):
                    if await process_of(self.valkey) != other_than:
                        return
                await asyncio.sleep(LOOK_AGAIN)

    # What is left

    async def sealed(self) -> dict[str, set[str]]:
        """Return what stands in the store sealed, by the conversation that it is of."""
        found: dict[str, set[str]] = {}
        for one in await self.conversations():
            there = (
                *(await self.valkey.hvals(keys.conversation(one))),
                *(await self.valkey.lrange(keys.lines(one), 0, -1)),
                await self.valkey.hget(keys.REACHED_BY, one) or "",
            )
            found[one] = {sealed for text in there for sealed in _SEALED.findall(str(text))}
        return found

    async def files(self) -> dict[str, bytes]:
        """Return everything that was written, by where it lies."""
        found: dict[str, bytes] = {}
        for folder in (self.data, self.said, *self.beside, SHARED):
            found |= contents(folder)
        if self.process and self.process.returncode is None:
            for name, process in (await self.processes()).items():
                found |= {f"{name}'s {path}": held for path, held in _deleted(process)}
        return found


def _deleted(process: int) -> Iterator[tuple[str, bytes]]:
    """Yield files that have no name any more, and yet stand on a disk as long as they are open."""
    for descriptor in Path(f"/proc/{process}/fd").iterdir():
        with suppress(OSError):
            path = str(descriptor.readlink())
            if path.endswith("(deleted)") and descriptor.is_file():
                yield path, descriptor.read_bytes()


@asynccontextmanager
async def house(
    root: Path, *, by_webhook: bool = False, flaws: Collection[Flaw] = ()
) -> AsyncIterator[House]:
    """Give a line that serves, on Tuesday at ten; all it ever writes is in one folder."""
    clock = root / "clock"
    set_clock(clock, OPEN)
    now = FileClock(clock).now
    async with (
        aclosing(connect(EmbeddedServer(root / "var").url)) as valkey,
        Telegram(
            limits=False, backoff=0.01, keep_calls=False, now=lambda: now().timestamp()
        ) as telegram,
    ):
        relatives = telegram.add_bot(RELATIVES_TOKEN, "stodbot")
        desk = telegram.add_bot(DESK_TOKEN, "personalbot")
        port = free_port()
        here = House(root, telegram, relatives, desk, valkey, port, by_webhook, flaws)
        await here.start()
        try:
            yield here
        finally:
            if here.process and here.process.returncode is None:
                await here.end()
