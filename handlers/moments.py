"""Which day or moment a question of hours means, in Swedish time."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from handlers.clocks import NUMBERS, clock
from handlers.hours import STOCKHOLM
from handlers.named_days import named_day, squeeze_day
from handlers.words import fold

# Nobody asks a support line about a day further off, and a mistyped year is one.
_FURTHEST: Final = timedelta(days=2 * 366)


@dataclass(frozen=True, slots=True)
class Asked:
    """A date, and the minute from its midnight if one was meant."""

    date: date
    minute: int | None


class _NoSuchDayError(Exception):
    """A date was written that is in no calendar, has been, or is too far off."""


def asked(text: str, at: datetime) -> Asked | None:
    """Return the day or moment that a text names, seen from a moment, or None if it names none."""
    said = _ALWAYS.sub(" ", fold(text))
    local = at.astimezone(STOCKHOLM)
    today, now = local.date(), local.hour * 60 + local.minute
    try:
        day = _date(said, today) or _named(said, today) or _seen_from(today, said)
    except _NoSuchDayError:
        return None
    if length := _a_while(said):
        then = (local + length).astimezone(STOCKHOLM)
        return Asked(then.date(), then.hour * 60 + then.minute)
    minute = clock(_DATES.sub(" ", said))
    if day:
        return Asked(day, minute)
    if minute is not None:
        # A clock without a day is the next time that it shows so.
        return Asked(today + timedelta(minute < now), minute)
    if _NOW.search(said) and not _GENERAL.search(said):
        return Asked(today, now)
    return None


_ALWAYS: Final = re.compile(r"\b24 ?[/-] ?7\b")
_NOW: Final = re.compile(
    r"\b(?:nu|now|currently|still open|fortfarande oppet|fortfarande oppna)\b"
)
_GENERAL: Final = re.compile(r"\b(?:nar|when|tider|oppettider|hours|times)\b")


# "In two hours"

_COUNTS: Final = {**NUMBERS, "en": 1, "an": 1, "a": 1}
_A_WHILE: Final = re.compile(
    rf"\b(?:om|in) (?:(?P<count>\d{{1,2}}|{'|'.join(_COUNTS)})\b ?)?(?:(?P<half>halvtimme"
    r"|half an hour)|(?P<hours>timm(?:e|ar)|tim|h|hours?)|(?P<minutes>min(?:uter|utes?)?))\b"
)


def _a_while(said: str) -> timedelta | None:
    found = _A_WHILE.search(said)
    if found is None:
        return None
    written = found["count"] or "1"
    count = _COUNTS[written] if written in _COUNTS else int(written)
    if found["half"]:
        return timedelta(hours=count / 2)
    return timedelta(hours=count) if found["hours"] else timedelta(minutes=count)


def _groups(names: dict[str, str]) -> re.Pattern[str]:
    return re.compile("|".join(rf"\b(?P<{key}>{name})\b" for key, name in names.items()))


def _first(groups: re.Pattern[str], said: str) -> str | None:
    """Return the key of the first of the names that a text has."""
    found = groups.search(said)
    return found.lastgroup if found else None


# Dates

_MONTH_NAMES: Final = (
    "jan(?:uari|uary)?", "feb(?:ruari|ruary)?", "mars|march|mar", "apr(?:il)?", "maj|may",
    "jun[ie]?", "jul[iy]", "aug(?:usti|ust)?", "sept?(?:ember)?", "o[kc]t(?:ober)?",
    "nov(?:ember)?", "dec(?:ember)?",
)  # fmt: skip
_MONTH: Final = "|".join(f"(?:{name})" for name in _MONTH_NAMES)
_ISO: Final = re.compile(r"\b(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})\b")
_SLASH: Final = re.compile(r"\b(?P<day>\d{1,2})/(?P<month>\d{1,2})(?:[/ -](?P<year>20\d\d))?\b")
_DAY_MONTH: Final = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th|:?[ae]|:?de)? (?:of )?(?P<month>{_MONTH})\b"
    r"(?:,? (?P<year>20\d\d))?\b"
)
_MONTH_DAY: Final = re.compile(
    rf"\b(?P<month>{_MONTH}) (?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b"
    r"(?:,? (?P<year>20\d\d)\b)?"
)
# "The 26th", of this month or of the next that has one.
_DAY: Final = re.compile(
    r"\b(?:den (?P<dag>\d{1,2})(?::?[ae])?|the (?P<day>\d{1,2})(?:st|nd|rd|th))\b"
)
_DATES: Final = re.compile(
    "|".join(
        re.sub(r"\?P<\w+>", "?:", pattern.pattern)
        for pattern in (_ISO, _SLASH, _DAY_MONTH, _MONTH_DAY, _DAY)
    )
)


def _date(said: str, today: date) -> date | None:
    for pattern in (_ISO, _SLASH, _DAY_MONTH, _MONTH_DAY):
        if found := pattern.search(said):
            return _next(found["year"], _month(found["month"]), int(found["day"]), today)
    if found := _DAY.search(said):
        return _day_of_a_month(int(found["dag"] or found["day"]), today)
    return None


def _day_of_a_month(day: int, today: date) -> date:
    for ahead in range(31 + 31):
        found = today + timedelta(ahead)
        if found.day == day:
            return found
    raise _NoSuchDayError


def _month(name: str) -> int:
    if name.isdecimal():
        return int(name)
    return next(n for n, month in enumerate(_MONTH_NAMES, 1) if re.fullmatch(month, name))


def _next(year: str | None, month: int, day: int, today: date) -> date:
    for candidate in [int(year)] if year else range(today.year, today.year + 9):
        try:
            found = date(candidate, month, day)
        except ValueError:
            continue
        if today <= found <= today + _FURTHEST:
            return found
    raise _NoSuchDayError


# Named days: the longer name before the one that it begins with

_NAMES: Final = {
    "days_between": r"mellandag\w*|twixmas|between christmas and new years?(?: eve| day)?",
    "christmas_day": r"juldag\w*|christmas day|xmas day|forsta juldagen",
    "boxing_day": r"annandag jul|annandagen|boxing day",
    "new_years_eve": r"nyarsafton\w*|new years? eve|nye|nyar",
    "new_years_day": r"nyarsdag\w*|new years?(?: day)?",
    "epiphany_eve": r"tretton(?:de|da)?dags?afton\w*|epiphany eve|eve of epiphany",
    "epiphany": r"tretton(?:de|da)?dag\w*(?: jul)?|trettonhelgen|epiphany",
    "maundy_thursday": r"skartorsdag\w*|maundy thursday",
    "easter_eve": r"paskafton\w*|easter (?:eve|saturday)|holy saturday",
    "easter_day": r"paskdag\w*|easter (?:day|sunday)",
    "easter_monday": r"annandag pask|easter monday",
    "good_friday": r"langfredag\w*|good friday|pask(?:en|helgen)?|easter",
    "walpurgis": r"valborg\w*|sista april|walpurgis\w*",
    "may_day": r"forsta maj|may day|labou?r day",
    "ascension": r"kristi himmel\w*|himmelsfardsdag\w*|ascension\w*",
    "whit_sunday": r"pingst\w*|whit sunday|whitsun|pentecost",
    "national_day": r"nationaldag\w*|national day",
    "midsummer_day": r"midsommardag\w*|midsummers? day",
    "midsummer_eve": r"midsommar\w*|midsummers?(?: eve)?",
    "all_saints": r"alla helgon\w*|allhelgona\w*|all saints|all hallows",
    "christmas_eve": r"julafton\w*|jul(?:en|helgen)?|christmas(?: eve)?|xmas(?: eve)?",
}
_NAMED: Final = _groups(_NAMES)


_SQUEEZED: Final = re.compile(r"\bklamdag\w*|\b(?:squeeze|bridge|bridging) day\b")


def _named(said: str, today: date) -> date | None:
    if _SQUEEZED.search(said):
        return squeeze_day(today)
    key = _first(_NAMED, said)
    return named_day(key, today) if key else None


# Days seen from today

_AHEAD: Final = _groups({
    "in_2": r"i?overmorgon|day after tomorrow",
    "in_1": r"imorgon|tomorrow",
    "in_0": r"idag|ikvall|inatt|today|tonight|this (?:morning|afternoon|evening)",
})  # fmt: skip
# Not "i lördags", which has been.
_WEEKDAY: Final = r"dag(?:en|ar|arna|s[a-z]{3,})?"
_WEEKDAYS: Final = _groups({
    "day_0": rf"man{_WEEKDAY}|mondays?",
    "day_1": rf"tis{_WEEKDAY}|tuesdays?",
    "day_2": rf"ons{_WEEKDAY}|wednesdays?",
    "day_3": rf"tors{_WEEKDAY}|thursdays?",
    "day_4": rf"fre{_WEEKDAY}|fridays?",
    "day_5": rf"lor{_WEEKDAY}|saturdays?|helg(?:en|er|erna)?|weekends?",
    "day_6": rf"son{_WEEKDAY}|sundays?",
})  # fmt: skip


def _seen_from(today: date, said: str) -> date | None:
    if ahead := _first(_AHEAD, said):
        return today + timedelta(int(ahead[-1]))
    if weekday := _first(_WEEKDAYS, said):
        return today + timedelta((int(weekday[-1]) - today.weekday() - 1) % 7 + 1)
    return None
