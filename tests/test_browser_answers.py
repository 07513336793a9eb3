"""What is answered stands on the page, and what was written stays until it has arrived."""

import pytest
from browsers import People
from playwright.async_api import Route, expect
from visitors import Browser

from bot.app import Running

pytestmark = pytest.mark.browser


async def _nothing(route: Route) -> None:
    """Let the page believe that it is told of everything, and tell it nothing."""
    await route.fulfill(status=200, content_type="text/event-stream", body="")


async def test_who_was_faster(people: People, site: Running, counsellor: Browser) -> None:
    """Who takes what another has just taken is told by whom, and can read it in peace."""
    robin = await people.counsellor()
    relative = await people.relative()
    await relative.press("choice-human")
    await expect(robin.cards("sv")).to_have_count(1)
    (waiting,) = (await site.switchboard.queue.board()).waiting
    await robin.page.route("**/desk/events*", _nothing)
    await robin.page.reload()
    token = await site.switchboard.counsellors.invite("Robin", ("sv",))
    await counsellor.get(f"/desk/join/{token}")
    await counsellor.post(f"/desk/join/{token}")
    await counsellor.post(f"/desk/take/{waiting.id}")
    async with (
        people.failing(robin, "status of 409"),
        robin.page.expect_response("**/desk/events*"),
    ):
        await robin.cards("sv").get_by_role("button").click()

    await expect(robin.board).to_contain_text("Robin pratar med")
    await expect(robin.alert).to_have_text(robin.text("error-already-taken", alias="Robin"))


async def test_somebody_else_answers(people: People) -> None:
    """An answer that is not ours is no receipt: the text stays, and a sentence says so."""
    relative = await people.relative()

    async def gateway(route: Route) -> None:
        await route.fulfill(status=502, json={"message": "Bad Gateway"})

    await relative.page.route("**/say", gateway)
    async with people.failing(relative, "status of 502"):
        await relative.write("viktigt")

    await expect(relative.alert).to_have_text(relative.text("page-not-sent"))
    await expect(relative.box).to_have_value("viktigt")


async def test_language_while_writing(people: People) -> None:
    """Who changes the language in the middle of a sentence still has it before them."""
    relative = await people.relative()
    await relative.write("hej")
    await relative.told("welcome-open", closes="2026-11-24T15:00:00+01:00")
    await relative.box.fill("min son")
    async with relative.page.expect_response("**/?language=en"):
        await relative.page.get_by_role("link", name="In English").click()

    await expect(relative.box).to_have_value("min son")
