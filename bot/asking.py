"""What the bot makes of messages, for whoever wants to know: no store and no door."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, Self

from bot.texts import LANGUAGES, Texts
from bot.wording import plain
from handlers.choices import Choice
from handlers.conversation import Conversation, State
from handlers.decisions import Decision, Situation
from handlers.errors import MessageError
from handlers.events import RelativeChose, RelativeWrote
from handlers.features import by_words, tokens
from handlers.from_relative import decide
from handlers.incoming import clean
from handlers.language import Explanation, Leaning, explain, hint
from handlers.line import Line
from handlers.model import learnt
from handlers.queue import OFFERS_TO_KEEP
from handlers.reading import read
from handlers.topics import NEAR
from handlers.understanding import Understanding, understand

# What is shown of what spoke for a label.
_MOST: Final = 5


@dataclass(frozen=True, slots=True)
class Message:
    """A message: what is written, the language tag of the program, and the dialog it belongs to.

    Without a dialog it is the first message of one of its own.
    """

    text: str
    language_code: str = ""
    dialog: str = ""

    @classmethod
    def read(cls, line: str) -> Self:
        """Read a line of JSON, `{"text": …, "language_code": …, "dialog": …}`.

        Only the text is needed. Raises ValueError, TypeError or RecursionError for anything else.
        """
        given = dict(json.loads(line))
        known = {name: given[name] for name in cls.__slots__ if given.get(name) is not None}
        if not all(isinstance(value, str) for value in known.values()):
            raise TypeError
        return cls(**known)


@dataclass(frozen=True, slots=True)
class Asking:
    """A line and its texts, at a moment; it is assumed that a counsellor is on duty.

    With `why`, an answer also tells what it was chosen by.
    """

    texts: Texts
    line: Line
    at: datetime
    why: bool = False
    _dialogs: dict[str, Conversation] = field(default_factory=dict)

    def answer(self, message: Message) -> dict[str, object]:
        """Return what is understood of a message, the reply, and whom it leads to.

        The shape is that of one line of `stodchatten ask --json`.
        """
        before = self._before(message)
        try:
            return self._answer(before, clean(message.text), message.dialog)
        except MessageError as error:
            said = [self.texts.say(language, error.key, **error.values) for language in LANGUAGES]
            return _answered("unsure", [], "\n\n".join(said))

    def _before(self, message: Message) -> Conversation:
        """Return the conversation as it was; what a burst of messages costs is not counted."""
        fresh = Conversation(
            id="",
            code="",
            started_at=self.at,
            last_at=self.at,
            leaning=hint(message.language_code),
        )
        return replace(self._dialogs.get(message.dialog, fresh), burst=0)

    def _answer(self, before: Conversation, text: str, dialog: str) -> dict[str, object]:
        situation = Situation(at=self.at, line=self.line, on_duty=1)
        decision = _unheld(decide(before, RelativeWrote("", text), situation), situation)
        # What was masked was understood so.
        text = next((line.text for line in decision.lines if line.text), text)
        understood = understand(text, self.at, before.recalled)
        after = decision.conversation or before
        if dialog:
            self._dialogs[dialog] = after
        if after.state is State.ENDED:
            # What is written after that begins anew.
            self._dialogs.pop(dialog, None)
        # What is erased leaves nothing behind, not even its language.
        leaning = before.leaning if after.erased else after.leaning
        answer = self._told(understood, decision, leaning)
        if not self.why:
            return answer
        spoken = _of_language(explain(text, before.leaning))
        return answer | {"why": [spoken, *_of_topics(text, understood)]}

    def _told(
        self, understood: Understanding, decision: Decision, leaning: Leaning
    ) -> dict[str, object]:
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


def _unheld(decision: Decision, situation: Situation) -> Decision:
    """Hide what is held back and go on: here it is asked about, and nobody is there to choose."""
    if decision.conversation is None or decision.conversation.held is None:
        return decision
    chosen = decide(decision.conversation, RelativeChose("", Choice.HIDE), situation)
    return replace(chosen, lines=decision.lines + chosen.lines)


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


def _of_language(heard: Explanation) -> str:
    """Tell what spoke for a language, and where it leaves the conversation."""
    words = ", ".join(f"“{word}” {odds:+.1f}" for word, odds in heard.words)
    head = f"language {heard.after.language} {heard.after.odds:+.1f}"
    message = f"this message {heard.weight:+.1f} for Swedish, {heard.other:.0%} for neither"
    return f"{head}: {message}; {words or 'no word of any language'}"


def _of_topics(text: str, understood: Understanding) -> Iterator[str]:
    """Tell what spoke for each label that was likely or near, and the rule that decided."""
    reading = read(text)
    shown = [label for label, score in reading.scores.items() if score > NEAR]
    for label in sorted(shown, key=lambda label: -reading.scores[label]):
        words = tokens(reading.spoke_for(label))
        because = ", ".join(_most(by_words(learnt().weights(words, label), words)))
        where = " in one sentence" if label in reading.raised else ""
        yield f"{label} {reading.scores[label]:+.2f}{where}: {because}"
    first = f"danger first ({understood.danger}), then " if understood.danger else ""
    yield f"rule: {first}{understood.rule}"


def _most(weights: Mapping[str, float]) -> Iterator[str]:
    most = sorted(weights.items(), key=lambda pair: (-pair[1], pair[0]))[:_MOST]
    return (f"“{what}” {weight:+.2f}" for what, weight in most if weight > 0)
