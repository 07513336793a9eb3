"""Promises of open streams: no flood of them takes the place of somebody who talks."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager

import aiohttp
import pytest
from builders import SECOND, SetClock
from floods import newcomer, send
from visitors import HUMAN, Browser, new_session

from bot.app import Running
from bot.doors import stream, streams
from bot.doors.streams import EACH, IN_ALL, NEWCOMERS, Place, Streams

# What is read until then has it at its end, or else the stream was closed before.
LINE = b"event: line\n"


def open_one(
    places: Streams, stack: ExitStack, browser: str, *, is_newcomer: bool = False
) -> tuple[Place, asyncio.Event]:
    """Open a stream; return its place, and what is set once it has to give way."""
    woken = asyncio.Event()
    place = places.place(browser, woken.set, is_newcomer=is_newcomer)
    return stack.enter_context(place), woken


def test_a_few_of_each() -> None:
    """Of one browser the oldest gives way to one more; others notice nothing."""
    places = Streams()
    with ExitStack() as stack:
        other, _ = open_one(places, stack, "other")
        mine = [open_one(places, stack, "mine") for _ in range(EACH)]
        assert not any(place.gave_way for place, _ in mine)
        mine.append(open_one(places, stack, "mine"))

        assert [place.gave_way for place, _ in mine] == [True, *[False] * EACH]
        assert [woken.is_set() for _, woken in mine] == [True, *[False] * EACH]
        assert not other.gave_way


def test_newcomers_leave_room() -> None:
    """So many have one who have no conversation; for who has, there is always room."""
    places = Streams()
    with ExitStack() as stack:
        for number in range(NEWCOMERS):
            assert places.has_room(is_newcomer=True)
            open_one(places, stack, f"{number}", is_newcomer=True)
        assert not places.has_room(is_newcomer=True)
        assert places.has_room(is_newcomer=False)
    assert places.has_room(is_newcomer=True)


@pytest.mark.parametrize("newcomers", [0, 1])
def test_so_many_in_all(newcomers: int) -> None:
    """When there are too many, the oldest gives way, of those without a conversation if any."""
    places = Streams()
    with ExitStack() as stack:
        talks = [open_one(places, stack, f"{number}")[0] for number in range(IN_ALL - newcomers)]
        new = [open_one(places, stack, "new", is_newcomer=True)[0] for _ in range(newcomers)]
        open_one(places, stack, "one more")

        assert [place for place in (*new, *talks) if place.gave_way] == [*new, *talks][:1]


@asynccontextmanager
async def opened(browser: Browser) -> AsyncIterator[aiohttp.StreamReader]:
    """Open the stream of a browser, and wait until it has said all that there is to say."""
    async with browser.session.get(f"{browser.base}/events") as answer:
        await answer.content.readuntil(b"event: pulse\n")
        yield answer.content


async def test_the_oldest_is_closed(relative: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """A browser with too many streams has its oldest closed at once, and the others go on."""
    monkeypatch.setattr(stream, "PULSE", 3600)
    await relative.post("/say", text="hej")
    async with AsyncExitStack() as stack:
        mine = [await stack.enter_async_context(opened(relative)) for _ in range(EACH + 1)]
        await mine[0].read()
        await relative.post("/say", text="hej igen")

        assert (await mine[1].readuntil(LINE)).endswith(LINE)


async def test_a_newcomer_comes_back_later(
    relative: Browser, site: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where there is no room the stream is refused, and the page works without; later there is."""
    monkeypatch.setattr(streams, "NEWCOMERS", 1)
    async with new_session("sv") as session:
        other = await newcomer(site, session)
        async with opened(other):
            async with relative.session.get(f"{relative.base}/events") as answer:
                assert answer.status == 429
            await relative.post("/say", text="hej")
            assert "hej" in relative.page
            async with opened(relative):
                pass


async def test_a_flood_of_pages(
    relative: Browser, site: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many open the page, whoever talks keeps their stream, and is given another."""
    monkeypatch.setattr(stream, "PULSE", 3600)
    monkeypatch.setattr(streams, "NEWCOMERS", 2)
    monkeypatch.setattr(streams, "IN_ALL", 3)
    await relative.post("/say", text="hej")
    async with new_session("sv") as session, AsyncExitStack() as stack:
        mine = [await stack.enter_async_context(opened(relative))]
        for _ in range(2):
            await stack.enter_async_context(opened(await newcomer(site, session)))
        assert await (await newcomer(site, session)).get("/events") == 429
        mine.append(await stack.enter_async_context(opened(relative)))
        await relative.post("/say", text="hej igen")

        for one in mine:
            assert (await one.readuntil(LINE)).endswith(LINE)


async def test_the_queue_wakes_nobody_who_has_not_begun(
    relative: Browser, site: Running, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of those who only look at the page, each costs nothing when somebody joins the queue."""
    monkeypatch.setattr(stream, "PULSE", 3600)
    async with new_session("sv") as session, opened(relative) as mine:
        for _ in range(3):
            last = await newcomer(site, session)
            await send(last, HUMAN)
        await send(relative, "hej")
        assert b"event: pulse" not in await mine.readuntil(b"event: line\n")
        # From then on it does; of who joins at the very same moment, either may be first.
        clock.at += SECOND
        await send(relative, HUMAN, client_id="2")
        await mine.readuntil(b"3 personer st")
        await send(last, "", "/choose", choice="end")
        await mine.readuntil(b"2 personer st")
