"""Promises of the counsellors' door of Telegram, on a stand-in that behaves like Telegram."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
import structlog
from builders import LINE, MINUTE, SetClock
from pydantic import SecretStr
from telegram_standin import Person, StandInBot, Telegram

from bot.app import Running, Service, running
from bot.reception import Reception
from bot.settings import Listen, Settings
from bot.store import keys
from bot.store.addresses import Addresses
from bot.store.client import Valkey
from bot.store.counsellors import Counsellors
from bot.store.desk_chats import GONE_AFTER
from bot.texts import Texts
from handlers.conversation import Conversation, State
from handlers.events import CounsellorTook, RelativeEdited, RelativeWrote
from handlers.language import choose

TOKEN = "210201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
HUMAN = "jag vill prata med en människa"


@dataclass
class Desk:
    """The staff bot, two counsellors' phones, and relatives on the web."""

    telegram: Telegram
    bot: StandInBot
    site: Running
    reception: Reception
    counsellors: Counsellors
    clock: SetClock
    sent: int = 0

    async def counsellor(self, alias: str) -> Person:
        """Return a counsellor who has come on duty by a link."""
        token = await self.counsellors.invite(alias, ("sv", "en"))
        person = self.telegram.person(alias)
        person.write(self.bot, f"/start {token}")
        await person.sees(self.bot, "Du är i tjänst")
        return person

    async def write(self, text: str, address: str = "web:a") -> None:
        """Let a relative write."""
        self.sent += 1
        await self.reception.receive(address, RelativeWrote(f"w{self.sent}", text), choose("sv"))

    async def conversation(self, address: str = "web:a") -> Conversation:
        """Return a relative's conversation."""
        found = await self.reception.conversation_of(address)
        assert found
        return found

    async def talk(self, person: Person, address: str = "web:a") -> Conversation:
        """Let a relative ask for a person, and a counsellor take them by the alarm."""
        await self.write(HUMAN, address)
        found = await self.conversation(address)
        await person.sees(self.bot, f"{found.code}\n")
        person.press(self.bot, f"take:{found.id}")
        await person.sees(self.bot, f"Du har tagit {found.code}")
        return await self.conversation(address)

    async def say(self, person: Person, text: str, **more: Any) -> None:
        """Let a counsellor write."""
        sent = person.write(self.bot, text, **more)
        await self.bot.updates.taken(sent.update_id)

    def stands(self, person: Person) -> list[str]:
        """Return what stands on a phone."""
        return [one.text for one in person.phone(self.bot)]

    async def texts_of(self, address: str = "web:a") -> list[str]:
        """Return what was written in a relative's conversation."""
        found = await self.reception.conversation_of(address)
        assert found
        lines = await self.site.switchboard.conversations.lines(found.id)
        return [line.text or line.key for line in lines]


@pytest.fixture
def topics() -> bool:
    """Whether the staff bot's chats have topics."""
    return False


@pytest.fixture
async def desk(
    topics: bool,  # noqa: FBT001 - a fixture
    valkey: Valkey,
    store_url: str,
    texts: Texts,
    clock: SetClock,
) -> AsyncIterator[Desk]:
    """Give a staff bot."""
    assert await valkey.dbsize() == 0
    async with Telegram(check="aiogram", backoff=0.01) as telegram:
        bot = telegram.add_bot(TOKEN, "personalbot", has_topics_enabled=topics)
        settings = Settings(
            redis_url=SecretStr(store_url),
            listen=Listen("127.0.0.1", 0),
            desk_telegram_token=SecretStr(TOKEN),
            telegram_api=telegram.url,
        )
        service = Service(settings, LINE, texts, clock, structlog.get_logger())
        async with running(service) as site:
            reception = Reception(site.switchboard, Addresses(valkey))
            yield Desk(telegram, bot, site, reception, Counsellors(valkey), clock)
        assert telegram.violations == []
        assert bot.forwarded == []


@pytest.mark.parametrize("topics", [False, True], ids=["one chat", "topics"])
async def test_the_day(desk: Desk, topics: bool) -> None:  # noqa: FBT001 - as given above
    """A counsellor is called, takes, reads, writes, sees that it arrived, and ends."""
    kim = await desk.counsellor("Kim")
    robin = await desk.counsellor("Robin")
    await desk.write(HUMAN)
    await robin.sees(desk.bot, "Vill prata")
    found = await desk.talk(kim)
    await robin.until(desk.bot, lambda shown: not any("Vill prata" in one.text for one in shown))
    await desk.write("hej igen")
    heard = await kim.sees(desk.bot, "hej igen")
    assert (heard.thread is not None) == topics
    await desk.say(kim, "jag är här", **({"thread": heard.thread} if heard.thread else {}))
    await kim.until(desk.bot, lambda shown: any(one.reaction for one in shown))
    assert (await desk.texts_of())[-1] == "jag är här"
    kim.press(desk.bot, f"end:{found.id}")
    await kim.sees(desk.bot, f"avsluta samtalet med {found.code}")
    kim.press(desk.bot, "Avsluta samtalet")
    await kim.sees(desk.bot, "Samtalet är avslutat")
    desk.clock.at += LINE.retention.ended
    await desk.site.timekeeper.look()

    await kim.until(desk.bot, lambda shown: not any("igen" in one.text for one in shown))


REFUSED = '{"ok": false, "error_code": 400, "description": "Bad Request: NO_TOPIC"}'


@pytest.mark.parametrize("topics", [True])
async def test_no_topic(desk: Desk) -> None:
    """Where Telegram opens no topic, what was taken stands in the chat, and is answered there."""
    kim = await desk.counsellor("Kim")
    desk.bot.fail_next(status=400, body=REFUSED, method="createForumTopic")
    found = await desk.talk(kim)
    heard = await kim.sees(desk.bot, f"{found.code}:\nPersonen:\n{HUMAN}")
    await desk.say(kim, "jag är här")

    assert heard.thread is None
    assert (await desk.texts_of())[-1] == "jag är här"


@pytest.mark.parametrize("also_the_notice", [False, True])
async def test_words_that_telegram_refuses(desk: Desk, *, also_the_notice: bool) -> None:
    """A counsellor is told that there are words they cannot see here, and sees what follows."""
    kim = await desk.counsellor("Kim")
    await desk.talk(kim)
    await desk.say(kim, "jag är här")
    await kim.until(desk.bot, lambda shown: any(one.reaction for one in shown))
    desk.bot.fail_next(1 + also_the_notice, status=400, body=REFUSED, method="sendMessage")
    await desk.write("ett")
    while [call.status for call in desk.bot.sent("sendMessage")].count(400) <= also_the_notice:
        await asyncio.sleep(0.01)
    await desk.write("två")
    await kim.sees(desk.bot, "två")

    hidden = [text for text in desk.stands(kim) if "Läs det i webbläsaren" in text]
    assert len(hidden) == (not also_the_notice)
    assert not any("ett" in text.split() for text in desk.stands(kim))


@pytest.mark.parametrize("topics", [True])
async def test_topic_deleted_by_hand(desk: Desk) -> None:
    """A conversation whose topic was deleted stands in a new one as soon as more is written."""
    kim = await desk.counsellor("Kim")
    await desk.talk(kim)
    await desk.write("ett")
    thread = (await kim.sees(desk.bot, "ett")).thread
    assert thread
    await desk.say(kim, "en hemlighet")
    await kim.until(desk.bot, lambda shown: any(one.reaction for one in shown))
    kim.delete_topic(desk.bot, thread)
    await desk.write("två")
    again = await kim.sees(desk.bot, "två")
    await desk.say(kim, "jag är här", thread=again.thread)

    assert again.thread not in {thread, None}
    assert "ett" in " ".join(desk.stands(kim))
    assert (await desk.texts_of())[-1] == "jag är här"
    beside = [one.text for one in kim.phone(desk.bot) if not one.thread]
    assert not any("hemlighet" in text for text in beside)


async def test_one_call_at_a_time(desk: Desk) -> None:
    """On a phone with two conversations nothing of one is begun before the other was answered."""
    kim = await desk.counsellor("Kim")
    for address in ("web:a", "web:b"):
        await desk.talk(kim, address)
    desk.telegram.distance = 0.2
    await desk.write("ett")
    # While that is under way, something comes to be owed of both.
    await desk.write("två")
    await desk.write("tre", "web:b")
    for text in ("två", "tre"):
        await kim.sees(desk.bot, text)
    calls = desk.bot.sent("sendMessage")
    first, second = (
        next(call.at for call in calls if text in call.params["text"]) for text in ("två", "tre")
    )

    assert abs(second - first) >= desk.telegram.distance


@pytest.mark.parametrize("topics", [True])
@pytest.mark.parametrize("refused", [False, True], ids=["gone", "a topic that stays"])
async def test_nothing_stays_beside_a_topic(desk: Desk, refused: bool) -> None:  # noqa: FBT001
    """What was written beside a topic goes with it, and all else if the topic cannot be taken."""
    kim = await desk.counsellor("Kim")
    await desk.talk(kim)
    await desk.say(kim, "en hemlighet")
    await kim.until(desk.bot, lambda shown: any(one.reaction for one in shown))
    if refused:
        desk.bot.fail_next(status=400, body=REFUSED, method="deleteForumTopic")
    await desk.say(kim, "/ledig")

    await kim.until(
        desk.bot,
        lambda shown: not any("hemlig" in one.text or HUMAN in one.text for one in shown),
    )


async def test_strangers(desk: Desk) -> None:
    """Whoever finds the bot is told one thing, once, and nothing of the queue."""
    stranger = desk.telegram.person("Nyfiken")
    stranger.write(desk.bot, "/start fel-kod")
    await stranger.sees(desk.bot, "intern bot")
    await desk.write(HUMAN)
    await desk.say(stranger, "hej")

    assert len(desk.stands(stranger)) == 3


async def test_a_link_works_once(desk: Desk) -> None:
    """A code that was used binds no second phone; another code moves somebody to a new one."""
    token = await desk.counsellors.invite("Kim", ("sv",))
    first, second = desk.telegram.person("Kim"), desk.telegram.person("Kim igen")
    await desk.say(first, f"/start {token}")
    await desk.say(second, f"/start {token}")
    await second.sees(desk.bot, "intern bot")
    token = await desk.counsellors.invite("Kim", ("sv",))
    await desk.say(second, f"/start {token}")
    await second.sees(desk.bot, "Du är i tjänst")

    await desk.say(first, "hej")
    await first.sees(desk.bot, "intern bot")


async def test_the_slower_one_is_told(desk: Desk) -> None:
    """Who presses after another has taken is told by whom."""
    kim = await desk.counsellor("Kim")
    robin = await desk.counsellor("Robin")
    await desk.write(HUMAN)
    found = await desk.conversation()
    alarm = await robin.sees(desk.bot, "Vill prata")
    await kim.sees(desk.bot, "Vill prata")
    taken = kim.press(desk.bot, f"take:{found.id}")
    await desk.bot.updates.taken(taken.update_id)
    pressed = robin.press(desk.bot, "Ta samtalet", alarm)
    await desk.bot.updates.taken(pressed.update_id)
    answer = await robin.answered(desk.bot, pressed)

    assert answer["text"] == "Kim hann före och har samtalet."


async def test_rings_again(desk: Desk) -> None:
    """Who speaks the language is called first, and all once nobody has come."""
    kim = await desk.counsellor("Kim")
    token = await desk.counsellors.invite("Ellis", ("en",))
    ellis = desk.telegram.person("Ellis")
    await desk.say(ellis, f"/start {token}")
    await desk.write(HUMAN)
    first = await kim.sees(desk.bot, "Vill prata")
    assert len(desk.stands(ellis)) == 2
    desk.clock.at += 3 * MINUTE
    await desk.write("är det någon där?")
    await desk.site.switchboard.conversations.look_later(
        (await desk.conversation()).id, desk.clock.at
    )
    await ellis.sees(desk.bot, "Wants to talk", patience=15)
    await kim.until(
        desk.bot, lambda shown: not any(one.message_id == first.message_id for one in shown), 15
    )

    assert "Har väntat 3 minuter" in (await kim.sees(desk.bot, "Vill prata")).text


async def test_two_conversations(desk: Desk) -> None:
    """What is written goes to whom it is meant for, and to nobody where that is not clear."""
    kim = await desk.counsellor("Kim")
    first = await desk.talk(kim)
    second = await desk.talk(kim, "web:b")
    await desk.say(kim, "till den andra")
    assert (await desk.texts_of("web:b"))[-1] == "till den andra"
    heard = await kim.sees(desk.bot, f"{first.code}:\n")
    await desk.say(kim, "till den första", reply_to=heard.message_id)
    assert (await desk.texts_of())[-1] == "till den första"
    pressed = kim.press(desk.bot, f"back:{second.id}")
    await desk.bot.updates.taken(pressed.update_id)
    await desk.say(kim, "till vem?")
    await kim.sees(desk.bot, "Till vem ska det")
    pressed = kim.press(desk.bot, f"to:{first.id}")
    await desk.bot.updates.taken(pressed.update_id)
    await desk.say(kim, "nu till dig")

    assert (await desk.texts_of())[-1] == "nu till dig"
    assert "till vem?" not in await desk.texts_of() + await desk.texts_of("web:b")


async def test_the_only_one_is_over(desk: Desk) -> None:
    """What was meant for the only conversation never reaches another that came meanwhile."""
    kim = await desk.counsellor("Kim")
    (me,) = await desk.counsellors.all()
    await desk.write(HUMAN)
    await desk.site.switchboard.apply((await desk.conversation()).id, CounsellorTook("t1", me))
    await kim.sees(desk.bot, "Du har tagit")
    await desk.say(kim, "till den första")
    await desk.write(HUMAN, "web:b")
    second = await desk.conversation("web:b")
    await desk.site.switchboard.apply(second.id, CounsellorTook("t2", me))
    await desk.write("radera")
    await desk.say(kim, "också till den första")
    await kim.sees(desk.bot, "Till vem ska det")

    assert "också till den första" not in await desk.texts_of("web:b")


async def test_taking_too_late(desk: Desk) -> None:
    """Who is too late to take somebody does not write to whom they had before instead."""
    kim = await desk.counsellor("Kim")
    robin = await desk.counsellor("Robin")
    await desk.talk(kim)
    await desk.write(HUMAN, "web:b")
    code = (await desk.conversation("web:b")).code
    alarm = await kim.sees(desk.bot, f"{code}\n")
    await desk.talk(robin, "web:b")
    pressed = kim.press(desk.bot, "Ta samtalet", alarm)
    await desk.bot.updates.taken(pressed.update_id)
    await desk.say(kim, "hej, du som har väntat")
    await kim.sees(desk.bot, "Till vem ska det")

    assert "hej, du som har väntat" not in await desk.texts_of()


async def test_a_press_of_no_button(desk: Desk) -> None:
    """What no button of ours says is answered, and nobody's words wait for it."""
    kim = await desk.counsellor("Kim")
    await desk.talk(kim)
    taken = await kim.sees(desk.bot, "Du har tagit")
    taken.buttons[0]["callback_data"] = "take:a b c"
    pressed = kim.press(desk.bot, "take:a b c", taken)
    await kim.answered(desk.bot, pressed)
    await desk.write("hör du mig?")

    await kim.sees(desk.bot, "hör du mig?")


async def test_an_edit_to_nothing(desk: Desk) -> None:
    """Who changes their words to nothing that can be seen is told so, and nothing is set aside."""
    kim = await desk.counsellor("Kim")
    await desk.talk(kim)
    sent = kim.write(desk.bot, "hej")
    await desk.bot.updates.taken(sent.update_id)
    kim.edit(desk.bot, sent.message_id, "\u3164")

    await kim.sees(desk.bot, "inget att skicka")
    assert (await desk.texts_of())[-1] == "hej"


async def test_an_alarm_that_cannot_be_taken_away(desk: Desk) -> None:
    """An alarm rings again by one message, also where the last one is not taken away at once."""
    kim = await desk.counsellor("Kim")
    await desk.write(HUMAN)
    first = await kim.sees(desk.bot, "Vill prata")
    desk.bot.fail_next(2, method="deleteMessages")
    desk.clock.at += 3 * MINUTE
    await desk.write("är det någon där?")
    await kim.sees(desk.bot, "Vill prata", after=first.message_id, patience=15)
    await kim.until(
        desk.bot, lambda shown: not any(one.message_id == first.message_id for one in shown), 15
    )

    assert sum("Vill prata" in text for text in desk.stands(kim)) == 1


async def test_edits(desk: Desk) -> None:
    """What either side changes is changed on the other."""
    kim = await desk.counsellor("Kim")
    found = await desk.talk(kim)
    await desk.write("klockan tre")
    await kim.sees(desk.bot, "klockan tre")
    number = len(await desk.texts_of())
    event = RelativeEdited("edit", number, "klockan fyra")
    await desk.site.switchboard.apply(found.id, event)
    await kim.sees(desk.bot, "klockan fyra (ändrat)")
    # What is too long for one message is never cut off.
    longer = RelativeEdited("longer", number, "ja " * 1363 + "SLUT")
    await desk.site.switchboard.apply(found.id, longer)
    await kim.sees(desk.bot, "SLUT")
    sent = kim.write(desk.bot, "bra")
    await desk.bot.updates.taken(sent.update_id)
    await desk.bot.updates.taken(kim.edit(desk.bot, sent.message_id, "mycket bra").update_id)

    lines = await desk.site.switchboard.conversations.lines(found.id)
    assert (lines[-1].text, lines[-1].edits) == ("mycket bra", number + 3)
    kim.edit(desk.bot, sent.message_id, "\u200b")
    await kim.sees(desk.bot, "inget att skicka")


async def test_only_text(desk: Desk) -> None:
    """Pictures and the like are not passed on, and the counsellor is told so."""
    kim = await desk.counsellor("Kim")
    await desk.talk(kim)
    kim.send_media(desk.bot, "photo", caption="se")
    await kim.sees(desk.bot, "bara att skicka text")
    await desk.say(kim, "\u200b")

    await kim.sees(desk.bot, "inget att skicka")


async def test_nobody_to_write_to(desk: Desk) -> None:
    """Who writes without having a conversation is told that it went nowhere."""
    kim = await desk.counsellor("Kim")
    await desk.say(kim, "hej?")

    await kim.sees(desk.bot, "inget samtal här")


async def test_off_duty(desk: Desk) -> None:
    """Who goes hands all back, and nothing of anybody stays on the phone."""
    kim = await desk.counsellor("Kim")
    await desk.talk(kim)
    await desk.write("en hemlighet")
    await kim.sees(desk.bot, "en hemlighet")
    await desk.write(HUMAN, "web:b")
    await kim.sees(desk.bot, "Vill prata")
    await desk.say(kim, "/ledig")
    await kim.sees(desk.bot, "Du är inte i tjänst")
    await kim.until(
        desk.bot, lambda shown: not any("hemlighet" in one.text or one.labels for one in shown)
    )
    assert (await desk.conversation()).state is State.WAITING
    await desk.say(kim, "/tjanst")

    await kim.sees(desk.bot, "2 personer väntar")


async def test_gone_without_a_word(desk: Desk) -> None:
    """Who does nothing for an hour, or blocks the bot, counts as gone."""
    kim = await desk.counsellor("Kim")
    await desk.talk(kim)
    desk.clock.at += GONE_AFTER + MINUTE
    await kim.until(
        desk.bot, lambda shown: not any("Du har tagit" in one.text for one in shown), 20
    )
    assert (await desk.conversation()).state is State.WAITING
    await desk.say(kim, "/tjanst")
    await desk.bot.updates.taken(kim.block(desk.bot).update_id)

    assert await desk.site.switchboard.counsellors.on_duty(desk.clock.at) == set()


async def test_both_desks(desk: Desk, valkey: Valkey) -> None:
    """What is taken at the web desk is told on the phone, too, and erasing takes it from there."""
    kim = await desk.counsellor("Kim")
    (me,) = await desk.counsellors.all()
    await desk.write(HUMAN)
    found = await desk.conversation()
    await desk.site.switchboard.apply(found.id, CounsellorTook("t", me))
    await kim.sees(desk.bot, "Du har tagit")
    await desk.write("radera")
    await kim.until(desk.bot, lambda shown: not any("Du har tagit" in one.text for one in shown))
    await desk.counsellors.remove(me)

    assert await valkey.hlen(keys.DESK_CHAT_OF) == 0
