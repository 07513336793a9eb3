"""Calls the staff bot's server by python-telegram-bot, and says what became of each call."""

import contextlib
import os
from collections.abc import Awaitable, Sequence
from datetime import timedelta
from typing import Final, TypeVar

# From the next version on it is always so; without it, a mere ban would raise a warning.
os.environ.setdefault("PTB_TIMEDELTA", "1")

from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    ReactionTypeEmoji,
    ReplyParameters,
)
from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError

from bot.bot_api import BotAccess
from bot.delivery import (
    HoldOffError,
    RefusedError,
    TransportError,
    UnchangedError,
    UnreachableError,
)
from bot.doors.staff_request import AiohttpRequest

# Telegram knows a fixed set of reactions (Bot API, ReactionTypeEmoji); this one says "got it".
DELIVERED: Final = "👌"

Result = TypeVar("Result")

# Rows of (label, data).
Buttons = Sequence[Sequence[tuple[str, str]]]


class TopicGoneError(RefusedError):
    """The topic that something was meant for has been deleted."""


class StaffBot:
    """The calls that a counsellor's phone needs."""

    def __init__(self, access: BotAccess) -> None:
        self._request = AiohttpRequest()
        self._bot = Bot(access.token, base_url=f"{access.api}/bot", request=self._request)
        self._has_topics: bool | None = None

    async def has_topics(self) -> bool:
        """Whether a chat with this bot can have topics (Bot API 9.3, User.has_topics_enabled)."""
        if self._has_topics is None:
            me = await self._call(self._bot.get_me())
            self._has_topics = bool(me.has_topics_enabled)
        return self._has_topics

    async def send(
        self,
        chat: str,
        text: str,
        *,
        topic: int = 0,
        answers_to: int = 0,
        buttons: Buttons = (),
    ) -> int:
        """Send a message and return its id."""
        sent = await self._call(
            self._bot.send_message(
                chat,
                text,
                message_thread_id=topic or None,
                reply_parameters=ReplyParameters(answers_to, allow_sending_without_reply=True)
                if answers_to
                else None,
                reply_markup=_keyboard(buttons),
            )
        )
        return sent.message_id

    async def edit(self, chat: str, message: int, text: str) -> None:
        """Change the words of a message."""
        with contextlib.suppress(UnchangedError):
            await self._call(self._bot.edit_message_text(text, chat, message))

    async def delete(self, chat: str, messages: Sequence[int]) -> None:
        """Delete up to a hundred messages."""
        await self._call(self._bot.delete_messages(chat, messages))

    async def open_topic(self, chat: str, name: str) -> int:
        """Open a topic and return its id."""
        topic = await self._call(self._bot.create_forum_topic(chat, name))
        return topic.message_thread_id

    async def delete_topic(self, chat: str, topic: int) -> None:
        """Delete a topic with all that is in it."""
        await self._call(self._bot.delete_forum_topic(chat, topic))

    async def mark(self, chat: str, message: int) -> None:
        """Mark a counsellor's message as delivered."""
        await self._call(
            self._bot.set_message_reaction(chat, message, [ReactionTypeEmoji(DELIVERED)])
        )

    async def pressed(self, query: str, text: str) -> None:
        """Let a button look pressed, and say something beside it."""
        await self._call(self._bot.answer_callback_query(query, text or None))

    async def close(self) -> None:
        """Let go of the connections."""
        await self._request.shutdown()

    async def _call(self, call: Awaitable[Result]) -> Result:
        try:
            return await call
        except RetryAfter as error:
            raise HoldOffError(_seconds(error.retry_after)) from None
        except Forbidden:
            raise UnreachableError from None
        except BadRequest as error:
            if "chat not found" in error.message.lower():
                raise UnreachableError from None
            if "thread not found" in error.message.lower():
                raise TopicGoneError from None
            if "not modified" in error.message.lower():
                raise UnchangedError from None
            raise RefusedError from None
        except (TelegramError, OSError, TimeoutError):
            raise TransportError from None


def _keyboard(buttons: Buttons) -> InlineKeyboardMarkup | None:
    if not buttons:
        return None
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(label, callback_data=data) for label, data in row]
            for row in buttons
        ]
    )


def _seconds(time: int | timedelta) -> float:
    return time.total_seconds() if isinstance(time, timedelta) else float(time)
