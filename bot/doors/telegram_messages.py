"""Reads the little that we want to know from an update of Telegram, whatever its shape.

Names, pictures and whatever else Telegram tells of a person are not even looked at. What cannot
be read is absent; so a field that is broken or new never hides the words beside it.
"""

import contextlib
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum, auto
from typing import Any, Final

from handlers.events import LeftOut


class Kind(Enum):
    """What has come."""

    MESSAGE = auto()
    EDIT = auto()
    PRESS = auto()
    REACTION = auto()
    LEFT = auto()
    RETURNED = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What has come, of which chat.

    `message` is the id of the message that it is or is about, `reply_to` that of the one that it
    answers to, `thread` its topic, `query` what a press has to be answered by, and `data` what
    stands behind the button. `language` is that of the program, such as `sv`, and `written_at`
    when a message was sent.
    """

    id: int
    kind: Kind
    chat: int
    is_private: bool
    message: int = 0
    reply_to: int = 0
    thread: int = 0
    text: str = ""
    left_out: LeftOut | None = None
    query: str = ""
    data: str = ""
    language: str = ""
    written_at: datetime | None = None


# What cannot be taken; the first that is there decides.
_LEFT_OUT: Final = {
    "forward_origin": LeftOut.FORWARD,
    "contact": LeftOut.CONTACT,
    "location": LeftOut.POSITION,
    "venue": LeftOut.POSITION,
    "photo": LeftOut.PICTURE,
    "video": LeftOut.PICTURE,
    "video_note": LeftOut.PICTURE,
    "animation": LeftOut.PICTURE,
    "live_photo": LeftOut.PICTURE,
    "story": LeftOut.PICTURE,
    "voice": LeftOut.SOUND,
    "audio": LeftOut.SOUND,
    "document": LeftOut.FILE,
    "sticker": LeftOut.OTHER,
    "poll": LeftOut.OTHER,
    "game": LeftOut.OTHER,
    "paid_media": LeftOut.OTHER,
    "checklist": LeftOut.OTHER,
    "rich_message": LeftOut.OTHER,
}


def read(update: dict[str, Any]) -> Received | None:
    """Return what has come, or None for what we do not know or want."""
    number = _number(update.get("update_id"))
    for field, kind in (("message", Kind.MESSAGE), ("edited_message", Kind.EDIT)):
        if field in update:
            return _message(number, kind, _part(update.get(field)))
    if "callback_query" in update:
        return _press(number, _part(update["callback_query"]))
    if "message_reaction" in update:
        return _reaction(number, _part(update["message_reaction"]))
    if "my_chat_member" in update:
        return _member(number, _part(update["my_chat_member"]))
    return None


def _message(number: int, kind: Kind, message: dict[str, Any]) -> Received | None:
    if _part(message.get("from")).get("is_bot") is True:
        return None
    left_out = next((what for field, what in _LEFT_OUT.items() if field in message), None)
    text = _text(message.get("text")) or _text(message.get("caption"))
    emoji = _text(_part(message.get("sticker") or message.get("dice")).get("emoji"))
    if emoji and left_out in {LeftOut.OTHER, None}:
        text, left_out = emoji, None
    if left_out is LeftOut.FORWARD:
        # Words of somebody else, who has not been asked; and Telegram tells who that is.
        text = ""
    if not text and left_out is None:
        return None  # news of the chat itself, such as a pinned message
    return Received(
        id=number,
        kind=kind,
        **_place(message),
        reply_to=_number(_part(message.get("reply_to_message")).get("message_id")),
        thread=_number(message.get("message_thread_id")),
        text=text,
        left_out=left_out,
        language=_text(_part(message.get("from")).get("language_code")),
        written_at=_moment(message.get("date")),
    )


def _press(number: int, query: dict[str, Any]) -> Received:
    query_id = _text(query.get("id"))
    return Received(
        id=number,
        kind=Kind.PRESS,
        **_place(_part(query.get("message"))),
        thread=_number(_part(query.get("message")).get("message_thread_id")),
        query=query_id if query_id.isascii() else "",  # it is sent back as it is
        data=_text(query.get("data")),
        language=_text(_part(query.get("from")).get("language_code")),
    )


def _reaction(number: int, reaction: dict[str, Any]) -> Received:
    now = reaction.get("new_reaction")
    last = _part(now[-1]) if isinstance(now, list) and now else {}
    text = _text(last.get("emoji"))
    return Received(id=number, kind=Kind.REACTION, **_place(reaction), text=text)


def _member(number: int, change: dict[str, Any]) -> Received:
    status = _text(_part(change.get("new_chat_member")).get("status"))
    kind = Kind.LEFT if status in {"kicked", "left"} else Kind.RETURNED
    return Received(id=number, kind=kind, **_place(change))


def _place(part: dict[str, Any]) -> dict[str, Any]:
    chat = _part(part.get("chat"))
    return {
        "chat": _number(chat.get("id")),
        "is_private": chat.get("type") == "private",
        "message": _number(part.get("message_id")),
    }


def _part(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _number(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _moment(value: Any) -> datetime | None:
    """Read seconds since 1970, as Telegram has them: 0 is for what cannot be reached any more."""
    with contextlib.suppress(OverflowError, OSError, ValueError):
        return datetime.fromtimestamp(_number(value), UTC) if _number(value) > 0 else None
    return None


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
