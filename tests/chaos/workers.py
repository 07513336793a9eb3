"""The service in processes of its own, that can be killed and started again."""

import asyncio
import contextlib
import os
import signal
import sys
import tempfile
import time
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from builders import always_open
from telegram_standin import StandInBot, Telegram

from bot.store.client import StoreError, Valkey, connect
from bot.store.server import EmbeddedServer
from chaos.line import DESK_TOKEN, RELATIVES_TOKEN, free_port
from chaos.processes import process_of
from chaos.waiting import LOOK_AGAIN, PATIENCE, until


@dataclass
class Worker:
    """A process that serves some doors, and the bots by which its work is seen.

    `started_at` is on the clock of the stand-in, as are all moments here.
    """

    command: Sequence[str]
    environment: dict[str, str]
    bots: Sequence[StandInBot]
    log: Path
    process: Process | None = None
    started_at: float = 0.0

    async def start(self) -> None:
        """Start it, and do not wait until it works."""
        assert self.process is None
        self.started_at = time.monotonic()
        with self.log.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable, *self.command, env=self.environment, stdout=log, stderr=log
            )

    async def end(self, sign: signal.Signals) -> float:
        """Send a signal, wait until it has ended, and return how many seconds it took."""
        assert self.process is not None
        began = time.monotonic()
        self.process.send_signal(sign)
        async with asyncio.timeout(PATIENCE):
            status = await self.process.wait()
        self.process = None
        wanted = -sign if sign is signal.SIGKILL else 0
        assert status == wanted, self.log.read_text(encoding="utf-8")
        return time.monotonic() - began

    async def is_seen_working(self) -> None:
        """Wait until something came to a phone by each of its bots since it was started."""

        def is_seen() -> bool:
            assert self.process, "it was never started"
            assert self.process.returncode is None, self.log.read_text(encoding="utf-8")
            return all(_last_said(bot) > self.started_at for bot in self.bots)

        await until(is_seen)


@dataclass
class Site:
    """Telegram with our two bots, the store, and the workers."""

    telegram: Telegram
    relatives: StandInBot
    desk: StandInBot
    data: Path
    workers: list[Worker] = field(default_factory=list)

    async def start(self) -> None:
        """Start all workers, the one that opens the store first."""
        for worker in self.workers:
            await worker.start()
            await self.store_process()

    async def is_seen_working(self) -> None:
        """Wait until each worker was seen working since it was started."""
        for worker in self.workers:
            await worker.is_seen_working()

    async def end(self, sign: signal.Signals) -> list[float]:
        """End all workers, and return how many seconds each took."""
        return [await worker.end(sign) for worker in reversed(self.workers)]

    @contextlib.asynccontextmanager
    async def store(self) -> AsyncIterator[Valkey]:
        """Give a client of the store."""
        async with connect(EmbeddedServer(self.data).url) as valkey:
            yield valkey

    async def store_process(self) -> int:
        """Return the process of the store, as soon as it answers."""
        async with self.store() as valkey, asyncio.timeout(PATIENCE):
            while True:
                with contextlib.suppress(StoreError, OSError):
                    return await process_of(valkey)
                await asyncio.sleep(LOOK_AGAIN)

    async def close(self) -> None:
        """End what still runs."""
        for worker in self.workers:
            if worker.process and worker.process.returncode is None:
                await worker.end(signal.SIGKILL)
        async with self.store() as valkey:
            with contextlib.suppress(StoreError, OSError):
                await valkey.shutdown(nosave=True)


def _last_said(bot: StandInBot) -> float:
    """Return when a bot last said something."""
    return max(
        (one.at for chat in bot.chats.values() for one in chat.messages.values() if one.from_bot),
        default=0.0,
    )


@contextlib.asynccontextmanager
async def open_site(
    *,
    processes: int = 1,
    by_webhook: bool = False,
    topics: bool = True,
    distance: float = 0.0,
) -> AsyncIterator[Site]:
    """Give a site that is not started yet, whose line is open day and night.

    With two processes, one serves the relatives' bot alone, and the other all else. `distance`
    is how far away Telegram is, in seconds there and back.
    """
    with tempfile.TemporaryDirectory(prefix="stodchatten-") as name:
        folder = Path(name)
        line = folder / "line.toml"
        line.write_text(always_open(), encoding="utf-8")
        async with Telegram(distance=distance, backoff=0.1) as telegram:
            site = Site(
                telegram,
                telegram.add_bot(RELATIVES_TOKEN, "stodbot"),
                telegram.add_bot(DESK_TOKEN, "personalbot", has_topics_enabled=topics),
                folder / "var",
            )
            port = free_port()
            address = f"127.0.0.1:{port}"
            settings = {
                "DATA": str(site.data),
                "LINE": str(line),
                "LISTEN": address,
                "TELEGRAM_API": telegram.url,
                "PUBLIC_URL": f"http://{address}" if by_webhook else "",
            }
            relatives = {"TELEGRAM_TOKEN": RELATIVES_TOKEN}
            desk = {"DESK_TELEGRAM_TOKEN": DESK_TOKEN}
            log = folder / "log"
            if processes == 1:
                environment = _environment(settings | relatives | desk)
                bots = [site.relatives, site.desk]
                site.workers.append(Worker(_RUN, environment, bots, log))
            else:
                alone = [*_RUN, "--only", "telegram"]
                site.workers += [
                    Worker(_RUN, _environment(settings | desk), [site.desk], log),
                    Worker(alone, _environment(settings | relatives), [site.relatives], log),
                ]
            try:
                yield site
            finally:
                await site.close()
            assert telegram.violations == []


_RUN = ["-m", "bot", "run"]


def _environment(settings: dict[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if "STODCHATTEN_" not in name}
    return kept | {f"STODCHATTEN_{name}": value for name, value in settings.items()}
