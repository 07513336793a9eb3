"""Memory after many messages, beside memory after few."""

from collections.abc import AsyncIterator
from typing import Final

from benchmarks.processes import memory
from benchmarks.relay import burst
from benchmarks.table import Row
from benchmarks.talks import Side, stage

FEW: Final = 1_000
MANY: Final = 10_000
BURST: Final = 250


async def growth() -> AsyncIterator[Row]:
    """Measure the service, and the bare relay."""
    async with stage() as here:
        async with here.ours() as (ours, _):
            few, many = [await _memory_after(ours, number) for number in (FEW, MANY)]
        yield Row(f"after {MANY:,} messages beside after {FEW:,}", "MB", many, few, 1.05)
        async with here.bare() as bare:
            few, many = [await _memory_after(bare, number) for number in (FEW, MANY)]
        yield Row("the same of the bare relay", "MB", many, few)


async def _memory_after(side: Side, number: int) -> float:
    while sum(len(way.written) for way in side.ways) < number:
        for way in side.ways:
            await burst(way, BURST)
    return memory(side.process.pid)
