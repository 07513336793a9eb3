"""What the bot makes of a first message, for whoever wants to know: no store and no door."""

from dataclasses import dataclass
from datetime import datetime

from bot.texts import LANGUAGES, Texts
from bot.wording import plain
from handlers.conversation import Conversation, State
from handlers.decisions import Situation
from handlers.errors import MessageError
from handlers.events import RelativeWrote
from handlers.from_relative import decide
from handlers.incoming import clean
from handlers.language import Leaning, hear
from handlers.line import Line
from handlers.queue import OFFERS_TO_KEEP
from handlers.understanding import understand


@dataclass(frozen=True, slots=True)
class Asking:
    """A line and its texts, at a moment; it is assumed that a counsellor is on duty."""

    texts: Texts
    line: Line
    at: datetime

    def answer(self, text: str) -> dict[str, object]:
        """Return what is understood of a message, the reply, and whom it leads to.

        The shape is that of one line of `stodchatten ask --json`.
        """
        try:
            return self._answer(clean(text))
        except MessageError as error:
            said = [self.texts.say(language, error.key, **error.values) for language in LANGUAGES]
            return _answered("unsure", [], "\n\n".join(said))

    def _answer(self, text: str) -> dict[str, object]:
        understood = understand(text, self.at)
        fresh = Conversation(id="", code="", started_at=self.at, last_at=self.at)
        situation = Situation(at=self.at, line=self.line, on_duty=1)
        decision = decide(fresh, RelativeWrote("", text), situation)
        leaning = hear(Leaning(), text)
        after = decision.conversation
        said = {line.key for line in decision.lines}
        queued = after is not None and after.state is State.WAITING
        return _answered(
            leaning.language,
            [topic.value for topic in understood.topics],
            plain(self.texts, decision.lines, leaning.spoken, door="web"),
            emergency=understood.danger is not None,
            handover="queue" if queued else "closed" if said & OFFERS_TO_KEEP else "none",
        )


def _answered(
    language: str,
    topics: list[str],
    reply: str,
    *,
    emergency: bool = False,
    handover: str = "none",
) -> dict[str, object]:
    return {
        "language": language,
        "topics": topics,
        "emergency": emergency,
        "reply": reply,
        "handover": handover,
    }
