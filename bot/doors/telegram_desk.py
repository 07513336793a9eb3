"""The counsellors' door of Telegram: taking, writing, handing back and ending, from a phone."""

from collections.abc import Mapping
from typing import Any, Final

from bot.doors.staff_bot import Buttons, StaffBot
from bot.doors.telegram_asides import Asides
from bot.doors.telegram_commands import OFF_DUTY, ON_DUTY, START
from bot.doors.telegram_messages import Kind, Received, read
from bot.handing_back import hand_all_back
from bot.store.conversations import Source
from bot.store.desk_chats import DeskChats, Seat
from bot.store.desk_outbox import DeskOutbox
from bot.store.outbox import Entry
from bot.switchboard import Switchboard
from bot.texts import LANGUAGES, Texts, desk_language
from handlers.conversation import Counsellor
from handlers.decisions import Urgency
from handlers.errors import (
    ConversationEndedError,
    ConversationError,
    MessageError,
    NotYoursError,
)
from handlers.events import (
    CounsellorEdited,
    CounsellorEnded,
    CounsellorHandedBack,
    CounsellorTook,
    CounsellorWrote,
)
from handlers.incoming import clean

# Whoever finds the staff bot is told once in a while that it is none of their business.
STRANGER_AGAIN: Final = 60.0  # seconds

# Who opens a link that leads nowhere has to hear it, also when they have just been a stranger.
LINK_AGAIN: Final = 5.0

# What the question whether to end is called among the messages of a conversation.
_ASKED: Final = "asked"

_COME: Final = (START, *ON_DUTY.values())
_GO: Final = tuple(OFF_DUTY.values())


class TelegramDesk:
    """Hears counsellors; all that is owed to them goes by their phone."""

    name = "desk"

    def __init__(
        self,
        switchboard: Switchboard,
        chats: DeskChats,
        outbox: DeskOutbox,
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
        command, _, token = received.text.partition(" ")
        if received.kind is Kind.MESSAGE and command == START and token:
            await self._opened(received, token.strip(), seat)
        elif seat is None:
            self._tell_stranger(received, "desk-phone-stranger", STRANGER_AGAIN)
        elif received.kind is Kind.LEFT:
            await self.go_off_duty(seat.counsellor.id)
        else:
            await self._heard(received, seat)

    async def set_aside(self, update: dict[str, Any]) -> None:
        """Tell a counsellor that something of theirs did not arrive."""
        received = read(update)
        seat = await self._chats.seat(received.chat) if received else None
        if received and seat:
            self._tell(received, seat.counsellor, "error-unexpected")

    async def go_off_duty(self, counsellor_id: str) -> int:
        """Take somebody off duty, and return how many conversations went back to the queue.

        Nothing stays on the phone.
        """
        returned = await hand_all_back(self._switchboard, counsellor_id)
        await self._chats.go(counsellor_id)
        await self._owe(await self._chats.standing(counsellor_id))
        return returned

    # Who it is

    async def _opened(self, received: Received, token: str, seat: Seat | None) -> None:
        """Let a link say whose phone this is from now on."""
        invited = await self._switchboard.counsellors.invited(token)
        if invited and seat and seat.counsellor.id != invited.id:
            await self.go_off_duty(seat.counsellor.id)
        if invited:
            await self._chats.bind(token, received.chat)
            seat = await self._chats.seat(received.chat)  # also if the answer was lost
        if seat:
            await self._come(received, seat)
        else:
            self._tell_stranger(received, "error-invite", LINK_AGAIN)

    def _tell_stranger(self, received: Received, key: str, again: float) -> None:
        both = "\n\n".join(self._texts.say(language, key) for language in LANGUAGES)
        self._asides.seldom(
            (received.chat, key), again, lambda: self._bot.send(str(received.chat), both)
        )

    async def _come(self, received: Received, seat: Seat) -> None:
        me = seat.counsellor
        await self._chats.come(me, self._switchboard.clock.now())
        mine = [Entry(conversation_id, me.id) for conversation_id in seat.talks]
        waiting = await self._chats.waiting_for(me.id)
        # What stands on a phone that they had before is there, too, and has to go.
        standing = await self._chats.standing(me.id)
        await self._owe(mine + waiting + standing)
        count = await self._switchboard.queue.length()
        values: dict[str, str | int] = {"alias": me.alias, "count": count}
        self._tell(received, me, "desk-phone-on-duty", values)

    # What they do

    async def _heard(self, received: Received, seat: Seat) -> None:
        me, writes = seat.counsellor, received.kind is Kind.MESSAGE
        command = received.text.partition(" ")[0].lower() if writes else ""
        if command in _GO:
            count = await self.go_off_duty(me.id)
            values: dict[str, str | int] = {"alias": me.alias, "count": count}
            self._tell(received, me, "desk-phone-off-duty", values)
            return
        if not seat.on_duty and not writes and received.kind is not Kind.PRESS:
            return  # who mends or marks something does not say that they are there again
        if not seat.on_duty or command in _COME:
            await self._come(received, seat)
            if writes:
                return
        match received.kind:
            case Kind.PRESS:
                await self._pressed(received, seat)
            case Kind.MESSAGE:
                await self._wrote(received, seat)
            case Kind.EDIT:
                await self._edited(received, seat)
        await self._chats.heard_of(me, self._switchboard.clock.now())

    async def _pressed(self, received: Received, seat: Seat) -> None:
        verb, _, conversation_id = received.data.partition(":")
        said = ""
        try:
            # Any program can press what no button of ours says, and that must not be owed.
            if conversation_id.isalnum():
                said = await self._step(received, seat, verb, conversation_id)
        except ConversationError as error:
            said = self._texts.say(desk_language(seat.counsellor), error.key, **error.values)
            # Whoever was slower must see it, whatever their alarm still says.
            entry = Entry(conversation_id, seat.counsellor.id)
            await self._owe([entry])
        finally:
            self._asides.soon(lambda: self._bot.pressed(received.query, said))
        if verb == "sure":
            # What was pressed is the question; it may be too new to be known.
            await self._take_question_away(received, seat, conversation_id, received.message)

    async def _step(self, received: Received, seat: Seat, verb: str, conversation_id: str) -> str:
        """Do what stands on a button, and return what is said beside it."""
        me, event_id = seat.counsellor, f"{self.name}-{received.id}"
        match verb:
            case "end" | "to" if conversation_id not in seat.talks:
                raise NotYoursError
            case "take":
                # Also if others were faster: what is written now is not for the one before.
                await self._chats.turn_to(me.id, conversation_id)
                await self._switchboard.apply(conversation_id, CounsellorTook(event_id, me))
            case "back":
                event = CounsellorHandedBack(event_id, me.id)
                await self._switchboard.apply(conversation_id, event)
                return await self._of(conversation_id, me, "desk-phone-handed-back")
            case "sure":
                await self._switchboard.apply(conversation_id, CounsellorEnded(event_id, me.id))
            case "end":
                await self._ask_whether_sure(received, seat, conversation_id)
            case "to":
                await self._chats.turn_to(me.id, conversation_id)
                return await self._of(conversation_id, me, "desk-phone-turned")
        return ""

    async def _ask_whether_sure(
        self, received: Received, seat: Seat, conversation_id: str
    ) -> None:
        """Ask, by a message that goes with the conversation, if not before."""
        await self._take_question_away(received, seat, conversation_id)
        text = await self._of(conversation_id, seat.counsellor, "desk-phone-end-what")
        label = self._texts.say(desk_language(seat.counsellor), "desk-end-sure")
        sure = label, f"sure:{conversation_id}"
        entry = Entry(conversation_id, seat.counsellor.id)

        async def ask() -> None:
            asked = await self._bot.send(
                str(received.chat), text, topic=received.thread, buttons=[[sure]]
            )
            await self._outbox.remember(entry, str(asked), _ASKED)
            # It may have gone back meanwhile.
            await self._owe([entry])

        self._asides.soon(ask)

    async def _take_question_away(
        self, received: Received, seat: Seat, conversation_id: str, question: int = 0
    ) -> None:
        """Take away what was asked of a conversation, if anything, or a message that asks."""
        talk = seat.talks.get(conversation_id)
        asked = question or (talk.asked if talk else 0)
        if asked:
            await self._outbox.forgotten(Entry(conversation_id, seat.counsellor.id), _ASKED)
            self._asides.soon(lambda: self._bot.delete(str(received.chat), [asked]))

    async def _of(self, conversation_id: str, me: Counsellor, key: str) -> str:
        """Return a text that names a conversation."""
        loaded = await self._switchboard.conversations.load(conversation_id)
        code = loaded.conversation.code if loaded else ""
        return self._texts.say(desk_language(me), key, code=code)

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
        else:
            await self._take_question_away(received, seat, conversation_id)

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
            topics = {talk.topic: one for one, talk in seat.talks.items()}
            conversation_id = topics.get(received.thread, "")
            pointed_at, line = await self._shown(received.reply_to, seat)
            return conversation_id, line if pointed_at == conversation_id else 0
        if received.reply_to:
            return await self._shown(received.reply_to, seat)
        if not seat.current and len(seat.talks) == 1:
            ((only, talk),) = seat.talks.items()
            # What was written before its heading stood there was meant for the one before.
            if 0 < talk.heading < received.message:
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
        if received.thread:
            # Their topic says to whom; that one is over.
            self._tell(received, seat.counsellor, ConversationEndedError.key)
            return
        loaded = [await self._switchboard.conversations.load(one) for one in seat.talks]
        mine = sorted((one.conversation.code, one.conversation.id) for one in loaded if one)
        buttons = [[(code, f"to:{conversation_id}")] for code, conversation_id in mine]
        key = "desk-phone-to-whom" if buttons else "desk-phone-nobody"
        self._tell(received, seat.counsellor, key, buttons=buttons)

    async def _owe(self, entries: list[Entry]) -> None:
        """Owe what they are waiting for."""
        await self._outbox.owe(entries, Urgency.REPLY, self._switchboard.clock.now())

    # What is answered at once, and not owed

    def _tell(
        self,
        received: Received,
        me: Counsellor,
        key: str,
        values: Mapping[str, str | int] | None = None,
        buttons: Buttons = (),
    ) -> None:
        text = self._texts.say(desk_language(me), key, **(values or {}))
        topic, answers_to = received.thread, received.message
        if received.kind is not Kind.MESSAGE:
            answers_to = 0
        self._asides.soon(
            lambda: self._bot.send(
                str(received.chat), text, topic=topic, answers_to=answers_to, buttons=buttons
            )
        )
