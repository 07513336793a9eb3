"""Promises of the relatives' door of Telegram, on a stand-in that behaves like Telegram."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from typing import Any

import aiohttp
import pytest
import structlog
from builders import KIM, LINE, MINUTE, SECOND, SetClock
from pydantic import SecretStr
from telegram_standin import Person, Shown, StandInBot, Telegram
from visitors import full

from bot.app import Running, Service, running
from bot.settings import Listen, Settings
from bot.store import keys
from bot.store.client import Valkey
from bot.texts import Texts
from handlers.conversation import Author, Conversation, Line
from handlers.events import CounsellorEdited, CounsellorEnded, CounsellorTook, CounsellorWrote

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
HUMAN = "jag vill prata med en människa"


@dataclass
class OnTelegram:
    """The line's bot, a relative who has its chat open, and what is behind it."""

    telegram: Telegram
    bot: StandInBot
    relative: Person
    site: Running
    service: Service
    clock: SetClock

    async def conversation(self) -> Conversation:
        """Return the only conversation that waits or talks."""
        board = await self.site.switchboard.queue.board()
        (one,) = board.waiting + board.talking
        return one

    async def lines(self) -> list[Line]:
        """Return what was written in it."""
        return await self.lines_of((await self.conversation()).id)

    async def lines_of(self, conversation_id: str) -> list[Line]:
        """Return what was written in a conversation."""
        return await self.site.switchboard.conversations.lines(conversation_id)

    async def pause(self) -> None:
        """Let so much time pass that nothing more of a burst is waited for."""
        self.clock.at += 4 * SECOND
        await self.site.timekeeper.look()

    async def write(self, text: str) -> int:
        """Let the relative write, and return the message once it is in the store."""
        sent = self.relative.write(self.bot, text)
        await self.bot.updates.taken(sent.update_id)
        return sent.message_id

    async def talk(self) -> Conversation:
        """Let the relative ask for a person, and Kim take the conversation."""
        await self.write(HUMAN)
        await self.pause()
        found = await self.conversation()
        await self.site.switchboard.apply(found.id, CounsellorTook("t", KIM))
        await self.sees("Nu är Kim")
        return await self.conversation()

    async def reply(self, number: int, text: str, quotes: int = 0) -> None:
        """Let Kim write."""
        found = await self.conversation()
        event = CounsellorWrote(f"k{number}", KIM.id, text, quotes)
        await self.site.switchboard.apply(found.id, event)

    async def is_told(self, key: str) -> None:
        """Wait until the counsellor was told something of the relative."""
        while key not in {one.key for one in await self.lines()}:
            await self.site.timekeeper.look()

    async def sees(self, fragment: str) -> Shown:
        """Wait until something stands on the relative's phone."""
        return await self.relative.sees(self.bot, fragment)

    def said(self) -> list[str]:
        """Return what the bot has said that still stands on the phone."""
        return [one.text for one in self.relative.phone(self.bot) if one.from_bot]


@pytest.fixture
def way() -> str:
    """Give the way in which updates come."""
    return "polling"


@pytest.fixture
async def line(  # noqa: PLR0917 - fixtures
    way: str, valkey: Valkey, store_url: str, texts: Texts, clock: SetClock, unused_tcp_port: int
) -> AsyncIterator[OnTelegram]:
    """Give a line with its bot."""
    assert await valkey.dbsize() == 0
    public = f"http://127.0.0.1:{unused_tcp_port}" if way == "webhook" else None
    async with Telegram(check="telegram", backoff=0.01) as telegram:
        bot = telegram.add_bot(TOKEN, "stodbot")
        settings = Settings(
            redis_url=SecretStr(store_url),
            listen=Listen("127.0.0.1", unused_tcp_port),
            public_url=public,
            telegram_token=SecretStr(TOKEN),
            telegram_api=telegram.url,
        )
        service = Service(settings, LINE, texts, clock, structlog.get_logger())
        async with running(service) as site:
            relative = telegram.person("Anna", language_code="sv")
            yield OnTelegram(telegram, bot, relative, site, service, clock)
        assert telegram.violations == []
        assert bot.forwarded == []


@pytest.mark.parametrize("way", ["polling", "webhook"])
async def test_the_day(line: OnTelegram) -> None:
    """A relative writes five short messages, gets one answer, is picked up, talks, and ends."""
    for text in ("hej", "det är min son", "han är 16", "jag är orolig", "vad ska jag göra?"):
        await line.write(text)
    assert line.said() == []
    await line.pause()
    queued = await line.sees("Du står först i kön")
    assert len(line.said()) == 1
    assert "Telegram vet att ditt konto skriver hit" in queued.text

    found = await line.conversation()
    await line.site.switchboard.apply(found.id, CounsellorTook("t", KIM))
    await line.sees("Nu är Kim")
    for number in range(3):
        await line.reply(number, f"svar {number}")
    await line.sees("Kim:\nsvar 2")
    assert line.said()[-3:] == [f"Kim:\nsvar {number}" for number in range(3)]
    await line.write("tack")
    assert (await line.lines())[-1].text == "tack"
    await line.site.switchboard.apply(found.id, CounsellorEnded("e", KIM.id))
    await line.sees("Samtalet är avslutat")


async def test_danger_is_answered_at_once(line: OnTelegram) -> None:
    """Whoever is in danger gets the number without any pause."""
    await line.write("han ska döda mig")

    await line.sees("ring 112")


async def test_questions_by_one_tap(line: OnTelegram) -> None:
    """Whoever begins is greeted, and a button answers, also in the other language."""
    await line.write("/start")
    await line.sees("stödtelefonens chatt")
    pressed = line.relative.press(line.bot, "När har ni öppet?")
    await line.sees("09.00–15.00")
    await line.relative.answered(line.bot, pressed)
    await line.write("/english@stodbot")
    await line.write("/help")

    await line.sees("You do not have to say who you are")


async def test_language_of_the_program_is_weak(
    line: OnTelegram,
) -> None:
    """Who writes English in a Swedish program is answered in English."""
    await line.write("hello, when are you open this week?")
    await line.pause()

    await line.sees("Swedish time")


async def test_place_in_the_queue(line: OnTelegram) -> None:
    """The place stands in one silent message that is edited, and goes when they are picked up."""
    others = [line.telegram.person(f"Nr {number}", language_code="sv") for number in range(2)]
    for other in others:
        sent = other.write(line.bot, HUMAN)
        await line.bot.updates.taken(sent.update_id)
        await line.pause()
    waiting = (await line.site.switchboard.queue.board()).waiting
    await line.write(HUMAN)
    await line.pause()
    await line.sees("2 personer står före dig")
    for number, ahead in enumerate(waiting):
        await line.site.switchboard.apply(ahead.id, CounsellorTook(f"t{number}", KIM))
        place = await line.relative.sees(
            line.bot, ("En person" if number == 0 else "Du står först"), after=2
        )
        assert place.silent
    board = await line.site.switchboard.queue.board()
    await line.site.switchboard.apply(board.waiting[0].id, CounsellorTook("t9", KIM))
    await line.sees("Nu är Kim")

    await line.relative.until(
        line.bot, lambda shown: not any(one.message_id == place.message_id for one in shown)
    )


async def test_quotes_and_edits(line: OnTelegram) -> None:
    """What answers to a message, or changes one, does so on the other side."""
    await line.talk()
    mine = await line.write("kan vi ses?")
    number = len(await line.lines())
    await line.reply(1, "nej, men skriv", quotes=number)
    assert (await line.sees("Kim:\nnej, men skriv")).reply_to == mine
    theirs = await line.sees("Kim:\nnej, men skriv")

    sent = line.relative.write(line.bot, "okej", reply_to=theirs.message_id)
    await line.bot.updates.taken(sent.update_id)
    assert (await line.lines())[-1].quotes == number + 1
    await line.bot.updates.taken(line.relative.edit(line.bot, mine, "kan vi höras?").update_id)
    edited = (await line.lines())[-1]
    assert (edited.text, edited.edits) == ("kan vi höras?", number)
    found = await line.conversation()
    event = CounsellorEdited("ke", KIM.id, number + 1, "ja, ring oss")
    await line.site.switchboard.apply(found.id, event)
    await line.sees("Kim:\nja, ring oss")
    await line.bot.updates.taken(line.relative.react(line.bot, theirs.message_id, "👍").update_id)

    assert (await line.lines())[-1].values == {"emoji": "👍"}
    assert theirs.message_id == (await line.sees("Kim:\nja, ring oss")).message_id


async def test_what_is_not_taken(line: OnTelegram, valkey: Valkey) -> None:
    """Of pictures, files, contacts and the like nothing is kept but the words beside them."""
    await line.talk()
    me, bot = line.relative, line.bot
    me.send_album(bot, 3, "KANARIE-ord")
    for kind in ("voice", "document", "contact", "location", "poll", "video_note"):
        given: dict[str, Any] = {"file_name": "KANARIE-fil"} if kind == "document" else {}
        me.send_media(bot, kind, **given)
    me.forward(bot, "KANARIE-annans", "KANARIE-namn")
    me.send_media(bot, "sticker", emoji="❤️")
    last = me.send_media(bot, "dice")
    await bot.updates.taken(last.update_id)
    await line.sees("ta emot här")

    texts = [one.text for one in await line.lines() if one.author is Author.RELATIVE]
    assert texts == [HUMAN, "KANARIE-ord", "❤️", texts[-1]]
    assert sum("ta emot här" in text for text in line.said()) == 1
    assert "KANARIE-annans" not in await everything(valkey)
    assert "KANARIE-namn" not in await everything(valkey)
    assert "KANARIE-fil" not in await everything(valkey)


async def test_nobody_is_known(line: OnTelegram, valkey: Valkey) -> None:
    """Nothing that Telegram tells of a person is kept but where their chat is, once."""
    me = line.telegram.person("KANARIE-för", last_name="KANARIE-efter", username="kanarie_namn")
    sent = me.write(line.bot, HUMAN)
    await line.bot.updates.taken(sent.update_id)
    kept = await everything(valkey)

    assert "KANARIE" not in kept
    assert "kanarie" not in kept
    assert set(await valkey.hkeys(keys.ADDRESSES)) == {f"telegram:{me.id}"}


async def everything(valkey: Valkey) -> str:
    """Return all keys and values of the store."""
    reads: dict[str, Callable[[str], Any]] = {
        "string": valkey.get,
        "hash": valkey.hgetall,
        "list": lambda name: valkey.lrange(name, 0, -1),
        "set": valkey.smembers,
        "zset": lambda name: valkey.zrange(name, 0, -1),
    }
    names = [str(key) for key in await valkey.keys("*")]
    found = [(name, await reads[str(await valkey.type(name))](name)) for name in names]
    return repr(found)


async def test_erase(line: OnTelegram, valkey: Valkey) -> None:
    """All of it goes from the phone, by hundreds, and from the store."""
    await line.talk()
    for number in range(101):
        line.relative.write(line.bot, f"nr {number}")
        if number % 20 == 0:
            line.clock.at += MINUTE
    await line.write("klart")
    await line.write("/radera")
    await line.sees("Det som gick att radera är raderat")
    await line.relative.until(line.bot, lambda shown: len(shown) == 1)

    line.clock.at += LINE.retention.ended
    await line.site.timekeeper.look()
    assert str(line.relative.id) not in await everything(valkey)


async def test_blocked(line: OnTelegram) -> None:
    """The counsellor is told, and what did not arrive comes once the door is open again."""
    await line.talk()
    line.relative.block(line.bot)
    await line.reply(1, "är du kvar?")
    await line.is_told("relative-unreachable")
    sent = line.relative.unblock(line.bot)
    await line.bot.updates.taken(sent.update_id)
    await line.reply(2, "hej igen")
    await line.sees("Kim:\nhej igen")

    assert line.said()[-2:] == ["Kim:\när du kvar?", "Kim:\nhej igen"]


async def test_blocked_without_a_word(line: OnTelegram) -> None:
    """Also where Telegram says so only when something is sent, the counsellor is told."""
    await line.talk()
    line.relative.chat(line.bot).blocked = True
    await line.reply(1, "är du kvar?")
    await line.is_told("relative-unreachable")


async def test_groups_are_left(line: OnTelegram) -> None:
    """In a group nobody is anonymous: the bot leaves, and hears nothing there."""
    group = line.telegram.group("Familjen")
    line.relative.add_to_group(line.bot, group)
    while not line.bot.sent("leaveChat"):
        await line.site.timekeeper.look()

    assert (await line.site.switchboard.queue.board()).length == 0


BROKEN: list[dict[str, Any]] = [
    {},
    {"message": None},
    {"message": []},
    {"message": "hej"},
    {"message": {"text": "hej"}},
    {"message": {"chat": 7, "text": "hej"}},
    {"message": {"chat": {"id": "7", "type": "private"}, "text": "hej"}},
    {"message": {"chat": {"id": True, "type": "private"}, "text": "hej"}},
    {"message": {"chat": {"id": 2**80, "type": "private"}, "text": "hej"}},
    {"message": {"chat": {"id": -5, "type": "private"}, "text": "hej"}},
    {"message": {"chat": {"id": 7, "type": "private"}, "text": None}},
    {"message": {"chat": {"id": 7, "type": "private"}, "text": {"a": 1}}},
    {"message": {"chat": {"id": 7, "type": "private"}, "text": "\ud800"}},
    {"message": {"chat": {"id": 7, "type": "private"}, "text": "\x00\u202e"}},
    {"message": {"chat": {"id": 7, "type": "private"}, "text": "   "}},
    {"message": {"chat": {"id": 7, "type": "private"}, "text": "a" * 50_000}},
    {"message": {"chat": {"id": 7, "type": "channel"}, "text": "hej"}},
    {"message": {"chat": {"id": 7, "type": "private"}, "photo": "x", "message_id": "y"}},
    {"message": {"chat": {"id": 7, "type": "private"}, "sticker": [1, 2]}},
    {"message": {"chat": {"id": 7, "type": "private"}, "text": "hej", "from": {"is_bot": True}}},
    {"message": {"chat": {"id": 7, "type": "private"}, "text": "hej", "reply_to_message": 5}},
    {"edited_message": {"chat": {"id": 7, "type": "private"}, "text": "hej"}},
    {"callback_query": {"id": 5, "data": None}},
    {"callback_query": {"id": "5", "data": "nothing", "message": None}},
    {"message_reaction": {"chat": {"id": 7, "type": "private"}, "new_reaction": "x"}},
    {"my_chat_member": {"chat": {"id": 7, "type": "private"}, "new_chat_member": None}},
    {"channel_post": {"chat": {"id": 7, "type": "channel"}, "text": "hej"}},
    {"something_new": {"deep": [[[[[[]]]]]]}},
]


@pytest.mark.parametrize("way", ["polling", "webhook"])
async def test_broken_updates(line: OnTelegram) -> None:
    """Whatever comes, in whatever shape, the next good message is heard."""
    for update in BROKEN:
        line.bot.inject(update)
    await line.write(HUMAN)
    await line.pause()

    await line.sees("i kön")


async def test_broken_beside_good(line: OnTelegram) -> None:
    """A field that is broken does not hide the words beside it."""
    message = {"chat": {"id": line.relative.id, "type": "private"}, "from": 5, "entities": "x"}
    line.relative.write(line.bot, "hej")
    last = line.bot.inject({"message": message | {"text": HUMAN, "date": "never"}})
    await line.bot.updates.taken(last)
    await line.pause()

    await line.sees("i kön")


async def test_poison(line: OnTelegram, valkey: Valkey) -> None:
    """What fails each time is set aside, its sender is told, and others are heard meanwhile."""
    await line.write(HUMAN)
    await line.pause()
    found = await line.conversation()
    record = await valkey.hget(keys.conversation(found.id), "record")
    await valkey.hset(keys.conversation(found.id), "record", "{")
    poison = line.relative.write(line.bot, "hör ni mig?")
    other = line.telegram.person("Bo", language_code="sv")
    other.write(line.bot, "han ska döda mig")
    await other.sees(line.bot, "ring 112")
    while await valkey.get(keys.tries(f"relatives-{poison.update_id}")) != "4":
        await line.site.timekeeper.look()
    await valkey.hset(keys.conversation(found.id), "record", str(record))
    await line.bot.updates.taken(poison.update_id)

    texts = [one.text for one in await line.lines_of(found.id)]
    assert "hör ni mig?" in texts


@pytest.mark.parametrize("way", ["webhook"])
async def test_who_is_not_telegram(line: OnTelegram) -> None:
    """Only who knows the secret is heard, and an unreadable body is no error of ours."""
    url = f"{line.service.settings.public_url}/telegram/relatives"
    forged = {"update_id": 1, "message": {"chat": {"id": 7, "type": "private"}, "text": HUMAN}}
    async with aiohttp.ClientSession() as session:
        for secret in ("", "wrong", "ä" * 64):
            headers = {"X-Telegram-Bot-Api-Secret-Token": secret}
            async with session.post(url, json=forged, headers=headers) as answer:
                assert answer.status == 401

    assert (await line.site.switchboard.queue.board()).length == 0


@pytest.mark.parametrize("way", ["polling", "webhook"])
async def test_full_store(line: OnTelegram, valkey: Valkey) -> None:
    """What could not be stored is not acknowledged, and comes in as soon as it can."""
    async with full(valkey):
        sent = line.relative.write(line.bot, "han ska döda mig")
        while line.bot.updates.delivered < 2 and line.bot.updates.hook:
            await line.site.switchboard.queue.board()
        assert sent.update_id in line.bot.updates.pending
    await line.bot.updates.taken(sent.update_id)

    await line.sees("ring 112")


async def test_telegram_has_bad_days(line: OnTelegram) -> None:
    """Errors, resets and bans of Telegram lose nothing and turn nothing round."""
    await line.talk()
    bot = line.bot
    bot.fail_next(2, status=502, method="sendMessage")
    await line.reply(1, "ett")
    await line.sees("ett")
    bot.reset_next(1, method="sendMessage", accepted=True)
    await line.reply(2, "två")
    await line.reply(3, "tre")
    await line.sees("tre")
    bot.storm(1.2)
    for number in range(4, 7):
        await line.reply(number, f"nr {number}")
    await line.sees("nr 6")
    bot.fail_next(1, status=502, method="getUpdates")
    bot.reset_next(1, method="getUpdates")
    await line.write("tack")

    said = [text.removeprefix("Kim:\n") for text in line.said()][-7:]
    assert [text for text in said if text != "två"] == [
        *said[: said.index("ett")], "ett", "tre", "nr 4", "nr 5", "nr 6",
    ]  # fmt: skip
    assert 1 <= said.count("två") <= 2
    assert said.index("ett") < said.index("två") < said.index("tre")


async def test_started_again(line: OnTelegram) -> None:
    """What came while nobody was there is heard at the next start, and nothing is said twice."""
    await line.talk()
    await line.reply(1, "hej")
    await line.sees("Kim:\nhej")
    before = line.said()
    async with running(
        replace(
            line.service,
            only=None,
            settings=line.service.settings.model_copy(update={"listen": Listen("127.0.0.1", 0)}),
        )
    ):
        await line.write("är ni kvar?")
        await line.reply(2, "ja")
        await line.sees("Kim:\nja")

    assert line.said() == [*before, "Kim:\nja"]


async def test_too_much(line: OnTelegram) -> None:
    """Who sends more than a person writes is told so, once, and loses nothing before that."""
    for number in range(45):
        line.relative.write(line.bot, f"nr {number}")
    await line.write("slut")

    await line.sees("fler meddelanden än vi hinner ta emot")
    assert sum("fler meddelanden" in text for text in line.said()) == 1
