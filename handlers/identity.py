"""Finds in a text by what somebody could be known at once, and masks it.

That is a personal number, a phone number, an e-mail address, or where somebody lives. Names cannot
be found by their shape, and it is not tried.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from handlers.mail import mailboxes
from handlers.personal_numbers import is_personal
from handlers.phone_numbers import SURE, phone
from handlers.runs import GROUP, MOST_GROUPS, Run, dialled, runs
from handlers.signs import Signs, signs
from handlers.streets import homes

# The same in every language.
MASK: Final = "[•••]"

# Fewer digits are nobody's number.
_SHORTEST: Final = 6


class Detail(StrEnum):
    """What can tell who somebody is."""

    PERSONAL_NUMBER = "personal_number"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """A detail, and where it stands in a text: from `start` to before `end`."""

    start: int
    end: int
    detail: Detail


def find(text: str, known: Collection[str] = ()) -> tuple[Found, ...]:
    """Return what could tell who somebody is, in its order, and nothing twice.

    `known` are telephone numbers that everybody may read.
    """
    found: list[Found] = []
    for one in sorted(_found(signs(text), {dialled(number) for number in known})):
        if found and one.start < found[-1].end:
            last = found.pop()
            found.append(Found(last.start, max(last.end, one.end), last.detail))
        else:
            found.append(one)
    return tuple(found)


def masked(text: str, found: Iterable[Found]) -> str:
    """Return a text with a mark in the place of each detail that was found in it."""
    pieces, end = [], 0
    for one in found:
        pieces += [text[end : one.start], MASK]
        end = one.end
    return "".join([*pieces, text[end:]])


def _found(seen: Signs, known: Collection[str]) -> Iterator[Found]:
    for detail, run in _numbers(seen.plain, known):
        yield Found(*seen.span(run.begins, run.end), detail)
    for start, end in mailboxes(seen):
        yield Found(*seen.span(start, end), Detail.EMAIL)
    for start, end in homes(seen):
        yield Found(*seen.span(start, end), Detail.ADDRESS)


def _numbers(plain: str, known: Collection[str]) -> Iterator[tuple[Detail, Run]]:
    """Yield the numbers of people; of what may be several, the surest and longest is meant."""
    groups = list(GROUP.finditer(plain))
    at = 0
    while at < len(groups):
        together = list(runs(plain, groups[at : at + MOST_GROUPS]))
        theirs = [run for run in together if run.dialled in known]
        found = [] if theirs else list(_owned(together))
        if found:
            _, detail, run = max(found, key=lambda one: (one[0], one[2].end))
            yield detail, run
            theirs = [run]
        at += len(theirs[-1].groups) if theirs else 1


def _owned(together: Iterable[Run]) -> Iterator[tuple[int, Detail, Run]]:
    """Yield what each run may be, with how sure that is."""
    for run in together:
        if len(run.digits) < _SHORTEST:
            continue
        sure, detail = SURE + 1, Detail.PERSONAL_NUMBER
        if not is_personal(run):
            sure, detail = phone(run), Detail.PHONE
        if sure and not run.is_part_of_more:
            yield sure, detail, run
