"""A conversation: its states, what is written in it, and its place in the queue."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum

from handlers.choices import Choice
from handlers.danger import Danger
from handlers.errors import ConversationEndedError, NotYoursError, TooFastError
from handlers.language import Leaning
from handlers.understanding import Recalled

# A person under pressure writes many short lines; a program writes more than this.
BURST_MESSAGES = 30
BURST_TIME = timedelta(seconds=10)

# A text that an operator wrote comes in both languages: {"sv": …, "en": …}.
Value = str | int | Mapping[str, str]
Values = Mapping[str, Value]


class State(StrEnum):
    """The four states; a conversation never goes back to `answering`."""

    ANSWERING = "answering"
    WAITING = "waiting"
    TALKING = "talking"
    ENDED = "ended"


class Keep(StrEnum):
    """What is to become of somebody who still waits when the line closes."""

    UNASKED = "unasked"
    ASKED = "asked"
    KEPT = "kept"


class Author(StrEnum):
    """Who a line is from."""

    RELATIVE = "relative"
    COUNSELLOR = "counsellor"
    BOT = "bot"


class Tier(IntEnum):
    """Who is taken first; within a tier, who has waited longest."""

    RETURNED = 0
    DANGER = 1
    USUAL = 2


@dataclass(frozen=True, slots=True)
class Counsellor:
    """A counsellor as the other side may know them: an alias, never a name."""

    id: str
    alias: str
    languages: tuple[str, ...] = ("sv", "en")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a conversation: words of a person, or the key of a text of ours.

    `quotes` is the number of the line that it answers to, `edits` that of the line whose words it
    replaces; 0 is none. A line `for_desk` is not shown to the relative.
    """

    author: Author
    at: datetime
    text: str = ""
    key: str = ""
    values: Values = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()
    alias: str = ""
    quotes: int = 0
    edits: int = 0
    for_desk: bool = False

    @property
    def is_for_relative(self) -> bool:
        """Whether it tells the relative something."""
        return self.author is not Author.RELATIVE and not self.for_desk


@dataclass(frozen=True, slots=True)
class Held:
    """A message that is not passed on yet; `until` then its writer can say how it is to be."""

    text: str
    until: datetime
    quotes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """All that is known of a conversation but its lines. It knows neither door nor address.

    `code` is what people call it ("lönn 42"). `said` holds the keys of texts that are said only
    once. `reason` is the key of the one line that tells counsellors why somebody waits.
    `dangers` are those that were told of, each once, the latest last; `danger_said_at` is when it
    was last said what to do in them, and `numbers_said_at` when all numbers for one of them were.
    `joined_ahead` is how many were ahead when this one joined, to measure real waits by.
    `unanswered` are words that are answered together at `answer_at`, for more may follow; the
    first of them came at `unanswered_from`. `held` is a message that nobody has been shown.
    `unreachable` is who cannot be written to, such as somebody who has blocked the bot, and
    `can_return` who was given words by which to go on from elsewhere.
    """

    id: str
    code: str
    started_at: datetime
    last_at: datetime
    state: State = State.ANSWERING
    leaning: Leaning = field(default_factory=Leaning)
    recalled: Recalled = field(default_factory=Recalled)
    last_author: Author = Author.RELATIVE
    said: frozenset[str] = frozenset()
    reason: str = ""
    dangers: tuple[Danger, ...] = ()
    danger_said_at: datetime | None = None
    numbers_said_at: datetime | None = None
    joined_at: datetime | None = None
    joined_ahead: int = 0
    returned: bool = False
    keep: Keep = Keep.UNASKED
    asked_at: datetime | None = None
    counsellor: Counsellor | None = None
    ended_at: datetime | None = None
    erased: bool = False
    burst_from: datetime | None = None
    burst: int = 0
    unanswered: str = ""
    unanswered_from: datetime | None = None
    answer_at: datetime | None = None
    held: Held | None = None
    refused_at: datetime | None = None
    unreachable: bool = False
    can_return: bool = False

    @property
    def tier(self) -> Tier:
        """Who was already taken once comes first, then danger, then the rest."""
        if self.returned:
            return Tier.RETURNED
        return Tier.DANGER if self.dangers else Tier.USUAL

    @property
    def rank(self) -> tuple[Tier, datetime] | None:
        """The place to sort the queue by, or None for who is not in it."""
        if self.state is not State.WAITING or self.keep is Keep.ASKED or self.joined_at is None:
            return None
        return self.tier, self.joined_at

    def is_with(self, counsellor: Counsellor) -> bool:
        """Whether it is, or was when it ended, with this counsellor, by whatever name now."""
        return self.counsellor is not None and self.counsellor.id == counsellor.id

    def held_by(self, counsellor_id: str) -> Counsellor:
        """Return the counsellor who talks in it, if that is who asks.

        Raises ConversationEndedError or NotYoursError.
        """
        if self.state is State.ENDED:
            raise ConversationEndedError
        if self.counsellor is None or self.counsellor.id != counsellor_id:
            raise NotYoursError
        return self.counsellor


def all_heard(conversation: Conversation) -> Conversation:
    """Return the conversation without words that are still to be answered."""
    return replace(conversation, unanswered="", unanswered_from=None, answer_at=None)


def paced(conversation: Conversation, at: datetime) -> Conversation:
    """Return the conversation with one more thing that its relative did in the present burst.

    Raises TooFastError when that is more than a person does.
    """
    began = conversation.burst_from
    if began is None or at - began > BURST_TIME or at < began:
        return replace(conversation, burst_from=at, burst=1)
    if conversation.burst >= BURST_MESSAGES:
        raise TooFastError
    return replace(conversation, burst=conversation.burst + 1)
