"""Floods of new conversations for tests, and the work that a browser does in one."""

import hashlib
import itertools
import struct
from typing import Any

import aiohttp
from visitors import JSON, Browser

from bot.app import Running
from handlers.flood import FREE

# The last of so many is asked, and all who come after.
CROWD = FREE.at_once + 1


async def newcomer(site: Running, session: aiohttp.ClientSession) -> Browser:
    """Return the browser of somebody who has loaded the page, and knows nothing of before."""
    session.cookie_jar.clear()
    browser = Browser(session, site.chat.rstrip("/"))
    await browser.get("/")
    return browser


async def crowd(site: Running, session: aiohttp.ClientSession, count: int = CROWD) -> None:
    """Let so many begin a conversation at once, each in a browser of their own."""
    for _ in range(count):
        await send(await newcomer(site, session), "hej")


async def send(
    browser: Browser, text: str, path: str = "/say", **fields: str
) -> tuple[int, dict[str, Any]]:
    """Send words as the page's script does; return the status, and what the script is told."""
    form = {"token": browser.field("token"), "client_id": browser.field("client_id"), "text": text}
    url = browser.base + path
    async with browser.session.post(url, data=form | fields, headers=JSON) as answer:
        return answer.status, await answer.json()


def worked(said: dict[str, Any]) -> dict[str, str]:
    """Return the fields that let a form in, once the work is done that was asked for."""
    seed = bytes.fromhex(said["ticket"].rpartition(".")[2])
    numbers = (_number(seed, part, said["bits"]) for part in range(said["parts"]))
    return {"ticket": said["ticket"], "proof": "-".join(map(str, numbers))}


def _number(seed: bytes, part: int, bits: int) -> int:
    """Find a number as the page's script does; written once more, from what is asked for."""
    return next(
        number for number in itertools.count() if not _hashed(seed, part, number) >> (256 - bits)
    )


def _hashed(seed: bytes, part: int, number: int) -> int:
    return int.from_bytes(hashlib.sha256(seed + struct.pack(">II", part, number)).digest(), "big")
