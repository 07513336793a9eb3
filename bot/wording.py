"""Turns the lines of a conversation into sentences, in its language or in both."""

from dataclasses import dataclass
from typing import Any

from bot.texts import Texts, known_language
from handlers.conversation import Author, Line
from handlers.language import Language, Spoken


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; the language is None for what a person wrote."""

    language: Language | None
    text: str


def languages(spoken: Spoken) -> tuple[Language, ...]:
    """Return the languages to speak, in the order in which they are spoken."""
    return tuple(filter(None, map(known_language, spoken.split("+"))))


def paragraphs(texts: Texts, line: Line, spoken: Spoken, **more: Any) -> list[Paragraph]:
    """Return what a line says; `more` are values that only the door knows."""
    if not line.key:
        return [Paragraph(None, line.text)]
    said: dict[str, Language] = {}
    for language in languages(spoken):
        # What is the same in both languages ("Svenska") is said once.
        said.setdefault(texts.say(language, line.key, **line.values, **more), language)
    return [
        Paragraph(language, paragraph)
        for whole, language in said.items()
        for paragraph in whole.split("\n\n")
    ]


def plain(texts: Texts, lines: tuple[Line, ...], spoken: Spoken, **more: Any) -> str:
    """Return all that the bot says in some lines, as plain text; [so] stand the buttons."""
    said = []
    for line in lines:
        if line.author is Author.BOT:
            said += [paragraph.text for paragraph in paragraphs(texts, line, spoken, **more)]
            said += [_buttons(texts, line, language) for language in languages(spoken)]
    return "\n\n".join(filter(None, said))


def _buttons(texts: Texts, line: Line, language: Language) -> str:
    return " ".join(f"[{texts.say(language, choice.label_key)}]" for choice in line.choices)
