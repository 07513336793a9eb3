"""What can go wrong, each with the key of the sentence that tells the person.

SupportLineError
├── MessageError            what somebody wrote cannot be taken
│   ├── EmptyMessageError
│   ├── TooLongError
│   ├── TooFastError
│   ├── NoSuchCodeError
│   └── TooManyCodesError
└── ConversationError       a step that the conversation does not allow now
    ├── AlreadyTakenError
    ├── NotWaitingError
    ├── NotYoursError
    └── ConversationEndedError
"""

from collections.abc import Mapping


class SupportLineError(Exception):
    """The root of all errors that this project raises on purpose."""


class MessageError(SupportLineError):
    """What somebody wrote cannot be taken; `key` and `values` name the sentence for them."""

    key = "error-message"

    @property
    def values(self) -> Mapping[str, str | int]:
        """The values that the sentence needs."""
        return {}


class EmptyMessageError(MessageError):
    """Nothing is left once invisible characters are taken away."""

    key = "error-empty"


class TooLongError(MessageError):
    """Longer than a message may be."""

    key = "error-too-long"

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit

    @property
    def values(self) -> Mapping[str, str | int]:
        """How many characters a message may have."""
        return {"limit": self.limit}


class TooFastError(MessageError):
    """More messages in a short time than a person writes."""

    key = "error-too-fast"


class NoSuchCodeError(MessageError):
    """These words lead to no conversation: they are others, or it is no longer kept."""

    key = "error-no-such-code"


class TooManyCodesError(MessageError):
    """More words to come back by than are given or tried within a while."""

    key = "error-too-many-codes"


class ConversationError(SupportLineError):
    """The conversation does not allow this step now; nothing was changed."""

    key = "error-conversation"

    @property
    def values(self) -> Mapping[str, str | int]:
        """The values that the sentence needs."""
        return {}


class AlreadyTakenError(ConversationError):
    """Another counsellor was faster."""

    key = "error-already-taken"

    def __init__(self, alias: str) -> None:
        super().__init__()
        self.alias = alias

    @property
    def values(self) -> Mapping[str, str | int]:
        """Who has the conversation."""
        return {"alias": self.alias}


class NotWaitingError(ConversationError):
    """The relative is not in the queue."""

    key = "error-not-waiting"


class NotYoursError(ConversationError):
    """The conversation is not with this counsellor, or no longer."""

    key = "error-not-yours"


class ConversationEndedError(ConversationError):
    """The conversation is over, or has been erased."""

    key = "error-ended"
