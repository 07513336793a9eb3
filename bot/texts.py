"""Renders a text of ours by its key in a language; refuses to start on a gap."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from fluent.runtime import FluentBundle
from fluent.syntax import FluentParser, FluentSerializer, ast
from fluent.syntax.visitor import Visitor

from bot.formats import formats
from handlers.conversation import Counsellor
from handlers.errors import SupportLineError
from handlers.language import Language

LANGUAGES: Final[tuple[Language, ...]] = ("sv", "en")

# What is said when a text fails in service: somebody who needs help still gets the way to it.
SAFE: Final = "safe-sentence"

Facts = Mapping[str, Mapping[str, str | int]]


def known_language(code: str) -> Language | None:
    """Return one of our languages, or None for any other code."""
    return next((language for language in LANGUAGES if language == code), None)


def desk_language(counsellor: Counsellor) -> Language:
    """Return the language in which somebody's desk or phone speaks to them."""
    return known_language(counsellor.languages[0]) or "sv"


class TextError(SupportLineError):
    """The texts have gaps, or one cannot be said with what was given; all of it at once."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Texts:
    """All texts in both languages, with the facts of the line at hand in each."""

    def __init__(
        self, entries: Mapping[Language, Mapping[str, ast.Message]], facts: Facts, *, strict: bool
    ) -> None:
        self._entries = entries
        self._facts = facts
        self._strict = strict
        self._bundles = {language: _bundle(language, entries[language]) for language in entries}

    @property
    def keys(self) -> frozenset[str]:
        """The keys of all texts."""
        return frozenset(self._entries["sv"])

    def variables(self, key: str) -> frozenset[str]:
        """Return the values that a text needs, beside the facts."""
        return frozenset(_variables(key, self._entries["sv"]) - set(self._facts["sv"]))

    def source(self, language: Language, key: str) -> str:
        """Return a text as it was written, with all of its variants."""
        entry = self._entries[language][key]
        return FluentSerializer().serialize_entry(ast.Message(entry.id, entry.value))

    def say(self, language: Language, key: str, **values: Any) -> str:
        """Return a text; a value {"sv": …, "en": …} is said in the language.

        A text that fails is a TextError where `strict`, and else the safe sentence.
        """
        given = {name: _in(language, value) for name, value in values.items()}
        bundle = self._bundles[language]
        pattern = bundle.get_message(key).value if bundle.has_message(key) else None
        if pattern is not None:
            said, errors = bundle.format_pattern(pattern, {**self._facts[language], **given})
            if not errors:
                return str(said)
        if self._strict or key == SAFE:
            raise TextError((f"{language}: {key} cannot be said with {sorted(given)}",))
        return self.say(language, SAFE)


def load_texts(folder: Path, facts: Facts, *, strict: bool = False) -> Texts:
    """Return the texts of `folder`/sv/*.ftl and `folder`/en/*.ftl; raises TextError on any gap.

    `facts` are values that every text may use, by language.
    """
    problems: list[str] = []
    entries = {
        language: _read(folder / language, set(formats(language)), problems)
        for language in LANGUAGES
    }
    problems += _differences(entries, set(facts["sv"]))
    if problems:
        raise TextError(tuple(problems))
    return Texts(entries, facts, strict=strict)


def _in(language: Language, value: Any) -> Any:
    return value[language] if isinstance(value, Mapping) else value


def _bundle(language: Language, entries: Mapping[str, ast.Message]) -> FluentBundle:
    # Isolating marks would go along when somebody copies a number.
    functions: dict[str, Any] = dict(formats(language))
    bundle = FluentBundle([language], functions=functions, use_isolating=False)
    bundle.add_resource(ast.Resource(list(entries.values())))
    return bundle


def _read(folder: Path, functions: set[str], problems: list[str]) -> dict[str, ast.Message]:
    """Return the messages of a folder by id, and note what is wrong with them."""
    found: dict[str, ast.Message] = {}
    where: dict[str, str] = {}
    for file, entry in _entries(folder, problems):
        place = f"{folder.name}/{file.name}"
        if isinstance(entry, ast.Junk):
            line = (entry.content or "").strip().partition("\n")[0]
            problems.append(f"{place}: cannot be read from “{line}” on")
        elif not isinstance(entry, ast.Message):
            problems.append(f"{place}: only texts and comments may stand here")
        elif entry.value is None or entry.attributes:
            problems.append(f"{place}: {entry.id.name} must have a value and no attributes")
        elif entry.id.name in found:
            problems.append(f"{place}: {entry.id.name} stands in {where[entry.id.name]} already")
        else:
            found[entry.id.name] = entry
            where[entry.id.name] = place
    problems += (
        f"{where[name]}: {name} refers to {unknown}, which there is not"
        for name, entry in found.items()
        for unknown in _Names(entry).unknown(set(found), functions)
    )
    return found


def _entries(folder: Path, problems: list[str]) -> Iterator[tuple[Path, ast.EntryType]]:
    files = sorted(folder.glob("*.ftl"))
    if not files:
        problems.append(f"{folder.name}: no texts (*.ftl) in this folder")
    parser = FluentParser(with_spans=False)
    for file in files:
        try:
            source = file.read_text(encoding="utf-8")
        except (OSError, UnicodeError) as error:
            problems.append(f"{folder.name}/{file.name}: {type(error).__name__}")
            continue
        for entry in parser.parse(source).body:
            if not isinstance(entry, ast.BaseComment):
                yield file, entry


def _differences(
    entries: Mapping[Language, Mapping[str, ast.Message]], facts: set[str]
) -> Iterator[str]:
    swedish, english = entries["sv"], entries["en"]
    for key in sorted(swedish.keys() ^ english.keys()):
        yield f"{key} is missing in {'en' if key in swedish else 'sv'}"
    for key in sorted(swedish.keys() & english.keys()):
        different = (_variables(key, swedish) ^ _variables(key, english)) - facts
        if different:
            yield f"{key} uses ${', $'.join(sorted(different))} in one language only"


def _variables(key: str, entries: Mapping[str, ast.Message]) -> set[str]:
    """Return the variables of a text and of those that it refers to."""
    names, open_keys, seen = set[str](), [key], set[str]()
    while open_keys:
        current = open_keys.pop()
        if current in seen or current not in entries:
            continue
        seen.add(current)
        used = _Names(entries[current])
        names |= used.variables
        open_keys += used.messages
    return names


class _Names(Visitor):
    """What a text refers to."""

    def __init__(self, entry: ast.Message) -> None:
        self.variables = set[str]()
        self.messages = set[str]()
        self._functions = set[str]()
        self._terms = set[str]()
        self.visit(entry)

    def unknown(self, messages: set[str], functions: set[str]) -> list[str]:
        """Return what there is not. Terms are not used here: they cannot take values."""
        missing = (self.messages - messages) | (self._functions - functions)
        return sorted(missing | {f"-{term}" for term in self._terms})

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802
        self.variables.add(node.id.name)

    def visit_MessageReference(self, node: ast.MessageReference) -> None:  # noqa: N802
        self.messages.add(node.id.name)

    def visit_TermReference(self, node: ast.TermReference) -> None:  # noqa: N802
        self._terms.add(node.id.name)

    def visit_FunctionReference(self, node: ast.FunctionReference) -> None:  # noqa: N802
        self._functions.add(node.id.name)
        self.generic_visit(node)
