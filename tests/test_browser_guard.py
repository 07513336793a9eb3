"""In the browser, who writes a detail sees the question, and chooses, before anybody sees it."""

import pytest
from browsers import People, without_reload
from playwright.async_api import ViewportSize, expect

from handlers.language import Language

pytestmark = pytest.mark.browser

PHONE: ViewportSize = {"width": 390, "height": 844}
SMALL: ViewportSize = {"width": 375, "height": 560}
NUMBER = "070-174 06 05"


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("phone", [PHONE, SMALL], ids=["tall", "small"])
async def test_the_question_is_seen(
    people: People, phone: ViewportSize, language: Language
) -> None:
    """On a phone both buttons are seen at once, with what they are about and what is asked."""
    relative = await people.relative(language, viewport=phone)
    words = {"sv": "ring min man på", "en": "you can call my husband on"}[language]
    async with without_reload(relative):
        await relative.write(f"{words} {NUMBER}")
        for key in ("choice-hide", "choice-send"):
            await expect(relative.button(key)).to_be_in_viewport(ratio=1)
        asked = relative.text("held-back", what="phone", minutes="2").split("\n\n")[-1]
        await expect(relative.page.get_by_text(asked)).to_be_in_viewport(ratio=1)
        held = relative.page.get_by_text(f"{words} {NUMBER}")
        await expect(held).to_be_in_viewport(ratio=1)
        await relative.press("choice-hide")
        await expect(held).to_have_count(0)
        await relative.reads(f"{words} [•••]")
        await expect(relative.button("choice-hide")).to_have_count(0)


async def test_in_a_talk(people: People) -> None:
    """What a counsellor writes meanwhile takes no choice away, and they learn nothing of it."""
    relative, counsellor = await people.relative(), await people.counsellor()
    await relative.press("choice-human")
    await counsellor.take("sv")
    async with without_reload(relative):
        await relative.write(f"ring min man på {NUMBER}")
        await expect(relative.button("choice-send")).to_be_visible()
        await counsellor.write("Hej, jag är här")
        await relative.reads("Hej, jag är här")
        await counsellor.told("held-back", what="phone", minutes="2")
        await expect(counsellor.log).not_to_contain_text("min man")
        await relative.press("choice-send")
        await counsellor.reads(f"ring min man på {NUMBER}")
