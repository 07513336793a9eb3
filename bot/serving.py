"""Serves until it is told to stop: the service itself, or a try-out of it."""

import asyncio
import signal
from collections.abc import Callable

import uvloop

from bot.app import Running, Service, running
from bot.clock import Clock
from bot.logs import start_logging
from bot.settings import DoorName, Settings
from bot.texts import Texts
from handlers.hours import STOCKHOLM
from handlers.line import Line


def serve(settings: Settings, line: Line, texts: Texts, only: DoorName | None = None) -> None:
    """Run the service, or only one of its doors, on real time until SIGTERM or Ctrl-C."""
    log = start_logging()
    service = Service(settings, line, texts, Clock(), log, only=only)

    def ready(here: Running) -> None:
        log.info("ready", listen=here.chat)

    _run(service, ready)


def serve_tryout(settings: Settings, line: Line, texts: Texts, clock: Clock) -> None:
    """Run a try-out on pretended time until Ctrl-C."""
    service = Service(settings, line, texts, clock, start_logging(), tryout=True)

    def ready(here: Running) -> None:
        print(
            f"This is a try-out, not the real line ({line.number}). Nothing is kept.\n\n"
            f"  A relative writes at       {here.chat}\n"
            f"  A counsellor answers at    {here.desk}\n\n"
            f"Its clock says {clock.now().astimezone(STOCKHOLM):%Y-%m-%d %H:%M}, Swedish time. "
            "Ctrl-C ends it.",
            flush=True,
        )

    _run(service, ready)


def _run(service: Service, ready: Callable[[Running], None]) -> None:
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_until_stopped(service, ready))


async def _until_stopped(service: Service, ready: Callable[[Running], None]) -> None:
    stopped = asyncio.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(sign, stopped.set)
    async with running(service) as here:
        ready(here)
        await stopped.wait()
