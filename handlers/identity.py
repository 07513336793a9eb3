"""Finds in a text by what somebody could be known at once, and masks it.

That is a personal number, a phone number, an e-mail address, or where somebody lives. Names cannot
be found by their shape, and it is not tried.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from handlers.mail import mailboxes
from handlers.personal_numbers import is_of_a_case, is_personal
from handlers.phone_numbers import SURE, phone
from handlers.runs import LEAST, Chain, Run, chains, dialled
from handlers.signs import Signs, signs
from handlers.streets import homes

# The same in every language.
MASK: Final = "[•••]"

# What stands where an address has its town: behind a comma, or five digits.
_TOWN: Final = re.compile(r"(?:,|[0-9]{3} ?[0-9]{2})\s+([^0-9,]+)$")

# A letter where a 0 is meant.
_O: Final = re.compile("(?<![a-z])o(?=[0-9])|(?<=[0-9])o(?![a-z])")
# How many digits a number of anybody has.
_COUNTS: Final = range(LEAST, 16)


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
    for one in sorted(_found(signs(text), tuple(map(dialled, known)))):
        if found and one.start < found[-1].end:
            last = found.pop()
            found.append(Found(last.start, max(last.end, one.end), last.detail))
        else:
            found.append(one)
    return tuple(found)


def masked(text: str, found: Iterable[Found]) -> str:
    """Return a text with a mark in the place of each detail that was found in it."""
    return _with(text, found, lambda _: MASK)


def without(text: str, found: Iterable[Found]) -> str:
    """Return a text without the details that were found in it.

    Words that stand where an address has its town stay: they may be none.
    """
    return _with(text, found, _town)


def _town(detail: str) -> str:
    found = _TOWN.search(detail)
    return found[1] if found else ""


def _with(text: str, found: Iterable[Found], instead: Callable[[str], str]) -> str:
    pieces, end = [], 0
    for one in found:
        pieces += [text[end : one.start], instead(text[one.start : one.end])]
        end = one.end
    return "".join([*pieces, text[end:]])


def _found(seen: Signs, known: tuple[str, ...]) -> Iterator[Found]:
    for detail, run in _numbers(seen.plain, known):
        yield Found(*seen.span(run.begins, run.end), detail)
    for start, end in mailboxes(seen):
        yield Found(*seen.span(start, end), Detail.EMAIL)
    for start, end in homes(seen):
        yield Found(*seen.span(start, end), Detail.ADDRESS)


def _numbers(plain: str, known: tuple[str, ...]) -> Iterator[tuple[Detail, Run]]:
    for chain in chains(_O.sub("0", plain)):
        yield from _of_people(chain, known)


def _of_people(chain: Chain, known: tuple[str, ...]) -> Iterator[tuple[Detail, Run]]:
    """Yield the numbers of people; of what may be several, the surest and longest is meant."""
    at = 0
    after = None  # where the last number ended, which the next one is no part of
    while at < len(chain.groups):
        number = _known(chain, at, known)
        if not number and (at == after or not chain.is_glued(at)):
            counts = _COUNTS if at in {0, after} else _counts_within(chain, at)
            found = _owned(chain.runs(at, counts))
            if found:
                _, detail, number = max(found, key=lambda one: (one[0], one[2].end))
                yield detail, number
        at += len(number.lengths) if number else 1
        after = at if number else after


def _known(chain: Chain, at: int, known: tuple[str, ...]) -> Run | None:
    """Return the longest number from a group on that everybody may read, if there is one."""
    if not chain.may_be_known(at, known):
        return None
    theirs = [run for run in chain.runs(at, range(1, 18)) if run.dialled in known]
    return theirs[-1] if theirs else None


def _counts_within(chain: Chain, at: int) -> range:
    """Return how many digits a number may have that begins with a group within a chain.

    No words stand before it there, and no plus. Single digits are one number with the first.
    """
    before, group = chain.groups[at - 1 : at + 1]
    if len(group) == 1:
        is_first = len(before) > 1 and chain.has_alone(at, 8)
        return range(8, 16) if is_first else range(0)
    if group.startswith("00"):
        return range(10, 11 if chain.begins(at, "000") else 16)
    is_short = len(group) == len("08")
    if group.startswith("0") and (group in {"07", "08"} or not is_short):
        return range(8, 12)
    return range(10, 12 if is_short else 13)


def _owned(together: Iterable[Run]) -> list[tuple[int, Detail, Run]]:
    """Return what each run from a group on may be, with how sure that is."""
    found = []
    for run in together:
        sure, detail = SURE + 1, Detail.PERSONAL_NUMBER
        if not is_personal(run):
            sure, detail = phone(run), Detail.PHONE
        if sure and not run.is_part_of_more:
            found.append((sure, detail, run))
    return [] if found and is_of_a_case(found[0][-1]) else found
