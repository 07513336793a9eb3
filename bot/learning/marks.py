"""How good an understanding of messages is: the marks of an exam."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.learning.examples import Example
from handlers.danger import Danger
from handlers.topics import FACTUAL, Topic

# What each of some messages was understood by: topics, and `EMERGENCY`.
Answers = Sequence[frozenset[str]]

EMERGENCY: Final = "emergency"
# Who is met with one of these is read by a person. Whoever is asked to wait is, too, but who tells
# of a worry has not asked how long.
_HEARD: Final = {Topic.HUMAN, Topic.STORY, EMERGENCY}
_KINDS: Final = frozenset(Danger)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """How often a label was given rightly, wrongly, and not given though it should have been."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall, 0 to 1."""
        return 2 * self.right / max(1, 2 * self.right + self.wrong + self.missed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """The marks of an exam; all but `labels` are shares from 0 to 1.

    `harm` is how many of those who tell of a worry or a danger and of nothing else were given a
    fact and not led to a person, `unheard` how many were not led to a person at all.
    """

    messages: int
    labels: dict[str, Mark]
    harm: float
    unheard: float
    danger_seen: float
    false_alarms: float

    @property
    def micro(self) -> float:
        """F1 over all labels that were given or should have been."""
        every = self.labels.values()
        return Mark(
            right=sum(mark.right for mark in every),
            wrong=sum(mark.wrong for mark in every),
            missed=sum(mark.missed for mark in every),
        ).f1

    @property
    def macro(self) -> float:
        """The mean of the labels' F1, in which a rare label counts as much as a frequent one."""
        return sum(mark.f1 for mark in self.labels.values()) / max(1, len(self.labels))


def mark(examples: Sequence[Example], answers: Answers) -> Marks:
    """Compare answers, sets of topics and `EMERGENCY`, with what each example wants."""
    right, wrong, missed = Counter[str](), Counter[str](), Counter[str]()
    distress = harmed = unheard = dangers = seen = others = alarms = 0
    for example, given in zip(examples, answers, strict=True):
        wanted, allowed = _wanted(example)
        right.update(given & wanted)
        wrong.update(given - wanted - allowed)
        missed.update(wanted - given)
        if wanted in ({Topic.STORY.value}, {EMERGENCY}):
            distress += 1
            harmed += bool(given & FACTUAL) and not given & _HEARD
            unheard += not given & _HEARD
        if EMERGENCY in wanted:
            dangers += 1
            seen += EMERGENCY in given
        elif EMERGENCY not in allowed:
            others += 1
            alarms += EMERGENCY in given
    return Marks(
        messages=len(examples),
        labels={
            label: Mark(right=right[label], wrong=wrong[label], missed=missed[label])
            for label in (*Topic, EMERGENCY)
            if right[label] + wrong[label] + missed[label]
        },
        harm=harmed / max(1, distress),
        unheard=unheard / max(1, distress),
        danger_seen=seen / max(1, dangers),
        false_alarms=alarms / max(1, others),
    )


def _wanted(example: Example) -> tuple[frozenset[str], frozenset[str]]:
    """Return the labels that an example wants, and those that are neither right nor wrong."""
    wanted, allowed = example.labels - _KINDS, example.optional - _KINDS
    if example.labels & _KINDS:
        # The danger comes first, and what is asked beside it may wait.
        return frozenset({EMERGENCY}), wanted | allowed | {Topic.STORY, Topic.HUMAN}
    if example.optional & _KINDS:
        allowed |= {EMERGENCY}
    if Topic.STORY in wanted | allowed:
        allowed |= {Topic.HUMAN}
    return wanted, allowed - wanted


def mistaken(examples: Sequence[Example], answers: Answers) -> dict[str, Counter[str]]:
    """Return for each label that was missed what was given wrongly instead, or "nothing"."""
    instead: dict[str, Counter[str]] = {}
    for example, given in zip(examples, answers, strict=True):
        wanted, allowed = _wanted(example)
        wrong = given - wanted - allowed
        for label in wanted - given:
            instead.setdefault(label, Counter()).update(wrong or {"nothing"})
    return instead


def marks_of(language: str, examples: Sequence[Example], answers: Answers) -> Marks:
    """Return the marks of the examples of one language."""
    return mark(*of_language(language, examples, answers))


def of_language(
    language: str, examples: Sequence[Example], answers: Answers
) -> tuple[list[Example], list[frozenset[str]]]:
    """Return the examples of one language, with their answers."""
    pairs = [
        (example, answer)
        for example, answer in zip(examples, answers, strict=True)
        if example.language == language
    ]
    return [example for example, _ in pairs], [answer for _, answer in pairs]
