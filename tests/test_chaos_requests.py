"""Promises of requests that no page makes, as `make chaos` sends them by the thousand."""

from chaos.requests import BAD, bad_to_chat, bad_to_desk, flood


async def test_bad_to_chat() -> None:
    """Each bad request is answered clearly, and the relative's next good one is taken."""
    assert (await bad_to_chat(list(BAD))).wrong == []


async def test_bad_to_desk() -> None:
    """The same is true at the desk."""
    assert (await bad_to_desk(list(BAD))).wrong == []


async def test_flood() -> None:
    """Many posts at once are each taken or refused, and a counsellor writes meanwhile."""
    assert (await flood(100)).wrong == []
