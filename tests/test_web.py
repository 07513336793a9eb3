"""Promises of all pages, asked by plain HTTP: odd requests are answered clearly."""

import asyncio
import io
import json
import re

import aiohttp
import pytest
from builders import everything, write_record
from visitors import HUMAN, JSON, Browser, chat_id, full, new_session

from bot.app import Running
from bot.store import keys
from bot.store.client import Valkey

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


@pytest.mark.parametrize("path", ["/say", "/choose"])
async def test_stale_form(relative: Browser, path: str) -> None:
    """A form of another session is refused, and what was written is given back."""
    assert await relative.post(path, token="x", text="viktigt", choice="human") == 403
    assert "viktigt" in relative.page
    assert "Ladda om sidan" in relative.page


FORGED = [
    ("cross-site", True),
    ("same-site", True),
    ("", False),  # of a browser that does not say where a form comes from
]


@pytest.mark.parametrize(("where", "has_token"), FORGED)
async def test_forged_form(
    site: Running,
    relative: Browser,
    counsellor: Browser,
    valkey: Valkey,
    where: str,
    *,
    has_token: bool,
) -> None:
    """No form or link of another site changes anything, whoever's browser sends it to whatever."""
    await relative.post("/say", text=HUMAN)
    chat = await chat_id(counsellor)
    await counsellor.post(f"/desk/take/{chat}")
    await relative.get("/")
    await counsellor.get("/desk")
    chatting, working = (
        one.field("token") if has_token else "x" for one in (relative, counsellor)
    )
    assert chatting
    assert working
    headers = {"Sec-Fetch-Site": where} if where else {}
    before = await everything(valkey)
    posts = [
        re.sub(r"\{.+?\}", chat, route.resource.canonical)
        for route in site.doors.router.routes()
        if route.method == "POST" and route.resource
    ]
    assert {"/say", "/choose", "/leave", "/code", "/return", f"/desk/end/{chat}"} <= {*posts}
    for path in posts:
        at_desk = path.startswith("/desk")
        whose, token = (counsellor, working) if at_desk else (relative, chatting)
        fields = {"token": token, "text": "hej", "choice": "end"}
        assert await whose.post(path, headers, **fields) == 403, path
    if where:
        async with relative.session.get(f"{relative.base}/?language=en", headers=headers):
            pass
    await relative.get("/")

    assert '<html lang="sv"' in relative.page
    assert await everything(valkey) == before
    cookies = [*relative.session.cookie_jar, *counsellor.session.cookie_jar]
    assert {cookie["samesite"] for cookie in cookies} == {"Lax"}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nothing", 404), ("/desk/chat/x", 404), ("/desk/try/x", 404), ("/static/../app.py", 404),
        ("/desk/join/x", 410), ("/events", 200),
    ],
)  # fmt: skip
async def test_odd_addresses(site: Running, path: str, status: int) -> None:
    """What there is not gets a page with the numbers, and no trace of how it is made."""
    async with new_session("en") as session:
        browser = Browser(session, site.chat.rstrip("/"))
        if path == "/events":
            status = 403
        assert await browser.get(path) == status
    assert "Traceback" not in browser.page


async def test_unknown_choice(relative: Browser) -> None:
    """A button that there is not changes nothing."""
    assert await relative.post("/choose", choice="launch") == 400


async def test_store_away(relative: Browser, counsellor: Browser, valkey: Valkey) -> None:
    """A store that takes nothing is said, with the number; what was written is given back."""
    await relative.post("/say", text=HUMAN)
    async with full(valkey):
        assert await relative.post("/say", text="viktigt") == 503
        assert "viktigt" in relative.page
        assert "020-100 200" in relative.page
        again = {"text": "viktigt", "client_id": relative.field("client_id")}
        assert await relative.post("/say", headers=JSON, **again) == 503
    await relative.get("/")

    assert await relative.post("/say", text="viktigt") == 200
    assert "viktigt" in relative.page
    assert counsellor.page


async def test_store_away_while_reading(relative: Browser, valkey: Valkey) -> None:
    """Who only looks is not told that something was not sent: what was sent before is there."""
    await relative.post("/say", text=HUMAN)
    await valkey.set(keys.QUEUE, "no queue any more")

    assert await relative.get("/") == 503
    assert "kom inte fram" not in relative.page
    assert "020-100 200" in relative.page


async def test_unreadable_form(relative: Browser) -> None:
    """A form that cannot be read is answered with a page, and costs nothing."""
    kind = {"Content-Type": "multipart/form-data"}
    async with relative.session.post(f"{relative.base}/say", data=b"x", headers=kind) as answer:
        assert answer.status == 400
        assert "020-100 200" in await answer.text()


async def test_what_nobody_expected(relative: Browser, valkey: Valkey) -> None:
    """When something of ours is broken, people get the numbers, and no word of what it is."""
    await relative.post("/say", text="hemligt")
    (key,) = await valkey.keys(keys.conversation("*"))
    await write_record(valkey, str(key).rpartition(":")[2], '{"hemligt": 1}')

    assert await relative.get("/") == 500
    assert "020-100 200" in relative.page
    assert "hemligt" not in relative.page
    async with relative.session.get(relative.base, headers=JSON) as answer:
        assert answer.status == 500
        said = (await answer.json())["error"]
    assert "020-100 200" in said
    assert "hemligt" not in said


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/", {"Cookie": "chat=\xff"}, 200),
        ("/desk", {"Cookie": "desk=\xff"}, 200),
        ("/events?after=new." + "9" * 5000, {}, 403),
        ("/", {"Accept-Language": "es-SV,en;q=0.1"}, 200),
    ],
)
async def test_odd_requests(
    site: Running, path: str, headers: dict[str, str], status: int
) -> None:
    """Cookies and places that no page of ours gives out are as good as none."""
    async with (
        aiohttp.ClientSession() as session,
        session.get(site.chat.rstrip("/") + path, headers=headers) as answer,
    ):
        assert answer.status == status
        if "Accept-Language" in headers:
            assert '<html lang="en">' in await answer.text()


async def test_odd_alphabet(relative: Browser) -> None:
    """A form in an alphabet that no page of ours uses is not read at all."""
    kind = {"Content-Type": "application/x-www-form-urlencoded; charset=punycode"}
    async with relative.session.post(f"{relative.base}/say", data=b"x", headers=kind) as answer:
        assert answer.status == 415


async def test_half_letters(relative: Browser) -> None:
    """Half of a letter, which nobody can write, is refused or shown as a question mark."""
    token = relative.field("token")
    form = f"token={token}&text=" + "%ED%A0%BD" * 5000
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    async with relative.session.post(
        f"{relative.base}/say", data=form.encode(), headers=kind
    ) as answer:
        assert answer.status == 409


async def test_many_at_once(relative: Browser) -> None:
    """Where more come at once than the store has connections, they wait and all are served."""
    url = relative.base + "/lines"

    async def load() -> int:
        async with relative.session.get(url) as answer:
            return answer.status

    assert set(await asyncio.gather(*(load() for _ in range(300)))) == {200}


async def test_language_after_the_end(relative: Browser) -> None:
    """Who changes the language after the end keeps what was said before them."""
    await relative.post("/say", text="hemligt")
    await relative.post("/choose", choice="end")
    await relative.get("/?language=en")

    assert "hemligt" in relative.page
    assert "The conversation has ended." in relative.page


async def test_link_of_another_site(relative: Browser) -> None:
    """A link on another site's page changes nothing here."""
    await relative.post("/say", text="hemligt")
    url = f"{relative.base}/?language=en"
    async with relative.session.get(url, headers={"Sec-Fetch-Site": "cross-site"}) as answer:
        assert "Samtalet" in await answer.text()


async def test_erased_by_word(relative: Browser) -> None:
    """Who writes the word that erases is told that it is done."""
    await relative.post("/say", text="hemligt")
    await relative.post("/say", text="RADERA")

    assert "raderat hos oss" in relative.page
