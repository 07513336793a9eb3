"""Visits the pages by plain HTTP, as a browser without a script does."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp
import pytest

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

    def cookie(self, name: str) -> str:
        """Return the value of a cookie that it holds, or ""."""
        found = {cookie.key: cookie.value for cookie in self.session.cookie_jar}
        return found.get(name, "")


@pytest.fixture
async def relative(site: Running) -> AsyncIterator[Browser]:
    """Give a relative's browser that has loaded the chat."""
    async with new_session("sv-SE") as session:
        browser = Browser(session, site.chat.rstrip("/"))
        await browser.get("/")
        yield browser


@pytest.fixture
async def counsellor(site: Running) -> AsyncIterator[Browser]:
    """Give a counsellor's browser that is signed in."""
    async with new_session("sv-SE") as session:
        browser = Browser(session, site.chat.rstrip("/"))
        await browser.get(site.desk.removeprefix(browser.base))
        yield browser


def new_session(language: str) -> aiohttp.ClientSession:
    """Open a browser that asks for a language."""
    return aiohttp.ClientSession(
        cookie_jar=aiohttp.CookieJar(unsafe=True), headers={"Accept-Language": language}
    )


async def chat_id(counsellor: Browser) -> str:
    """Return the id of whoever is first on the board."""
    await counsellor.get("/desk")
    found = re.search(r"/desk/(?:take|chat)/([0-9a-f]{32})", counsellor.page)
    assert found
    return found[1]


async def events(session: aiohttp.ClientSession, url: str, last: str = "") -> list[str]:
    """Return the names of the events of a stream until its status or board was sent."""
    names = []
    async with session.get(url, headers={"Last-Event-ID": last}) as answer:
        async for line in answer.content:
            if line.startswith(b"event: "):
                names.append(line.decode().split()[1])
            if names and names[-1] in {"choices", "chat", "gone", "reload", "pulse"}:
                return names
    return names


@asynccontextmanager
async def full(valkey: Valkey) -> AsyncIterator[None]:
    """Let the store refuse whatever it is given, as one without memory does."""
    await valkey.config_set("maxmemory", "1mb")
    try:
        yield
    finally:
        await valkey.config_set("maxmemory", "0")


@asynccontextmanager
async def broken(valkey: Valkey) -> AsyncIterator[None]:
    """Let the store answer with errors where it is asked for the queue, which is empty."""
    await valkey.set(keys.QUEUE, "no queue any more")
    try:
        yield
    finally:
        await valkey.delete(keys.QUEUE)
