"""Promises of the examples that come with the project, and of what is learnt from them."""

import pytest
from builders import MESSAGES, ROOT

from bot.learning.exam import answers
from bot.learning.examples import EXAM, EXAMPLES, LABELS, Example, fingerprint, read_examples
from bot.learning.lessons import PAGE
from bot.learning.marks import Marks, marks_of
from bot.learning.training import learn
from bot.texts import LANGUAGES
from handlers.model import learnt


@pytest.fixture(scope="module")
def examples() -> list[Example]:
    """Return what is learnt from."""
    return read_examples(MESSAGES, EXAMPLES)


@pytest.fixture(scope="module")
def exam() -> list[Example]:
    """Return what is never learnt from."""
    return read_examples(MESSAGES, EXAM)


@pytest.fixture(scope="module")
def marks(exam: list[Example]) -> dict[str, Marks]:
    """Return the marks of the exam by language."""
    given = answers(learnt(), exam)
    return {language: marks_of(language, exam, given) for language in LANGUAGES}


def test_the_model_is_of_these_examples(examples: list[Example]) -> None:
    """Whoever changes an example has to learn anew: `stodchatten learn`."""
    assert learnt().head.examples == fingerprint(examples)


def test_the_card_is_of_this_model() -> None:
    """The card in the docs is that of the model."""
    assert f"`{learnt().head.examples[:16]}`" in ROOT.joinpath(PAGE).read_text(encoding="utf-8")


@pytest.mark.timeout(300)  # it is what `stodchatten learn` takes, without the exam
def test_the_model_can_be_learnt_again(examples: list[Example]) -> None:
    """The model is what its examples teach, to the last bit, on this machine too."""
    assert learn(examples).write() == learnt().write()


def test_nothing_is_learnt_of_the_exam(examples: list[Example], exam: list[Example]) -> None:
    """No message of the exam stands among the examples."""
    assert not {one.text.casefold() for one in exam} & {one.text.casefold() for one in examples}


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_many_of_each_label(language: str, examples: list[Example]) -> None:
    """Every label is shown often, in both languages."""
    for label in LABELS:
        shown = [one for one in examples if one.language == language and label in one.labels]
        assert len(shown) >= 200, label


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_promised_of_the_exam(language: str, marks: dict[str, Marks]) -> None:
    """So well are messages understood that nobody has learnt from."""
    mine = marks[language]

    assert mine.micro >= 0.85
    assert mine.macro >= 0.85
    assert mine.harm <= 0.015
    assert mine.unheard <= 0.02
    assert mine.danger_seen >= 0.95
    assert mine.false_alarms <= 0.10
