"""Where relatives come in: finds their conversation by where they are reached, or begins one."""

import contextlib
from dataclasses import replace

from bot.store.addresses import Address, Addresses
from bot.store.conversations import Arrival, Outcome, Source
from bot.switchboard import ROUNDS, BusyError, Switchboard
from handlers.choices import NEED_A_CONVERSATION
from handlers.conversation import Conversation, State
from handlers.errors import ConversationEndedError
from handlers.events import (
    RelativeCameBack,
    RelativeChose,
    RelativeEvent,
    RelativeSent,
    RelativeTookCode,
    RelativeWentBack,
    RelativeWrote,
)
from handlers.from_relative import also_after_the_end
from handlers.language import Leaning


class Reception:
    """Hands what relatives send to their own conversation."""

    def __init__(self, switchboard: Switchboard, addresses: Addresses) -> None:
        self._switchboard = switchboard
        self._addresses = addresses

    def name_of(self, address: Address) -> str:
        """Return the name by which those who watch are told of what changed for an address."""
        return self._addresses.hidden(address)

    async def id_of(self, address: Address) -> str:
        """Return the id of the conversation of an address, or ""."""
        return await self._addresses.conversation_of(address)

    async def conversation_of(self, address: Address) -> Conversation | None:
        """Return the conversation of an address, also when it has ended a moment ago."""
        conversation_id = await self._addresses.conversation_of(address)
        if not conversation_id:
            return None
        loaded = await self._switchboard.conversations.load(conversation_id)
        return loaded.conversation if loaded else None

    async def is_in_conversation(self, address: Address) -> bool:
        """Whether somebody has a conversation that goes on; of a talk, as far as is recalled."""
        if self._switchboard.conversations.recall(self._addresses.recall(address)):
            return True
        found = await self.conversation_of(address)
        return found is not None and found.state is not State.ENDED

    async def receive(
        self,
        address: Address,
        event: RelativeEvent,
        leaning: Leaning,
        source: Source | None = None,
    ) -> bool:
        """Let an event of a relative happen; `leaning` is for a conversation that begins.

        Returns False for what is about a conversation that there is not. Raises what
        `Switchboard.apply` raises, but for a conversation that has ended: who writes after the
        end begins a new one.
        """
        # What is recalled may have ended, and another begun since: that is the one that is meant.
        recalled = "" if also_after_the_end(event) else self._addresses.recall(address)
        if recalled and await self._goes_on(address, recalled, event, source):
            return True
        for _ in range(ROUNDS):
            known = await self._addresses.conversation_of(address)
            if known and await self._goes_on(address, known, event, source):
                return True
            if not begins(event):
                return False
            arrival = Arrival(address, replaces=known)
            if isinstance(event, RelativeWrote):
                # What it answers to stands in the one that has ended, under another number.
                event = replace(event, quotes=0)
            outcome = await self._switchboard.begin(arrival, event, leaning, source)
            if outcome is not Outcome.STALE:
                return True
        raise BusyError

    async def take_code(self, address: Address, event: RelativeTookCode) -> bool:
        """Let a conversation be found by a return code; False where there is none to find."""
        known = await self._addresses.conversation_of(address)
        return bool(known) and await self._goes_on(address, known, event)

    async def come_back(
        self, code: str, address: Address, event: RelativeCameBack, source: Source | None = None
    ) -> bool:
        """Let the conversation of a return code, as it is kept, go on at an address.

        What they had there ends. Returns False for a code that leads nowhere, and then nothing
        has changed; raises StoreError or BusyError.
        """
        for _ in range(ROUNDS):
            found = await self._addresses.conversation_by(code)
            known = await self._addresses.conversation_of(address)
            if found == known or not await self._is_kept(found):
                return bool(found) and found == known
            arrival = Arrival(address, replaces=known)
            try:
                outcome = await self._switchboard.move(found, event, arrival, source)
            except ConversationEndedError:
                return False
            if outcome is not Outcome.STALE:
                await self._leave_behind(known, event)
                return True
        raise BusyError

    async def _is_kept(self, conversation_id: str) -> bool:
        """Whether somebody can come back to a conversation."""
        if not conversation_id:
            return False
        loaded = await self._switchboard.conversations.load(conversation_id)
        return loaded is not None and loaded.conversation.state is not State.ENDED

    async def _leave_behind(self, conversation_id: str, event: RelativeCameBack) -> None:
        """End what somebody had where they go on with another: nobody may wait for them there."""
        if conversation_id:
            went = RelativeWentBack(f"{event.id}-went-back")
            # It has ended; or it cannot be read, and nobody can be held up by that.
            with contextlib.suppress(ConversationEndedError, ValueError):
                await self._switchboard.apply(conversation_id, went)

    async def _goes_on(
        self,
        address: Address,
        conversation_id: str,
        event: RelativeEvent,
        source: Source | None = None,
    ) -> bool:
        """Let an event happen to a conversation, unless it has ended or goes on elsewhere."""
        try:
            await self._switchboard.apply(conversation_id, event, source, at=address)
        except ConversationEndedError:
            return False
        return True


def begins(event: RelativeEvent) -> bool:
    """Whether somebody who has no conversation begins one by this."""
    if isinstance(event, RelativeChose):
        return event.choice not in NEED_A_CONVERSATION
    return isinstance(event, RelativeWrote | RelativeSent)
