"""Groups of digits in a text that may be one number, such as 070-123 45 67."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from itertools import pairwise
from typing import Final

# More digits than a number of any kind has, and as many groups as people cut one into.
_MOST_DIGITS: Final = 17
MOST_GROUPS: Final = 13
# As far back as a word stands that says what a number is.
_BACK: Final = 40

GROUP: Final = re.compile("[0-9]+")
_PLUS: Final = re.compile(r"(?<![0-9])\+ ?\(?$")


class Gap(Enum):
    """What stands between two groups of digits of one number."""

    SPACE = auto()
    HYPHEN = auto()
    DOT = auto()
    SLASH = auto()
    BRACKET = auto()
    PLUS = auto()


_GAPS: Final = {
    Gap.SPACE: re.compile(" {1,3}| ?\n ?"),
    Gap.HYPHEN: re.compile(" ?[-_·•~*|] ?"),
    Gap.DOT: re.compile(r"\."),
    Gap.SLASH: re.compile(" ?/ ?"),
    Gap.BRACKET: re.compile(r" ?\(|\) ?-? ?"),
    Gap.PLUS: re.compile(r"\+"),
}
_LONGEST_GAP: Final = 4

_COUNTED: Final = re.compile(
    r" ?(?:kr|kronor|sek|eur|euro|usd|dollar|pund|spann|miljon\w*|tusen|procent|km|mil|gram|st|"
    r"ganger|personer|people|times|miles|followers|foljare|visningar|views|likes)\b|"
    r" ?(?:[€$£%]|:-)"
)


@dataclass(frozen=True, slots=True)
class Run:
    """Groups of digits in a text of plain signs; `is_abroad` says that a plus stands before."""

    plain: str
    digits: str
    groups: tuple[str, ...]
    gaps: tuple[Gap, ...]
    start: int
    end: int
    is_abroad: bool

    @property
    def lengths(self) -> tuple[int, ...]:
        """How many digits each group has."""
        return tuple(map(len, self.groups))

    @property
    def is_digit_by_digit(self) -> bool:
        """Whether each digit stands alone."""
        return len(self.groups) > 1 and set(self.lengths) == {1}

    @property
    def is_even(self) -> bool:
        """Whether what follows the first group is parted in one way, as by one hand."""
        first, rest = self.gaps[:1], set(self.gaps[1:])
        return rest <= {Gap.DOT} if first == (Gap.DOT,) else len(rest) <= 1

    @property
    def dialled(self) -> str:
        """The digits as one dials them in Sweden."""
        return dialled(f"+{self.digits}" if self.is_abroad else self.digits)

    @property
    def before(self) -> str:
        """The words that stand before it."""
        return self.plain[max(0, self.start - _BACK) : self.start]

    @property
    def begins(self) -> int:
        """Where it begins, with its plus, and its bracket if that is closed within."""
        bracket = r"\(?" if Gap.BRACKET in self.gaps else ""
        before = re.search(rf"(?:\+ ?)?{bracket}$", self.before)
        return self.start - len(before[0]) if before else self.start

    @property
    def is_part_of_more(self) -> bool:
        """Whether digits or letters stand so close that it is only a part, or it counts things."""
        after = self.plain[self.end : self.end + 2]
        glued = re.search(r"[0-9][-.,]$", self.before) or re.match(r"[-.][0-9]", after)
        within = self.before[-1:].isalpha() and after[:1].isalpha()
        return bool(glued or within or _COUNTED.match(self.plain, self.end))


def dialled(number: str) -> str:
    """Return the digits of a phone number as one dials it in Sweden."""
    digits = "".join(GROUP.findall(number))
    return re.sub("^(?:00)?460?", "0", digits) if number[:1] in {"+", "0"} else digits


def runs(plain: str, groups: list[re.Match[str]]) -> Iterator[Run]:
    """Yield the first group, and what it may be one number with: each run is longer by one."""
    first = groups[0]
    abroad = bool(_PLUS.search(plain[max(0, first.start() - 4) : first.start()]))
    run = Run(plain, first[0], (first[0],), (), *first.span(), abroad)
    yield run
    for before, after in pairwise(groups):
        apart = after.start() - before.end()
        gap = _gap(plain[before.end() : after.start()]) if apart <= _LONGEST_GAP else None
        if gap is None or len(run.digits) + len(after[0]) > _MOST_DIGITS:
            return
        run = Run(
            plain, run.digits + after[0], (*run.groups, after[0]), (*run.gaps, gap),
            run.start, after.end(), abroad,
        )  # fmt: skip
        yield run


@lru_cache(maxsize=256)
def _gap(between: str) -> Gap | None:
    return next((gap for gap, how in _GAPS.items() if how.fullmatch(between)), None)
