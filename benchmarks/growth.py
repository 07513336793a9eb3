"""Memory after many messages, beside memory after few."""

import asyncio
from collections.abc import AsyncIterator
from typing import Final

from benchmarks.processes import memory
from benchmarks.relay import burst
from benchmarks.table import Row
from benchmarks.talks import Side, stage

FEW: Final = 1_000
MANY: Final = 10_000
BURST: Final = 250

# So many that none of them writes faster than a person may.
PAIRS: Final = 200


async def growth() -> AsyncIterator[Row]:
    """Measure the memory of the service, with people writing in both directions at once."""
    async with stage() as here, here.ours(pairs_of_people=PAIRS) as (ours, _):
        few = await _memory_after(ours, FEW)
        many = await _memory_after(ours, MANY)
    yield Row(f"after {MANY:,} messages beside after {FEW:,}", "MB", many, few, 1.05)


async def _memory_after(side: Side, number: int) -> float:
    while sum(len(way.written) for way in side.ways) < number:
        await asyncio.gather(*(burst(way, BURST) for way in side.ways))
    return memory(side.process.pid)
