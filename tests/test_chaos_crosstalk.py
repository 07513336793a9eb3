"""Promises of whom a message reaches when many talk at once, as `make chaos` tries at length."""

from chaos.crosstalk import crosstalk, crosstalk_by_the_last_word
from chaos.quick_site import End


async def test_crosstalk() -> None:
    """What many write at once, while the store dies, reaches whom it is for, in order."""
    found = await crosstalk(12, 3, 240, topics=True, ends=[End.STORE_KILLED])

    assert found.none, str(found)


async def test_crosstalk_by_the_last_word() -> None:
    """What is promised is not so by itself: a bot that answers who wrote last is often wrong."""
    found = await crosstalk_by_the_last_word(12, 3, 240)

    assert found.wrong
