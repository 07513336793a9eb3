"""The pages for everybody: seen or heard, by keyboard, on a phone, enlarged, by day and night."""

import asyncio
from typing import Literal

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from browsers import People, Person, refusing
from floods import crowd
from playwright.async_api import Locator, Page, ViewportSize, expect
from visitors import new_session

from bot.app import Running
from bot.store.client import Valkey

pytestmark = pytest.mark.browser

DESKTOP: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}
# A small page at twice the size (WCAG 2.2, 1.4.10).
ENLARGED: ViewportSize = {"width": 320, "height": 420}

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")

# Also whether what is to be tapped is large enough (WCAG 2.2, 2.5.8): that is not asked by itself.
VIOLATIONS = """() => axe.run({
    resultTypes: ["violations"], rules: { "target-size": { enabled: true } },
}).then(({ violations }) => violations.flatMap(
        ({ id, nodes }) => nodes.map(({ failureSummary }) => id + ": " + failureSummary)))"""

SIDEWAYS = """() => [...document.querySelectorAll("*")].filter((element) =>
    element.scrollWidth > element.clientWidth
    && (element === document.documentElement
        || /auto|scroll/.test(getComputedStyle(element).overflowX))
).map((element) => element.outerHTML.slice(0, 80))"""

# Notes what a screen reader hears: what is put into the parts of a page that speak by themselves.
HEAR = """addEventListener("DOMContentLoaded", () => {
    window.heard = [];
    const hear = (changes) => changes.flatMap(({ addedNodes }) => [...addedNodes]).forEach(
        (node) => node.textContent.trim()
            && heard.push(node.textContent.trim().replace(/\\s+/g, " ")));
    for (const live of document.querySelectorAll("[role=log], [role=status], [role=alert]"))
        new MutationObserver(hear).observe(live, { childList: true, subtree: true });
})"""

# Whether somebody at the keyboard is there, and sees it.
AT = """(element) => element === document.activeElement
    && getComputedStyle(element).outlineStyle !== "none" """

HUMAN = "Jag vill prata med en människa"
DANGER = "Min man har hotat att döda mig"
LONG_WORD = "https://www.example.org/" + "en-mycket-lang-adress" * 8


async def _examine(*pages: Page) -> None:
    """Raise AssertionError for what somebody could not see, read, reach or operate."""
    await asyncio.gather(*(_examine_one(page) for page in pages))


async def _examine_one(page: Page) -> None:
    await page.evaluate(AXE_SCRIPT)
    for size in (DESKTOP, PHONE):
        await page.set_viewport_size(size)
        # What is scrolled to beneath the way out would count as too small.
        await page.evaluate("scrollTo(0, 0)")
        for scheme in SCHEMES:
            await page.emulate_media(color_scheme=scheme)
            assert await page.evaluate(VIOLATIONS) == []
    await page.set_viewport_size(ENLARGED)
    assert await page.evaluate(SIDEWAYS) == []
    await page.set_viewport_size(DESKTOP)


async def test_chat_and_desk(people: People) -> None:
    """Everybody can use both pages in each state of a conversation, also while something fails."""
    counsellor, relative = await people.counsellor(), await people.relative()
    await _examine(relative.page, counsellor.page)
    await relative.write("Är det anonymt?")
    await relative.told("anonymity-limits")
    await relative.unfold("page-questions")
    await relative.unfold("page-end")
    await _examine(relative.page)
    await relative.write(DANGER)
    await relative.stands("place", ahead=0)
    await expect(counsellor.cards()).to_have_count(1)
    async with people.failing(relative, "status of 409"):
        await relative.write("a" * 5000)
    await _examine(relative.page, counsellor.page)
    await counsellor.take("sv")
    await counsellor.write(LONG_WORD)
    await relative.write(LONG_WORD)
    await expect(counsellor.lines(LONG_WORD)).to_have_count(2)
    await counsellor.unfold("desk-end")
    await _examine(relative.page, counsellor.page)
    await counsellor.press("desk-end-sure")
    await counsellor.sees("desk-ended")
    await relative.stands("status-ended")
    await _examine(relative.page, counsellor.page)


async def test_pages_that_stand_alone(people: People, site: Running, valkey: Valkey) -> None:
    """Whoever is invited, signed out, off duty, erased or in trouble can use the page, too."""
    counsellor = await people.counsellor()
    await counsellor.press("desk-leave")
    await counsellor.headed("desk-off", alias="Kim")
    await _examine(counsellor.page)
    await counsellor.press("desk-sign-out")
    await counsellor.headed("desk-signed-out")
    await _examine(counsellor.page)
    invite = await site.switchboard.counsellors.invite("Robin", ("sv",))
    await counsellor.page.goto(f"{site.chat}desk/join/{invite}")
    await counsellor.headed("desk-join", alias="Robin")
    await _examine(counsellor.page)
    await counsellor.press("desk-join-button")
    await counsellor.headed("desk-name", alias="Robin")
    async with people.failing(counsellor, "status of 410"):
        await counsellor.page.goto(f"{site.chat}desk/join/{invite}")
    await counsellor.headed("error-invite")
    await _examine(counsellor.page)
    async with people.failing(counsellor, "status of 404"):
        await counsellor.page.goto(f"{site.chat}nothing")
    await counsellor.headed("error-not-found")
    await _examine(counsellor.page)
    await _erased_and_store_away(await people.relative(), people, valkey)


async def test_who_can_see_what(people: People) -> None:
    """Everybody can read who can see what, and find the way back."""
    relative = await people.relative("en")
    await relative.follow("page-privacy")
    await relative.headed("choice-privacy")
    await _examine(relative.page)


async def test_while_very_many_write(people: People, site: Running) -> None:
    """Everybody can read what there is to wait for, where what they wrote is, and who to call."""
    async with new_session("sv-SE") as others:
        await crowd(site, others)
    context = await people.context("sv")
    await context.add_init_script("delete window.Worker")
    relative = await people.tab(context)
    async with people.failing(relative, "status of 429"):
        await relative.write("Är någon där?")
        await expect(relative.alert).to_have_text(relative.text("error-flood"))
    await _examine(relative.page)
    relative = await people.tab(context)
    async with people.failing(relative, "status of 429"):
        await relative.box.fill("Är någon där?")
        await relative.page.evaluate("document.getElementById('say').submit()")
        await relative.headed("page-flood")
    # Who goes on writing sends it themselves.
    await relative.box.fill("Är någon där? Han är")
    await _examine(relative.page)
    await _go_to(relative.button("page-send-again"))


async def _erased_and_store_away(relative: Person, people: People, valkey: Valkey) -> None:
    await expect(relative.page.locator("#code")).to_have_accessible_name(
        relative.text("page-code-enter")
    )
    await relative.write("hej")
    await relative.told("welcome-open")
    await relative.follow("page-code")
    await relative.headed("page-code")
    await _examine(relative.page)
    await relative.button("page-code-get").click()
    await expect(relative.page.locator(".code span")).to_have_count(6)
    await _examine(relative.page)
    await relative.page.get_by_role("link", name=relative.text("page-to-the-chat")).click()
    await relative.follow("page-erase")
    await relative.headed("page-erase-sure")
    await _examine(relative.page)
    await relative.erase()
    await _examine(relative.page)
    await relative.follow("page-begin-again")
    await relative.box.fill("Är någon där?")
    async with refusing(valkey), people.failing(relative, "status of 503"):
        # As a browser without a script sends it.
        await relative.page.evaluate("document.getElementById('say').submit()")
        await relative.headed("error-store")
    await expect(relative.box).to_have_value("Är någon där?")
    await _examine(relative.page)


async def test_heard_once(people: People) -> None:
    """A screen reader hears each line once, the state when it changes, and nothing again."""
    counsellor = await people.counsellor()
    context = await people.context("sv")
    await context.add_init_script(HEAR)
    relative = await people.tab(context)
    await relative.write(HUMAN)
    await relative.stands("place", ahead=0)
    assert await relative.page.evaluate("heard.splice(0)") == [
        f"{relative.text('page-you')} 10.00 {HUMAN}",
        f"{relative.text('page-bot')} 10.00 {relative.text('queued', ahead=0)}",
        relative.text("place", ahead=0),
    ]
    await counsellor.take("sv")
    await relative.stands("status-talking", alias="Kim")
    await relative.page.evaluate("heard.splice(0)")
    await counsellor.write("Hej")
    await counsellor.write("Jag är kvar")
    await relative.reads("Jag är kvar")

    assert await relative.page.evaluate("heard") == ["Kim 10.00 Hej", "Kim 10.00 Jag är kvar"]


async def test_by_keyboard(people: People) -> None:
    """Both sides can do everything without a mouse, and never lose where they are on the page."""
    counsellor, relative = await people.counsellor(), await people.relative()
    await _go_to(relative.button("page-exit"))
    await _go_to(relative.box)
    await relative.page.keyboard.type("Kostar det något?")
    await relative.page.keyboard.press("Enter")
    await relative.told("cost")
    await expect(relative.box).to_be_focused()
    await _press(relative.page.get_by_text(relative.text("page-questions"), exact=True))
    await _press(relative.button("choice-anonymity"))
    await _is_still_there(relative, "choice-anonymity")
    await _press(relative.button("choice-human"))
    await _is_still_there(relative, "choice-human")

    await _press(counsellor.cards("sv").get_by_role("button"))
    await _go_to(counsellor.box)
    await counsellor.page.keyboard.type("Hej")
    await counsellor.page.keyboard.press("Enter")
    await relative.reads("Hej")
    await _press(counsellor.button("desk-hand-back"))
    await relative.told("handed-back", alias="Kim")
    await _press(counsellor.cards("sv").get_by_role("button"))
    await _press(counsellor.page.get_by_text(counsellor.text("desk-end"), exact=True))
    await _press(counsellor.button("desk-end-sure"))
    await relative.told("ended")

    await _press(relative.page.get_by_role("link", name=relative.text("page-erase"), exact=True))
    await _press(relative.button("choice-erase"))
    await relative.headed("page-erased")


async def test_what_is_held(people: People) -> None:
    """Everybody can choose what becomes of a message that is held, also by keyboard."""
    relative = await people.relative()
    await relative.write("ring min man på 070-174 06 05")
    await expect(relative.button("choice-hide")).to_be_visible()
    await _examine(relative.page)
    await _press(relative.button("choice-hide"))
    await relative.reads("ring min man på [•••]")

    await expect(relative.button("choice-hide")).to_be_hidden()
    await expect(relative.page.locator(":focus")).to_have_count(1)


async def _is_still_there(relative: Person, pressed: str) -> None:
    """Wait until a button that was pressed is gone; its focus must have gone somewhere else."""
    await expect(relative.lines(relative.text(pressed))).to_have_count(1)
    await expect(relative.button(pressed)).to_be_hidden()
    await expect(relative.page.locator(":focus")).to_have_count(1)


async def _go_to(what: Locator) -> None:
    """Press Tab until something is reached, as somebody without a mouse does."""
    await expect(what).to_be_visible()
    for _ in range(40):
        await what.page.keyboard.press("Tab")
        if await what.evaluate(AT):
            return
    await expect(what).to_be_focused()


async def _press(what: Locator) -> None:
    await _go_to(what)
    await what.page.keyboard.press("Enter")
