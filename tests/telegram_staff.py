"""The staff bot, with counsellors' phones and relatives on the web."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import structlog
from builders import LINE, SetClock
from pydantic import SecretStr
from telegram_chats import PATIENCE
from telegram_standin import Person, StandInBot, Telegram

from bot.app import Running, Service, running
from bot.reception import Reception
from bot.settings import Listen, Settings
from bot.store import keys
from bot.store.addresses import Address, Addresses
from bot.store.client import Valkey
from bot.store.counsellors import Counsellors
from bot.store.desk_chats import DeskChats
from bot.texts import Texts
from handlers.conversation import Conversation
from handlers.events import RelativeWrote
from handlers.language import Language, choose

TOKEN = "210201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
HUMAN = "jag vill prata med en människa"


@dataclass
class Desk:
    """The staff bot, counsellors' phones, and relatives on the web."""

    settings: Settings
    telegram: Telegram
    bot: StandInBot
    site: Running
    reception: Reception
    counsellors: Counsellors
    chats: DeskChats
    clock: SetClock
    valkey: Valkey
    sent: int = 0

    async def counsellor(self, alias: str) -> Person:
        """Return a counsellor who has come on duty by a link."""
        person = self.telegram.person(alias)
        await self.open_link(person, alias)
        return person

    async def open_link(self, person: Person, alias: str) -> None:
        """Let somebody open a new link, and come on duty as whom it is for."""
        token = await self.counsellors.invite(alias, ("sv", "en"))
        person.write(self.bot, f"/start {token}")
        await person.sees(self.bot, f"Hej {alias}. Du är i tjänst")

    async def write(self, text: str, address: str = "web:a", language: Language = "sv") -> None:
        """Let a relative write."""
        self.sent += 1
        event = RelativeWrote(f"w{self.sent}", text)
        await self.reception.receive(Address(address), event, choose(language))

    async def conversation(self, address: str = "web:a") -> Conversation:
        """Return a relative's conversation."""
        found = await self.reception.conversation_of(Address(address))
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

    async def press(self, person: Person, label: str) -> str:
        """Let a counsellor press a button, and return what is said beside it."""
        pressed = person.press(self.bot, label)
        await self.bot.updates.taken(pressed.update_id)
        return str((await person.answered(self.bot, pressed)).get("text", ""))

    async def gone(self, person: Person, *fragments: str) -> None:
        """Wait until nothing on a phone has any of these in it."""
        await person.until(
            self.bot,
            lambda shown: not any(part in one.text for one in shown for part in fragments),
        )

    async def nothing_is_owed(self) -> None:
        """Wait until all that was owed was brought, or given up."""
        async with asyncio.timeout(PATIENCE):
            while await self.valkey.zcard(keys.OWED_DESK):
                await asyncio.sleep(0.01)

    def stands(self, person: Person) -> list[str]:
        """Return what stands on a phone."""
        return [one.text for one in person.phone(self.bot)]

    async def texts_of(self, address: str = "web:a") -> list[str]:
        """Return what was written in a relative's conversation."""
        found = await self.reception.conversation_of(Address(address))
        assert found
        lines = await self.site.switchboard.conversations.lines(found.id)
        return [line.text or line.key for line in lines]


@pytest.fixture
def topics() -> bool:
    """Whether the staff bot's chats have topics."""
    return False


@pytest.fixture
async def desk(  # noqa: PLR0917 - fixtures
    topics: bool,  # noqa: FBT001 - a fixture
    valkey: Valkey,
    store_url: str,
    key_file: Path,
    texts: Texts,
    clock: SetClock,
) -> AsyncIterator[Desk]:
    """Give a staff bot."""
    assert await valkey.keys("*") == [keys.SECRET_KEY]
    async with Telegram(check="aiogram", backoff=0.01) as telegram:
        bot = telegram.add_bot(TOKEN, "personalbot", has_topics_enabled=topics)
        settings = Settings(
            redis_url=SecretStr(store_url),
            secret_key_file=key_file,
            listen=Listen("127.0.0.1", 0),
            desk_telegram_token=SecretStr(TOKEN),
            telegram_api=telegram.url,
        )
        service = Service(settings, LINE, texts, clock, structlog.get_logger())
        async with running(service) as site:
            reception = Reception(site.switchboard, Addresses(valkey))
            yield Desk(
                settings,
                telegram,
                bot,
                site,
                reception,
                Counsellors(valkey),
                DeskChats(valkey),
                clock,
                valkey,
            )
        assert telegram.violations == []
        assert bot.forwarded == []
