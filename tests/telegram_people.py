"""The people and groups of the stand-in: what they write, press and look at."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from telegram_bots import StandInBot
from telegram_chats import PATIENCE, Chat, Params, Shown
from telegram_methods import membership
from telegram_topics import delete_forum_topic


def _file(name: str, **more: Any) -> Params:
    return {"file_id": f"file-{name}", "file_unique_id": f"unique-{name}", **more}


MEDIA: dict[str, Any] = {
    "photo": [_file("small", width=90, height=90), _file("large", width=1280, height=960)],
    "voice": _file("voice", duration=4, mime_type="audio/ogg"),
    "document": _file("document", file_name="brev.pdf", mime_type="application/pdf"),
    "video": _file("video", duration=4, width=640, height=480),
    "video_note": _file("note", duration=4, length=240),
    "audio": _file("audio", duration=4),
    "sticker": _file(
        "sticker", type="regular", width=512, height=512, is_animated=False, is_video=False,
        emoji="😢",
    ),
    "dice": {"emoji": "🎲", "value": 4},
    "contact": {"phone_number": "+46700000000", "first_name": "Kim"},
    "location": {"latitude": 59.33, "longitude": 18.06},
    "venue": {
        "location": {"latitude": 59.33, "longitude": 18.06},
        "title": "Torget", "address": "Gatan 1",
    },
    "animation": _file("animation", duration=4, width=640, height=480),
    "poll": {
        "id": "77", "question": "Vem?", "total_voter_count": 0, "is_closed": False,
        "is_anonymous": True, "type": "regular", "allows_multiple_answers": False,
        "allows_revoting": True, "members_only": False,
        "options": [
            {"persistent_id": "1", "text": "jag", "voter_count": 0},
            {"persistent_id": "2", "text": "du", "voter_count": 0},
        ],
    },
}  # fmt: skip


class Sent(NamedTuple):
    """What became of something that a person did."""

    update_id: int
    message_id: int = 0
    query_id: str = ""


@dataclass(eq=False)
class Group:
    """A group in which people and bots are together."""

    id: int
    title: str
    forum: bool = False
    members: list[int] = field(default_factory=list)

    @property
    def info(self) -> Params:
        """Return the group in Telegram's shape."""
        more = {"is_forum": True} if self.forum else {}
        return {"id": self.id, "type": "supergroup", "title": self.title, **more}

    def chat(self, bot: StandInBot) -> Chat:
        """Return all that stands in the group, as the bot has it."""
        return bot.chat(self.info, forum=self.forum)

    def shows(self, bot: StandInBot) -> list[Shown]:
        """Return what stands in the group now."""
        return self.chat(bot).visible


@dataclass(eq=False)
class Person:
    """Somebody with a phone; the fields hold whatever a test wants to find nowhere else."""

    id: int
    first_name: str = "Kim"
    last_name: str = ""
    username: str = ""
    language_code: str = "sv"

    @property
    def user(self) -> Params:
        """Return the person in Telegram's shape."""
        return self._with({"id": self.id, "is_bot": False}, "language_code")

    @property
    def info(self) -> Params:
        """Return the private chat with the person in Telegram's shape."""
        return self._with({"id": self.id, "type": "private"})

    def _with(self, start: Params, *more: str) -> Params:
        names = ("first_name", "last_name", "username", *more)
        return start | {name: getattr(self, name) for name in names if getattr(self, name)}

    def chat(self, bot: StandInBot) -> Chat:
        """Return all that was ever between the two."""
        return bot.chat(self.info)

    def phone(self, bot: StandInBot) -> list[Shown]:
        """Return what stands on the phone now, in order."""
        return self.chat(bot).visible

    async def until(
        self,
        bot: StandInBot,
        wanted: Callable[[list[Shown]], Any],
        patience: float = PATIENCE,
    ) -> list[Shown]:
        """Wait until what stands on the phone is as wanted."""
        return await self.chat(bot).until(wanted, patience)

    async def sees(
        self, bot: StandInBot, text: str, *, after: int = 0, patience: float = PATIENCE
    ) -> Shown:
        """Wait until a message of the bot has this in it, and return the latest that has."""

        def found(there: list[Shown]) -> list[Shown]:
            return [m for m in there if m.from_bot and m.message_id > after and text in m.text]

        return found(await self.until(bot, found, patience))[-1]

    async def answered(self, bot: StandInBot, pressed: Sent, patience: float = PATIENCE) -> Params:
        """Wait until the bot has answered a press."""
        await self.until(bot, lambda _: pressed.query_id in bot.answers, patience)
        return bot.answers[pressed.query_id]

    def write(
        self,
        bot: StandInBot,
        text: str,
        *,
        group: Group | None = None,
        reply_to: int | None = None,
        thread: int | None = None,
        **extra: Any,
    ) -> Sent:
        """Write a text, which may be a command or an answer to a message."""
        content: Params = {"text": text}
        if text.startswith("/"):
            length = len(text.split(maxsplit=1)[0])
            content["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        content |= extra
        return self.send(bot, content, group=group, reply_to=reply_to, thread=thread)

    def send_media(
        self,
        bot: StandInBot,
        kind: str,
        *,
        caption: str = "",
        thread: int | None = None,
        **given: Any,
    ) -> Sent:
        """Send something that is no text, with the parts of it that are given."""
        media = MEDIA[kind]
        content: Params = {kind: media | given if isinstance(media, dict) else media}
        if caption:
            content["caption"] = caption
        return self.send(bot, content, thread=thread)

    def send_album(self, bot: StandInBot, n: int, caption: str = "") -> list[Sent]:
        """Send several pictures at once, which come as as many messages."""
        album = {"media_group_id": f"album-{self.chat(bot).last_id}", "photo": MEDIA["photo"]}
        first = {"caption": caption} if caption else {}
        return [self.send(bot, album | (first if i == 0 else {})) for i in range(n)]

    def forward(self, bot: StandInBot, text: str, source: "Person | str") -> Sent:
        """Pass on what somebody else wrote, who may hide behind a name."""
        origin: Params = {"type": "hidden_user", "sender_user_name": source}
        if isinstance(source, Person):
            origin = {"type": "user", "sender_user": source.user}
        origin["date"] = int(bot.now()) - 60
        return self.send(bot, {"text": text, "forward_origin": origin})

    def send(
        self,
        bot: StandInBot,
        content: Params,
        *,
        group: Group | None = None,
        reply_to: int | None = None,
        thread: int | None = None,
    ) -> Sent:
        """Send a message of any kind."""
        chat = group.chat(bot) if group else self.chat(bot)
        chat.reachable = True
        if thread is not None:
            content = content | {"message_thread_id": thread, "is_topic_message": True}
        if reply_to is not None:
            replied = chat.messages[reply_to].raw
            content = content | {"reply_to_message": without(replied, "reply_to_message")}
        raw = bot.message(chat, self.user, content)
        kind = str(next((kind for kind in content if kind in MEDIA), "text"))
        text = str(content.get("text", content.get("caption", "")))
        at = bot.limits.clock()
        number = raw["message_id"]
        chat.add(Shown(number, False, text, raw, kind, None, reply_to, thread, at=at))  # noqa: FBT003
        return Sent(bot.updates.put("message", raw, chat.id), number)

    def edit(self, bot: StandInBot, message_id: int, text: str) -> Sent:
        """Change what was written."""
        shown = self.chat(bot).messages[message_id]
        shown.raw = shown.raw | {"text": text, "edit_date": int(bot.now())}
        shown.text = text
        shown.edited += 1
        return Sent(bot.updates.put("edited_message", shown.raw, self.id), message_id)

    def delete_topic(self, bot: StandInBot, thread: int) -> None:
        """Delete a topic of the private chat, which no update tells of."""
        delete_forum_topic(bot, {"chat_id": self.id, "message_thread_id": thread})

    def react(self, bot: StandInBot, message_id: int, emoji: str = "👍") -> Sent:
        """Put a sign to a message."""
        self.chat(bot).find(message_id, "to react")
        news = {
            "chat": self.info,
            "message_id": message_id,
            "user": self.user,
            "date": int(bot.now()),
            "old_reaction": [],
            "new_reaction": [{"type": "emoji", "emoji": emoji}],
        }
        return Sent(bot.updates.put("message_reaction", news, self.id), message_id)

    def press(self, bot: StandInBot, label: str, message: Shown | None = None) -> Sent:
        """Press the latest button that has this on it or behind it."""
        for shown in [message] if message else reversed(self.phone(bot)):
            for button in shown.buttons:
                data = button.get("callback_data")
                if data is not None and (label in button["text"] or label == data):
                    return self._pressed(bot, shown, data)
        raise LookupError(f"no button {label!r} on the phone")

    def _pressed(self, bot: StandInBot, shown: Shown, data: str) -> Sent:
        query = str(len(bot.presses) + 4_000_000)
        bot.presses[query] = bot.now()
        press = {
            "id": query,
            "from": self.user,
            "message": shown.raw,
            "chat_instance": str(-self.id),
            "data": data,
        }
        update_id = bot.updates.put("callback_query", press, self.id)
        return Sent(update_id, shown.message_id, query)

    def block(self, bot: StandInBot) -> Sent:
        """Want to hear nothing more from the bot."""
        return self._member(bot, "member", "kicked")

    def unblock(self, bot: StandInBot) -> Sent:
        """Want to hear from the bot again."""
        return self._member(bot, "kicked", "member")

    def _member(self, bot: StandInBot, before: str, after: str) -> Sent:
        chat = self.chat(bot)
        chat.blocked = after == "kicked"
        chat.reachable = True
        news = membership(bot, chat, self.user, before, after)
        return Sent(bot.updates.put("my_chat_member", news, self.id))

    def add_to_group(self, bot: StandInBot, group: Group) -> Sent:
        """Take the bot into a group."""
        chat = group.chat(bot)
        chat.blocked = False
        news = membership(bot, chat, self.user, "left", "member")
        return Sent(bot.updates.put("my_chat_member", news, group.id))


def without(raw: Params, name: str) -> Params:
    """Return a message without one of its parts."""
    return {key: value for key, value in raw.items() if key != name}
