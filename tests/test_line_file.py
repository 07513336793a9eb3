"""The operator's file with the facts of the line."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.line_file import LineFileError, load_line
from bot.settings import ROOT
from handlers.hours import Span, SpecialDay
from handlers.line import facts

SHIPPED = ROOT / "line.toml"


def changed(old: str, new: str) -> str:
    """Return the shipped file with one passage changed."""
    text = SHIPPED.read_text(encoding="utf-8")
    assert text.count(old) == 1
    return text.replace(old, new)


def special(*days: str) -> str:
    """Return the shipped file with some special days."""
    tables = "".join(f"\n[[special]]\n{day}\n" for day in days)
    return SHIPPED.read_text(encoding="utf-8") + tables


def problems(path: Path) -> tuple[str, ...]:
    """Return what is wrong with a file, after its name."""
    with pytest.raises(LineFileError) as raised:
        load_line(path)
    said = raised.value.problems
    assert str(raised.value) == "\n".join(said)
    assert all(problem.startswith(f"{path}: ") for problem in said)
    return tuple(problem.removeprefix(f"{path}: ") for problem in said)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return where to put a file."""
    return tmp_path / "line.toml"


def test_shipped_facts() -> None:
    """The file that we ship holds what is known of the line, and takes nobody's place."""
    line = load_line(SHIPPED)

    assert line.number == "020-100 200"
    assert line.exit_page == "https://www.smhi.se/"
    assert line.started == date(2015, 11, 16)
    assert line.hours.week == ((Span(540, 900),),) * 5 + ((), ())
    assert line.hours.holidays == {"public", "de_facto"}
    assert line.hours.special == {}
    assert line.hours.last_intake == 0
    assert line.first_contact["sv"] == "Röda Korset"
    assert line.second_contact["en"] == "Yassin Ekdahl"
    assert line.retention.ended == timedelta(minutes=5)
    assert line.retention.abandoned == timedelta(hours=24)
    assert line.retention.kept == timedelta(days=6)


def test_facts_of_each_language() -> None:
    """Texts get numbers and times as they are, and an operator's words in their own language."""
    line = load_line(SHIPPED)
    both = facts(line)

    assert both.keys() == {"sv", "en"}
    assert both["sv"].keys() == both["en"].keys()
    for language, said in both.items():
        assert said == {
            "number": "020-100 200",
            "emergency": "112",
            "police": "114 14",
            "suicide": "90101",
            "helpline": "90390",
            "children": "116 111",
            "violence": "020-50 50 50",
            "started": "2015-11-16",
            "ended_minutes": 5,
            "abandoned_hours": 24,
            "kept_days": 6,
            "telegram_hours": 48,
            "operator": line.operator[language],
            "first_contact": line.first_contact[language],
            "second_contact": line.second_contact[language],
            "secrecy": line.secrecy[language],
            "danger_rule": line.danger_rule[language],
        }
    assert both["sv"]["first_contact"] == "Röda Korset"
    assert both["en"]["first_contact"] == "the Red Cross"


def test_shipped_promises() -> None:
    """The texts that we ship promise no secrecy and do not shout."""
    line = load_line(SHIPPED)
    said = " ".join([*line.secrecy.values(), *line.danger_rule.values()]).lower()

    assert not re.search(
        "!|anonym|tystnadsplikt|confidential|krypter|encrypt|ingen får veta", said
    )


def test_commented_examples(file: Path) -> None:
    """The examples of special days are right as soon as their signs are taken away."""
    text = SHIPPED.read_text(encoding="utf-8")
    file.write_text(re.sub(r"(?m)^# (?=\[\[special|date =|open =|reason =)", "", text), "utf-8")

    assert load_line(file).hours.special == {
        date(2026, 5, 15): SpecialDay(
            (), {"sv": "klämdag", "en": "the day between a holiday and the weekend"}
        ),
        date(2026, 12, 23): SpecialDay(
            (Span(540, 720),), {"sv": "dagen före julafton", "en": "the day before Christmas Eve"}
        ),
    }


@pytest.mark.parametrize(
    "written", ["http://127.0.0.1:8080/", "https://väder.example.org/a?b=1#c", "https://a"]
)
def test_exit_pages(file: Path, written: str) -> None:
    """Any page of the web can be the one to which people are let go."""
    file.write_text(changed("https://www.smhi.se/", written), "utf-8")

    assert load_line(file).exit_page == written


@pytest.mark.parametrize(
    "written",
    ["", "www.smhi.se", "ftp://a", "https://", "https://:443", "https://a:http", "https://[::1"]
    + [f"https://a{mark}" for mark in (" b", "'", "<b>", "@b", "\\\\b")]
    + ["javascript:alert(1)", "//a"],
)
def test_no_exit_page(file: Path, written: str) -> None:
    """Nobody is let go to what is no page of the web, or only looks like one."""
    file.write_text(changed("https://www.smhi.se/", written), "utf-8")

    told = "exit_page: is not the address of a page, such as https://www.smhi.se/"
    assert problems(file) == (told,)


@pytest.mark.parametrize(
    ("written", "spans"),
    [
        pytest.param('["00:00-24:00"]', ((0, 1440),), id="day and night"),
        pytest.param('["13:00-15:00", "09:00-12:00"]', ((540, 720), (780, 900)), id="any order"),
        pytest.param('["09:00-12:00", "12:00-15:00"]', ((540, 720), (720, 900)), id="touching"),
    ],
)
def test_spans(file: Path, written: str, spans: tuple[tuple[int, int], ...]) -> None:
    """A day may have several spans, in any order, and last until midnight."""
    file.write_text(changed('monday = ["09:00-15:00"]', f"monday = {written}"), "utf-8")

    assert load_line(file).hours.week[0] == tuple(Span(*span) for span in spans)


def test_editors_mark(file: Path) -> None:
    """The mark with which some editors begin a file does no harm."""
    file.write_bytes(b"\xef\xbb\xbf" + SHIPPED.read_bytes())

    assert load_line(file) == load_line(SHIPPED)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        pytest.param("number = ", "is not TOML: ", id="not TOML"),
        pytest.param(b'number = "\xe5"', "is not UTF-8 text, at byte 10", id="not UTF-8"),
        pytest.param(
            changed('number = "020-100 200"', "number = 20100200"),
            "number: Input should be a valid string",
            id="a number that is not text",
        ),
        pytest.param(
            changed("020-100 200", "020-100 2OO"),
            "number: is not a telephone number, such as 020-100 200",
            id="a letter in a telephone number",
        ),
        pytest.param(
            changed('"112" ', '"12" '),
            "numbers.emergency: is not a telephone number, such as 020-100 200",
            id="a telephone number too short",
        ),
        pytest.param(changed('police = "114 14"', ""), "numbers.police: is missing", id="missing"),
        pytest.param(changed("[numbers]", "[nummers]"), "numbers: is missing", id="missing table"),
        pytest.param(
            changed("started = 2015-11-16", 'colour = "red"\nstarted = 2015-11-16'),
            "colour: there is no such key",
            id="unknown key",
        ),
        pytest.param(
            changed("sunday = []", "sunday = []\nholliday = []"),
            "hours.holliday: there is no such key",
            id="unknown key in a table",
        ),
        pytest.param(
            changed("2015-11-16", '"16/11 2015"'),
            "started: Input should be a valid date",
            id="not a date",
        ),
        pytest.param(
            changed('en = "the Red Cross"', ""), "first_contact.en: is missing", id="one language"
        ),
        pytest.param(
            changed('sv = "Röda Korset"', 'sv = " "'), "first_contact.sv: is empty", id="empty"
        ),
        pytest.param(
            changed("sunday = []", ""), "hours.sunday: is missing", id="a day without hours"
        ),
        pytest.param(
            changed('monday = ["09:00-15:00"]', 'monday = "09:00-15:00"'),
            "hours.monday: Input should be a valid list",
            id="no list",
        ),
        pytest.param(
            changed('monday = ["09:00-15:00"]', 'monday = ["9-15"]'),
            "hours.monday no. 1: must be two times, such as 09:00-15:00",
            id="no times",
        ),
        pytest.param(
            changed('monday = ["09:00-15:00"]', "monday = [9]"),
            "hours.monday no. 1: must be two times, such as 09:00-15:00",
            id="a number for times",
        ),
        pytest.param(
            changed('monday = ["09:00-15:00"]', 'monday = ["09:00-11:00", "15:00-12:00"]'),
            "hours.monday no. 2: 15:00-12:00 does not end after it begins",
            id="backwards",
        ),
        pytest.param(
            changed('monday = ["09:00-15:00"]', 'monday = ["09:00-09:00"]'),
            "hours.monday no. 1: 09:00-09:00 does not end after it begins",
            id="no time at all",
        ),
        pytest.param(
            changed('monday = ["09:00-15:00"]', 'monday = ["22:00-24:01"]'),
            "hours.monday no. 1: 22:00-24:01 goes beyond 24:00",
            id="beyond midnight",
        ),
        pytest.param(
            changed('monday = ["09:00-15:00"]', 'monday = ["09:00-12:00", "11:59-15:00"]'),
            "hours.monday: two of these times overlap",
            id="overlapping",
        ),
        pytest.param(
            re.sub(r'day = \["09:00-15:00"\]', "day = []", changed("[hours]", "[hours]")),
            "hours: the line is not open on any day of the week",
            id="never open",
        ),
        pytest.param(
            changed('["public", "de_facto"]', '["public", "bank"]'),
            "hours.holidays no. 2: Input should be 'public' or 'de_facto'",
            id="unknown kind of holiday",
        ),
        pytest.param(
            changed("last_intake_minutes = 0", "last_intake_minutes = 121"),
            "hours.last_intake_minutes: Input should be less than or equal to 120",
            id="no intake at all",
        ),
        pytest.param(
            special('date = 2026-05-15\nreason = { sv = "x", en = "y" }'),
            "special no. 1.open: is missing",
            id="a special day without hours",
        ),
        pytest.param(
            special("date = 2026-05-15\nopen = []"),
            "special no. 1.reason: is missing",
            id="a special day without a reason",
        ),
        pytest.param(
            special('date = 2026-05-15\nopen = []\nreason = { sv = "klämdag" }'),
            "special no. 1.reason.en: is missing",
            id="a special day with a reason in one language",
        ),
        pytest.param(
            special(*['date = 2026-05-15\nopen = []\nreason = { sv = "x", en = "y" }'] * 2),
            "special: 2026-05-15 stands there more than once",
            id="a special day twice",
        ),
        pytest.param(
            changed("started = 2015-11-16", "started = 2015-11-16\nspecial = 1"),
            "special: Input should be a valid list",
            id="special days that are none",
        ),
        pytest.param(
            changed("ended_minutes = 5", "ended_minutes = 6"),
            "retention.ended_minutes: Input should be less than or equal to 5",
            id="kept too long after the end",
        ),
        pytest.param(
            changed("ended_minutes = 5", "ended_minutes = 0"),
            "retention.ended_minutes: Input should be greater than or equal to 1",
            id="gone before the end was seen",
        ),
        pytest.param(
            changed("abandoned_hours = 24", "abandoned_hours = 25"),
            "retention.abandoned_hours: Input should be less than or equal to 24",
            id="kept too long when left",
        ),
        pytest.param(
            changed("abandoned_hours = 24", "abandoned_hours = true"),
            "retention.abandoned_hours: Input should be a valid integer",
            id="not a count of hours",
        ),
        pytest.param(
            changed("kept_days = 6", "kept_days = 4"),
            "retention.kept_days: Input should be greater than or equal to 6",
            id="gone before the line opens",
        ),
        pytest.param(
            changed("kept_days = 6", "kept_days = 15"),
            "retention.kept_days: Input should be less than or equal to 14",
            id="kept too long in wait",
        ),
    ],
)
def test_broken_files(file: Path, content: str | bytes, problem: str) -> None:
    """Whatever is wrong is refused, with the file, the key and the reason."""
    file.write_bytes(content if isinstance(content, bytes) else content.encode())

    assert problems(file)[0].startswith(problem)


def test_no_file(file: Path) -> None:
    """A file that is not there leaves the line without facts, and so without hours."""
    assert problems(file) == ("cannot be read: No such file or directory",)


def test_a_folder(tmp_path: Path) -> None:
    """A folder in the place of the file is no file."""
    assert problems(tmp_path) == ("cannot be read: Is a directory",)


def test_all_at_once(file: Path) -> None:
    """Everything that is wrong is said at once, also what is wrong with the same day."""
    file.write_text(
        '[hours]\nmonday = ["9"]\n'
        '[[special]]\ndate = 2026-05-15\n[[special]]\ndate = 2026-05-15\nopen = [""]\n',
        "utf-8",
    )
    said = problems(file)

    assert "special: 2026-05-15 stands there more than once" in said
    assert "special no. 1.open: is missing" in said
    assert "special no. 2.open no. 1: must be two times, such as 09:00-15:00" in said
    assert "hours.monday no. 1: must be two times, such as 09:00-15:00" in said
    assert "hours.tuesday: is missing" in said
    assert "number: is missing" in said
    assert len(said) == len(set(said))
