"""Messages by the language that they are in, written for these tests, and how they are judged."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from handlers.language import Heard, Leaning, hear, hint

_FOLDER: Final = Path(__file__).parent / "data" / "language"


class Share(NamedTuple):
    """The share of messages heard rightly and wrongly, in per cent; the rest is unsure."""

    right: float
    wrong: float


class Turn(NamedTuple):
    """A message within a conversation, and the language in which a reply is wanted."""

    text: str
    wanted: str


def messages(name: str) -> list[str]:
    """Return the messages of a file, one a line."""
    return (_FOLDER / f"{name}.txt").read_text("utf-8").splitlines()


def foreign(*, near: bool) -> list[str]:
    """Return messages in Norwegian and Danish if `near`, and else in languages far from ours."""
    lines = (_FOLDER / "foreign.tsv").read_text("utf-8").splitlines()
    told = [line.split("\t") for line in lines]
    return [text for language, text in told if (language == "near") is near]


def dialogues() -> list[tuple[str, list[Turn]]]:
    """Return conversations, each with the language of the program, or "-"."""
    blocks = (_FOLDER / "dialogues.txt").read_text("utf-8").strip().split("\n\n")
    return [
        (code, [Turn(*turn.split("\t")) for turn in turns])
        for code, *turns in map(str.splitlines, blocks)
    ]


def alone(text: str) -> Heard:
    """Return the language that is heard in a message without any other."""
    return hear(Leaning(), text).language


def judged(texts: Iterable[str], *right: Heard) -> Share:
    """Judge what is heard in messages, each alone; unsure is never wrong."""
    heard = [alone(text) for text in texts]
    wrong = [language for language in heard if language not in {*right, "unsure"}]
    return _share([language in right for language in heard], wrong)


def followed(code: str, turns: Iterable[Turn]) -> list[Heard]:
    """Return the languages that are heard in the course of a conversation."""
    leaning, heard = hint(code), []
    for turn in turns:
        leaning = hear(leaning, turn.text)
        heard.append(leaning.language)
    return heard


def judged_dialogues() -> tuple[Share, float]:
    """Judge the dialogues, and return also how many are wrong after the first message."""
    told = [
        (turn.wanted, heard, number)
        for code, turns in dialogues()
        for number, (turn, heard) in enumerate(zip(turns, followed(code, turns), strict=True))
    ]
    wrong = [number for wanted, heard, number in told if heard not in {wanted, "unsure"}]
    later = [number for _, _, number in told if number]
    share = _share([heard == wanted for wanted, heard, _ in told], wrong)
    return share, 100 * sum(map(bool, wrong)) / len(later)


def _share(right: list[bool], wrong: Sequence[object]) -> Share:
    return Share(100 * sum(right) / len(right), 100 * len(wrong) / len(right))
