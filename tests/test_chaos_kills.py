"""Promises of what outlives kills and stops, in a short form of the trial at full size."""

import asyncio
import signal

import pytest
from chaos.kills import Blows, backlog, plain_backlog, under_traffic
from chaos.line import DESK_TOKEN
from chaos.numbered import Tally
from chaos.talks import Direction, found
from telegram_standin import Telegram

# Workers start several times, and each time import all that they are made of.
pytestmark = pytest.mark.timeout(300)


async def test_killed_and_stopped() -> None:
    """What was written is on the other phone, in order, though workers and the store died."""
    killed = Blows(signal.SIGKILL, 1, store_at_each=1)
    stopped = Blows(signal.SIGTERM, 1)
    came = await under_traffic(killed, stopped, chats=4, per_second=8, processes=2)

    assert (len(killed.took), killed.stores, len(stopped.took)) == (1, 2, 1)
    assert came.tally.sent > 20
    assert came.tally.is_whole, came
    # At most what was under way: one call to each of six phones. After a stop, nothing.
    assert came.at_most <= 6, came
    assert (came.again[0], came.again[-1]) == (0, 0), came


async def test_killed_in_a_backlog() -> None:
    """A kill loses nothing that waited, nor the way to what came; a plain relay loses both."""
    ours, plain = await asyncio.gather(backlog(4, 9, 2), plain_backlog(20, 15, 10))

    assert ours.found.tally.is_whole, ours
    assert ours.found.doubled <= 6, ours
    assert ours.replies_lost == 0
    assert plain.found.tally.lost
    assert plain.replies_lost == 10


async def test_counting() -> None:
    """What is missing, overtaken or there twice is counted, and after which blow it came."""
    now = iter(range(100))
    async with Telegram(clock=lambda: next(now), limits=False) as telegram:
        bot = telegram.add_bot(DESK_TOKEN, "personalbot")
        phone = telegram.person()
        begun = "nr 1.1\n\nnr 1.2\n\nnr 1.4"
        for text in (begun, "nr 1.3", "nr 1.3\n\nnr 1.4", "nr 2.1", "nr 1.4"):
            bot.show(phone.chat(bot), text, {}, {"text": text})
        came = found([Direction(bot, phone, 1, sent=5)], [phone.phone(bot)[2].at])

    assert came.tally == Tally(sent=5, lost=1, overtaken=1, doubled=3)
    assert (came.again, came.doubled, came.at_most) == ([0, 2], 2, 2)
