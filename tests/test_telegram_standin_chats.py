"""What the stand-in for Telegram promises of single calls and of what then stands on a phone."""

import asyncio
import json
import time
from typing import Any

import aiohttp
import pytest
from telegram_caller import TOKEN, Client, Hands, bot, call, hands, kim, telegram
from telegram_standin import Person, StandInBot, Telegram

__all__ = ["bot", "call", "hands", "kim", "telegram"]
KEYS = {"inline_keyboard": [[{"text": "Ja tack", "callback_data": "yes"}]]}


@pytest.mark.parametrize(
    ("params", "why"),
    [
        ({"text": " \n"}, "message text is empty"),
        ({"text": "😢" * 2049}, "message is too long"),
        ({"text": "a", "reply_parameters": {"message_id": 99}}, "message to be replied not found"),
        ({"text": "a", "message_thread_id": 99}, "message thread not found"),
        ({"text": "1 < 2", "parse_mode": "HTML"}, "can't parse entities"),
        ({"text": "a", "chat_id": "abc"}, "can't parse the parameters"),
        (
            {
                "text": "a",
                "reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": ""}]]},
            },
            "BUTTON_DATA_INVALID",
        ),
    ],
)
async def test_what_cannot_be_sent(
    call: Client, bot: StandInBot, kim: Person, params: dict[str, Any], why: str
) -> None:
    """A message that Telegram would not take is not taken here either."""
    status, told = await call("sendMessage", **({"chat_id": kim.id} | params))
    assert status == 400
    assert told.startswith(f"Bad Request: {why}")
    assert len(kim.phone(bot)) == 1


async def test_what_just_about_can_be_sent(call: Client, bot: StandInBot, kim: Person) -> None:
    """4096 units of UTF-16 are a message, and an answer to what is gone can be one."""
    reply = {"message_id": 99, "allow_sending_without_reply": True}
    await call("sendMessage", chat_id=kim.id, text="😢" * 2048, reply_parameters=reply)
    shown = await kim.sees(bot, "😢")
    assert (shown.reply_to, shown.silent) == (None, False)
    reply = {"message_id": shown.message_id}
    more = {"reply_parameters": reply, "disable_notification": True}
    answer = await call("sendMessage", chat_id=kim.id, text="a", **more)
    assert answer["reply_to_message"]["message_id"] == shown.message_id
    last = kim.phone(bot)[-1]
    assert (last.reply_to, last.silent) == (shown.message_id, True)


@pytest.mark.parametrize("way", ["data", "json", "params", "multipart"])
async def test_ways_to_pass_parameters(
    call: Client, bot: StandInBot, kim: Person, way: str
) -> None:
    """A client may send a form, JSON, a query or a form with parts."""
    given: Any = {"chat_id": str(kim.id), "text": "[1]", "reply_markup": json.dumps(KEYS)}
    if way == "multipart":
        given, way = aiohttp.FormData(given, default_to_multipart=True), "data"
        given.add_field("file", b"bytes", filename="a.txt")
    url = f"{call.url}/bot{TOKEN}/sendMessage"
    async with call.session.request("POST", url, **{way: given}) as answer:
        assert answer.status == 200
    assert [shown.labels for shown in kim.phone(bot) if shown.text == "[1]"] == [["Ja tack"]]


async def test_edit(call: Client, bot: StandInBot, kim: Person) -> None:
    """What is changed stands there changed, without buttons unless they are given again."""
    sent = await call("sendMessage", chat_id=kim.id, text="a", reply_markup=KEYS)
    at = {"chat_id": kim.id, "message_id": sent["message_id"]}
    same = await call("editMessageText", **at, text="a", reply_markup=KEYS)
    assert same[1].startswith("Bad Request: message is not modified: ")
    await call("editMessageText", **at, text="b")
    shown = await kim.sees(bot, "b")
    assert (shown.edited, shown.buttons) == (1, [])
    await call("editMessageReplyMarkup", **at, reply_markup=KEYS)
    assert [m.labels for m in kim.phone(bot)] == [[], ["Ja tack"]]
    assert (await call("editMessageText", **(at | {"message_id": 99}), text="c")) == (
        400,
        "Bad Request: message to edit not found",
    )
    assert (await call("editMessageText", **(at | {"message_id": 1}), text="c")) == (
        400,
        "Bad Request: message can't be edited",
    )


async def test_delete_within_two_days(
    call: Client, bot: StandInBot, kim: Person, hands: Hands
) -> None:
    """What is older than 48 hours stays: with a refusal alone, without a word among many."""
    old = (await call("sendMessage", chat_id=kim.id, text="old"))["message_id"]
    hands.at += 48 * 3600
    young = (await call("sendMessage", chat_id=kim.id, text="young"))["message_id"]
    refused = await call("deleteMessage", chat_id=kim.id, message_id=old)
    assert refused == (400, "Bad Request: message can't be deleted")
    assert await call("deleteMessages", chat_id=kim.id, message_ids=[old, young, 99]) is True
    assert [shown.text for shown in kim.phone(bot)] == ["/start", "old"]
    assert await call("deleteMessage", chat_id=kim.id, message_id=young) == (
        400,
        "Bad Request: message to delete not found",
    )
    assert (await call("deleteMessages", chat_id=kim.id, message_ids=list(range(101))))[0] == 400


async def test_topics(call: Client, bot: StandInBot, telegram: Telegram, kim: Person) -> None:
    """A bot with topics has them in a private chat, where they cannot be closed."""
    thread = (await call("createForumTopic", chat_id=kim.id, name="B7"))["message_thread_id"]
    at = {"chat_id": kim.id, "message_thread_id": thread}
    assert await call("editForumTopic", **at, name="B8") is True
    assert (await call("sendMessage", **at, text="hej"))["is_topic_message"] is True
    assert [shown.thread for shown in kim.phone(bot)] == [None, thread]
    assert await call("closeForumTopic", **at) == (400, "Bad Request: the chat is not a forum")
    assert await call("deleteForumTopic", **at) is True
    assert len(kim.phone(bot)) == 1
    assert (await call("sendMessage", **at, text="hej"))[0] == 400
    plain = telegram.add_bot("8:plain", "plain")
    kim.write(plain, "hej")
    refused = await call("createForumTopic", token="8:plain", chat_id=kim.id, name="B7")
    assert refused == (400, "Bad Request: the chat is not a forum")


async def test_press(call: Client, bot: StandInBot, kim: Person, hands: Hands) -> None:
    """A button is found by what stands on it, and its press can be answered for a while."""
    with pytest.raises(LookupError):
        kim.press(bot, "Ja")
    await call("sendMessage", chat_id=kim.id, text="Vill du?", reply_markup=KEYS)
    latest = await call("sendMessage", chat_id=kim.id, text="Nu?", reply_markup=KEYS)
    pressed = kim.press(bot, "Ja")
    assert pressed.message_id == latest["message_id"]
    [update] = await call("getUpdates")
    assert update["callback_query"]["data"] == "yes"
    query = update["callback_query"]["id"]
    assert await call("answerCallbackQuery", callback_query_id=query, text="Tack") is True
    assert (await kim.answered(bot, pressed))["text"] == "Tack"
    hands.at += 3600
    assert (await call("answerCallbackQuery", callback_query_id=query))[0] == 400


async def test_sees_waits(call: Client, bot: StandInBot, kim: Person) -> None:
    """Who looks at the phone is woken by what comes, and told what stands there instead."""
    looking = asyncio.create_task(kim.sees(bot, "äntligen"))
    await call("sendMessage", chat_id=kim.id, text="strax")
    assert not looking.done()
    await call("editMessageText", chat_id=kim.id, message_id=2, text="äntligen")
    assert (await looking).message_id == 2
    with pytest.raises(AssertionError, match="äntligen"):
        await kim.sees(bot, "aldrig", patience=0)


async def test_what_goes_wrong(call: Client, bot: StandInBot, kim: Person) -> None:
    """A gateway fails and a connection is cut before or after the message was accepted."""
    message = {"chat_id": kim.id, "text": "a"}
    bot.fail_next(1, status=502)
    async with call.session.post(f"{call.url}/bot{TOKEN}/sendMessage", json=message) as answer:
        assert answer.status == 502
        assert answer.content_type == "text/html"
    assert len(kim.phone(bot)) == 1
    for accepted in (False, True):
        bot.reset_next(accepted=accepted)
        with pytest.raises((aiohttp.ClientError, ConnectionError)):
            await call("sendMessage", **message)
        assert len(kim.phone(bot)) == 1 + accepted
    bot.fail_next(9)
    bot.heal()
    bot.hold_next(accepted=True, method="sendMessage")
    held = asyncio.create_task(call("sendMessage", chat_id=kim.id, text="held"))
    await kim.sees(bot, "held")
    assert "id" in await call("getMe")
    assert not held.done()
    bot.release()
    with pytest.raises((aiohttp.ClientError, ConnectionError)):
        await held
    assert [made.status for made in bot.sent("sendMessage")] == [502, 0, 0, 0]


async def test_what_is_slow(bot: StandInBot, kim: Person, call: Client) -> None:
    """A call that is slow is carried out only once it is let go, and then answered."""
    came = bot.slow_next("late")
    slow = asyncio.create_task(call("sendMessage", chat_id=kim.id, text="late"))
    await came.wait()
    await call("sendMessage", chat_id=kim.id, text="soon")
    bot.release()
    await slow

    assert [shown.text for shown in kim.phone(bot)] == ["/start", "soon", "late"]


async def test_distance(kim: Person) -> None:
    """What is far away takes its time, and a refusal on its way counts as not known yet."""
    async with Telegram(distance=0.2) as telegram, aiohttp.ClientSession() as session:
        bot = telegram.add_bot(TOKEN, "linjebot")
        kim.write(bot, "hej")
        call = Client(session, telegram.url)
        before = time.monotonic()
        await asyncio.gather(*(call("sendMessage", chat_id=kim.id, text="a") for _ in range(9)))
        assert time.monotonic() - before >= 0.2
        assert (bot.limits.refused, bot.limits.into_ban) == (5, 0)
        await call("sendMessage", chat_id=kim.id, text="a")
        assert bot.limits.into_ban == 1


async def test_profile_and_commands(call: Client, bot: StandInBot) -> None:
    """What a bot says of itself is kept for each language and each scope."""
    commands = [{"command": "start", "description": "Börja"}]
    scope = {"type": "all_private_chats"}
    assert await call("setMyCommands", commands=commands, scope=scope, language_code="sv") is True
    assert await call("getMyCommands", scope=scope, language_code="sv") == commands
    assert await call("getMyCommands") == []
    assert (await call("getMyName"))["name"] == bot.user["first_name"]
    await call("setMyShortDescription", short_description="Linjen", language_code="sv")
    told = await call("getMyShortDescription", language_code="sv")
    assert told == {"short_description": "Linjen"}
    assert (await call("getMyShortDescription"))["short_description"] == ""
    assert (await call("setMyShortDescription", short_description="a" * 121))[0] == 400


async def test_passing_on_is_remembered(
    call: Client, bot: StandInBot, telegram: Telegram, kim: Person
) -> None:
    """That a bot passed something on cannot go unnoticed."""
    other = telegram.person("Alex")
    other.write(bot, "hej")
    written = kim.write(bot, "hemligt")
    source = {"from_chat_id": kim.id, "message_id": written.message_id}
    for method in ("forwardMessage", "copyMessage"):
        assert "message_id" in await call(method, chat_id=other.id, **source)
    assert [made.method for made in bot.forwarded] == ["forwardMessage", "copyMessage"]
    assert [shown.text for shown in other.phone(bot)] == ["hej", "hemligt", "hemligt"]
