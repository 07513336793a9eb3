"""Promises of what is brought to people on Telegram: in order, once, and through bad days."""

import json

import pytest
from builders import HOUR, KIM, MINUTE, OPEN
from telegram_line import (
    ALL_AT_ONCE,
    HUMAN,
    QUICK,
    WELCOME,
    OnTelegram,
    distance,
    limits,
    line,
    rates,
    way,
)
from telegram_standin import Rates

from bot.pacing import Limits
from handlers.beside_words import MISSED
from handlers.events import CounsellorEdited, CounsellorEnded, CounsellorWrote

__all__ = ["distance", "limits", "line", "rates", "way"]

REFUSED = json.dumps({"ok": False, "error_code": 400, "description": "Bad Request: no"})
AS_TELEGRAM = pytest.mark.parametrize(("rates", "limits"), [(Rates(), Limits())])


async def test_replies_overtake_notices(line: OnTelegram) -> None:
    """What a counsellor writes comes before what everybody is told at closing time."""
    found = await line.talk()
    others = [line.telegram.person(f"Nr {number}", language_code="sv") for number in range(12)]
    for other in others:
        await line.write(HUMAN, other)
    await line.pause()
    for other in others:
        await other.sees(line.bot, "kommit fram")
    line.bot.storm(1)
    line.clock.at = OPEN + 5 * HOUR - 10 * MINUTE
    await line.site.timekeeper.look()
    await line.apply(CounsellorWrote("k", KIM.id, "jag är kvar"), found)
    reply = await line.sees("Kim:\njag är kvar")
    for other in others:
        assert (await other.sees(line.bot, "Vi har inte glömt dig")).at > reply.at


@AS_TELEGRAM
async def test_limits_are_kept(line: OnTelegram) -> None:
    """A burst of replies runs into no limit of Telegram's, and comes in order."""
    await line.talk()
    for number in range(4):
        await line.reply(f"svar {number}")
    await line.sees("Kim:\nsvar 3")

    assert line.kims() == [f"svar {number}" for number in range(4)]
    assert line.bot.limits.refused == 0


@pytest.mark.parametrize("limits", [Limits(chat_per_second=0.001)])
async def test_an_erasure_waits_for_no_message(line: OnTelegram) -> None:
    """However many messages a chat has just had, who erases there need not wait for the next."""
    await line.talk()
    for number in range(4):
        await line.reply(f"svar {number}")
    await line.write("/radera")

    notice = await line.sees("Det som gick att radera är raderat")
    await line.relative.until(line.bot, lambda shown: shown == [notice])


async def test_storm(line: OnTelegram) -> None:
    """A storm of bans loses nothing, turns nothing round, and says nothing twice."""
    await line.talk()
    line.bot.storm(1.2)
    for number in range(5):
        await line.reply(f"svar {number}")
    await line.sees("Kim:\nsvar 4")

    assert line.bot.limits.refused
    assert line.kims() == [f"svar {number}" for number in range(5)]


async def test_storm_for_all(line: OnTelegram) -> None:
    """After two bans nobody is called until they are over."""
    people = [line.telegram.person(f"Nr {number}", language_code="sv") for number in range(8)]
    line.bot.storm(1.2)
    for person in people:
        await line.write("/start", person)
    for person in people:
        await person.sees(line.bot, WELCOME)
    refused = [call for call in line.bot.sent("sendMessage") if call.status == 429]
    assert 1 <= len(refused) <= 4
    assert len(line.bot.sent("sendMessage")) == len(refused) + len(people)


@pytest.mark.parametrize("status", [500, 502, 503, 504])
async def test_broken_gateways(line: OnTelegram, status: int) -> None:
    """What a gateway did not pass on is sent again, before what follows it."""
    await line.talk()
    line.bot.fail_next(2, status=status, method="sendMessage")
    for text in ("ett", "två"):
        await line.reply(text)
    await line.sees("Kim:\ntvå")

    assert line.kims() == ["ett", "två"]


async def test_answers_that_are_lost(line: OnTelegram) -> None:
    """Where a call was carried out and its answer lost, it is said twice at most."""
    await line.talk()
    line.bot.reset_next(1, method="sendMessage", accepted=True)
    for text in ("ett", "två", "tre"):
        await line.reply(text)
    await line.sees("Kim:\ntre")

    assert line.kims() in (["ett", "två", "tre"], ["ett", "ett", "två", "tre"])


async def test_cut_before_it_came(line: OnTelegram) -> None:
    """A connection that is cut loses nothing."""
    await line.talk()
    line.bot.reset_next(2, method="sendMessage")
    for text in ("ett", "två"):
        await line.reply(text)
    await line.sees("Kim:\ntvå")

    assert line.kims() == ["ett", "två"]


async def test_refused_replies(line: OnTelegram) -> None:
    """What Telegram will never take is left out, and nothing else; its counsellor is told."""
    await line.talk()
    line.bot.storm(1)
    for text in ("ett", "två", "tre"):
        await line.reply(text)
    line.bot.fail_next(1, status=400, method="sendMessage", body=REFUSED)
    await line.sees("Kim:\ntre")
    await line.is_told(MISSED)

    assert line.kims() == ["två", "tre"]
    (told,) = [one for one in await line.lines() if one.key == MISSED]
    assert (await line.lines())[told.quotes - 1].text == "ett"


async def test_who_has_shut_the_door(line: OnTelegram) -> None:
    """Who has blocked the bot by the time a conversation ends is called once, and let alone."""
    found = await line.talk()
    line.relative.chat(line.bot).blocked = True
    await line.apply(CounsellorEnded("ke", KIM.id), found)
    other = line.telegram.person("Bo", language_code="sv")
    await line.nothing_is_owed()
    await line.write("/start", other)
    await other.sees(line.bot, WELCOME)

    assert [call.status for call in line.bot.sent("sendMessage")].count(403) == 1


async def test_edits_of_what_is_gone(line: OnTelegram) -> None:
    """A change to a message that its reader has deleted keeps nothing else from coming."""
    await line.talk()
    await line.reply("ett")
    number = len(await line.lines())
    (await line.sees("Kim:\nett")).deleted = True
    line.bot.storm(1)
    await line.apply(CounsellorEdited("ke", KIM.id, number, "ETT"))
    await line.reply("två")
    await line.sees("Kim:\ntvå")

    assert line.kims() == ["två"]


@pytest.mark.parametrize(("rates", "limits"), [(Rates(burst=3), QUICK)])
async def test_long_replies_through_bans(line: OnTelegram) -> None:
    """Of what takes several messages, none comes twice because another one was refused."""
    await line.talk()
    words = " ".join(f"ord{number:04}" for number in range(1500))
    await line.reply(words)
    await line.reply("slut")
    await line.sees("Kim:\nslut")

    shown = " ".join(line.said()[2:-1]).removeprefix("Kim:\n")
    assert line.bot.limits.refused
    assert shown.split() == words.split()


async def test_presses_through_a_storm(line: OnTelegram) -> None:
    """A press is answered also where the first answer did not get through."""
    await line.write("/start")
    await line.sees(WELCOME)
    line.bot.fail_next(1, status=502, method="answerCallbackQuery")
    pressed = line.relative.press(line.bot, "Kostar det något?")

    assert await line.relative.answered(line.bot, pressed)


@pytest.mark.parametrize(("rates", "distance"), [(ALL_AT_ONCE, 0.4)])
@pytest.mark.parametrize("way", ["polling", "webhook"])
async def test_stopped_in_the_middle(line: OnTelegram) -> None:
    """What was under way at the end is confirmed, and not said again after the next start."""
    await line.talk()
    await line.reply("ett")
    await line.sees("Kim:\nett")  # the answer is still on its way
    await line.stop()
    await line.start()
    await line.reply("två")
    await line.sees("Kim:\ntvå")

    assert line.kims() == ["ett", "två"]


async def test_owed_from_before_the_start(line: OnTelegram) -> None:
    """What could not be brought before the end is brought after the next start."""
    await line.talk()
    line.bot.storm(1)
    for text in ("ett", "två"):
        await line.reply(text)
    await line.stop()
    await line.start()
    await line.sees("Kim:\ntvå")

    assert line.kims() == ["ett", "två"]


async def test_stopped_while_a_press_is_answered(line: OnTelegram) -> None:
    """What nobody waits for does not hold up the end, and is not left hanging either."""
    await line.write("/start")
    await line.sees(WELCOME)
    line.bot.hold_next(1, method="answerCallbackQuery")
    await line.taken(line.relative.press(line.bot, "Kostar det något?"))
    await line.sees("Det kostar ingenting")
    await line.stop()
    line.bot.release()
    await line.start()
    await line.write("/hjalp")

    assert not line.bot.answers
