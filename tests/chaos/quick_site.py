"""A line in a process of its own that is as quick as it can be, ended and begun again."""

import asyncio
import os
import signal
import sys
import tempfile
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from builders import OPEN, switchboard_of
from telegram_standin import StandInBot, Telegram

from bot.clock import Clock
from bot.store.client import Valkey, connect
from bot.store.server import EmbeddedServer
from bot.store.unlocking import unlock
from bot.switchboard import Switchboard
from chaos import served
from chaos.line import DESK_TOKEN, RELATIVES_TOKEN
from chaos.processes import process_of


class End(Enum):
    """What ends, and how, before it is begun again."""

    STOPPED = auto()
    KILLED = auto()
    STORE_KILLED = auto()


@dataclass
class QuickSite:
    """The line as it is seen from outside, where Telegram sets no limits, and its store."""

    data: Path
    telegram: Telegram
    relatives: StandInBot
    desk: StandInBot
    valkey: Valkey
    clock: Clock
    process: Process | None = None

    @property
    def switchboard(self) -> Switchboard:
        """A way to the store beside that of the service."""
        return switchboard_of(self.valkey, self.clock)

    async def begin(self) -> None:
        """Begin the service, and wait until it serves."""
        at = self.clock.now().isoformat()
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", served.__name__, str(self.data), self.telegram.url, at,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}, stdout=PIPE,
            stderr=DEVNULL,  # it warns of all that is done to it here
        )  # fmt: skip
        assert self.process.stdout
        assert await self.process.stdout.readline() == f"{served.READY}\n".encode()

    async def end(self, sign: signal.Signals) -> None:
        """End the service."""
        assert self.process
        self.process.send_signal(sign)
        await self.process.communicate()

    async def goes_through(self, end: End) -> None:
        """Let something end and begin again; a store is begun again by the service."""
        if end is End.STORE_KILLED:
            os.kill(await process_of(self.valkey), signal.SIGKILL)
            return
        await self.end(signal.SIGKILL if end is End.KILLED else signal.SIGTERM)
        await self.begin()


@asynccontextmanager
async def quick_site(*, topics: bool) -> AsyncIterator[QuickSite]:
    """Give a line that serves; `topics` is whether the staff bot has them."""
    async with AsyncExitStack() as stack:
        data = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "var"
        valkey = connect(EmbeddedServer(data).url)
        await stack.enter_async_context(aclosing(valkey))
        telegram = Telegram(limits=False, backoff=0.01, keep_calls=False)
        await stack.enter_async_context(telegram)
        relatives = telegram.add_bot(RELATIVES_TOKEN, "stodbot")
        desk = telegram.add_bot(DESK_TOKEN, "personalbot", has_topics_enabled=topics)
        here = QuickSite(data, telegram, relatives, desk, valkey, Clock(OPEN))
        await here.begin()
        await unlock(valkey, data / "secret.key")
        try:
            yield here
        finally:
            await here.end(signal.SIGTERM)
