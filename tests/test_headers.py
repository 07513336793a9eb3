"""Promises of the headers: every answer has them, also what is no page and was never a request."""

import asyncio
import io
import re
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
import pytest
import structlog
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from builders import LINE, SetClock
from floods import crowd
from pydantic import SecretStr
from telegram_standin import Telegram
from visitors import HUMAN, JSON, Browser, new_session

from bot.app import Running, Service, running
from bot.clock import Clock
from bot.doors import streams
from bot.doors import web as pages
from bot.doors.protocol import Runner
from bot.doors.rendering import Rendering
from bot.doors.sessions import Cookie
from bot.doors.web import new_app
from bot.settings import Listen, Settings
from bot.store import keys
from bot.store.client import Valkey
from bot.texts import Texts

# Written out once more: whoever changes one of them has to mean it.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "Server": "web",
    "X-Content-Type-Options": "nosniff",
}
FRAME = HEADERS | {
    "Content-Security-Policy": POLICY.replace("ancestors 'none'", "ancestors 'self'")
}

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")

CLEARNET = "https://chat.example.org"
ONION = f"http://{'a2' * 28}.onion"
BY_ONION = {"Host": ONION.removeprefix("http://")}


def headers_of(answer: aiohttp.ClientResponse) -> dict[str, str]:
    """Return those headers of an answer that every answer has to have."""
    return {name: answer.headers.get(name, "") for name in HEADERS}


@pytest.fixture
async def everything(  # noqa: PLR0917 - fixtures
    valkey: Valkey,
    store_url: str,
    key_file: Path,
    texts: Texts,
    clock: SetClock,
    unused_tcp_port: int,
) -> AsyncIterator[Running]:
    """Give all doors that there are, behind https and Tor, with a desk that is signed in."""
    assert await valkey.keys("*") == [keys.SECRET_KEY]
    async with Telegram(backoff=0.01) as telegram:
        tokens = ("110201543:abcdef", "210201543:abcdef")
        for token in tokens:
            telegram.add_bot(token, f"b{token[:3]}_bot")
        settings = Settings(
            redis_url=SecretStr(store_url),
            secret_key_file=key_file,
            listen=Listen("127.0.0.1", unused_tcp_port),
            telegram_token=SecretStr(tokens[0]),
            desk_telegram_token=SecretStr(tokens[1]),
            telegram_api=telegram.url,
            public_url=CLEARNET,
            onion_url=ONION,
        )
        service = Service(settings, LINE, texts, clock, structlog.get_logger(), tryout=True)
        async with running(service) as here:
            yield here


@pytest.fixture
async def visitor(everything: Running, unused_tcp_port: int) -> AsyncIterator[Browser]:
    """Give a browser by Tor that is a relative's, in a conversation, and a counsellor's."""
    async with new_session("sv") as session:
        session.headers.update(BY_ONION)
        browser = Browser(session, f"http://127.0.0.1:{unused_tcp_port}")
        await browser.get(everything.desk.removeprefix(CLEARNET))
        await browser.get("/")
        await browser.post("/say", text=HUMAN)
        yield browser


def paths(doors: web.Application) -> dict[str, set[str]]:
    """Return a path of each route that there is, with the methods that it is for."""
    found = {}
    for resource in doors.router.resources():
        path = re.sub(r"\{.+?\}", "0" * 32, resource.canonical)
        if isinstance(resource, web.StaticResource):
            path += "/style.css"
        found[path] = {route.method for route in resource}
    return found


async def test_every_route(everything: Running, visitor: Browser) -> None:
    """Whatever is asked of whichever route is answered with all headers; unused methods by 405."""
    routes = paths(everything.doors)
    assert {"/", "/leave", "/desk/events", "/static/style.css", "/telegram/desk"} <= {*routes}
    for path, methods in routes.items():
        for method in METHODS:
            url = visitor.base + path
            async with visitor.session.request(method, url, allow_redirects=False) as answer:
                assert headers_of(answer) == (FRAME if path == "/lines" and answer.ok else HEADERS)
                assert (answer.status == 405) is (method not in methods), (method, path)
                if answer.status == 405:
                    assert set(answer.headers["Allow"].split(",")) == methods
    assert len(routes) > 20


ODD: list[tuple[str, str, Mapping[str, str], int]] = [
    ("GET", "/nothing", {}, 404),
    ("PUT", "/nothing", {}, 404),
    ("GET", "/static", {}, 403),
    ("GET", "/static/none.css", {}, 404),
    ("GET", "/static/style.css", {"Range": "bytes=0-1"}, 206),
    ("GET", "/static/style.css", {"Range": "bytes=999999-"}, 416),
    ("GET", "/static/style.css", {"If-None-Match": "*"}, 304),
    ("GET", "/?language=en", {}, 303),
    ("GET", "/desk/try/x", {}, 404),
    ("POST", "/say", {"Content-Type": "multipart/form-data"}, 400),
    ("POST", "/say", {"Content-Type": "text/plain; charset=x"}, 415),
    ("POST", "/say", {"Expect": "the unexpected"}, 417),
    ("POST", "/say", JSON, 403),
]


@pytest.mark.parametrize(("method", "path", "headers", "status"), ODD)
async def test_odd_answers(
    relative: Browser, method: str, path: str, headers: Mapping[str, str], status: int
) -> None:
    """Redirects, parts of files and refusals of all kinds have all headers."""
    ask = relative.session.request(
        method, relative.base + path, headers=headers, allow_redirects=False
    )
    async with ask as answer:
        assert answer.status == status
        assert headers_of(answer) == HEADERS


async def test_too_large(relative: Browser) -> None:
    """What is refused unread is refused with all headers."""
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    body = io.BytesIO(b"text=" + b"a" * 2_000_000)
    async with relative.session.post(f"{relative.base}/say", data=body, headers=kind) as answer:
        assert answer.status == 413
        assert headers_of(answer) == HEADERS


async def test_who_has_to_wait(
    site: Running, relative: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a form, a script or a stream is answered in a flood has all headers."""
    monkeypatch.setattr(streams, "NEWCOMERS", 0)
    async with new_session("sv") as session:
        await crowd(site, session)
    form = {"token": relative.field("token"), "text": "hej"}
    ask = relative.session
    for asked in (
        ask.post(f"{relative.base}/say", data=form),
        ask.post(f"{relative.base}/say", data=form, headers=JSON),
        ask.get(f"{relative.base}/events"),
    ):
        async with asked as answer:
            assert answer.status == 429
            assert headers_of(answer) == HEADERS


NO_REQUESTS = [
    pytest.param("BREW / HTTP/1.1\r\nHost: a\r\n\r\n", id="no method"),
    pytest.param("\x00\x01\x02\r\n\r\n", id="bytes"),
    pytest.param("GET / HTTP/1.1\r\nHost: a\r\nX: " + "a" * 10_000 + "\r\n\r\n", id="too long"),
    pytest.param("GET / HTTP/1.1\r\n: a\r\n\r\n", id="no header"),
    pytest.param("GET http://[ HTTP/1.1\r\nHost: a\r\n\r\n", id="no address"),
    pytest.param("POST /say HTTP/1.1\r\nContent-Length: x\r\n\r\n", id="no length"),
    pytest.param("POST /say HTTP/1.1\r\nTransfer-Encoding: x\r\n\r\n", id="no coding"),
]


async def answer_to(base: str, request: str) -> tuple[int, dict[str, str], str]:
    """Send bytes as they are; return the status, the headers and the words of the answer."""
    there = urlsplit(base)
    reader, writer = await asyncio.open_connection(there.hostname, there.port)
    writer.write(request.encode())
    said = (await reader.read()).decode()
    writer.close()
    head, _, words = said.partition("\r\n\r\n")
    first, *rest = head.split("\r\n")
    return int(first.split()[1]), dict(line.split(": ", 1) for line in rest), words


@pytest.mark.parametrize("request_", NO_REQUESTS)
async def test_no_request(site: Running, texts: Texts, request_: str) -> None:
    """What is no request is answered by us, with all headers, both languages, and the numbers."""
    status, headers, words = await answer_to(site.chat, request_)

    assert status == 400
    assert {name: headers.get(name) for name in HEADERS} == HEADERS
    assert words.split("\n\n") == [
        texts.say("sv", "safe-sentence"),
        texts.say("en", "safe-sentence"),
    ]


async def test_a_new_route_cannot_forget_them(texts: Texts) -> None:
    """A route that nobody thought about, or that says something else, has the same headers."""

    async def careless(_request: web.Request) -> web.Response:
        lax = {"Cache-Control": "public", "Content-Security-Policy": "default-src *"}
        return web.Response(headers=lax | {"Server": "aiohttp"})

    rendering = Rendering(texts, LINE, Clock())
    app = new_app(rendering, structlog.get_logger(), Cookie("chat", https=False), "")
    app.router.add_get("/careless", careless)
    async with TestClient(TestServer(app)) as client, client.get("/careless") as answer:
        assert headers_of(answer) == HEADERS


# What never becomes a request


async def test_half_a_head(texts: Texts) -> None:
    """A connection on which no request ever becomes whole is closed in the end."""
    log = structlog.get_logger()
    app = new_app(Rendering(texts, LINE, Clock()), log, Cookie("chat", https=False), "")
    runner = Runner(app, log, "", patience=0.2)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    reader, writer = await asyncio.open_connection(*runner.addresses[0])
    writer.write(b"GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ")

    async with asyncio.timeout(5):
        assert await reader.read() == b""
    writer.close()
    await runner.cleanup()


async def test_half_a_body(site: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """A form that never comes to its end is given up, with a sentence and all headers."""
    monkeypatch.setattr(pages, "READ_WITHIN", 0.1)
    there = urlsplit(site.chat)
    reader, writer = await asyncio.open_connection(there.hostname, there.port)
    kind = "Content-Type: application/x-www-form-urlencoded"
    writer.write(
        f"POST /say HTTP/1.1\r\nHost: a\r\n{kind}\r\nContent-Length: 99\r\n\r\nte".encode()
    )
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    page = await reader.readuntil(b"</html>")
    writer.close()

    assert head.startswith("HTTP/1.1 408 ")
    assert all(f"\r\n{name}: {value}\r\n" in head for name, value in HEADERS.items())
    assert "020-100 200" in page.decode()


async def test_cut_off(relative: Browser, valkey: Valkey) -> None:
    """A stream in which something of ours breaks ends there: no second answer gets into it."""
    await relative.post("/say", text="hej")
    (key,) = await valkey.keys(keys.conversation("*"))
    (address,) = await valkey.hkeys(keys.ADDRESSES)
    async with relative.session.get(f"{relative.base}/events") as stream:
        await stream.content.readuntil(b"event: pulse\n")
        await valkey.hset(key, "record", '{"hemligt": 1}')
        await valkey.publish(keys.CHANGES, address)
        came: list[bytes] = []
        with pytest.raises(aiohttp.ClientPayloadError):
            await _pour(stream, came)

    assert b"".join(came) == b"data: {}\n\n"


async def _pour(stream: aiohttp.ClientResponse, into: list[bytes]) -> None:
    while not stream.content.at_eof():
        into.append(await stream.content.readany())


# By Tor


@pytest.fixture
async def clearnet(everything: Running, unused_tcp_port: int) -> AsyncIterator[Browser]:
    """Give the browser of somebody who comes as most people do, by https."""
    assert everything
    async with new_session("sv") as session:
        yield Browser(session, f"http://127.0.0.1:{unused_tcp_port}")


@pytest.mark.parametrize("path", ["/", "/erase", "/nothing", "/desk"])
async def test_pages_tell_of_the_onion(clearnet: Browser, path: str) -> None:
    """A page tells Tor Browser where it is to be had by Tor; by Tor it does not."""
    async with clearnet.session.get(f"{clearnet.base}{path}?language=x") as answer:
        assert answer.headers["Onion-Location"] == ONION + path
    for host in (ONION[7:], ONION[7:].upper() + ".:80"):
        asked = clearnet.session.get(clearnet.base + path, headers={"Host": host})
        async with asked as answer:
            assert "Onion-Location" not in answer.headers


async def test_only_pages_tell_of_the_onion(clearnet: Browser) -> None:
    """Files tell nothing, nor does what somebody has just sent, which they would lose by it."""
    async with clearnet.session.get(f"{clearnet.base}/static/style.css") as answer:
        assert "Onion-Location" not in answer.headers
    async with clearnet.session.post(f"{clearnet.base}/say", data={"text": "a"}) as answer:
        assert answer.content_type == "text/html"
        assert "Onion-Location" not in answer.headers


async def test_no_onion_without_the_setting(relative: Browser) -> None:
    """Where no onion address is set, none is told."""
    async with relative.session.get(relative.base) as answer:
        assert "Onion-Location" not in answer.headers


@pytest.mark.parametrize("path", ["/", "/desk/join/x"])
async def test_cookies_by_either_way(clearnet: Browser, path: str) -> None:
    """By https, cookies are bound to it and to this host; by Tor, plain http has to carry them."""
    name = "chat" if path == "/" else "desk"
    async with clearnet.session.get(clearnet.base + path) as answer:
        (by_https,) = answer.headers.getall("Set-Cookie")
    async with clearnet.session.get(clearnet.base + path, headers=BY_ONION) as answer:
        (by_tor,) = answer.headers.getall("Set-Cookie")

    assert by_https.startswith(f"__Host-{name}=")
    assert "; Secure" in by_https
    assert by_tor.startswith(f"{name}=")
    assert "Secure" not in by_tor


async def test_no_address_of_ours(everything: Running, visitor: Browser) -> None:
    """No page, file or stream names an address of ours, and no header but the onion's."""
    told = []
    for path, methods in paths(everything.doors).items():
        if "GET" not in methods:
            continue
        for host in (BY_ONION["Host"], "127.0.0.1"):
            ask = visitor.session.get(
                visitor.base + path, headers={"Host": host}, allow_redirects=False
            )
            async with ask as answer:
                streams_on = answer.content_type == "text/event-stream"
                end = answer.content.readuntil(b"event: pulse") if streams_on else answer.read()
                headers = [f"{name}: {value}" for name, value in answer.headers.items()]
                told.append("\n".join([(await end).decode(), *headers]))

    addresses = (CLEARNET, ONION)
    hosts = [urlsplit(address).netloc for address in addresses]
    bare = [re.sub(rf"^Onion-Location: {ONION}/.*", "", one, flags=re.MULTILINE) for one in told]
    assert len(told) > 20
    assert bare != told
    assert [one for one in bare if any(host in one for host in hosts)] == []
