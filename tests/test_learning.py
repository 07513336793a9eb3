"""Promises of learning from examples: what is read, what is learnt, and how it is marked."""

from pathlib import Path

import pytest

from bot.learning.card import card
from bot.learning.exam import answers, answers_in_turn
from bot.learning.examples import (
    EXAM,
    EXAMPLES,
    Example,
    ExamplesError,
    fingerprint,
    read_examples,
)
from bot.learning.lessons import MODEL, PAGE, NoPlaceError, compare, learn_anew
from bot.learning.marks import EMERGENCY, Mark, mark, mistaken
from bot.learning.training import learn
from handlers.danger import ANY
from handlers.features import tokens
from handlers.model import Model, ModelError

HOURS = ["när har ni öppet", "har ni öppet nu", "öppet idag?", "vilka tider har ni"]
COST = ["vad kostar det", "kostar det något", "är det gratis", "kostar chatten pengar"]
HOME = ["han slår mig", "han slår mig nu", "han slår oss", "pappa slår mamma"]


def example(text: str, labels: str = "", optional: str = "") -> Example:
    """Return a Swedish example."""
    return Example("sv", text, frozenset(labels.split()), frozenset(optional.split()))


SMALL = [
    *(example(text, "hours") for text in HOURS),
    *(example(text, "cost") for text in COST),
    *(example(text, "home") for text in HOME),
]


def write(folder: Path, name: str, lines: str) -> None:
    """Write a file of examples."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.joinpath(name).write_text(lines, encoding="utf-8")


@pytest.fixture
def messages(tmp_path: Path) -> Path:
    """Return a folder with a few examples and an exam in both languages."""
    lines = "".join(f"{','.join(sorted(one.labels))}\t{one.text}\n" for one in SMALL)
    for language in ("sv", "en"):
        write(tmp_path / language / EXAMPLES, "all.tsv", lines)
        write(tmp_path / language / EXAM, "all.tsv", "hours\thar ni öppet idag\n")
    return tmp_path


# Reading


def test_an_example(tmp_path: Path) -> None:
    """Labels, those that may be given, and a text with its line breaks are read."""
    write(tmp_path / "sv" / EXAMPLES, "a.tsv", "story,hours?\tjag är rädd\\när ni där\n\n")
    write(tmp_path / "en" / EXAMPLES, "a.tsv", "cost\tfree?\n")

    assert read_examples(tmp_path, EXAMPLES) == [
        example("jag är rädd\när ni där", "story", "hours"),
        Example("en", "free?", frozenset({"cost"}), frozenset()),
    ]


def test_all_that_is_wrong(tmp_path: Path) -> None:
    """Every line that cannot be read is named, with its place, and all at once."""
    write(tmp_path / "sv" / EXAMPLES, "a.tsv", "hours ni öppet\nhouse\thej\ncost\ta\tb\ncost\t \n")
    tmp_path.joinpath("sv", EXAMPLES, "b.tsv").write_bytes(b"hours\t\xff")

    with pytest.raises(ExamplesError) as raised:
        read_examples(tmp_path, EXAMPLES)

    assert str(raised.value).split("\n") == [
        "sv/examples/a.tsv:1: is not labels, one tab and a text",
        "sv/examples/a.tsv:2: unknown label house",
        "sv/examples/a.tsv:3: is not labels, one tab and a text",
        "sv/examples/a.tsv:4: is not labels, one tab and a text",
        "sv/examples/b.tsv: is no text in UTF-8",
        "sv/examples: no examples (*.tsv) in this folder",
        "en/examples: no examples (*.tsv) in this folder",
    ]


def test_fingerprint() -> None:
    """Any change of an example changes the fingerprint."""
    changed = [example("hej", "greeting"), example("hej", "", "greeting"), example("hej!")]

    assert len({fingerprint([one]) for one in changed}) == len(changed)


# Learning


def test_learning_the_same_twice() -> None:
    """What is learnt from the same examples is the same to the last bit."""
    assert learn(SMALL).write() == learn(SMALL).write()


def test_what_is_learnt() -> None:
    """What has been shown is known again, in other words and other letters too."""
    model = learn(SMALL)
    scores = model.scores(tokens("har ni OPPET i kväll"))

    assert scores["hours"] > 0 > scores["cost"]
    assert model.scores(tokens("slår han dig"))[ANY] > model.scores(tokens("kostar det"))[ANY]


def test_what_spoke_for_it() -> None:
    """A score is the sum of what its features weigh, and of the intercept."""
    model, words = learn(SMALL), tokens("har ni öppet")
    intercept = model.head.intercepts[model.head.labels.index("hours")]

    total = sum(model.weights(words, "hours").values()) + intercept
    assert total == pytest.approx(model.scores(words)["hours"])


def test_writing_and_reading_a_model() -> None:
    """A model that was written down is the same when it is read."""
    model = learn(SMALL)
    again = Model.read(model.write())

    assert again.write() == model.write()
    assert again.scores(["oppet"]) == model.scores(["oppet"])


@pytest.mark.parametrize("broken", [b"", b"{}", b"\x00\xff\n", b"cut"])
def test_a_broken_model(broken: bytes) -> None:
    """What is no model, or was cut off, is refused and never half understood."""
    written = learn(SMALL).write()
    cut = written[:-1] if broken == b"cut" else broken

    with pytest.raises(ModelError):
        Model.read(cut)


def test_nothing_known() -> None:
    """Of a text without anything that is known, nothing but the intercepts is left."""
    head = learn(SMALL).head

    assert tuple(Model(head, [], b"").scores(tokens("har ni")).values()) == head.intercepts


def test_what_is_optional() -> None:
    """Where a label may be given or not, nothing is learnt of it."""
    shown = [*SMALL, *(example(f"{text} eller", "cost", "hours") for text in HOURS)]
    wanted = [*SMALL, *(example(f"{text} eller", "cost") for text in HOURS)]
    words = tokens("när har ni öppet eller")

    assert learn(shown).scores(words)["hours"] > learn(wanted).scores(words)["hours"]


# Marking


def test_marks() -> None:
    """What is right, wrong and missed is counted, and what was given instead."""
    exam = [example("a", "hours cost"), example("b", "cost"), example("c", "thanks", "greeting")]
    given = [frozenset({"hours"}), frozenset({"hours"}), frozenset({"thanks", "greeting"})]
    marks = mark(exam, given)

    assert marks.labels["hours"] == Mark(right=1, wrong=1, missed=0)
    assert marks.labels["cost"] == Mark(right=0, wrong=0, missed=2)
    assert marks.micro == pytest.approx(2 * 2 / (2 * 2 + 1 + 2))
    assert marks.macro == pytest.approx((2 / 3 + 0 + 1) / 3)
    assert mistaken(exam, given) == {"cost": {"nothing": 1, "hours": 1}}


def test_harm() -> None:
    """A fact alone for somebody in distress is harm, and nothing for a person is unheard."""
    exam = [example("a", "story")] * 2 + [example("b", "home", "hours")] * 2
    marks = mark(exam, [frozenset({"cost"}), frozenset({"cost", "story"}), frozenset({"thanks"}),
                        frozenset({EMERGENCY, "hours"})])  # fmt: skip

    assert (marks.harm, marks.unheard) == (0.25, 0.5)
    assert (marks.danger_seen, marks.false_alarms) == (0.5, 0)


def test_false_alarms() -> None:
    """An alarm is false where there is no danger, but not where there may be one."""
    exam = [example("a", "story"), example("b", "story", "violence")]
    marks = mark(exam, [frozenset({EMERGENCY, "human", "story"})] * 2)

    assert marks.false_alarms == 1
    assert marks.labels["story"] == Mark(right=2)


def test_examined_with_what_it_has_not_seen() -> None:
    """In turn, each example is answered by a model that has not seen it."""
    odd = example("zzyzx zzyzx", "erase")

    assert answers(learn([*SMALL, *[odd] * 4]), [odd]) == [frozenset({"erase"})]
    assert "erase" not in answers_in_turn([*SMALL, odd])[-1]


def test_card() -> None:
    """The card names what was learnt from, and says of each label how good it is."""
    given = [frozenset({"hours"})] * len(SMALL)
    told = card("0123456789abcdef0123", (SMALL, given), (SMALL, given))

    assert "`0123456789abcdef`" in told
    assert "| hours | 4 | 4 | 8 | 0.33 | 1.00 | 0.50 |  |" in told
    assert "| cost | 4 | 0 | 0 | 0.00 | 0.00 | 0.00 | hours 4 |" in told


# The command


def test_learn_anew(messages: Path, tmp_path: Path) -> None:
    """Model and card are written, and what stands around the card stays."""
    page, model = tmp_path / PAGE, tmp_path / MODEL
    page.parent.mkdir()
    model.parent.mkdir(parents=True)
    frame = ("before\n<!-- What follows is written by `stodchatten learn`. -->\n",
             "<!-- Here it ends. -->\nafter\n")  # fmt: skip
    page.write_text("old".join(frame), encoding="utf-8")
    told = list(learn_anew(messages, tmp_path))

    written = page.read_text(encoding="utf-8")
    assert written.startswith(frame[0])
    assert written.endswith(frame[1])
    assert "old" not in written
    assert Model.read(model.read_bytes()).head.examples[:16] in written
    assert told[0] == "Learning from 24 examples."


def test_learn_anew_without_a_place_for_the_card(messages: Path, tmp_path: Path) -> None:
    """Where the card has no place nothing is written, and it is said what is missing."""
    page = tmp_path / PAGE
    page.parent.mkdir()
    page.write_text("no place", encoding="utf-8")

    with pytest.raises(NoPlaceError, match="the two lines that the card stands between"):
        list(learn_anew(messages, tmp_path))
    assert not tmp_path.joinpath(MODEL).exists()


def test_compare(messages: Path) -> None:
    """What other examples would change is shown, message by message, and nothing is written."""
    write(messages / "sv" / EXAM, "all.tsv", "erase\tzzyzx zzyzx\n")
    write(messages / "sv" / EXAMPLES, "odd.tsv", "erase\tzzyzx zzyzx\nerase\tså zzyzx\n")
    told = list(compare(messages))

    assert told[0] == "Learning from 26 examples, and writing nothing."
    assert any(line.startswith("| with these examples, sv | 1 | 1.000 |") for line in told)
    assert any(line.endswith("→ erase, wanted erase: zzyzx zzyzx") for line in told)
