"""The queue when it is long, beside the same steps when it is short."""

import asyncio
import contextlib
import secrets
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Final

from builders import unlocked

from benchmarks.line import HUMAN, switchboard
from benchmarks.table import Row, over_rounds
from bot.codes import new_code
from bot.reception import Reception
from bot.store import keys
from bot.store.addresses import Address, Addresses
from bot.store.client import Valkey
from bot.store.conversations import Arrival, Loaded, Moment, Outcome
from bot.store.server import EmbeddedServer
from bot.switchboard import Switchboard
from handlers.conversation import Conversation, Counsellor, State
from handlers.decisions import Decision
from handlers.events import CounsellorTook, RelativeWrote
from handlers.language import choose

SHORT: Final = 10
LONG: Final = 100_000
AT_ONCE: Final = 500
ROUNDS: Final = 5
STEPS: Final = 40

# So many draws surely show each word of which codes are made.
WORDS: Final = sorted({new_code(0).split()[0] for _ in range(10_000)})
FIRST_CODE: Final = 10

KIM: Final = Counsellor("0c1", "Kim")


@dataclass
class Line:
    """A store of its own with its queue."""

    valkey: Valkey
    board: Switchboard
    reception: Reception
    numbers: "count[int]" = field(default_factory=count)

    async def fill(self, length: int) -> None:
        """Let so many wait; each is committed, but not decided one by one.

        Their codes are those that are given out first, so that whoever joins finds them in use.
        """
        at = self.board.clock.now()
        waiting = Conversation(
            id="",
            code="",
            started_at=at,
            last_at=at,
            state=State.WAITING,
            leaning=choose("sv"),
            joined_at=at,
            reason="reason-human",
        )
        for first in range(0, length, AT_ONCE):
            them = range(first, min(first + AT_ONCE, length))
            await asyncio.gather(*(self._begin(waiting, number) for number in them))

    async def _begin(self, waiting: Conversation, number: int) -> None:
        at = waiting.started_at + timedelta(milliseconds=number)
        code = f"{WORDS[number % len(WORDS)]} {FIRST_CODE + number // len(WORDS)}"
        one = replace(waiting, id=secrets.token_hex(16), code=code, joined_at=at)
        outcome = await self.board.conversations.commit(
            Loaded(one),
            f"filled-{number}",
            Decision(one),
            Moment(at, at + timedelta(days=1)),
            arrival=Arrival(Address(f"web:filled-{number}"), ""),
        )
        assert outcome is Outcome.DONE

    async def step(self) -> tuple[float, float, float]:
        """Let one join, find their place, and the first be taken; return how long each took."""
        number = next(self.numbers)
        address = Address(f"web:{number}")
        joined = await _seconds(
            self.reception.receive(address, RelativeWrote(f"w{number}", HUMAN), choose("sv"))
        )
        mine = await self.reception.id_of(address)
        found = await _seconds(self.board.situation(mine))
        first = (await self.valkey.zrange(keys.QUEUE, 0, 0))[0]
        taken = await _seconds(self.board.apply(str(first), CounsellorTook(f"t{number}", KIM)))
        return joined, found, taken


async def queue() -> AsyncIterator[Row]:
    """Measure joining, finding one's place and being taken."""
    rounds: list[list[tuple[float, float]]] = [[], [], []]
    async with _line(SHORT) as short, _line(LONG) as long:
        for _ in range(ROUNDS * STEPS):
            ours, control = await long.step(), await short.step()
            for steps, one, other in zip(rounds, ours, control, strict=True):
                steps.append((one * 1e6, other * 1e6))
        length = await long.valkey.zcard(keys.QUEUE)
    for what, steps in zip(("join", "find the place", "take"), rounds, strict=True):
        yield over_rounds(f"{what}: {length:,} waiting beside {SHORT}", "µs", steps, 1.3)


@contextlib.asynccontextmanager
async def _line(length: int) -> AsyncIterator[Line]:
    with tempfile.TemporaryDirectory(prefix="stodchatten-") as folder:
        data = Path(folder)
        async with (
            EmbeddedServer(data) as server,
            unlocked(server.url, data / "secret.key") as valkey,
        ):
            board = switchboard(valkey)
            line = Line(valkey, board, Reception(board, Addresses(valkey)))
            await line.fill(length)
            yield line


async def _seconds(work: Awaitable[object]) -> float:
    began = time.perf_counter()
    await work
    return time.perf_counter() - began
