"""All that is understood of a message: topics, a danger, and the day that it asks about."""

from dataclasses import dataclass
from datetime import datetime

from handlers.danger import Danger, danger
from handlers.moments import Asked, asked
from handlers.topics import Topic, question, topics


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a message says to the bot; `asked` is the day that a question of hours is about."""

    topics: tuple[Topic, ...]
    danger: Danger | None
    asked: Asked | None


def understand(text: str, at: datetime) -> Understanding:
    """Understand a message that came at a moment."""
    found = topics(text)
    # The days of a story are not those of its question.
    words = question(text, Topic.HOURS) if Topic.STORY in found else text
    return Understanding(
        topics=found,
        danger=danger(text),
        asked=asked(words, at) if Topic.HOURS in found else None,
    )
