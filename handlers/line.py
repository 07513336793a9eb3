"""The facts of the line, as its operator has confirmed them."""

from dataclasses import dataclass
from datetime import date, timedelta

from handlers.hours import Hours, Reason

# Telegram lets a bot delete messages for so long (Bot API, deleteMessage), and no longer.
TELEGRAM_DELETES_WITHIN = timedelta(hours=48)


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """The telephone numbers of others who help, as they are written."""

    emergency: str
    police: str
    suicide: str
    helpline: str
    children: str
    violence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """How long a conversation is kept: after its end, when left, and in wait for a person."""

    ended: timedelta
    abandoned: timedelta
    kept: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """All that is true of this line and not of every line.

    `exit_page` is the address of a page that has nothing to do with it, for whoever has to leave.
    """

    number: str
    exit_page: str
    hours: Hours
    operator: Reason
    first_contact: Reason
    second_contact: Reason
    numbers: Numbers
    started: date
    retention: Retention
    secrecy: Reason
    danger_rule: Reason


def facts(line: Line) -> dict[str, dict[str, str | int]]:
    """Return, for each language, the facts that any text may name."""
    retention = line.retention
    shared: dict[str, str | int] = {
        "number": line.number,
        "emergency": line.numbers.emergency,
        "police": line.numbers.police,
        "suicide": line.numbers.suicide,
        "helpline": line.numbers.helpline,
        "children": line.numbers.children,
        "violence": line.numbers.violence,
        "started": line.started.isoformat(),
        "ended_minutes": retention.ended // timedelta(minutes=1),
        "abandoned_hours": retention.abandoned // timedelta(hours=1),
        "kept_days": retention.kept // timedelta(days=1),
        "telegram_hours": TELEGRAM_DELETES_WITHIN // timedelta(hours=1),
    }
    return {
        language: {
            **shared,
            "operator": line.operator[language],
            "first_contact": line.first_contact[language],
            "second_contact": line.second_contact[language],
            "secrecy": line.secrecy[language],
            "danger_rule": line.danger_rule[language],
        }
        for language in ("sv", "en")
    }
