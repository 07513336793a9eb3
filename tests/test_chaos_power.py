"""Promises of what is on the disk when the power goes, as `make chaos` tries at length."""

import pytest
from chaos.disk import MISSING
from chaos.power import power_losses

pytestmark = pytest.mark.skipif(bool(MISSING), reason=MISSING)


async def test_power_lost() -> None:
    """What was acknowledged is there again, also when files were just being written anew."""
    found = await power_losses(times=2, each=50)

    assert found.lost == 0
    assert found.acknowledged >= 100
    assert found.unsaved  # the power went while more was being written


async def test_power_lost_with_a_usual_setting() -> None:
    """What is promised is not so by itself: a server that saves once a second loses some."""
    found = await power_losses(times=1, each=200, appendfsync="everysec")

    assert found.lost
