"""Promises of what limits and bans of Telegram do to messages, as `make chaos` tries at length."""

from chaos.storms import (
    notices,
    notices_on_a_plain_bot,
    steady,
    steady_on_a_plain_bot,
    storm,
    storm_on_a_plain_bot,
)


async def test_storm() -> None:
    """A storm of bans loses nothing, turns nothing round, and is asked once a chat at most."""
    came = await storm(chats=6, each=2, burst=5, seconds=1)

    assert came.tally.came_once
    assert came.one_chat <= 1
    assert came.refused


async def test_storm_on_a_plain_bot() -> None:
    """What is promised is not so by itself: a bot without a queue loses what was refused."""
    came = await storm_on_a_plain_bot(chats=6, each=2, burst=5, seconds=1)

    assert came.tally.lost


async def test_steady() -> None:
    """At 25 messages a second next to no call is refused."""
    came = await steady(per_second=25, seconds=1, chats=10)

    assert came.tally.came_once
    assert came.refused * 100 <= came.calls


async def test_steady_on_a_plain_bot() -> None:
    """Without a pace of its own, a bot runs into the limits."""
    came = await steady_on_a_plain_bot(per_second=80, seconds=1, chats=10)

    assert came.refused * 100 > came.calls


async def test_notices() -> None:
    """In the midst of what many are told at closing time, a counsellor's reply overtakes."""
    found = await notices(waiting=60, reply_after=0.1)

    assert found.after_it
    assert not found.refused


async def test_notices_on_a_plain_bot() -> None:
    """A bot that sends one after the other and waits when refused lets the reply wait, too."""
    found = await notices_on_a_plain_bot(waiting=45)

    assert found.refused
