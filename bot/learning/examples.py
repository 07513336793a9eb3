"""The examples that people have written: what a message is about, and the message."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from bot.texts import LANGUAGES
from handlers.danger import Danger
from handlers.errors import SupportLineError
from handlers.language import Language
from handlers.topics import Topic

LABELS: Final = (*(topic.value for topic in Topic), *(kind.value for kind in Danger))

# The folders beside a language's texts: to learn from, and to be examined with.
EXAMPLES: Final = "examples"
EXAM: Final = "exam"


class ExamplesError(SupportLineError):
    """Examples that cannot be read, with the place of each."""

    def __init__(self, problems: Iterable[str]) -> None:
        super().__init__("\n".join(problems))


@dataclass(frozen=True, slots=True)
class Example:
    """A message with its labels; of the `optional` ones neither yes nor no is wrong."""

    language: Language
    text: str
    labels: frozenset[str]
    optional: frozenset[str]


def read_examples(messages: Path, folder: str) -> list[Example]:
    r"""Return the examples in `messages`/<language>/`folder`/*.tsv, in the order of their files.

    A line is `label,label?<tab>text`, a line break in the text is written `\n`; empty lines are
    left out. Raises ExamplesError with all that is wrong.
    """
    problems: list[str] = []
    examples = [
        example
        for language in LANGUAGES
        for file in sorted((messages / language / folder).glob("*.tsv"))
        for example in _read(file, language, problems)
    ]
    there = {example.language for example in examples}
    problems += (
        f"{language}/{folder}: no examples (*.tsv) in this folder"
        for language in LANGUAGES
        if language not in there
    )
    if problems:
        raise ExamplesError(problems)
    return examples


def fingerprint(examples: Iterable[Example]) -> str:
    """Return what tells these examples from any others."""
    written = (
        "\t".join([one.language, ",".join(sorted(one.labels)), ",".join(sorted(one.optional)),
                   one.text])
        for one in examples
    )  # fmt: skip
    return sha256("\n".join(written).encode()).hexdigest()


def _read(file: Path, language: Language, problems: list[str]) -> Iterator[Example]:
    place = f"{language}/{file.parent.name}/{file.name}"
    try:
        lines = file.read_text(encoding="utf-8-sig").split("\n")
    except (UnicodeDecodeError, OSError):
        problems.append(f"{place}: is no text in UTF-8")
        return
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        labels, tab, text = line.partition("\t")
        named = {label.strip() for label in labels.split(",")}
        unknown = sorted(label for label in named if label.removesuffix("?") not in LABELS)
        if not tab or not text.strip() or "\t" in text:
            problems.append(f"{place}:{number}: is not labels, one tab and a text")
        elif unknown:
            problems.append(f"{place}:{number}: unknown label {', '.join(unknown)}")
        else:
            optional = frozenset(label[:-1] for label in named if label.endswith("?"))
            certain = frozenset(label for label in named if not label.endswith("?"))
            said = text.replace("\\n", "\n").strip()
            yield Example(language, said, certain, optional - certain)
