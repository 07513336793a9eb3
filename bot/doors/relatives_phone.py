"""What stands on a relative's phone: brought there line by line, edited, and taken away again."""

import contextlib
import functools
from collections.abc import Callable, Iterable
from typing import Any, Final, TypeVar, get_args

from aiogram import Bot
from aiogram.exceptions import (
    AiogramError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramRetryAfter,
)
from aiogram.methods import (
    AnswerCallbackQuery,
    DeleteMessage,
    DeleteMessages,
    EditMessageText,
    LeaveChat,
    Response,
    SendMessage,
    TelegramMethod,
)
from aiogram.types import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    MessageEntity,
    ReplyParameters,
)

from bot.bot_api import ANSWER_WITHIN
from bot.delivery import (
    HoldOffError,
    RefusedError,
    TransportError,
    UnchangedError,
    UnreachableError,
)
from bot.doors.telegram_asides import Asides
from bot.doors.telegram_text import DELETED_AT_ONCE, label, next_piece, pieces, said
from bot.reception import Reception
from bot.store.addresses import Address, telegram_address
from bot.store.outbox import Brought, Entry, Owed
from bot.store.relatives_outbox import RelativesOutbox
from bot.switchboard import Switchboard
from bot.texts import Texts
from bot.wording import languages
from handlers.choices import Choice
from handlers.conversation import Author, Conversation, Line, State
from handlers.errors import ConversationError
from handlers.events import RelativeLeft, RelativeMissed
from handlers.glance import choices
from handlers.language import Language, Spoken, hint
from handlers.queue import place_now

REFUSE_AGAIN: Final = 10.0  # seconds

# Under these stands all that can be asked by one tap.
_WITH_QUESTIONS: Final = frozenset(["welcome-open", "welcome-closed"])

Result = TypeVar("Result")

# aiogram makes the type of an answer when it needs it, which takes about 8 ms, and nothing keeps
# it: without this, a garbage collection costs the next call so much.
_ANSWERS: Final = tuple(
    Response[method.__returning__]  # type: ignore[name-defined]
    for method in (SendMessage, EditMessageText, DeleteMessage)
)


class RelativesPhone:
    """Brings to relatives what is owed to them."""

    def __init__(
        self,
        bot: Bot,
        switchboard: Switchboard,
        reception: Reception,
        outbox: RelativesOutbox,
        texts: Texts,
    ) -> None:
        self._bot = bot
        self._switchboard = switchboard
        self._reception = reception
        self._outbox = outbox
        self._texts = texts
        self._asides = Asides()

    # What is owed

    async def bring(self, owed: Owed[Address]) -> Brought | None:
        """Make the next call that is owed."""
        conversation = owed.conversation
        if conversation is None or not owed.to.chat or conversation.unreachable:
            return None
        if conversation.erased:
            return await self._erase(owed)
        return await self._next_line(owed, conversation)

    async def leave_out(self, owed: Owed[Address]) -> Brought:
        """Pass over a line; a counsellor has to know that theirs never came."""
        numbered = enumerate(owed.lines, owed.first)
        theirs = [(number, line) for number, line in numbered if line.is_for_relative]
        if not theirs:
            return Brought(done=True)
        number, line = theirs[0]
        if line.author is Author.COUNSELLOR:
            event = RelativeMissed(f"missed-{owed.entry.conversation_id}-{number}", number)
            with contextlib.suppress(ConversationError):  # it has ended
                await self._switchboard.apply(owed.entry.conversation_id, event)
        return Brought(lines=number, gone=("pieces",))

    async def give_up(self, owed: Owed[Address]) -> None:
        """Note that somebody has shut the door, so that their counsellor is told."""
        event = RelativeLeft(f"left-{owed.entry.conversation_id}-{owed.version}")
        try:
            # Where they are by now, they may be reached.
            await self._switchboard.apply(owed.entry.conversation_id, event, at=owed.to)
        except ConversationError:
            if owed.conversation and owed.conversation.erased:
                await self._outbox.let_go(owed.entry)
                return
            # It has ended: where they are is needed until it is forgotten, to forget that, too.
            await self._outbox.note(owed, Brought(done=True), self._switchboard.clock.now())

    async def close(self) -> None:
        """Let go of the connections."""
        await self._asides.close()
        await self._bot.session.close()

    async def _next_line(self, owed: Owed[Address], conversation: Conversation) -> Brought | None:
        numbered = list(enumerate(owed.lines, owed.first))
        theirs = [(number, line) for number, line in numbered if line.is_for_relative]
        last = numbered[-1][0] if numbered else owed.first - 1
        if not theirs:
            return await self._place(owed, conversation, last)
        number, line = theirs[0]
        if line.edits and len(pieces(_under_name(line))) == 1:
            there = await self._outbox.showing(owed.entry, line.edits)
            if there:  # new words for what never came are a message of their own
                return await self._edit(owed, number, line, there)
        if line.author is Author.COUNSELLOR:
            # Their place in the queue may still stand there.
            done = number == last and conversation.state is State.TALKING
            done = done and "status" not in owed.notes
            more = any(following.author is Author.COUNSELLOR for _, following in theirs[1:])
            return await self._reply(owed, number, line, done=done, tell=not more)
        together = [line]
        for number, line in theirs[1:]:  # noqa: B007 - the last number is what counts
            if line.author is not Author.BOT:
                break
            together.append(line)
        number = theirs[len(together) - 1][0]
        leaning = conversation.leaning
        spoken = leaning.spoken if "greeted" in owed.notes else leaning.spoken_at_first
        return await self._say(owed, number, together, spoken)

    async def _reply(
        self, owed: Owed[Address], number: int, line: Line, *, done: bool, tell: bool
    ) -> Brought:
        """Bring what a counsellor wrote, under their name; tell them once it is all there."""
        answers_to = await self._message(owed, line.quotes)
        text, following = next_piece(_under_name(line), owed.notes)
        sent = await self._call(
            SendMessage(
                chat_id=owed.to.chat,
                text=text,
                reply_parameters=ReplyParameters(
                    message_id=answers_to, allow_sending_without_reply=True
                )
                if answers_to
                else None,
            )
        )
        messages = {str(sent.message_id): number}
        if following:
            return Brought(messages=messages, notes={"pieces": following})
        return Brought(lines=number, messages=messages, gone=("pieces",), done=done, reply=tell)

    async def _edit(
        self, owed: Owed[Address], number: int, line: Line, there: list[int]
    ) -> Brought:
        """Change an earlier line; of what took several messages, all but the first go before."""
        message, *more = there
        if more:
            await self._quietly(DeleteMessages(chat_id=owed.to.chat, message_ids=more))
            return Brought(deleted=tuple(map(str, more)))
        edit = EditMessageText(chat_id=owed.to.chat, message_id=message, text=_under_name(line))
        with contextlib.suppress(UnchangedError):
            await self._call(edit)
        return Brought(lines=number, reply=True)

    async def _message(self, owed: Owed[Address], line: int) -> int:
        """Return the message that shows a line there, or 0."""
        return (await self._outbox.messages_of(owed.entry, [line])).get(line, 0)

    async def _say(
        self, owed: Owed[Address], number: int, lines: list[Line], spoken: Spoken
    ) -> Brought:
        """Bring what the bot says, all of it in one message, and say first what Telegram knows."""
        conversation = owed.conversation
        greeted = "greeted" in owed.notes
        parts = []
        for language in languages(spoken):
            parts += [said(self._texts, line, language) for line in lines]
            if not greeted:
                parts.append(self._texts.say(language, "telegram-first"))
        offered = list(dict.fromkeys(choice for line in lines for choice in line.choices))
        if conversation and any(line.key in _WITH_QUESTIONS for line in lines):
            situation = await self._switchboard.situation(conversation.id)
            offered = list(choices(conversation, situation))
        text, following = next_piece("\n\n".join(dict.fromkeys(parts)), owed.notes)
        buttons = None if following else self._buttons(offered, spoken)
        sent = await self._call(SendMessage(chat_id=owed.to.chat, text=text, reply_markup=buttons))
        messages = {str(sent.message_id): number}
        if following:
            return Brought(messages=messages, notes={"pieces": following})
        # The place that was said is the one from which it changes.
        places = [str(line.values["ahead"]) for line in lines if "ahead" in line.values]
        notes = {"greeted": "1", "spoken": spoken}
        if places:
            notes["place"] = places[-1]
        return Brought(lines=number, messages=messages, notes=notes, gone=("pieces",))

    async def _place(
        self, owed: Owed[Address], conversation: Conversation, last: int
    ) -> Brought | None:
        """Keep the place in the queue true: one message, without a sound, edited."""
        skipped = last if owed.lines else None
        status = owed.notes.get("status")
        situation = await self._switchboard.situation(conversation.id)
        say = place_now(conversation, situation)
        if say is None:
            if status:
                await self._quietly(DeleteMessage(chat_id=owed.to.chat, message_id=int(status)))
                gone = ("status", "place")
                return Brought(lines=skipped, gone=gone, deleted=(status,))
            return Brought(lines=skipped, called=False, done=True)
        ahead = str(say.values["ahead"])
        if owed.notes.get("place", ahead) == ahead:
            notes = {"place": ahead}
            return Brought(lines=skipped, notes=notes, called=False, done=True)
        text = said(self._texts, say.line(situation.at), conversation.leaning.spoken)
        if status:
            edit = EditMessageText(chat_id=owed.to.chat, message_id=int(status), text=text)
            await self._quietly(edit)
            return Brought(lines=skipped, notes={"place": ahead}, done=True)
        sent = await self._call(
            SendMessage(chat_id=owed.to.chat, text=text, disable_notification=True)
        )
        message = str(sent.message_id)
        notes = {"place": ahead, "status": message}
        return Brought(lines=skipped, notes=notes, messages={message: 0}, done=True)

    async def _erase(self, owed: Owed[Address]) -> Brought | None:
        """Take everything off the phone that Telegram lets us, say so, and forget where it is."""
        there = await self._outbox.messages(owed.entry)
        together = int(owed.notes.get("together", DELETED_AT_ONCE))
        # The newest first: they stand on the screen.
        messages = tuple(sorted(there, key=int, reverse=True)[:together])
        if messages:
            return await self._delete(owed.to.chat, messages)
        if "erased" not in owed.notes:
            text = "\n\n".join(
                self._texts.say(language, "telegram-erased")
                for language in languages(_spoken(owed))
            )
            await self._call(SendMessage(chat_id=owed.to.chat, text=text))
            return Brought(notes={"erased": "1"})
        await self._outbox.let_go(owed.entry)
        return None

    # What is answered at once, and not owed

    def tell(
        self, chat: int, conversation_id: str, language: str, key: str, **values: str | int
    ) -> None:
        """Say why something cannot be taken; who floods us is told only now and then."""
        text = "\n\n".join(
            self._texts.say(one, key, **values) for one in languages(hint(language).spoken)
        )
        said = SendMessage(chat_id=chat, text=text)
        # Who had a conversation then and has none any more wants nothing of it to stand there.
        call = functools.partial(
            self._say_at_once, said, chat, lambda now: bool(now or not conversation_id)
        )
        self._asides.seldom(chat, REFUSE_AGAIN, call)

    def show_code(
        self, chat: int, conversation_id: str, language: Language, words: tuple[str, ...]
    ) -> None:
        """Show words by which somebody can come back; they stand nowhere else."""
        code = " ".join(words)
        text = self._texts.say(language, "code-shown", words=code)
        # Under a spoiler, so that it does not stand in the notification, too.
        veil = MessageEntity(type="spoiler", offset=text.index(code), length=len(code))
        said = SendMessage(chat_id=chat, text=text, entities=[veil])
        self._asides.soon(
            lambda: self._say_at_once(said, chat, lambda now: now == conversation_id)
        )

    async def _say_at_once(
        self, method: SendMessage, chat: int, is_meant: Callable[[str], bool]
    ) -> None:
        """Say something, if it is meant for the conversation that is theirs by now, and note it.

        What was noted goes from the phone once all is erased, or goes on elsewhere. Nobody would
        take away what came there after that, or could not be noted: so it goes at once.
        """
        address = telegram_address(chat)
        theirs = await self._reception.id_of(address)
        if not is_meant(theirs):
            return
        sent = await self._call(method)
        stays = False
        try:
            await self._outbox.remember(Entry(theirs), str(sent.message_id))
            stays = not theirs or await self._reception.id_of(address) == theirs
        finally:
            if not stays:
                late = DeleteMessage(chat_id=chat, message_id=sent.message_id)
                self._asides.soon(lambda: self._quietly(late))

    def pressed(self, query: str) -> None:
        """Let a button look pressed."""
        answer: TelegramMethod[Any] = AnswerCallbackQuery(callback_query_id=query)
        self._asides.soon(lambda: self._call(answer))

    def leave(self, chat: int) -> None:
        """Leave a group: nobody can be anonymous there."""
        leaving: TelegramMethod[Any] = LeaveChat(chat_id=chat)
        self._asides.soon(lambda: self._call(leaving))

    # Calls

    async def _delete(self, chat: str, messages: tuple[str, ...]) -> Brought:
        """Delete messages, or name fewer together the next time.

        What is older than 48 hours stays (Bot API, deleteMessage). Whether one of these keeps all
        that are named with it is not said there.
        """
        ids = [int(message) for message in messages]
        try:
            await self._call(DeleteMessages(chat_id=chat, message_ids=ids))
        except RefusedError:
            if len(messages) > 1:
                return Brought(notes={"together": str(len(messages) // 2)})
        return Brought(deleted=messages)

    async def _quietly(self, method: TelegramMethod[Any]) -> None:
        """Make a call of which it does not matter if what it is about is gone."""
        try:
            await self._call(method)
        except RefusedError:
            return

    async def _call(self, method: TelegramMethod[Result]) -> Result:
        try:
            return await self._bot(method, request_timeout=ANSWER_WITHIN)
        except TelegramRetryAfter as error:
            raise HoldOffError(error.retry_after) from None
        except TelegramForbiddenError:
            raise UnreachableError from None
        except TelegramBadRequest as error:
            # Telegram has no codes for these (Bot API, "Making requests").
            if "chat not found" in error.message:
                raise UnreachableError from None
            if "not modified" in error.message:
                raise UnchangedError from None
            raise RefusedError from None
        except (AiogramError, OSError, TimeoutError):
            raise TransportError from None

    def _buttons(self, offered: Iterable[Choice], spoken: Spoken) -> InlineKeyboardMarkup | None:
        rows = [
            [
                InlineKeyboardButton(
                    text=label(self._texts, choice, spoken), callback_data=choice.value
                )
            ]
            for choice in offered
        ]
        return InlineKeyboardMarkup(inline_keyboard=rows) if rows else None


def _spoken(owed: Owed[Address]) -> Spoken:
    """Return the language in which something was said there: no more is kept of what is erased."""
    noted = owed.notes.get("spoken")
    return next((spoken for spoken in get_args(Spoken) if spoken == noted), "sv+en")


def _under_name(line: Line) -> str:
    return f"{line.alias}:\n{line.text}"
