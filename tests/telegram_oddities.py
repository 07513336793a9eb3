"""Updates of Telegram that are broken: no client makes them, and yet they must do no harm."""

import json
from collections.abc import Mapping
from typing import Any, Final

from telegram_chats import Params

# Whoever writes them, and words of which nothing may stand in a log.
SEVEN: Final = {"id": 7, "type": "private"}
WORDS: Final = "hemligt"
DEEP: Final[Any] = json.loads("[" * 400 + "]" * 400)


def _said(**content: Any) -> Params:
    return {"message": {"chat": SEVEN, **content}}


SHAPES: Final[Mapping[str, list[Params]]] = {
    "nothing in it": [{}],
    "a message that is none": [{"message": None}, {"message": []}, {"message": WORDS}],
    "no chat": [
        {"message": {"text": WORDS}},
        {"message": {"chat": None, "text": WORDS}},
        {"message": {"chat": 7, "text": WORDS}},
    ],
    "a chat of no known kind": [
        {"message": {"chat": {"id": 7, "type": ["private"]}, "text": WORDS}},
        {"message": {"chat": {"id": 7}, "text": WORDS}},
    ],
    "an id that is none": [
        {"message": {"chat": {"id": value, "type": "private"}, "text": WORDS}}
        for value in ("7", True, 1.5, 2**80, -5)
    ],
    "text that is none": [_said(text=None), _said(text={"a": WORDS}), _said(text=5)],
    "nothing to be seen": [_said(text=""), _said(text="   \n"), _said(text="\x00\u202e")],
    "half a letter": [_said(text="\ud800"), _said(dice={"emoji": "\udfff"})],
    "far too long": [_said(text="a" * 50_000)],
    "letters of many parts": [_said(text="🏳️‍🌈" * 1024), _said(text="\u0344" * 4096)],
    "a picture that is none": [
        _said(photo="x", message_id="y"),
        _said(sticker=[1, 2]),
        _said(contact=None, poll=5),
    ],
    "a command that is none": [
        _said(message_id=-1, text="/radera"),
        _said(text="/"),
        _said(text="@"),
    ],
    "far too deep": [_said(something=DEEP), _said(text=DEEP)],
    "an edit of nothing": [
        {"edited_message": {"chat": SEVEN, "text": WORDS}},
        {"edited_message": {"chat": SEVEN, "message_id": {}, "text": WORDS}},
    ],
    "a press on nothing": [
        {"callback_query": {"id": 5, "data": None}},
        {"callback_query": {"id": "5", "data": "nothing", "message": None}},
        {"callback_query": {"id": "5", "data": "\ud800", "message": {"chat": SEVEN}}},
        {"callback_query": {"id": "\ud800", "data": "human", "message": {"chat": SEVEN}}},
    ],
    "a mark on nothing": [
        {"message_reaction": {"chat": SEVEN, "new_reaction": "x"}},
        {"message_reaction": {"chat": SEVEN, "message_id": 1, "new_reaction": [[]]}},
    ],
    "a member of nothing": [
        {"my_chat_member": {"chat": SEVEN, "new_chat_member": None}},
        {"my_chat_member": {"chat": SEVEN, "new_chat_member": {"status": {}}}},
        {"my_chat_member": 5},
    ],
}


def from_chat(update: Params, chat: Params) -> Params:
    """Return a broken update as it comes from a chat, where it says from which."""
    return {kind: _moved(part, chat) for kind, part in update.items()}


def _moved(part: Any, chat: Params) -> Any:
    if part == SEVEN:
        return chat
    if isinstance(part, dict):
        return {name: _moved(value, chat) for name, value in part.items()}
    return part
