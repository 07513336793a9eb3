"""How conversations, lines and counsellors are written down: JSON, checked when it is read."""

from typing import TypeVar

from pydantic import TypeAdapter

from handlers.conversation import Conversation, Counsellor, Line

CONVERSATION = TypeAdapter(Conversation)
LINE = TypeAdapter(Line)
COUNSELLOR = TypeAdapter(Counsellor)

Record = TypeVar("Record")


def write(adapter: TypeAdapter[Record], record: Record) -> str:
    """Return the record as JSON; what has its default is left out."""
    return adapter.dump_json(record, exclude_defaults=True).decode()
