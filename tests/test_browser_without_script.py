"""The same chat where the browser runs no script: forms, and a frame that loads itself anew."""

import pytest
from browsers import Counsellor, People, Person, refusing
from playwright.async_api import FrameLocator, expect

from bot.store.client import Valkey

pytestmark = pytest.mark.browser

# The frame loads itself anew every five seconds.
SOON = 10_000  # milliseconds


async def test_without_a_script(people: People, valkey: Valkey) -> None:
    """Forms are enough for both sides, from the choice of a language until all is erased."""
    counsellor = await people.counsellor(java_script_enabled=False)
    relative = await people.relative("sv", java_script_enabled=False)
    await relative.stands("open-now", closes="2026-11-24T15:00:00+01:00")
    await relative.follow("page-other-language")
    relative = Person(relative.page, relative.texts, "en")
    await relative.press("choice-anonymity")
    await _reads(relative, relative.text("anonymity", door="web"))
    async with refusing(valkey), people.failing(relative, "status of 503"):
        await relative.write("My brother is gone")
        await relative.headed("error-store")
    await expect(relative.box).to_have_value("My brother is gone")
    await relative.press("page-send-again")
    await _reads(relative, relative.text("place", ahead=0))

    await counsellor.page.reload()
    await counsellor.take("en")
    await _talking(relative, counsellor)
    await relative.erase()
    await relative.follow("page-begin-again")
    await relative.reads(relative.text("welcome-open"))
    await expect(relative.page.get_by_text("My brother is gone")).to_have_count(0)
    await expect(relative.page.locator("iframe")).to_have_count(0)


async def _talking(relative: Person, counsellor: Counsellor) -> None:
    """Let the relative read by waiting, and the counsellor by loading the page anew."""
    await counsellor.reads("My brother is gone")
    await counsellor.write("Hello, what has happened?")
    await counsellor.reads("Hello, what has happened?")
    await _reads(relative, "Hello, what has happened?")
    await _reads(relative, relative.text("status-talking", alias="Kim"))
    await relative.write("He has left")
    await _reads(relative, "He has left")
    await counsellor.page.reload()
    await counsellor.reads("He has left")
    await counsellor.unfold("desk-end")
    await counsellor.press("desk-end-sure")
    await counsellor.sees("desk-ended")
    await relative.page.reload()
    await _reads(relative, relative.text("ended"))
    await _reads(relative, relative.text("status-ended"))


def _frame(relative: Person) -> FrameLocator:
    """Return the frame in which the conversation stands."""
    return relative.page.frame_locator(f'iframe[title="{relative.text("page-log")}"]')


async def _reads(relative: Person, text: str) -> None:
    """Wait until a text stands in the frame, which nobody loads anew but itself."""
    await expect(_frame(relative).get_by_role("main")).to_contain_text(text, timeout=SOON)
