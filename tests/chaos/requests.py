"""Requests that no page of ours makes: each is answered clearly, and nothing stops."""

import asyncio
import io
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlsplit

import aiohttp
from builders import SECOND
from visitors import HUMAN, Browser, chat_id, new_session
from yarl import URL

from chaos.line import WholeLine, whole_line
from chaos.waiting import PATIENCE

FORM: Final = {"Content-Type": "application/x-www-form-urlencoded"}
NUMBER: Final = "020-100 200"
STALE, TOO_LONG, EMPTY = "Ladda om sidan", "för långt", "Det finns inget att skicka"
NOBODY: Final = "0" * 32
# What the relative says in between, so that the pages go on in Swedish.
STILL: Final = "jag är fortfarande kvar här och skriver"

# What is answered: the status, and the page.
Answer = tuple[int, str]
Ask = Callable[["Door"], Awaitable[Answer]]


@dataclass(frozen=True, slots=True)
class Door:
    """A side's pages, with a browser that may write there."""

    browser: Browser
    say: str

    async def post(
        self, body: bytes | aiohttp.MultipartWriter, headers: Mapping[str, str], path: str = ""
    ) -> Answer:
        """Send a body as it is."""
        url = self.browser.base + (path or self.say)
        # Of what is large, aiohttp wants to be given a file.
        data = io.BytesIO(body) if isinstance(body, bytes) else body
        async with self.browser.session.post(url, data=data, headers=headers) as answer:
            return answer.status, await answer.text()

    async def form(
        self, text: str, path: str = "", accept: str = "text/html", **fields: str
    ) -> Answer:
        """Send a form of the page, or one that is not quite like it."""
        given = {"token": self.browser.field("token"), "client_id": "", "text": text} | fields
        body = "&".join(f"{name}={quote(value)}" for name, value in given.items())
        return await self.post(body.encode(), FORM | {"Accept": accept}, path)

    async def raw(self, request: str, *, hang_up: bool = False) -> Answer:
        """Send bytes as they are, and hang up or not; return what was answered, or 0."""
        there = urlsplit(self.browser.base)
        reader, writer = await asyncio.open_connection(there.hostname, there.port)
        writer.write(request.encode())
        if hang_up:
            writer.write_eof()
        async with asyncio.timeout(PATIENCE):
            said = await reader.read(65536)
        writer.close()
        return int(said.split()[1]) if said.startswith(b"HTTP") else 0, said.decode()


def _text(text: str) -> Ask:
    return lambda door: door.form(text)


def _fields(**fields: str) -> Ask:
    return lambda door: door.form("hej", **fields)


def _headers(**headers: str) -> Ask:
    given = {name.replace("_", "-"): value for name, value in headers.items()}

    async def ask(door: Door) -> Answer:
        body = f"token={door.browser.field('token')}&text=hej".encode()
        return await door.post(body, FORM | given)

    return ask


def _body(body: str, kind: str = FORM["Content-Type"]) -> Ask:
    async def ask(door: Door) -> Answer:
        token = door.browser.field("token")
        return await door.post(body.format(token=token).encode(), {"Content-Type": kind})

    return ask


def _method(method: str) -> Ask:
    async def ask(door: Door) -> Answer:
        url = door.browser.base + door.say
        async with door.browser.session.request(method, url) as answer:
            return answer.status, await answer.text()

    return ask


def _path(path: str) -> Ask:
    async def ask(door: Door) -> Answer:
        async with door.browser.session.get(URL(door.browser.base + path, encoded=True)) as answer:
            said = await answer.content.read(1000)
            return answer.status, said.decode()

    return ask


def _raw(method: str, *headers: str, body: str = "", hang_up: bool = False) -> Ask:
    async def ask(door: Door) -> Answer:
        kind = f"Content-Type: {FORM['Content-Type']}"
        head = (f"{method} {door.say} HTTP/1.1", "Host: a", kind, *headers, "", body)
        return await door.raw("\r\n".join(head), hang_up=hang_up)

    return ask


async def _of_another(door: Door) -> Answer:
    """Send a form with the token of another browser."""
    async with new_session("sv") as session:
        other = Browser(session, door.browser.base)
        await other.get("/")
        return await door.form("hej", token=other.field("token"))


async def _to_another(door: Door) -> Answer:
    """Send a form to a conversation that there is not, or is none of theirs."""
    return await door.form("hej", f"/desk/say/{NOBODY}")


async def _file(door: Door) -> Answer:
    """Send a file where words belong."""
    with aiohttp.MultipartWriter("form-data") as form:
        form.append(door.browser.field("token")).set_content_disposition("form-data", name="token")
        part = form.append(b"\xff\xd8\xff\xe1Exif")
        part.set_content_disposition("form-data", name="text", filename="bild.jpg")
    return await door.post(form, {})


# What is asked, the statuses that may be answered (0: none), and what is said then.
BAD: Final[Mapping[str, tuple[Ask, set[int], str]]] = {
    "nothing": (_text(""), {409}, EMPTY),
    "NUL alone": (_text("\x00"), {409}, EMPTY),
    "NUL among the words": (_text("hej\x00 igen"), {200}, "hej igen"),
    "4,097 characters": (_text("å" * 4097), {409}, TOO_LONG),
    "text that turns round": (_text("\u202eabc\u2066d"), {200}, "abcd"),
    "half a letter": (_body("token={token}&text=%ED%A0%BD"), {200}, ""),
    "no letter": (_body("token={token}&text=%FF%FE"), {200}, ""),
    "of another site": (_headers(Sec_Fetch_Site="cross-site"), {403}, STALE),
    "of another site, null": (_headers(Origin="null", Sec_Fetch_Site="cross-site"), {403}, STALE),
    "no token": (_fields(token=""), {403}, STALE),
    "a token of odd letters": (_fields(token="å" * 64), {403}, STALE),
    "a token of another": (_of_another, {403}, STALE),
    "2 MB": (lambda door: door.post(b"text=" + b"a" * 2_000_000, FORM), {413}, TOO_LONG),
    "100,000 fields": (lambda door: door.post(b"a=b&" * 100_000, FORM), {413}, TOO_LONG),
    "no form": (_body("[" * 50, "application/json"), {403}, STALE),
    "no alphabet": (_body("x", f"{FORM['Content-Type']}; charset=punycode"), {415}, NUMBER),
    "parts without an end": (_body("x", "multipart/form-data"), {400}, NUMBER),
    "a file for words": (_file, {409}, EMPTY),
    "PUT": (_method("PUT"), {405}, NUMBER),
    "DELETE": (_method("DELETE"), {405}, NUMBER),
    "the address of a form": (_method("GET"), {405}, NUMBER),
    "a conversation of another": (_to_another, {403, 409}, NUMBER),
    "a page of another": (_path(f"/desk/chat/{NOBODY}"), {200}, ""),
    "a stream of another": (_path(f"/events?after={NOBODY}.5"), {200, 403}, ""),
    "out of the folder": (_path("/static/%2e%2e/web.py"), {403, 404}, ""),
    "an address of 20,000 letters": (_path("/" + "a" * 20_000), {400, 414}, ""),
    "a cookie of 40,000 letters": (_headers(Cookie="a" * 40_000), {400}, ""),
    "no request": (lambda door: door.raw("\x00\x01\x02\r\n\r\n"), {400}, ""),
    "half a request": (
        _raw("POST", "Content-Length: 99", body="text=", hang_up=True),
        {0},
        "",
    ),
    "a chunk of no length": (_raw("POST", "Transfer-Encoding: chunked", body="zz\r\n"), {400}, ""),
    "another protocol": (_raw("GET", "Connection: Upgrade", "Upgrade: websocket"), {405}, NUMBER),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What became of bad requests: what was answered wrongly, and the slowest good one."""

    asked: int
    wrong: Sequence[str]
    slowest: float


async def bad_to_chat(names: Sequence[str]) -> Asked:
    """Send bad requests to the relatives' pages; the same relative is heard after each."""
    async with whole_line() as line, _doors(line) as (chat, _):
        return await _ask(line, chat, names)


async def bad_to_desk(names: Sequence[str]) -> Asked:
    """Send bad requests to the counsellors' pages; the same counsellor is heard after each."""
    async with whole_line() as line, _doors(line) as (_, desk):
        return await _ask(line, desk, names)


async def flood(posts: int, at_once: int = 16) -> Asked:
    """Send many small posts, one in ten of them good, while the counsellor writes now and then."""
    async with whole_line() as line, _doors(line) as (chat, desk):
        statuses: set[int] = set()
        left = iter(range(posts))

        async def send() -> None:
            for number in left:
                token = {} if number % 10 == 0 else {"token": "x"}
                status, _ = await chat.form(f"nr {number}", accept="application/json", **token)
                statuses.add(status)

        flooding = asyncio.gather(*(send() for _ in range(at_once)))
        slowest, wrong = 0.0, []
        while not flooding.done():
            began = time.monotonic()
            status, _ = await desk.form("jag är kvar")
            slowest = max(slowest, time.monotonic() - began)
            if status != 200:
                wrong.append(f"{status} for the counsellor")
            await asyncio.wait({flooding}, timeout=0.5)
        await flooding
        wrong += [str(status) for status in sorted(statuses - {200, 403, 409})]
        return Asked(posts, wrong, slowest)


async def _ask(line: WholeLine, door: Door, names: Sequence[str]) -> Asked:
    wrong, slowest = [], 0.0
    for name in names:
        line.clock.at += 5 * SECOND  # nobody writes as fast as this asks
        ask, allowed, told = BAD[name]
        status, page = await ask(door)
        if status not in allowed or told not in page:
            wrong.append(f"{name}: {status}")
        began = time.monotonic()
        status, _ = await door.form(STILL)
        slowest = max(slowest, time.monotonic() - began)
        if status != 200:
            wrong.append(f"after {name}: {status}")
    return Asked(len(names), wrong, slowest)


@asynccontextmanager
async def _doors(line: WholeLine) -> AsyncIterator[tuple[Door, Door]]:
    """Give the two sides of a conversation on the web."""
    base = line.site.chat.rstrip("/")
    async with new_session("sv-SE") as theirs, new_session("sv-SE") as ours:
        relative, counsellor = Browser(theirs, base), Browser(ours, base)
        await relative.get("/")
        await relative.post("/say", text=HUMAN)
        await counsellor.get(line.site.desk.removeprefix(base))
        found = await chat_id(counsellor)
        await counsellor.post(f"/desk/take/{found}")
        yield Door(relative, "/say"), Door(counsellor, f"/desk/say/{found}")
