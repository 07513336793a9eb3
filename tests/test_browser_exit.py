"""The quick way out, in a real browser: whoever takes the phone a moment later finds nothing."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from browsers import People, Person, refusing, without_reload
from builders import LINE
from playwright.async_api import (
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    ViewportSize,
    expect,
)
from test_browser_troubles import Wire, wire

from bot.store import keys
from bot.store.client import Valkey
from handlers.line import Line

__all__ = ["wire"]

pytestmark = pytest.mark.browser

PHONE: ViewportSize = {"width": 390, "height": 844}
SMALL: ViewportSize = {"width": 320, "height": 420}
DESKTOP: ViewportSize = {"width": 1280, "height": 800}

SECRET = "Min bror är borta"
HUMAN = "Jag vill prata med en människa"

# Presses the button, and tells how long it took, and what is seen then and while one waits.
PRESSED = """() => {
    const began = performance.now();
    document.querySelector("#exit button").click();
    const seen = () => document.title + document.documentElement.innerText;
    setInterval(() => console.debug(seen()), 100);
    return [performance.now() - began, seen()];
}"""

# Whatever a page of ours could have put aside.
KEPT = """async () => [localStorage.length, sessionStorage.length,
    (await indexedDB.databases()).length, (await caches.keys()).length,
    (await navigator.serviceWorker.getRegistrations()).length]"""


@dataclass
class Weather:
    """Another site, to which people are let go; it answers unless it is told to be silent."""

    address: str = ""
    answers: bool = True

    async def show(self, _request: web.Request) -> web.Response:
        """Show the weather."""
        while not self.answers:
            await asyncio.sleep(0.01)
        page = "<title>Vädret</title><link rel=icon href='data:,'><h1>Sol</h1>"
        return web.Response(text=page, content_type="text/html")


@pytest.fixture
async def weather() -> AsyncIterator[Weather]:
    """Give the site on which the weather is."""
    weather = Weather()
    app = web.Application()
    app.router.add_get("/", weather.show)
    async with TestServer(app) as server:
        weather.address = str(server.make_url("/"))
        yield weather


@pytest.fixture
def line_facts(weather: Weather) -> Line:
    """Give a line whose way out leads to the weather."""
    return replace(LINE, exit_page=weather.address)


@pytest.fixture
def coming(people: People, weather: Weather) -> People:
    """Give people who may go on to the weather."""
    people.may_go_to(weather.address)
    return people


def exit_of(person: Person) -> Locator:
    """Return the button that leads out."""
    return person.button("page-exit")


async def at_the_weather(page: Page) -> None:
    """Wait until somebody sees the weather, and nothing else."""
    await expect(page.get_by_role("heading", name="Sol")).to_be_visible()
    await expect(page).to_have_title("Vädret")


async def until(wanted: Callable[[], Awaitable[bool]]) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(5):
        while not await wanted():
            await asyncio.sleep(0.01)


async def knows_nobody(valkey: Valkey) -> None:
    """Wait until no browser leads to a conversation any more."""

    async def cut() -> bool:
        return not await valkey.exists(keys.ADDRESSES, keys.REACHED_BY)

    await until(cut)


async def holds_no_cookie(context: BrowserContext) -> None:
    """Wait until a browser has forgotten us."""

    async def none() -> bool:
        return not await context.cookies()

    await until(none)


async def shows_nothing_of_it(page: Page) -> None:
    """Check that a page of ours says nothing of what was written."""
    assert SECRET not in await page.content()
    assert "Kim" not in await page.content()


async def test_out_by_the_button(coming: People, valkey: Valkey, weather: Weather) -> None:
    """One press leads to the weather; the counsellor is told, and nothing is left in the browser.

    Back leads to what was there before the chat.
    """
    counsellor, relative = await coming.counsellor(), await coming.relative()
    page = relative.page
    await page.goto("about:blank#before")
    await page.goto(coming.site.chat)
    await relative.write(HUMAN)
    await counsellor.take("sv")
    await relative.write(SECRET)
    await relative.reads(SECRET)
    await relative.follow("page-other-language")
    english = Person(page, relative.texts, "en")
    await english.follow("page-erase")
    await english.follow("page-to-the-chat")
    await english.reads(SECRET)
    assert await page.evaluate(KEPT) == [0, 0, 0, 0, 0]
    await exit_of(english).click()

    await at_the_weather(page)
    await counsellor.told("relative-exited")
    await counsellor.sees("desk-ended")
    await knows_nobody(valkey)
    await holds_no_cookie(page.context)
    await page.go_back()
    assert page.url == "about:blank#before"
    await page.go_forward()
    assert page.url == weather.address


async def test_while_only_the_bot_answers(coming: People, valkey: Valkey) -> None:
    """What no person has seen is gone from the store within a second."""
    relative = await coming.relative()
    await relative.write("hej")
    await relative.told("welcome-open")
    await exit_of(relative).click()
    await at_the_weather(relative.page)

    async with asyncio.timeout(1):
        await knows_nobody(valkey)
    assert await valkey.keys(keys.lines("*")) == []


async def test_blank_at_once(coming: People, weather: Weather) -> None:
    """The page is blank before anything is asked of anybody, and stays so while nobody answers."""
    weather.answers = False
    relative, counsellor = await coming.relative(), await coming.counsellor()
    await relative.write(HUMAN)
    await counsellor.take("sv")
    await relative.stands("status-talking", alias="Kim")
    shown: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "debug":
            shown.append(message.text)

    relative.page.on("console", note)
    took, *at_once = await relative.page.evaluate(PRESSED)
    await counsellor.told("relative-exited")
    await relative.page.wait_for_event("console", lambda _: len(shown) > 5)

    assert took < 100
    assert {*at_once, *shown} == {urlsplit(weather.address).netloc}
    assert relative.page.url == coming.site.chat
    weather.answers = True
    await at_the_weather(relative.page)


async def test_all_tabs(coming: People) -> None:
    """Who leaves in one tab has left in all of them."""
    one = await coming.relative()
    two = await coming.tab(one.page.context)
    await one.write(SECRET)
    await two.reads(SECRET)
    await exit_of(one).click()

    await at_the_weather(two.page)
    await at_the_weather(one.page)


async def test_shift_three_times(coming: People) -> None:
    """Three times Shift within five seconds leads out, from wherever somebody is on the page."""
    relative = await coming.relative()
    await relative.box.fill(SECRET)
    for _ in range(3):
        await relative.page.keyboard.press("Shift")

    await at_the_weather(relative.page)


async def test_not_by_writing(coming: People) -> None:
    """Nobody is led out by what people do who write: capitals, marked words, Esc, slow presses."""
    relative = await coming.relative()
    page = relative.page
    await page.clock.install()
    await page.reload()
    async with without_reload(relative):
        await relative.box.focus()
        for _ in range(4):
            await page.keyboard.press("Shift+A")
            await page.keyboard.press("Escape")
        for _ in range(4):
            await page.keyboard.down("Shift")
            await relative.box.click()
            await page.keyboard.up("Shift")
        for _ in range(4):
            await page.keyboard.press("Shift")
            await page.clock.fast_forward(2600)
        await expect(relative.box).to_have_value("AAAA")
    await page.keyboard.press("Shift")
    await page.keyboard.press("Shift")
    await at_the_weather(page)


@pytest.mark.parametrize("missing", ["navigator.sendBeacon", "window.BroadcastChannel"])
async def test_where_the_browser_can_less(coming: People, valkey: Valkey, missing: str) -> None:
    """Where a browser refuses what the script asks for, it leads out all the same."""
    context = await coming.context("sv")
    await context.add_init_script(f"{missing} = undefined")
    relative = await coming.tab(context)
    await relative.write("hej")
    await relative.told("welcome-open")
    await exit_of(relative).click()
    await at_the_weather(relative.page)
    await relative.page.goto(coming.site.chat)

    await knows_nobody(valkey)


# A browser that brings a page back as it was says so by this.
BROUGHT_BACK = "dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))"


async def test_brought_back(coming: People) -> None:
    """A page that a browser brings back is not shown as it was, and not at all after leaving."""
    relative = await coming.relative()
    await relative.write(SECRET)
    await relative.reads(SECRET)
    async with relative.page.expect_navigation(url=relative.page.url):
        blank = f"{BROUGHT_BACK}; document.documentElement.innerText"
        assert await relative.page.evaluate(blank) == ""
    await relative.reads(SECRET)
    await relative.page.evaluate(f"document.querySelector('#exit button').click(); {BROUGHT_BACK}")

    await at_the_weather(relative.page)


async def test_sent_again(coming: People, valkey: Valkey) -> None:
    """What is sent again from the page of a mishap leaves no such page behind."""
    relative = await coming.relative()
    page = relative.page
    await page.goto("about:blank#before")
    await page.goto(coming.site.chat)
    await relative.box.fill(SECRET)
    async with refusing(valkey), coming.failing(relative, "status of 503"):
        # As a browser without a script sends it.
        await page.evaluate("document.getElementById('say').submit()")
        await relative.headed("error-store")
    await relative.press("page-send-again")
    await relative.reads(SECRET)
    await page.go_back()
    await expect(relative.box).to_be_visible()
    await page.go_back()

    assert page.url == "about:blank#before"


async def test_lost_goodbye(wire: Wire, coming: People, valkey: Valkey) -> None:
    """When the goodbye is lost on its way, the next request says it, and is shown nothing."""
    counsellor = await coming.counsellor()
    relative = await coming.tab(await coming.context("sv"), address=wire.address)
    page = relative.page
    await relative.write(HUMAN)
    await counsellor.take("sv")
    await relative.write(SECRET)
    await relative.reads(SECRET)
    async with coming.failing(relative, "net::ERR_"):
        await wire.cut()
        await relative.stands("page-connection-lost")
        await exit_of(relative).click()
        await at_the_weather(page)
    assert await valkey.exists(keys.ADDRESSES)
    await wire.mend()
    await page.goto(wire.address)
    await at_the_weather(page)

    await counsellor.told("relative-exited")
    await knows_nobody(valkey)
    await holds_no_cookie(page.context)
    await page.goto(wire.address)
    await relative.told("welcome-open")
    await shows_nothing_of_it(page)
    await page.close()  # the wire is taken away first


async def test_without_a_script(coming: People, valkey: Valkey) -> None:
    """The same button is enough without a script; Back shows nothing of the conversation."""
    counsellor = await coming.counsellor()
    relative = await coming.relative(java_script_enabled=False)
    page = relative.page
    await relative.write(HUMAN)
    await counsellor.take("sv")
    await relative.write(SECRET)
    await exit_of(relative).click()

    await at_the_weather(page)
    await counsellor.told("relative-exited")
    await knows_nobody(valkey)
    await holds_no_cookie(page.context)
    for _ in range(3):
        await page.go_back()
        await relative.reads(relative.text("welcome-open"))
        await shows_nothing_of_it(page)


async def test_erased_leaves_no_way_back(coming: People, weather: Weather) -> None:
    """Who erases, and then goes on by themselves, finds no page of ours by Back."""
    relative = await coming.relative()
    page = relative.page
    await page.goto("about:blank#before")
    await page.goto(coming.site.chat)
    await relative.write(SECRET)
    await relative.reads(SECRET)
    await relative.erase()
    await holds_no_cookie(page.context)
    await page.goto(weather.address)
    await page.go_back()
    await relative.headed("page-erased")
    await page.go_back()

    assert page.url == "about:blank#before"


async def test_in_sight(coming: People) -> None:
    """On every page of a relative the way out is in sight, wherever they have scrolled to.

    It is large enough to be hit, and lies over nothing that is needed to write.
    """
    relative = await coming.relative()
    await _is_in_sight(relative)
    for words in ("Är det anonymt?", "Kostar det något?", HUMAN):
        await relative.write(words)
    await relative.stands("place", ahead=0)
    await relative.unfold("page-questions")
    await _is_in_sight(relative)
    await relative.page.goto(coming.site.chat + "erase")
    await _is_in_sight(relative)
    for path in ("nothing", "say"):
        async with coming.failing(relative, "status of 40"):
            await relative.page.goto(coming.site.chat + path)
        await _is_in_sight(relative)
    await relative.erase()
    await _is_in_sight(relative)


async def _is_in_sight(relative: Person) -> None:
    for size in (DESKTOP, PHONE, SMALL):
        await relative.page.set_viewport_size(size)
        for scroll in ("scrollTo(0, 0)", "scrollTo(0, document.body.scrollHeight)"):
            await relative.page.evaluate(scroll)
            await expect(exit_of(relative)).to_be_in_viewport(ratio=1)
        box = await exit_of(relative).bounding_box()
        assert box
        assert box["height"] >= 44
        if await relative.box.count():
            # Playwright clicks only what nothing lies over.
            await relative.box.click()
            await relative.button("page-send").click(trial=True)
            await expect(exit_of(relative)).to_be_in_viewport(ratio=1)


async def test_in_sight_above_a_keyboard(coming: People) -> None:
    """Where a keyboard moves the page up behind its edge, the way out moves along."""
    relative = await coming.relative(viewport=PHONE, is_mobile=True)
    await relative.write("hej")
    await relative.told("welcome-open")
    devtools = await relative.page.context.new_cdp_session(relative.page)
    await devtools.send("Emulation.setPageScaleFactor", {"pageScaleFactor": 2})
    await relative.page.evaluate("document.getElementById('text').scrollIntoView()")
    moved = "() => visualViewport.offsetTop > 100"
    await relative.page.wait_for_function(moved)
    at = "(button) => button.getBoundingClientRect().top - visualViewport.offsetTop"

    async def follows() -> bool:
        top = await exit_of(relative).evaluate(at)
        return bool(0 <= top < 50)

    await until(follows)
