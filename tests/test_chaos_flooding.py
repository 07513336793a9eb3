"""Promises of the line in a flood of new chats, as `make chaos` tries at full size."""

import pytest
from chaos.flooding import DANGER, Flood, flooded, room

from handlers import flood

# So many in so short a time that some are free, and most are not.
SHORT = (1200.0, 3.0)


@pytest.mark.parametrize("kind", [Flood(), Flood(works=True), Flood(words=DANGER)])
async def test_flood(kind: Flood) -> None:
    """However programs come, few get into the queue; talks go on, and people come in beside."""
    came = await flooded(kind, *SHORT, talks=2)

    assert came.sent > room(SHORT[1]) / 3
    assert came.queued <= room(SHORT[1])
    assert came.queued <= flood.FREE.at_once or kind != Flood()
    assert not came.refused
    assert len(came.people) > 1


async def test_without_a_guard() -> None:
    """What is promised is not so by itself: without a guard, all of them are in the queue."""
    came = await flooded(Flood(), *SHORT, talks=2, guarded=False)

    # Some were in the queue already, and not answered yet, as the flood ended.
    assert came.queued >= came.sent > flood.FREE.at_once
