"""Promises of whose phone is whose at the staff bot: another one, one for two, and a farewell."""

import asyncio

import pytest
from builders import LINE, write_record
from telegram_staff import HUMAN, Desk, desk, topics

from bot import staff
from bot.store import keys
from bot.store.client import Valkey
from bot.store.desk_chats import GONE_AFTER, NOTED_EVERY, DeskChats
from handlers.conversation import State

__all__ = ["desk", "topics"]


@pytest.mark.parametrize("topics", [False, True], ids=["one chat", "topics"])
async def test_another_phone(desk: Desk) -> None:
    """By another link all moves: nothing of anybody stays on the old phone, and the new has it."""
    old = await desk.counsellor("Kim")
    found = await desk.talk(old)
    await desk.write("en hemlighet")
    thread = (await old.sees(desk.bot, "en hemlighet")).thread
    await desk.say(old, "ett svar", **({"thread": thread} if thread else {}))
    await old.until(desk.bot, lambda shown: any(one.reaction for one in shown))
    await desk.write(HUMAN, "web:b")
    await old.sees(desk.bot, "Vill prata")
    new = desk.telegram.person("Kim")
    await desk.open_link(new, "Kim")
    await new.sees(desk.bot, f"Du har tagit {found.code}")
    heard = await new.sees(desk.bot, "en hemlighet")
    await new.sees(desk.bot, "Kim:\nett svar")
    await new.sees(desk.bot, "Vill prata")
    await desk.gone(old, "hemlighet", "ett svar", "Vill prata", "Du har tagit")
    await desk.say(new, "jag är här", **({"thread": heard.thread} if heard.thread else {}))

    assert (await desk.texts_of())[-1] == "jag är här"
    assert [text for text in desk.stands(old) if HUMAN in text] == []
    await desk.say(old, "hallå?")
    await old.sees(desk.bot, "intern bot")
    assert "hallå?" not in await desk.texts_of()


async def test_a_call_under_way(desk: Desk, valkey: Valkey) -> None:
    """What is just on its way to the old phone goes from there, too, and comes to the new one."""
    old = await desk.counsellor("Kim")
    await desk.talk(old)
    token = await desk.counsellors.invite("Kim", ("sv", "en"))
    new = desk.telegram.person("Kim")
    desk.telegram.distance = 1.0
    await desk.write("en hemlighet")
    await old.sees(desk.bot, "en hemlighet")
    assert await DeskChats(valkey).bind(token, new.id)
    desk.telegram.distance = 0.0
    await desk.say(new, "/start")

    await new.sees(desk.bot, "en hemlighet")
    await desk.gone(old, "hemlighet")


async def test_an_old_phone_that_is_shut(desk: Desk) -> None:
    """Who has blocked the bot on the old phone is on duty on the new one all the same."""
    old = await desk.counsellor("Kim")
    found = await desk.talk(old)
    old.chat(desk.bot).blocked = True
    new = desk.telegram.person("Kim")
    await desk.open_link(new, "Kim")
    await new.sees(desk.bot, f"Du har tagit {found.code}")
    await desk.say(new, "jag är här")

    assert (await desk.texts_of())[-1] == "jag är här"


async def test_what_has_ended_is_not_told_anew(desk: Desk) -> None:
    """A conversation that has ended goes from the old phone, and does not begin on the new one."""
    old = await desk.counsellor("Kim")
    found = await desk.talk(old)
    await desk.press(old, f"end:{found.id}")
    await old.sees(desk.bot, "Vill du avsluta")
    await desk.press(old, f"sure:{found.id}")
    await old.sees(desk.bot, "Samtalet är avslutat")
    new = desk.telegram.person("Kim")
    await desk.open_link(new, "Kim")
    await desk.gone(old, found.code)
    await desk.nothing_is_owed()

    assert not any(found.code in text for text in desk.stands(new))


@pytest.mark.parametrize("topics", [True])
async def test_there_and_back(desk: Desk) -> None:
    """Who goes back to the first phone before all has moved is told all of it there."""
    first = await desk.counsellor("Kim")
    await desk.talk(first)
    await desk.write("en hemlighet")
    await first.sees(desk.bot, "en hemlighet")
    desk.bot.fail_next(2, method="deleteMessages")
    await desk.open_link(desk.telegram.person("Kim"), "Kim")
    await desk.gone(first, "hemlighet")
    await desk.open_link(first, "Kim")

    await first.sees(desk.bot, "en hemlighet", patience=10)


async def test_removed_beside_what_cannot_be_read(desk: Desk, valkey: Valkey) -> None:
    """Who is to be removed is, whatever one record looks like, and does not come back."""
    kim = await desk.counsellor("Kim")
    found = await desk.talk(kim)
    (me,) = await desk.counsellors.all()
    await write_record(valkey, found.id, '{"from": "a newer version"}')
    await staff.remove(desk.settings, LINE, "Kim")
    # As after a press that was looked at just before.
    await desk.chats.come(me, desk.clock.at)

    assert await desk.counsellors.all() == []
    assert not await valkey.exists(keys.AT_TELEGRAM)
    assert await desk.counsellors.on_duty(desk.clock.at) == set()


async def test_written_before_all_has_moved(desk: Desk) -> None:
    """What is written on the new phone while the old one is not yet cleared goes to nobody."""
    old = await desk.counsellor("Kim")
    found = await desk.talk(old)
    desk.bot.fail_next(2, method="deleteMessages")
    new = desk.telegram.person("Kim")
    await desk.open_link(new, "Kim")
    await desk.say(new, "för tidigt")
    await new.sees(desk.bot, "inget samtal här")
    await new.sees(desk.bot, f"Du har tagit {found.code}", patience=15)
    await desk.say(new, "nu då")

    assert (await desk.texts_of())[-1] == "nu då"
    assert "för tidigt" not in await desk.texts_of()


async def test_one_phone_for_two(desk: Desk, valkey: Valkey) -> None:
    """Whose link was opened last has the phone; who had it is off duty, and nothing stays."""
    phone = await desk.counsellor("Kim")
    found = await desk.talk(phone)
    await desk.write("en hemlighet")
    await phone.sees(desk.bot, "en hemlighet")
    await desk.open_link(phone, "Robin")
    await desk.gone(phone, "hemlighet", f"Du har tagit {found.code}")
    await phone.sees(desk.bot, "Vill prata")
    kim, robin = await desk.counsellors.all()

    assert "handed-back" in await desk.texts_of()
    assert await valkey.hkeys(keys.DESK_CHATS) == [robin.id]
    seat = await DeskChats(valkey).seat(phone.id)
    assert seat
    assert seat.counsellor == robin
    assert await desk.site.switchboard.counsellors.on_duty(desk.clock.at) == {robin.id}
    assert kim.id != robin.id


async def test_a_link_opened_on_many_phones_at_once(desk: Desk, valkey: Valkey) -> None:
    """A link is used up and gives somebody their phone in one step: one phone alone has it."""
    token = await desk.counsellors.invite("Kim", ("sv",))
    bound = await asyncio.gather(*(DeskChats(valkey).bind(token, chat) for chat in range(1, 20)))
    (me,) = await desk.counsellors.all()

    assert bound.count(True) == 1
    seats = [await DeskChats(valkey).seat(chat) for chat in range(1, 20)]
    assert [seat is not None for seat in seats] == bound
    assert await valkey.hkeys(keys.DESK_CHATS) == [me.id]
    assert await valkey.hvals(keys.DESK_CHAT_OF) == [me.id]


@pytest.mark.parametrize("topics", [False, True], ids=["one chat", "topics"])
async def test_removed_in_the_middle(desk: Desk, valkey: Valkey) -> None:
    """Who is removed has handed all back, with the truth told, and nothing stays on the phone."""
    kim = await desk.counsellor("Kim")
    robin = await desk.counsellor("Robin")
    found = await desk.talk(kim)
    await desk.write("en hemlighet")
    await kim.sees(desk.bot, "en hemlighet")
    await desk.write(HUMAN, "web:b")
    await kim.sees(desk.bot, "Vill prata")
    removed = await staff.remove(desk.settings, LINE, "kim")
    await desk.gone(kim, "hemlighet", "Vill prata", HUMAN, "Du har tagit")
    await robin.sees(desk.bot, f"{found.code}\n")

    assert (removed.counsellor.alias, removed.returned) == ("Kim", 1)
    assert removed.chat == str(kim.id)
    assert (await desk.conversation()).state is State.WAITING
    told = [key for key in await desk.texts_of() if key.startswith(("handed", "counsellor-lost"))]
    assert len(told) == 1
    assert told[0].startswith("handed-back")  # by now it may be closed
    for key in (keys.DESK_CHATS, keys.DESK_CHAT_OF):
        assert await valkey.hlen(key) == 1
    assert await valkey.scard(keys.AT_TELEGRAM) == 1
    await desk.say(kim, "hej?")
    await kim.sees(desk.bot, "intern bot")


async def test_whoever_goes_on_stays_on_duty(desk: Desk) -> None:
    """What a counsellor does on the phone keeps them on duty for another hour."""
    kim = await desk.counsellor("Kim")
    (me,) = await desk.counsellors.all()
    began = desk.clock.at
    desk.clock.at += NOTED_EVERY
    await desk.say(kim, "hej?")
    await kim.sees(desk.bot, "inget samtal här")

    assert await desk.counsellors.on_duty(began + GONE_AFTER + NOTED_EVERY) == {me.id}
