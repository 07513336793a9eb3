"""What goes wrong between a page and us: nothing that was written is lost, doubled or misread."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import pytest
from browsers import HOW, WHETHER, People, Person, refusing, without_reload
from playwright.async_api import Route, expect

from bot.app import Running
from bot.store.client import Valkey

pytest_plugins = ["pytester"]


class Wire:
    """A connection to the site that can be cut: as a tunnel cuts it, or a lift."""

    def __init__(self, site: str) -> None:
        self._to = urlsplit(site)
        self._carried: set[asyncio.StreamWriter] = set()
        self._port = 0

    @property
    def address(self) -> str:
        """The address of the chat at this end."""
        return f"http://{self._to.hostname}:{self._port}/"

    async def mend(self) -> None:
        """Carry what comes, until it is cut."""
        self._server = await asyncio.start_server(self._carry, self._to.hostname, self._port)
        self._port = self._server.sockets[0].getsockname()[1]

    async def cut(self) -> None:
        """Break off all that goes on, and let nothing through."""
        self._server.close()
        for writer in self._carried:
            writer.transport.abort()
        await self._server.wait_closed()

    async def _carry(self, page: asyncio.StreamReader, to_page: asyncio.StreamWriter) -> None:
        site, to_site = await asyncio.open_connection(self._to.hostname, self._to.port)
        self._carried |= {to_page, to_site}
        await asyncio.gather(_pour(page, to_site), _pour(site, to_page))
        self._carried -= {to_page, to_site}


async def _pour(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError):
        while some := await source.read(65536):
            target.write(some)
            await target.drain()
    target.close()


@pytest.fixture
async def wire(site: Running) -> AsyncIterator[Wire]:
    """Give a connection to the site that holds, so far."""
    wire = Wire(site.chat)
    await wire.mend()
    yield wire
    await wire.cut()


HUMAN = "Jag vill prata med en människa"


@pytest.mark.browser
async def test_two_tabs(people: People) -> None:
    """Two tabs of one relative show one conversation, whichever is written in."""
    one = await people.relative()
    two = await people.tab(one.page.context)

    async with without_reload(one, two):
        await one.write("Syns det på telefonräkningen?")
        await two.told("phone-bill")
        await two.write("Vad kostar det?")
        await one.told("cost")
    assert await one.log.inner_text() == await two.log.inner_text()


@pytest.mark.browser
async def test_not_sent(people: People, valkey: Valkey) -> None:
    """What could not be sent stays in its box, with a sentence, and is there once when it can."""
    relative = await people.relative()
    long = "a " * 2500
    async with people.failing(relative, "status of 409"):
        await relative.write(long)
    await _kept(relative, long, relative.text("error-too-long", limit=4096))

    async with refusing(valkey), people.failing(relative, "status of 503"):
        await relative.write("Min bror är borta")
        await _kept(relative, "Min bror är borta", relative.text("error-store"))
    await _send_again(relative, "Min bror är borta")

    await relative.page.route("**/say", _lose_the_answer, times=1)
    async with people.failing(relative, "net::ERR_FAILED"):
        await relative.write("Är någon där?")
    await _kept(relative, "Är någon där?", relative.text("page-not-sent"))
    # It has arrived, although the page heard nothing of that.
    await relative.reads("Är någon där?")
    await _send_again(relative, "Är någon där?")


async def _lose_the_answer(route: Route) -> None:
    await route.fetch()
    await route.abort()


async def _kept(relative: Person, text: str, sentence: str) -> None:
    await expect(relative.alert).to_have_text(sentence)
    await expect(relative.box).to_have_value(text)
    await expect(relative.box).to_be_focused()


async def _send_again(relative: Person, text: str) -> None:
    await relative.press("page-send")
    await expect(relative.box).to_be_empty()
    await expect(relative.alert).to_be_hidden()
    await expect(relative.lines(text)).to_have_count(1)


@pytest.mark.browser
async def test_connection_lost(wire: Wire, people: People) -> None:
    """A page that was cut off says so, comes back by itself, and shows every line once."""
    counsellor = await people.counsellor()
    relative = await people.tab(await people.context("sv"), address=wire.address)
    await relative.write(HUMAN)
    await counsellor.take("sv")
    await counsellor.write("Rad 1")
    await relative.reads("Rad 1")

    async with without_reload(relative), people.failing(relative, "net::ERR_"):
        await wire.cut()
        await counsellor.write("Rad 2")
        await counsellor.write("Rad 3")
        await relative.stands("page-connection-lost")
        # Not any request: what the browser tries while cut off says nothing of its headers.
        async with relative.page.expect_response("**/events**") as again:
            await wire.mend()
        await relative.reads("Rad 3")
    await relative.stands("status-talking", alias="Kim")
    await expect(relative.lines("Rad")).to_contain_text(["Rad 1", "Rad 2", "Rad 3"])
    asked = await (await again.value).request.all_headers()
    assert asked["last-event-id"].endswith(".4")


@pytest.mark.browser
async def test_odd_texts(people: People) -> None:
    """Whatever somebody writes stands before both as the text that it is, and does nothing."""
    counsellor = await people.counsellor()
    relative = await people.relative()
    await relative.press("choice-human")
    await counsellor.take("sv")
    for text in (
        "<img src=x onerror=alert(1)><b>fet</b> {{ 7*7 }} &amp;",
        "🙏🏽 👨‍👩‍👧",
        "أنا قلق",
    ):
        for count, writer, reader in ((1, relative, counsellor), (2, counsellor, relative)):
            await writer.write(text)
            await expect(reader.log.get_by_text(text, exact=True)).to_have_count(count)
    # Nor is a number of ours, which in our own words can be tapped.
    await relative.write("020-100 200 svarar inte")
    await expect(counsellor.lines("svarar inte")).to_be_visible()
    await expect(counsellor.lines("svarar inte").get_by_role("link")).to_have_count(0)
    # A mark that turns the text after it round can make a number look like another.
    await relative.write("ring \u202e211\u202c nu")
    await expect(counsellor.lines("ring 211 nu")).to_be_visible()


@pytest.mark.browser
async def test_counsellor_removed(people: People, site: Running) -> None:
    """The desk of who is removed closes by itself, and their relative is first in the queue."""
    counsellor = await people.counsellor()
    relative = await people.relative()
    await relative.write(HUMAN)
    await counsellor.take("sv")
    await counsellor.write("Hej")
    await relative.reads("Hej")
    (kim,) = await site.switchboard.counsellors.all()
    await site.switchboard.counsellors.remove(kim)

    await relative.write("Är du där?")
    signed_out = counsellor.page.get_by_role("heading", name=counsellor.text("desk-signed-out"))
    await expect(signed_out).to_be_visible()
    await expect(counsellor.page.get_by_text("Är du där?")).to_have_count(0)
    await site.timekeeper.miss_counsellors()
    await relative.told("counsellor-lost", alias="Kim")
    await relative.stands("place", ahead=0)


WITHOUT = pytest.mark.parametrize(
    ("required", "outcomes"),
    [
        pytest.param("", {"passed": 1, "skipped": 2}, id="wished for"),
        pytest.param("required", {"passed": 1, "errors": 2}, id="required"),
    ],
)


@WITHOUT
def test_no_browser(
    pytester: pytest.Pytester,
    monkeypatch: pytest.MonkeyPatch,
    required: str,
    outcomes: dict[str, int],
) -> None:
    """Without a browser its tests are skipped in one clear line, or fail where one is required."""
    pytester.makepyfile(
        """
        import pytest

        @pytest.mark.browser
        @pytest.mark.parametrize("number", [1, 2])
        def test_in_a_browser(number): ...

        def test_elsewhere(): ...
        """
    )
    pytester.makeini("[pytest]\nmarkers = browser: in a browser")
    monkeypatch.setenv("PATH", str(pytester.path))
    monkeypatch.setenv(WHETHER, required)
    # pytest says each reason twice where it believes that nobody watches.
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    run = pytester.runpytest_inprocess("-p", "browsers")

    run.assert_outcomes(**outcomes)
    assert sum(HOW in line for line in run.outlines) == (2 if required else 1)
