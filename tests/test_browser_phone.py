"""On a phone, what nobody may miss is seen at once."""

import re

import pytest
from browsers import People, without_reload
from playwright.async_api import ViewportSize, expect

pytestmark = pytest.mark.browser

PHONE: ViewportSize = {"width": 390, "height": 844}
SMALL: ViewportSize = {"width": 375, "height": 560}


@pytest.mark.parametrize("phone", [PHONE, SMALL], ids=["tall", "small"])
async def test_a_counsellor_has_come(people: People, phone: ViewportSize) -> None:
    """Who has gone back to read, or has not read to the end, sees at once that one is here."""
    relative, counsellor = await people.relative(viewport=phone), await people.counsellor()
    await relative.write("hej, är det anonymt? kostar det något? syns det på räkningen?")
    await relative.told("phone-bill")
    await relative.press("choice-human")
    await relative.stands("place", ahead=0)
    await relative.log.evaluate("log => { log.scrollTop = 0; scrollTo(0, 0); }")
    async with without_reload(relative):
        await counsellor.take("sv")
        came = relative.lines(relative.text("picked-up", alias="Kim"))
        await expect(came).to_be_in_viewport(ratio=1)


async def test_the_queue_beside_a_conversation(people: People) -> None:
    """A counsellor in a conversation sees who waits, and that one of them is in danger."""
    counsellor = await people.counsellor(viewport=PHONE)
    first = await people.relative()
    await first.write("Han säger att han ska döda någon i kväll")
    await counsellor.take("sv")
    waiting = re.compile(f"^{counsellor.text('desk-waiting')}")
    queue = counsellor.page.get_by_role("link", name=waiting)
    await expect(queue).to_be_in_viewport(ratio=1)
    await expect(queue).to_contain_text("0")
    edge = await queue.evaluate(
        """() => [".chat-header", ".card.open"].map((part) =>
            getComputedStyle(document.querySelector(part)).borderInlineStart)"""
    )
    assert len(set(edge)) == 1
    assert edge[0].startswith("6px")
    second = await people.relative("en")
    async with without_reload(counsellor):
        await second.press("choice-human")
        await expect(queue).to_contain_text("1")
        await second.write("He says he will kill somebody tonight")
        await expect(queue).to_contain_text(counsellor.text("reason-danger-violence"))
    await queue.click()

    await expect(counsellor.board).to_be_in_viewport()


async def test_words_at_the_desk(people: People) -> None:
    """A counsellor sees what is written last and where to write, and no longer once it is over."""
    counsellor, relative = await people.counsellor(viewport=PHONE), await people.relative()
    for number in range(12):
        await relative.write(f"det var {number} gånger som jag frågade vad han gör om kvällarna")
    await relative.stands("place", ahead=0)
    await counsellor.take("sv")
    form = counsellor.page.locator("#say")
    await expect(form).to_be_in_viewport(ratio=0.99)
    async with without_reload(counsellor):
        await relative.write("och nu är han borta")
        await expect(counsellor.lines("och nu är han borta")).to_be_in_viewport(ratio=1)
        await relative.erase()
        await expect(form).to_be_hidden()
