"""What the stand-in for Telegram promises of limits, and of whom a bot cannot reach."""

import time
from typing import Any

import aiohttp
from telegram_caller import TOKEN, Client, Hands, bot, call, hands, kim, telegram
from telegram_standin import Person, StandInBot, Telegram

__all__ = ["bot", "call", "hands", "kim", "telegram"]


async def test_chat_takes_a_burst_and_then_one_a_second(
    call: Client, bot: StandInBot, kim: Person, hands: Hands
) -> None:
    """Who goes on is refused for whole seconds, and more so the more they go on."""

    async def send() -> Any:
        return await call("sendMessage", chat_id=kim.id, text="hej")

    for _ in range(4):
        assert "message_id" in await send()
    assert await send() == (429, "Too Many Requests: retry after 1")
    assert (bot.limits.refused, bot.limits.into_ban) == (1, 0)
    edit = await call("editMessageText", chat_id=kim.id, message_id=1, text="b")
    assert edit[0] == 429
    assert (bot.limits.calls, bot.limits.refused, bot.limits.into_ban) == (6, 2, 1)
    hands.at += 1
    assert "message_id" in await send()
    assert (await send())[0] == 429
    assert len(kim.phone(bot)) == 6  # with /start


async def test_bot_takes_thirty_a_second(
    call: Client, bot: StandInBot, telegram: Telegram, hands: Hands
) -> None:
    """Sending, changing and deleting count together over all chats; answering does not."""
    people = [telegram.person() for _ in range(29)]
    for person in people:
        person.write(bot, "hej")
        assert "message_id" in await call("sendMessage", chat_id=person.id, text="hej")
    first = people[0]
    changed = await call("editMessageText", chat_id=first.id, message_id=2, text="b")
    assert changed["text"] == "b"
    assert await call("deleteMessage", chat_id=first.id, message_id=2) == (
        429,
        "Too Many Requests: retry after 1",
    )
    assert (await call("getMe"))["has_topics_enabled"] is True
    hands.at += 1
    assert await call("deleteMessage", chat_id=first.id, message_id=2) is True
    assert bot.limits.calls == 32


async def test_group_takes_twenty_a_minute(
    call: Client, bot: StandInBot, telegram: Telegram, kim: Person, hands: Hands
) -> None:
    """A group is refused until its minute is over."""
    group = telegram.group("Teamet")
    kim.add_to_group(bot, group)
    for _ in range(20):
        assert "message_id" in await call("sendMessage", chat_id=group.id, text="hej")
    hands.at += 10
    refused = await call("sendMessage", chat_id=group.id, text="hej")
    assert refused == (429, "Too Many Requests: retry after 50")
    assert "message_id" in await call("sendMessage", chat_id=kim.id, text="hej")
    hands.at += 50
    assert "message_id" in await call("sendMessage", chat_id=group.id, text="hej")
    assert len(group.shows(bot)) == 21


async def test_storm(call: Client, bot: StandInBot, kim: Person, hands: Hands) -> None:
    """In a storm all is refused, with the seconds that remain; a first call is no fault."""
    bot.storm(19.5)
    assert (await call("sendMessage", chat_id=kim.id, text="a"))[1].endswith("after 20")
    assert bot.limits.into_ban == 0
    hands.at += 5.5
    assert (await call("sendMessage", chat_id=kim.id, text="a"))[1].endswith("after 15")
    assert bot.limits.into_ban == 1
    hands.at += 15
    assert "message_id" in await call("sendMessage", chat_id=kim.id, text="a")


async def test_limits_can_be_off(kim: Person) -> None:
    """Without limits anything goes through, and dates are those of the real clock."""
    async with Telegram(limits=False) as telegram, aiohttp.ClientSession() as session:
        bot = telegram.add_bot(TOKEN, "linjebot")
        kim.write(bot, "hej")
        call = Client(session, telegram.url)
        sent = [await call("sendMessage", chat_id=kim.id, text="a") for _ in range(40)]
        assert [message["message_id"] for message in sent] == list(range(2, 42))
        assert abs(sent[0]["date"] - time.time()) < 10
        bot.storm(60)
        assert (await call("sendMessage", chat_id=kim.id, text="a"))[0] == 429


async def test_who_cannot_be_reached(
    call: Client, bot: StandInBot, telegram: Telegram, kim: Person
) -> None:
    """Each reason has the words that Telegram has for it."""
    stranger = telegram.person("Okänd")
    assert stranger.phone(bot) == []

    async def send(chat_id: object, **more: Any) -> Any:
        return await call("sendMessage", chat_id=chat_id, text="hej", **more)

    assert await send(stranger.id) == (
        403,
        "Forbidden: bot can't initiate conversation with a user",
    )
    assert await send(1) == (400, "Bad Request: chat not found")
    kim.block(bot)
    assert await send(kim.id) == (403, "Forbidden: bot was blocked by the user")
    kim.unblock(bot)
    assert "message_id" in await send(kim.id)
    news = [update["my_chat_member"] for update in await call("getUpdates")]
    assert [it["new_chat_member"]["status"] for it in news] == ["kicked", "member"]
    assert await send(kim.id, token="8:other") == (401, "Unauthorized")
    assert await call("sendLove", chat_id=kim.id) == (404, "Not Found")
    assert telegram.violations == ["sendLove: not a method of the stand-in"]


async def test_group_can_be_left(
    call: Client, bot: StandInBot, telegram: Telegram, kim: Person
) -> None:
    """A bot that left a group cannot write there."""
    group = telegram.group("Teamet")
    kim.add_to_group(bot, group)
    assert await call("leaveChat", chat_id=group.id) is True
    assert (await call("sendMessage", chat_id=group.id, text="hej"))[0] == 403
