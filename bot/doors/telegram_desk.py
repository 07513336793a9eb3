"""The counsellors' door of Telegram: taking, writing, handing back and ending, from a phone."""

import contextlib
from collections.abc import Mapping
from typing import Any, Final

from bot.doors.desk_phone import language_of
from bot.doors.staff_bot import Buttons, StaffBot
from bot.doors.telegram_asides import Asides
from bot.doors.telegram_commands import OFF_DUTY, ON_DUTY, START
from bot.doors.telegram_messages import Kind, Received, read
from bot.store.conversations import Source
from bot.store.desk_chats import DeskChats, Seat
from bot.store.outbox import Entry, Outbox
from bot.switchboard import Switchboard
from bot.texts import Texts
from handlers.conversation import Counsellor
from handlers.errors import ConversationError, MessageError
from handlers.events import (
    CounsellorEdited,
    CounsellorEnded,
    CounsellorEvent,
    CounsellorHandedBack,
    CounsellorTook,
    CounsellorWrote,
)
from handlers.incoming import clean

# Whoever finds the staff bot is told once in a while that it is none of their business.
STRANGER_AGAIN: Final = 60.0  # seconds

_COME: Final = (START, *ON_DUTY.values())
_GO: Final = tuple(OFF_DUTY.values())


class TelegramDesk:
    """Hears counsellors; all that is owed to them goes by their phone."""

    name = "desk"

    def __init__(
        self,
        switchboard: Switchboard,
        chats: DeskChats,
        outbox: Outbox,
        bot: StaffBot,
        *,
        asides: Asides,
        texts: Texts,
    ) -> None:
        self._switchboard = switchboard
        self._chats = chats
        self._outbox = outbox
        self._bot = bot
        self._texts = texts
        self._asides = asides

    async def take(self, update: dict[str, Any]) -> None:
        """Take an update in."""
        received = read(update)
        if received is None or not received.is_private:
            return
        seat = await self._chats.seat(received.chat)
        if seat is None:
            await self._stranger(received)
        elif received.kind is Kind.LEFT:
            await self.go_off_duty(seat.counsellor)
        else:
            await self._heard(received, seat)

    async def set_aside(self, update: dict[str, Any]) -> None:
        """Tell a counsellor that something of theirs did not arrive."""
        received = read(update)
        seat = await self._chats.seat(received.chat) if received else None
        if received and seat:
            self._tell(received, seat.counsellor, "error-unexpected")

    async def go_off_duty(self, me: Counsellor) -> None:
        """Take somebody off duty: their conversations go back, and nothing stays on the phone."""
        talking = await self._switchboard.conversations.talking()
        for conversation_id in [one for one, holder in talking.items() if holder == me.id]:
            event = CounsellorHandedBack(f"off-{conversation_id}-{me.id}-{self._now()}", me.id)
            with contextlib.suppress(ConversationError):  # it has just ended
                await self._switchboard.apply(conversation_id, event)
        waiting = [entry for entry in await self._chats.waiting() if entry.counsellor_id == me.id]
        await self._chats.go(me.id)
        await self._outbox.owe_at_once(waiting, self._switchboard.clock.now())

    # Who it is

    async def _stranger(self, received: Received) -> None:
        command, _, token = received.text.partition(" ")
        if received.kind is Kind.MESSAGE and command == START and token:
            await self._chats.bind(token.strip(), received.chat)
            seat = await self._chats.seat(received.chat)
            if seat:
                await self._come(received, seat)
                return
        both = "\n\n".join(
            self._texts.say(language, "desk-phone-stranger") for language in ("sv", "en")
        )
        self._asides.seldom(
            received.chat, STRANGER_AGAIN, lambda: self._bot.send(str(received.chat), both)
        )

    async def _come(self, received: Received, seat: Seat) -> None:
        me = seat.counsellor
        await self._chats.come(me, self._switchboard.clock.now())
        mine = [Entry(conversation_id, me.id) for conversation_id in seat.talks]
        waiting = [entry for entry in await self._chats.waiting() if entry.counsellor_id == me.id]
        await self._outbox.owe_at_once(mine + waiting, self._switchboard.clock.now())
        values: dict[str, str | int] = {"alias": me.alias, "count": len(waiting)}
        self._tell(received, me, "desk-phone-on-duty", values)

    # What they do

    async def _heard(self, received: Received, seat: Seat) -> None:
        me = seat.counsellor
        command = received.text.partition(" ")[0].lower()
        if received.kind is Kind.MESSAGE and command in _GO:
            await self.go_off_duty(me)
            self._tell(received, me, "desk-phone-off-duty", {"alias": me.alias})
            return
        if not seat.on_duty or (received.kind is Kind.MESSAGE and command in _COME):
            await self._come(received, seat)
            if received.kind is Kind.MESSAGE:
                return
        match received.kind:
            case Kind.PRESS:
                await self._pressed(received, me)
            case Kind.MESSAGE:
                await self._wrote(received, seat)
            case Kind.EDIT:
                await self._edited(received, seat)
        await self._chats.heard_of(me, self._switchboard.clock.now())

    async def _pressed(self, received: Received, me: Counsellor) -> None:
        verb, _, conversation_id = received.data.partition(":")
        event_id = f"{self.name}-{received.id}"
        said = ""
        try:
            # Any program can press what no button of ours says, and that must not be owed.
            match verb if conversation_id.isalnum() else "":
                case "take":
                    # Also if others were faster: what is written now is not for the one before.
                    await self._chats.turn_to(me.id, conversation_id)
                    event: CounsellorEvent = CounsellorTook(event_id, me)
                    await self._switchboard.apply(conversation_id, event)
                case "back":
                    event = CounsellorHandedBack(event_id, me.id)
                    await self._switchboard.apply(conversation_id, event)
                case "sure":
                    await self._switchboard.apply(
                        conversation_id, CounsellorEnded(event_id, me.id)
                    )
                case "end":
                    self._ask_whether_sure(received, me, conversation_id)
                case "to":
                    await self._chats.turn_to(me.id, conversation_id)
                    said = self._texts.say(language_of(me), "desk-phone-turned")
        except ConversationError as error:
            said = self._texts.say(language_of(me), error.key, **error.values)
            # Whoever was slower must see it, whatever their alarm still says.
            entry = Entry(conversation_id, me.id)
            await self._outbox.owe_at_once([entry], self._switchboard.clock.now())
        finally:
            self._asides.soon(lambda: self._bot.pressed(received.query, said))

    def _ask_whether_sure(self, received: Received, me: Counsellor, conversation_id: str) -> None:
        label = self._texts.say(language_of(me), "desk-end-sure")
        buttons = [[(label, f"sure:{conversation_id}")]]
        self._tell(received, me, "desk-end-what", buttons=buttons)

    async def _wrote(self, received: Received, seat: Seat) -> None:
        me = seat.counsellor
        if not received.text or received.left_out:
            self._tell(received, me, "desk-phone-only-text")
            return
        conversation_id, quotes = await self._addressed(received, seat)
        if not conversation_id:
            await self._ask_to_whom(received, seat)
            return
        event_id = f"{self.name}-{received.id}"
        source = Source(str(received.message), me.id)
        try:
            event = CounsellorWrote(event_id, me.id, clean(received.text), quotes)
            await self._switchboard.apply(conversation_id, event, source)
        except (ConversationError, MessageError) as error:
            self._tell(received, me, error.key, error.values)

    async def _edited(self, received: Received, seat: Seat) -> None:
        conversation_id, line = await self._shown(received.message, seat)
        if line and received.text:
            event_id = f"{self.name}-{received.id}"
            me = seat.counsellor
            try:
                event = CounsellorEdited(event_id, me.id, line, clean(received.text))
                await self._switchboard.apply(conversation_id, event)
            except ConversationError:
                pass  # it has just ended, or is another's
            except MessageError as error:
                self._tell(received, me, error.key, error.values)

    async def _addressed(self, received: Received, seat: Seat) -> tuple[str, int]:
        """Return to whom something was written, or "", and the line that it answers to, or 0."""
        # What was meant for a conversation that is over must never reach another one.
        if received.thread:
            topics = {topic: one for one, topic in seat.talks.items()}
            conversation_id = topics.get(str(received.thread), "")
            pointed_at, line = await self._shown(received.reply_to, seat)
            return conversation_id, line if pointed_at == conversation_id else 0
        if received.reply_to:
            return await self._shown(received.reply_to, seat)
        if not seat.current and len(seat.talks) == 1:
            (only,) = seat.talks
            await self._chats.turn_to(seat.counsellor.id, only)
            return only, 0
        return seat.current if seat.current in seat.talks else "", 0

    async def _shown(self, message: int, seat: Seat) -> tuple[str, int]:
        """Return the conversation to which a message on the phone belongs, and its line."""
        if message:
            for conversation_id in seat.talks:
                entry = Entry(conversation_id, seat.counsellor.id)
                line = await self._outbox.line_of(entry, str(message))
                if line is not None:
                    return conversation_id, line
        return "", 0

    async def _ask_to_whom(self, received: Received, seat: Seat) -> None:
        """Say that it was not sent: nobody must get what was meant for somebody else."""
        loaded = [await self._switchboard.conversations.load(one) for one in seat.talks]
        mine = sorted((one.conversation.code, one.conversation.id) for one in loaded if one)
        buttons = [[(code, f"to:{conversation_id}")] for code, conversation_id in mine]
        key = "desk-phone-to-whom" if buttons else "desk-phone-nobody"
        self._tell(received, seat.counsellor, key, buttons=buttons)

    # What is answered at once, and not owed

    def _tell(
        self,
        received: Received,
        me: Counsellor,
        key: str,
        values: Mapping[str, str | int] | None = None,
        buttons: Buttons = (),
    ) -> None:
        text = self._texts.say(language_of(me), key, **(values or {}))
        topic, answers_to = received.thread, received.message
        if received.kind is not Kind.MESSAGE:
            answers_to = 0
        self._asides.soon(
            lambda: self._bot.send(
                str(received.chat), text, topic=topic, answers_to=answers_to, buttons=buttons
            )
        )

    def _now(self) -> str:
        return self._switchboard.clock.now().isoformat()
