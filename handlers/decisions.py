"""What a decision is made from, and what can be decided."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum

from handlers.choices import Choice
from handlers.conversation import Author, Conversation, Line, Tier, Values
from handlers.line import Line as LineFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """The moment in which something is decided.

    `waiting` counts the others in the queue, by tier; `place` is how many are ahead of this very
    conversation, if it is in the queue. `measured` holds recent waits in seconds, each divided by
    the places that there were to wait for. `on_duty` counts the counsellors at their desks.
    """

    at: datetime
    line: LineFacts
    waiting: tuple[int, int, int] = (0, 0, 0)
    place: int | None = None
    measured: Sequence[int] = ()
    on_duty: int = 0

    @property
    def is_open(self) -> bool:
        """Whether the line is staffed now."""
        return self.line.hours.is_open(self.at)

    @property
    def takes_new(self) -> bool:
        """Whether somebody new may still join the queue today."""
        return self.line.hours.takes_new(self.at)

    def waiting_before(self, tier: Tier) -> int:
        """How many are ahead of somebody who joins with this tier now."""
        return sum(self.waiting[: tier + 1])


@dataclass(frozen=True, slots=True)
class Say:
    """A text of ours, by key, with its values and the buttons under it."""

    key: str
    values: Values = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()

    def line(self, at: datetime) -> Line:
        """Return the line in which the bot says it."""
        return Line(Author.BOT, at, key=self.key, values=self.values, choices=self.choices)


class Urgency(IntEnum):
    """What goes first where not everything can go at once."""

    ERASURE = 0
    REPLY = 1
    ANSWER = 2
    NOTICE = 3
    GLANCE = 4


# A conversation as it is to be, and what to tell the relative.
Answer = tuple[Conversation, tuple[Say, ...]]


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of a conversation.

    `conversation` is None when even the record of it goes. `wipe` removes its lines and the way
    to the relative at once, and `part` only the way. `way_back` is what is kept of the words by
    which they can go on from elsewhere. `measured` is a finished wait, in seconds a place. What a
    person writes to another is always a REPLY, whatever `urgency` says.
    """

    conversation: Conversation | None
    lines: tuple[Line, ...] = ()
    wipe: bool = False
    part: bool = False
    way_back: str = ""
    measured: int | None = None
    urgency: Urgency = Urgency.ANSWER
