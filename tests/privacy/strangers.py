"""What is none of ours: forged, broken and odd requests, and people whom nobody has invited."""

import asyncio
import gzip
import io
from contextlib import suppress
from typing import Final
from urllib.parse import quote, urlsplit

import aiohttp
from chaos.line import DESK_TOKEN, RELATIVES_TOKEN
from telegram_delivery import SECRET
from visitors import Browser

from bot.bot_api import BotAccess
from privacy.canaries import Canaries
from privacy.house import House

FORM: Final = "application/x-www-form-urlencoded"
_LARGE: Final = 40_000  # times; more than a form may have, once it is unpacked


async def knock(browser: Browser, let: Canaries, door: str, path: str) -> None:
    """Send a door what none of its pages sends."""
    way = f"{door}: a bad request"
    there = browser.base + path
    text, kind = let.words(way), {"Content-Type": FORM}
    for headers, body in (
        (kind, f"token={let.token(way)}&text={quote(text)}"),
        (kind, f"token={browser.field('token')}&text={quote(text) * 200}"),
        (kind | {"Content-Type": f"{FORM}; charset={let.token(way)}"}, text),
        (kind | {"Content-Type": "application/json"}, f'{{"text": "{text}"'),
        (kind | {"Sec-Fetch-Site": let.token(way)}, text),
    ):
        async with browser.session.post(there, data=body.encode(), headers=headers) as answer:
            assert answer.status >= 400
    for method, asked in (
        ("GET", f"/{let.token(way)}?{quote(text)}"),
        ("GET", f"/static/{let.token(way)}"),
        ("GET", f"/desk/join/{let.token(way)}"),
        ("PUT", path),
    ):
        async with browser.session.request(method, browser.base + asked, data=b"a=b") as answer:
            assert answer.status >= 400
    await _send_files(browser, let, way, path)
    for request in (
        f"GET /{let.token(way)}\x00 HTTP/1.1\r\n\r\n",
        f"{let.words(way)}\r\n\r\n",
        f"GET / HTTP/1.1\r\nHost: {let.token(way)}\r\nConnection: close\r\n\r\n",
        f"GET / HTTP/1.0\r\nCookie: chat={let.token(way)}; desk={let.words(way)}\r\n\r\n",
        f"GET / HTTP/1.1\r\nHost: a\r\nX-Long: {let.words(way) * 1000}\r\n\r\n",
        f"POST {path} HTTP/1.1\r\nHost: a\r\nContent-Length: {let.words(way)}\r\n\r\n",
        f"POST {path} HTTP/1.0\r\nContent-Length: 9999\r\n\r\ntext={quote(let.words(way))}",
    ):
        await _raw(browser.base, request, let.address(way))


async def _send_files(browser: Browser, let: Canaries, way: str, path: str) -> None:
    """Send files where words belong: large ones, and one that is larger than it looks."""
    for packed in (False, True):
        content = f"{let.words(way)} ".encode() * (_LARGE if packed else _LARGE // 2)
        with aiohttp.MultipartWriter("form-data") as form:
            token = form.append(browser.field("token"))
            token.set_content_disposition("form-data", name="token")
            part = form.append(io.BytesIO(gzip.compress(content) if packed else content))
            part.set_content_disposition("form-data", name="text", filename=let.token(way))
            if packed:
                part.headers["Content-Encoding"] = "gzip"
        async with browser.session.post(browser.base + path, data=form) as answer:
            assert answer.status >= 400


async def _raw(base: str, request: str, address: str) -> None:
    """Send bytes as they are from an address, and hang up."""
    to = urlsplit(base)
    reader, writer = await asyncio.open_connection(to.hostname, to.port, local_addr=(address, 0))
    writer.write(request.encode())
    writer.write_eof()
    with suppress(ConnectionError):
        await reader.read()
    writer.close()


async def forge(house: House, let: Canaries) -> None:
    """Say that one is Telegram, with a wrong secret, and with the right one, but no update."""
    way = "a forged webhook"
    async with aiohttp.ClientSession() as session:
        for name, token in (("relatives", RELATIVES_TOKEN), ("desk", DESK_TOKEN)):
            there = f"{house.base}/telegram/{name}"
            right = BotAccess(token, "").secret
            text = let.words(way)
            for secret, body in (
                (let.token(way), f'{{"update_id": 1, "message": {{"text": "{text}"}}}}'),
                (let.words(way), text),
                (right, f'{{"update_id": "{text}"}}'),
                (right, f'{{"message": "{text}'),
                (right, text),
            ):
                async with session.post(
                    there, data=body.encode(), headers={SECRET: secret}
                ) as answer:
                    assert answer.status in {200, 401, 404}


def know_secrets(let: Canaries) -> None:
    """Look for what only we and Telegram know."""
    for token in (RELATIVES_TOKEN, DESK_TOKEN):
        let.let(token.partition(":")[2], "token", "a bot's token")
        let.let(BotAccess(token, "").secret, "token", "a webhook's secret")
