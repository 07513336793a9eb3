"""The same chat where the browser runs no script: forms, and a frame that loads itself anew."""

import pytest
from browsers import People, Person, refusing
from playwright.async_api import FrameLocator, expect

from bot.store.client import Valkey

pytestmark = pytest.mark.browser

HUMAN = "Jag vill prata med en människa"

# The frame loads itself anew every five seconds.
SOON = 10_000  # milliseconds


async def test_both_sides(people: People) -> None:
    """Forms are enough for both sides, and what the other side writes comes by itself."""
    counsellor = await people.counsellor(java_script_enabled=False)
    relative = await people.relative(java_script_enabled=False)
    await relative.stands("open-now", closes="2026-11-24T15:00:00+01:00")
    await relative.write(HUMAN)
    await _reads(relative, relative.text("place", ahead=0))

    await counsellor.page.reload()
    await counsellor.take("sv")
    await counsellor.reads(HUMAN)
    await counsellor.write("Hej, vad har hänt?")
    await counsellor.reads("Hej, vad har hänt?")
    await _reads(relative, "Hej, vad har hänt?")
    await _reads(relative, relative.text("status-talking", alias="Kim"))

    await relative.write("Han har rest")
    await _reads(relative, "Han har rest")
    await counsellor.page.reload()
    await counsellor.reads("Han har rest")
    await counsellor.unfold("desk-end")
    await counsellor.press("desk-end-sure")
    await counsellor.sees("desk-ended")
    await relative.page.reload()
    await _reads(relative, relative.text("ended"))
    await _reads(relative, relative.text("status-ended"))


async def test_language_trouble_and_erasing(people: People, valkey: Valkey) -> None:
    """Without a script, too, the language changes, nothing written is lost, and all can go."""
    swede = await people.relative("sv", java_script_enabled=False)
    await swede.follow("page-other-language")
    briton = Person(swede.page, swede.texts, "en")
    await briton.press("choice-anonymity")
    await _reads(briton, briton.text("anonymity", door="web"))
    async with refusing(valkey), people.failing(briton, "status of 503"):
        await briton.write("My brother is gone")
        await briton.headed("error-store")
    await expect(briton.box).to_have_value("My brother is gone")
    await briton.press("page-send-again")
    await _reads(briton, "My brother is gone")
    await briton.erase()
    await briton.follow("page-begin-again")
    await briton.reads(briton.text("welcome-open"))
    await expect(briton.page.get_by_text("My brother is gone")).to_have_count(0)
    await expect(briton.page.locator("iframe")).to_have_count(0)


def _frame(relative: Person) -> FrameLocator:
    """Return the frame in which the conversation stands."""
    return relative.page.frame_locator(f'iframe[title="{relative.text("page-log")}"]')


async def _reads(relative: Person, text: str) -> None:
    """Wait until a text stands in the frame, which nobody loads anew but itself."""
    await expect(_frame(relative).get_by_role("main")).to_contain_text(text, timeout=SOON)
