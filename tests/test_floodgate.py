"""Promises of the web chat in a flood: who has a conversation or is in danger notices nothing."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import timedelta

import aiohttp
import pytest
from builders import MINUTE, SECOND, SetClock, everything
from floods import CROWD, crowd, newcomer, send, worked
from structlog.testing import capture_logs
from test_headers import HEADERS, headers_of
from test_return_codes import hashed
from visitors import HUMAN, Browser, chat_id, new_session

from bot.app import Running
from bot.doors import floodgate
from bot.doors.tickets import GOOD_FOR
from bot.store import keys
from bot.store.client import Valkey
from handlers import flood
from handlers.flood import PARTS

__all__ = ["hashed"]

DANGER = "min man säger att han ska döda mig i kväll"
WORRY = "jag är orolig för min bror"
NUMBERS = ("112", "020-100 200")


@pytest.fixture
async def others() -> AsyncIterator[aiohttp.ClientSession]:
    """Give the browser by which a crowd comes."""
    async with new_session("sv-SE") as session:
        yield session


@pytest.fixture
async def flooded(site: Running, others: aiohttp.ClientSession) -> Running:
    """Give the line in a flood that has just begun."""
    await crowd(site, others)
    return site


async def conversations(valkey: Valkey) -> int:
    """Return how many conversations there are."""
    return len(await valkey.keys(keys.conversation("*")))


async def test_as_many_as_are_free(
    site: Running, others: aiohttp.ClientSession, valkey: Valkey
) -> None:
    """Those who come before it is a flood are asked for nothing."""
    for _ in range(CROWD - 1):
        assert (await send(await newcomer(site, others), WORRY))[0] == 200
    assert await conversations(valkey) == CROWD - 1


async def test_work(flooded: Running, relative: Browser, valkey: Valkey) -> None:
    """In a flood the page is told calmly what to do, and who to call; once it is done it is in."""
    assert flooded
    before = await conversations(valkey)
    status, said = await send(relative, WORRY)
    assert (status, said["parts"]) == (429, PARTS)
    assert all(number in said["error"] for number in NUMBERS)
    assert await conversations(valkey) == before == CROWD - 1

    assert await send(relative, WORRY, **worked(said)) == (200, {"ok": True})
    assert await conversations(valkey) == before + 1
    # From then on nothing is asked for.
    assert (await send(relative, HUMAN, client_id="2"))[0] == 200
    await relative.get("/")
    assert WORRY in relative.page


async def test_a_choice(flooded: Running, relative: Browser) -> None:
    """Who presses a button instead of writing is asked the same, and is let in as well."""
    assert flooded
    status, said = await send(relative, "", "/choose", choice="human")
    assert status == 429
    assert (await send(relative, "", "/choose", choice="human", **worked(said)))[0] == 200
    await relative.get("/")
    assert "Du står först i kön" in relative.page


async def test_erasing_is_never_held_up(flooded: Running, relative: Browser) -> None:
    """Whoever wants it all gone is asked for nothing."""
    assert flooded
    assert (await send(relative, "", "/choose", choice="erase"))[0] == 200


async def test_a_conversation_that_goes_on(
    relative: Browser, counsellor: Browser, site: Running, others: aiohttp.ClientSession
) -> None:
    """Who was there before a flood notices nothing of it, whether they wait or talk."""
    await relative.post("/say", text=HUMAN)
    await crowd(site, others)
    await crowd(site, others)
    assert (await send(relative, WORRY, client_id="waits"))[0] == 200
    chat = await chat_id(counsellor)
    await counsellor.post(f"/desk/take/{chat}")
    assert (await send(relative, WORRY, client_id="talks"))[0] == 200
    await counsellor.get(f"/desk/chat/{chat}")
    await counsellor.post(f"/desk/end/{chat}")
    # What follows its end is a new one.
    assert (await send(relative, WORRY, client_id="anew"))[0] == 429


async def test_danger(flooded: Running, relative: Browser) -> None:
    """Danger is let in at once, and answered as ever."""
    assert flooded
    assert await relative.post("/say", text=DANGER) == 200
    assert "Är du i fara nu, ring" in relative.page


async def test_danger_after_a_wait(flooded: Running, relative: Browser) -> None:
    """Who has been asked to wait, and tells of danger then, does not wait."""
    assert flooded
    _, said = await send(relative, WORRY)
    assert (await send(relative, DANGER, ticket=said["ticket"]))[0] == 200


async def test_too_much_danger(
    flooded: Running, others: aiohttp.ClientSession, clock: SetClock
) -> None:
    """A flood of danger is asked as well, and reads 112 and the number at once."""
    for _ in range(flood.DANGER.at_once):
        assert (await send(await newcomer(flooded, others), DANGER))[0] == 200
    for language in ("sv", "en"):
        browser = await newcomer(flooded, others)
        await browser.get(f"/?language={language}")
        status, said = await send(browser, DANGER)
        assert status == await browser.post("/say", text=DANGER) == 429
        for refusal in (said["error"], re.sub(r"<[^>]*>", "", browser.page)):
            assert all(number in refusal for number in NUMBERS)
    clock.at += MINUTE / flood.DANGER.a_minute
    assert (await send(await newcomer(flooded, others), DANGER))[0] == 200


async def test_no_more_is_read_than_there_is_time_for(
    site: Running, others: aiohttp.ClientSession, clock: SetClock
) -> None:
    """Looking for danger takes time with each letter: what many write does not take it all."""
    await crowd(site, others)
    for _ in range(flood.LETTERS.at_once // 4000 + 1):
        await send(await newcomer(site, others), "a " * 2000)
    assert (await send(await newcomer(site, others), DANGER + " a" * 1000))[0] == 429
    clock.at += SECOND
    assert (await send(await newcomer(site, others), DANGER))[0] == 200


async def test_what_lets_nobody_in(
    flooded: Running,
    relative: Browser,
    others: aiohttp.ClientSession,
    valkey: Valkey,
    clock: SetClock,
) -> None:
    """Another's ticket, one that was changed, made up, used or is old, or no work: nobody."""
    before = await conversations(valkey)
    _, mine = await send(relative, WORRY)
    _, theirs = await send(await newcomer(flooded, others), WORRY)
    _, unused = await send(relative, WORRY)
    good, of_another = worked(mine), worked(theirs)
    at, bits, wait, name, signed = mine["ticket"].split(".")
    wrong = [
        of_another,
        of_another | {"ticket": good["ticket"]},
        good | {"ticket": f"{at}.1.{wait}.{name}.{signed}"},
        good | {"ticket": f"{at}.{bits}.0.{name}.{signed}"},
        good | {"ticket": "å.å.å.å.å"},
        good | {"proof": ""},
        good | {"proof": "-".join(["0"] * PARTS)},
        good | {"proof": "-".join(["9999999999"] * PARTS)},
        good | {"proof": good["proof"].rpartition("-")[0]},
    ]
    for fields in wrong:
        status, said = await send(relative, WORRY, **fields)
        assert status == 429, fields
        assert said["ticket"]
        assert all(number in said["error"] for number in NUMBERS)
    assert await conversations(valkey) == before
    assert (await send(relative, WORRY, **good))[0] == 200
    await send(relative, "", "/choose", choice="erase")
    assert (await send(relative, WORRY, client_id="used", **good))[0] == 429
    clock.at += GOOD_FOR + 2 * SECOND
    await crowd(flooded, others)
    assert (await send(relative, WORRY, client_id="old", **worked(unused)))[0] == 429


async def test_good_once(flooded: Running, relative: Browser, valkey: Valkey) -> None:
    """A ticket lets in one conversation; who begins another is asked anew."""
    assert flooded
    _, said = await send(relative, WORRY)
    good = worked(said)
    assert (await send(relative, WORRY, **good))[0] == 200
    await send(relative, "", "/choose", choice="end")
    before = await conversations(valkey)
    status, again = await send(relative, WORRY, client_id="2", **good)
    assert status == 429
    assert again["ticket"] != said["ticket"]
    assert await conversations(valkey) == before


async def test_good_for_minutes(
    flooded: Running, relative: Browser, others: aiohttp.ClientSession, clock: SetClock
) -> None:
    """A ticket of long ago is none: nobody gathers them for a flood to come."""
    _, said = await send(relative, WORRY)
    clock.at += GOOD_FOR + 2 * SECOND
    await crowd(flooded, others)
    status, again = await send(relative, WORRY, **worked(said))
    assert status == 429
    assert again["ticket"] != said["ticket"]
    assert (await send(relative, WORRY, **worked(again)))[0] == 200


async def test_two_at_once_with_one_ticket(
    flooded: Running, relative: Browser, valkey: Valkey
) -> None:
    """What is sent again in the same moment is taken with it, and is there once."""
    assert flooded
    _, said = await send(relative, WORRY)
    before = await conversations(valkey)
    good = worked(said)
    sent = await asyncio.gather(*(send(relative, WORRY, **good) for _ in range(5)))
    assert {status for status, _ in sent} == {200}
    assert await conversations(valkey) == before + 1
    await relative.get("/")
    assert relative.page.count(WORRY) == 1


async def test_no_more_than_there_is_room_for(
    flooded: Running, others: aiohttp.ClientSession, clock: SetClock, valkey: Valkey
) -> None:
    """Of those who have worked, so many are let in at once; the others keep their ticket."""
    for _ in range(flood.WORKED.at_once):
        browser = await newcomer(flooded, others)
        _, said = await send(browser, WORRY)
        assert (await send(browser, WORRY, **worked(said)))[0] == 200
    browser = await newcomer(flooded, others)
    _, said = await send(browser, WORRY)
    good = worked(said)
    before = await conversations(valkey)
    status, again = await send(browser, WORRY, **good)
    assert (status, again["ticket"]) == (429, said["ticket"])
    assert await conversations(valkey) == before
    clock.at += SECOND
    assert (await send(browser, WORRY, **good))[0] == 200


async def test_one_browser_again_and_again(
    relative: Browser, site: Running, others: aiohttp.ClientSession
) -> None:
    """One browser that begins without end is asked though there is no flood; nobody else is."""
    for number in range(flood.OF_ONE_BROWSER.at_once):
        assert (await send(relative, WORRY, client_id=f"{number}"))[0] == 200
        await send(relative, "", "/choose", choice="erase", client_id=f"{number}")
    assert (await send(relative, WORRY, client_id="more"))[0] == 429
    assert (await send(await newcomer(site, others), WORRY))[0] == 200


async def test_words_to_come_back_by(
    relative: Browser, site: Running, others: aiohttp.ClientSession, hashed: list[bytes]
) -> None:
    """Words are not tried without end; in a flood of that, who has the right ones comes back."""
    await relative.post("/say", text=WORRY)
    await relative.get("/code")
    await relative.post("/code")
    words = " ".join(re.findall(r"<span>(\w+)</span>", relative.page))
    wrong = " ".join(words.split()[::-1])
    for _ in range(CROWD):
        await (await newcomer(site, others)).post("/return", text=wrong)
    given = 1
    assert given < len(hashed) < given + CROWD

    browser = await newcomer(site, others)
    for path in ("/return", "/say"):
        assert await browser.post(path, text=words) == 429
        assert words in browser.page
        assert browser.field("ticket")
        await browser.get("/")
    _, said = await send(browser, words)
    assert (await send(browser, words, **worked(said)))[0] == 200
    await browser.get("/")
    assert WORRY in browser.page


# Without a script


async def test_waiting(flooded: Running, relative: Browser, clock: SetClock) -> None:
    """Without a script, who waits as long as the page says is let in by one press."""
    assert flooded
    words = "<b>jag är orolig</b>\nför min bror"
    assert await relative.post("/say", text=words, client_id="mine") == 429
    assert "Det är många som skriver just nu" in relative.page
    assert "Vänta i ungefär 5 sekunder" in relative.page
    assert "&lt;b&gt;jag är orolig&lt;/b&gt;\nför min bror</textarea>" in relative.page
    assert all(number in relative.page for number in NUMBERS)
    ticket = relative.field("ticket")
    assert relative.field("client_id") == "mine"

    clock.at += 3 * SECOND
    assert await relative.post("/say", text=words, ticket=ticket) == 429
    assert relative.field("ticket") == ticket
    assert "min bror</textarea>" in relative.page
    clock.at += 3 * SECOND
    assert await relative.post("/say", text=words, ticket=ticket) == 200
    assert 'data-state="waiting"' in relative.page
    assert "&lt;b&gt;jag är orolig&lt;/b&gt;" in relative.page


async def test_waiting_with_a_choice(flooded: Running, relative: Browser, clock: SetClock) -> None:
    """A button that was pressed is kept in the page as well, and no empty box is shown."""
    assert flooded
    assert await relative.post("/choose", choice="human") == 429
    assert "<textarea" not in relative.page
    clock.at += 30 * SECOND
    choice, ticket = relative.field("choice"), relative.field("ticket")
    assert await relative.post("/choose", choice=choice, ticket=ticket) == 200
    assert "Du står först i kön" in relative.page


async def test_nothing_of_it_is_kept(flooded: Running, relative: Browser, valkey: Valkey) -> None:
    """What waits stands on the page alone: in no address, cookie or storage, nor in the store."""
    assert flooded
    form = {"token": relative.field("token"), "text": "hemligt"}
    async with relative.session.post(f"{relative.base}/say", data=form) as answer:
        page = await answer.text()
        assert answer.status == 429
        assert "hemligt" in page
        assert headers_of(answer) == HEADERS
        assert answer.url.path_qs == "/say"
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Retry-After"] == "5"
    assert "hemligt" not in await everything(valkey)


async def test_in_english(flooded: Running, others: aiohttp.ClientSession) -> None:
    """The page speaks the language that was chosen."""
    browser = await newcomer(flooded, others)
    await browser.get("/?language=en")
    assert (await send(browser, "hello"))[1]["error"].startswith("Many people are writing")
    await browser.post("/say", text="hello")
    assert "Please wait about 5 seconds" in browser.page


# What an operator sees


async def test_the_log_says_when(
    site: Running, others: aiohttp.ClientSession, relative: Browser, clock: SetClock
) -> None:
    """When a flood begins and ends is logged once each, and nothing of who came."""
    with capture_logs() as logged:
        await crowd(site, others, CROWD + 5)
        clock.at += timedelta(minutes=2)
        assert (await send(relative, WORRY))[0] == 200
        await crowd(site, others, 3)

    assert [(one["event"], one["log_level"]) for one in logged] == [
        ("flood_begins", "warning"),
        ("flood_ends", "info"),
    ]
    assert all(one.keys() == {"event", "log_level"} for one in logged)


async def test_the_log_says_that_it_is_over_though_nobody_comes(
    site: Running,
    others: aiohttp.ClientSession,
    clock: SetClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An operator reads that a flood is over when it is, and not when somebody comes next."""
    monkeypatch.setattr(floodgate, "LOOK_AGAIN", 0.01)
    with capture_logs() as logged:
        await crowd(site, others)
        await crowd(site, others, 2)  # while it is looked at
        clock.at += 2 * MINUTE
        async with asyncio.timeout(10):
            while logged[-1]["event"] != "flood_ends":
                await asyncio.sleep(0.01)
