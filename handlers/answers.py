"""The facts that the bot knows, as texts to say: one answer for each question."""

import json
from collections.abc import Callable, Iterable
from datetime import datetime, time

from handlers.choices import Choice
from handlers.conversation import Values
from handlers.decisions import Say, Situation
from handlers.hours import STOCKHOLM, Span
from handlers.moments import Asked
from handlers.topics import Topic


def answers(topics: Iterable[Topic], asked: Asked | None, situation: Situation) -> tuple[Say, ...]:
    """Return an answer for each question of fact among the topics, in their order."""
    return tuple(
        say for topic in topics if topic in _ANSWERS for say in _ANSWERS[topic](asked, situation)
    )


def opening(situation: Situation) -> Values:
    """Return when the line opens next: `opens` (ISO 8601) and `opens_in` (days from today)."""
    opens = situation.line.hours.next_opening(situation.at)
    return {"opens": opens.isoformat(), "opens_in": _days_until(opens, situation)}


def closing(situation: Situation) -> Values:
    """Return when the line closes, for a moment at which it is open: `closes` (ISO 8601)."""
    closes = situation.line.hours.closes(situation.at)
    return {"closes": closes.isoformat() if closes else ""}


def now(situation: Situation) -> Say:
    """Say whether the line is open now: until when, or when it opens."""
    if situation.is_open:
        return Say("open-now", closing(situation), (Choice.HUMAN,))
    return Say("closed-now", opening(situation))


def welcome(situation: Situation) -> Say:
    """Greet back: who reads here, and when."""
    if situation.is_open:
        return Say("welcome-open", closing(situation), (Choice.HUMAN,))
    return Say("welcome-closed", opening(situation))


def _days_until(moment: datetime, situation: Situation) -> int:
    today = situation.at.astimezone(STOCKHOLM).date()
    return (moment.astimezone(STOCKHOLM).date() - today).days


def _hours(asked: Asked | None, situation: Situation) -> tuple[Say, ...]:
    if asked is None:
        return Say("opening-hours", {"week": _week(situation)}), now(situation)
    local = situation.at.astimezone(STOCKHOLM)
    if asked.date == local.date() and asked.minute == local.hour * 60 + local.minute:
        return (now(situation),)
    return (_then(asked, situation),)


def _then(asked: Asked, situation: Situation) -> Say:
    """Answer for a day, or for a moment of it, from the hours of that very day."""
    hours = situation.line.hours
    day = hours.day(asked.date)
    # Wall clock, not elapsed time: 09:00 stays 09:00 on the days when the clock changes.
    moment = datetime.combine(asked.date, time(*divmod(asked.minute or 0, 60)), tzinfo=STOCKHOLM)
    values: Values = {"day": moment.isoformat(), "spans": _spans(day.spans)}
    if day.spans and asked.minute is None and not _is_over(asked, situation):
        return Say("open-that-day", values)
    if hours.is_open(moment):
        return Say("open-then", values)
    opens = hours.next_opening(max(moment, situation.at))
    if opens.astimezone(STOCKHOLM).date() == asked.date:
        return Say("closed-until-later", values)
    values = {**values, "opens": opens.isoformat(), "opens_in": _days_until(opens, situation)}
    if day.spans:
        return Say("closed-then", values)
    if day.reason is None:
        return Say("closed-that-day", values)
    return Say("closed-that-day-because", {**values, "why": day.reason})


def _is_over(asked: Asked, situation: Situation) -> bool:
    """Whether today is asked about, and the line has closed for today."""
    hours, at = situation.line.hours, situation.at.astimezone(STOCKHOLM)
    later = hours.is_open(at) or hours.next_opening(at).date() == at.date()
    return asked.date == at.date() and not later


def _week(situation: Situation) -> str:
    return json.dumps([_spans(spans) for spans in situation.line.hours.week])


def _spans(spans: Iterable[Span]) -> str:
    return ",".join(map(str, spans))


def _fact(*keys: str, choices: tuple[Choice, ...] = ()) -> Callable[..., tuple[Say, ...]]:
    """Return the answer that is the same at all times."""
    *first, last = keys
    says = (*(Say(key) for key in first), Say(last, choices=choices))
    return lambda _asked, _situation: says


def _phone_number(_asked: Asked | None, situation: Situation) -> tuple[Say, ...]:
    return Say("phone-number", {"week": _week(situation)}), now(situation)


_ANSWERS: dict[Topic, Callable[[Asked | None, Situation], tuple[Say, ...]]] = {
    Topic.HOURS: _hours,
    Topic.ANONYMITY: _fact("anonymity", "anonymity-limits", choices=(Choice.PRIVACY,)),
    Topic.PHONE_BILL: _fact("phone-bill"),
    Topic.COST: _fact("cost"),
    Topic.PHONE_NUMBER: _phone_number,
    Topic.ABOUT: _fact("about"),
    Topic.WHO_FOR: _fact("who-for"),
    Topic.WHO_RUNS: _fact("who-runs"),
    Topic.WHAT_HAPPENS: _fact("what-happens"),
    Topic.LANGUAGES: _fact("languages"),
    Topic.ERASE: _fact("erase-how", choices=(Choice.ERASE,)),
}
