"""Opens a real browser, and watches over what its pages do: nothing foreign, and no errors."""

import os
import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.async_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    WebError,
    async_playwright,
    expect,
)

from bot.app import Running
from bot.store import keys
from bot.store.changes import EVERYTHING
from bot.store.client import Valkey
from bot.texts import Texts
from handlers.language import Language

NAMES = ("chromium", "chromium-browser", "google-chrome")
HOW = "there is no browser; on Debian, `apt-get install chromium` brings one"
WHETHER = "BROWSER_TESTS"

# Nothing but our own pages: no sandbox that root could not have, and no calls home.
ARGUMENTS = (
    *(["--no-sandbox"] if os.getuid() == 0 else []),
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)

# Less than the pulse of a stream: what is to be seen at once must not wait for it.
WITHIN = 8000  # milliseconds
expect.set_options(timeout=WITHIN)

LOCALES: dict[Language, str] = {"sv": "sv-SE", "en": "en-GB"}


def find_browser() -> str | None:
    """Return the path of the system's browser, or None."""
    return next(filter(None, map(shutil.which, NAMES)), None)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what needs a browser where there is none, or fail it where one is required."""
    if item.get_closest_marker("browser") is None or find_browser():
        return
    if os.environ.get(WHETHER) == "required":
        pytest.fail(f"{HOW} ({WHETHER}=required)", pytrace=False)
    pytest.skip(HOW)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say once that tests in the browser were skipped, and how to run them."""
    reports = terminalreporter.stats.get("skipped", [])
    skipped = sum("browser" in report.keywords for report in reports)
    if skipped and find_browser() is None:
        terminalreporter.write_line(f"{skipped} tests in a browser skipped: {HOW}", yellow=True)


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """Give a browser without any history."""
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(
            executable_path=find_browser(), args=list(ARGUMENTS)
        )
        yield opened
        await opened.close()


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody before a page, who reads it in a language."""

    page: Page
    texts: Texts
    language: Language

    def text(self, key: str, **values: Any) -> str:
        """Return a text of ours in this person's language."""
        return self.texts.say(self.language, key, **values)

    @property
    def log(self) -> Locator:
        """The conversation."""
        return self.page.get_by_role("log", name=self.text("page-log"))

    @property
    def box(self) -> Locator:
        """Where this person writes."""
        return self.page.get_by_role("textbox")

    @property
    def alert(self) -> Locator:
        """What went wrong."""
        return self.page.get_by_role("alert")

    def lines(self, text: str | re.Pattern[str]) -> Locator:
        """Return the lines of the conversation in which a text stands."""
        return self.log.get_by_role("listitem").filter(has_text=text)

    def button(self, key: str, **values: Any) -> Locator:
        """Return the button that has this text."""
        return self.page.get_by_role("button", name=self.text(key, **values), exact=True)

    async def press(self, key: str, **values: Any) -> None:
        """Press the button that has this text."""
        await self.button(key, **values).click()

    async def follow(self, key: str) -> None:
        """Follow the link that has this text."""
        await self.page.get_by_role("link", name=self.text(key), exact=True).click()
        await self.page.wait_for_load_state()

    async def unfold(self, key: str) -> None:
        """Open what is folded away under this text."""
        await self.page.get_by_text(self.text(key), exact=True).click()

    async def write(self, text: str) -> None:
        """Write and send."""
        await self.box.fill(text)
        await self.press("page-send")

    async def erase(self) -> None:
        """Erase everything, and wait until the page says that it is gone."""
        await self.follow("page-erase")
        await self.press("choice-erase")
        await self.headed("page-erased")

    async def headed(self, key: str, **values: Any) -> None:
        """Wait until the page has this heading."""
        heading = self.page.get_by_role("heading", name=self.text(key, **values), exact=True)
        await expect(heading).to_be_visible()

    async def reads(self, text: str) -> None:
        """Wait until a text stands in the conversation."""
        await expect(self.log).to_contain_text(text)

    async def told(self, key: str, **values: Any) -> None:
        """Wait until a text of ours stands in the conversation."""
        await self.reads(self.text(key, **values))

    async def stands(self, key: str, **values: Any) -> None:
        """Wait until the page says at a glance how it stands."""
        await expect(self.page.get_by_role("status")).to_have_text(self.text(key, **values))


@dataclass(frozen=True, slots=True)
class Counsellor(Person):
    """A counsellor at the desk."""

    @property
    def board(self) -> Locator:
        """The queue, the counsellor's conversations, and who is on duty."""
        return self.page.get_by_role("region", name=self.text("desk-board"))

    def cards(self, language: Language | None = None) -> Locator:
        """Return what stands on the board of relatives, or of those who write in a language."""
        cards = self.board.get_by_role("listitem").filter(has_text=re.compile(r"^\s*\S+ \d+"))
        return cards.filter(has_text=self.text(f"desk-language-{language}")) if language else cards

    async def sees(self, key: str) -> None:
        """Wait until a text of ours stands above the conversation."""
        text = self.page.get_by_text(self.text(key), exact=True)
        await expect(text).to_be_visible()

    async def take(self, language: Language) -> None:
        """Take the conversation of who writes in a language."""
        await self.cards(language).get_by_role("button").click()
        await expect(self.log).to_be_visible()
        await self.page.wait_for_load_state()

    async def turn_to(self, language: Language) -> None:
        """Open the conversation that goes on in a language."""
        await self.cards(language).get_by_role("link").click()
        await expect(self.cards(language).get_by_role("link")).to_have_attribute(
            "aria-current", "page"
        )
        await self.page.wait_for_load_state()


@asynccontextmanager
async def without_reload(*people: Person) -> AsyncIterator[None]:
    """Let these pages stay as they are: what they show meanwhile they were told by themselves."""
    asked: list[str] = []

    def note(request: Request) -> None:
        if request.is_navigation_request():
            asked.append(request.url)

    for person in people:
        await person.page.wait_for_load_state()  # before its scripts run, to send is to load anew
        person.page.on("request", note)
    yield
    for person in people:
        person.page.remove_listener("request", note)
    assert asked == []


@asynccontextmanager
async def refusing(valkey: Valkey) -> AsyncIterator[None]:
    """Let the store take nothing meanwhile."""
    await valkey.config_set("maxmemory", "1mb")
    try:
        yield
    finally:
        await valkey.config_set("maxmemory", "0")


class People:
    """Lets relatives and counsellors come, each in a browser of their own."""

    def __init__(self, browser: Browser, site: Running, valkey: Valkey, texts: Texts) -> None:
        self._browser = browser
        self._valkey = valkey
        self.site = site
        self._texts = texts
        self._ours = {site.chat}
        self._foreign: list[str] = []
        self._errors: list[str] = []

    def may_go_to(self, address: str) -> None:
        """Let pages go on to a place that is not ours."""
        self._ours |= {address}

    async def context(self, language: Language, **options: Any) -> BrowserContext:
        """Open a browser that knows nothing yet and asks for a language."""
        context = await self._browser.new_context(locale=LOCALES[language], **options)
        context.set_default_timeout(WITHIN)
        context.on("request", self._asked)
        context.on("console", self._said)
        context.on("weberror", self._failed)
        return context

    async def relative(self, language: Language = "sv", **options: Any) -> Person:
        """Let a relative open the chat."""
        return await self.tab(await self.context(language, **options), language)

    async def tab(
        self, context: BrowserContext, language: Language = "sv", address: str = ""
    ) -> Person:
        """Let a relative open the chat in a tab, perhaps by another of our addresses."""
        self._ours |= {address or self.site.chat}
        page = await context.new_page()
        await page.goto(address or self.site.chat)
        return Person(page, self._texts, language)

    async def counsellor(self, **options: Any) -> Counsellor:
        """Let the counsellor of the try-out sit down at the desk."""
        context = await self.context("sv", **options)
        page = await context.new_page()
        await page.goto(self.site.desk)
        return Counsellor(page, self._texts, "sv")

    @asynccontextmanager
    async def failing(self, person: Person, error: str) -> AsyncIterator[None]:
        """Wait for an error in the console of a page meanwhile, and pardon it, also repeated."""
        before, self._errors = self._errors, []
        async with person.page.expect_console_message(lambda message: error in message.text):
            yield
        self._errors = before + [said for said in self._errors if error not in said]

    async def leave(self) -> None:
        """Close all pages; raises AssertionError for what none of them may do."""
        await self._browser.close()
        # A stream sees that its page has gone when it is woken; nothing need wait for that.
        for whose in (EVERYTHING, *await self._valkey.hkeys(keys.ADDRESSES)):
            await self._valkey.publish(keys.CHANGES, whose)
        assert self._foreign == []
        assert self._errors == [], self._errors

    def _asked(self, request: Request) -> None:
        if not request.url.startswith(tuple(self._ours)):
            self._foreign.append(request.url)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning", "assert"}:
            self._errors.append(message.text)

    def _failed(self, error: WebError) -> None:
        self._errors.append(str(error.error))


@pytest.fixture
async def people(
    browser: Browser, site: Running, valkey: Valkey, texts: Texts
) -> AsyncIterator[People]:
    """Give relatives and counsellors to a try-out, who must meet no error."""
    coming = People(browser, site, valkey, texts)
    yield coming
    await coming.leave()
