"""Promises of what happens where there is no room, as `make chaos` tries at length."""

import pytest
from chaos.disk import MISSING
from chaos.full import full, full_behind_a_hasty_door

ON_DISK = pytest.param(True, marks=pytest.mark.skipif(bool(MISSING), reason=MISSING), id="disk")


@pytest.mark.parametrize("on_disk", [pytest.param(False, id="memory"), ON_DISK])
async def test_no_room(on_disk: bool) -> None:  # noqa: FBT001 - a parameter
    """What cannot be kept is refused loudly by both doors, and comes once there is room."""
    found = await full(3, by_webhook=True, on_disk=on_disk)

    assert found.all_kept, str(found)


async def test_no_room_behind_a_hasty_door() -> None:
    """What is promised is not so by itself: a door that answers first has lost it then."""
    found = await full_behind_a_hasty_door(3)

    assert found.acknowledged == found.lost == 3
