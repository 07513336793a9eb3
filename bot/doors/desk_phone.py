"""What stands on a counsellor's phone: who waits, and the conversations that they have."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from bot.delivery import RefusedError
from bot.doors.staff_bot import Buttons, StaffBot, TopicGoneError
from bot.doors.telegram_asides import Asides
from bot.doors.telegram_text import DELETED_AT_ONCE, next_piece, pieces, said
from bot.logs import Log, describe
from bot.store.desk_chats import DeskChats
from bot.store.desk_outbox import DeskOutbox, Phone, is_elsewhere
from bot.store.outbox import Brought, Owed
from bot.switchboard import Switchboard
from bot.texts import Texts, desk_language
from handlers.beside_words import MISSED
from handlers.calling import is_to_be_called
from handlers.conversation import Author, Conversation, Counsellor, Line, State
from handlers.decisions import Situation
from handlers.language import Language, Spoken

# The notes of how far a conversation was told; `talked` is the message that heads it.
_TOLD: Final = ("talked", "lines", "marked", "pieces")


@dataclass(frozen=True, slots=True)
class Step:
    """A conversation on the phone of a counsellor, and what is owed of it."""

    owed: Owed[Phone]
    conversation: Conversation
    me: Counsellor
    language: Language


class DeskPhone:
    """Brings to counsellors what is owed to them."""

    def __init__(
        self,
        bot: StaffBot,
        switchboard: Switchboard,
        chats: DeskChats,
        outbox: DeskOutbox,
        *,
        asides: Asides,
        texts: Texts,
        log: Log,
    ) -> None:
        self._bot = bot
        self._switchboard = switchboard
        self._chats = chats
        self._outbox = outbox
        self._asides = asides
        self._texts = texts
        self._log = log

    async def bring(self, owed: Owed[Phone]) -> Brought | None:
        """Make the next call that is owed."""
        if is_elsewhere(owed):
            return await self._move(owed)
        if not owed.to.chat:
            return None
        try:
            brought = await self._bring(owed)
        except TopicGoneError:
            return await self._begin_anew(owed)
        if brought and (brought.messages or brought.notes):
            return replace(brought, notes={**brought.notes, "chat": owed.where})
        return brought

    async def leave_out(self, owed: Owed[Phone]) -> Brought:
        """Pass over a line, and say in its place that there is something that they cannot see."""
        if not owed.lines:
            return Brought(done=True)
        hidden = {"hidden": "1"} if owed.lines[0].author is Author.RELATIVE else {}
        return Brought(lines=owed.first, notes=hidden, gone=("pieces",))

    async def give_up(self, owed: Owed[Phone]) -> None:
        """Take a counsellor off duty who has blocked the bot: nobody must wait for them."""
        if is_elsewhere(owed):
            await self._outbox.begin_anew(owed.entry)
            return
        await self._chats.go(owed.entry.counsellor_id)
        await self._outbox.let_go(owed.entry)

    async def close(self) -> None:
        """Let go of the connections."""
        await self._asides.close()
        await self._bot.close()

    async def _bring(self, owed: Owed[Phone]) -> Brought | None:
        me, conversation = owed.to.counsellor, owed.conversation
        if me is None or conversation is None or conversation.erased:
            return await self._clear(owed)
        step = Step(owed, conversation, me, desk_language(me))
        if conversation.state is State.ENDED and "talked" not in owed.notes:
            return await self._clear(owed)  # it ended before it stood there
        if conversation.is_with(me):
            return await self._talk(step)
        if conversation.rank is not None and not {"talked", "left"} & owed.notes.keys():
            return await self._ring(step)
        return await self._clear(owed)

    # Who waits

    async def _ring(self, step: Step) -> Brought | None:
        owed, at = step.owed, self._switchboard.clock.now()
        noted = owed.notes.get("rung_at")
        rung_at = datetime.fromisoformat(noted) if noted else None
        ids, everybody, there = await asyncio.gather(
            self._chats.on_duty(),
            self._switchboard.counsellors.all(),
            self._outbox.messages(owed.entry),
        )
        on_duty = [counsellor for counsellor in everybody if counsellor.id in ids]
        now = Situation(at=at, line=self._switchboard.line)
        if not is_to_be_called(step.me, on_duty, step.conversation, rung_at, now):
            return None
        messages = tuple(there)
        if messages:
            # By a call of its own: an alarm that is not noted would ring again, and stay.
            await self._take_away(owed, messages)
            return Brought(deleted=messages)
        take = self._button(step, "take", "desk-take")
        sent = await self._bot.send(owed.to.chat, self._alarm(step), buttons=[[take]])
        return Brought(notes={"rung_at": at.isoformat()}, messages={str(sent): 0})

    def _alarm(self, step: Step) -> str:
        conversation, at = step.conversation, self._switchboard.clock.now()
        joined = conversation.joined_at or at
        minutes = max(0, int((at - joined).total_seconds() // 60))
        dangers = [danger.reason_key for danger in conversation.dangers]
        return "\n".join(
            (
                conversation.code,
                *(self._say(step, key) for key in dict.fromkeys([*dangers, conversation.reason])),
                self._say(step, f"desk-language-{conversation.leaning.language}"),
                self._say(step, "desk-minutes", minutes=minutes),
            )
        )

    # Who they talk with

    async def _talk(self, step: Step) -> Brought | None:
        owed = step.owed
        if "talked" not in owed.notes:
            return await self._begin(step)
        if "hidden" in owed.notes:
            return await self._hidden(step)
        if not owed.lines:
            return await self._mark(step)
        number, line = owed.first, owed.lines[0]
        shown = await self._shown(owed)
        if line.author is Author.COUNSELLOR and (number in shown or line.edits in shown):
            return Brought(lines=number, called=False)  # they wrote it here
        text = self._prefixed(step, self._told(step, line))
        if line.edits in shown and len(pieces(text)) == 1:
            return await self._edit(owed, line.edits, text)
        return await self._lines(step, shown)

    async def _edit(self, owed: Owed[Phone], line: int, text: str) -> Brought:
        """Change an earlier line; of what took several messages, all but the first go before."""
        message, *more = await self._outbox.showing(owed.entry, line)
        if more:
            pieces_of_it = tuple(map(str, more))
            await self._take_away(owed, pieces_of_it)
            return Brought(deleted=pieces_of_it)
        await self._bot.edit(owed.to.chat, message, text)
        return Brought(lines=owed.first)

    async def _hidden(self, step: Step) -> Brought:
        """Say where else the words are that Telegram does not take."""
        gone = ("hidden",)
        try:
            sent = await self._send(
                step, self._prefixed(step, self._say(step, "desk-phone-hidden"))
            )
        except RefusedError:
            return Brought(gone=gone)
        return Brought(gone=gone, messages={str(sent): 0})

    async def _shown(self, owed: Owed[Phone]) -> dict[int, int]:
        """Return the messages there that matter to the lines that are owed, by line."""
        own = {
            number
            for number, line in enumerate(owed.lines, owed.first)
            if line.author is Author.COUNSELLOR
        }
        pointed_at = {line.quotes or line.edits for line in owed.lines}
        return await self._outbox.messages_of(owed.entry, own | pointed_at)

    async def _begin(self, step: Step) -> Brought | None:
        """Open the conversation: away with the alarm, a topic of its own, and all there is."""
        owed = step.owed
        messages = tuple(await self._outbox.messages(owed.entry))
        if "rung_at" in owed.notes and messages:
            await self._take_away(owed, messages)
            return Brought(gone=("rung_at",), deleted=messages)
        if "topic" not in owed.notes and await self._bot.has_topics():
            try:
                topic = await self._bot.open_topic(owed.to.chat, step.conversation.code)
            except RefusedError as error:
                # They have taken it, and the relative was told so: then it stands in the chat.
                self._log.warning("message_refused", **describe(error))
            else:
                return Brought(notes={"topic": str(topic)})
        heading = self._say(step, "desk-phone-taken", code=step.conversation.code)
        for danger in step.conversation.dangers:
            heading += f"\n{self._say(step, danger.reason_key)}"
        sent = await self._send(step, heading, buttons=self._steps(step))
        return Brought(notes={"talked": str(sent)}, gone=("left",), messages={str(sent): 0})

    async def _begin_anew(self, owed: Owed[Phone]) -> Brought:
        """Forget a topic that they deleted: whoever is still there must not fall silent for that.

        All is told again in the next one; what they wrote beside this one stands there still.
        """
        messages = tuple(await self._outbox.messages(owed.entry))
        await self._take_away(owed, messages)
        if len(messages) > DELETED_AT_ONCE:
            return Brought(deleted=messages[:DELETED_AT_ONCE])
        return Brought(gone=("topic", *_TOLD), deleted=messages)

    async def _lines(self, step: Step, shown: Mapping[int, int]) -> Brought:
        """Bring as many lines as go into one message: a phone takes one a second."""
        owed = step.owed
        first, *rest = owed.lines
        text, number = self._told(step, first), owed.first
        for next_number, line in enumerate(rest, number + 1):
            longer = f"{text}\n\n{self._told(step, line, after=owed.lines[number - owed.first])}"
            alone = line.edits or line.quotes or next_number in shown
            if alone or len(pieces(self._prefixed(step, longer))) > 1:
                break
            text, number = longer, next_number
        text, following = next_piece(self._prefixed(step, text), owed.notes)
        sent = await self._send(step, text, answers_to=shown.get(first.quotes, 0))
        # If one of several is changed, the words of the others must not be overwritten.
        messages = {str(sent): number if number == owed.first else -number}
        if following:
            return Brought(messages=messages, notes={"pieces": following})
        all_there = number == owed.first + len(rest) and not _to_mark(owed, number)
        return Brought(lines=number, messages=messages, gone=("pieces",), done=all_there)

    async def _mark(self, step: Step) -> Brought | None:
        """Show up to which of their own messages all have reached the relative."""
        owed = step.owed
        unmarked = _to_mark(owed, owed.first - 1)
        if not unmarked:
            return None
        lines, messages = await asyncio.gather(
            self._switchboard.conversations.lines(step.conversation.id, unmarked[0] - 1),
            self._outbox.messages_of(owed.entry, unmarked),
        )
        missed = {line.quotes for line in lines if line.key == MISSED}
        own = [
            number
            for number, line in zip(unmarked, lines, strict=False)  # more may have come
            if line.author is Author.COUNSELLOR and not line.edits
            if number in messages and number not in missed
        ]
        if own:
            await self._bot.mark(owed.to.chat, messages[own[-1]])
        notes = {"marked": str(unmarked[-1])}
        return Brought(notes=notes, called=bool(own), done=True)

    async def _move(self, owed: Owed[Phone]) -> Brought:
        """Take all of a conversation off a phone that they no longer have, and begin anew."""
        chat = self._outbox.chat_at(owed.notes["chat"])
        cleared = await self._take_next_away(replace(owed, to=replace(owed.to, chat=chat)))
        if cleared is None:
            await self._outbox.begin_anew(owed.entry)
        return cleared or Brought(called=False)

    async def _clear(self, owed: Owed[Phone]) -> Brought | None:
        """Take all of a conversation off the phone, and forget that it stood there."""
        cleared = await self._take_next_away(owed) or await self._say_erased(owed)
        if cleared is None:
            await self._outbox.let_go(owed.entry)
        return cleared

    async def _say_erased(self, owed: Owed[Phone]) -> Brought | None:
        """Say why it is gone, once: what they are about to write has nobody to go to."""
        me, conversation = owed.to.counsellor, owed.conversation
        if (
            "left" not in owed.notes
            or "told" in owed.notes
            or me is None
            or conversation is None
            or not conversation.erased
        ):
            return None
        text = self._texts.say(desk_language(me), "desk-phone-erased", code=conversation.code)
        await self._bot.send(owed.to.chat, text)
        return Brought(notes={"told": "1"})

    async def _take_next_away(self, owed: Owed[Phone]) -> Brought | None:
        """Take away what one call can, or return None once nothing of a conversation stands."""
        # Should it be theirs again before all of it is gone, it is told from the start.
        left = {"left": "1"} if "talked" in owed.notes else {}
        topic = owed.notes.get("topic")
        if topic:
            try:
                await self._bot.delete_topic(owed.to.chat, int(topic))
            except RefusedError as error:
                self._log.warning("message_refused", **describe(error))
            # What they wrote beside the topic stands there still.
            return Brought(notes=left, gone=("topic", *_TOLD))
        messages = tuple(await self._outbox.messages(owed.entry))[:DELETED_AT_ONCE]
        if messages:
            await self._take_away(owed, messages)
            return Brought(notes=left, gone=_TOLD, deleted=messages)
        return None

    # Words and messages

    async def _take_away(self, owed: Owed[Phone], messages: tuple[str, ...]) -> None:
        try:
            await self._bot.delete(
                owed.to.chat, [int(message) for message in messages[:DELETED_AT_ONCE]]
            )
        except RefusedError as error:
            self._log.warning("message_refused", **describe(error))

    async def _send(
        self, step: Step, text: str, *, answers_to: int = 0, buttons: Buttons = ()
    ) -> int:
        topic = int(step.owed.notes.get("topic", 0))
        return await self._bot.send(
            step.owed.to.chat, text, topic=topic, answers_to=answers_to, buttons=buttons
        )

    def _told(self, step: Step, line: Line, after: Line | None = None) -> str:
        """Return a line under the name of who said it, unless they said the one above, too."""
        text = said(self._texts, line, _spoken(step, line))
        if line.edits:
            text = f"{text} {self._say(step, 'desk-phone-edited')}"
        who = self._who(step, line)
        return text if after and self._who(step, after) == who else f"{who}:\n{text}"

    def _who(self, step: Step, line: Line) -> str:
        if line.author is Author.RELATIVE:
            return self._say(step, "desk-phone-relative")
        return line.alias or self._say(step, "page-bot")

    def _prefixed(self, step: Step, text: str) -> str:
        """Say whose words these are, where there are no topics to tell them apart."""
        if "topic" in step.owed.notes:
            return text
        return f"{step.conversation.code}:\n{text}"

    def _steps(self, step: Step) -> Buttons:
        return [
            [
                self._button(step, "back", "desk-hand-back"),
                self._button(step, "end", "desk-end"),
            ]
        ]

    def _button(self, step: Step, verb: str, key: str) -> tuple[str, str]:
        return self._say(step, key), f"{verb}:{step.conversation.id}"

    def _say(self, step: Step, key: str, **values: str | int) -> str:
        return self._texts.say(step.language, key, **values)


def _spoken(step: Step, line: Line) -> Spoken:
    """Return the language of a line of ours: to a relative, that in which it was said to them."""
    known = step.conversation.leaning.known
    return known if line.is_for_relative and known else step.language


def _to_mark(owed: Owed[Phone], shown: int) -> range:
    """Return the numbers of the lines that the relative has, and that were not yet marked so.

    On the web they have all that was committed; of that, `shown` lines are on this phone.
    """
    there = shown if owed.brought is None else owed.brought
    return range(int(owed.notes.get("marked", 0)) + 1, there + 1)
