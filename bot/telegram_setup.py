"""Sets our bots up at Telegram: what they are called, what they say of themselves, their menus.

What a bot shows to whoever opens it tells nothing of what the line is for: the phone may be in the
hands of the person whom somebody worries about.
"""

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import aiohttp

from bot.bot_api import BotAccess, TelegramError
from bot.doors.telegram_commands import OFF_DUTY, ON_DUTY, RELATIVES, RETURN_CODE
from bot.reach import UNKNOWN_TOKEN
from bot.settings import DoorName, Settings
from bot.texts import LANGUAGES, Texts
from handlers.errors import SupportLineError
from handlers.language import Language

# How long one answer of Telegram may take, in seconds.
ANSWER_WITHIN: Final = 5

# Telegram's code for whoever has called too often.
_TOO_OFTEN: Final = 429

Call = Callable[[str, Mapping[str, Any]], Awaitable[Any]]

# The keys of texts, by a language and the command that they stand beside.
Menu = Mapping[Language, Mapping[str, str]]


class TelegramSetupError(SupportLineError):
    """Telegram could not be asked; a sentence that holds no token."""


@dataclass(frozen=True, slots=True)
class OurBot:
    """A bot of ours, and how to ask for it."""

    door: DoorName
    access: BotAccess


@dataclass(frozen=True, slots=True)
class _Profile:
    """The keys of what a bot shows of itself; Telegram takes 64, 512 and 120 characters."""

    name: str
    description: str
    about: str
    menu: Menu


_PROFILES: Final[Mapping[DoorName, _Profile]] = {
    DoorName.TELEGRAM: _Profile(
        "telegram-name",
        "telegram-description",
        "telegram-about",
        {
            language: {
                **{command: choice.label_key for command, choice in commands.items()},
                RETURN_CODE[language]: "page-code",
            }
            for language, commands in RELATIVES.items()
        },
    ),
    DoorName.DESK_TELEGRAM: _Profile(
        "desk-phone-name",
        "desk-phone-description",
        "desk-phone-about",
        {
            language: {ON_DUTY[language]: "desk-join-button", OFF_DUTY[language]: "desk-leave"}
            for language in LANGUAGES
        },
    ),
}


_WHO: Final[Mapping[DoorName, str]] = {
    DoorName.TELEGRAM: "the bot that relatives write to",
    DoorName.DESK_TELEGRAM: "the bot in which counsellors answer",
}


def our_bots(settings: Settings) -> list[OurBot]:
    """Return the bots that have a token."""
    tokens = {
        DoorName.TELEGRAM: settings.telegram_token,
        DoorName.DESK_TELEGRAM: settings.desk_telegram_token,
    }
    return [
        OurBot(door, BotAccess(token.get_secret_value(), settings.telegram_api))
        for door, token in tokens.items()
        if token
    ]


def desk_bot(settings: Settings) -> OurBot:
    """Return the bot in which counsellors answer. Raises TelegramSetupError without a token."""
    for bot in our_bots(settings):
        if bot.door is DoorName.DESK_TELEGRAM:
            return bot
    raise TelegramSetupError(f"{DoorName.DESK_TELEGRAM.setting} is not set")


async def set_up(bot: OurBot, texts: Texts) -> list[str]:
    """Set all that can be set, and return what is so now and what is left, a line each.

    Only what differs is set: Telegram refuses whoever changes a name too often. Raises
    TelegramSetupError; what was set by then stays set.
    """
    async with _calls(bot) as call:
        me = await _me(call)
        for languages in (LANGUAGES, *((language,) for language in LANGUAGES)):
            for what, value in _wanted(_PROFILES[bot.door], texts, languages):
                await _set(call, what, value, languages)
    whose = _WHO[bot.door]
    return [f"https://t.me/{me['username']}: {whose}", *_state(bot.door, me)]


async def start_link(bot: OurBot, code: str) -> str:
    """Return the link that opens a bot with a code. Raises TelegramSetupError."""
    async with _calls(bot) as call:
        me = await _me(call)
    return f"https://t.me/{me['username']}?start={code}"


async def send(bot: OurBot, chat: str, text: str) -> None:
    """Send a message to somebody who has opened a bot. Raises TelegramSetupError."""
    async with _calls(bot) as call:
        await call("sendMessage", {"chat_id": chat, "text": text})


# What is asked of Telegram


@contextlib.asynccontextmanager
async def _calls(bot: OurBot) -> AsyncIterator[Call]:
    timeout = aiohttp.ClientTimeout(total=ANSWER_WITHIN)
    try:
        async with aiohttp.ClientSession(timeout=timeout) as session:
            yield lambda method, given: bot.access.call(session, method, given)
    except TelegramError as error:
        problem = _refusal(error)
        raise TelegramSetupError(f"{bot.door.setting}: {problem}") from None
    except (aiohttp.ClientError, TimeoutError, OSError):
        raise TelegramSetupError(f"{bot.access.api} does not answer") from None


def _refusal(error: TelegramError) -> str:
    if error.status in UNKNOWN_TOKEN:
        return "Telegram does not know this token; @BotFather shows the one that counts (/token)"
    if error.status == _TOO_OFTEN:
        return (
            f"Telegram takes no more changes for {error.retry_after} seconds; "
            "what is set stays set, and the rest follows when this is called again"
        )
    if not error.status:
        return f"what answered {error.method} was no Bot API; it may be out of order for a while"
    return f"Telegram did not carry out {error.method} (status {error.status})"


async def _me(call: Call) -> Mapping[str, Any]:
    me = await call("getMe", {})
    if not isinstance(me, dict) or not isinstance(me.get("username"), str):
        raise TelegramError("getMe")
    return me


async def _set(call: Call, what: str, value: Any, languages: tuple[Language, ...]) -> None:
    # Without a language it is for everybody whose own has nothing of its own.
    scope = {"language_code": languages[0]} if languages != LANGUAGES else {}
    method = "".join(part.capitalize() for part in what.split("_"))
    now = await call(f"getMy{method}", scope)
    if value != (now.get(what) if isinstance(now, dict) else now):
        await call(f"setMy{method}", {what: value, **scope})


# What is to be set


def _wanted(
    profile: _Profile, texts: Texts, languages: tuple[Language, ...]
) -> Iterator[tuple[str, Any]]:
    for what, key, between in (
        ("name", profile.name, " · "),
        ("description", profile.description, "\n\n"),
        ("short_description", profile.about, " "),
    ):
        yield what, between.join(texts.say(language, key) for language in languages)
    # What is a command in both languages stands in the menu once.
    menu = {
        command: texts.say(language, key)
        for language in languages
        for command, key in profile.menu[language].items()
    }
    yield (
        "commands",
        [
            {"command": command.removeprefix("/"), "description": said}
            for command, said in menu.items()
        ],
    )


# What is said of it

_DONE: Final = "  done       "
_IN_ORDER: Final = "  in order   "
_BY_HAND: Final = "  by hand    in @BotFather, "
_IF_WANTED: Final = "  if wanted  in @BotFather, "


def _state(door: DoorName, me: Mapping[str, Any]) -> Iterator[str]:
    yield f"{_DONE}name, descriptions and commands, in Swedish and English"
    yield f"{_BY_HAND}/setuserpic: a picture that tells nothing (what is there, only you see)"
    yield (
        f"{_BY_HAND}/setjoingroups, Disable: in a group, all would see who writes"
        if me.get("can_join_groups")
        else f"{_IN_ORDER}it cannot be added to groups"
    )
    yield (
        f"{_BY_HAND}/setprivacy, Enable: it could read along in groups"
        if me.get("can_read_all_group_messages")
        else f"{_IN_ORDER}it reads nothing in groups"
    )
    yield (
        f"{_BY_HAND}/setinline, /empty: other chats must not lead to it"
        if me.get("supports_inline_queries")
        else f"{_IN_ORDER}inline mode is off; leave it so"
    )
    yield _topics(door, on=bool(me.get("has_topics_enabled")))


def _topics(door: DoorName, *, on: bool) -> str:
    if door is DoorName.TELEGRAM:
        return (
            f"{_BY_HAND}Threaded Mode, off: a relative has one conversation"
            if on
            else f"{_IN_ORDER}Threaded Mode is off; leave it so"
        )
    return (
        f"{_IN_ORDER}Threaded Mode is on: each conversation has a topic of its own"
        if on
        else f"{_IF_WANTED}Threaded Mode, on: each conversation would have a topic of its own"
    )
