"""What was measured, as rows of a table; and medians over the rounds of it."""

import math
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured of ours and of its control, both in `unit`, and the goal for their ratio.

    The ratio has to be at most the goal, or at least the goal where `more_is_better`; without a
    goal, a row only informs. What has no control has NaN for it.
    """

    what: str
    unit: str
    ours: float
    control: float
    goal: float | None = None
    more_is_better: bool = False

    @property
    def ratio(self) -> float:
        """How many times the control."""
        return self.ours / self.control

    @property
    def is_met(self) -> bool:
        """Whether the goal is reached."""
        if self.goal is None:
            return True
        return self.ratio >= self.goal if self.more_is_better else self.ratio <= self.goal


Benchmark = Callable[[], AsyncIterator[Row]]


def over_rounds(
    what: str,
    unit: str,
    rounds: Iterable[tuple[float, float]],
    goal: float | None = None,
    *,
    more_is_better: bool = False,
) -> Row:
    """Return the medians of ours and of the control, given as pairs of one round each."""
    ours, control = zip(*rounds, strict=True)
    return Row(what, unit, median(ours), median(control), goal, more_is_better)


def share(values: Iterable[float], percent: int) -> float:
    """Return the value that so many percent of all do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)]


def heading() -> str:
    """Return the head of the table."""
    return _FORM.format("what", "ours", "control", "unit", "ratio", "goal", "").rstrip()


def written(row: Row) -> str:
    """Return a row of the table."""
    goal = "" if row.goal is None else f"{'>=' if row.more_is_better else '<='} {row.goal:g}"
    sign = "" if row.goal is None else "met" if row.is_met else "NOT MET"
    ours, control = _figure(row.ours), _figure(row.control)
    ratio = "" if math.isnan(row.ratio) else f"{row.ratio:.2f} x"
    return _FORM.format(row.what, ours, control, row.unit, ratio, goal, sign).rstrip()


def _figure(value: float) -> str:
    if math.isnan(value):
        return ""
    return f"{value:,.0f}" if abs(value) >= _LARGE else f"{value:.2f}"


_FORM = "{:<52} {:>10} {:>10} {:<12} {:>8}  {:<8} {}"
_LARGE = 100
