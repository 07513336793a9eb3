"""What can happen to a conversation. Each event has an id, so that a repeat changes nothing."""

from dataclasses import dataclass

from handlers.choices import Choice
from handlers.conversation import Counsellor


@dataclass(frozen=True, slots=True)
class RelativeWrote:
    """A relative sent words; they are clean, not empty and not too long (see `incoming`)."""

    id: str
    text: str


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
    """A counsellor replied."""

    id: str
    counsellor_id: str
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


RelativeEvent = RelativeWrote | RelativeChose
CounsellorEvent = (
    CounsellorTook | CounsellorWrote | CounsellorHandedBack | CounsellorEnded | CounsellorLost
)
Event = RelativeEvent | CounsellorEvent | TimePassed
