"""Tickets of who was asked to work or to wait: signed, for one browser, good once and for minutes.

All of it is in memory, and ends with the process: whoever comes back with a ticket that nobody
knows any more is given another.
"""

import hashlib
import hmac
import re
import secrets
import struct
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, Self

from bot.doors.sessions import Session
from handlers.flood import PARTS, Asked

# Long enough to find one's telephone number in between, and to work on the slowest of phones.
GOOD_FOR: Final = timedelta(minutes=5)

_TICKET: Final = re.compile(r"[0-9]{1,12}\.[0-9]{1,2}\.[0-9]{1,3}\.[0-9a-f]{16}\.[0-9a-f]{32}")
_PROOF: Final = re.compile(rf"[0-9]{{1,10}}(?:-[0-9]{{1,10}}){{{PARTS - 1}}}")


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a browser was asked for, and when; `seed` is what its work begins with."""

    text: str
    issued: datetime
    asked: Asked
    seed: str

    @classmethod
    def of(cls, text: str) -> Self:
        """Return a ticket from how it is written."""
        issued, bits, wait, _, seed = text.split(".")
        at = datetime.fromtimestamp(int(issued), UTC)
        return cls(text, at, Asked(int(bits), int(wait)), seed)

    def rest(self, at: datetime) -> timedelta:
        """Return how long there is still to be waited."""
        return max(timedelta(), self.issued + timedelta(seconds=self.asked.wait) - at)

    def is_worked_for(self, proof: str) -> bool:
        """Whether all the work was done: microseconds to see, and far longer to do."""
        if not _PROOF.fullmatch(proof):
            return False
        seed, too_much = bytes.fromhex(self.seed), 1 << (32 - self.asked.bits)
        return all(
            int(number) < 1 << 32 and _first_word(seed, part, int(number)) < too_much
            for part, number in enumerate(proof.split("-"))
        )


class Tickets:
    """Gives out tickets, and knows its own."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)
        self._used: dict[str, datetime] = {}

    def name_of(self, session: Session) -> str:
        """Return what a session is called here, and nowhere else."""
        return self._signed(session, "")

    def give(self, session: Session, asked: Asked, at: datetime) -> Ticket:
        """Return a new ticket for a browser."""
        unsigned = f"{int(at.timestamp())}.{asked.bits}.{asked.wait}.{secrets.token_hex(8)}"
        return Ticket.of(f"{unsigned}.{self._signed(session, unsigned)}")

    def read(self, session: Session, text: str, at: datetime) -> Ticket | None:
        """Return a ticket that this browser can still use, or None for what is none."""
        unsigned, _, signed = text.rpartition(".")
        if not _TICKET.fullmatch(text) or text in self._used:
            return None
        if not hmac.compare_digest(signed, self._signed(session, unsigned)):
            return None
        ticket = Ticket.of(text)
        # From a clock that was set back since, it would have to be waited for till then.
        return ticket if timedelta() <= at - ticket.issued <= GOOD_FOR else None

    def use_up(self, ticket: Ticket, at: datetime) -> None:
        """Let nobody come in by a ticket again."""
        over = (text for text, issued in self._used.items() if at - issued > GOOD_FOR)
        for text in list(over):
            del self._used[text]
        self._used[ticket.text] = ticket.issued

    def _signed(self, session: Session, unsigned: str) -> str:
        said = f"{session.secret}.{unsigned}".encode()
        return hmac.digest(self._key, said, "sha256").hex()[:32]


def _first_word(seed: bytes, part: int, number: int) -> int:
    hashed = hashlib.sha256(seed + struct.pack(">II", part, number)).digest()
    return int.from_bytes(hashed[:4], "big")
