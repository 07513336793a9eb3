"""Brings what is owed to a platform: urgent first, in order, within limits, until confirmed."""

import asyncio
import contextlib
from collections.abc import Iterator
from typing import Generic, Protocol

from bot.clock import Clock
from bot.logs import Log, describe
from bot.pacing import Limits, Pacing
from bot.store.changes import Changed, Changes
from bot.store.client import StoreError
from bot.store.leases import Lease
from bot.store.outbox import Brought, Entry, Outbox, Owed, To
from bot.store.owing import is_erasure

# A push can be missed: the outbox is looked at this often also without one.
LOOK_EVERY = 2.0  # seconds
STORE_AGAIN = 0.5
UNREADABLE_AGAIN = 60.0
STOP_WITHIN = 5.0

# What cannot be brought in so many tries is left out, and said in the log.
TRIES = 5


class HoldOffError(Exception):
    """The platform wants to be left alone for so many seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class UnreachableError(Exception):
    """The platform will never take this: whoever it is for has shut the door."""


class RefusedError(Exception):
    """The platform will never do this, and nobody is at fault: the message is gone, say."""


class UnchangedError(RefusedError):
    """It stands there already as it is to be: a call whose answer was lost, made again."""


class TransportError(Exception):
    """The platform did not answer, or not sensibly: what was sent may have come or not."""


class Courier(Protocol[To]):
    """Goes to one platform, to whom it knows how to reach there."""

    async def bring(self, owed: Owed[To]) -> Brought | None:
        """Make the next call that is owed, at most one; None when there is nothing to do.

        Raises HoldOffError, UnreachableError, RefusedError or TransportError.
        """

    async def leave_out(self, owed: Owed[To]) -> Brought:
        """Pass over what will never be brought, alone, and let whoever counts on it know."""

    async def give_up(self, owed: Owed[To]) -> None:
        """Note that somebody cannot be reached."""

    async def close(self) -> None:
        """Let go of the connections."""


class Delivery(Generic[To]):
    """Empties one outbox, as long as this process holds the lease of it."""

    def __init__(
        self,
        outbox: Outbox[To],
        courier: Courier[To],
        lease: Lease,
        *,
        clock: Clock,
        log: Log,
        limits: Limits | None = None,
    ) -> None:
        self._outbox = outbox
        self._courier = courier
        self._lease = lease
        self._clock = clock
        self._log = log
        self._pacing = Pacing(limits or Limits())
        self._owed: dict[Entry, int] = {}
        self._told: set[Entry] = set()  # more came of these since they were last begun
        self._under_way: dict[str, asyncio.Task[None]] = {}
        self._unreadable: dict[Entry, float] = {}
        self._look_at = 0.0
        self._stopping = asyncio.Event()

    async def run(self, changes: Changes) -> None:
        """Bring what is owed until stopped."""
        with changes.watch(self._outbox.name) as changed:
            while not self._stopping.is_set():
                await self._look(changed)
                await self._wait(changed, self._begin())

    async def stop(self) -> None:
        """Begin nothing more, and let what is under way be confirmed, not to be said twice."""
        self._stopping.set()
        if self._under_way:
            await asyncio.wait(self._under_way.values(), timeout=STOP_WITHIN)
        await self._courier.close()

    async def _look(self, changed: Changed) -> None:
        news = changed.take()
        if self._lease.is_held:
            for told in news - {""}:
                entry, rank = self._outbox.told(told)
                self._owed[entry] = min(rank, self._owed.get(entry, rank))
                self._told.add(entry)
        if "" in news or _now() >= self._look_at:
            await self._look_at_all()

    async def _look_at_all(self) -> None:
        self._look_at = _now() + LOOK_EVERY
        try:
            self._owed = await self._outbox.entries() if self._lease.is_held else {}
        except (StoreError, OSError):
            self._owed = {}
        self._told &= self._owed.keys()

    def _begin(self) -> float:
        """Begin all that may begin now; return when to look again."""
        now = _now()
        wake = self._look_at
        if self._stopping.is_set():
            return wake  # it may have come while the store was asked
        for entry in self._waiting():  # anew for each: who was begun has the phone alone
            if len(self._under_way) >= self._pacing.at_once:
                return wake  # whichever ends wakes us
            free = self._pacing.free_at(now)
            if free > now:
                return min(wake, free)
            free = self._free_at(entry, now)
            if free > now:
                wake = min(wake, free)
                continue
            self._pacing.begins(now)
            self._told.discard(entry)
            self._under_way[entry.phone] = asyncio.create_task(self._bring(entry))
        return wake

    def _free_at(self, entry: Entry, now: float) -> float:
        # Deletions are no messages, and whoever erases is in a hurry; the one message that follows
        # them is less than a chat takes above its pace.
        if is_erasure(self._owed[entry]):
            return self._pacing.chat_hears_at(entry.phone, now)
        return self._pacing.chat_free_at(entry.phone, now)

    def _waiting(self) -> Iterator[Entry]:
        now = _now()
        for entry in sorted(self._owed, key=self._owed.__getitem__):
            readable = self._unreadable.get(entry, now) <= now
            if readable and entry.phone not in self._under_way:
                yield entry

    async def _wait(self, changed: Changed, until: float) -> None:
        pushed = asyncio.ensure_future(changed.wait())
        try:
            await asyncio.wait(
                {pushed, *self._under_way.values()},
                timeout=max(0.0, until - _now()),
                return_when=asyncio.FIRST_COMPLETED,
            )
        finally:
            pushed.cancel()
        for phone, task in list(self._under_way.items()):
            if task.done():
                del self._under_way[phone]
                task.result()

    async def _bring(self, entry: Entry) -> None:
        made = True
        try:
            owed = await self._outbox.look(entry)
            made = await self._try(owed)
        except (StoreError, OSError):
            self._pacing.failed(entry.phone, _now())
        except ValueError as error:
            # The platform has nothing to do with it, and nobody else has to wait for it.
            self._log.error("conversation_unreadable", **describe(error))
            self._unreadable[entry] = _now() + UNREADABLE_AGAIN
            made = False
        except Exception as error:  # noqa: BLE001 - nothing may end the delivery to all others
            self._log.error("delivery_error", **describe(error))
            self._pacing.failed(entry.phone, _now())
        else:
            self._unreadable.pop(entry, None)
        finally:
            self._pacing.ended(_now(), made=made)

    async def _try(self, owed: Owed[To]) -> bool:
        """Make the next call, and return whether one was made."""
        phone = owed.entry.phone
        try:
            brought = await self._courier.bring(owed)
        except HoldOffError as error:
            self._pacing.was_refused(phone, error.seconds, _now())
            return True
        except UnreachableError:
            self._pacing.went_through(phone, 0, _now())
            await self._courier.give_up(owed)
            self._is_left(owed.entry, None)
            return True
        except TransportError:
            self._pacing.failed(phone, _now())
            return True
        except RefusedError as error:
            self._log.warning("message_refused", **describe(error))
            brought = await self._courier.leave_out(owed)
        except (StoreError, OSError):
            raise
        except Exception as error:  # noqa: BLE001 - one that cannot be brought must not stop all
            self._log.error("delivery_error", **describe(error))
            if self._pacing.failed(phone, _now()) < TRIES:
                return True
            self._log.error("set_aside")
            brought = await self._courier.leave_out(owed)
        return await self._confirm(owed, brought or Brought(done=True, called=False))

    async def _confirm(self, owed: Owed[To], brought: Brought) -> bool:
        if brought.called:
            self._pacing.went_through(owed.entry.phone, len(brought.messages), _now())
        while True:
            # It stands on somebody's phone: until that is noted, it would be said again.
            with contextlib.suppress(StoreError, OSError):
                owed_since = await self._outbox.note(owed, brought, self._clock.now())
                self._is_left(owed.entry, owed_since)
                return brought.called
            await asyncio.sleep(STORE_AGAIN)

    def _is_left(self, entry: Entry, rank: int | None) -> None:
        """Note what is left of something, unless more of it came meanwhile."""
        if entry in self._told:
            return
        self._owed.pop(entry, None)
        if rank is not None:
            self._owed[entry] = rank


def _now() -> float:
    return asyncio.get_running_loop().time()
