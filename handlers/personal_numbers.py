"""Whether digits are a Swedish personal number, or a coordination number, of somebody."""

import re
from datetime import date
from typing import Final

from handlers.runs import Gap, Run

_SHORT: Final = 10
_LONG: Final = 12  # with the century
_SHAPES: Final = frozenset([
    (10,), (12,), (6, 4), (8, 4), (2, 6, 4), (2, 2, 2, 4), (4, 2, 2, 4),
    (6, 2, 2), (8, 2, 2), (2, 2, 2, 2, 2), (4, 2, 2, 2, 2),
])  # fmt: skip
_PARTING: Final = frozenset([Gap.HYPHEN, Gap.PLUS])
_CENTURIES: Final = frozenset(["18", "19", "20"])
_COORDINATION: Final = 60  # is added to the day in coordination numbers
# Each digit twice, as the sum of its digits.
_DOUBLED: Final = str.maketrans("0123456789", "0246813579")

_IS: Final = (
    r"(?:\W{0,3}\b(?:nr|no|nummer|number|ar|e|is|blir|hans|hennes|his|her|my|mitt)\b){0,3}\W{0,3}$"
)
_CALLED: Final = re.compile(
    r"\b(?:person ?nummer|personnumret|person ?nr|pers ?nr|p-?nr|samordnings ?nummer|"
    r"samordningsnr|personal (?:identity )?number|identity number|id[ -]?number|id-nummer|ssn|"
    r"social security number)\b" + _IS
)
_OF_A_CASE: Final = re.compile(
    r"\b(?:(?:arende|diarie|order|faktura|referens|ref|case|invoice|ocr|bokning|booking|paket|kolli|"
    r"tracking|konto|account|clearing|bankgiro|plusgiro|serie|serial|artikel|anmalan|anmalning|"
    r"polisanmalan|report|flyg|biljett|ticket)s?(?:nummer|numret|nr|number|no|id|kod)?|"
    r"(?:mal|kort|card)(?:nummer|numret|nr)|dnr|iban|isbn)\b" + _IS
)


def is_of_a_case(run: Run) -> bool:
    """Whether the words before say that it is what an office gives to a case, or a thing."""
    return bool(_OF_A_CASE.search(run.before))


def is_personal(run: Run) -> bool:
    """Whether a run is the number of a person.

    People mistype, so a wrong check digit does not clear a number that is written as only these
    are: a date, a hyphen or a plus, four digits. Without the hyphen the check digit has to be
    right, for so are dates with times and the numbers of cases written, and one in ten of any
    digits passes. For the same reason a date of these last years counts only with both: nobody
    writes here of a newborn child, and everybody of what happened this spring.
    """
    if not _has_its_shape(run):
        return False
    if _CALLED.search(run.before):
        return True
    if _is_parted(run):
        return not _is_recent(run.digits) or _has_check_digit(run.digits)
    may_be_else = run.digits.startswith("07") or _is_recent(run.digits)
    return not may_be_else and _has_check_digit(run.digits)


def _has_its_shape(run: Run) -> bool:
    """Whether it has ten or twelve digits, parted as people do, that begin with a birthday."""
    short = len(run.digits) == _SHORT
    if not short and (len(run.digits) != _LONG or run.digits[:2] not in _CENTURIES):
        return False
    parted = run.lengths in _SHAPES or run.is_digit_by_digit
    return parted and not run.is_like_a_list and _is_birthday(run.digits[-_SHORT:])


def _is_parted(run: Run) -> bool:
    """Whether a hyphen or a plus parts the birthday from the rest."""
    rest = 2 if run.lengths[-2:] == (2, 2) else 1
    return run.gaps[-rest:][:1] in _PARTING


def _is_birthday(digits: str) -> bool:
    month, day = int(digits[2:4]), int(digits[4:6])
    return is_day(2000 + int(digits[:2]), month, day % _COORDINATION)


def is_day(year: int, month: int, day: int) -> bool:
    """Whether there is such a day."""
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _has_check_digit(digits: str) -> bool:
    """Whether the last digit fits the nine before it (Luhn)."""
    last = digits[-_SHORT:]
    # A digit's code is 48 more than the digit; ten times that does not change the last place.
    return sum((last[::2].translate(_DOUBLED) + last[1::2]).encode()) % 10 == 0


def _is_recent(digits: str) -> bool:
    """Whether the day lies in the 2020s; by two digits it may be one of the last century."""
    return digits[-_SHORT] == "2" and digits[:-_SHORT] in {"", "20"}
