"""Updates with everything in them that Telegram can tell, made from aiogram's own types."""

import re
import types
from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import Enum
from functools import cache
from random import Random
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

from aiogram.client.default import Default
from aiogram.types import Message, Update, User
from pydantic import BaseModel
from telegram_chats import Params
from telegram_standin import Person

# What the door asks for comes often, and everything else that there is now and then.
ASKED_FOR: Final = (
    "message", "message", "message", "edited_message", "callback_query", "message_reaction",
    "my_chat_member",
)  # fmt: skip
KINDS: Final = tuple(name for name in Update.model_fields if name != "update_id")
ASKED_SHARE: Final = 0.7

# How likely a field that need not be there is there, by how deep it stands; no deeper at all.
LIKELY: Final = (0.25, 0.35, 0.1)
UNKNOWN: Final = 0.2

FIRST_NUMBER: Final = 710_000_000_000_000
DATE: Final = 1_795_000_000


# By any of these somebody could be known, or they are words of somebody else. What relatives
# write themselves looks otherwise.
_TELLING: Final = re.compile(r"kan[0-9a-f]{8}|710[0-9]{12}|59[.]710[0-9]{9}")
_SAID: Final = re.compile("ord[0-9a-f]{8}")


def telling(text: str) -> set[str]:
    """Return all in a text that was made up here and should never have come there."""
    return set(_TELLING.findall(text.lower()))


def said(text: str) -> set[str]:
    """Return all in a text that relatives wrote themselves."""
    return set(_SAID.findall(text))


class Maker:
    """Makes updates, the same for the same seed; `fields` are those of a message that it used."""

    def __init__(self, seed: int) -> None:
        self.fields: set[str] = set()
        self._random = Random(seed)  # noqa: S311 - the same each time
        self._count = 0

    def person(self) -> Person:
        """Return a relative of whom everything tells."""
        name = self._word
        return Person(self._number(), name(), name(), name(), f"sv-{name()}")

    def update(self, person: Person, message_ids: list[int]) -> Params:
        """Return an update of any kind, in the chat with a person who has sent these messages."""
        asked = self._random.random() < ASKED_SHARE
        kind = self._random.choice(ASKED_FOR if asked else KINDS)
        annotation = Update.model_fields[kind].annotation
        part = self._value(annotation, 0)
        for message in _messages(part):
            self._belongs(message, person, message_ids)
        if kind in {"message", "edited_message"}:
            self._write(part)
        if kind == "message_reaction":
            part["new_reaction"] = [{"type": "emoji", "emoji": "👍"}]
        if self._random.random() < UNKNOWN:
            part[self._word()] = {self._word(): [self._word(), self._number()]}
        return {kind: part}

    def _belongs(self, part: Params, person: Person, message_ids: list[int]) -> None:
        """Let it come from a chat, and be about one of its messages."""
        part["chat"] = part.get("chat", {}) | person.info
        if "message_id" in part:
            part["message_id"] = self._random.choice(message_ids)
        for sender in ("from", "user"):
            if sender in part:
                part[sender] = self._model(User, 1) | person.user

    def _write(self, message: Params) -> None:
        """Let somebody write words of their own, in place of what stood there."""
        own = "forward_origin" not in message
        for place in ("text", "caption"):
            if place in message and own:
                self._count += 1
                message[place] = f"ord{self._count:08x} och mer"
        for picture in ("sticker", "dice"):
            if picture in message:
                message[picture]["emoji"] = "🎲"

    def _model(self, model: type[BaseModel], depth: int) -> Params:
        made = {}
        likely = LIKELY[depth] if depth < len(LIKELY) else 0.0
        for name, alias, annotation, must in _fields(model):
            if must or self._random.random() < likely:
                if model is Message:
                    self.fields.add(name)
                made[alias] = self._value(annotation, depth + 1)
        return made

    def _value(self, annotation: Any, depth: int) -> Any:
        origin, within = get_origin(annotation), get_args(annotation)
        if origin in {Union, types.UnionType}:
            options = [one for one in within if one not in {type(None), Default}]
            return self._value(self._random.choice(options), depth)
        if origin is Annotated:
            return self._value(within[0], depth)
        if origin is Literal:
            chosen = self._random.choice(within)
            return chosen.value if isinstance(chosen, Enum) else chosen
        if origin is list:
            return [self._value(within[0], depth) for _ in range(self._random.randint(1, 2))]
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            return self._model(annotation, depth)
        return self._plain(annotation)

    def _plain(self, annotation: Any) -> Any:
        if annotation is bool:
            return self._random.random() < 0.5
        if annotation in {datetime, timedelta}:
            return DATE + self._random.randint(0, 10_000)
        if annotation is int:
            return self._number()
        if annotation is float:
            return self._fraction()
        return self._word()

    def _word(self) -> str:
        self._count += 1
        return f"kan{self._count:08x}"

    def _number(self) -> int:
        self._count += 1
        return FIRST_NUMBER + self._count

    def _fraction(self) -> float:
        self._count += 1
        return float(f"59.{FIRST_NUMBER // 1_000 + self._count}")


@cache
def _fields(model: type[BaseModel]) -> list[tuple[str, str, Any, bool]]:
    """Return of each field its name here and at Telegram, its type, and whether it has to be."""
    return [
        # What is always the same says what all the rest is.
        (
            name,
            field.alias or name,
            field.annotation,
            field.is_required() or get_origin(field.annotation) is Literal,
        )
        for name, field in model.model_fields.items()
    ]


def _messages(part: Params) -> Iterator[Params]:
    """Yield what belongs to the chat: the part itself, and what a button stands under."""
    yield part
    under = part.get("message")
    if isinstance(under, dict):
        yield under
