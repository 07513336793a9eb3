"""The counsellors' door of Telegram: taking, writing, handing back and ending, from a phone."""

import contextlib
from collections.abc import Mapping
from typing import Any, Final

from bot.doors.desk_phone import language_of
from bot.doors.staff_bot import Buttons, StaffBot
from bot.doors.telegram_asides import Asides
from bot.doors.telegram_messages import Kind, Received, read
from bot.store.conversations import Source
from bot.store.desk_chats import DeskChats
from bot.store.outbox import Entry, Outbox
from bot.switchboard import Switchboard
from bot.texts import Texts
from handlers.conversation import Conversation, Counsellor
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

_ON_DUTY: Final = ("/start", "/tjanst", "/duty")
_OFF_DUTY: Final = ("/ledig", "/off")


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
        me = await self._chats.whose(received.chat)
        if me is None:
            await self._stranger(received)
        elif received.kind is Kind.LEFT:
            await self.go_off_duty(me)
        else:
            await self._heard(received, me)

    async def set_aside(self, update: dict[str, Any]) -> None:
        """Tell a counsellor that something of theirs did not arrive."""
        received = read(update)
        me = await self._chats.whose(received.chat) if received else None
        if received and me:
            self._tell(received, me, "error-unexpected")

    async def go_off_duty(self, me: Counsellor) -> None:
        """Take somebody off duty: their conversations go back, and nothing stays on the phone."""
        for conversation in await self._mine(me):
            event = CounsellorHandedBack(f"off-{conversation.id}-{me.id}-{self._now()}", me.id)
            with contextlib.suppress(ConversationError):  # it has just ended
                await self._switchboard.apply(conversation.id, event)
        waiting = [entry for entry in await self._chats.waiting() if entry.counsellor_id == me.id]
        await self._chats.go(me.id)
        await self._outbox.owe_at_once(waiting, self._switchboard.clock.now())

    # Who it is

    async def _stranger(self, received: Received) -> None:
        command, _, token = received.text.partition(" ")
        if received.kind is Kind.MESSAGE and command == "/start" and token:
            me = await self._chats.bind(token.strip(), received.chat)
            if me:
                await self._come(received, me)
                return
        both = "\n\n".join(
            self._texts.say(language, "desk-phone-stranger") for language in ("sv", "en")
        )
        self._asides.seldom(
            received.chat, STRANGER_AGAIN, lambda: self._bot.send(str(received.chat), both)
        )

    async def _come(self, received: Received, me: Counsellor) -> None:
        await self._chats.come(me, self._switchboard.clock.now())
        mine = [Entry(one.id, me.id) for one in await self._mine(me)]
        waiting = [entry for entry in await self._chats.waiting() if entry.counsellor_id == me.id]
        await self._outbox.owe_at_once(mine + waiting, self._switchboard.clock.now())
        values: dict[str, str | int] = {"alias": me.alias, "count": len(waiting)}
        self._tell(received, me, "desk-phone-on-duty", values)

    # What they do

    async def _heard(self, received: Received, me: Counsellor) -> None:
        here = await self._chats.is_on_duty(me.id)
        command = received.text.partition(" ")[0].lower()
        if received.kind is Kind.MESSAGE and command in _OFF_DUTY:
            await self.go_off_duty(me)
            self._tell(received, me, "desk-phone-off-duty", {"alias": me.alias})
            return
        if not here or (received.kind is Kind.MESSAGE and command in _ON_DUTY):
            await self._come(received, me)
            if received.kind is Kind.MESSAGE:
                return
        await self._chats.come(me, self._switchboard.clock.now())
        match received.kind:
            case Kind.PRESS:
                await self._pressed(received, me)
            case Kind.MESSAGE:
                await self._wrote(received, me)
            case Kind.EDIT:
                await self._edited(received, me)
            case _:
                return

    async def _pressed(self, received: Received, me: Counsellor) -> None:
        verb, _, conversation_id = received.data.partition(":")
        event_id = f"{self.name}-{received.id}"
        said = ""
        try:
            match verb:
                case "take":
                    event: CounsellorEvent = CounsellorTook(event_id, me)
                    await self._switchboard.apply(conversation_id, event)
                    await self._chats.turn_to(me.id, conversation_id)
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

    async def _wrote(self, received: Received, me: Counsellor) -> None:
        if not received.text or received.left_out:
            self._tell(received, me, "desk-phone-only-text")
            return
        found = await self._addressed(received, me)
        if found is None:
            await self._ask_to_whom(received, me)
            return
        conversation, quotes = found
        event_id = f"{self.name}-{received.id}"
        source = Source(str(received.message), me.id)
        try:
            event = CounsellorWrote(event_id, me.id, clean(received.text), quotes)
            await self._switchboard.apply(conversation.id, event, source)
        except (ConversationError, MessageError) as error:
            self._tell(received, me, error.key, error.values)

    async def _edited(self, received: Received, me: Counsellor) -> None:
        for conversation in await self._mine(me):
            entry = Entry(conversation.id, me.id)
            line = await self._outbox.line_of(entry, str(received.message))
            if line and received.text:
                event_id = f"{self.name}-{received.id}"
                event = CounsellorEdited(event_id, me.id, line, clean(received.text))
                with contextlib.suppress(ConversationError):
                    await self._switchboard.apply(conversation.id, event)
                return

    async def _addressed(
        self, received: Received, me: Counsellor
    ) -> tuple[Conversation, int] | None:
        """Return to whom something was written, and the line that it answers to."""
        mine = await self._mine(me)
        # What was meant for a conversation that is over must never reach another one.
        if received.thread or received.reply_to:
            return await self._pointed_at(received, me, mine)
        current = await self._chats.current(me.id)
        if not current and len(mine) == 1:
            return mine[0], 0
        return next(((one, 0) for one in mine if one.id == current), None)

    async def _pointed_at(
        self, received: Received, me: Counsellor, mine: list[Conversation]
    ) -> tuple[Conversation, int] | None:
        for conversation in mine:
            owed = await self._outbox.look(Entry(conversation.id, me.id))
            if received.thread and owed.notes.get("topic") == str(received.thread):
                return conversation, await self._line(received, owed.entry)
        for conversation in mine:
            messages = await self._outbox.messages(Entry(conversation.id, me.id))
            if str(received.reply_to) in messages:
                return conversation, messages[str(received.reply_to)]
        return None

    async def _line(self, received: Received, entry: Entry) -> int:
        if not received.reply_to:
            return 0
        return await self._outbox.line_of(entry, str(received.reply_to))

    async def _ask_to_whom(self, received: Received, me: Counsellor) -> None:
        """Say that it was not sent: nobody must get what was meant for somebody else."""
        buttons = [[(one.code, f"to:{one.id}")] for one in await self._mine(me)]
        key = "desk-phone-to-whom" if buttons else "desk-phone-nobody"
        self._tell(received, me, key, buttons=buttons)

    async def _mine(self, me: Counsellor) -> list[Conversation]:
        talking = await self._switchboard.conversations.talking()
        found = []
        for conversation_id, counsellor_id in talking.items():
            if counsellor_id == me.id:
                loaded = await self._switchboard.conversations.load(conversation_id)
                if loaded:
                    found.append(loaded.conversation)
        return sorted(found, key=lambda conversation: conversation.code)

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
