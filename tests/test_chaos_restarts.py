"""Promises of what a dying store does to talks, as `make chaos` tries at length."""

from chaos.restarts import orphan, orphan_as_shipped, restarts


async def test_restart() -> None:
    """When the store dies all four go on, on Telegram and on the web; nothing is retyped."""
    found = await restarts(1)

    assert found.all_went_on, str(found)


async def test_restart_with_nothing_on_the_disk() -> None:
    """What is promised is not so by itself: a store that only remembers has forgotten."""
    found = await restarts(1, 2, appendonly="no")

    assert found.tally.lost


async def test_orphan() -> None:
    """A store whose process was killed is open to nobody, and is taken over."""
    found = await orphan()

    assert found.taken_over
    assert not found.by_net
    assert not found.by_others


async def test_server_as_shipped() -> None:
    """What is promised is not so by itself: a server as its package starts it is open to all."""
    assert orphan_as_shipped().by_net
