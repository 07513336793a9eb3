"""Runs the service with both bots, not held to Telegram's pace: that is not what is measured.

    python -m benchmarks.service [FILE]

Settings come from the environment. It is open whenever this runs, and says "ready" once it serves.
With a file, all round trips to the store are written there at the end.
"""

import asyncio
import os
import signal
import sys
from pathlib import Path

import uvloop

from benchmarks.line import LINE, opened
from benchmarks.processes import READY
from benchmarks.trips import Trips
from bot.app import Service, running
from bot.cli import MESSAGES
from bot.logs import start_logging
from bot.pacing import Limits
from bot.settings import load_settings
from bot.texts import load_texts
from handlers.line import facts

# Telegram's limits are some thirty a second; these do not matter.
WIDE = Limits(per_second=1_000_000, burst=1e6, chat_per_second=1e6, chat_burst=1e6)


async def serve(service: Service) -> None:
    """Serve until SIGTERM."""
    stopped = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    async with running(service):
        print(READY, flush=True)
        await stopped.wait()


def main() -> None:
    """Serve, and write the round trips down if a file is given."""
    settings = load_settings(os.environ)
    texts = load_texts(MESSAGES, facts(LINE))
    service = Service(settings, LINE, texts, opened(), start_logging(), limits=WIDE)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        if len(sys.argv) > 1:
            trips = Trips()
            runner.run(trips.watch(settings, serve(service)))
            trips.write(Path(sys.argv[1]))
        else:
            runner.run(serve(service))


if __name__ == "__main__":
    main()
