"""A flood of new web chats beside living talks: what becomes of the talks, and of the queue."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from itertools import cycle
from typing import Final

import pytest
from floods import newcomer, send, worked
from visitors import HUMAN, Browser, chat_id, new_session

from bot.background import in_background
from bot.store import keys
from chaos.apart import side_by_side
from chaos.line import WholeLine, whole_line
from chaos.table import Row
from handlers import flood
from handlers.flood import Allowance

DANGER: Final = "han säger att han ska döda mig i kväll"
LONG: Final = HUMAN + " för jag vet inte vad jag ska göra" * 110

# How often somebody in a talk writes and the board is looked at, and how often somebody comes.
WRITES: Final = timedelta(seconds=0.2)
COMES: Final = timedelta(seconds=2)
# As the page does where there is no room yet.
AGAIN_AFTER: Final = 2.0  # seconds


@dataclass(slots=True)
class Came:
    """What came of a flood: how many `sent` a form, of whom so many are `queued`.

    In seconds, `talks` is how long answers took in talks that went on, `desk` those at the desk,
    and `people` how long it took others, who came meanwhile, to get in.
    """

    sent: int = 0
    queued: int = 0
    refused: int = 0
    talks: list[float] = field(default_factory=list)
    desk: list[float] = field(default_factory=list)
    people: list[float] = field(default_factory=list)


def p95(seconds: list[float]) -> float:
    """Return what 95 in 100 took at most."""
    return sorted(seconds)[int(0.95 * len(seconds))]


def room(seconds: float) -> float:
    """Return how many get in at most in so many seconds, whatever they do."""
    ways = (flood.FREE, flood.WORKED, flood.WAITED, flood.DANGER)
    return sum(way.at_once + way.a_minute * seconds / 60 for way in ways)


@dataclass(frozen=True, slots=True)
class Flood:
    """Programs that begin a conversation: what they write, and whether they do the work."""

    words: str = HUMAN
    works: bool = False


@dataclass
class _Scene:
    """A line, and what came of all who are there."""

    line: WholeLine
    flood: Flood
    came: Came = field(default_factory=Came)

    async def flooder(self) -> None:
        """Begin as a program does, and give up unless it does the work."""
        async with new_session("sv") as session:
            browser = await newcomer(self.line.site, session)
            status, said = await send(browser, self.flood.words)
            self.came.sent += 1
            if status == 429 and self.flood.works:
                await send(browser, self.flood.words, **worked(said))

    async def person(self) -> None:
        """Come as a person does, whose page does what it is asked for until they are in."""
        began = time.monotonic()
        async with new_session("sv") as session:
            browser = await newcomer(self.line.site, session)
            status, said = await send(browser, "hej")
            fields: dict[str, str] = {}
            while status == 429:
                if fields.get("ticket") == said["ticket"]:
                    await asyncio.sleep(AGAIN_AFTER)
                else:
                    fields = worked(said)
                status, said = await send(browser, "hej", **fields)
        self.came.people.append(time.monotonic() - began)

    async def write(self, relative: Browser, counsellor: Browser) -> None:
        """Write in a talk that goes on, and look at the board as who wants to take somebody."""
        began = time.monotonic()
        status, _ = await send(relative, "jag är kvar", client_id=f"{began}")
        wrote = time.monotonic()
        looked = await counsellor.get("/desk")
        self.came.talks.append(wrote - began)
        self.came.desk.append(time.monotonic() - wrote)
        self.came.refused += (status != 200) + (looked != 200)

    async def time_passes(self) -> None:
        """Let the line's clock go on."""
        began, at = time.monotonic(), self.line.clock.at
        while True:
            await asyncio.sleep(0.02)
            self.line.clock.at = at + timedelta(seconds=time.monotonic() - began)


async def flooded(
    kind: Flood, a_minute: float, seconds: float, talks: int = 10, *, guarded: bool = True
) -> Came:
    """Flood a line for so long, while people talk in it, look at its board, and come."""
    async with AsyncExitStack() as stack:
        line = await stack.enter_async_context(whole_line())
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        # Whoever floods may have the fastest of machines, and this one has the line to serve.
        patch.setattr(flood, "BITS", (1, 1))
        if not guarded:
            patch.setattr(flood, "FREE", Allowance(10**9, 10**9))
        scene = _Scene(line, kind)
        counsellor = Browser(
            await stack.enter_async_context(new_session("sv")), line.site.chat.rstrip("/")
        )
        await counsellor.get(line.site.desk.removeprefix(counsellor.base))
        relatives = cycle([await _talk(scene, stack, counsellor) for _ in range(talks)])
        await stack.enter_async_context(in_background(scene.time_passes()))
        async with asyncio.TaskGroup() as all_of_it:
            for every, do in (
                (timedelta(minutes=1) / a_minute, scene.flooder),
                (COMES, scene.person),
                (WRITES, lambda: scene.write(next(relatives), counsellor)),
            ):
                all_of_it.create_task(_again_and_again(do, every, seconds))
        scene.came.queued = await line.valkey.zcard(keys.QUEUE)
        return scene.came


async def _talk(scene: _Scene, stack: AsyncExitStack, counsellor: Browser) -> Browser:
    """Return the browser of somebody who talks with a counsellor."""
    relative = await newcomer(scene.line.site, await stack.enter_async_context(new_session("sv")))
    await send(relative, HUMAN)
    await counsellor.post(f"/desk/take/{await chat_id(counsellor)}")
    return relative


async def _again_and_again(
    do: Callable[[], Coroutine[None, None, None]], every: timedelta, seconds: float
) -> None:
    """Do something at a steady pace, whether it is done by the next time or not."""
    until = time.monotonic() + seconds
    async with asyncio.TaskGroup() as under_way:
        due = time.monotonic()
        while due < until:
            await asyncio.sleep(due - time.monotonic())
            under_way.create_task(do())
            due += every.total_seconds()


FULL: Final = (1000.0, 30.0)  # a minute, for so many seconds


async def trial() -> AsyncIterator[Row]:
    """Flood in each way that there is, and once a line without a guard."""
    kinds = {
        "1,000 new chats a minute": Flood(),
        "the same, each does the work": Flood(works=True),
        "the same, each in danger": Flood(words=DANGER),
        "the same, each with 4,000 letters": Flood(words=LONG),
    }
    tried = [partial(flooded, kind, *FULL) for kind in kinds.values()]
    tried.append(partial(flooded, Flood(), *FULL, guarded=False))
    names = [*kinds, "1,000 new chats a minute: no guard"]
    found = side_by_side(tried, 1)
    for name in names:
        yield _row(name, await anext(found), is_control=name == names[-1])


def _row(tried: str, came: Came, *, is_control: bool) -> Row:
    found = (
        f"{came.queued} of {came.sent}, p95 talk {p95(came.talks):.2f} s, "
        f"desk {p95(came.desk):.2f} s, new {p95(came.people):.1f} s"
    )
    holds = (
        came.queued <= room(FULL[1])
        and not came.refused
        and max(p95(came.talks), p95(came.desk)) < 1
    )
    wanted = f"≤ {room(FULL[1]):.0f} queued, ≤ 1 s, ≤ 1 s"
    return Row(tried, found, wanted, holds, is_control)
