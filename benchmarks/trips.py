"""The round trips to the store of a process, with when each began and ended."""

import asyncio
import contextlib
import json
import time
from collections.abc import Coroutine, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

from redis.asyncio.client import Pipeline, Redis

from bot.background import in_background
from bot.opening import open_store
from bot.settings import Settings
from bot.store import keys

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
        together: Any = Pipeline.execute
        alone: Any = Redis.execute_command

        async def pipelined(pipeline: Pipeline, *given: Any, **options: Any) -> Any:
            commands = [str(command[0][0]) for command in pipeline.command_stack]
            with self._trip(commands):
                return await together(pipeline, *given, **options)

        async def commanded(client: Redis, *given: Any, **options: Any) -> Any:
            with self._trip([str(given[0])]):
                return await alone(client, *given, **options)

        with (
            mock.patch.object(Pipeline, "execute", pipelined),
            mock.patch.object(Redis, "execute_command", commanded),
        ):
            async with in_background(self._ping(settings)):
                await work

    @contextlib.contextmanager
    def _trip(self, commands: list[str]) -> Iterator[None]:
        began = time.monotonic()
        try:
            yield
        finally:
            self.made.append(Trip(began, time.monotonic(), commands))

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
