"""Invites, lists and removes counsellors, also while the service runs."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass

from bot.clock import Clock
from bot.handing_back import hand_all_back
from bot.opening import open_store
from bot.settings import Settings
from bot.store.changes import Changes
from bot.store.client import StoreError, Valkey
from bot.store.conversations import Conversations
from bot.store.counsellors import Counsellors
from bot.store.desk_chats import DeskChats
from bot.store.desk_outbox import DeskOutbox
from bot.store.queue import Queue
from bot.switchboard import Switchboard
from handlers.conversation import Counsellor
from handlers.decisions import Urgency
from handlers.errors import SupportLineError
from handlers.line import Line


class StoreAwayError(SupportLineError):
    """The store does not answer."""


class NobodyError(SupportLineError):
    """There is no counsellor of that name."""


@dataclass(frozen=True, slots=True)
class Removed:
    """Who was removed, how many conversations went back to the queue, and their chat, or ""."""

    counsellor: Counsellor
    returned: int
    chat: str


@contextlib.asynccontextmanager
async def _store(settings: Settings) -> AsyncIterator[Valkey]:
    async with open_store(settings) as valkey:
        try:
            yield valkey
        except (StoreError, OSError) as error:
            raise StoreAwayError(f"the store does not answer ({type(error).__name__})") from None


async def invite(settings: Settings, alias: str, languages: tuple[str, ...]) -> str:
    """Return the token of a one-time link for a counsellor, new or known."""
    async with _store(settings) as valkey:
        return await Counsellors(valkey).invite(alias, languages)


async def everybody(settings: Settings) -> list[Counsellor]:
    """Return all counsellors by alias."""
    async with _store(settings) as valkey:
        return await Counsellors(valkey).all()


async def remove(settings: Settings, line: Line, alias: str) -> Removed:
    """End a counsellor's desks and links, and owe it to their phone to be cleared.

    Raises NobodyError.
    """
    async with _store(settings) as valkey:
        counsellors = Counsellors(valkey)
        for counsellor in await counsellors.all():
            if counsellor.alias.casefold() == alias.casefold():
                conversations = Conversations(valkey, Changes(valkey))
                switchboard = Switchboard(line, Clock(), conversations, Queue(valkey), counsellors)
                return await _remove(valkey, switchboard, counsellor)
    raise NobodyError(f"there is no counsellor called {alias}")


async def _remove(valkey: Valkey, switchboard: Switchboard, counsellor: Counsellor) -> Removed:
    # First of all, for relatives are told who has to leave: later, it would be a lost connection.
    returned = await hand_all_back(switchboard, counsellor.id)
    chats = DeskChats(valkey)
    standing = await chats.standing(counsellor.id)
    chat = await chats.part(counsellor.id)
    outbox = DeskOutbox(valkey)
    await outbox.owe(standing, Urgency.REPLY, switchboard.clock.now())
    await switchboard.counsellors.remove(counsellor)
    return Removed(counsellor, returned, chat)
