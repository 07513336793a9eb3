"""Promises of times: each comes from one place, and what is said elsewhere is compared with it."""

import importlib
import re
import tomllib
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from builders import DAY, HOUR, LINE, MESSAGES, MINUTE, ROOT, SECOND
from test_texts import ALL, VALUES

from bot.store import keys
from bot.store.counsellors import LOST_AFTER
from bot.store.desk_chats import GONE_AFTER
from bot.store.traces import REWRITE_EVERY
from bot.telegram_setup import ANSWER_WITHIN
from bot.texts import LANGUAGES, Facts, load_texts
from handlers.calling import AGAIN
from handlers.language import Language
from handlers.line import TELEGRAM_DELETES_WITHIN, Retention, facts
from handlers.on_the_clock import CLOSING_SOON
from handlers.queue import UNCERTAIN

UNITS = {"seconds": SECOND, "minutes": MINUTE, "hours": HOUR, "days": DAY}

# A time that is written out: by figures or words, in either language.
WRITTEN_OUT = re.compile(
    r"\b(?:\d+|en|ett|två|tre|fyra|fem|sex|sju|tio|one|two|three|four|five|six|seven|ten|an?|half"
    r"(?: an)?|halv) ?-?(?:sekund|minut|timm|dygn|dag(?:ar)?\b|veck|månad|second|minute|hour|day"
    r"|week|month)\w*",
    re.IGNORECASE,
)

# What documents say of a time in passing, in whatever words.
PASSING = [
    ("docs/counsellors.md", "If your connection is lost for a minute,", MINUTE, LOST_AFTER),
    ("docs/samtalsstodjare.md", "förbindelse är borta i en minut", MINUTE, LOST_AFTER),
    ("docs/architecture.md", "nothing was heard for a minute", MINUTE, LOST_AFTER),
    ("docs/counsellors.md", "comes in the last half hour", 30 * MINUTE, UNCERTAIN),
    ("docs/samtalsstodjare.md", "kommer den sista halvtimmen", 30 * MINUTE, UNCERTAIN),
    ("docs/counsellors.md", "quarter of an hour before closing", 15 * MINUTE, CLOSING_SOON),
    ("docs/samtalsstodjare.md", "en kvart före stängning", 15 * MINUTE, CLOSING_SOON),
    ("docs/counsellors.md", "and after two minutes everybody", 2 * MINUTE, AGAIN),
    ("docs/counsellors.md", "rings again every two minutes", 2 * MINUTE, AGAIN),
    ("docs/samtalsstodjare.md", "efter två minuter får alla det", 2 * MINUTE, AGAIN),
    ("docs/samtalsstodjare.md", "kommer igen varannan minut", 2 * MINUTE, AGAIN),
    ("docs/counsellors.md", "If you do nothing for an hour,", HOUR, GONE_AFTER),
    ("docs/samtalsstodjare.md", "Gör du ingenting på en timme", HOUR, GONE_AFTER),
    ("docs/operators.md", "nothing in the staff bot for an hour", HOUR, GONE_AFTER),
    ("docs/counsellors.md", "older than 48 hours", 48 * HOUR, TELEGRAM_DELETES_WITHIN),
    ("docs/samtalsstodjare.md", "äldre än 48 timmar", 48 * HOUR, TELEGRAM_DELETES_WITHIN),
    ("docs/operators.md", "delete messages for 48 hours", 48 * HOUR, TELEGRAM_DELETES_WITHIN),
    ("docs/operators.md", "works once, within 24 hours", DAY, keys.INVITE_LIFE),
    ("docs/operators.md", "or for a fortnight in which", 14 * DAY, keys.DESK_SESSION_LIFE),
    ("docs/operators.md", "answer in five seconds", 5 * SECOND, ANSWER_WITHIN * SECOND),
    ("README.md", "prints a link, good for one day", DAY, keys.INVITE_LIFE),
]  # fmt: skip

# Which texts say how long it is after an end, after the last word, until an opening, and how long
# Telegram lets a bot delete.
ALL_TIMES = {"privacy", "privacy-server", "erase-how", "erased-by-itself"}
SAID_IN = [
    {
        *ALL_TIMES, "ended-after", "ended", "ended-by-relative", "page-end-what", "desk-end-what",
        "desk-phone-end-what", "relative-exited", "relative-went-back",
    },
    {*ALL_TIMES, "abandoned-after", "closed-waiting"},
    {*ALL_TIMES, "kept"},
    {"privacy", "privacy-erase", "telegram-erased"},
]  # fmt: skip


def read(name: str) -> str:
    """Return a file of the project."""
    return (ROOT / name).read_text(encoding="utf-8")


def times_of(module: str, name: str) -> timedelta:
    """Return a time by where it is set."""
    if module == "line.toml":
        return int(facts(LINE)["sv"][name]) * UNITS[name.partition("_")[2]]
    found = getattr(importlib.import_module(module), name)
    assert isinstance(found, timedelta)
    return found


def rows() -> list[tuple[str, str, str, str]]:
    """Return the retention table: how many, of what unit, and by which constant."""
    row = r"^\| [^|]+ \| (\d+) (\w+) \| `([\w.]+)` `(\w+)` \|$"
    return re.findall(row, read("docs/privacy.md"), re.MULTILINE)


def test_the_retention_table() -> None:
    """Each row says the time that the line's file or the code sets, and no time is left out."""
    for number, unit, module, name in rows():
        assert (name, int(number) * UNITS[unit]) == (name, times_of(module, name))
    told = {name for *_, name in rows()}

    assert {name for name, value in vars(keys).items() if isinstance(value, timedelta)} <= told
    assert set(tomllib.loads(read("line.toml"))["retention"]) <= told


def test_gone_from_the_files() -> None:
    """What is removed at the latest moment that a line may set is out of the files in time."""
    assert "at most six minutes after the end" in read("docs/privacy.md")
    assert LINE.retention.ended == 5 * MINUTE  # the most that the file allows
    # A second each until it is seen that it is due, and that it was removed; and the work itself.
    assert LINE.retention.ended + REWRITE_EVERY + 2 * SECOND <= 6 * MINUTE - 10 * SECOND


def test_the_data_map_is_whole() -> None:
    """Every key of the store is in the data map, and no other."""
    page = read("docs/privacy.md")
    named = set(re.findall(r"`(\w+)`", page.partition("## Data map")[2].partition("\n## ")[0]))
    constants = {
        name for name, value in vars(keys).items() if name.isupper() and "{line}" in str(value)
    } - {"_LINE"}
    makers = {
        name
        for name, value in vars(keys).items()
        if callable(value) and value.__module__ == keys.__name__
    }

    assert constants
    assert makers
    assert named - {"RADERA"} == constants | makers


@pytest.mark.parametrize("file", ALL, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_no_time_is_written_out(file: Path) -> None:
    """No text has a time of its own: what it says is filled in from where it is set."""
    lines = file.read_text(encoding="utf-8").splitlines()
    texts = [line for line in lines if not line.startswith("#")]
    # The one minute of a text that counts them.
    bare = [re.sub(r"^ +\[[01]\].*", "", line) for line in texts]

    assert [line for line in bare if WRITTEN_OUT.search(line)] == []


@pytest.mark.parametrize(
    "said",
    ["Om 5 minuter raderas det.", "efter 24 timmar", "högst sex dygn", "In 5 minutes it goes.",
     "for six days", "within an hour", "äldre än 48 timmar", "i en vecka"],
)  # fmt: skip
def test_what_is_written_out(said: str) -> None:
    """Times in figures and in words are found."""
    assert WRITTEN_OUT.search(said)


@pytest.mark.parametrize(("document", "said", "told", "set_to"), PASSING)
def test_in_passing(document: str, said: str, told: timedelta, set_to: timedelta) -> None:
    """What a document says of a time in passing is so."""
    assert said in " ".join(read(document).split())
    assert told == set_to


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            "sv",
            ["1 minut efter att det har avslutats", "1 timme efter det senaste meddelandet",
             "7 dygn", "36 timmar"],
        ),
        (
            "en",
            ["1 minute after it has ended", "1 hour after the last message", "7 days", "36 hours"],
        ),
    ],
)  # fmt: skip
def test_other_times(language: Language, told: list[str]) -> None:
    """An operator's other times are said wherever a time is said, in good Swedish and English."""
    retention = Retention(ended=MINUTE, abandoned=HOUR, kept=7 * DAY)
    others = facts(replace(LINE, retention=retention))
    line: Facts = {one: others[one] | {"telegram_hours": 36} for one in LANGUAGES}
    texts = load_texts(MESSAGES, line, strict=True)
    given = VALUES | {"opens_in": 0, "ahead": 0, "minutes": 0}
    said = {
        (key, door): texts.say(language, key, **given | {"door": door})
        for key in texts.keys
        for door in ("web", "telegram")
    }
    shipped = re.compile(r"\b(?:5 minut|24 (?:timm|hour)|6 (?:dygn|day)|48 (?:timm|hour))")

    assert [where for where, text in said.items() if shipped.search(text)] == []
    assert [time for time in told if time not in said["privacy", "telegram"]] == []
    for time, where in zip(told, SAID_IN, strict=True):
        short = re.compile(rf"\b{' '.join(time.split()[:2])}\b")
        assert {key for (key, _), text in said.items() if short.search(text)} == where
