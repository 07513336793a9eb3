"""Lets new conversations in, and when very many come, asks each for a little work or a wait.

It knows nobody's network address, which over Tor is the same for all. What it counts is in memory
of the process alone: should that be lost, a flood is noticed anew within seconds.
"""

import asyncio
import math
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Final

from aiohttp import web

from bot.allowances import Share, Shares
from bot.clock import Clock
from bot.doors.rendering import Rendering
from bot.doors.sessions import Session, language_of
from bot.doors.tickets import Ticket, Tickets
from bot.doors.web import html, wants_json
from bot.logs import Log
from bot.reception import Reception, begins
from bot.store.addresses import web_address
from handlers import flood
from handlers.choices import Choice
from handlers.errors import SupportLineError
from handlers.events import RelativeChose, RelativeEvent, RelativeWrote
from handlers.flood import Pressure
from handlers.guard import bare
from handlers.identity import find
from handlers.understanding import danger_in

# How often it is looked whether a flood is over, so that the log says so also if nobody comes.
LOOK_AGAIN: Final = 10.0  # seconds

# What is of the form that was sent, and not of what it says.
_OF_THE_FORM: Final = frozenset("token ticket proof text".split())


class FloodedError(SupportLineError):
    """Very many come at once: who sent this may come in by a ticket."""

    def __init__(self, ticket: Ticket) -> None:
        super().__init__()
        self.ticket = ticket


class Floodgate:
    """Stands before what begins a conversation; whoever has one goes past it."""

    def __init__(self, rendering: Rendering, reception: Reception, clock: Clock, log: Log) -> None:
        self._rendering = rendering
        self._reception = reception
        self._clock = clock
        self._log = log
        self._tickets = Tickets()
        now = clock.now()
        self._pressure = Pressure(now)
        self._worked = Share(flood.WORKED, now)
        self._waited = Share(flood.WAITED, now)
        self._danger = Share(flood.DANGER, now)
        self._letters = Share(flood.LETTERS, now)
        self._browsers = Shares(flood.OF_ONE_BROWSER)
        self._beginning: set[str] = set()

    @asynccontextmanager
    async def beginning(
        self, session: Session, fields: Mapping[str, str], event: RelativeEvent
    ) -> AsyncIterator[None]:
        """Let an event happen while this is open; raises FloodedError for what has to wait."""
        name = self._tickets.name_of(session)
        # What comes at the same moment goes to the conversation that begins just now.
        if not await self._is_new(session, event) or name in self._beginning:
            yield
            return
        self.let_in(session, fields, event.text if isinstance(event, RelativeWrote) else "")
        self._beginning.add(name)
        try:
            yield
        finally:
            self._beginning.discard(name)

    def let_in(self, session: Session, fields: Mapping[str, str], words: str = "") -> None:
        """Let somebody in, by their ticket where they need one; raises FloodedError.

        Words of danger are let in without: so many that no flood of them closes the line.
        """
        now = self._clock.now()
        ticket = self._tickets.read(session, fields.get("ticket", ""), now)
        if ticket is None and self._is_free(session, now):
            return
        if ticket and self._is_earned(ticket, fields.get("proof", ""), now):
            return
        if self._tells_of_danger(words, now):
            return
        raise FloodedError(ticket or self._tickets.give(session, self._pressure.asked(), now))

    def ask(
        self,
        request: web.Request,
        session: Session,
        error: FloodedError,
        fields: Mapping[str, str],
    ) -> web.Response:
        """Say what there is to do; a page holds what was sent, and sends it again."""
        language, ticket = language_of(request, session), error.ticket
        wait = max(flood.LEAST_WAIT, math.ceil(ticket.rest(self._clock.now()).total_seconds()))
        work = {
            "ticket": ticket.text, "bits": ticket.asked.bits, "parts": flood.PARTS, "wait": wait
        }  # fmt: skip
        if wants_json(request):
            said = self._rendering.texts.say(language, "error-flood")
            answer = web.json_response({"error": said} | work, status=429)
        else:
            answer = html(
                self._rendering,
                "waiting.html",
                language,
                429,
                action=request.path,
                token=session.token,
                sent={name: fields[name] for name in fields.keys() - _OF_THE_FORM},
                draft=fields.get("text", ""),
                work=work,
            )
        answer.headers["Retry-After"] = str(wait)
        return answer

    async def _is_new(self, session: Session, event: RelativeEvent) -> bool:
        """Whether somebody would begin a conversation by this; to erase is never held up."""
        if isinstance(event, RelativeChose) and event.choice is Choice.ERASE:
            return False
        address = web_address(session.secret)
        return begins(event) and not await self._reception.is_in_conversation(address)

    def _is_free(self, session: Session, at: datetime) -> bool:
        """Whether somebody comes in without being asked, now that one more has come."""
        self._notice(self._pressure.now(at))
        self._notice(self._pressure.one_more(at))
        name = self._tickets.name_of(session)
        return not self._pressure.is_flood and self._browsers.take(name, at)

    def _is_earned(self, ticket: Ticket, proof: str, at: datetime) -> bool:
        """Whether somebody has worked or waited, and there is room for one more of these."""
        has_worked = ticket.is_worked_for(proof)
        if not has_worked and ticket.rest(at):
            return False
        way = self._worked if has_worked else self._waited
        if not way.take(at):
            return False
        self._tickets.use_up(ticket, at)
        return True

    def _tells_of_danger(self, words: str, at: datetime) -> bool:
        if not words or not self._letters.take(at, len(words)):
            return False
        return danger_in(bare(words, find(words, ()))) is not None and self._danger.take(at)

    def _notice(self, pressure: Pressure) -> None:
        """Note how many come, and say in the log when a flood begins and when it is over."""
        was_flood, self._pressure = self._pressure.is_flood, pressure
        if pressure.is_flood and not was_flood:
            self._log.warning("flood_begins")
            self._look_again()
        if was_flood and not pressure.is_flood:
            self._log.info("flood_ends")

    def _look_again(self) -> None:
        asyncio.get_running_loop().call_later(LOOK_AGAIN, self.look)

    def look(self) -> None:
        """Look whether a flood is over, though nobody comes."""
        self._notice(self._pressure.now(self._clock.now()))
        if self._pressure.is_flood:
            self._look_again()
