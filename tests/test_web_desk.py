"""Promises of the counsellors' desk, asked by plain HTTP: who sits there, and what they may do."""

import json
import re

from builders import OPEN, SetClock
from visitors import HUMAN, JSON, Browser, chat_id, events, full, new_session

from bot.app import Running
from bot.store.client import Valkey
from bot.store.counsellors import LOST_AFTER


async def test_each_danger_is_seen(relative: Browser, counsellor: Browser) -> None:
    """Whoever told of two dangers has both beside their name, in the queue and when taken."""
    for danger in ("han ska döda mig i kväll", "jag tänker ta livet av mig"):
        await relative.post("/say", text=danger)
    dangers = ("Fara: våld i hemmet", "Fara: självmord eller självskada")
    chat = await chat_id(counsellor)
    assert all(danger in counsellor.page for danger in dangers)

    await counsellor.post(f"/desk/take/{chat}")

    header = counsellor.page.partition('class="chat-header')[2].partition("</div>")[0]
    assert all(danger in header for danger in dangers)


async def test_handing_back_and_leaving(relative: Browser, counsellor: Browser) -> None:
    """A chat that is handed back, or left at the end of a shift, is first in the queue again."""
    await relative.post("/choose", choice="human")
    chat = await chat_id(counsellor)
    await counsellor.post(f"/desk/take/{chat}")
    await counsellor.post(f"/desk/hand-back/{chat}")
    assert "först i kön" in counsellor.page
    await counsellor.post(f"/desk/take/{chat}")
    assert await counsellor.post("/desk/leave") == 200
    assert "Du är inte i tjänst, Kim" in counsellor.page

    await relative.get("/")
    assert "Du står först i kön" in relative.page


async def test_off_duty_and_signed_out(counsellor: Browser, site: Running) -> None:
    """Who goes off duty comes back by the queue's page; who signs out needs a new link."""
    at_desks = site.switchboard.counsellors.at_desks
    await counsellor.get("/desk")
    assert len(await at_desks(OPEN)) == 1
    await counsellor.post("/desk/leave")
    assert await at_desks(OPEN) == []
    await counsellor.get("/desk")
    assert "Ingen väntar" in counsellor.page
    await counsellor.post("/desk/leave")
    await counsellor.post("/desk/sign-out")

    assert "Du är inte inloggad" in counsellor.page
    assert await at_desks(OPEN) == []
    await counsellor.get("/desk/off-duty")
    assert "Du är inte inloggad" in counsellor.page


async def test_a_desk_stays_signed_in(site: Running) -> None:
    """A counsellor who closes the browser for the night needs no new link in the morning."""
    async with (
        new_session("sv") as session,
        session.get(site.desk, allow_redirects=False) as answer,
    ):
        (cookie,) = answer.headers.getall("Set-Cookie")

    assert re.fullmatch(r"desk=[\w-]{32}; HttpOnly; Max-Age=1209600; Path=/; SameSite=Lax", cookie)


async def test_invite(site: Running) -> None:
    """A link shows whom it is for, signs in one desk by its button, and is used up then."""
    token = await site.switchboard.counsellors.invite("Robin", ("en",))
    async with new_session("sv") as session:
        browser = Browser(session, site.chat.rstrip("/"))
        assert await browser.get(f"/desk/join/{token}") == 200
        assert "Robin" in browser.page
        assert await browser.post(f"/desk/join/{token}") == 200
        assert "Nobody is waiting" in browser.page
        await browser.get("/desk?language=sv")
        assert "Ingen väntar" in browser.page
        assert await browser.get(f"/desk/join/{token}") == 410
        assert await browser.post(f"/desk/join/{token}") == 403


async def test_used_invite_pressed_again(site: Running) -> None:
    """Whoever presses the button of a link that another has used is told so."""
    token = await site.switchboard.counsellors.invite("Robin", ("sv",))
    async with new_session("sv") as session:
        browser = Browser(session, site.chat.rstrip("/"))
        await browser.get(f"/desk/join/{token}")
        await site.switchboard.counsellors.join(token)
        assert await browser.post(f"/desk/join/{token}") == 410
    assert "redan använts" in browser.page


async def test_nobody_reaches_the_desk(relative: Browser, site: Running) -> None:
    """Without being signed in, nothing of the queue is seen or done, wherever."""
    await relative.post("/say", text=HUMAN)
    (waits,) = (await site.switchboard.queue.board()).waiting
    routes = [
        (route.method, re.sub(r"\{.+?\}", waits.id, route.resource.canonical))
        for route in site.doors.router.routes()
        if route.resource and route.resource.canonical.startswith("/desk")
    ]
    assert {("GET", f"/desk/chat/{waits.id}"), ("POST", f"/desk/take/{waits.id}")} <= {*routes}
    async with new_session("sv") as session:
        browser = Browser(session, site.chat.rstrip("/"))
        link = f"/desk/join/{await site.switchboard.counsellors.invite('Robin', ('sv',))}"
        for method, path in routes:
            await browser.get(link)  # by which they have a token, and are not signed in
            if method == "POST" and "join" not in path:
                assert await browser.post(path, text="hej") == 403, path
            elif method == "GET":
                await browser.get(path)
            assert not [one for one in ("Väntar", waits.code, HUMAN) if one in browser.page], path
        await browser.get("/desk/events")
        assert "signed-out" in browser.page

    assert (await site.switchboard.queue.board()).waiting == (waits,)
    assert not await site.switchboard.counsellors.on_duty(OPEN)


async def test_only_ones_own_chat(relative: Browser, counsellor: Browser, site: Running) -> None:
    """A counsellor sees and does nothing in a chat of somebody else, and is told who has it."""
    await relative.post("/say", text=HUMAN)
    chat = await chat_id(counsellor)
    await counsellor.post(f"/desk/take/{chat}")
    async with new_session("sv") as session:
        other = Browser(session, site.chat.rstrip("/"))
        token = await site.switchboard.counsellors.invite("Robin", ("sv",))
        await other.get(f"/desk/join/{token}")
        await other.post(f"/desk/join/{token}")
        assert await other.post(f"/desk/take/{chat}") == 409
        assert "Kim hann före" in other.page
        assert HUMAN not in other.page
        token = other.field("token")
        for step in ("say", "hand-back", "end"):
            path = f"/desk/{step}/{chat}"
            assert await other.post(path, headers=JSON, token=token, text="av någon annan") == 409
            assert "inte hos dig" in json.loads(other.page)["error"]
        stream = f"{other.base}/desk/events?chat={chat}&after=0"
        assert await events(other.session, stream) == ["board", "chat"]
        await other.get(f"/desk/chat/{chat}")
    assert HUMAN not in other.page
    assert "Kim pratar med" in other.page
    await counsellor.get(f"/desk/chat/{chat}")
    assert HUMAN in counsellor.page
    assert "av någon annan" not in counsellor.page


async def test_an_open_stream_is_nobody(
    counsellor: Browser, site: Running, clock: SetClock
) -> None:
    """A desk is on duty while its page answers; that brings nobody back who has left."""
    at_desks = site.switchboard.counsellors.at_desks
    await counsellor.post("/desk/leave")
    await events(counsellor.session, counsellor.base + "/desk/events")
    assert await counsellor.get("/desk/here") == 204
    assert await at_desks(OPEN) == []
    await counsellor.get("/desk")
    clock.at += LOST_AFTER
    assert await counsellor.get("/desk/here") == 204
    assert len(await at_desks(clock.at + LOST_AFTER)) == 1


async def test_nobody_is_here(relative: Browser) -> None:
    """A page that is not signed in cannot say that somebody is at their desk."""
    assert await relative.get("/desk/here") == 403


async def test_desk_stream(relative: Browser, counsellor: Browser) -> None:
    """The desk's stream shows the board, and the chat only while it is one's own."""
    await relative.post("/say", text=HUMAN)
    chat = await chat_id(counsellor)
    await counsellor.post(f"/desk/take/{chat}")
    url = f"{counsellor.base}/desk/events?chat={chat}&after=0"

    assert await events(counsellor.session, url) == ["board", *["line"] * 3, "chat"]
    await counsellor.post(f"/desk/hand-back/{chat}")
    assert await events(counsellor.session, url) == ["board", "chat"]


async def test_steps_of_the_page(relative: Browser, counsellor: Browser) -> None:
    """The page's script is told that a step was taken."""
    await relative.post("/say", text=HUMAN)
    chat = await chat_id(counsellor)

    assert await counsellor.post(f"/desk/take/{chat}", headers=JSON) == 200
    assert json.loads(counsellor.page) == {"ok": True}


async def test_what_was_written_is_given_back(
    relative: Browser, counsellor: Browser, valkey: Valkey
) -> None:
    """A reply that could not be sent, for whatever reason, stands on the page that says so."""
    await relative.post("/say", text=HUMAN)
    chat = await chat_id(counsellor)
    await counsellor.post(f"/desk/take/{chat}")
    token, reply = counsellor.field("token"), f"/desk/say/{chat}"
    async with full(valkey):
        assert await counsellor.post(reply, text="Viktigt svar") == 503
    assert "Viktigt svar" in counsellor.page
    assert await counsellor.post(reply, token=token, text="a" * 5000) == 409
    assert "a" * 5000 in counsellor.page
    await counsellor.post("/desk/leave", token=token)
    await counsellor.post("/desk/sign-out", token=token)

    assert await counsellor.post(reply, token=token, text="Viktigt svar") == 403
    assert "Viktigt svar" in counsellor.page
    assert await counsellor.post(reply, headers=JSON, token=token, text="hej") == 403
    assert "error" in json.loads(counsellor.page)


async def test_leaving_takes_only_ones_own(
    relative: Browser, counsellor: Browser, site: Running
) -> None:
    """Who goes off duty leaves the conversations of others where they are."""
    await relative.post("/say", text=HUMAN)
    chat = await chat_id(counsellor)
    await counsellor.post(f"/desk/take/{chat}")
    token = await site.switchboard.counsellors.invite("Robin", ("sv",))
    async with new_session("sv") as session:
        other = Browser(session, counsellor.base)
        await other.get(f"/desk/join/{token}")
        await other.post(f"/desk/join/{token}")
        await other.post("/desk/leave")
    await relative.get("/")

    assert "Du pratar med Kim." in relative.page


async def test_invited_again(relative: Browser, counsellor: Browser, site: Running) -> None:
    """Who is invited again, for other languages, still has the conversations that they are in."""
    await relative.post("/say", text=HUMAN)
    chat = await chat_id(counsellor)
    await counsellor.post(f"/desk/take/{chat}")
    await site.switchboard.counsellors.invite("kim", ("en",))

    await counsellor.get(f"/desk/chat/{chat}")
    assert HUMAN in counsellor.page
    assert await counsellor.post(f"/desk/say/{chat}", text="Hej") == 200
