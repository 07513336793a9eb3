"""What can happen to a conversation. Each event has an id, so that a repeat changes nothing."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from handlers.choices import Choice
from handlers.conversation import Counsellor

# Stands for the number of a line that has none yet: that of the message that is held.
HELD: Final = 0


class LeftOut(StrEnum):
    """What a relative can send that is not taken: it could tell who they are, or do harm."""

    PICTURE = "picture"
    SOUND = "sound"
    FILE = "file"
    CONTACT = "contact"
    POSITION = "position"
    FORWARD = "forward"
    OTHER = "other"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class RelativeWrote:
    """A relative sent words; they are clean, not empty and not too long (see `incoming`).

    `more_may_follow` is of a door where people send one thought in many short messages: they are
    answered together. `quotes` is the number of the line that they answer to, and `left_out`
    what came along and cannot be taken. `written_at` is when they wrote it, where that is known
    and it may have waited since.
    """

    id: str
    text: str
    more_may_follow: bool = False
    quotes: int = 0
    left_out: LeftOut | None = None
    written_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RelativeSent:
    """A relative sent nothing but what cannot be taken, and of which nothing is kept."""

    id: str
    left_out: LeftOut


@dataclass(frozen=True, slots=True)
class RelativeEdited:
    """A relative changed the words of an earlier line, whose number is `line`, or HELD."""

    id: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class RelativeReacted:
    """A relative marked a line with an emoji; `line` is its number."""

    id: str
    line: int
    emoji: str


@dataclass(frozen=True, slots=True)
class RelativeLeft:
    """A relative can no longer be written to: they have blocked the bot."""

    id: str


@dataclass(frozen=True, slots=True)
class RelativeExited:
    """A relative had to leave at once: nobody may come back to it from where they wrote."""

    id: str


@dataclass(frozen=True, slots=True)
class RelativeTookCode:
    """A relative was given words by which to come back; `hidden` is all that is kept of them."""

    id: str
    hidden: str


@dataclass(frozen=True, slots=True)
class RelativeCameBack:
    """A relative goes on from elsewhere, by the words that they were given."""

    id: str


@dataclass(frozen=True, slots=True)
class RelativeWentBack:
    """A relative has gone back to another conversation, and writes in this one no more."""

    id: str


@dataclass(frozen=True, slots=True)
class RelativeReturned:
    """A relative can be written to again."""

    id: str


@dataclass(frozen=True, slots=True)
class RelativeMissed:
    """A counsellor's line, whose number is `line`, will never reach the relative."""

    id: str
    line: int


@dataclass(frozen=True, slots=True)
class RelativeChose:
    """A relative pressed a button."""

    id: str
    choice: Choice


@dataclass(frozen=True, slots=True)
class CounsellorTook:
    """A counsellor wants to pick the conversation up."""

    id: str
    counsellor: Counsellor


@dataclass(frozen=True, slots=True)
class CounsellorWrote:
    """A counsellor replied; `quotes` is the number of the line that they answer to."""

    id: str
    counsellor_id: str
    text: str
    quotes: int = 0


@dataclass(frozen=True, slots=True)
class CounsellorEdited:
    """A counsellor changed the words of their earlier line, whose number is `line`."""

    id: str
    counsellor_id: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class CounsellorHandedBack:
    """A counsellor has to leave: the conversation goes to the head of the queue."""

    id: str
    counsellor_id: str


@dataclass(frozen=True, slots=True)
class CounsellorEnded:
    """A counsellor ended the conversation."""

    id: str
    counsellor_id: str


@dataclass(frozen=True, slots=True)
class CounsellorLost:
    """Nothing was heard from a counsellor for too long."""

    id: str
    counsellor_id: str


@dataclass(frozen=True, slots=True)
class TimePassed:
    """A moment has come at which the conversation wanted to be looked at again."""

    id: str


RelativeEvent = (
    RelativeWrote
    | RelativeChose
    | RelativeSent
    | RelativeEdited
    | RelativeReacted
    | RelativeLeft
    | RelativeExited
    | RelativeTookCode
    | RelativeCameBack
    | RelativeWentBack
    | RelativeReturned
    | RelativeMissed
)
CounsellorEvent = (
    CounsellorTook
    | CounsellorWrote
    | CounsellorEdited
    | CounsellorHandedBack
    | CounsellorEnded
    | CounsellorLost
)
Event = RelativeEvent | CounsellorEvent | TimePassed
