"""Promises of the time: what somebody sets by mistake neither forgets people nor keeps them."""

from datetime import UTC, datetime, timedelta

import pytest
from builders import DAY, HOUR, MINUTE, SECOND

from bot import clock as clock_module
from bot.clock import A_LITTLE, BELIEVED_AFTER, Clock

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


class Machine:
    """A machine whose clock somebody sets."""

    def __init__(self) -> None:
        self.clock = NOON
        self.ran = timedelta(days=3)

    def runs(self, time: timedelta) -> None:
        """Let time pass."""
        self.clock += time
        self.ran += time


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    """Give the machine on which everything runs."""
    it = Machine()
    monkeypatch.setattr(clock_module, "_machine_clock", lambda: it.clock)
    monkeypatch.setattr(clock_module, "_since_start", lambda: it.ran)
    return it


def test_real_time() -> None:
    """By itself it is what the machine says."""
    before = datetime.now(UTC)

    assert before <= Clock().now() <= datetime.now(UTC)


def test_it_goes_on(machine: Machine) -> None:
    """Time passes as it does, whether anybody looks or not."""
    clock = Clock()
    for time in (SECOND, HOUR, 3 * DAY):
        machine.runs(time)
        assert clock.now() == machine.clock


@pytest.mark.parametrize("by", [A_LITTLE, -A_LITTLE, SECOND])
def test_set_a_little(machine: Machine, by: timedelta) -> None:
    """A time server that puts the clock right is followed at once."""
    clock = Clock()
    machine.clock += by

    assert clock.now() == machine.clock


@pytest.mark.parametrize("by", [HOUR, 3 * DAY, -2 * HOUR, A_LITTLE + SECOND])
def test_set_by_mistake(machine: Machine, by: timedelta) -> None:
    """Who sets it wrong and right again has changed nothing."""
    clock = Clock()
    machine.clock += by
    assert clock.now() == NOON
    machine.runs(10 * MINUTE - SECOND)
    assert clock.now() == NOON + 10 * MINUTE - SECOND
    machine.clock -= by
    machine.runs(HOUR)

    assert clock.now() == NOON + 10 * MINUTE - SECOND + HOUR


@pytest.mark.parametrize("by", [HOUR, 3 * DAY, -2 * HOUR])
def test_set_for_good(machine: Machine, by: timedelta) -> None:
    """Where it stays so, that is the time: nothing is kept for ever."""
    clock = Clock()
    machine.clock += by
    clock.now()
    machine.runs(BELIEVED_AFTER)

    assert clock.now() == machine.clock
    machine.runs(MINUTE)
    assert clock.now() == machine.clock


def test_set_and_set_again(machine: Machine) -> None:
    """Each time that it is set it has to stay so for as long."""
    clock = Clock()
    machine.clock += 3 * DAY
    clock.now()
    machine.runs(BELIEVED_AFTER - SECOND)
    machine.clock += DAY
    clock.now()
    machine.runs(2 * SECOND)

    assert clock.now() == NOON + BELIEVED_AFTER + SECOND


def test_pretended(machine: Machine) -> None:
    """A pretended time runs on from where it began."""
    clock = Clock(NOON + DAY)
    machine.runs(HOUR)

    assert clock.now() == NOON + DAY + HOUR
