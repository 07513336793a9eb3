"""Promises of the relatives' pages, asked by plain HTTP: as a browser without a script."""

import asyncio
import re
from pathlib import Path

import pytest
from builders import EVENING, SetClock, unlocked
from visitors import HUMAN, JSON, Browser, chat_id, events, new_session

from bot.app import Running
from bot.doors import stream
from bot.store import keys
from bot.store.changes import Changes
from bot.store.client import Valkey
from bot.store.conversations import Conversations
from bot.store.turning import rotate
from handlers.conversation import Author
from handlers.guard import HOLD

NUMBER = "070-174 06 05"


async def test_a_chat_without_a_script(relative: Browser, counsellor: Browser) -> None:
    """Forms alone are enough for both sides, from the first word to the end."""
    assert await relative.post("/say", text="när har ni öppet?") == 200
    assert "måndag–fredag 09.00–15.00" in relative.page
    await relative.post("/say", text=HUMAN)
    chat = await chat_id(counsellor)
    assert "Vill prata med en människa" in counsellor.page

    await counsellor.post(f"/desk/take/{chat}")
    await counsellor.post(f"/desk/say/{chat}", text="Hej, här är Kim.")
    await relative.get("/lines")
    assert "Hej, här är Kim." in relative.page
    await relative.get("/")
    assert "Du pratar med Kim." in relative.page

    await counsellor.post(f"/desk/end/{chat}")
    assert "Samtalet är avslutat." in counsellor.page
    await relative.get("/")
    assert "Samtalet är avslutat." in relative.page


async def test_language(relative: Browser) -> None:
    """A language that is chosen stays, before the first message and after it."""
    await relative.get("/?language=en")
    assert "Write here" in relative.page
    await relative.post("/say", text="hej")
    assert "This is the support line’s chat" in relative.page
    await relative.get("/?language=sv")
    assert "Det här är stödtelefonens chatt" in relative.page


async def test_both_languages(site: Running) -> None:
    """As long as the language cannot be told, both are spoken, with a choice."""
    async with new_session("de") as session:
        browser = Browser(session, site.chat.rstrip("/"))
        await browser.get("/")
        await browser.post("/say", text="123")
    assert 'lang="sv"' in browser.page
    assert 'lang="en"' in browser.page
    assert 'value="english"' in browser.page


async def test_language_of_the_other_pages(site: Running) -> None:
    """Whoever writes in another language than their browser's reads all pages in theirs."""
    async with new_session("en") as session:
        browser = Browser(session, site.chat.rstrip("/"))
        await browser.get("/")
        await browser.post("/say", text="jag är orolig för min bror")
        await browser.get("/erase")
        assert "Vill du radera samtalet?" in browser.page
        await browser.post("/say", text="x" * 5000)
        assert "för långt" in browser.page
        await browser.get("/erase")
        await browser.post("/choose", choice="erase")
        assert "raderat hos oss" in browser.page
        await browser.get("/?language=en")
        await browser.get("/erase")
        assert "radera" not in browser.page


async def test_erasing(relative: Browser, valkey: Valkey) -> None:
    """What is erased is gone at once, and the page says so."""
    await relative.post("/say", text="hemligt")
    assert await relative.post("/choose", choice="erase") == 200
    assert "raderat hos oss" in relative.page
    await relative.get("/")

    assert "hemligt" not in relative.page
    assert await valkey.keys("*:lines:*") == []


async def test_out_of_hours(relative: Browser, counsellor: Browser, clock: SetClock) -> None:
    """At night the exact opening is said, and the desk says that it is closed."""
    clock.at = EVENING
    await relative.post("/say", text=HUMAN)
    assert "öppnar i morgon, onsdag 25 november, kl. 09.00" in relative.page
    await relative.post("/choose", choice="keep")
    await counsellor.get("/desk")

    assert "Vi har stängt just nu" in counsellor.page
    assert "sedan stängning" in counsellor.page


async def test_a_detail_is_asked_about(relative: Browser, counsellor: Browser) -> None:
    """Without a script, too, who writes a number chooses by a button before anybody sees it."""
    await relative.post("/say", text=HUMAN)
    chat = await chat_id(counsellor)
    await counsellor.post(f"/desk/take/{chat}")
    await relative.post("/say", text=f"ring min man på {NUMBER}")
    for path in ("/", "/lines"):
        await relative.get(path)
        assert "Det ser ut att stå ett telefonnummer" in relative.page
        assert relative.page.count('value="hide"') == relative.page.count('value="send"') == 1
        assert f"på {NUMBER}</p>" in relative.page
    await counsellor.get(f"/desk/chat/{chat}")
    assert HUMAN in counsellor.page
    assert "min man" not in counsellor.page

    await relative.get("/")
    await relative.post("/choose", choice="hide")
    assert "ring min man på [•••]" in relative.page
    assert 'value="hide"' not in relative.page
    assert NUMBER not in relative.page
    await counsellor.get(f"/desk/chat/{chat}")
    assert "ring min man på [•••]" in counsellor.page
    await relative.post("/choose", choice="send")
    assert "Det meddelandet har redan gått vidare" in relative.page
    assert NUMBER not in counsellor.page


async def test_a_detail_is_sent_as_it_is(
    relative: Browser, site: Running, clock: SetClock
) -> None:
    """Who sends it as it is, or does not choose, goes on to the queue all the same."""
    await relative.post("/say", text=f"jag är orolig för min son, ring mig på {NUMBER}")
    await relative.post("/choose", choice="send")
    assert f"jag är orolig för min son, ring mig på {NUMBER}" in relative.page
    assert "Du står först i kön" in relative.page
    await relative.post("/say", text=f"eller på {NUMBER}")
    clock.at += HOLD
    await site.timekeeper.look()
    await relative.get("/")

    assert "eller på [•••]" in relative.page


async def test_choosing_before_anything(relative: Browser) -> None:
    """A form of long ago, when nothing is held any more, begins no conversation."""
    await relative.post("/choose", choice="hide")
    await relative.get("/")

    assert 'data-state="new"' in relative.page


async def test_twenty_in_a_second(relative: Browser, valkey: Valkey) -> None:
    """Twenty messages at once are all kept, in one conversation; what is sent twice comes once."""
    sent = [
        relative.post("/say", headers=JSON, text=f"rad {number}", client_id=f"c{number}")
        for number in [*range(20), 3]
    ]
    fields = {"token": relative.field("token")}
    assert fields["token"]
    assert set(await asyncio.gather(*sent)) == {200}
    (key,) = await valkey.keys(keys.lines("*"))
    written = await Conversations(valkey, Changes(valkey)).lines(str(key).rpartition(":")[2])

    texts = [line.text for line in written if line.author is Author.RELATIVE]
    assert sorted(texts) == sorted(f"rad {number}" for number in range(20))


async def test_going_back_and_writing_something_else(relative: Browser) -> None:
    """The form of before with other words in it is a new message."""
    first = relative.field("client_id")
    await relative.post("/say", text="ett", client_id=first)
    await relative.post("/say", text="två", client_id=first)

    assert "ett" in relative.page
    assert "två" in relative.page


async def test_one_cookie(site: Running, relative: Browser) -> None:
    """The only cookie is the session's: gone with the browser, and out of reach of scripts."""
    async with new_session("sv") as session, session.get(site.chat) as answer:
        (cookie,) = answer.headers.getall("Set-Cookie")

    assert re.fullmatch(r"chat=[\w-]{32}; HttpOnly; Path=/; SameSite=Lax", cookie)

    set_by: list[str] = []
    for method, path, fields in (
        ("GET", "/?language=en", {}),
        ("POST", "/say", {"text": HUMAN}),
        ("GET", "/lines", {}),
        ("GET", "/erase", {}),
        ("GET", "/code", {}),
        ("POST", "/code", {}),
        ("POST", "/choose", {"choice": "hours"}),
        ("POST", "/return", {"text": HUMAN}),
    ):
        form = {"token": relative.field("token"), **fields}
        ask = relative.session.request(
            method, relative.base + path, data=form, allow_redirects=False
        )
        async with ask as answer:
            set_by += answer.headers.getall("Set-Cookie", [])
    assert len(set_by) > 3
    shape = r"chat=[\w-]{32}(\.en)?; HttpOnly; Path=/; SameSite=Lax"
    assert [cookie for cookie in set_by if not re.fullmatch(shape, cookie)] == []


async def test_stream_goes_on_where_it_was(relative: Browser) -> None:
    """A stream brings all lines once; after a break, only those that are new."""
    await relative.post("/say", text="hej")
    tag = re.search(r'data-after="(\w+)\.(\d+)"', relative.page)
    assert tag
    url = f"{relative.base}/events"

    assert (await events(relative.session, url + "?after=new.0")).count("line") == 2
    assert "line" not in await events(relative.session, url, f"{tag[1]}.2")
    assert (await events(relative.session, url, f"{tag[1]}.1")).count("line") == 1
    assert await events(relative.session, url + "?after=other.1") == ["reload"]
    await relative.post("/choose", choice="erase", headers=JSON)
    assert await events(relative.session, url, f"{tag[1]}.2") == ["gone"]
    await relative.get("/erased")
    # The browser has forgotten whose a tab was that asks later.
    assert await events(relative.session, url, f"{tag[1]}.2") == ["reload"]


@pytest.mark.parametrize("turns", [False, True], ids=["", "the secret key has turned"])
async def test_told_at_once(
    relative: Browser,
    counsellor: Browser,
    store_url: str,
    key_file: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    turns: bool,
) -> None:
    """What a counsellor writes stands on the page by itself, without waiting for the next look."""
    monkeypatch.setattr(stream, "PULSE", 3600)
    await relative.post("/say", text=HUMAN)
    chat = await chat_id(counsellor)
    await counsellor.post(f"/desk/take/{chat}")
    async with relative.session.get(f"{relative.base}/events") as answer:
        await answer.content.readuntil(b"event: pulse\n")
        if turns:
            async with unlocked(store_url, key_file) as other:
                await rotate(other, key_file)
        await counsellor.post(f"/desk/say/{chat}", text="Jag är här.")

        assert await answer.content.readuntil(b"event: line\n")
