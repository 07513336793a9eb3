"""A message's way from one phone to another, beside a bare relay that stores nothing."""

import asyncio
import math
from collections import defaultdict
from collections.abc import AsyncIterator
from typing import Final

from benchmarks.processes import cpu, memory
from benchmarks.table import Row, over_rounds, share
from benchmarks.talks import PAIRS, Side, Way, stage

ROUNDS: Final = 3
A_SECOND: Final = 10
SECONDS: Final = 12
BURST: Final = 1000

# How long a side may tidy up after a burst before its processor time is read.
SETTLE: Final = 1.0

Figures = defaultdict[str, list[tuple[float, float]]]


async def relay() -> AsyncIterator[Row]:
    """Measure latency, throughput, processor time and memory of both directions."""
    found: Figures = defaultdict(list)
    async with stage() as here, here.bare() as bare, here.ours() as (ours, valkey):
        for side in (ours, bare):
            await warm_up(side)
        store = int((await valkey.info("server"))["process_id"])
        stored = cpu(store)
        for _ in range(ROUNDS):
            _note(found, [await _latencies(side) for side in (ours, bare)])
            _note(found, [await _bursts(side) for side in (ours, bare)])
        stored = (cpu(store) - stored) * 1000 / sum(len(way.written) for way in ours.ways)
        sizes = [memory(side.process.pid) for side in (ours, bare)]
    for direction in ("to desk", "to relative"):
        for percent, goal in ((50, 1.5), (99, 2.0)):
            what = f"{direction}: p{percent} at {A_SECOND}/s"
            yield over_rounds(what, "ms", found[f"{direction} p{percent}"], goal)
    for direction in ("to desk", "to relative"):
        what = f"{direction}: burst of {BURST:,}"
        rates = found[f"{direction} rate"]
        yield over_rounds(what, "messages/s", rates, 0.5, more_is_better=True)
        yield over_rounds(f"{what}: CPU", "ms/message", found[f"{direction} cpu"])
    yield over_rounds(f"both at {A_SECOND}/s: CPU", "ms/message", found["cpu"])
    yield Row("both: the store's own CPU", "ms/message", stored, math.nan)
    yield Row("memory", "MB", sizes[0], sizes[1])


def _note(found: Figures, sides: list[dict[str, float]]) -> None:
    ours, bare = sides
    for what, figure in ours.items():
        found[what].append((figure, bare[what]))


async def warm_up(side: Side) -> None:
    """Let everybody write once, so that no talk is met for the first time."""
    for way in side.ways:
        await burst(way, PAIRS)


async def talk(side: Side, a_second: int, seconds: int) -> list[range]:
    """Let people write in both directions, evenly; return the marks of each direction."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    first = [len(way.written) for way in side.ways]
    for step in range(a_second * seconds * len(side.ways)):
        await asyncio.sleep(began + step / a_second / len(side.ways) - loop.time())
        side.ways[step % len(side.ways)].write()
    for way in side.ways:
        await way.all_is_there()
    return [range(a, len(way.written)) for a, way in zip(first, side.ways, strict=True)]


async def burst(way: Way, size: int) -> float:
    """Let so many be written at once; return how many were relayed a second."""
    marks = [way.write() for _ in range(size)]
    await way.all_is_there()
    return size / (max(way.arrived[mark] for mark in marks) - way.written[marks[0]])


async def _latencies(side: Side) -> dict[str, float]:
    before = cpu(side.process.pid)
    to_desk, to_relatives = await talk(side, A_SECOND, SECONDS)
    spent = (cpu(side.process.pid) - before) / (len(to_desk) + len(to_relatives))
    figures = {"cpu": spent * 1000}
    for direction, way, marks in (
        ("to desk", side.to_desk, to_desk),
        ("to relative", side.to_relatives, to_relatives),
    ):
        took = way.took(marks)
        figures |= {f"{direction} p{percent}": share(took, percent) * 1000 for percent in (50, 99)}
    return figures


async def _bursts(side: Side) -> dict[str, float]:
    figures = {}
    for direction, way in (("to desk", side.to_desk), ("to relative", side.to_relatives)):
        before = cpu(side.process.pid)
        figures[f"{direction} rate"] = await burst(way, BURST)
        await asyncio.sleep(SETTLE)
        figures[f"{direction} cpu"] = (cpu(side.process.pid) - before) * 1000 / BURST
    return figures
