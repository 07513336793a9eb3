"""Reads the facts of the line from the operator's file; all that is wrong is said at once."""

import contextlib
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Final, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from handlers.errors import SupportLineError
from handlers.hours import Hours, Span, SpecialDay
from handlers.line import Line, Numbers, Retention

_SPAN: Final = re.compile("([0-9]{2}):([0-5][0-9])-([0-9]{2}):([0-5][0-9])")
_PHONE: Final = re.compile("[+]?[0-9](?:[ -]?[0-9]){2,14}")
_WEB_PAGE: Final = re.compile(r"https?://[^\s\"'<>@\\]+")
_MIDNIGHT: Final = 24 * 60
_WEEK: Final = "monday tuesday wednesday thursday friday saturday sunday".split()
_MESSAGES: Final = {"missing": "is missing", "extra_forbidden": "there is no such key"}


class LineFileError(SupportLineError):
    """The operator's file does not hold the facts of a line; `problems` is a sentence each."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def load_line(path: Path) -> Line:
    """Return the facts of the line. Raises LineFileError."""
    given = _read(path)
    problems = [f"special: {day} stands there more than once" for day in _repeated(given)]
    try:
        line = _File.model_validate(given).line()
    except ValidationError as error:
        problems += map(_problem, error.errors())
    if problems:
        raise LineFileError(tuple(f"{path}: {problem}" for problem in problems))
    return line


def _read(path: Path) -> dict[str, Any]:
    try:
        # Some editors begin a file with a mark that TOML does not know.
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        problem = f"cannot be read: {error.strerror}"
    except UnicodeDecodeError as error:
        problem = f"is not UTF-8 text, at byte {error.start}"
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        problem = f"is not TOML: {error}"
    raise LineFileError((f"{path}: {problem}",))


def _repeated(given: Mapping[str, Any]) -> Iterator[date]:
    special = given.get("special")
    tables = special if isinstance(special, list) else []
    dates = (table.get("date") for table in tables if isinstance(table, dict))
    times = Counter(day for day in dates if isinstance(day, date))
    return (day for day, count in times.items() if count > 1)


def _problem(problem: Mapping[str, Any]) -> str:
    key = "".join(
        f" no. {part + 1}" if isinstance(part, int) else f".{part}" for part in problem["loc"]
    ).removeprefix(".")
    message = problem["msg"].removeprefix("Value error, ")
    return f"{key}: {_MESSAGES.get(problem['type'], message)}"


def _text(value: str) -> str:
    if not (text := " ".join(value.split())):
        raise ValueError("is empty")
    return text


def _phone(value: str) -> str:
    if not _PHONE.fullmatch(value):
        raise ValueError("is not a telephone number, such as 020-100 200")
    return value


def _web_page(value: str) -> str:
    with contextlib.suppress(ValueError):
        parts = urlsplit(value)
        if _WEB_PAGE.fullmatch(value) and parts.hostname and parts.port != 0:
            return value
    raise ValueError("is not the address of a page, such as https://www.smhi.se/")


def _span(value: object) -> Span:
    if not (written := _SPAN.fullmatch(str(value))):
        raise ValueError("must be two times, such as 09:00-15:00")
    hour, minute, last_hour, last_minute = map(int, written.groups())
    span = Span(hour * 60 + minute, last_hour * 60 + last_minute)
    if span.closes > _MIDNIGHT:
        raise ValueError(f"{value} goes beyond 24:00")
    if span.closes <= span.opens:
        raise ValueError(f"{value} does not end after it begins")
    return span


def _apart(spans: list[Span]) -> list[Span]:
    ordered = sorted(spans, key=lambda span: span.opens)
    if any(first.closes > second.opens for first, second in pairwise(ordered)):
        raise ValueError("two of these times overlap")
    return ordered


_Text = Annotated[str, AfterValidator(_text)]
_Phone = Annotated[str, AfterValidator(_phone)]
_WebPage = Annotated[str, AfterValidator(_web_page)]
_Spans = Annotated[list[Annotated[Span, BeforeValidator(_span)]], AfterValidator(_apart)]


class _Table(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class _Both(_Table):
    sv: _Text
    en: _Text


class _Hours(_Table):
    monday: _Spans
    tuesday: _Spans
    wednesday: _Spans
    thursday: _Spans
    friday: _Spans
    saturday: _Spans
    sunday: _Spans
    holidays: list[Literal["public", "de_facto"]]
    last_intake_minutes: Annotated[int, Field(ge=0, le=120)]

    @property
    def week(self) -> tuple[tuple[Span, ...], ...]:
        return tuple(tuple(getattr(self, day)) for day in _WEEK)


def _open_at_all(hours: _Hours) -> _Hours:
    if not any(hours.week):
        raise ValueError("the line is not open on any day of the week")
    return hours


class _Special(_Table):
    date: date
    open: _Spans
    reason: _Both


class _Numbers(_Table):
    emergency: _Phone
    police: _Phone
    suicide: _Phone
    helpline: _Phone
    children: _Phone
    violence: _Phone


class _Retention(_Table):
    ended_minutes: Annotated[int, Field(ge=1, le=5)]
    abandoned_hours: Annotated[int, Field(ge=1, le=24)]
    kept_days: Annotated[int, Field(ge=6, le=14)]  # the longest closure is close to six


class _File(_Table):
    number: _Phone
    exit_page: _WebPage
    started: date
    operator: _Both
    first_contact: _Both
    second_contact: _Both
    hours: Annotated[_Hours, AfterValidator(_open_at_all)]
    special: list[_Special] = []
    numbers: _Numbers
    retention: _Retention
    secrecy: _Both
    danger_rule: _Both

    def line(self) -> Line:
        return Line(
            number=self.number,
            exit_page=self.exit_page,
            started=self.started,
            hours=Hours(
                week=self.hours.week,
                holidays=frozenset(self.hours.holidays),
                special={
                    day.date: SpecialDay(tuple(day.open), day.reason.model_dump())
                    for day in self.special
                },
                last_intake=self.hours.last_intake_minutes,
            ),
            numbers=Numbers(**self.numbers.model_dump()),
            retention=Retention(
                ended=timedelta(minutes=self.retention.ended_minutes),
                abandoned=timedelta(hours=self.retention.abandoned_hours),
                kept=timedelta(days=self.retention.kept_days),
            ),
            operator=self.operator.model_dump(),
            first_contact=self.first_contact.model_dump(),
            second_contact=self.second_contact.model_dump(),
            secrecy=self.secrecy.model_dump(),
            danger_rule=self.danger_rule.model_dump(),
        )
