"""Promises of setting the bots up at Telegram, and of inviting to the staff bot, by command."""

import asyncio
import json
import os
import re
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from builders import ROOT
from telegram_checks import Library
from telegram_methods import PROFILE
from telegram_standin import Person, StandInBot, Telegram

from bot import cli
from bot.doors.telegram_commands import OFF_DUTY, ON_DUTY, RELATIVES, RETURN_CODE
from bot.opening import open_store
from bot.settings import load_settings
from bot.store.counsellors import Counsellors
from bot.store.desk_chats import DeskChats
from bot.texts import LANGUAGES

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
STAFF = "210201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
DEFAULT = '{"type": "default"}'

Runs = Callable[..., Awaitable[tuple[int, str, str]]]


@pytest.fixture
def check() -> Library:
    """Give the library by which the calls are checked; none of ours makes them."""
    return "telegram"


@pytest.fixture
async def telegram(
    check: Library, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> AsyncIterator[Telegram]:
    """Give a Telegram that knows two bots, and settings that name only this server."""
    for name in [name for name in os.environ if name.startswith("STODCHATTEN_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("STODCHATTEN_DATA", str(tmp_path / "var"))
    async with Telegram(check=check) as server:
        server.add_bot(TOKEN, "kvallsbot")
        server.add_bot(STAFF, "personalbot")
        monkeypatch.setenv("STODCHATTEN_TELEGRAM_API", server.url)
        yield server
        assert server.violations == []


@pytest.fixture
def relatives(telegram: Telegram, monkeypatch: pytest.MonkeyPatch) -> StandInBot:
    """Give the bot that relatives write to, whose token is set."""
    monkeypatch.setenv("STODCHATTEN_TELEGRAM_TOKEN", TOKEN)
    return telegram.bots[TOKEN]


@pytest.fixture
def desk(telegram: Telegram, monkeypatch: pytest.MonkeyPatch) -> StandInBot:
    """Give the staff bot, whose token is set."""
    monkeypatch.setenv("STODCHATTEN_DESK_TELEGRAM_TOKEN", STAFF)
    return telegram.bots[STAFF]


@pytest.fixture
def runs(capsys: pytest.CaptureFixture[str]) -> Runs:
    """Give a function that runs a command, and returns its status, output and errors."""

    async def run(*arguments: str) -> tuple[int, str, str]:
        # Beside the server, which answers it.
        status = await asyncio.to_thread(cli.main, arguments)
        out, errors = capsys.readouterr()
        assert not [token for token in (TOKEN, STAFF) if token in out + errors]
        return status, out, errors

    return run


def commands(bot: StandInBot, language: str = "") -> list[str]:
    """Return what stands in a bot's menu."""
    return [f"/{one['command']}" for one in bot.commands[DEFAULT, language]]


def changes(bot: StandInBot) -> list[str]:
    """Return what was set, in order."""
    return [call.method for call in bot.calls if call.method.startswith("setMy")]


@pytest.mark.parametrize("check", ["telegram", "aiogram"])
async def test_both(relatives: StandInBot, desk: StandInBot, runs: Runs) -> None:
    """Both bots get their names, texts and menus in both languages, and links are told."""
    status, out, errors = await runs("telegram", "setup")

    assert (status, errors) == (0, "")
    assert "https://t.me/kvallsbot: the bot that relatives write to\n" in out
    assert "https://t.me/personalbot: the bot in which counsellors answer\n" in out
    for bot, name in ((relatives, ["Chatt", "Chat"]), (desk, ["Jobbchatt", "Work chat"])):
        assert [bot.profile["name", language] for language in LANGUAGES] == name
        assert bot.profile["name", ""] == " · ".join(name)
        for what in PROFILE:
            both = [bot.profile[what, language] for language in LANGUAGES]
            assert all(said in bot.profile[what, ""] for said in both)
    for language in LANGUAGES:
        assert commands(relatives, language) == [*RELATIVES[language], RETURN_CODE[language]]
        assert commands(desk, language) == [ON_DUTY[language], OFF_DUTY[language]]
    assert set(commands(relatives)) == {
        *RELATIVES["sv"],
        *RELATIVES["en"],
        *RETURN_CODE.values(),
    }
    assert commands(relatives).count("/svenska") == 1
    assert {"command": "ledig", "description": "Gå av passet"} in desk.commands[DEFAULT, "sv"]


async def test_twice(relatives: StandInBot, desk: StandInBot, runs: Runs) -> None:
    """What is set already is not set again: Telegram refuses who changes a name too often."""
    first = await runs("telegram", "setup")
    done = changes(relatives) + changes(desk)
    relatives.profile["name", "sv"] = "Hjälp"
    again = await runs("telegram", "setup")

    assert first == again
    assert changes(relatives) + changes(desk) == [*done[:12], "setMyName", *done[12:]]
    assert relatives.profile["name", "sv"] == "Chatt"


TELLING = (
    r"extrem|radikal|radical|stöd|support|orol|worr|anhörig|närstående|relative|famil|polis|police"
    r"|hot|threat|hjälp|help|våld|violen|terror|fara|danger|112"
)


async def test_neutral(relatives: StandInBot, desk: StandInBot, runs: Runs) -> None:
    """What anybody sees who opens a bot tells nothing of what the line is for."""
    await runs("telegram", "setup")
    profiles = [*relatives.profile.values(), *desk.profile.values()]
    menus = {
        command["description"]
        for bot in (relatives, desk)
        for menu in bot.commands.values()
        for command in menu
    }
    shown = [*profiles, *menus - {"Hjälp", "Help"}]  # any bot may have these

    assert len(profiles) == 18
    assert "Radera hela samtalet" in menus
    assert [text for text in shown if re.search(TELLING, text, re.IGNORECASE)] == []


async def test_what_is_left(relatives: StandInBot, desk: StandInBot, runs: Runs) -> None:
    """It is said what has to be done by hand, and only that."""
    relatives.user |= {"can_join_groups": False, "has_topics_enabled": True}
    desk.user |= {"can_read_all_group_messages": True, "supports_inline_queries": True}
    _, out, _ = await runs("telegram", "setup")
    ours, theirs = [part.split("\n") for part in out.split("https://t.me/")[1:]]

    def by_hand(lines: list[str]) -> list[str]:
        found = [re.match(r"  by hand    in @BotFather, (/?[\w ]+)", line) for line in lines]
        return [one[1] for one in found if one]

    assert by_hand(ours) == ["/setuserpic", "Threaded Mode"]
    assert by_hand(theirs) == ["/setuserpic", "/setjoingroups", "/setprivacy", "/setinline"]
    assert any(line.startswith("  if wanted  in @BotFather, Threaded Mode") for line in theirs)

    desk.user["has_topics_enabled"] = True
    _, out, _ = await runs("telegram", "setup")
    assert "  in order   Threaded Mode is on: each conversation has a topic of its own\n" in out


@pytest.mark.usefixtures("telegram")
async def test_no_token(runs: Runs) -> None:
    """Without a token there is nothing to be set up, and it is said what is needed."""
    names = "STODCHATTEN_TELEGRAM_TOKEN or STODCHATTEN_DESK_TELEGRAM_TOKEN"

    assert await runs("telegram", "setup") == (1, "", f"{names}: is needed\n")


async def test_wrong_token(
    relatives: StandInBot, telegram: Telegram, desk: StandInBot, runs: Runs
) -> None:
    """A token that Telegram does not know is named by its setting, and the other bot is set up."""
    del telegram.bots[relatives.token]
    status, out, errors = await runs("telegram", "setup")

    assert status == 1
    assert errors.startswith("STODCHATTEN_TELEGRAM_TOKEN: Telegram does not know this token")
    assert "https://t.me/personalbot" in out
    assert len(changes(desk)) == 12


BAN = json.dumps({"ok": False, "error_code": 429, "parameters": {"retry_after": 30}})
BLOCKED = json.dumps({"ok": False, "error_code": 403, "description": "Forbidden"})


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        pytest.param(BAN, "Telegram takes no more changes for 30 seconds", id="a ban"),
        pytest.param(BLOCKED, "Telegram did not carry out setMyDescription (status 403)", id="no"),
        pytest.param("<html>", "what answered setMyDescription was no Bot API", id="a gateway"),
        pytest.param("[]", "what answered setMyDescription was no Bot API", id="no answer of its"),
    ],
)
async def test_refused_in_the_middle(
    relatives: StandInBot, runs: Runs, answer: str, sentence: str
) -> None:
    """What was set stays set, and the rest follows when it is called again."""
    relatives.fail_next(status=502, body=answer, method="setMyDescription")
    status, out, errors = await runs("telegram", "setup")
    assert (status, out) == (1, "")
    assert errors.startswith(f"STODCHATTEN_TELEGRAM_TOKEN: {sentence}")
    assert relatives.profile["name", ""] == "Chatt · Chat"

    assert (await runs("telegram", "setup"))[0] == 0
    assert changes(relatives).count("setMyName") == 3
    assert len(relatives.commands) == 3


async def test_who_it_is_cannot_be_read(relatives: StandInBot, runs: Runs) -> None:
    """An answer without a name is no answer."""
    relatives.user = {}
    status, _, errors = await runs("telegram", "setup")

    assert (status, changes(relatives)) == (1, [])
    assert errors.startswith("STODCHATTEN_TELEGRAM_TOKEN: what answered getMe was no Bot API")


@pytest.mark.usefixtures("relatives", "desk")
async def test_telegram_is_away(runs: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without an answer it is said who does not answer, once for both bots."""
    monkeypatch.setenv("STODCHATTEN_TELEGRAM_API", "http://127.0.0.1:1")

    assert await runs("telegram", "setup") == (1, "", "http://127.0.0.1:1 does not answer\n")


# Inviting


WEB = r"http://127\.0\.0\.1:8080/desk/join/([\w-]{22,64})\n"


async def test_invited_to_both_desks(desk: StandInBot, runs: Runs) -> None:
    """With a staff bot, an invitation has a link to it, too; one code serves both."""
    status, out, errors = await runs("counsellors", "invite", "Kim")

    assert (status, errors) == (0, "")
    links = re.fullmatch(WEB + r"https://t\.me/personalbot\?start=([\w-]+)\n", out)
    assert links
    assert links[1] == links[2]
    assert {call.method for call in desk.calls} == {"getMe"}


@pytest.mark.usefixtures("relatives")
async def test_invited_to_the_pages_alone(runs: Runs) -> None:
    """The bot that relatives write to is no desk: without a staff bot there is one link."""
    status, out, errors = await runs("counsellors", "invite", "Kim")

    assert (status, errors) == (0, "")
    assert re.fullmatch(WEB, out)


async def test_invited_while_telegram_does_not_answer(desk: StandInBot, runs: Runs) -> None:
    """Somebody is invited all the same, and it is said soon why a link is missing."""
    desk.hold_next(method="getMe")
    async with asyncio.timeout(20):
        status, out, errors = await runs("counsellors", "invite", "Kim")
    desk.release()

    assert status == 0
    assert re.fullmatch(WEB, out)
    assert re.fullmatch(
        r"There is no link for Telegram now\. http://127\.0\.0\.1:\d+ does not answer\n", errors
    )


async def with_a_phone(desk: StandInBot, telegram: Telegram, languages: tuple[str, ...]) -> Person:
    """Return Kim, whose phone the staff bot knows."""
    kim = telegram.person("Kim")
    kim.write(desk, "/start")
    async with open_store(load_settings(os.environ)) as valkey:
        token = await Counsellors(valkey).invite("Kim", languages)
        assert await DeskChats(valkey).bind(token, kim.id)
    return kim


REMOVED = (
    "Kim is no longer a counsellor here. Conversations that went back to the queue: 0.\n"
    "What stood on their phone is removed there as soon as the chat runs.\n"
)


@pytest.mark.parametrize(
    ("languages", "said"),
    [
        (("sv", "en"), "Du är inte samtalsstödjare här längre, Kim."),
        (("en",), "You are no longer a counsellor here, Kim."),
    ],
    ids=["sv", "en"],
)
@pytest.mark.usefixtures("relatives")
async def test_farewell(
    desk: StandInBot, telegram: Telegram, runs: Runs, languages: tuple[str, ...], said: str
) -> None:
    """Who is removed is told so on their phone, once, in their language; the command says it."""
    kim = await with_a_phone(desk, telegram, languages)
    ended = await runs("counsellors", "remove", "kim")

    assert ended == (0, f"{REMOVED}They were told so there.\n", "")
    assert [one.text for one in kim.phone(desk)] == ["/start", said]
    assert await runs("counsellors", "remove", "kim") == (
        1, "", "there is no counsellor called kim\n",
    )  # fmt: skip


async def test_farewell_that_does_not_arrive(
    desk: StandInBot, telegram: Telegram, runs: Runs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody is removed all the same, and it is said that they do not know it, and why."""
    kim = await with_a_phone(desk, telegram, ("sv",))
    kim.block(desk)
    untold = "They were not told so there: "
    why = "Telegram did not carry out sendMessage (status 403)"
    name = "STODCHATTEN_DESK_TELEGRAM_TOKEN"
    assert await runs("counsellors", "remove", "Kim") == (
        0, REMOVED, f"{untold}{name}: {why}.\n",
    )  # fmt: skip

    await with_a_phone(desk, telegram, ("sv",))
    monkeypatch.delenv(name)
    assert await runs("counsellors", "remove", "Kim") == (
        0, REMOVED, f"{untold}{name} is not set.\n",
    )  # fmt: skip


@pytest.mark.parametrize("command", [["telegram", "setup"], ["counsellors", "invite", "Kim"]])
@pytest.mark.usefixtures("relatives", "desk")
async def test_needs_no_library_of_telegram(command: list[str]) -> None:
    """Whoever sets up or invites waits for no library of Telegram and for no page."""
    code = f"import sys; from bot.cli import main; main({command}); print(*sys.modules)"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", code, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    out, _ = await process.communicate()
    loaded = out.decode().splitlines()[-1].split()

    assert "aiohttp" in loaded
    heavy = re.compile(r"(aiogram|telegram|jinja2|bot\.doors\.(?!telegram_commands)\w+)\b")
    assert [name for name in loaded if heavy.match(name)] == []
