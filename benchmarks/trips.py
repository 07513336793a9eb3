"""The round trips to the store of a process, with when each began and ended."""

import asyncio
import contextlib
import json
import time
from collections.abc import Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

from redis.asyncio.client import Pipeline, Redis

from bot.background import in_background
from bot.opening import open_store
from bot.settings import Settings
from bot.store import keys
from bot.store.client import Valkey

# The control: as many PINGs, this often, in the midst of the work; and one small write, which the
# store answers when it is on the disk.
PINGS = 5
PING_EVERY = 0.1  # seconds


class Trip(NamedTuple):
    """A round trip; the moments are those of `time.monotonic`, which all processes share."""

    began: float
    ended: float
    commands: list[str]


@dataclass
class Trips:
    """All round trips that were made while this watched."""

    made: list[Trip] = field(default_factory=list)

    async def watch(self, settings: Settings, work: Coroutine[Any, Any, None]) -> None:
        """Do a work, and keep the round trips that are made meanwhile, with PINGs in between."""
        execute, execute_one = Pipeline.execute, Redis.execute_command

        async def watched_one(client: Valkey, *command: Any, **options: Any) -> Any:
            began = time.monotonic()
            try:
                return await execute_one(client, *command, **options)  # type: ignore[no-untyped-call]
            finally:
                self.made.append(Trip(began, time.monotonic(), [str(command[0])]))

        async def watched(pipeline: Pipeline, *given: Any, **options: Any) -> Any:
            commands = [str(command[0][0]) for command in pipeline.command_stack]
            began = time.monotonic()
            try:
                return await execute(pipeline, *given, **options)
            finally:
                self.made.append(Trip(began, time.monotonic(), commands))

        with (
            mock.patch.object(Pipeline, "execute", watched),
            mock.patch.object(Redis, "execute_command", watched_one),
        ):
            async with in_background(self._ping(settings)):
                await work

    async def _ping(self, settings: Settings) -> None:
        async with open_store(settings) as valkey:
            while True:
                for _ in range(PINGS):
                    await valkey.ping()
                await valkey.set(keys.tries("benchmark"), "")
                await asyncio.sleep(PING_EVERY)

    def write(self, file: Path) -> None:
        """Write them down."""
        file.write_text(json.dumps(self.made), encoding="utf-8")


def read(file: Path) -> list[Trip]:
    """Return the round trips that were written down."""
    with contextlib.closing(file.open(encoding="utf-8")) as written:
        return [Trip(*trip) for trip in json.load(written)]
