"""A promise of delivery: nothing overtakes anything on a phone."""

from collections import Counter

import structlog
from builders import KIM, OPEN, ROBIN, SetClock

from bot.background import in_background
from bot.delivery import Delivery
from bot.pacing import Limits
from bot.store import keys
from bot.store.changes import Changes
from bot.store.client import Valkey
from bot.store.leases import Lease
from bot.store.outbox import Brought, Entry, Outbox, Owed
from handlers.decisions import Urgency


class Counting:
    """A courier that counts how often it is on its way to the same phone at once."""

    def __init__(self, valkey: Valkey) -> None:
        self.most = 0
        self._valkey = valkey
        self._under_way: Counter[str] = Counter()

    async def bring(self, owed: Owed) -> Brought | None:
        """Go there, which takes some time."""
        phone = owed.entry.counsellor_id
        self._under_way[phone] += 1
        self.most = max(self.most, self._under_way[phone])
        await self._valkey.ping()
        self._under_way[phone] -= 1
        return Brought(done=True)

    async def give_up(self, owed: Owed) -> None:
        """Do nothing: everybody can be reached."""

    async def close(self) -> None:
        """Do nothing: there is nothing to let go of."""


async def test_one_at_a_time(valkey: Valkey) -> None:
    """A phone gets one call after the other, also when several conversations owe it some."""
    outbox = Outbox(valkey, keys.OWED_DESK, keys.DESK_CHATS)
    entries = [Entry(f"c{n}", who.id) for n in range(3) for who in (KIM, ROBIN)]
    await outbox.owe(entries, Urgency.REPLY, OPEN)
    courier, lease = Counting(valkey), Lease(valkey, "desk")
    delivery = Delivery(
        outbox,
        courier,
        lease,
        clock=SetClock(OPEN),
        log=structlog.get_logger(),
        limits=Limits(per_second=1000, burst=100),
    )
    async with lease.held(), in_background(delivery.run(Changes(valkey))):
        while await outbox.entries():
            pass

    assert courier.most == 1
