"""The model card: what a model was learnt from, and how good it is at what."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from bot.learning.examples import Example
from bot.learning.marks import Answers, Mark, Marks, marks_of, mistaken, of_language
from bot.texts import LANGUAGES

_MOST_MISTAKES: Final = 3

SUMMARY: Final = (
    "| | messages | micro-F1 | macro-F1 | harm | unheard | danger seen | false alarms |",
    "|---|---|---|---|---|---|---|---|",
)


def card(
    fingerprint: str,
    learnt: tuple[Sequence[Example], Answers],
    exam: tuple[Sequence[Example], Answers],
) -> str:
    """Return the card as Markdown, for examples answered in turn and for an exam."""
    return "\n".join(_card(fingerprint, learnt, exam)) + "\n"


def _card(
    fingerprint: str,
    learnt: tuple[Sequence[Example], Answers],
    exam: tuple[Sequence[Example], Answers],
) -> Iterator[str]:
    yield f"Learnt from the examples with the fingerprint `{fingerprint[:16]}`."
    yield ""
    yield from SUMMARY
    for name, (examples, given) in (("in turn", learnt), ("exam", exam)):
        for language in LANGUAGES:
            yield summary(f"{name}, {language}", marks_of(language, examples, given))
    for language in LANGUAGES:
        yield ""
        yield f"The exam, label by label, {language}:"
        yield ""
        yield "| label | wanted | right | wrong | precision | recall | F1 | given instead |"
        yield "|---|---|---|---|---|---|---|---|"
        instead = mistaken(*of_language(language, *exam))
        for label, its in marks_of(language, *exam).labels.items():
            yield _label(label, its, instead.get(label, Counter()))


def summary(name: str, its: Marks) -> str:
    """Return the row of a table under `SUMMARY`."""
    shares = (its.harm, its.unheard, its.danger_seen, its.false_alarms)
    cells = [name, str(its.messages), f"{its.micro:.3f}", f"{its.macro:.3f}"]
    return _row([*cells, *(f"{share:.1%}" for share in shares)])


def _label(label: str, its: Mark, instead: Counter[str]) -> str:
    wanted = its.right + its.missed
    precision = its.right / max(1, its.right + its.wrong)
    often = sorted(instead.items(), key=lambda pair: (-pair[1], pair[0]))[:_MOST_MISTAKES]
    return _row([
        label, str(wanted), str(its.right), str(its.wrong), f"{precision:.2f}",
        f"{its.right / max(1, wanted):.2f}", f"{its.f1:.2f}",
        ", ".join(f"{other} {count}" for other, count in often),
    ])  # fmt: skip


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
