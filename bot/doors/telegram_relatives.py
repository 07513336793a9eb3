"""The relatives' door of Telegram: what they send becomes an event, and not who they are."""

import re
from collections.abc import Mapping
from typing import Any, Final

from bot.doors.relatives_phone import RelativesPhone
from bot.doors.telegram_commands import RELATIVES, RETURN_CODE, START
from bot.doors.telegram_messages import Kind, Received, read
from bot.reception import Reception
from bot.return_codes import ReturnCodes
from bot.store.addresses import telegram_address
from bot.store.conversations import Source
from bot.store.outbox import Entry
from bot.store.relatives_outbox import RelativesOutbox
from bot.wording import languages
from handlers.choices import LANGUAGE_CHOICES, Choice
from handlers.errors import ConversationEndedError, MessageError
from handlers.events import (
    HELD,
    LeftOut,
    RelativeChose,
    RelativeEdited,
    RelativeEvent,
    RelativeLeft,
    RelativeReacted,
    RelativeReturned,
    RelativeSent,
    RelativeWrote,
)
from handlers.incoming import clean
from handlers.language import choose, hint
from handlers.return_code import read as read_code
from handlers.understanding import tells_more

_COMMANDS: Final[Mapping[str, Choice]] = {START: Choice.HELP, **RELATIVES["sv"], **RELATIVES["en"]}

# What stands behind the command where somebody begins by a link (Bot API, "Deep linking").
_OF_A_LINK: Final = re.compile(r"[\w-]{1,64}", re.ASCII)


class TelegramRelatives:
    """Hears relatives; everything that is said to them goes by their phone."""

    name = "relatives"

    def __init__(
        self,
        reception: Reception,
        codes: ReturnCodes,
        outbox: RelativesOutbox,
        phone: RelativesPhone,
    ) -> None:
        self._reception = reception
        self._codes = codes
        self._outbox = outbox
        self._phone = phone

    async def take(self, update: dict[str, Any]) -> None:
        """Take an update in."""
        received = read(update)
        if received is None or received.chat == 0:
            return
        if not received.is_private:
            self._phone.leave(received.chat)
            return
        try:
            if not await self._is_about_a_code(received):
                event = await self._event(received)
                if event is not None:
                    await self._receive(received, event)
        except MessageError as error:
            await self._tell(received, error.key, **error.values)
        except ConversationEndedError:
            pass  # what they changed or marked is gone
        finally:
            if received.query:
                self._phone.pressed(received.query)

    async def _is_about_a_code(self, received: Received) -> bool:
        """Give somebody a return code, or let them go on here by one; False if it is neither."""
        if received.kind is not Kind.MESSAGE or not received.text:
            return False
        text = clean(received.text)
        if code := read_code(text):
            await self._come_back(received, code)
            return True
        if text.lower().partition("@")[0] in RETURN_CODE.values() and len(text.split()) == 1:
            await self._give_code(received)
            return True
        return False

    async def _come_back(self, received: Received, code: str) -> None:
        source = Source(str(received.message)) if received.message else None
        address = telegram_address(received.chat)
        before = await self._reception.id_of(address)
        await self._codes.come_back(code, address, f"{self.name}-{received.id}", source)
        if before and before == await self._reception.id_of(address):
            await self._tell(received, "code-is-here")

    async def _give_code(self, received: Received) -> None:
        """Show somebody words by which they can come back, in the language that they speak."""
        address = telegram_address(received.chat)
        conversation = await self._reception.conversation_of(address)
        leaning = conversation.leaning if conversation else hint(received.language)
        language = languages(leaning.spoken)[0]
        words = await self._codes.give(address, language)
        if not words or conversation is None:
            await self._tell(received, "code-for-nothing")
            return
        if received.message:
            await self._outbox.remember(Entry(conversation.id), str(received.message))
        self._phone.show_code(received.chat, conversation.id, language, words)

    async def set_aside(self, update: dict[str, Any]) -> None:
        """Tell both sides that something did not arrive; nothing of it is kept."""
        received = read(update)
        if received and received.is_private and received.chat:
            event = RelativeSent(f"aside-{received.id}", LeftOut.BROKEN)
            try:
                await self._receive(received, event)
            except ValueError:
                # Their conversation cannot be read: nobody else can tell them, or help them here.
                await self._tell(received, "safe-sentence")

    async def _receive(self, received: Received, event: RelativeEvent) -> None:
        is_new = received.kind is Kind.MESSAGE or isinstance(event, RelativeWrote)
        message = received.message if is_new else 0
        source = Source(str(message)) if message else None
        address, leaning = telegram_address(received.chat), hint(received.language)
        happened = await self._reception.receive(address, event, leaning, source)
        if not happened and isinstance(event, RelativeChose) and event.choice in LANGUAGE_CHOICES:
            # Who begins by choosing a language is greeted in it.
            greeted = RelativeChose(event.id, Choice.HELP)
            leaning = choose(LANGUAGE_CHOICES[event.choice])
            await self._reception.receive(address, greeted, leaning, source)

    async def _tell(self, received: Received, key: str, **values: str | int) -> None:
        """Say something at once, and let also this be taken off the phone when all is erased."""
        theirs = await self._reception.id_of(telegram_address(received.chat))
        if received.message:
            await self._outbox.remember(Entry(theirs), str(received.message))
        self._phone.tell(received.chat, theirs, received.language, key, **values)

    async def _event(self, received: Received) -> RelativeEvent | None:
        event_id = f"{self.name}-{received.id}"
        match received.kind:
            case Kind.MESSAGE:
                return await self._message(event_id, received)
            case Kind.PRESS:
                choice = _choice(received.data)
                return RelativeChose(event_id, choice) if choice else None
            case Kind.LEFT:
                return RelativeLeft(event_id)
            case Kind.RETURNED:
                return RelativeReturned(event_id)
            case _:
                return await self._about_a_line(event_id, received)

    async def _message(self, event_id: str, received: Received) -> RelativeEvent:
        if not received.text:
            return RelativeSent(event_id, received.left_out or LeftOut.OTHER)
        text = clean(received.text)
        first, *rest = text.split(maxsplit=1)
        command, more = first.partition("@")[0].lower(), "".join(rest)
        choice = _COMMANDS.get(command)
        of_a_link = command == START and _OF_A_LINK.fullmatch(more) is not None
        if choice and not (more and tells_more(choice, more, of_a_link=of_a_link)):
            return RelativeChose(event_id, choice)
        return RelativeWrote(
            event_id,
            text,
            more_may_follow=True,
            quotes=await self._line(received, received.reply_to) or 0,
            left_out=received.left_out,
            written_at=received.written_at,
        )

    async def _about_a_line(self, event_id: str, received: Received) -> RelativeEvent | None:
        line = await self._line(received, received.message)
        if line is None or not received.text:
            return None
        if received.kind is Kind.EDIT:
            if not line and not await self._is_held(received):
                # It came without words, and has some now: they are heard for the first time.
                return await self._message(event_id, received)
            return RelativeEdited(event_id, line or HELD, clean(received.text))
        return RelativeReacted(event_id, line, clean(received.text)) if line else None

    async def _is_held(self, received: Received) -> bool:
        conversation_id = await self._reception.id_of(telegram_address(received.chat))
        return await self._outbox.is_held(Entry(conversation_id), str(received.message))

    async def _line(self, received: Received, message: int) -> int | None:
        """Return the number of the line that a message shows, 0 for none; None if unknown."""
        if not message:
            return None
        conversation_id = await self._reception.id_of(telegram_address(received.chat))
        return await self._outbox.line_of(Entry(conversation_id), str(message))


def _choice(data: str) -> Choice | None:
    try:
        return Choice(data)
    except ValueError:
        return None
