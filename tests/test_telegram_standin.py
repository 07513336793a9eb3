"""What the stand-in for Telegram promises of how updates reach a bot."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from aiohttp import web
from telegram_caller import Client, bot, call, hands, kim, telegram
from telegram_delivery import SECRET
from telegram_standin import Person, StandInBot, Telegram

__all__ = ["bot", "call", "hands", "kim", "telegram"]


async def test_update_stays_until_confirmed(call: Client, bot: StandInBot, kim: Person) -> None:
    """An update comes again until it is asked for what comes after it."""
    first, second, third = (kim.write(bot, text).update_id for text in "abc")
    assert first < second < third
    assert await call.updates() == await call.updates() == [first, second, third]
    assert await call.updates(limit=2) == [first, second]
    assert await call.updates(offset=second) == [second, third]
    assert await call.updates() == [second, third]
    assert await call.updates(offset=-1) == await call.updates() == [third]
    assert await call.updates(offset=third + 1) == []


async def test_only_kinds_that_are_asked_for(call: Client, bot: StandInBot, kim: Person) -> None:
    """Reactions come only when asked for, and what was asked for last is remembered."""
    written = kim.write(bot, "a")
    kim.react(bot, written.message_id)
    assert await call.updates() == [written.update_id]
    await call("getUpdates", allowed_updates=["message_reaction"], offset=written.update_id + 1)
    reaction = kim.react(bot, written.message_id)
    kim.write(bot, "b")
    assert await call.updates() == [reaction.update_id]
    await call("getUpdates", allowed_updates=[], offset=reaction.update_id + 1)
    assert await call.updates() == []
    assert await call.updates(offset=kim.write(bot, "c").update_id)


async def test_poll_is_woken(call: Client, bot: StandInBot, kim: Person) -> None:
    """A long poll ends as soon as there is something."""
    poll = asyncio.create_task(call.updates(timeout=50))
    await call("getMe")
    assert not poll.done()
    assert [kim.write(bot, "a").update_id] == await poll


async def test_second_poll_ends_the_first(call: Client, bot: StandInBot, kim: Person) -> None:
    """Whoever polls last gets the updates, and the one before a conflict."""
    first = asyncio.create_task(call("getUpdates", timeout=50))
    await call("getMe")
    second = asyncio.create_task(call.updates(timeout=50))
    status, why = await first
    assert status == 409
    assert "terminated by other getUpdates" in why
    assert [kim.write(bot, "a").update_id] == await second
    third = asyncio.create_task(call("getUpdates", offset=-1, timeout=0))
    await third
    await call("setWebhook", url="http://127.0.0.1:1/")
    assert (await call("getUpdates"))[0] == 409
    await call("deleteWebhook", drop_pending_updates=True)
    assert await call.updates() == []


@asynccontextmanager
async def hook(take: Callable[[web.BaseRequest], Awaitable[web.Response]]) -> AsyncIterator[str]:
    """Give the address of a bot that takes what is posted to it."""
    runner = web.ServerRunner(web.Server(take))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    finally:
        await runner.cleanup()


async def test_webhook_is_tried_again_in_order(
    call: Client, bot: StandInBot, telegram: Telegram, kim: Person
) -> None:
    """What was not accepted comes again before what follows in that chat; others go on."""
    other = telegram.person("Alex")
    got: dict[str, list[tuple[str, int]]] = defaultdict(list)
    done = asyncio.Event()

    async def take(request: web.BaseRequest) -> web.Response:
        assert request.headers[SECRET] == "hemligt"
        message = (await request.json())["message"]
        name = message["from"]["first_name"]
        status = 500 if name == "Kim" and len(got["Alex"]) < 2 else 200
        got[name].append((message["text"], status))
        if got["Kim"][-1:] == [("b", 200)]:
            done.set()
        return web.Response(status=status)

    async with hook(take) as url:
        kim.write(bot, "a")
        kim.write(bot, "b")
        await call("setWebhook", url=url, secret_token="hemligt", max_connections=1)
        other.write(bot, "a")
        other.write(bot, "b")
        await asyncio.wait_for(done.wait(), 5)
        info = await call("getWebhookInfo")
    assert (info["url"], info["max_connections"]) == (url, 1)
    assert "500" in info["last_error_message"]
    assert got["Alex"] == [("a", 200), ("b", 200)]
    assert got["Kim"][-2:] == [("a", 200), ("b", 200)]
    assert set(got["Kim"][:-2]) == {("a", 500)}


async def test_webhook_is_posted_to_by_several(
    call: Client, bot: StandInBot, telegram: Telegram
) -> None:
    """Chats are served at once, up to the number of connections that was asked for."""
    there, came, most = 0, 0, 0
    open_door, full, empty = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def take(_: web.BaseRequest) -> web.Response:
        nonlocal there, came, most
        there, came = there + 1, came + 1
        most = max(most, there)
        if there == 3:
            full.set()
        await open_door.wait()
        there -= 1
        if came == 7 and not there:
            empty.set()
        return web.Response()

    for _ in range(7):
        telegram.person().write(bot, "hej")
    async with hook(take) as url:
        assert (await call("setWebhook", url=url, secret_token="å"))[0] == 400
        await call("setWebhook", url=url, max_connections=3)
        await asyncio.wait_for(full.wait(), 5)
        assert (await call("getWebhookInfo"))["pending_update_count"] == 7
        open_door.set()
        await asyncio.wait_for(empty.wait(), 5)
    assert most == 3
