"""Turns conversations into pages: the templates, and what they show."""

import re
import textwrap
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import jinja2

from bot.clock import Clock
from bot.formats import clock
from bot.texts import Texts
from bot.wording import paragraphs
from handlers.choices import Choice
from handlers.conversation import Author, Line
from handlers.language import Language, Spoken
from handlers.line import Line as LineFacts

# As much of an earlier line as is needed to know it again.
QUOTED: Final = 80

TEMPLATES: Final = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Tryout:
    """A try-out: `token` opens the desk of a counsellor who is signed in already."""

    token: str
    counsellor_id: str


class Rendering:
    """Renders templates with the texts of a language and the facts of the line."""

    def __init__(
        self, texts: Texts, line: LineFacts, clock: Clock, tryout: Tryout | None = None
    ) -> None:
        self.texts = texts
        self._clock = clock
        self._tryout = tryout
        self._numbers = _Numbers(line)
        self._exit = {"page": line.exit_page, "host": urlsplit(line.exit_page).netloc}
        self._templates = jinja2.Environment(
            loader=jinja2.FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def html(self, template: str, language: Language, **context: Any) -> str:
        """Return a page, or a part of one."""

        def t(key: str, **values: Any) -> str:
            return self.texts.say(language, key, **values)

        return self._templates.get_template(template).render(
            {
                "lang": language,
                "t": t,
                "tryout": self._tryout is not None,
                "tryout_time": self._clock.now().isoformat(),
                "facts": self._numbers.facts,
                "parts": self._numbers.parts,
                "exit": self._exit,
                "token": "",
                "draft": "",
                **context,
            }
        )

    def lines(
        self,
        lines: Iterable[Line],
        first: int,
        spoken: Spoken,
        language: Language,
        *,
        relative: str,
        tappable: Collection[Choice],
        pointed_at: Mapping[int, Line] | None = None,
    ) -> list[dict[str, Any]]:
        """Return lines as the templates show them, numbered from `first`.

        `relative` is what that side is called here; of the choices, some may be `tappable`. Of
        lines that quote or edit others, those stand in `pointed_at`.
        """
        return [
            {
                "number": number,
                "author": line.author.value,
                "name": self._name(line, language, relative),
                "at": clock(line.at, language),
                "points": self._points(line, pointed_at or {}, spoken, language),
                "paragraphs": [
                    {
                        "lang": paragraph.language,
                        "parts": self._parts(paragraph.text, line.author),
                    }
                    for paragraph in paragraphs(
                        self.texts, line, language if line.for_desk else spoken, door="web"
                    )
                ],
                "buttons": self.buttons(
                    (choice for choice in line.choices if choice in tappable), language
                ),
            }
            for number, line in enumerate(lines, first)
        ]

    def _points(
        self, line: Line, pointed_at: Mapping[int, Line], spoken: Spoken, language: Language
    ) -> str:
        """Say which earlier line this one is about, by its own words."""
        about = pointed_at.get(line.quotes or line.edits)
        if about is None:
            return ""
        words = " ".join(one.text for one in paragraphs(self.texts, about, spoken, door="web"))
        key = "page-answers-to" if line.quotes else "page-instead-of"
        return self.texts.say(
            language, key, words=textwrap.shorten(words, QUOTED, placeholder="…")
        )

    def buttons(self, choices: Iterable[Choice], language: Language) -> list[dict[str, str]]:
        """Return one-tap choices with their labels."""
        return [
            {"choice": choice.value, "label": self.texts.say(language, choice.label_key)}
            for choice in choices
        ]

    def _parts(self, text: str, author: Author) -> list[dict[str, str | None]]:
        # What people write stays as it is.
        if author is not Author.BOT:
            return [{"text": text, "tel": None}]
        return self._numbers.parts(text)

    def _name(self, line: Line, language: Language, relative: str) -> str:
        if line.author is Author.RELATIVE:
            return relative
        return line.alias or self.texts.say(language, "page-bot")


class _Numbers:
    """The telephone numbers of the line, to be tapped wherever they are said."""

    def __init__(self, line: LineFacts) -> None:
        numbers = [line.number, *asdict(line.numbers).values()]
        self._tel = {number: "tel:" + re.sub(r"[^\d+]", "", number) for number in numbers}
        longest_first = sorted(self._tel, key=len, reverse=True)
        self._any = re.compile(rf"(?<!\d)({'|'.join(map(re.escape, longest_first))})(?!\d)")
        self.facts = {
            "number": line.number,
            "tel": self._tel[line.number],
            "emergency": line.numbers.emergency,
            "tel_emergency": self._tel[line.numbers.emergency],
            "helpline": line.numbers.helpline,
            "tel_helpline": self._tel[line.numbers.helpline],
        }

    def parts(self, text: str) -> list[dict[str, str | None]]:
        """Cut a text of ours at the numbers."""
        pieces = self._any.split(text)
        return [{"text": piece, "tel": self._tel.get(piece)} for piece in pieces if piece]
