"""The command line: `stodchatten try | run | ask | learn | hours | check | …`."""

import argparse
import asyncio
import io
import json
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from bot.asking import Asking, Message
from bot.clock import Clock
from bot.dumps import leave_none
from bot.line_file import LineFileError, load_line
from bot.schedule import lines, schedule
from bot.settings import (
    ROOT,
    DoorName,
    Listen,
    Settings,
    SettingsError,
    load_settings,
)
from bot.texts import LANGUAGES, Facts, TextError, Texts, desk_language, load_texts
from handlers.errors import SupportLineError
from handlers.hours import STOCKHOLM
from handlers.incoming import clean
from handlers.line import Line, facts
from handlers.model import learnt

MESSAGES: Final = ROOT / "messages"
LONGEST_ALIAS: Final = 40
FIRST_YEAR: Final = 2000
LAST_YEAR: Final = 2200

if TYPE_CHECKING:
    from bot.staff import Removed

Given = TypeVar("Given", date, datetime)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return its exit status: 0, 1 for what is wrong here, 2 for a wrong call."""
    leave_none()
    asked = _parser().parse_args(arguments)
    # A terminal that does not know all of our letters is answered all the same.
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    try:
        return int(asked.run(asked) or 0)
    except (LineFileError, SettingsError, TextError) as error:
        return _wrong(*error.problems)
    except SupportLineError as error:
        return _wrong(str(error))
    except BrokenPipeError:
        # Whoever read the output has gone, as with `| head`: nothing is left to be said.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _wrong(*problems: str) -> int:
    print(*problems, sep="\n", file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="stodchatten", description="The support line's chat.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    command = commands.add_parser("try", help="try it out on this machine; nothing is kept")
    command.add_argument("--port", type=_port, default=8080)
    command.add_argument("--at", type=_moment, help="pretend a time, such as 2026-12-24T10:00")
    command.set_defaults(run=_try)

    command = commands.add_parser("run", help="run the service")
    doors = [door.value for door in DoorName]
    command.add_argument("--only", choices=doors, help="serve one door alone in this process")
    command.set_defaults(run=_run)

    _add_ask(commands.add_parser("ask", help="show what the bot makes of messages"))

    command = commands.add_parser("learn", help="learn from the examples what messages are about")
    command.add_argument("--compare", action="store_true", help="show what would change, no more")
    command.set_defaults(run=_learn)

    command = commands.add_parser("hours", help="show when the line is open, a line a day")
    command.add_argument("--from", type=_date, dest="first", help="such as 2026-12-21")
    command.add_argument("--days", type=_days, default=14)
    command.add_argument("--json", action="store_true")
    command.set_defaults(run=_hours)

    command = commands.add_parser("check", help="check settings, line facts and texts")
    command.set_defaults(run=_check)

    _add_staff(commands.add_parser("counsellors", help="invite, list and remove counsellors"))

    _add_keys(
        commands.add_parser("keys", help="change the secret key that seals what people write")
    )

    telegram = commands.add_parser("telegram", help="set the bots up at Telegram")
    actions = telegram.add_subparsers(required=True, metavar="ACTION")
    action = actions.add_parser("setup", help="names, texts and menus; and what is left by hand")
    action.set_defaults(run=_set_up_telegram)
    return parser


def _add_ask(ask: argparse.ArgumentParser) -> None:
    ask.add_argument("text", nargs="?", help="without it, one message a line is read")
    ask.add_argument("--at", type=_moment, help="when it is asked, such as 2026-12-24T10:00")
    ask.add_argument(
        "--json",
        action="store_true",
        help='read and write JSON, {"text": …, "language_code": …, "dialog": …}',
    )
    ask.add_argument("--why", action="store_true", help="show why it is understood so")
    ask.set_defaults(run=_ask)


def _add_staff(staff: argparse.ArgumentParser) -> None:
    actions = staff.add_subparsers(required=True, metavar="ACTION")
    action = actions.add_parser("invite", help="print one-time links to a desk, good for 24 hours")
    action.add_argument("name", type=_alias, help="what relatives see: an alias, not a full name")
    action.add_argument("--languages", type=_languages, default=LANGUAGES, help="such as sv,en")
    action.set_defaults(run=_invite)
    action = actions.add_parser("list", help="show all counsellors")
    action.set_defaults(run=_list)
    action = actions.add_parser("remove", help="end a counsellor's desks and links at once")
    action.add_argument("name", type=_alias)
    action.set_defaults(run=_remove)


def _add_keys(keys: argparse.ArgumentParser) -> None:
    actions = keys.add_subparsers(required=True, metavar="ACTION")
    action = actions.add_parser("rotate", help="seal by a new key; nothing is lost by it")
    action.set_defaults(run=_rotate)
    action = actions.add_parser("renew", help="when the key is lost: forget all, and begin anew")
    action.add_argument(
        "--forget-conversations",
        action="store_true",
        required=True,
        help="yes, remove what people wrote and the phones of counsellors",
    )
    action.set_defaults(run=_renew)


# What can be given


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=STOCKHOLM)
        return _within_reach(moment.astimezone(STOCKHOLM))
    except (ValueError, OverflowError):
        raise argparse.ArgumentTypeError(f"{text!r} is no time such as 2026-12-24T10:00") from None


def _date(text: str) -> date:
    try:
        return _within_reach(date.fromisoformat(text))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date such as 2026-12-21") from None


def _within_reach(day: Given) -> Given:
    # Calendars end, and what comes next is looked for far ahead.
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError
    return day


def _number(text: str, least: int, most: int) -> int:
    if text.isascii() and text.isdigit() and least <= int(text) <= most:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is no number from {least} to {most}")


def _port(text: str) -> int:
    return _number(text, 0, 65535)


def _days(text: str) -> int:
    return _number(text, 1, 3660)


def _alias(text: str) -> str:
    try:
        return " ".join(clean(text, LONGEST_ALIAS).split())
    except SupportLineError:
        problem = f"a name has 1 to {LONGEST_ALIAS} characters"
        raise argparse.ArgumentTypeError(problem) from None


def _languages(text: str) -> tuple[str, ...]:
    languages = tuple(dict.fromkeys(text.replace(" ", "").split(",")))
    if set(languages) <= set(LANGUAGES):
        return languages
    raise argparse.ArgumentTypeError(f"{text!r}: the languages are {', '.join(LANGUAGES)}")


# What is needed


def _line_and_texts(settings: Settings) -> tuple[Line, Texts]:
    learnt()
    line = load_line(settings.line)
    return line, load_texts(MESSAGES, facts(line))


# What can be done


def _try(asked: argparse.Namespace) -> None:
    from bot.serving import serve_tryout  # noqa: PLC0415

    settings = load_settings(os.environ)
    line, texts = _line_and_texts(settings)
    with tempfile.TemporaryDirectory(prefix="stodchatten-") as folder:
        settings = settings.model_copy(
            update={
                "data": Path(folder),
                "listen": Listen("127.0.0.1", asked.port),
                "public_url": None,
                "redis_url": None,
                # What people write there is for the line itself, and would be lost here.
                "telegram_token": None,
                "desk_telegram_token": None,
            }
        )
        # Begins when the line last opened: a whole day is ahead, with its closing time.
        start = asked.at or line.hours.last_opening(datetime.now(UTC))
        serve_tryout(settings, line, texts, Clock(start))


def _run(asked: argparse.Namespace) -> None:
    from bot.serving import serve  # noqa: PLC0415

    settings = load_settings(os.environ)
    line, texts = _line_and_texts(settings)
    door = DoorName(asked.only) if asked.only else None
    if door and not settings.opens(door):
        raise SettingsError((f"{door.setting}: is needed",), settings)
    serve(settings, line, texts, door)


def _ask(asked: argparse.Namespace) -> int:
    line, texts = _line_and_texts(load_settings(os.environ))
    asking = Asking(texts, line, asked.at or datetime.now(UTC), why=asked.why)
    if asked.json and isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")  # as JSON is, wherever it goes
    status = 0
    given = [Message(asked.text)] if asked.text is not None else _messages(json_lines=asked.json)
    for one in given:
        if one is None:
            status = 1
            print('{"error": "not a JSON object with a text"}', flush=True)
            continue
        answer = asking.answer(one)
        said = json.dumps(answer, ensure_ascii=False) if asked.json else _in_words(answer)
        print(said, flush=True)
    return status


def _messages(*, json_lines: bool) -> Iterator[Message | None]:
    """Read messages until the end; None is what cannot be read."""
    sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    for given in sys.stdin:
        if not json_lines:
            yield Message(given)
            continue
        try:
            yield Message.read(given)
        except (ValueError, TypeError, RecursionError):
            yield None


def _in_words(answer: dict[str, object]) -> str:
    topics = answer["topics"]
    about = ", ".join(topics) if isinstance(topics, list) else ""
    danger = "emergency, " if answer["emergency"] else ""
    head = f"{answer['language']} · {danger}{about or 'no topic'} · {answer['handover']}"
    why = answer.get("why", [])
    reasons = "".join(f"\n  {reason}" for reason in why) if isinstance(why, list) else ""
    return f"[{head}]{reasons}\n{answer['reply']}\n"


def _learn(asked: argparse.Namespace) -> int:
    try:
        from bot.learning.lessons import compare, learn_anew  # noqa: PLC0415
    except ModuleNotFoundError as error:
        if error.name != "numpy":
            raise
        return _wrong("To learn needs numpy: pip install 'stodchatten[learn]'. To run does not.")
    try:
        for line in compare(MESSAGES) if asked.compare else learn_anew(MESSAGES, ROOT):
            print(line, flush=True)
    except OSError as error:
        return _wrong(f"{error.filename}: {error.strerror}")
    return 0


def _hours(asked: argparse.Namespace) -> None:
    line, texts = _line_and_texts(load_settings(os.environ))
    first = asked.first or datetime.now(STOCKHOLM).date()
    days = schedule(line.hours, first, asked.days, texts)
    if asked.json:
        for day in days:
            print(json.dumps(day, ensure_ascii=False))
    else:
        print(*lines(days, texts), sep="\n")


def _check(_asked: argparse.Namespace) -> int:
    from bot.never_said import problems as never_said  # noqa: PLC0415
    from bot.store.unlocking import has_key  # noqa: PLC0415

    problems: list[str] = []
    said: Facts = {language: {} for language in LANGUAGES}
    try:
        settings = load_settings(os.environ)
    except SettingsError as error:
        problems += error.problems
        settings = error.rest
    try:
        said = facts(load_line(settings.line))
    except LineFileError as error:
        problems += error.problems
    try:
        problems += never_said(load_texts(MESSAGES, said), said)
    except TextError as error:
        problems += error.problems
    try:
        has_key(settings.key_file)  # before the first start there is none, and that is in order
    except SupportLineError as error:
        problems.append(str(error))
    try:
        learnt()
    except SupportLineError as error:
        problems.append(str(error))
    if problems:
        return _wrong(*problems)
    print("Settings, line facts and texts are in order.")
    return 0


def _invite(asked: argparse.Namespace) -> None:
    from bot.staff import invite  # noqa: PLC0415

    settings = load_settings(os.environ)
    code = asyncio.run(invite(settings, asked.name, asked.languages))
    print(f"{settings.address}/desk/join/{code}", flush=True)
    if settings.desk_telegram_token:
        _show_start_link(settings, code)


def _show_start_link(settings: Settings, code: str) -> None:
    from bot.telegram_setup import TelegramSetupError, desk_bot, start_link  # noqa: PLC0415

    try:
        print(asyncio.run(start_link(desk_bot(settings), code)))
    except TelegramSetupError as error:
        # Somebody is invited all the same.
        print(f"There is no link for Telegram now. {error}", file=sys.stderr)


def _list(_asked: argparse.Namespace) -> None:
    from bot.staff import everybody  # noqa: PLC0415

    counsellors = asyncio.run(everybody(load_settings(os.environ)))
    for counsellor in counsellors:
        print(f"{counsellor.alias}\t{','.join(counsellor.languages)}")
    if not counsellors:
        print("There are no counsellors yet.", file=sys.stderr)


def _remove(asked: argparse.Namespace) -> None:
    from bot.staff import remove  # noqa: PLC0415

    settings = load_settings(os.environ)
    line, texts = _line_and_texts(settings)
    removed = asyncio.run(remove(settings, line, asked.name))
    print(
        f"{removed.counsellor.alias} is no longer a counsellor here. "
        f"Conversations that went back to the queue: {removed.returned}.",
        flush=True,
    )
    if removed.chat:
        _say_farewell(settings, texts, removed)


def _say_farewell(settings: Settings, texts: Texts, removed: "Removed") -> None:
    from bot.telegram_setup import TelegramSetupError, desk_bot, send  # noqa: PLC0415

    print("What stood on their phone is removed there as soon as the chat runs.")
    me = removed.counsellor
    text = texts.say(desk_language(me), "desk-phone-farewell", alias=me.alias)
    try:
        asyncio.run(send(desk_bot(settings), removed.chat, text))
    except TelegramSetupError as error:
        print(f"They were not told so there: {error}.", file=sys.stderr)
    else:
        print("They were told so there.")


def _rotate(_asked: argparse.Namespace) -> None:
    from bot.key_care import change_key  # noqa: PLC0415

    settings = load_settings(os.environ)
    asyncio.run(change_key(settings))
    print(
        f"There is a new key in {settings.key_file}. "
        "The one before opens nothing in the store any more."
    )


def _renew(_asked: argparse.Namespace) -> None:
    from bot.key_care import begin_anew  # noqa: PLC0415

    settings = load_settings(os.environ)
    asyncio.run(begin_anew(settings))
    print(
        f"There is a new key in {settings.key_file}. All conversations are forgotten. "
        "Counsellors who answer on Telegram need a new link."
    )


def _set_up_telegram(_asked: argparse.Namespace) -> int:
    from bot.telegram_setup import TelegramSetupError, our_bots, set_up  # noqa: PLC0415

    settings = load_settings(os.environ)
    _, texts = _line_and_texts(settings)
    bots = our_bots(settings)
    if not bots:
        needed = " or ".join(door.setting for door in DoorName if door.needs)
        raise SettingsError((f"{needed}: is needed",), settings)
    problems = []
    for bot in bots:
        try:
            print(*asyncio.run(set_up(bot, texts)), sep="\n", flush=True)
        except TelegramSetupError as error:
            problems.append(str(error))
    return _wrong(*dict.fromkeys(problems)) if problems else 0
