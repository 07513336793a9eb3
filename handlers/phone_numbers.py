"""Whether digits are the phone number of somebody, here or abroad.

Money, dates, times and ages are left as they are. What decides is how the digits are grouped, and
what stands around them.
"""

import re
from itertools import pairwise
from typing import Final

from handlers.personal_numbers import is_day
from handlers.runs import Gap, Run

# How sure it is; the number may also have been mistyped.
SURE: Final = 2
MISTYPED: Final = 1

_MOBILE: Final = 10  # digits, with the first 0
_LEAST: Final = 8  # with an area code that is known by its hyphen
_LEAST_ALONE: Final = 9
_ABROAD: Final = range(8, 14)
_CALLED_LENGTHS: Final = range(6, 11)
_AREAS: Final = {3, 4, 5}  # digits of an area code; that of Stockholm alone has two
_CENTURIES: Final = ("19", "20")

_CALLED: Final = re.compile(
    r"\b(?:tel|tfn|tlf|telefon|telefonen|telefonnr|telefonnummer|telefonnumret|mobil|mobilen|"
    r"mobilnr|mobilnummer|mobilnumret|numret|(?:mitt|hans|hennes|deras|vart|my|his|her|their|our)"
    r" (?:nummer|nr|number)|ring|ringa|ringer|nas|smsa|sms|phone|call|text|reach|whatsapp|signal)"
    r"\b(?:\W{0,3}\b(?:nummer|nr|number|no|mig|mej|oss|honom|henne|hen|me|us|him|her|them|pa|at|on"
    r"|ar|e|is|till|to|hem|hemma|garna|har|here)\b){0,4}\W{0,3}$"
)


def phone(run: Run) -> int:
    """Return how sure it is that a run is a phone number: SURE, MISTYPED, or 0 if it is none."""
    digits = run.digits
    if run.is_like_a_list and not _is_parted_alike(run):
        return 0
    if run.is_abroad or digits.startswith("00"):
        return 0 if digits.startswith("000") else _from_abroad(run)
    if digits.startswith("467") and len(digits) == _MOBILE + 1 and run.lengths[0] in {2, 11}:
        return SURE
    if digits.startswith("0"):
        return _from_here(run)
    return SURE if _is_american(run) or _is_called_so(run) else 0


def _from_abroad(run: Run) -> int:
    digits = run.digits.removeprefix("00")
    if len(digits) not in _ABROAD or _is_loose(run):
        return 0
    if not digits.startswith("46"):
        return SURE
    dialled = run.dialled
    lengths = {_MOBILE} if dialled.startswith("07") else {8, 9, 10}
    return SURE if len(dialled) in lengths and not _is_of_an_office(dialled) else 0


def _is_loose(run: Run) -> bool:
    """Whether a digit stands alone among others, and is not the 0 of +46 (0)70."""
    if 1 not in run.lengths[1:] or run.is_digit_by_digit:
        return False
    return any(len(group) == 1 and group != "0" for group in run.groups[1:])


def _from_here(run: Run) -> int:
    digits, alone = run.digits, run.is_digit_by_digit
    if digits.startswith("07"):
        # Somebody in distress may have left a digit out, or have one too many.
        lengths, near = range(_MOBILE, _MOBILE + 1), {_MOBILE - 1, _MOBILE + 1}
    elif _begins_with_an_area(run) and (run.lengths[-1] > 1 or alone):
        least = _LEAST if _has_an_area(run) else _LEAST_ALONE
        lengths, near = range(least, _MOBILE + 1), {_MOBILE + 1}
    else:
        return 0
    if run.lengths[-1] == 1 and len(digits) >= _MOBILE and not alone:
        return 0  # "070-174 06 37 3 barn"
    sure = SURE if len(digits) in lengths else MISTYPED * (len(digits) in near)
    return sure if sure and not _is_of_an_office(digits) and _is_parted_as_one(run) else 0


def _is_parted_alike(run: Run) -> bool:
    """Whether it begins as a number from here does, and has the same between all groups."""
    if not run.digits.startswith("0") or run.digits.startswith("00"):
        return False
    begins = run.is_digit_by_digit or run.lengths[0] == len("070")
    return begins and len(set(run.gaps)) == 1


def _is_parted_as_one(run: Run) -> bool:
    """Whether the groups are those of one number, and not of times, of a date, or of a count."""
    if run.is_digit_by_digit:
        return not _is_count(run)
    if not run.is_even or 1 in run.lengths[:-1]:
        return False
    return not _is_count(run) and not _is_date_within(run)


def _is_count(run: Run) -> bool:
    """Whether each group is by as much more than the one before, such as 08 09 10 11 12."""
    steps = (int(after) - int(before) for before, after in pairwise(run.groups))
    first = next(steps, 0)
    return first != 0 and len(run.lengths) > 2 and all(step == first for step in steps)  # noqa: PLR2004


def _is_date_within(run: Run) -> bool:
    """Whether a run holds a date with its year, such as 08-12-2026."""
    groups = run.groups
    threes = zip(groups, groups[1:], groups[2:], strict=False)
    return any(
        tuple(map(len, three)) == (2, 2, 4) and three[2].startswith(_CENTURIES) for three in threes
    )


def _begins_with_an_area(run: Run) -> bool:
    """Whether the first group is an area code, or cannot be told from the rest."""
    together = len(run.lengths) == 1 or run.is_digit_by_digit
    in_stockholm = run.lengths[0] == len("08") and run.digits.startswith("08")
    return together or in_stockholm or run.lengths[0] in _AREAS


def _has_an_area(run: Run) -> bool:
    """Whether an area code is sure: it stands apart, or is Stockholm's, in what is no date."""
    if len(run.lengths) > 1:
        return run.lengths[0] <= 3  # noqa: PLR2004
    return run.digits.startswith("08") and not _is_date(run.digits)


def _is_of_an_office(digits: str) -> bool:
    """Whether a number belongs to no person: 020 is free to call, and 077 costs the same anywhere.

    British numbers that begin so have one digit more.
    """
    return digits.startswith(("020", "077")) and len(digits) <= _MOBILE


def _is_american(run: Run) -> bool:
    return run.lengths == (3, 3, 4) and run.digits[0] != "1" and run.gaps[0] != Gap.SPACE


def _is_called_so(run: Run) -> bool:
    """Whether digits that could be anything are said to be somebody's number."""
    if not run.before or len(run.digits) not in _CALLED_LENGTHS:
        return False
    how = set(run.gaps)
    in_groups = len(run.lengths) == 1 or set(run.lengths) <= {2, 3, 4}
    parted = len(how) <= 1 and how <= {Gap.SPACE, Gap.HYPHEN} and in_groups
    day = Gap.SPACE not in how and _is_date(run.digits)
    return parted and not (day or run.digits.endswith("000")) and bool(_CALLED.search(run.before))


def _is_date(digits: str) -> bool:
    """Whether digits are a day, with its year first or last."""
    first, second, third = (int(digits[place : place + 2]) for place in (0, 2, 4))
    if len(digits) == 6:  # noqa: PLR2004
        return is_day(2000 + first, second, third) or is_day(2000 + third, second, first)
    with_year = digits.startswith(_CENTURIES) or digits[4:].startswith(_CENTURIES)
    return len(digits) == 8 and with_year  # noqa: PLR2004
