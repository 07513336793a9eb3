"""Promises of whom a message reaches when many talk at once, as `make chaos` tries at length."""

from chaos.crosstalk import crosstalk
from chaos.site import End


async def test_crosstalk() -> None:
    """What many write at once, while the store dies, reaches whom it is for, in order."""
    found = await crosstalk(12, 3, 240, topics=True, ends=[End.STORE_KILLED])

    assert found.none, str(found)
