"""What happens by itself: closing time, forgetting, and counsellors who are gone."""

import asyncio
import secrets
from datetime import UTC, datetime, timedelta
from time import monotonic

from bot.logs import Log
from bot.store.client import StoreError
from bot.store.counsellors import LOST_AFTER
from bot.switchboard import Switchboard
from handlers.errors import SupportLineError
from handlers.events import CounsellorLost, Event, TimePassed

# Closing time and forgetting are exact to a second.
EVERY = 1.0

# When what cannot be read is tried again, perhaps by a newer version.
LOOK_AGAIN_AFTER = timedelta(hours=1)

# By then everything is due.
_AT_THE_LATEST = datetime.max.replace(tzinfo=UTC)


class Timekeeper:
    """Looks at what is due, again and again."""

    def __init__(self, switchboard: Switchboard, log: Log) -> None:
        self._switchboard = switchboard
        self._log = log
        # Nobody could be heard of while this process or the store was away. Counsellors get the
        # whole time to come back, and their chats stay with them meanwhile.
        self._hearing_since = monotonic()
        self._store_away = False
        self._looked_at_all = False

    async def run(self) -> None:
        """Look at what is due until cancelled."""
        while True:
            try:
                await self.look()
                self._store_away = False
            except (StoreError, OSError):
                self._hearing_since = monotonic()
                if not self._store_away:
                    self._log.warning("store_away")
                self._store_away = True
            await asyncio.sleep(EVERY)

    async def look(self) -> None:
        """Do all that is due now."""
        for conversation_id in await self._due():
            await self._happen(conversation_id, TimePassed(secrets.token_hex(8)))
        self._looked_at_all = True
        if monotonic() - self._hearing_since >= LOST_AFTER.total_seconds():
            await self.miss_counsellors()

    async def _due(self) -> list[str]:
        """Return what is to be looked at: the first time all there is.

        When to look again was noted by the hours of whoever noted it, and those of the line may
        have been changed since.
        """
        conversations = self._switchboard.conversations
        if self._looked_at_all:
            return await conversations.due(self._switchboard.clock.now())
        return await conversations.due(_AT_THE_LATEST, most=-1)

    async def miss_counsellors(self) -> None:
        """Bring the conversations of counsellors who are gone back into the queue."""
        on_duty = await self._switchboard.counsellors.on_duty(self._switchboard.clock.now())
        for conversation_id, counsellor_id in (
            await self._switchboard.conversations.talking()
        ).items():
            if counsellor_id not in on_duty:
                event = CounsellorLost(secrets.token_hex(8), counsellor_id)
                await self._happen(conversation_id, event)

    async def _happen(self, conversation_id: str, event: Event) -> None:
        try:
            await self._switchboard.apply(conversation_id, event)
        except SupportLineError:
            # It ended meanwhile; or its record has run out, and nothing of it may stay behind.
            await self._switchboard.conversations.forget(conversation_id)
        except ValueError:
            # One record that cannot be read must not stop the clock for all others.
            self._log.error("conversation_unreadable")
            later = self._switchboard.clock.now() + LOOK_AGAIN_AFTER
            await self._switchboard.conversations.look_later(conversation_id, later)
