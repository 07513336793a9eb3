"""Promises of the rules for very many at once: few are asked, nobody is turned away."""

from datetime import timedelta

from builders import HOUR, MINUTE, OPEN, SECOND
from hypothesis import given
from hypothesis import strategies as st

from handlers.flood import (
    FREE,
    LEAST_WAIT,
    MOST,
    WORKED,
    Allowance,
    Bucket,
    Pressure,
)

GAPS = st.lists(st.floats(0, 600).map(lambda seconds: timedelta(seconds=seconds)), max_size=200)


def after(count: int, gap: timedelta) -> Pressure:
    """Return the pressure once so many have come, each so long after the one before."""
    pressure = Pressure(OPEN)
    for number in range(count):
        pressure = pressure.one_more(OPEN + number * gap)
    return pressure


@given(GAPS, st.integers(1, 50), st.integers(1, 100))
def test_an_allowance_is_kept(gaps: list[timedelta], at_once: int, a_minute: int) -> None:
    """However they come, in no time are more let in than at once and by the minute."""
    bucket, at, let_in = Bucket.full(Allowance(at_once, a_minute), OPEN), OPEN, 0
    for gap in gaps:
        at += gap
        bucket = bucket.now(at)
        left = bucket.without(1)
        let_in += left is not None
        bucket = left or bucket

        assert let_in <= at_once + a_minute * ((at - OPEN) / MINUTE) + 1e-6


def test_an_allowance_fills_again() -> None:
    """What was taken comes back with time, and no more than there was."""
    empty = Bucket.full(WORKED, OPEN).without(WORKED.at_once)
    assert empty
    assert empty.without(1) is None
    assert empty.now(OPEN + SECOND).without(1)
    later = empty.now(OPEN + HOUR)
    assert later.without(WORKED.at_once)
    assert later.without(WORKED.at_once + 1) is None


def test_a_clock_that_is_set_back() -> None:
    """Nothing is owed for a time that has not been: it fills, and a flood ends, from then on."""
    empty = Bucket.full(WORKED, OPEN).without(WORKED.at_once)
    assert empty
    assert empty.now(OPEN - HOUR).now(OPEN - HOUR + SECOND).without(1)
    flood = after(1000, timedelta()).now(OPEN - HOUR)
    assert flood.is_flood
    assert not flood.now(OPEN - HOUR + 5 * MINUTE).is_flood


def test_two_hundred_after_a_programme() -> None:
    """Two hundred in ten minutes, thirty of them at once, are asked for nothing."""
    pressure = after(FREE.at_once, timedelta())
    assert not pressure.is_flood
    for number in range(1, 171):
        pressure = pressure.one_more(OPEN + number * (10 * MINUTE / 170))
        assert not pressure.is_flood


def test_a_flood_begins_and_ends() -> None:
    """One more than may come at once is a flood, until there is room again, and not at once."""
    assert not after(FREE.at_once, timedelta()).is_flood
    flood = after(FREE.at_once + 1, timedelta())
    assert flood.is_flood
    assert flood.now(OPEN + 45 * SECOND).is_flood
    assert not flood.now(OPEN + MINUTE).is_flood
    assert after(1000, MINUTE / 1000).is_flood


def test_over_in_minutes() -> None:
    """However many have come, a few minutes after the last of them it is over."""
    flood = after(100_000, timedelta())
    assert flood.level == MOST
    assert not flood.now(OPEN + 5 * MINUTE).is_flood


@given(st.integers(0, 1000), GAPS)
def test_what_is_asked_for(count: int, gaps: list[timedelta]) -> None:
    """More work and longer waits the more come, and never more than the most there is."""
    pressure = after(count, timedelta())
    asked = pressure.asked()
    assert 11 <= asked.bits <= 15
    assert 5 <= asked.wait <= 30
    assert asked.wait % LEAST_WAIT == 0
    more = pressure.one_more(OPEN).asked()
    assert more.bits >= asked.bits
    assert more.wait >= asked.wait
    for gap in gaps:
        less = pressure.now(pressure.at + gap)
        assert less.asked().bits <= pressure.asked().bits
        pressure = less


def test_least_and_most() -> None:
    """At the edge of a flood it is a blink; at its height some seconds, or half a minute."""
    edge = after(FREE.at_once + 1, timedelta()).asked()
    assert (edge.bits, edge.wait) == (11, 5)
    height = after(1000, timedelta()).asked()
    assert (height.bits, height.wait) == (15, 30)
