"""When the line is staffed."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.hours import STOCKHOLM, Hours, NeverOpenError, Span, SpecialDay

USUAL = Span(9 * 60, 15 * 60)
NIGHT = Span(22 * 60, 24 * 60)
MORNING = Span(0, 6 * 60)
ALL_DAY = Span(0, 24 * 60)
WEEKDAYS = ((USUAL,),) * 5 + ((), ())
SHORT = {"sv": "kort dag", "en": "short day"}

LINE = Hours(week=WEEKDAYS, holidays=frozenset({"public", "de_facto"}))
NEVER = Hours(week=((),) * 7)
ALWAYS = Hours(week=((ALL_DAY,),) * 7)
NIGHTS = Hours(week=((MORNING, NIGHT),) * 7)


def moment(text: str) -> datetime:
    """Read a moment: Swedish time, unless it says otherwise."""
    read = datetime.fromisoformat(text)
    return read if read.tzinfo else read.replace(tzinfo=STOCKHOLM)


def same(first: datetime | None, second: datetime | None) -> bool:
    """Compare two moments by the sun, not by the clock."""
    return (first and first.astimezone(UTC)) == (second and second.astimezone(UTC))


@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        pytest.param("2026-11-24T08:59:59.999999", False, id="a moment before opening"),
        pytest.param("2026-11-24T09:00", True, id="at opening"),
        pytest.param("2026-11-24T14:59:59.999999", True, id="a moment before closing"),
        pytest.param("2026-11-24T15:00", False, id="at closing"),
        pytest.param("2026-11-27T14:59", True, id="friday afternoon"),
        pytest.param("2026-11-28T12:00", False, id="saturday"),
        pytest.param("2026-11-29T12:00", False, id="sunday"),
        pytest.param("2026-11-24T08:00+00:00", True, id="at opening, told in UTC in winter"),
        pytest.param("2026-06-24T07:00+00:00", True, id="at opening, told in UTC in summer"),
        pytest.param("2026-06-24T13:00+00:00", False, id="at closing, told in UTC in summer"),
        pytest.param("2026-11-24T23:30-09:00", True, id="still yesterday where it is told"),
        pytest.param("2026-05-15T12:00", True, id="a day between two days off"),
        pytest.param("2026-12-24T12:00", False, id="christmas eve"),
        pytest.param("2026-12-23T12:00", True, id="the day before christmas eve"),
    ],
)
def test_is_open(at: str, is_open: bool) -> None:  # noqa: FBT001 - what the table says
    """The line is open on weekdays that are no holiday, from nine until just before three."""
    assert LINE.is_open(moment(at)) is is_open


@pytest.mark.parametrize(
    ("year", "closed"),
    [
        pytest.param(2026, "1/1 6/1 3/4 6/4 1/5 14/5 19/6 24/12 25/12 31/12", id="2026"),
        pytest.param(2027, "1/1 6/1 26/3 29/3 6/5 25/6 24/12 31/12", id="2027"),
        pytest.param(2028, "6/1 14/4 17/4 1/5 25/5 6/6 23/6 25/12 26/12", id="2028"),
    ],
)
def test_closed_weekdays(year: int, closed: str) -> None:
    """Of Monday to Friday, just the holidays and the three eves are closed, each with a reason."""
    days = LINE.days(date(year, 1, 1), 365 if year % 4 else 366)
    off = [day for day in days if day.date.weekday() < 5 and not day.spans]

    assert [f"{day.date.day}/{day.date.month}" for day in off] == closed.split()
    assert all(day.reason and day.reason["sv"] and day.reason["en"] for day in off)


def test_christmas_2026() -> None:
    """Each day around Christmas has its hours, and its name as it is said in both languages."""
    days = LINE.days(date(2026, 12, 21), 20)

    assert [(day.date.day, bool(day.spans)) for day in days if day.date.weekday() < 5] == [
        (21, True), (22, True), (23, True), (24, False), (25, False),
        (28, True), (29, True), (30, True), (31, False), (1, False),
        (4, True), (5, True), (6, False), (7, True), (8, True),
    ]  # fmt: skip
    assert {day.date.day: tuple(day.reason.values()) for day in days if day.reason} == {
        24: ("julafton", "Christmas Eve"),
        25: ("juldagen", "Christmas Day"),
        26: ("annandag jul", "Boxing Day"),
        31: ("nyårsafton", "New Year's Eve"),
        1: ("nyårsdagen", "New Year's Day"),
        6: ("trettondedag jul", "Epiphany"),
    }


def test_name_of_ascension() -> None:
    """A name in the name of a day keeps its capital letter."""
    assert LINE.day(date(2026, 5, 14)).reason == {
        "sv": "Kristi himmelsfärdsdag",
        "en": "Ascension Day",
    }


def test_two_holidays_on_one_day() -> None:
    """When two holidays meet, one name is enough."""
    assert LINE.day(date(2049, 6, 6)).reason == {"sv": "nationaldagen", "en": "National Day"}


@pytest.mark.parametrize(
    ("kinds", "new_year", "midsummer_eve"),
    [
        pytest.param([], True, True, id="no holidays"),
        pytest.param(["public"], False, True, id="public holidays"),
        pytest.param(["de_facto"], True, False, id="the three eves"),
    ],
)
def test_chosen_holidays(kinds: list[str], new_year: object, midsummer_eve: object) -> None:
    """Only the kinds of holiday that the operator has chosen are closed."""
    hours = Hours(week=WEEKDAYS, holidays=frozenset(kinds))

    assert bool(hours.day(date(2026, 1, 1)).spans) is new_year
    assert bool(hours.day(date(2026, 6, 19)).spans) is midsummer_eve


@pytest.mark.parametrize("locale", ["C", "C.UTF-8", "th_TH.UTF-8"])
def test_names_do_not_follow_the_process(monkeypatch: pytest.MonkeyPatch, locale: str) -> None:
    """The names of holidays are Swedish and English, whatever the language of the server."""
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(variable, locale)
    # A year that no other test asks for.
    day = LINE.day(date(2060 + len(locale), 12, 24))

    assert day.reason == {"sv": "julafton", "en": "Christmas Eve"}


@pytest.mark.parametrize(
    ("day", "spans"),
    [
        pytest.param(date(2026, 11, 24), (), id="closed on a usual day"),
        pytest.param(date(2026, 12, 23), (Span(540, 720),), id="shorter"),
        pytest.param(date(2026, 12, 24), (USUAL,), id="open on a holiday"),
        pytest.param(date(2026, 11, 28), (USUAL,), id="open on a saturday"),
    ],
)
def test_special_days(day: date, spans: tuple[Span, ...]) -> None:
    """What the operator has decided on a day wins over the weekday and over a holiday."""
    hours = Hours(week=WEEKDAYS, holidays=LINE.holidays, special={day: SpecialDay(spans, SHORT)})

    assert hours.day(day).spans == spans
    assert hours.day(day).reason == SHORT
    assert hours.day(day + timedelta(7)) == LINE.day(day + timedelta(7))


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        pytest.param("2026-11-24T08:59", "2026-11-24T09:00", id="early in the morning"),
        pytest.param("2026-11-24T09:00", "2026-11-25T09:00", id="at opening: the next one"),
        pytest.param("2026-11-24T15:00", "2026-11-25T09:00", id="at closing"),
        pytest.param("2026-11-27T15:00", "2026-11-30T09:00", id="friday afternoon"),
        pytest.param("2026-04-02T15:00", "2026-04-07T09:00", id="before easter"),
        pytest.param("2025-12-23T15:00", "2025-12-29T09:00", id="before the longest closure"),
        pytest.param("2026-03-27T15:00", "2026-03-30T07:00+00:00", id="summer time begins"),
        pytest.param("2026-10-23T15:00", "2026-10-26T08:00+00:00", id="summer time ends"),
    ],
)
def test_next_opening(at: str, opens: str) -> None:
    """The next opening is the first after a moment, over weekends, holidays and changed clocks."""
    assert same(LINE.next_opening(moment(at)), moment(opens))
    assert LINE.next_opening(moment(at)).tzinfo is STOCKHOLM


@pytest.mark.parametrize(
    ("at", "opened"),
    [
        pytest.param("2026-11-24T09:00", "2026-11-24T09:00", id="at opening"),
        pytest.param("2026-11-24T12:00", "2026-11-24T09:00", id="in the day"),
        pytest.param("2026-11-24T20:00", "2026-11-24T09:00", id="in the evening"),
        pytest.param("2026-11-24T08:59", "2026-11-23T09:00", id="early in the morning"),
        pytest.param("2026-04-07T08:59", "2026-04-02T09:00", id="after easter"),
    ],
)
def test_last_opening(at: str, opened: str) -> None:
    """The last opening is the present one, or the latest that was."""
    assert same(LINE.last_opening(moment(at)), moment(opened))
    assert LINE.last_opening(moment(at)).tzinfo is STOCKHOLM


def test_closes() -> None:
    """An opening has its end; outside of one there is nothing to end."""
    assert same(LINE.closes(moment("2026-11-24T09:00")), moment("2026-11-24T15:00"))
    assert LINE.closes(moment("2026-11-24T08:59")) is None
    assert LINE.closes(moment("2026-11-24T15:00")) is None


@pytest.mark.parametrize(
    ("last_intake", "at", "takes"),
    [
        pytest.param(0, "2026-11-24T14:59:59", True, id="until closing"),
        pytest.param(0, "2026-11-24T15:00", False, id="at closing"),
        pytest.param(30, "2026-11-24T14:30", True, id="just in time"),
        pytest.param(30, "2026-11-24T14:30:01", False, id="just too late"),
        pytest.param(30, "2026-11-24T08:59", False, id="closed"),
    ],
)
def test_takes_new(last_intake: int, at: str, takes: object) -> None:
    """Somebody new is taken while there are enough minutes left until closing."""
    assert Hours(week=WEEKDAYS, last_intake=last_intake).takes_new(moment(at)) is takes


def test_over_midnight() -> None:
    """Hours that end at 24:00 and go on at 00:00 are one opening."""
    at = moment("2026-11-24T23:00")

    assert same(NIGHTS.closes(at), moment("2026-11-25T06:00"))
    assert same(NIGHTS.last_opening(moment("2026-11-25T05:00")), moment("2026-11-24T22:00"))
    assert same(NIGHTS.next_opening(at), moment("2026-11-25T22:00"))
    assert same(NIGHTS.next_opening(moment("2026-11-25T00:00")), moment("2026-11-25T22:00"))


def test_spans_that_touch() -> None:
    """Two spans of a day without a minute between them are one opening; others are two."""
    hours = Hours(week=((Span(540, 600), Span(600, 720), Span(721, 900)),) * 7)
    at = moment("2026-11-24T09:30")

    assert same(hours.closes(at), moment("2026-11-24T12:00"))
    assert same(hours.next_opening(at), moment("2026-11-24T12:01"))
    assert same(hours.last_opening(moment("2026-11-24T11:00")), moment("2026-11-24T09:00"))
    assert same(hours.last_opening(moment("2026-11-24T12:30")), moment("2026-11-24T12:01"))


def test_always_open() -> None:
    """A line that never closes has an end far ahead, a beginning far back, and no next opening."""
    at = moment("2026-11-24T12:00")
    closes = ALWAYS.closes(at)

    assert ALWAYS.takes_new(at)
    assert closes is not None
    assert closes - at > timedelta(365)
    assert at - ALWAYS.last_opening(at) > timedelta(365)
    with pytest.raises(NeverOpenError):
        ALWAYS.next_opening(at)


def test_never_open() -> None:
    """A line without hours says so instead of looking for ever."""
    at = moment("2026-11-24T12:00")

    assert not NEVER.is_open(at)
    assert NEVER.closes(at) is None
    with pytest.raises(NeverOpenError):
        NEVER.next_opening(at)
    with pytest.raises(NeverOpenError):
        NEVER.last_opening(at)


@pytest.mark.parametrize(
    "ask", [LINE.is_open, LINE.takes_new, LINE.closes, LINE.next_opening, LINE.last_opening]
)
def test_a_moment_needs_a_zone(ask: object) -> None:
    """A moment without a time zone is no moment."""
    assert callable(ask)
    with pytest.raises(ValueError, match="time zone"):
        ask(datetime(2026, 11, 24, 12))  # noqa: DTZ001 - on purpose


@pytest.mark.parametrize(
    ("span", "day", "opens", "closes"),
    [
        pytest.param((120, 180), "2026-03-29", None, None, id="only in the missing hour"),
        pytest.param((150, 300), "2026-03-29", "01:00", "03:00", id="from the missing hour"),
        pytest.param((60, 150), "2026-03-29", "00:00", "01:00", id="into the missing hour"),
        pytest.param((60, 300), "2026-03-29", "00:00", "03:00", id="over the missing hour"),
        pytest.param((150, 300), "2026-10-25", "00:30", "04:00", id="from the doubled hour"),
        pytest.param((60, 150), "2026-10-25", "-01:00", "01:30", id="into the doubled hour"),
        pytest.param((135, 165), "2026-10-25", "00:15", "01:45", id="in the doubled hour"),
        pytest.param((60, 300), "2026-10-25", "-01:00", "04:00", id="over the doubled hour"),
    ],
)
def test_when_the_clock_changes(
    span: tuple[int, int], day: str, opens: str | None, closes: str | None
) -> None:
    """A doubled hour is staffed twice and a missing one not at all; times here are in UTC."""
    hours = Hours(week=((),) * 6 + ((Span(*span),),))
    midnight = datetime.fromisoformat(f"{day}T00:00+00:00")
    before = midnight - timedelta(hours=3)

    def utc(text: str) -> datetime:
        hour, minute = text.removeprefix("-").split(":")
        after = timedelta(hours=int(hour), minutes=int(minute))
        return midnight - after if text.startswith("-") else midnight + after

    if opens is None or closes is None:
        assert hours.next_opening(before) > midnight + timedelta(days=6)
    else:
        assert same(hours.next_opening(before), utc(opens))
        assert same(hours.closes(utc(opens)), utc(closes))
        assert hours.is_open(utc(closes) - timedelta(seconds=1))
        assert not hours.is_open(utc(closes))


@st.composite
def weeks(draw: st.DrawFn) -> Hours:
    """Make hours of any kind that are open at some time of the week and closed at another."""

    def day(earliest: int = 0) -> tuple[Span, ...]:
        edges = sorted(draw(st.sets(st.integers(earliest, 1440), max_size=6)))
        pairs = zip(edges[::2], edges[1::2], strict=False)
        return tuple(Span(opens, closes) for opens, closes in pairs)

    week = [*(day() for _ in range(6)), day(earliest=1)]
    week[draw(st.integers(0, 4))] += () if any(week) else (USUAL,)
    return Hours(week=tuple(week), holidays=draw(st.sampled_from([LINE.holidays, frozenset()])))


MOMENTS = st.datetimes(
    datetime(2026, 1, 1),  # noqa: DTZ001 - Hypothesis adds the zone
    datetime(2028, 12, 31),  # noqa: DTZ001
    timezones=st.sampled_from([UTC, STOCKHOLM, timezone(timedelta(hours=-9))]),
)


def edges(hours: Hours, first: datetime, last: datetime) -> Iterator[datetime]:
    """Yield each moment between two others at which the line could open or close."""
    day = first.astimezone(STOCKHOLM).date() - timedelta(1)
    while day <= last.astimezone(STOCKHOLM).date():
        midnight = datetime(day.year, day.month, day.day, tzinfo=STOCKHOLM)
        for span in hours.day(day).spans:
            for minute in (span.opens, span.closes):
                for fold in (0, 1):
                    edge = (midnight + timedelta(minutes=minute)).replace(fold=fold)
                    if first.astimezone(UTC) < edge.astimezone(UTC) < last.astimezone(UTC):
                        yield edge
        day += timedelta(1)


@given(weeks(), MOMENTS)
@settings(deadline=None)
def test_next_opening_is_the_first_one_after(hours: Hours, at: datetime) -> None:
    """At the next opening the line opens, and until then it does not, at whatever edge we look."""
    opens = hours.next_opening(at)
    closed_from = hours.closes(at) or at

    assert opens > at
    assert hours.is_open(opens)
    assert not hours.is_open((opens.astimezone(UTC)) - timedelta(microseconds=1))
    assert not any(hours.is_open(edge) for edge in edges(hours, closed_from, opens))


@given(weeks(), MOMENTS)
@settings(deadline=None)
def test_last_opening_fits(hours: Hours, at: datetime) -> None:
    """The last opening is not after the moment, and no other is between the two."""
    opened = hours.last_opening(at)

    assert opened <= at
    assert hours.is_open(opened)
    assert not hours.is_open(opened.astimezone(UTC) - timedelta(microseconds=1))
    assert hours.next_opening(opened) > at
    assert same(hours.next_opening(opened.astimezone(UTC) - timedelta(microseconds=1)), opened)


@given(weeks(), MOMENTS)
@settings(deadline=None)
def test_closing_fits(hours: Hours, at: datetime) -> None:
    """The line has an end of opening just when it is open, stays open until it, and not longer."""
    closes = hours.closes(at)

    assert hours.is_open(at) is (closes is not None)
    if closes:
        assert closes > at
        assert hours.is_open(closes.astimezone(UTC) - timedelta(microseconds=1))
        assert not hours.is_open(closes)
        assert all(hours.is_open(edge) for edge in edges(hours, at, closes))


@given(weeks(), MOMENTS)
@settings(deadline=None)
def test_a_staffed_time_on_the_clock_is_open(hours: Hours, at: datetime) -> None:
    """Whoever reads a staffed time from a Swedish clock finds the line open."""
    clock = at.astimezone(STOCKHOLM)
    minute = clock.hour * 60 + clock.minute

    if any(span.opens <= minute < span.closes for span in hours.day(clock.date()).spans):
        assert hours.is_open(at)
