"""Promises of the quick way out and of erasing, asked by plain HTTP, as without a script.

What the script does beside that is tried in a real browser.
"""

import asyncio
import re
from urllib.parse import urlencode

import aiohttp
import pytest
from aiohttp import web
from builders import LINE, MINUTE, ROOT, SetClock
from visitors import HUMAN, JSON, Browser, broken, chat_id, full, new_session
from yarl import URL

from bot.app import Running
from bot.store import keys
from bot.store.client import Valkey
from bot.texts import Texts

SECRET = "min bror är borta"
CLEARED = '"cache", "cookies", "storage"'
TOLD = "behövde lämna sidan snabbt"


async def answer_to(
    browser: Browser, path: str, headers: dict[str, str] | None = None, **fields: str
) -> aiohttp.ClientResponse:
    """Send a form, and return the answer itself, wherever it leads."""
    url = browser.base + path
    ask = browser.session.post(url, data=fields, headers=headers, allow_redirects=False)
    async with ask as answer:
        browser.page = await answer.text()
        return answer


def leads_out(page: str) -> bool:
    """Whether a page goes on to the weather by itself, and has not a word of ours."""
    goes_on = f'http-equiv="refresh" content="0; url={LINE.exit_page}"' in page
    words = re.sub("<[^>]+>", "", page).split()
    return goes_on and set(words) == {"www.smhi.se"}


async def talking(relative: Browser, counsellor: Browser) -> str:
    """Let a counsellor take what a relative has written, and return its id."""
    await relative.post("/say", text=HUMAN)
    chat = await chat_id(counsellor)
    await counsellor.post(f"/desk/take/{chat}")
    await relative.post("/say", text=SECRET)
    return chat


async def test_out_by_a_form(relative: Browser, counsellor: Browser, valkey: Valkey) -> None:
    """A form leads out, cuts the way back, clears the browser, and tells the counsellor."""
    chat = await talking(relative, counsellor)
    answer = await answer_to(relative, "/leave", token=relative.field("token"))
    assert answer.status == 200
    assert leads_out(relative.page)
    assert answer.headers["Clear-Site-Data"] == CLEARED
    assert relative.cookie("chat") == ""
    assert await valkey.exists(keys.ADDRESSES, keys.REACHED_BY) == 0

    await counsellor.get(f"/desk/chat/{chat}")
    assert TOLD in counsellor.page
    assert "Samtalet är avslutat." in counsellor.page
    await relative.get("/")
    assert SECRET not in relative.page


async def test_out_while_only_the_bot_answers(relative: Browser, valkey: Valkey) -> None:
    """What only the bot has answered is erased."""
    await relative.post("/say", text="hej")
    await answer_to(relative, "/leave", token=relative.field("token"))

    assert await valkey.keys(keys.lines("*")) == []


async def test_what_arrives_after_the_goodbye(relative: Browser, valkey: Valkey) -> None:
    """What was still on its way begins no conversation, which nobody could come back to."""
    token, cookie = relative.field("token"), {"Cookie": f"chat={relative.cookie('chat')}"}
    await relative.post("/say", text="hej")
    await answer_to(relative, "/leave", token=token)
    async with new_session("sv") as session:
        late = Browser(session, relative.base)
        await answer_to(late, "/say", cookie, token=token, text=SECRET)
    assert leads_out(late.page)

    assert await valkey.keys(keys.lines("*")) == []


async def test_what_was_half_sent_at_the_goodbye(relative: Browser, valkey: Valkey) -> None:
    """Words of which the end comes after the goodbye begin nothing that anybody waits for."""
    fields = urlencode({"token": relative.field("token"), "text": SECRET}).encode()
    there = URL(relative.base)
    reader, writer = await asyncio.open_connection(there.host, there.port)
    head = (
        "POST /say HTTP/1.1", "Host: a", f"Cookie: chat={relative.cookie('chat')}",
        "Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(fields)}",
        "Connection: close", "", "",
    )  # fmt: skip
    writer.write("\r\n".join(head).encode() + fields[:9])
    await writer.drain()
    await answer_to(relative, "/leave", token=relative.field("token"))
    writer.write(fields[9:])
    answer = (await reader.read()).decode()
    writer.close()

    assert leads_out(answer.partition("\r\n\r\n")[2])
    assert await valkey.hgetall(keys.ADDRESSES) == {}


FORGED = [
    pytest.param({}, "x", 403, id="a wrong token"),
    pytest.param({}, "", 403, id="no token"),
    pytest.param({"Sec-Fetch-Site": "cross-site"}, None, 403, id="another site"),
    pytest.param({"Cookie": "", "Sec-Fetch-Site": "cross-site"}, "", 200, id="without the cookie"),
]


@pytest.mark.parametrize(("headers", "token", "status"), FORGED)
async def test_forged(
    relative: Browser, valkey: Valkey, headers: dict[str, str], token: str | None, status: int
) -> None:
    """A form that is not of our page ends nothing, and takes no cookie from anybody."""
    await relative.post("/say", text=SECRET)
    given = relative.field("token") if token is None else token
    if "Cookie" in headers:
        async with new_session("sv") as session:
            forger = Browser(session, relative.base)
            answer = await answer_to(forger, "/leave", headers, token=given)
    else:
        answer = await answer_to(relative, "/leave", headers, token=given)
    assert answer.status == status
    assert "Clear-Site-Data" not in answer.headers
    assert "Set-Cookie" not in answer.headers
    assert await valkey.exists(keys.ADDRESSES)

    await relative.get("/")
    assert SECRET in relative.page


@pytest.mark.parametrize("kind", ["multipart/form-data", "text/plain; charset=x"])
async def test_out_whatever_was_sent(relative: Browser, kind: str) -> None:
    """Nobody who has pressed the button reads what was wrong with the form."""
    url = f"{relative.base}/leave"
    async with relative.session.post(url, data=b"x", headers={"Content-Type": kind}) as answer:
        assert leads_out(await answer.text())


def of_relatives(doors: web.Application) -> list[tuple[str, str]]:
    """Return the method and the path of each route that is for relatives."""
    return [
        (route.method, resource.canonical)
        for resource in doors.router.resources()
        for route in resource
        if not resource.canonical.startswith(("/desk", "/static", "/telegram"))
    ]


async def test_lost_goodbye(
    relative: Browser, counsellor: Browser, site: Running, valkey: Valkey, clock: SetClock
) -> None:
    """A browser that says that it has left is shown nothing, by whatever route it comes."""
    routes = of_relatives(site.doors)
    assert {path for _, path in routes} >= {"/", "/lines", "/events", "/erase", "/say", "/leave"}
    for method, path in routes:
        clock.at += MINUTE  # nobody begins as often as this does
        relative.session.cookie_jar.clear()
        await relative.get("/")
        chat = await talking(relative, counsellor)
        said = f"chat={relative.cookie('chat')}; done=1"
        async with (
            aiohttp.ClientSession(headers={"Cookie": said}) as session,
            session.request(method, relative.base + path, data={"text": SECRET}) as answer,
        ):
            assert answer.status == 200
            assert method == "HEAD" or leads_out(await answer.text())
            assert answer.headers["Clear-Site-Data"] == CLEARED
            dropped = {cookie.split("=")[0] for cookie in answer.headers.getall("Set-Cookie")}
            assert dropped == {"chat", "done"}
        await counsellor.get(f"/desk/chat/{chat}")
        assert TOLD in counsellor.page, path
        assert await valkey.exists(keys.ADDRESSES) == 0


async def test_out_while_the_store_is_away(relative: Browser, valkey: Valkey) -> None:
    """Whoever leaves is let go at once; their browser says goodbye again until it is taken."""
    await relative.post("/say", text=SECRET)
    token = relative.field("token")
    async with broken(valkey):
        answer = await answer_to(relative, "/leave", token=token)
        assert answer.status == 503
        assert leads_out(relative.page)
        assert await relative.get("/") == 503
        assert leads_out(relative.page)
    assert relative.cookie("done")
    await relative.get("/")
    assert leads_out(relative.page)

    assert not await valkey.exists(keys.ADDRESSES)
    assert (relative.cookie("chat"), relative.cookie("done")) == ("", "")
    await relative.get("/")
    assert SECRET not in relative.page


async def test_a_desk_in_the_same_browser(counsellor: Browser) -> None:
    """A counsellor who tries the chat and its way out is still signed in at the desk."""
    await counsellor.get("/")
    await counsellor.post("/say", text="hej")
    answer = await answer_to(counsellor, "/leave", token=counsellor.field("token"))
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert counsellor.cookie("chat") == ""

    await counsellor.get("/desk")
    assert "Kim" in counsellor.page


@pytest.mark.parametrize("path", ["/leave", "/choose"])
async def test_while_the_store_is_full(relative: Browser, valkey: Valkey, path: str) -> None:
    """A store without memory takes nothing new, but whoever leaves or erases is heard."""
    await relative.post("/say", text=SECRET)
    async with full(valkey):
        assert await relative.post("/say", text=SECRET) == 503
        await relative.get("/")
        await answer_to(relative, path, token=relative.field("token"), choice="erase")

    assert not await valkey.exists(keys.ADDRESSES)


async def test_a_desk_that_signs_out(counsellor: Browser) -> None:
    """A counsellor who signs out of a browser leaves nothing of the desk in it, either."""
    await counsellor.post("/desk/leave")
    answer = await answer_to(counsellor, "/desk/sign-out", token=counsellor.field("token"))

    assert answer.status == 303
    assert answer.headers["Clear-Site-Data"] == CLEARED
    assert counsellor.cookie("desk") == ""


# Erasing


async def test_erasing_by_its_page(relative: Browser, valkey: Valkey) -> None:
    """The page says what is erased, and its one button does it; the browser forgets it, too."""
    await relative.post("/say", text=SECRET)
    assert await relative.get("/erase") == 200
    assert "Det går inte att ångra" in relative.page
    assert await valkey.keys(keys.lines("*")) != []
    answer = await answer_to(
        relative, "/choose", token=relative.field("token"), choice=relative.field("choice")
    )
    assert (answer.status, answer.headers["Location"]) == (303, "/erased")
    async with relative.session.get(f"{relative.base}{answer.headers['Location']}") as erased:
        page = " ".join((await erased.text()).split())
        assert "raderat hos oss" in page
        assert "Borttaget hos oss: det du har skrivit, svaren till dig, din plats" in page
        assert "Det här kommer vi inte åt: det som någon redan har läst, och besöket i" in page
        assert erased.headers["Clear-Site-Data"] == CLEARED

    assert await valkey.keys(keys.lines("*")) == []
    assert relative.cookie("chat") == ""


async def test_erasing_while_the_store_is_away(relative: Browser, valkey: Valkey) -> None:
    """The page is there also then; that it could not be done is said, with the numbers."""
    await relative.post("/say", text=SECRET)
    async with broken(valkey):
        assert await relative.get("/erase") == 200
        assert await relative.post("/choose", choice="erase") == 503
        assert "020-100 200" in relative.page


async def test_said_to_be_erased(relative: Browser) -> None:
    """Nobody is told that something is erased that is not, nor loses the way to it by a link."""
    await relative.post("/say", text=SECRET)
    await relative.get("/erased")
    assert SECRET in relative.page
    assert relative.cookie("chat")
    await relative.post("/choose", choice="erase", headers=JSON)
    foreign = {"Sec-Fetch-Site": "cross-site"}
    async with relative.session.get(f"{relative.base}/erased", headers=foreign) as answer:
        assert "Clear-Site-Data" not in answer.headers
        assert "Set-Cookie" not in answer.headers


# What stands on every page of a relative

PAGES = ["/", "/erase", "/erased", "/code", "/nothing", "/say"]


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("path", PAGES)
async def test_on_every_page(site: Running, texts: Texts, path: str, language: str) -> None:
    """The way out and erasing are on every page; title and icon tell nothing of the line."""
    async with new_session(language) as session:
        browser = Browser(session, site.chat.rstrip("/"))
        await browser.get("/")
        token = browser.field("token")
        await browser.get(path)

    assert '<form id="exit" method="post" action="/leave">' in browser.page
    assert browser.field("token") == (token if path != "/erased" else "")
    assert 'href="/erase"' in browser.page
    titles = re.findall("<title>(.*)</title>", browser.page)
    assert titles == [{"sv": "Chatt", "en": "Chat"}[language]]
    assert re.findall('rel="icon" href="([^"]+)"', browser.page) == ["/static/icon.svg"]
    assert texts.say("sv", "page-title") == "Chatt"


def test_the_icon_says_nothing() -> None:
    """The icon is a shape without a word or a name in it."""
    icon = (ROOT / "bot/doors/static/icon.svg").read_text(encoding="utf-8")

    assert re.sub("<[^>]+>", "", icon).strip() == ""
    assert not re.search("title|desc|aria|text", icon)


async def test_not_at_the_desk(counsellor: Browser) -> None:
    """A counsellor's pages have no quick way out: a slip would end nothing good."""
    for path in ("/desk", "/desk/off-duty", "/desk/join/x", "/desk/nothing"):
        await counsellor.get(path)
        assert "leave.js" not in counsellor.page
        assert 'action="/leave"' not in counsellor.page
