"""What a relative's page shows: the conversation, how it stands, and what can be chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot.doors.rendering import Rendering
from handlers.choices import QUESTIONS, Choice
from handlers.conversation import Conversation, Line
from handlers.decisions import Situation
from handlers.glance import choices, glance
from handlers.language import Language

# The way to a person stands on the page whenever there is one, and not under every answer, too. So
# does what can be chosen for a message that is held, as long as it is.
_FOR_HELD: Final = (Choice.HIDE, Choice.SEND)
_UNDER_LINES: Final = frozenset(Choice) - {Choice.HUMAN, Choice.KEEP, *_FOR_HELD}

# How the page is marked that shows no conversation yet.
NONE_YET: Final = "new"


@dataclass(frozen=True, slots=True)
class ChatView:
    """A browser's conversation, if it has one, at this moment; the page is in `language`."""

    rendering: Rendering
    conversation: Conversation | None
    situation: Situation
    language: Language

    @property
    def tag(self) -> str:
        """What tells one conversation of a browser from the next."""
        return self.conversation.id if self.conversation else NONE_YET

    def lines(
        self, lines: Sequence[Line], first: int, pointed_at: Mapping[int, Line] | None = None
    ) -> list[dict[str, Any]]:
        """Return lines as the templates show them, numbered from `first`, but those for a desk."""
        rendered = self.rendering.lines(
            lines,
            first,
            self.conversation.leaning.spoken if self.conversation else self.language,
            self.language,
            relative=self.rendering.texts.say(self.language, "page-you"),
            tappable=_UNDER_LINES,
            pointed_at=pointed_at,
        )
        return [shown for shown, line in zip(rendered, lines, strict=True) if not line.for_desk]

    def state(self) -> dict[str, Any]:
        """Return how it stands, and what is held with what can be chosen for it, for templates."""
        kind, say = glance(self.conversation, self.situation)
        text = self.rendering.texts.say(self.language, say.key, **say.values)
        state = self.conversation.state.value if self.conversation else NONE_YET
        held = self.conversation.held if self.conversation else None
        return {
            "state": state,
            "status": {
                "kind": kind.value,
                "text": text,
                "held": held.text if held else "",
                "buttons": self.rendering.buttons(_FOR_HELD if held else (), self.language),
            },
        }

    def choices(self) -> dict[str, Any]:
        """Return what can be chosen now, as the templates show it: `first`, and `questions`."""
        offered = choices(self.conversation, self.situation)
        first = [choice for choice in offered if choice not in QUESTIONS]
        asked = [choice for choice in offered if choice in QUESTIONS]
        return {
            "first": self.rendering.buttons(first, self.language),
            "questions": self.rendering.buttons(asked, self.language),
        }
