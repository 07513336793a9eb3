"""The two things that can be done with examples: learn from them, or see what would change."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from bot.learning.card import SUMMARY, card, summary
from bot.learning.exam import answers, answers_in_turn
from bot.learning.examples import EXAM, EXAMPLES, read_examples
from bot.learning.marks import marks_of
from bot.learning.training import learn
from bot.texts import LANGUAGES
from handlers.errors import SupportLineError
from handlers.model import learnt

# Both below the project's root.
MODEL: Final = Path("handlers", "data", "learnt.model")
PAGE: Final = Path("docs", "understanding.md")

# The card stands in the page between these.
_FROM: Final = "<!-- What follows is written by `stodchatten learn`. -->\n"
_TO: Final = "<!-- Here it ends. -->\n"


class NoPlaceError(SupportLineError):
    """The page of the card has no place for it."""


def learn_anew(messages: Path, root: Path) -> Iterator[str]:
    """Learn from the examples, write model and card, and tell what is done; takes minutes.

    Raises ExamplesError or NoPlaceError before anything is learnt.
    """
    page = root / PAGE
    _around_the_card(page.read_text(encoding="utf-8"))
    examples, exam = read_examples(messages, EXAMPLES), read_examples(messages, EXAM)
    yield f"Learning from {len(examples)} examples."
    model = learn(examples)
    yield "Learning five times more, each time without a fifth, to see how good it is."
    in_turn = (examples, answers_in_turn(examples))
    told = card(model.head.examples, in_turn, (exam, answers(model, exam)))
    _replace(root / MODEL, model.write())
    # Read once more: somebody may have written on it in the minutes between.
    before, after = _around_the_card(page.read_text(encoding="utf-8"))
    _replace(page, f"{before}\n{told}\n{after}".encode())
    yield told
    yield f"Written: {MODEL} and the card in {PAGE}. What runs takes it when it is started anew."


def compare(messages: Path) -> Iterator[str]:
    """Tell what the examples as they stand would change in the exam, and write nothing."""
    examples, exam = read_examples(messages, EXAMPLES), read_examples(messages, EXAM)
    yield f"Learning from {len(examples)} examples, and writing nothing."
    before, after = answers(learnt(), exam), answers(learn(examples), exam)
    yield from SUMMARY
    for language in LANGUAGES:
        yield summary(f"before, {language}", marks_of(language, exam, before))
        yield summary(f"with these examples, {language}", marks_of(language, exam, after))
    for example, was, is_now in zip(exam, before, after, strict=True):
        if was != is_now:
            change = f"{_named(was)} → {_named(is_now)}, wanted {_named(example.labels)}"
            yield f"{change}: {example.text}"


def _named(labels: frozenset[str]) -> str:
    return ", ".join(sorted(labels)) or "nothing"


def _around_the_card(page: str) -> tuple[str, str]:
    """Return what stands before the card and after it, with the two lines around it."""
    head, begins, rest = page.partition(_FROM)
    _, ends, tail = rest.partition(_TO)
    if not begins or not ends:
        raise NoPlaceError(f"{PAGE}: the two lines that the card stands between are missing")
    return head + begins, ends + tail


def _replace(path: Path, written: bytes) -> None:
    """Replace a file at once, so that whoever stops it leaves the old one."""
    new = path.with_name(f"{path.name}.new")
    new.write_bytes(written)
    new.replace(path)
