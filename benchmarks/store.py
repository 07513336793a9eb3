"""What the store costs on a message's way, beside a PING in the same event loop."""

import math
from bisect import bisect_left
from collections.abc import AsyncIterator, Sequence
from statistics import mean, median
from typing import Final

from benchmarks.relay import talk, warm_up
from benchmarks.table import Row
from benchmarks.talks import Side, Way, stage
from benchmarks.trips import Trip, read

A_SECOND: Final = 5
SECONDS: Final = 20


async def store() -> AsyncIterator[Row]:
    """Measure the round trips between a message's arrival and its delivery, and all that it makes.

    Messages come one by one, so that nothing is shared between them.
    """
    async with stage() as here:
        file = here.folder / "trips"
        async with here.ours(str(file)) as (ours, _):
            await warm_up(ours)
            marks = await talk(ours, A_SECOND, SECONDS)
        made = read(file)
    ping, write = (_alone(made, command) for command in ("PING", "SET"))
    trips = sorted(trip for trip in made if not {"PING", "SET"} & set(trip.commands))
    directions = zip(("to desk", "to relative"), ours.ways, marks, strict=True)
    for direction, way, written in directions:
        ways = [_under_way(trips, way, mark) for mark in written]
        waited = median(_waited(way) for way in ways) / ping
        yield Row(
            f"{direction}: round trips until delivered", "trips", mean(map(len, ways)), math.nan
        )
        yield Row(f"{direction}: waited for the store, in PINGs", "PINGs", waited, 1, 2.5)
    span = _span(ours, marks)
    everything = [trip for trip in trips if span[0] <= trip.began <= span[1]]
    messages = sum(map(len, marks))
    seconds = mean(trip.ended - trip.began for trip in everything)
    rate = len(everything) / messages
    yield Row("all round trips, also of clock and leases", "a message", rate, math.nan)
    yield Row("a round trip beside a PING", "ms", seconds * 1000, ping * 1000)
    yield Row("one small write, on the disk, beside a PING", "ms", write * 1000, ping * 1000)


def _alone(trips: Sequence[Trip], command: str) -> float:
    """Return how long a command takes that shares its round trip with no other."""
    return median(trip.ended - trip.began for trip in trips if set(trip.commands) == {command})


def _under_way(trips: Sequence[Trip], way: Way, mark: int) -> list[Trip]:
    """Return the round trips that ended between a message's arrival and its delivery."""
    first = bisect_left(trips, way.written[mark], key=lambda trip: trip.began)
    found = []
    for trip in trips[first:]:
        if trip.began >= way.arrived[mark]:
            break
        if trip.ended <= way.arrived[mark]:
            found.append(trip)
    return found


def _waited(trips: Sequence[Trip]) -> float:
    """Return for how long any of them was under way."""
    waited, until = 0.0, 0.0
    for trip in trips:
        waited += max(0.0, trip.ended - max(trip.began, until))
        until = max(until, trip.ended)
    return waited


def _span(side: Side, marks: Sequence[range]) -> tuple[float, float]:
    """Return when the first was written, and when the last arrived."""
    ways = list(zip(side.ways, marks, strict=True))
    return (
        min(way.written[written[0]] for way, written in ways),
        max(way.arrived[written[-1]] for way, written in ways),
    )
