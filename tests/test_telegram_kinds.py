"""Promises of what becomes of all that can be sent on Telegram, and of who sent it."""

from typing import Any

import pytest
from builders import KIM, LINE, everything
from telegram_line import (
    DANGER,
    HUMAN,
    WELCOME,
    OnTelegram,
    distance,
    limits,
    line,
    rates,
    way,
)
from telegram_standin import Person

from bot.store import keys
from handlers.conversation import State
from handlers.events import CounsellorEnded

__all__ = ["distance", "limits", "line", "rates", "way"]

NOT_KEPT = "KANARIE"

# What is gone, and what nobody here can reach, in both languages as long as none is known.
TOLD_WHEN_ERASED = [
    "Hos oss: samtalet, din plats om du stod i kön, och uppgiften om vart svaren skulle.",
    "Här i chatten: det som Telegram lät oss ta bort.",
    "Det här kommer vi inte åt: meddelanden som är äldre än 48 timmar, samtal som vi redan har",
    "aviseringar som redan har visats och det som Telegram har kvar på sina servrar",
    "With us: the conversation, your place if you were in the queue, and where our answers",
    "Here in the chat: what Telegram let us remove.",
    "We cannot reach messages that are older than 48 hours, conversations that we have already",
    "notifications that have been shown already, or what Telegram still has on its servers",
]


async def test_words_under_a_picture(line: OnTelegram) -> None:
    """The words are heard like any others, and that the picture is not taken is said."""
    await line.taken(line.relative.send_media(line.bot, "photo", caption=DANGER))

    await line.sees("Bilder och filmer kan vi inte ta emot här")
    await line.sees("ring 112")
    assert (await line.typed()) == [DANGER]


async def test_album_is_refused_once(line: OnTelegram) -> None:
    """Ten pictures that are sent at once are refused in one message, and their words heard."""
    await line.talk()
    sent = line.relative.send_album(line.bot, 10, "det är han")
    await line.taken(sent[-1])
    await line.reply("vem?")
    await line.sees("Kim:\nvem?")

    assert sum("kan vi inte ta emot" in text for text in line.said()) == 1
    assert (await line.typed()) == [HUMAN, "det är han"]


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("photo", "Bilder och filmer"),
        ("video", "Bilder och filmer"),
        ("video_note", "Bilder och filmer"),
        ("animation", "Bilder och filmer"),
        ("voice", "Röstmeddelanden"),
        ("audio", "Röstmeddelanden"),
        ("document", "Filer"),
        ("contact", "Kontakter"),
        ("location", "Positioner"),
        ("venue", "Positioner"),
        ("poll", "Det där kan vi inte"),
    ],
)
async def test_each_kind_is_refused_by_name(line: OnTelegram, kind: str, told: str) -> None:
    """Who sends what is not taken reads why, and nothing of it is written down."""
    await line.talk()
    await line.taken(line.relative.send_media(line.bot, kind))

    await line.sees(told)
    assert await line.typed() == [HUMAN]


@pytest.mark.parametrize(("kind", "emoji"), [("sticker", "😢"), ("dice", "🎲")])
async def test_emoji_are_heard(line: OnTelegram, kind: str, emoji: str) -> None:
    """Who answers by a sticker or the like has said what its emoji says."""
    await line.talk()
    await line.taken(line.relative.send_media(line.bot, kind))

    assert await line.typed() == [HUMAN, emoji]
    assert not any("ta emot" in text for text in line.said())


async def test_forwards(line: OnTelegram, valkey: Any) -> None:
    """Of what somebody else wrote nothing is kept, neither the words nor the name."""
    await line.talk()
    other = line.telegram.person(f"{NOT_KEPT}-namn", username="kanarie_konto")
    line.relative.forward(line.bot, f"{NOT_KEPT}-ord", other)
    await line.taken(line.relative.forward(line.bot, DANGER, f"{NOT_KEPT}-dold"))
    await line.sees("Vidarebefordrade meddelanden kan vi inte ta emot här")

    kept = await everything(valkey)
    assert NOT_KEPT not in kept
    assert "kanarie" not in kept
    assert str(other.id) not in kept
    assert await line.typed() == [HUMAN]


async def test_unknown_kinds(line: OnTelegram) -> None:
    """What we do not know, and news of the chat itself, changes nothing and is not answered."""
    await line.talk()
    before = line.said(), await line.lines()
    for content in (
        {"gift": {"id": "1"}},
        {"pinned_message": {"message_id": 1}},
        {"something_of_next_year": {"text": "hej"}},
    ):
        await line.taken(line.relative.send(line.bot, content))

    assert (line.said(), await line.lines()) == before


async def test_groups_are_left(line: OnTelegram, valkey: Any) -> None:
    """In a group nobody is anonymous: the bot leaves, and keeps nothing of what was said there."""
    group = line.telegram.group("Familjen")
    line.relative.add_to_group(line.bot, group)
    sent = line.relative.write(line.bot, f"{DANGER} {NOT_KEPT}", group=group)
    await group.chat(line.bot).until(lambda _: group.chat(line.bot).blocked)
    await line.bot.taken(sent.update_id)

    assert not [shown for shown in group.shows(line.bot) if shown.from_bot]
    assert NOT_KEPT not in await everything(valkey)


@pytest.mark.parametrize(
    "update",
    [
        {"message": {"from": {"id": 7, "is_bot": True}, "text": HUMAN}},
        {"channel_post": {"text": HUMAN}},
        {"business_message": {"text": HUMAN}},
        {"inline_query": {"query": HUMAN}},
    ],
)
async def test_who_is_no_relative(
    line: OnTelegram, valkey: Any, update: dict[str, dict[str, Any]]
) -> None:
    """Other bots, channels and the like are not listened to."""
    about = {"chat": {"id": 7, "type": "private"}, "message_id": 1, "date": 1}
    ((kind, part),) = update.items()
    await line.bot.taken(line.bot.inject({kind: about | part}))
    await line.write("/start")
    await line.sees(WELCOME)

    mine = valkey.sealing.hidden(f"telegram:{line.relative.id}")
    assert await valkey.hkeys(keys.ADDRESSES) == [mine]


def somebody(line: OnTelegram) -> Person:
    """Return somebody of whom Telegram knows much."""
    return line.telegram.person(
        f"{NOT_KEPT}-för",
        last_name=f"{NOT_KEPT}-efter",
        username="kanarie_konto",
        language_code=f"sv-{NOT_KEPT}",
    )


async def test_nobody_is_known(line: OnTelegram, valkey: Any) -> None:
    """After a day with everything that can be sent, only what was typed is in the store."""
    line.relative, bot = somebody(line), line.bot
    me = line.relative
    await line.talk()
    theirs = await line.sees("Nu är Kim")
    mine = await line.write("TYPAT-ett")
    other = line.telegram.person(f"{NOT_KEPT}-annan")
    me.send_media(bot, "contact", phone_number="+46 KANARIE", last_name=NOT_KEPT, vcard=NOT_KEPT)
    me.send_media(bot, "document", file_name=f"{NOT_KEPT}.pdf", caption="TYPAT-två")
    me.send_media(bot, "audio", performer=NOT_KEPT, title=NOT_KEPT)
    me.send_media(bot, "poll", question=NOT_KEPT)
    me.send_media(bot, "sticker", set_name=NOT_KEPT)
    me.forward(bot, NOT_KEPT, other)
    me.forward(bot, NOT_KEPT, NOT_KEPT)
    venue = {"title": NOT_KEPT, "address": NOT_KEPT, "location": {"latitude": 1, "longitude": 2}}
    me.send(bot, {"venue": venue})
    me.send(bot, {"text": "TYPAT-tre", "quote": {"text": NOT_KEPT, "position": 0}})
    me.send(bot, {"text": "TYPAT-fyra", "via_bot": {"id": 8, "first_name": NOT_KEPT}})
    me.send_album(bot, 2)
    me.react(bot, theirs.message_id)
    await line.taken(me.edit(bot, mine, "TYPAT-fem"))
    await line.reply("svar")
    await line.sees("Kim:\nsvar")

    kept = await everything(valkey)
    assert NOT_KEPT.casefold() not in kept.casefold()
    for number in ("ett", "två", "tre", "fyra", "fem"):
        assert f"TYPAT-{number}" in kept
    assert await valkey.hkeys(keys.ADDRESSES) == [valkey.sealing.hidden(f"telegram:{me.id}")]
    assert str(me.id) not in kept  # where they are reached is hidden, and sealed


@pytest.mark.parametrize("texts_before_it", [0, 130])
async def test_erase(line: OnTelegram, valkey: Any, texts_before_it: int) -> None:
    """All of it goes from the phone, also by hundreds, and nothing in the store names the chat.

    What stands on the screen goes first.
    """
    await line.talk()
    await line.reply("jag läser")
    for number in range(texts_before_it):
        if number % 25 == 0:
            line.clock.at += LINE.retention.ended
        await line.write(f"nr {number}")
    line.clock.at += LINE.retention.ended
    await line.taken(line.relative.send_media(line.bot, "photo"))
    await line.sees("Bilder")
    await line.write("/radera")
    notice = await line.sees("Det som gick att radera är raderat")
    await line.relative.until(line.bot, lambda shown: shown == [notice])
    assert "Det här kommer vi inte åt" in notice.text
    calls = line.bot.sent("deleteMessages")
    taken = [message for call in calls for message in call.params["message_ids"]]
    assert taken == sorted(taken, reverse=True)

    async def is_forgotten() -> bool:
        return line.hidden not in await everything(valkey)

    await line.until(is_forgotten)


async def test_erase_beside_what_is_too_old(line: OnTelegram) -> None:
    """What is too old for Telegram to delete keeps nothing else on the phone.

    Once so many were refused together, so many are not named again, call after call.
    """
    line.bot.one_keeps_all = True
    await line.talk()
    await line.reply("jag läser")
    await line.sees("jag läser")
    old = line.relative.phone(line.bot)[:3]
    for shown in old:
        shown.raw["date"] -= 49 * 3600
    await line.write("/radera")
    notice = await line.sees("Det som gick att radera är raderat")

    assert line.relative.phone(line.bot) == [*old, notice]
    named = [len(call.params["message_ids"]) for call in line.bot.sent("deleteMessages")]
    assert named == sorted(named, reverse=True)


async def test_erase_what_had_ended(line: OnTelegram) -> None:
    """Who ends, begins anew and erases, erases both, from the phone too, and is told so once."""
    for number in range(2):
        await line.talk()
        await line.reply(f"så gör vi, nr {number}")
        await line.write("/avsluta")
    await line.write("det gäller min granne")
    await line.write("/radera")
    notice = await line.sees("Det som gick att radera är raderat")
    await line.nothing_is_owed()

    assert line.relative.phone(line.bot) == [notice]
    assert [words for words in TOLD_WHEN_ERASED if words not in notice.text] == []
    kept = await everything(line.valkey)
    assert not [words for words in ("så gör vi", "granne", line.hidden) if words in kept]


async def test_erase_beside_what_cannot_be_read(line: OnTelegram) -> None:
    """Who erases has all erased that can be read, whatever the record before it looks like."""
    before = await line.talk()
    await line.write("/avsluta")
    await line.write("det gäller min granne")
    await line.valkey.hset(keys.conversation(before.id), "record", "{broken")
    await line.write("/radera")
    await line.sees("Det som gick att radera är raderat")

    assert "granne" not in await everything(line.valkey)


async def test_erase_in_the_queue(line: OnTelegram) -> None:
    """Who erases while waiting loses the message with the place as well."""
    other = line.telegram.person("Bo")
    await line.write(HUMAN, other)
    await line.pause()
    first = await line.conversation()
    await line.write(HUMAN)
    await line.pause()
    queued = await line.sees("En person står före dig")
    await line.take(first)
    await line.sees("Du står först i kön", after=queued.message_id)
    await line.write("RADERA")
    notice = await line.sees("Det som gick att radera är raderat")

    assert line.relative.phone(line.bot) == [notice]
    assert (await line.site.switchboard.queue.board()).waiting == ()


async def test_erased_in_their_language(line: OnTelegram) -> None:
    """That all is erased is said in the language that was spoken."""
    line.relative.language_code = "en"
    await line.write("hello, I would like to talk to somebody please")
    await line.pause()
    await line.sees("You are first in the queue")
    await line.write("/delete")

    assert "raderat" not in (await line.sees("What can be deleted has been deleted")).text


async def test_blocked(line: OnTelegram) -> None:
    """The counsellor is told, and what did not arrive comes once, in order, when unblocked."""
    await line.talk()
    await line.taken(line.relative.block(line.bot))
    await line.is_told("relative-unreachable")
    for number in range(3):
        await line.reply(f"svar {number}")
    await line.taken(line.relative.unblock(line.bot))
    await line.is_told("relative-reachable")
    await line.reply("hej igen")
    await line.sees("Kim:\nhej igen")

    assert line.kims() == ["svar 0", "svar 1", "svar 2", "hej igen"]


async def test_blocked_without_a_word(line: OnTelegram) -> None:
    """Also where Telegram says so only when something is sent, the counsellor is told."""
    await line.talk()
    line.relative.chat(line.bot).blocked = True
    await line.reply("är du kvar?")
    await line.is_told("relative-unreachable")
    line.relative.chat(line.bot).blocked = False
    await line.write("jag är här igen")
    await line.sees("Kim:\när du kvar?")

    assert line.kims() == ["är du kvar?"]


async def test_gone_for_good(line: OnTelegram, valkey: Any) -> None:
    """Of who blocks the bot and never returns, nothing is left once the conversation is."""
    found = await line.talk()
    line.relative.chat(line.bot).blocked = True
    await line.apply(CounsellorEnded("e", KIM.id))
    await line.nothing_is_owed()
    loaded = await line.site.switchboard.conversations.load(found.id)
    assert loaded
    assert loaded.conversation.state is State.ENDED
    line.clock.at += LINE.retention.ended
    await line.site.timekeeper.look()

    assert line.hidden not in await everything(valkey)
