"""Promises of the pages, asked by plain HTTP: as a browser without a script, or by others."""

import asyncio
import io
import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass

import aiohttp
import pytest
from builders import EVENING, OPEN, SetClock

from bot.app import Running
from bot.store import keys
from bot.store.client import Valkey

JSON = {"Accept": "application/json"}
HUMAN = "jag vill prata med en människa"


@dataclass
class Browser:
    """A browser with its cookies."""

    session: aiohttp.ClientSession
    base: str
    page: str = ""

    async def get(self, path: str) -> int:
        """Load a page and return its status."""
        async with self.session.get(self.base + path) as answer:
            self.page = await answer.text()
            return answer.status

    async def post(self, path: str, headers: dict[str, str] | None = None, **fields: str) -> int:
        """Send a form of the page that was loaded, and return the status of where it leads."""
        form = {"token": self.field("token"), "client_id": self.field("client_id")} | fields
        async with self.session.post(self.base + path, data=form, headers=headers) as answer:
            self.page = await answer.text()
            return answer.status

    def field(self, name: str) -> str:
        """Return a hidden field of the page."""
        found = re.search(rf'name="{name}" value="([^"]*)"', self.page)
        return found[1] if found else ""


@pytest.fixture
async def relative(site: Running) -> AsyncIterator[Browser]:
    """Give a relative's browser that has loaded the chat."""
    async with _session("sv-SE") as session:
        browser = Browser(session, site.chat.rstrip("/"))
        await browser.get("/")
        yield browser


@pytest.fixture
async def counsellor(site: Running) -> AsyncIterator[Browser]:
    """Give a counsellor's browser that is signed in."""
    async with _session("sv-SE") as session:
        browser = Browser(session, site.chat.rstrip("/"))
        await browser.get(site.desk.removeprefix(browser.base))
        yield browser


def _session(language: str) -> aiohttp.ClientSession:
    return aiohttp.ClientSession(
        cookie_jar=aiohttp.CookieJar(unsafe=True), headers={"Accept-Language": language}
    )


async def _chat_id(counsellor: Browser) -> str:
    """Return the id of whoever is first on the board."""
    await counsellor.get("/desk")
    found = re.search(r"/desk/(?:take|chat)/([0-9a-f]{32})", counsellor.page)
    assert found
    return found[1]


async def test_a_chat_without_a_script(relative: Browser, counsellor: Browser) -> None:
    """Forms alone are enough for both sides, from the first word to the end."""
    assert await relative.post("/say", text="när har ni öppet?") == 200
    assert "måndag–fredag 09.00–15.00" in relative.page
    await relative.post("/say", text=HUMAN)
    chat = await _chat_id(counsellor)
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


async def test_handing_back_and_leaving(relative: Browser, counsellor: Browser) -> None:
    """A chat that is handed back, or left at the end of a shift, is first in the queue again."""
    await relative.post("/choose", choice="human")
    chat = await _chat_id(counsellor)
    await counsellor.post(f"/desk/take/{chat}")
    await counsellor.post(f"/desk/hand-back/{chat}")
    assert "först i kön" in counsellor.page
    await counsellor.post(f"/desk/take/{chat}")
    assert await counsellor.post("/desk/leave") == 200
    assert "Du är inte i tjänst, Kim" in counsellor.page

    await relative.get("/")
    assert "Du står först i kön" in relative.page


async def test_off_duty_and_signed_out(counsellor: Browser, site: Running) -> None:
    """Who goes off duty comes back by the queue's page; who signs out needs a new link."""
    at_desks = site.switchboard.counsellors.at_desks
    await counsellor.get("/desk")
    assert len(await at_desks(OPEN)) == 1
    await counsellor.post("/desk/leave")
    assert await at_desks(OPEN) == []
    await counsellor.get("/desk")
    assert "Ingen väntar" in counsellor.page
    await counsellor.post("/desk/leave")
    await counsellor.post("/desk/sign-out")

    assert "Du är inte inloggad" in counsellor.page
    assert await at_desks(OPEN) == []
    await counsellor.get("/desk/off-duty")
    assert "Du är inte inloggad" in counsellor.page


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
    async with _session("de") as session:
        browser = Browser(session, site.chat.rstrip("/"))
        await browser.get("/")
        await browser.post("/say", text="123")
    assert 'lang="sv"' in browser.page
    assert 'lang="en"' in browser.page
    assert 'value="english"' in browser.page


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


BAD = [
    pytest.param("", 409, "Det finns inget att skicka", id="nothing"),
    pytest.param("\u200b\u202e", 409, "Det finns inget att skicka", id="nothing to see"),
    pytest.param("a" * 100_000, 409, "för långt", id="100 kB"),
]


@pytest.mark.parametrize(("text", "status", "sentence"), BAD)
async def test_refused(relative: Browser, text: str, status: int, sentence: str) -> None:
    """What cannot be taken is refused with a sentence, and given back."""
    assert await relative.post("/say", text=text) == status
    assert sentence in relative.page
    assert text.strip("\u200b\u202e") in relative.page
    assert await relative.post("/say", headers=JSON, text=text) == status
    assert sentence in json.loads(relative.page)["error"]


async def test_far_too_long(relative: Browser) -> None:
    """A form that is longer than anybody writes is refused before it is read."""
    form = io.BytesIO(b"text=" + b"a" * 2_000_000)
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    async with relative.session.post(relative.base + "/say", data=form, headers=kind) as answer:
        assert answer.status == 413
        assert "för långt" in await answer.text()


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "{{ 7*7 }}", "🙏🏽", "\u202eabc\x07d"]
)
async def test_taken_as_text(relative: Browser, text: str) -> None:
    """Whatever it looks like, it is text and nothing else."""
    assert await relative.post("/say", text=text) == 200
    assert "<script>alert" not in relative.page
    assert "\u202e" not in relative.page


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
    written = [json.loads(line) for line in await valkey.lrange(key, 0, -1)]

    texts = [line["text"] for line in written if line["author"] == "relative"]
    assert sorted(texts) == sorted(f"rad {number}" for number in range(20))


async def test_going_back_and_writing_something_else(relative: Browser) -> None:
    """The form of before with other words in it is a new message."""
    first = relative.field("client_id")
    await relative.post("/say", text="ett", client_id=first)
    await relative.post("/say", text="två", client_id=first)

    assert "ett" in relative.page
    assert "två" in relative.page


@pytest.mark.parametrize("path", ["/say", "/choose"])
async def test_stale_form(relative: Browser, path: str) -> None:
    """A form of another session is refused, and what was written is given back."""
    assert await relative.post(path, token="x", text="viktigt", choice="human") == 403
    assert "viktigt" in relative.page
    assert "Ladda om sidan" in relative.page


async def test_forged_form(relative: Browser) -> None:
    """A form of another site is refused, even with the right token."""
    forged = {"Sec-Fetch-Site": "cross-site"}
    assert await relative.post("/say", headers=forged, text="hej") == 403


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nothing", 404), ("/desk/chat/x", 404), ("/desk/try/x", 404), ("/static/../app.py", 404),
        ("/desk/join/x", 410), ("/events", 200),
    ],
)  # fmt: skip
async def test_odd_addresses(site: Running, path: str, status: int) -> None:
    """What there is not gets a page with the numbers, and no trace of how it is made."""
    async with _session("en") as session:
        browser = Browser(session, site.chat.rstrip("/"))
        if path == "/events":
            status = 403
        assert await browser.get(path) == status
    assert "Traceback" not in browser.page


async def test_unknown_choice(relative: Browser) -> None:
    """A button that there is not changes nothing."""
    assert await relative.post("/choose", choice="launch") == 400


async def test_headers(site: Running) -> None:
    """Every answer, pages, files and refusals alike, keeps, tells and frames nothing."""
    async with _session("sv") as session:
        for path in ("", "lines", "erased", "desk", "static/style.css", "nothing", "events"):
            async with session.get(site.chat + path) as answer:
                headers = answer.headers
            assert headers["Cache-Control"] == "no-store"
            assert headers["Referrer-Policy"] == "no-referrer"
            assert headers["X-Content-Type-Options"] == "nosniff"
            assert "default-src 'none'" in headers["Content-Security-Policy"]
            assert headers["Server"] == "web"


async def test_one_cookie(site: Running) -> None:
    """The only cookie is the session's: gone with the browser, and out of reach of scripts."""
    async with _session("sv") as session, session.get(site.chat) as answer:
        (cookie,) = answer.headers.getall("Set-Cookie")

    assert re.fullmatch(r"chat=[\w-]{32}; HttpOnly; Path=/; SameSite=Lax", cookie)


async def test_a_desk_stays_signed_in(site: Running) -> None:
    """A counsellor who closes the browser for the night needs no new link in the morning."""
    async with _session("sv") as session, session.get(site.desk, allow_redirects=False) as answer:
        (cookie,) = answer.headers.getall("Set-Cookie")

    assert re.fullmatch(r"desk=[\w-]{32}; HttpOnly; Max-Age=1209600; Path=/; SameSite=Lax", cookie)


async def test_invite(site: Running) -> None:
    """A link shows whom it is for, signs in one desk by its button, and is used up then."""
    token = await site.switchboard.counsellors.invite("Robin", ("en",))
    async with _session("sv") as session:
        browser = Browser(session, site.chat.rstrip("/"))
        assert await browser.get(f"/desk/join/{token}") == 200
        assert "Robin" in browser.page
        assert await browser.post(f"/desk/join/{token}") == 200
        assert "Nobody is waiting" in browser.page
        await browser.get("/desk?language=sv")
        assert "Ingen väntar" in browser.page
        assert await browser.get(f"/desk/join/{token}") == 410
        assert await browser.post(f"/desk/join/{token}") == 403


async def test_used_invite_pressed_again(site: Running) -> None:
    """Whoever presses the button of a link that another has used is told so."""
    token = await site.switchboard.counsellors.invite("Robin", ("sv",))
    async with _session("sv") as session:
        browser = Browser(session, site.chat.rstrip("/"))
        await browser.get(f"/desk/join/{token}")
        await site.switchboard.counsellors.join(token)
        assert await browser.post(f"/desk/join/{token}") == 410
    assert "redan använts" in browser.page


async def test_nobody_reaches_the_desk(relative: Browser, site: Running) -> None:
    """Without being signed in, nothing of the queue is seen and nothing done."""
    await relative.post("/choose", choice="human")
    async with _session("sv") as session:
        browser = Browser(session, site.chat.rstrip("/"))
        await browser.get("/desk")
        assert "Väntar" not in browser.page
        assert await browser.post("/desk/take/" + "0" * 32) == 403
        async with session.get(site.chat + "desk/events") as answer:
            assert "signed-out" in await answer.text()


async def test_only_ones_own_chat(relative: Browser, counsellor: Browser, site: Running) -> None:
    """A counsellor sees and does nothing in a chat of somebody else, and is told who has it."""
    await relative.post("/say", text=HUMAN)
    chat = await _chat_id(counsellor)
    await counsellor.post(f"/desk/take/{chat}")
    async with _session("sv") as session:
        other = Browser(session, site.chat.rstrip("/"))
        token = await site.switchboard.counsellors.invite("Robin", ("sv",))
        await other.get(f"/desk/join/{token}")
        await other.post(f"/desk/join/{token}")
        assert await other.post(f"/desk/take/{chat}") == 409
        assert "Kim hann före" in other.page
        assert await other.post(f"/desk/say/{chat}", headers=JSON, text="hej") == 409
        assert "inte hos dig" in json.loads(other.page)["error"]
        await other.get(f"/desk/chat/{chat}")
    assert HUMAN not in other.page
    assert "Kim pratar med" in other.page


async def test_store_away(relative: Browser, counsellor: Browser, valkey: Valkey) -> None:
    """A store that takes nothing is said, with the number; what was written is given back."""
    await relative.post("/say", text=HUMAN)
    await valkey.config_set("maxmemory", "1mb")
    try:
        assert await relative.post("/say", text="viktigt") == 503
        assert "viktigt" in relative.page
        assert "020-100 200" in relative.page
        again = {"text": "viktigt", "client_id": relative.field("client_id")}
        assert await relative.post("/say", headers=JSON, **again) == 503
    finally:
        await valkey.config_set("maxmemory", "0")
    await relative.get("/")

    assert await relative.post("/say", text="viktigt") == 200
    assert "viktigt" in relative.page
    assert counsellor.page


async def _events(session: aiohttp.ClientSession, url: str, last: str = "") -> list[str]:
    """Return the names of the events of a stream until its status or board was sent."""
    names = []
    async with session.get(url, headers={"Last-Event-ID": last}) as answer:
        async for line in answer.content:
            if line.startswith(b"event: "):
                names.append(line.decode().split()[1])
            if names and names[-1] in {"choices", "chat", "gone", "reload", "pulse"}:
                return names
    return names


async def test_stream_goes_on_where_it_was(relative: Browser) -> None:
    """A stream brings all lines once; after a break, only those that are new."""
    await relative.post("/say", text="hej")
    tag = re.search(r'data-after="(\w+)\.(\d+)"', relative.page)
    assert tag
    url = f"{relative.base}/events"

    assert (await _events(relative.session, url + "?after=new.0")).count("line") == 2
    assert "line" not in await _events(relative.session, url, f"{tag[1]}.2")
    assert (await _events(relative.session, url, f"{tag[1]}.1")).count("line") == 1
    assert await _events(relative.session, url + "?after=other.1") == ["reload"]
    await relative.post("/choose", choice="erase")
    assert await _events(relative.session, url, f"{tag[1]}.2") == ["gone"]


async def test_an_open_stream_is_nobody(counsellor: Browser, site: Running) -> None:
    """A desk is on duty while its page answers, not while a stream to it seems to be open."""
    at_desks = site.switchboard.counsellors.at_desks
    await counsellor.post("/desk/leave")
    await _events(counsellor.session, counsellor.base + "/desk/events")
    assert await at_desks(OPEN) == []
    assert await counsellor.get("/desk/here") == 204
    assert len(await at_desks(OPEN)) == 1


async def test_nobody_is_here(relative: Browser) -> None:
    """A page that is not signed in cannot say that somebody is at their desk."""
    assert await relative.get("/desk/here") == 403


async def test_desk_stream(relative: Browser, counsellor: Browser) -> None:
    """The desk's stream shows the board, and the chat only while it is one's own."""
    await relative.post("/say", text=HUMAN)
    chat = await _chat_id(counsellor)
    await counsellor.post(f"/desk/take/{chat}")
    url = f"{counsellor.base}/desk/events?chat={chat}&after=0"

    assert await _events(counsellor.session, url) == ["board", *["line"] * 3, "chat"]
    await counsellor.post(f"/desk/hand-back/{chat}")
    assert await _events(counsellor.session, url) == ["board", "chat"]
