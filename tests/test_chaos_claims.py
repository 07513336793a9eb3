"""Promises of who has a conversation that two take at once, as `make chaos` tries at length."""

from chaos.claims import claims, claims_in_two_steps


async def test_claims() -> None:
    """Of two who take the same conversation at once one has it, and the other is told."""
    found = await claims(200)

    assert (found.double, found.unclaimed) == (0, 0)
    assert found.told


async def test_claims_in_two_steps() -> None:
    """What is promised is not so by itself: who looks first and takes then takes it twice."""
    found = await claims_in_two_steps(200)

    assert found.double
