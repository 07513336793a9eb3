"""How conversations, lines and counsellors are written down: JSON, checked when it is read.

What is of a conversation is sealed with its key.
"""

from typing import TypeVar

from pydantic import TypeAdapter

from bot.sealing import Seal
from handlers.conversation import Conversation, Counsellor, Line

CONVERSATION = TypeAdapter(Conversation)
LINE = TypeAdapter(Line)
COUNSELLOR = TypeAdapter(Counsellor)

# What else of a conversation is sealed with its key: where its relative is reached.
ADDRESS = "address"

# Sealed with the secret key, since it belongs to no conversation: a chat with the staff bot.
DESK_CHAT = "desk chat"

Record = TypeVar("Record")


def write(adapter: TypeAdapter[Record], record: Record) -> str:
    """Return the record as JSON; what has its default is left out."""
    return adapter.dump_json(record, exclude_defaults=True).decode()


def closed(adapter: TypeAdapter[Record], seal: Seal, record: Record) -> str:
    """Return the record sealed."""
    return seal.close(write(adapter, record), _what(adapter))


def opened(adapter: TypeAdapter[Record], seal: Seal, sealed: str) -> Record:
    """Return a record that was sealed; raises ValueError for what cannot be read."""
    return adapter.validate_json(seal.open(sealed, _what(adapter)))


def _what(adapter: TypeAdapter[Record]) -> str:
    return "line" if adapter is LINE else "conversation"
