"""Which minute of a day people mean by a clock, or by a part of the day."""

import re
from typing import Final

_HOUR: Final = 60
_LAST_HOUR: Final = 24

NUMBERS: Final = {
    word: number
    for number, words in enumerate(
        (
            "ett one", "tva two", "tre three", "fyra four", "fem five", "sex six", "sju seven",
            "atta eight", "nio nine", "tio ten", "elva eleven", "tolv twelve",
        ),
        start=1,
    )
    for word in words.split()
}  # fmt: skip
_NUMBER: Final = rf"(?P<hour>\d{{1,2}}|{'|'.join(NUMBERS)})"
_MINUTE: Final = r"(?:[:.](?P<minute>[0-5]\d))"
_BEFORE: Final = (
    r"(?:kl\.?|klockan|vid|efter|fore|innan|till|at|after|before|until|til|till|by|around|past)"
)
_BEHIND: Final = (
    r"(?:am|pm|oclock|at night|in the (?:morning|evening|afternoon)|pa (?:kvallen|morgonen))"
)
_A_LENGTH: Final = (
    r"(?! ?(?:dag|day|tim|hour|min|man|month|veck|week|ar\b|year|gang|time|barn|kid|av|of)"
    r"|[\d/:-])"
)

# The surest way to write a clock comes first.
_CLOCKS: Final = (
    re.compile(rf"\b(?P<half>halv|half past|half) {_NUMBER}\b"),
    re.compile(rf"\b{_NUMBER}{_MINUTE}? ?{_BEHIND}\b"),
    re.compile(rf"\b{_NUMBER}{_MINUTE}\b"),
    re.compile(rf"\b{_BEFORE} {_NUMBER}\b{_A_LENGTH}"),
)
_MORNING: Final = re.compile(r"\d ?am\b|morning\b|\b(?:bitti|morgonen|morse)\b")
_LATE: Final = re.compile(r"\d ?pm\b|\b(?:kvall\w*|ikvall|evening|tonight|night|afternoon)\b")
_PARTS: Final = {
    re.compile(r"\b(?:lunch\w*|noon|midday|mitt pa dagen)\b"): 12 * _HOUR,
    re.compile(r"\b(?:ikvall|kvall|kvallen|tonight|evening)\b"): 19 * _HOUR,
    re.compile(r"\b(?:inatt|natt|natten|night|midnatt|midnight)\b"): 23 * _HOUR,
}

# By an hour up to this one, said without more, people mean the afternoon.
_AFTERNOON: Final = 6


def clock(said: str) -> int | None:
    """Return the minute from midnight that a folded text means, or None if it means none."""
    for pattern in _CLOCKS:
        if found := pattern.search(said):
            return _minute(found.groupdict(), said)
    return next((minute for part, minute in _PARTS.items() if part.search(said)), None)


def _minute(found: dict[str, str | None], said: str) -> int | None:
    written = found["hour"] or ""
    hour = NUMBERS[written] if written in NUMBERS else int(written)
    if hour >= _LAST_HOUR:
        return None
    minute = _on_the_day(hour, written, said) * _HOUR + int(found.get("minute") or 0)
    match found.get("half"):
        case None:
            return minute
        case "halv":
            # Half to, in Swedish.
            return (minute - _HOUR // 2) % (_LAST_HOUR * _HOUR)
        case _:
            return minute + _HOUR // 2


def _on_the_day(hour: int, written: str, said: str) -> int:
    """Return the hour of 24 that an hour of 12 means."""
    half_day = _LAST_HOUR // 2
    if hour > half_day or written.startswith("0") or _MORNING.search(said):
        return hour
    late = _LATE.search(said) or hour <= _AFTERNOON
    return hour + half_day if late and hour < half_day else hour
