"""A whole line in this process that keeps its own store running, with two talks in it."""

import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from telegram_standin import Person
from visitors import Browser, new_session

from bot.store.server import EmbeddedServer
from chaos.line import WholeLine, line_at

_TAKE: Final = re.compile(r"/desk/take/([0-9a-f]{32})")


@dataclass(frozen=True, slots=True)
class Talks:
    """A talk on Telegram and one on the web: all four of them, and what they are on."""

    line: WholeLine
    relative: Person
    counsellor: Person
    browser: Browser
    desk: Browser
    chat: str  # the id of the talk on the web

    async def seen(self) -> list[str]:
        """Return what each of the four sees of what the other wrote, and on the web of all."""
        await self.browser.get("/")
        await self.desk.get(f"/desk/chat/{self.chat}")
        phones = ((self.counsellor, self.line.desk), (self.relative, self.line.relatives))
        return [
            *(
                "\n".join(one.text for one in who.phone(bot) if one.from_bot)
                for who, bot in phones
            ),
            self.desk.page,
            self.browser.page,
        ]


@asynccontextmanager
async def talks(data: Path, *, by_webhook: bool = False) -> AsyncIterator[Talks]:
    """Give two talks, on a line whose data are in a folder."""
    async with AsyncExitStack() as stack:
        url = EmbeddedServer(data).url
        line = await stack.enter_async_context(line_at(url, by_webhook=by_webhook, data=data))
        sessions = [await stack.enter_async_context(new_session("sv")) for _ in range(2)]
        browser, desk = (Browser(session, line.site.chat.rstrip("/")) for session in sessions)
        await browser.get("/")
        await browser.post("/choose", choice="human")
        await desk.get(line.site.desk.removeprefix(desk.base))
        await desk.get("/desk")
        found = _TAKE.search(desk.page)
        assert found
        await desk.post(f"/desk/take/{found[1]}")
        counsellor = await line.on_duty("Robin")
        (relative,) = line.people(1)
        await line.wait_in_line([relative])
        await line.take(counsellor, relative)
        yield Talks(line, relative, counsellor, browser, desk, found[1])
