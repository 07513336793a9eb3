"""How lines are written in a message of Telegram."""

from collections.abc import Mapping
from typing import Final

from bot.texts import Texts
from bot.wording import languages, paragraphs
from handlers.choices import Choice
from handlers.conversation import Line
from handlers.language import Spoken

# In UTF-16 code units (Bot API, sendMessage: "1-4096 characters after entities parsing").
LIMIT: Final = 4096

# Bot API, deleteMessages: "1-100 message ids".
DELETED_AT_ONCE: Final = 100


def said(texts: Texts, line: Line, spoken: Spoken) -> str:
    """Return what a line says to somebody on Telegram."""
    return "\n\n".join(
        paragraph.text for paragraph in paragraphs(texts, line, spoken, door="telegram")
    )


def label(texts: Texts, choice: Choice, spoken: Spoken) -> str:
    """Return what stands on a button, in both languages as long as it cannot be told which."""
    labels = dict.fromkeys(texts.say(language, choice.label_key) for language in languages(spoken))
    return " · ".join(labels)


def next_piece(text: str, notes: Mapping[str, str]) -> tuple[str, str]:
    """Return the next piece of a text, and the note of how many there are if more follow.

    Each is confirmed by itself: if the second fails, the first is not said again.
    """
    cut = pieces(text)
    brought = min(int(notes.get("pieces", 0)), len(cut) - 1)
    return cut[brought], str(brought + 1) if brought + 1 < len(cut) else ""


def pieces(text: str) -> list[str]:
    """Cut a text into as many as it takes, between paragraphs or else words where that can be."""
    cut = []
    while _length(text) > LIMIT:
        end = LIMIT
        while _length(text[:end]) > LIMIT:
            end -= _length(text[:end]) - LIMIT
        blanks = (text.rfind(blank, end // 2, end) for blank in ("\n\n", "\n", " "))
        end = next((found for found in blanks if found > 0), end)
        cut.append(text[:end].rstrip())
        text = text[end:].lstrip()
    return [*cut, text]


def _length(text: str) -> int:
    return len(text.encode("utf-16-le", errors="surrogatepass")) // 2
