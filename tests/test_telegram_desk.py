"""Promises of the counsellors' door of Telegram, on a stand-in that behaves like Telegram."""

import asyncio

import pytest
from builders import LINE, MINUTE
from telegram_chats import PATIENCE
from telegram_staff import HUMAN, Desk, desk, topics
from telegram_standin import Person

from bot.doors import desk_phone
from bot.store import keys
from bot.store.addresses import Address
from bot.store.client import Valkey
from bot.store.desk_chats import ALARMS, GONE_AFTER
from handlers.conversation import State
from handlers.events import CounsellorHandedBack, CounsellorTook, RelativeEdited, RelativeExited
from handlers.language import choose

__all__ = ["desk", "topics"]


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
    await desk.press(kim, "Avsluta samtalet")
    await kim.sees(desk.bot, "Samtalet är avslutat")
    await desk.gone(kim, "Vill du avsluta")
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


@pytest.mark.parametrize("topics", [False, True], ids=["one chat", "topics"])
async def test_erased_by_the_relative(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of it goes from the phone, however much, and its counsellor is told why, once."""
    monkeypatch.setattr(desk_phone, "DELETED_AT_ONCE", 2)
    kim = await desk.counsellor("Kim")
    found = await desk.talk(kim)
    await desk.write("en hemlighet")
    heard = await kim.sees(desk.bot, "en hemlighet")
    await desk.say(kim, "din hemlighet?", **({"thread": heard.thread} if heard.thread else {}))
    await kim.until(desk.bot, lambda shown: any(one.reaction for one in shown))
    await desk.write("radera")
    told = await kim.sees(desk.bot, f"Den som skrev i {found.code} har raderat samtalet")
    await desk.nothing_is_owed()

    assert not told.thread
    assert [text for text in desk.stands(kim) if found.code in text] == [told.text]
    assert not any("hemlighet" in text for text in desk.stands(kim))
    assert kim.chat(desk.bot).topics == {}
    assert await desk.valkey.keys(f"*{found.id}:?*") == []


async def test_danger_that_is_told_while_waiting(desk: Desk) -> None:
    """Who is called is told each danger, whatever else somebody waits for."""
    await desk.write(HUMAN)
    await desk.write("Han säger att han ska döda någon i kväll")
    await desk.write("jag orkar inte leva längre, jag tänker ta mitt liv i natt")
    kim = await desk.counsellor("Kim")
    found = await desk.conversation()
    alarm = await kim.sees(desk.bot, f"{found.code}\n")

    assert alarm.text.splitlines()[1:4] == [
        "Fara: våld eller hot",
        "Fara: självmord eller självskada",
        "Vill prata med en människa",
    ]


async def test_danger_rings_at_once(desk: Desk) -> None:
    """Who was called to somebody is called again as soon as these tell of a danger."""
    kim = await desk.counsellor("Kim")
    await desk.write(HUMAN)
    first = await kim.sees(desk.bot, "Vill prata")
    desk.clock.at += MINUTE
    await desk.write("Han säger att han ska döda någon i kväll")
    await kim.sees(desk.bot, "Fara: våld eller hot", after=first.message_id)

    assert first.text not in desk.stands(kim)


@pytest.mark.parametrize("topics", [True])
async def test_written_in_the_topic_of_what_is_over(desk: Desk) -> None:
    """Who writes there is told that it is over, and not asked to whom it should go."""
    kim = await desk.counsellor("Kim")
    over = await desk.talk(kim)
    thread = (await kim.sees(desk.bot, f"Du har tagit {over.code}")).thread
    await desk.press(kim, f"end:{over.id}")
    await kim.sees(desk.bot, "Vill du avsluta")
    await desk.press(kim, f"sure:{over.id}")
    await desk.talk(kim, "web:b")
    await desk.say(kim, "jag är här", thread=thread)

    await kim.sees(desk.bot, "Inget har skickats")


async def test_danger_is_told_again(desk: Desk) -> None:
    """Why somebody was called first still stands there once the alarm is gone."""
    kim = await desk.counsellor("Kim")
    await desk.write("Han säger att han ska döda någon i kväll")
    found = await desk.conversation()
    alarm = await kim.sees(desk.bot, f"{found.code}\n")
    await desk.press(kim, f"take:{found.id}")
    taken = await kim.sees(desk.bot, f"Du har tagit {found.code}")

    assert taken.text.splitlines()[-1] == alarm.text.splitlines()[1]


@pytest.mark.parametrize("topics", [True])
async def test_topic_deleted_between_two_pieces(desk: Desk) -> None:
    """What is told again in a new topic is told from its beginning."""
    kim = await desk.counsellor("Kim")
    await desk.write(f"BÖRJAN {HUMAN} {'ord ' * 1012} SLUT")
    found = await desk.conversation()
    await kim.sees(desk.bot, f"{found.code}\n")
    kim.press(desk.bot, f"take:{found.id}")
    thread = (await kim.sees(desk.bot, "BÖRJAN")).thread
    assert thread
    kim.delete_topic(desk.bot, thread)
    await kim.sees(desk.bot, "SLUT", patience=10)

    assert any("BÖRJAN" in text for text in desk.stands(kim))


@pytest.mark.parametrize("topics", [True])
async def test_taken_again_before_all_is_gone(desk: Desk) -> None:
    """Who takes again what they handed back a moment ago is told all of it again."""
    kim = await desk.counsellor("Kim")
    (me,) = await desk.counsellors.all()
    found = await desk.talk(kim)
    await desk.write("en hemlighet")
    await kim.sees(desk.bot, "en hemlighet")
    desk.bot.fail_next(2, method="deleteMessages")
    await desk.site.switchboard.apply(found.id, CounsellorHandedBack("hb", me.id))
    await desk.gone(kim, "hemlighet")
    await desk.site.switchboard.apply(found.id, CounsellorTook("tt", me))

    await kim.sees(desk.bot, "en hemlighet", patience=10)


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
    """Whoever finds the bot is told each thing once, and nothing of the queue."""
    stranger = desk.telegram.person("Nyfiken")
    stranger.write(desk.bot, "/start fel-kod")
    await stranger.sees(desk.bot, "Länken har redan använts")
    await desk.say(stranger, "hej")
    await stranger.sees(desk.bot, "intern bot")
    await desk.write(HUMAN)
    await desk.say(stranger, "hallå")
    waits = await desk.conversation()
    # Any program can press what no button on its phone says.
    about = {"message_id": 1, "chat": stranger.info, "text": "", "date": 1}
    pressed = {"id": "5", "from": stranger.user, "message": about, "data": f"take:{waits.id}"}
    desk.bot.inject({"callback_query": pressed})
    await desk.say(stranger, "är det någon där?")

    assert len(desk.stands(stranger)) == 6
    assert not any(waits.code in text for text in desk.stands(stranger))
    assert (await desk.conversation()).state is State.WAITING


async def test_a_link_that_leads_nowhere(desk: Desk) -> None:
    """Who opens a link that was used is told so, also if they have just been a stranger."""
    kim = await desk.counsellor("Kim")
    used = desk.stands(kim)[0]
    stranger = desk.telegram.person("Nyfiken")
    await desk.say(stranger, "/start")
    await stranger.sees(desk.bot, "intern bot")
    await desk.say(stranger, used)

    told = await stranger.sees(desk.bot, "Länken har redan använts")
    assert "Ask for a new one" in told.text
    assert "Kim" not in told.text


async def test_a_link_works_once(desk: Desk) -> None:
    """A code that was used binds no second phone; another code moves somebody to a new one."""
    token = await desk.counsellors.invite("Kim", ("sv",))
    first, second = desk.telegram.person("Kim"), desk.telegram.person("Kim igen")
    await desk.say(first, f"/start {token}")
    await desk.say(second, f"/start {token}")
    await second.sees(desk.bot, "Länken har redan använts")
    await desk.open_link(second, "Kim")

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


async def test_written_before_it_was_taken(desk: Desk) -> None:
    """Words for one who has ended never reach the next, also where both were taken on the web."""
    kim = await desk.counsellor("Kim")
    (me,) = await desk.counsellors.all()
    await desk.write(HUMAN)
    first = await desk.conversation()
    await desk.site.switchboard.apply(first.id, CounsellorTook("t1", me))
    await kim.sees(desk.bot, f"Du har tagit {first.code}")
    # Telegram is away for a moment, and what they write waits there.
    desk.bot.fail_next(8, method="getUpdates")
    other = desk.telegram.person("Bo")
    other.write(desk.bot, "hej")
    await other.sees(desk.bot, "intern bot")
    sent = kim.write(desk.bot, "bara för den första")
    await desk.write("/avsluta")
    await desk.write("radera")
    await desk.write(HUMAN, "web:b")
    second = await desk.conversation("web:b")
    await desk.site.switchboard.apply(second.id, CounsellorTook("t2", me))
    await kim.sees(desk.bot, f"Du har tagit {second.code}")
    await desk.bot.updates.taken(sent.update_id)

    assert "bara för den första" not in await desk.texts_of("web:b")
    assert await kim.sees(desk.bot, "Till vem ska det")


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


async def test_one_of_several_is_changed(desk: Desk) -> None:
    """Words that stand in one message with others are changed without taking these away."""
    kim = await desk.counsellor("Kim")
    for text in (HUMAN, "ett", "två"):
        await desk.write(text)
    found = await desk.conversation()
    await kim.sees(desk.bot, f"{found.code}\n")
    lines = [*await desk.texts_of(), "Nu är Kim"]
    await desk.press(kim, f"take:{found.id}")
    shown = await kim.sees(desk.bot, "Nu är Kim")
    assert "ett\n\ntvå" in shown.text
    # The last of them is a line of ours; one of the relative's comes last where they write on.
    desk.telegram.distance = 0.5
    for text in ("tre", "fyra", "fem"):
        await desk.write(text)
    await kim.sees(desk.bot, "fyra\n\nfem")
    number = len(lines) + 3
    await desk.site.switchboard.apply(found.id, RelativeEdited("edit", number, "sex"))
    await kim.sees(desk.bot, "sex (ändrat)")

    assert any("fyra\n\nfem" in text for text in desk.stands(kim))
    answered = await kim.sees(desk.bot, "fyra\n\nfem")
    await desk.say(kim, "till det sista", reply_to=answered.message_id)
    assert (await desk.site.switchboard.conversations.lines(found.id))[-1].quotes == number


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
    await desk.say(kim, "din hemlighet?")
    await kim.until(desk.bot, lambda shown: any(one.reaction for one in shown))
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


async def test_off_duty_until_something_is_written(desk: Desk, valkey: Valkey) -> None:
    """Who mends or marks what stands there is not called for that, as who writes is."""
    kim = await desk.counsellor("Kim")
    words = kim.write(desk.bot, "/ledig")
    await kim.sees(desk.bot, "Du är inte i tjänst")
    for sent in (
        kim.edit(desk.bot, words.message_id, "/ledig nu"),
        kim.react(desk.bot, kim.phone(desk.bot)[-1].message_id),
        kim.unblock(desk.bot),
    ):
        await desk.bot.updates.taken(sent.update_id)
    assert not await valkey.exists(keys.AT_TELEGRAM)
    await desk.say(kim, "hej")

    assert await valkey.exists(keys.AT_TELEGRAM)


async def test_more_wait_than_are_called(desk: Desk) -> None:
    """Who comes on duty hears how many wait, however few of these they are called to at once."""
    for number in range(ALARMS + 1):
        await desk.write(HUMAN, f"web:{number}")
    kim = await desk.counsellor("Kim")

    await kim.sees(desk.bot, f"{ALARMS + 1} personer väntar")


async def test_a_token_that_telegram_does_not_know(desk: Desk) -> None:
    """A token that was lost takes no counsellor off duty, and what is owed to them still comes."""
    kim = await desk.counsellor("Kim")
    await desk.talk(kim)
    body = '{"ok": false, "error_code": 401, "description": "Unauthorized"}'
    desk.bot.fail_next(2, status=401, body=body, method="sendMessage")
    await desk.write("en hemlighet")
    await kim.sees(desk.bot, "en hemlighet")
    await desk.say(kim, "jag är här")
    await desk.say(kim, "/ledig")

    assert "jag är här" in await desk.texts_of()
    await desk.gone(kim, "hemlighet", "Du har tagit")


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


async def test_both_desks(desk: Desk) -> None:
    """What is taken at the web desk is told on the phone, too, and erasing takes it from there."""
    kim = await desk.counsellor("Kim")
    (me,) = await desk.counsellors.all()
    await desk.write(HUMAN)
    found = await desk.conversation()
    await desk.site.switchboard.apply(found.id, CounsellorTook("t", me))
    await kim.sees(desk.bot, "Du har tagit")
    await desk.write("radera")
    await kim.until(desk.bot, lambda shown: not any("Du har tagit" in one.text for one in shown))


@pytest.mark.parametrize("topics", [False, True], ids=["one chat", "topics"])
async def test_whether_to_end(desk: Desk) -> None:
    """The question whether to end stands once, and goes when its counsellor writes on instead."""
    kim = await desk.counsellor("Kim")
    found = await desk.talk(kim)
    await desk.press(kim, f"end:{found.id}")
    first = await kim.sees(desk.bot, f"avsluta samtalet med {found.code}")
    await asked(desk, kim, first.message_id)
    await desk.press(kim, f"end:{found.id}")
    again = await kim.sees(desk.bot, "Vill du avsluta", after=first.message_id)
    await asked(desk, kim, again.message_id)
    assert [one.message_id for one in kim.phone(desk.bot) if "Vill du avsluta" in one.text] == [
        again.message_id
    ]
    assert again.thread == first.thread
    await desk.say(kim, "vi är kvar", **({"thread": again.thread} if again.thread else {}))
    await desk.gone(kim, "Vill du avsluta")

    assert (await desk.texts_of())[-1] == "vi är kvar"
    assert (await desk.conversation()).state is State.TALKING


async def asked(desk: Desk, person: Person, message: int) -> None:
    """Wait until a question is noted, so that it can be taken away."""
    async with asyncio.timeout(PATIENCE):
        while True:
            seat = await desk.chats.seat(person.id)
            assert seat
            if message in {talk.asked for talk in seat.talks.values()}:
                return


async def test_handed_back_with_a_question(desk: Desk) -> None:
    """Who hands back is told whom, and the question whether to end goes with all the rest."""
    kim = await desk.counsellor("Kim")
    found = await desk.talk(kim)
    await desk.press(kim, f"end:{found.id}")
    await kim.sees(desk.bot, "Vill du avsluta")
    said = await desk.press(kim, f"back:{found.id}")
    await desk.gone(kim, "Vill du avsluta", "Du har tagit", HUMAN)

    assert said == f"Du har lämnat tillbaka {found.code}, som nu står först i kön."
    with pytest.raises(LookupError):
        kim.press(desk.bot, f"sure:{found.id}")


@pytest.mark.parametrize("verb", ["end", "to"])
async def test_what_is_no_longer_theirs(desk: Desk, verb: str) -> None:
    """Nobody is asked whether to end, or told that they write to, what is no longer theirs."""
    kim = await desk.counsellor("Kim")
    found = await desk.talk(kim)
    taken = await kim.sees(desk.bot, "Du har tagit")
    await desk.press(kim, f"back:{found.id}")
    taken.buttons[0]["callback_data"] = f"{verb}:{found.id}"
    pressed = kim.press(desk.bot, f"{verb}:{found.id}", taken)
    answer = await kim.answered(desk.bot, pressed)

    assert answer["text"].startswith("Samtalet är inte hos dig längre")


@pytest.mark.parametrize(
    ("addresses", "said"),
    [
        ((), "Du hade inget samtal."),
        (("web:a",), "Ditt samtal har gått tillbaka"),
        (("web:a", "web:b"), "Dina 2 samtal har gått tillbaka"),
    ],
    ids=["none", "one", "two"],
)
async def test_what_going_did(desk: Desk, addresses: tuple[str, ...], said: str) -> None:
    """Who goes is told what has become of their conversations, and of nothing that never was."""
    kim = await desk.counsellor("Kim")
    for address in addresses:
        await desk.talk(kim, address)
    await desk.say(kim, "/ledig")

    assert said in (await kim.sees(desk.bot, "Du är inte i tjänst längre")).text


async def test_ended_and_gone(desk: Desk) -> None:
    """Who goes keeps nothing on the phone of what has just ended, either."""
    kim = await desk.counsellor("Kim")
    found = await desk.talk(kim)
    await desk.press(kim, f"end:{found.id}")
    await kim.sees(desk.bot, "Vill du avsluta")
    await desk.press(kim, f"sure:{found.id}")
    await kim.sees(desk.bot, "Samtalet är avslutat")
    await desk.nothing_is_owed()
    await desk.say(kim, "/ledig")

    await desk.gone(kim, "Samtalet är avslutat", HUMAN, "Du har tagit")


async def test_whose_relative_had_to_leave(desk: Desk) -> None:
    """On the phone, too, it is said in the counsellor's language that a relative had to leave."""
    kim = await desk.counsellor("Kim")
    await desk.talk(kim)
    await desk.reception.receive(Address("web:a"), RelativeExited("x"), choose("en"))

    await kim.sees(desk.bot, "behövde lämna sidan snabbt")
    await desk.say(kim, "är du där?")
    await kim.sees(desk.bot, "Det här har inte skickats")


@pytest.mark.parametrize("topics", [False, True], ids=["one chat", "topics"])
async def test_who_said_what(desk: Desk) -> None:
    """Each is named above their words, and what was said to the relative stands as it was said."""
    kim = await desk.counsellor("Kim")
    await desk.write("I want to talk to a person", language="en")
    await desk.write("are you there?", language="en")
    found = await desk.conversation()
    await kim.sees(desk.bot, f"{found.code}\n")
    await desk.press(kim, f"take:{found.id}")
    shown = (await kim.sees(desk.bot, "are you there?")).text.removeprefix(f"{found.code}:\n")
    said = [part.partition(":\n")[::2] for part in shown.split("\n\n") if ":\n" in part]

    assert [who for who, _ in said] == ["Personen", "Automatiskt svar"] * 2
    assert said[0][1] == "I want to talk to a person"
    assert "Kim, a counsellor, is here now" in shown
    assert "samtalsstödjare" not in shown
