"""Invites, lists and removes counsellors, also while the service runs."""

import contextlib
from collections.abc import AsyncIterator

from bot.opening import open_store
from bot.settings import Settings
from bot.store.client import StoreError
from bot.store.counsellors import Counsellors
from handlers.conversation import Counsellor
from handlers.errors import SupportLineError


class StoreAwayError(SupportLineError):
    """The store does not answer."""


class NobodyError(SupportLineError):
    """There is no counsellor of that name."""


@contextlib.asynccontextmanager
async def _counsellors(settings: Settings) -> AsyncIterator[Counsellors]:
    async with open_store(settings) as valkey:
        try:
            yield Counsellors(valkey)
        except (StoreError, OSError) as error:
            raise StoreAwayError(f"the store does not answer ({type(error).__name__})") from None


async def invite(settings: Settings, alias: str, languages: tuple[str, ...]) -> str:
    """Return the token of a one-time link for a counsellor, new or known."""
    async with _counsellors(settings) as counsellors:
        return await counsellors.invite(alias, languages)


async def everybody(settings: Settings) -> list[Counsellor]:
    """Return all counsellors by alias."""
    async with _counsellors(settings) as counsellors:
        return await counsellors.all()


async def remove(settings: Settings, alias: str) -> None:
    """End a counsellor's desks and links; raises NobodyError."""
    async with _counsellors(settings) as counsellors:
        for counsellor in await counsellors.all():
            if counsellor.alias.casefold() == alias.casefold():
                await counsellors.remove(counsellor)
                return
    raise NobodyError(f"there is no counsellor called {alias}")
