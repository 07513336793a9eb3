"""A day of the line in real browsers: relatives and a counsellor, from before opening on."""

from dataclasses import dataclass
from datetime import datetime

import pytest
from browsers import Counsellor, People, Person, without_reload
from builders import DAY, HOUR, MINUTE, OPEN, SetClock, everything
from playwright.async_api import Dialog, expect

from bot.app import Running
from bot.store.client import Valkey

pytestmark = pytest.mark.browser

OPENS = OPEN - HOUR
CLOSES = OPEN + 5 * HOUR
AT_NINE = {"opens": OPENS.isoformat(), "opens_in": 0}
TOMORROW = {"opens": (OPENS + DAY).isoformat(), "opens_in": 1}
UNTIL_THREE = {"closes": CLOSES.isoformat()}


@dataclass(frozen=True, slots=True)
class Day:
    """Who meets on this day; their pages are never loaded anew but by what they press."""

    site: Running
    clock: SetClock
    counsellor: Counsellor
    swede: Person
    briton: Person

    async def goes_on(self, until: datetime) -> None:
        """Let the time come, and all that is due at it happen."""
        self.clock.at = until
        await self.site.timekeeper.look()


async def test_a_day(people: People, site: Running, clock: SetClock, valkey: Valkey) -> None:
    """Through a whole day each side sees at once what concerns it, and nothing is left after."""
    clock.at = OPENS - 2 * HOUR
    swede, briton = await people.relative("sv"), await people.relative("en")
    day = Day(site, clock, await people.counsellor(), swede, briton)
    async with without_reload(swede, briton):
        async with without_reload(day.counsellor):
            await _before_opening(day)
            await _questions(day)
            await _the_queue(day)
        await _talking(day)
        await _two_conversations(day)
        await _half_a_reply(day)
        await _handing_back_and_ending(day)
    await _forgetting(day, valkey)
    await _closing(day)


async def _before_opening(day: Day) -> None:
    """Let who comes early hear when we open, leave a message, and be in the queue then."""
    swede, counsellor = day.swede, day.counsellor
    await swede.stands("closed-now", **AT_NINE)
    await swede.reads("öppnar i dag kl. 09.00")
    await day.briton.reads("open today at 09:00")
    await swede.write("Jag är orolig för min son, han pratar bara om kriget")
    await swede.told("closed-offer", door="web", **AT_NINE)
    await swede.press("choice-keep")
    await swede.stands("status-kept", **AT_NINE)
    kept = counsellor.text("desk-kept")
    await expect(counsellor.cards("sv")).to_contain_text(kept)
    await expect(counsellor.board).to_contain_text(counsellor.text("closed-now", **AT_NINE))

    await day.goes_on(OPENS)
    await swede.stands("place", ahead=0)
    await expect(counsellor.cards("sv")).not_to_contain_text(kept)


async def _questions(day: Day) -> None:
    """Answer in the language of who asks, also of who waits, whether it is typed or tapped."""
    swede, briton = day.swede, day.briton
    await swede.write("Syns det på telefonräkningen om jag ringer?")
    await swede.told("phone-bill")
    await swede.unfold("page-questions")
    await swede.press("choice-anonymity")
    await swede.told("anonymity", door="web")
    await swede.told("anonymity-limits")
    await briton.write("Does it cost anything to talk with you?")
    await briton.told("cost")
    await briton.unfold("page-questions")
    await briton.press("choice-hours")
    await briton.told("open-now", **UNTIL_THREE)
    await expect(briton.log).not_to_contain_text(swede.text("open-now", **UNTIL_THREE))


async def _the_queue(day: Day) -> None:
    """Let who comes later see who is before, but in danger read 112 at once and be seen first."""
    briton, cards = day.briton, day.counsellor.cards()
    await briton.press("choice-human")
    await briton.told("queued", ahead=1)
    await briton.stands("place", ahead=1)
    await expect(cards).to_contain_text(["svenska", "engelska"])
    await briton.write("He says he will kill somebody tonight")
    card = briton.lines(briton.text("danger-violence").partition("\n")[0])
    await expect(card.get_by_role("link", name="112")).to_be_visible()
    await briton.told("danger-violence")
    await briton.stands("place", ahead=0)
    danger = day.counsellor.text("reason-danger-violence")
    await expect(cards).to_contain_text([danger, "svenska"])
    await expect(cards.last).not_to_contain_text(danger)
    await expect(day.counsellor.page).to_have_title("(2) Chatt")


async def _talking(day: Day) -> None:
    """Let each side read at once what the other writes, while the bot keeps silent."""
    swede, counsellor = day.swede, day.counsellor
    await counsellor.take("sv")
    await counsellor.reads("han pratar bara om kriget")
    await swede.told("picked-up", alias="Kim")
    await swede.stands("status-talking", alias="Kim")
    replies = swede.lines(swede.text("page-bot"))
    before = await replies.count()
    async with without_reload(counsellor):
        await counsellor.write("Hej, vad har hänt?")
        await expect(swede.lines("Hej, vad har hänt?")).to_contain_text("Kim")
        await swede.write("När har ni öppet?")
        await counsellor.reads("När har ni öppet?")
        await counsellor.write("Till tre.")
        await swede.reads("Till tre.")
    await expect(replies).to_have_count(before)


async def _two_conversations(day: Day) -> None:
    """Let the counsellor see who of two waits for a reply, and mix up nothing."""
    swede, counsellor, cards = day.swede, day.counsellor, day.counsellor.cards("sv")
    await counsellor.take("en")
    await expect(counsellor.log).not_to_contain_text("Till tre.")
    await counsellor.write("Hello there")
    await day.briton.reads("Hello there")
    unread = counsellor.text("desk-unread")
    await expect(cards).not_to_contain_text(unread)
    await swede.write("Är du kvar?")
    await expect(cards).to_contain_text(unread)
    await expect(counsellor.log).not_to_contain_text("Är du kvar?")
    await counsellor.turn_to("sv")
    await counsellor.reads("Är du kvar?")
    await expect(counsellor.log).not_to_contain_text("Hello there")
    await expect(day.briton.log).not_to_contain_text("Är du kvar?")


async def _half_a_reply(day: Day) -> None:
    """Ask the counsellor who turns to another conversation before half a reply is lost."""
    counsellor = day.counsellor
    await counsellor.box.fill("Ja, jag är")
    asked: list[str] = []

    async def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        await dialog.dismiss()

    counsellor.page.once("dialog", stay)
    await counsellor.cards("en").get_by_role("link").click()
    assert asked == ["beforeunload"]
    await expect(counsellor.box).to_have_value("Ja, jag är")
    await counsellor.press("page-send")
    await day.swede.reads("Ja, jag är")


async def _handing_back_and_ending(day: Day) -> None:
    """Tell who is handed back so and put them first; tell who is taken again the end."""
    swede, counsellor = day.swede, day.counsellor
    await counsellor.press("desk-hand-back")
    await swede.told("handed-back", alias="Kim")
    await swede.stands("place", ahead=0)
    await expect(counsellor.cards("sv")).to_contain_text(counsellor.text("desk-returned"))
    await counsellor.take("sv")
    await swede.stands("status-talking", alias="Kim")
    await counsellor.unfold("desk-end")
    await counsellor.press("desk-end-sure")
    await swede.told("ended")
    await swede.stands("status-ended")
    await counsellor.sees("desk-ended")
    await expect(counsellor.box).to_be_hidden()
    await expect(counsellor.cards("sv")).to_have_count(0)


async def _forgetting(day: Day, valkey: Valkey) -> None:
    """Leave nothing of what is erased, at the desk either, and soon nothing of what has ended."""
    await day.counsellor.turn_to("en")
    await day.counsellor.reads("Hello there")
    stored = await everything(valkey)
    assert "kriget" in stored
    assert "Hello there" in stored
    await day.briton.erase()
    stored = await everything(valkey)
    assert "kill somebody" not in stored
    assert "Hello there" not in stored
    await expect(day.counsellor.page.get_by_text("Hello there")).to_have_count(0)
    await day.goes_on(day.clock.at + 5 * MINUTE)
    await day.swede.headed("page-erased")
    stored = await everything(valkey)
    assert "kriget" not in stored
    assert "conversation" not in stored


async def _closing(day: Day) -> None:
    """Let who still waits at closing hear when we open, keep the place, and have it next day."""
    swede, counsellor = day.swede, day.counsellor
    await day.goes_on(CLOSES - 10 * MINUTE)
    await swede.follow("page-begin-again")
    await swede.press("choice-human")
    await swede.told("closing-uncertain", **UNTIL_THREE, **TOMORROW)
    await day.goes_on(CLOSES)
    await swede.told("closed-waiting", **TOMORROW)
    await swede.reads("öppnar i morgon, onsdag 25 november, kl. 09.00")
    await expect(counsellor.cards()).to_have_count(0)
    await swede.press("choice-keep")
    await swede.stands("status-kept", **TOMORROW)
    await day.goes_on(OPENS + DAY)
    await swede.stands("place", ahead=0)
    await counsellor.take("sv")
    await swede.stands("status-talking", alias="Kim")
