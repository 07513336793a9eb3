"""The one place where it is said what can be typed: the doors hear it, Telegram's menus show it.

Each command stands at the language that it is a word of, and is understood in both.
"""

from collections.abc import Mapping
from typing import Final

from handlers.choices import Choice
from handlers.language import Language

# What Telegram itself sends when somebody begins; no menu has to show it.
START: Final = "/start"

RELATIVES: Final[Mapping[Language, Mapping[str, Choice]]] = {
    "sv": {
        "/hjalp": Choice.HELP,
        "/avsluta": Choice.END,
        "/radera": Choice.ERASE,
        "/integritet": Choice.PRIVACY,
        "/svenska": Choice.SVENSKA,
        "/english": Choice.ENGLISH,
    },
    "en": {
        "/help": Choice.HELP,
        "/end": Choice.END,
        "/delete": Choice.ERASE,
        "/privacy": Choice.PRIVACY,
        "/svenska": Choice.SVENSKA,
        "/english": Choice.ENGLISH,
    },
}

# By this a relative is given a return code, and with one behind it goes on here.
RETURN_CODE: Final[Mapping[Language, str]] = {"sv": "/kod", "en": "/code"}

# What counsellors type when they come and when they go.
ON_DUTY: Final[Mapping[Language, str]] = {"sv": "/tjanst", "en": "/duty"}
OFF_DUTY: Final[Mapping[Language, str]] = {"sv": "/ledig", "en": "/off"}
