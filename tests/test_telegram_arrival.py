"""Promises of how updates of Telegram come in: none is lost, none counts twice, none stops all."""

import json
from typing import Any

import aiohttp
import pytest
from builders import LINE, everything
from telegram_line import (
    DANGER,
    HUMAN,
    SECRET,
    WELCOME,
    OnTelegram,
    distance,
    limits,
    line,
    rates,
    way,
)
from telegram_standin import Person
from visitors import full

from bot.doors import telegram_updates
from bot.doors.telegram_updates import TRIES
from bot.store import keys

__all__ = ["distance", "limits", "line", "rates", "way"]

BOTH_WAYS = pytest.mark.parametrize("way", ["polling", "webhook"])
BY_WEBHOOK = pytest.mark.parametrize("way", ["webhook"])


async def post(line: OnTelegram, body: Any, secret: str = SECRET) -> int:
    """Send to the webhook, and return the status of the answer."""
    headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {}
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    async with (
        aiohttp.ClientSession() as session,
        session.post(line.hook, data=data, headers=headers) as answer,
    ):
        return answer.status


def update(who: Person, text: str, number: int = 5) -> dict[str, Any]:
    """Return an update as Telegram makes it."""
    return {"update_id": number, "message": {"message_id": 1, "chat": who.info, "text": text}}


@BY_WEBHOOK
@pytest.mark.parametrize("secret", ["", "wrong", "ä" * 64, SECRET[:-1], SECRET + "0", "\udcff"])
async def test_who_is_not_telegram(line: OnTelegram, valkey: Any, secret: str) -> None:
    """Only who knows the secret is heard; for everybody else nothing changes."""
    async with aiohttp.ClientSession() as session:
        assert (await session.get(line.hook)).status == 405

    assert await post(line, update(line.relative, DANGER), secret) == 401
    assert set(await valkey.keys("*")) <= {keys.lease("relatives"), keys.SECRET_KEY}


@BY_WEBHOOK
@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"\xff", b"[]", b"5", b"null", b'"x"', b"{}", b"[" * 50_000,
        b'{"update_id": null}', b'{"update_id": "x"}', b'{"update_id": Infinity}',
        b'{"update_id": NaN}', b'{"update_id": []}', b'{"update_id": 5}',
    ],
    ids=lambda body: repr(body[:24]),
)  # fmt: skip
async def test_unreadable_bodies(line: OnTelegram, body: bytes) -> None:
    """What cannot be read now cannot be read later: Telegram is not to send it again."""
    assert await post(line, body) == 200
    await line.write("/start")
    await line.sees(WELCOME)


@BY_WEBHOOK
async def test_full_store_by_webhook(line: OnTelegram, valkey: Any) -> None:
    """What could not be stored is refused, so that it comes again, and is then taken once."""
    line.relative.write(line.bot, "/start")
    await line.sees(WELCOME)
    danger = update(line.relative, DANGER)
    async with full(valkey):
        assert await post(line, danger) == 503
    for _ in range(3):
        assert await post(line, danger) == 200
    await line.sees("ring 112")

    assert await line.typed() == [DANGER]


async def test_full_store_by_polling(line: OnTelegram, valkey: Any) -> None:
    """What could not be stored is not acknowledged, and is taken once as soon as it can be."""
    line.relative.write(line.bot, "/start")
    await line.sees(WELCOME)
    async with full(valkey):
        sent = line.relative.write(line.bot, DANGER)
        before = len(line.bot.sent("getUpdates"))

        async def asked_again() -> bool:
            await valkey.ping()
            return len(line.bot.sent("getUpdates")) > before + 2

        await line.until(asked_again)
        assert sent.update_id in line.bot.updates.pending
    await line.taken(sent)
    await line.sees("ring 112")

    assert await line.typed() == [DANGER]


@BOTH_WAYS
async def test_what_came_before_the_start(line: OnTelegram) -> None:
    """What was written while nobody was there is heard at the next start, in order."""
    await line.stop()
    sent = [line.relative.write(line.bot, text) for text in ("ett", "två", DANGER)]
    await line.start()
    await line.taken(sent[-1])
    await line.sees("ring 112")

    assert await line.typed() == ["ett", "två", DANGER]


async def test_from_webhook_to_polling(line: OnTelegram) -> None:
    """A webhook that is left from before does not keep the bot from asking by itself."""
    await line.stop()
    await line.bot.updates.set_webhook({"url": "http://127.0.0.1:9/nobody"})
    line.relative.write(line.bot, "/start")
    await line.start()

    await line.sees(WELCOME)


async def test_polling_goes_on(line: OnTelegram, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing ends the asking: neither another asker, nor a gateway, a reset, or silence."""
    await line.stop()
    monkeypatch.setattr(telegram_updates, "POLL", 1)
    monkeypatch.setattr(telegram_updates, "ANSWER_WITHIN", -0.5)
    bot, ask = line.bot, "getUpdates"
    bot.fail_next(1, status=409, method=ask, body='{"ok": false, "error_code": 409}')
    bot.fail_next(1, status=502, method=ask)
    bot.fail_next(1, status=200, method=ask, body='{"ok": true, "result": true}')
    bot.fail_next(1, status=200, method=ask, body="[" * 50_000)
    bot.reset_next(1, method=ask)
    bot.hold_next(1, method=ask)
    sent = line.relative.write(bot, "/start")
    await line.start()
    await line.taken(sent)
    await line.sees(WELCOME)

    assert bot.fault(ask) is None


@BOTH_WAYS
async def test_poison(line: OnTelegram, valkey: Any) -> None:
    """What fails each time is set aside after five tries; its sender is told, and goes on."""
    found = await line.talk()
    theirs = await line.sees("Nu är Kim")
    await valkey.hset(keys.messages(found.id), str(theirs.message_id), "garbage")
    poison = line.relative.write(line.bot, "hör ni mig?", reply_to=theirs.message_id)
    await line.write("och det här?")

    assert await valkey.get(keys.tries(f"relatives-{poison.update_id}")) == str(TRIES)
    told = await line.sees("det du nyss skickade kom inte fram")
    assert "112" in told.text
    talk = [one.text for one in await line.lines(found.id) if one.text]
    assert talk == [HUMAN, "och det här?"]


async def test_others_go_on_meanwhile(line: OnTelegram, valkey: Any) -> None:
    """While something is tried again and again, others are heard and answered."""
    found = await line.talk()
    theirs = await line.sees("Nu är Kim")
    await valkey.hset(keys.messages(found.id), str(theirs.message_id), "garbage")
    poison = line.relative.write(line.bot, "hör ni mig?", reply_to=theirs.message_id)
    # As if it were tried for hours, however slow this machine is.
    await valkey.set(keys.tries(f"relatives-{poison.update_id}"), -10_000)
    for number in range(2):
        other = line.telegram.person(f"Nr {number}", language_code="sv")
        other.write(line.bot, DANGER)
        await other.sees(line.bot, "ring 112")
        assert poison.update_id in line.bot.updates.pending


async def test_unreadable_conversation(line: OnTelegram, valkey: Any) -> None:
    """Whose record cannot be read holds up nobody else, neither in coming nor in going."""
    found = await line.talk()
    await line.nothing_is_owed()
    await line.stop()
    await valkey.hset(keys.conversation(found.id), "record", "{")
    await valkey.zadd(keys.OWED_RELATIVES, {found.id: 0})
    await line.start()
    # Each is tried so often that what is owed was tried often, too.
    for text in ("hör ni mig?", "hallå?"):
        await line.write(text)
    await line.sees("Något gick fel hos oss. Ring 020-100 200")
    other = line.telegram.person("Bo", language_code="sv")
    await line.write(DANGER, other)
    await other.sees(line.bot, "ring 112", patience=1)

    assert "hör ni mig?" not in await everything(valkey)


async def test_forgotten_in_time(line: OnTelegram, valkey: Any) -> None:
    """When its time is over nothing of a conversation is left, nor of where its relative was."""
    await line.talk()
    await line.write("/avsluta")
    await line.sees("Du har avslutat samtalet")
    line.clock.at += LINE.retention.ended
    await line.site.timekeeper.look()

    kept = await everything(valkey)
    assert line.hidden not in kept
    assert HUMAN not in kept
