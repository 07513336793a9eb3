"""What somebody sees who writes in a flood: their words stay, and arrive by themselves."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from browsers import People, Person, without_reload
from builders import SECOND, SetClock
from floods import crowd, newcomer, send, worked
from playwright.async_api import expect
from visitors import new_session

from bot.app import Running
from handlers import flood

pytestmark = pytest.mark.browser

WORRY = "jag är orolig för min bror"
NOWHERE = "abborre ackord akacia akleja akrobat akustik"
REFUSED = 409
# What an old phone does in seconds, a browser here does in less than one.
HEIGHT = flood.MOST + 1


@pytest.fixture
async def others() -> AsyncIterator[aiohttp.ClientSession]:
    """Give the browser by which a crowd comes."""
    async with new_session("sv-SE") as session:
        yield session


async def test_it_arrives_by_itself(
    people: People, site: Running, others: aiohttp.ClientSession
) -> None:
    """At the height of a flood a sentence says what happens, and what was written arrives."""
    relative = await people.relative()
    await relative.page.evaluate(
        "new MutationObserver(() => (window.said ??= error.textContent))"
        ".observe(error, { childList: true })"
    )
    await crowd(site, others, HEIGHT)
    async with people.failing(relative, "status of 429"), without_reload(relative):
        await relative.write(WORRY)
        await relative.reads(WORRY)
    await expect(relative.box).to_have_value("")
    await expect(relative.alert).to_be_hidden()
    assert await relative.page.evaluate("said") == relative.text("error-flood")
    # Neither the words nor the ticket are left anywhere.
    assert await relative.page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    assert relative.page.url == site.chat


async def test_a_button_in_a_flood(
    people: People, site: Running, others: aiohttp.ClientSession
) -> None:
    """Who asks for a person by a button gets into the queue as well."""
    relative = await people.relative()
    await crowd(site, others)
    async with people.failing(relative, "status of 429"):
        await relative.press("choice-human")
        await relative.stands("place", ahead=0)


async def test_what_is_written_meanwhile_stays(
    people: People, site: Running, others: aiohttp.ClientSession, clock: SetClock
) -> None:
    """Where a browser cannot do the work it waits; what is written on meanwhile stays."""
    context = await people.context("sv")
    await context.add_init_script("delete window.Worker")
    relative = await people.tab(context)
    await crowd(site, others)
    async with people.failing(relative, "status of 429"):
        await relative.write(WORRY)
        await expect(relative.alert).to_have_text(relative.text("error-flood"))
    await relative.box.press_sequentially(" Han är")
    clock.at += flood.LEAST_WAIT * SECOND
    await relative.reads(WORRY)
    await expect(relative.box).to_have_value(" Han är")


async def test_work_is_done_once(
    people: People, site: Running, others: aiohttp.ClientSession, clock: SetClock
) -> None:
    """Whose work is done and who finds no room yet comes back in a moment, and works no more."""
    context = await people.context("sv")
    await context.add_init_script(
        "window.workers = 0; window.Worker = class extends Worker {"
        " constructor(...given) { super(...given); workers += 1; } }"
    )
    relative = await people.tab(context)
    await crowd(site, others)
    for _ in range(flood.WORKED.at_once):
        browser = await newcomer(site, others)
        _, said = await send(browser, WORRY)
        await send(browser, WORRY, **worked(said))
    async with people.failing(relative, "status of 429"):
        async with relative.page.expect_response(lambda answer: answer.status == 429):
            await relative.write(WORRY)
        async with relative.page.expect_response(lambda answer: answer.status == 429):
            pass
        clock.at += SECOND
        await relative.reads(WORRY)
    assert await relative.page.evaluate("workers") == 1


async def test_without_a_script(
    people: People, site: Running, others: aiohttp.ClientSession, clock: SetClock
) -> None:
    """Without a script there is a page with what was written, which is sent by one press."""
    relative = await people.relative("en", java_script_enabled=False)
    await crowd(site, others)
    async with people.failing(relative, "status of 429"):
        await relative.write("I am worried about my brother")
        await waits(relative, "page-flood-wait", seconds=flood.LEAST_WAIT)
        # Too early.
        await relative.press("page-send-again")
        await waits(relative, "page-flood-wait", seconds=flood.LEAST_WAIT)
    await expect(relative.box).to_have_value("I am worried about my brother")
    clock.at += flood.LEAST_WAIT * SECOND
    await relative.press("page-send-again")
    frame = relative.page.frame_locator("iframe")
    await expect(frame.get_by_role("main")).to_contain_text("I am worried about my brother")


async def test_the_page_sends_by_itself(
    people: People, site: Running, others: aiohttp.ClientSession
) -> None:
    """With scripts, what got to that page all the same is sent from there without a press."""
    relative = await people.relative()
    await crowd(site, others)
    await relative.box.fill(WORRY)
    async with people.failing(relative, "status of 429"):
        await relative.page.evaluate("document.getElementById('say').submit()")
        await relative.reads(WORRY)


async def test_the_page_sends_by_itself_again(
    people: People, site: Running, others: aiohttp.ClientSession
) -> None:
    """So it does each time: whose words were wrong comes to the answer, and tries others."""
    relative = await people.relative()
    await relative.page.goto(f"{site.chat}code")
    await crowd(site, others)
    async with people.failing(relative, "status of 4"):
        for words in (NOWHERE, NOWHERE.title()):
            await relative.box.fill(words)
            async with relative.page.expect_response(lambda answer: answer.status == REFUSED):
                await relative.button("page-code-return").click()
            await expect(relative.box).to_have_value(words)
            await relative.headed("page-code")


async def waits(person: Person, key: str, **values: int) -> None:
    """Wait until the page says that there is something to wait for, and how."""
    await person.headed("page-flood")
    await person.stands(key, **values)
