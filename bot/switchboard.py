"""The one way through: load, decide, commit. Every door hands its events here."""

import contextlib
import secrets
from typing import Final

from bot.clock import Clock
from bot.codes import new_code
from bot.store.conversations import (
    Arrival,
    Conversations,
    Loaded,
    Moment,
    Outcome,
    Source,
)
from bot.store.counsellors import Counsellors
from bot.store.plans import Reached
from bot.store.queue import Queue
from handlers import from_counsellor, from_relative, on_the_clock
from handlers.choices import Choice
from handlers.conversation import Conversation
from handlers.decisions import Decision, Situation
from handlers.errors import ConversationEndedError, SupportLineError
from handlers.events import Event, RelativeChose, RelativeEvent, TimePassed
from handlers.language import Leaning
from handlers.line import Line
from handlers.queue import depends_on_queue

# Somebody is always faster only where hundreds press at the same moment, and each time one of
# them is done: people never need this many rounds.
ROUNDS: Final = 200


class BusyError(SupportLineError):
    """Others were faster each time; nothing was changed."""


class Switchboard:
    """Makes decisions true, for whichever door an event came through."""

    def __init__(
        self,
        line: Line,
        clock: Clock,
        conversations: Conversations,
        queue: Queue,
        counsellors: Counsellors,
    ) -> None:
        self.line = line
        self.clock = clock
        self.conversations = conversations
        self.queue = queue
        self.counsellors = counsellors

    async def apply(
        self,
        conversation_id: str,
        event: Event,
        source: Source | None = None,
        *,
        at: Reached | None = None,
    ) -> None:
        """Let an event happen to a conversation; a repeat of it changes nothing.

        `at` is the address of whoever sent it, if it is theirs by that alone: once it goes on
        from elsewhere, it has ended for whoever is there. Raises ConversationError or MessageError
        where the step is not possible, and StoreError or BusyError where it was not confirmed:
        whoever sent it keeps it.
        """
        recalled = self.conversations.recall(conversation_id)
        if recalled:
            # A refusal counts only when it is what the store says.
            with contextlib.suppress(SupportLineError):
                if await self._step(recalled, event, at=at, source=source) is not Outcome.STALE:
                    return
        for _ in range(ROUNDS):
            loaded = await self.conversations.load(conversation_id)
            if loaded is None:
                raise ConversationEndedError
            if await self._step(loaded, event, at=at, source=source) is not Outcome.STALE:
                return
        raise BusyError

    async def begin(
        self,
        arrival: Arrival,
        event: RelativeEvent,
        leaning: Leaning,
        source: Source | None = None,
    ) -> Outcome:
        """Begin a conversation with an event.

        STALE when another tab began one meanwhile, or when somebody else has the code.
        """
        at = self.clock.now()
        conversation = Conversation(
            id=secrets.token_hex(16),
            code=new_code(await self.conversations.codes_in_use()),
            started_at=at,
            last_at=at,
            leaning=leaning,
        )
        return await self._step(Loaded(conversation), event, arrival=arrival, source=source)

    async def move(
        self,
        conversation_id: str,
        event: RelativeEvent,
        arrival: Arrival,
        source: Source | None = None,
    ) -> Outcome:
        """Let a conversation go on from elsewhere, by an event.

        STALE when something happened meanwhile, to it or there. Raises ConversationEndedError.
        """
        loaded = await self.conversations.load(conversation_id)
        if loaded is None:
            raise ConversationEndedError
        return await self._step(loaded, event, arrival=arrival, source=source)

    async def situation(self, conversation_id: str) -> Situation:
        """Return the present moment as a conversation stands in it."""
        at = self.clock.now()
        standing = await self.queue.standing(conversation_id)
        return Situation(
            at=at,
            line=self.line,
            waiting=standing.waiting,
            place=standing.place,
            measured=standing.measured,
            on_duty=len(await self.counsellors.on_duty(at)),
        )

    async def _step(
        self,
        loaded: Loaded,
        event: Event,
        *,
        arrival: Arrival | None = None,
        at: Reached | None = None,
        source: Source | None = None,
    ) -> Outcome:
        conversation = loaded.conversation
        if depends_on_queue(conversation, event):
            situation = await self.situation(conversation.id)
        else:
            situation = Situation(at=self.clock.now(), line=self.line)
        try:
            decision = _decide(conversation, event, situation)
        except SupportLineError:
            # What was done once may no longer be possible; that is no error for its repeat.
            if await self.conversations.seen(event.id):
                return Outcome.SEEN
            raise
        after = decision.conversation
        if decision.wipe and after:
            await self._erase_before(conversation.id, event.id)
        look_again = on_the_clock.look_again(after, self.line, situation.at) if after else None
        moment = Moment(situation.at, look_again)
        outcome = await self.conversations.commit(
            loaded, event.id, decision, moment, arrival=arrival, at=at, source=source
        )
        if outcome is Outcome.ELSEWHERE:
            raise ConversationEndedError
        return outcome

    async def _erase_before(self, conversation_id: str, event_id: str) -> None:
        """Erase what its relative had before: whoever erases means all there is.

        First, for with the later one goes what leads to it.
        """
        for number, before in enumerate(await self.conversations.replaced(conversation_id)):
            event = RelativeChose(f"{event_id}-before-{number}", Choice.ERASE)
            # It is forgotten; or it cannot be read, and this one must not stay for that.
            with contextlib.suppress(ConversationEndedError, ValueError):
                await self.apply(before, event)


def _decide(conversation: Conversation, event: Event, situation: Situation) -> Decision:
    if isinstance(event, RelativeEvent):
        return from_relative.decide(conversation, event, situation)
    if isinstance(event, TimePassed):
        return on_the_clock.decide(conversation, situation)
    return from_counsellor.decide(conversation, event, situation)
