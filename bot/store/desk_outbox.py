"""What is owed to counsellors in the staff bot: their own phones are all that it can find."""

from dataclasses import dataclass

from bot.sealing import Seal, SealedError, Veiled
from bot.store import keys
from bot.store.client import Valkey
from bot.store.outbox import Outbox, Owed
from bot.store.records import COUNSELLOR, DESK_CHAT
from handlers.conversation import Counsellor


@dataclass(frozen=True, slots=True)
class Phone:
    """A counsellor's phone: its chat, or "" for none, and who they are while on duty there."""

    chat: str
    counsellor: Counsellor | None


class DeskOutbox(Outbox[Phone]):
    """What is owed to counsellors."""

    def __init__(self, valkey: Valkey) -> None:
        super().__init__(valkey, keys.OWED_DESK, keys.DESK_CHATS)

    def chat_at(self, where: str) -> str:
        """Return the chat of a counsellor as it was sealed, or "" for none.

        What was noted while the secret key turned may be under one that is gone by now.
        """
        try:
            return self._valkey.sealing.open(Veiled.read(where).sealed, DESK_CHAT)
        except SealedError:
            return ""

    def _to(self, where: str, _seal: Seal | None, counsellor: str) -> Phone:
        known = COUNSELLOR.validate_json(counsellor) if counsellor else None
        return Phone(self.chat_at(where), known)


def is_elsewhere(owed: Owed[Phone]) -> bool:
    """Whether it stands on a phone that is its counsellor's no longer."""
    # Sealed, the same looks different each time.
    there, now = (Veiled.read(where) for where in (owed.notes.get("chat", owed.where), owed.where))
    return there.hidden != now.hidden
