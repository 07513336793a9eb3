"""Groups of digits in a text that may be one number, such as 070-123 45 67."""

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import accumulate, pairwise
from typing import Final, NamedTuple

# Fewer digits are nobody's number.
LEAST: Final = 6
# As many groups as people cut a number into.
_MOST_GROUPS: Final = 13
# As far back as a word stands that says what a number is.
_BACK: Final = 40

_GROUP: Final = re.compile("[0-9]+")
_PLUS: Final = re.compile(r"(?<![0-9])\+ ?\(?$")

_OPENS: Final = re.compile(r"(?:\+ ?)?$")
_OPENS_BRACKET: Final = re.compile(r"(?:\+ ?)?\(?$")


class Gap(StrEnum):
    """What stands between two groups of digits of one number, as one sign."""

    SPACE = " "
    HYPHEN = "-"
    DOT = "."
    SLASH = "/"
    BRACKET = "("
    PLUS = "+"
    COMMA = ","
    COLON = ":"


_OF_LISTS: Final = frozenset([Gap.COMMA, Gap.COLON])
_GAP: Final = re.compile(
    r"(?P<SPACE> {1,3}| ?\n ?)|(?P<HYPHEN> ?[-_·•~*|] ?)|(?P<DOT>\.)|(?P<SLASH> ?/ ?)|"
    r"(?P<BRACKET> ?\(|\) ?-? ?)|(?P<PLUS>\+)|(?P<COMMA>,)|(?P<COLON>:)"
)

_COUNTED: Final = re.compile(
    r" ?(?:kr|kronor|sek|eur|euro|usd|dollar|pund|spann|miljon\w*|tusen|procent|km|mil|gram|st|"
    r"ganger|personer|people|times|miles|followers|foljare|visningar|views|likes)\b|"
    r" ?(?:[€$£%]|:-)"
)


class Run(NamedTuple):
    """Groups of digits that may be one number.

    `before` are the words that stand right before it; `is_abroad` says that a plus does.
    """

    plain: str
    digits: str
    lengths: tuple[int, ...]
    gaps: str
    start: int
    end: int
    before: str
    is_abroad: bool

    @property
    def groups(self) -> list[str]:
        """The digits of each group."""
        offsets = accumulate(self.lengths, initial=0)
        return [self.digits[start:end] for start, end in pairwise(offsets)]

    @property
    def is_digit_by_digit(self) -> bool:
        """Whether each digit stands alone."""
        return len(self.digits) == len(self.lengths) > 1

    @property
    def is_like_a_list(self) -> bool:
        """Whether commas or colons part it, as they do decimals, times, and lists of anything."""
        return not _OF_LISTS.isdisjoint(self.gaps)

    @property
    def is_even(self) -> bool:
        """Whether what follows the first group is parted in one way, as by one hand."""
        rest = set(self.gaps[1:])
        return rest <= {Gap.DOT} if self.gaps[:1] == Gap.DOT else len(rest) <= 1

    @property
    def dialled(self) -> str:
        """The digits as one dials them in Sweden."""
        return dialled(f"+{self.digits}" if self.is_abroad else self.digits)

    @property
    def begins(self) -> int:
        """Where it begins, with its plus, and its bracket if that is closed within."""
        opens = _OPENS_BRACKET if Gap.BRACKET in self.gaps else _OPENS
        found = opens.search(self.plain, max(0, self.start - len("+ (")), self.start)
        return self.start - len(found[0]) if found else self.start

    @property
    def is_part_of_more(self) -> bool:
        """Whether digits or letters stand so close that it is only a part, or it counts things."""
        after = self.plain[self.end : self.end + 2]
        within = self.before[-1:].isalpha() and after[:1].isalpha()
        glued = after[:1] in {"-", "."} and after[1:].isdigit()
        return bool(glued or within or _COUNTED.match(self.plain, self.end))


class Chain:
    """All groups of digits that follow one another with no more than a gap between them."""

    def __init__(self, plain: str, groups: Sequence[re.Match[str]], gaps: str) -> None:
        self._plain = plain
        self._gaps = gaps
        self._spans = [group.span() for group in groups]
        self._lengths = tuple(end - start for start, end in self._spans)
        self.groups = [group[0] for group in groups]
        self._digits = "".join(self.groups)
        # How many digits stand before each group, and before which group so many stand.
        self._offsets = list(accumulate(self._lengths, initial=0))
        self._ends = {offset: group for group, offset in enumerate(self._offsets)}
        # Words stand before the first group alone, and so does a plus.
        start = groups[0].start()
        self._before = plain[max(0, start - _BACK) : start]
        self._is_abroad = bool(_PLUS.search(self._before))

    def begins(self, first: int, *digits: str) -> bool:
        """Whether the digits from a group on begin with some digits, or with some others."""
        return self._digits.startswith(digits, self._offsets[first])

    def has_alone(self, first: int, count: int) -> bool:
        """Whether so many digits from a group on stand alone each."""
        return self._ends.get(self._offsets[first] + count) == first + count

    def may_be_known(self, first: int, known: tuple[str, ...]) -> bool:
        """Whether the digits from a group on may be one of some numbers, as one dials them."""
        country = "46" if self._is_abroad and not first else "0046"
        return self.begins(first, country, *known)

    def is_glued(self, first: int) -> bool:
        """Whether a group is only a part of what stands right before it."""
        start = self._spans[first][0]
        before = self._plain[max(0, start - 2) : start]
        return before[:1].isdigit() and before[1:] in {"-", ".", ","}

    def runs(self, first: int, counts: Iterable[int]) -> Iterator[Run]:
        """Yield what may be one number from a group on, of so many digits as is asked for."""
        offset = self._offsets[first]
        for count in counts:
            end = self._ends.get(offset + count, 0)
            if 0 < end - first <= _MOST_GROUPS:
                yield Run(
                    self._plain,
                    self._digits[offset : offset + count],
                    self._lengths[first:end],
                    self._gaps[first : end - 1],
                    self._spans[first][0],
                    self._spans[end - 1][1],
                    "" if first else self._before,
                    self._is_abroad and not first,
                )


def chains(plain: str) -> Iterator[Chain]:
    """Yield the groups of digits in a text, by what stands between them, but for short ones."""
    groups: list[re.Match[str]] = []
    gaps = ""
    for group in _GROUP.finditer(plain):
        gap = groups and _GAP.fullmatch(plain, groups[-1].end(), group.start())
        if gap:
            gaps += Gap[str(gap.lastgroup)]
        else:
            if _is_long(groups):
                yield Chain(plain, groups, gaps)
            groups, gaps = [], ""
        groups.append(group)
    if _is_long(groups):
        yield Chain(plain, groups, gaps)


def _is_long(groups: Sequence[re.Match[str]]) -> bool:
    """Whether a number may lie in some groups."""
    return bool(groups) and groups[-1].end() - groups[0].start() >= LEAST


def dialled(number: str) -> str:
    """Return the digits of a phone number as one dials it in Sweden."""
    digits = "".join(_GROUP.findall(number))
    return re.sub("^(?:00)?460?", "0", digits) if number[:1] in {"+", "0"} else digits
