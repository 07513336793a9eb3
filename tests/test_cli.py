"""Promises of the command line, called as `stodchatten` is; what serves is tried elsewhere."""

import io
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from builders import MESSAGES, ROOT
from privacy.scanner import in_the_files

from bot import cli
from bot.secret_key import make_keys, read_keys
from handlers.model import Model

Said = pytest.CaptureFixture[str]
Ends = Callable[..., tuple[int, str, str]]
Does = Callable[..., str]

HUMAN = "jag vill prata med en människa"
DANGER = "min son har ett vapen och tänker skada någon i kväll"
OPEN_AT = "2026-11-24T10:00"
CHRISTMAS = "2026-12-24T10:00"

NO_TEXT = {"error": "not a JSON object with a text"}


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Begin without settings of whoever runs the tests, and with a store of one's own."""
    for name in [name for name in os.environ if name.startswith("STODCHATTEN_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("STODCHATTEN_DATA", str(tmp_path / "var"))


@pytest.fixture
def ends(monkeypatch: pytest.MonkeyPatch, capsys: Said) -> Ends:
    """Give a function that runs a command and returns its status, output and errors."""

    def run(*arguments: str, given: bytes | None = None) -> tuple[int, str, str]:
        if given is not None:
            monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given), "ascii"))
        return (cli.main(arguments), *capsys.readouterr())

    return run


@pytest.fixture
def does(ends: Ends) -> Does:
    """Give a function that runs a command that goes well, and returns what it says."""

    def run(*arguments: str, given: bytes | None = None) -> str:
        status, out, errors = ends(*arguments, given=given)
        assert (status, errors) == (0, "")
        return out

    return run


# Asking


def test_ask(does: Does) -> None:
    """The reply is shown below what was understood: the language, what about, and who is next."""
    said = does("ask", "när har ni öppet?", "--at", OPEN_AT)

    head, reply = said.split("\n", 1)
    assert head == "[sv · hours · none]"
    assert "09.00–15.00" in reply
    assert "Vi har öppet nu" in reply


@pytest.mark.parametrize(
    ("text", "at", "handover"),
    [
        pytest.param(HUMAN, OPEN_AT, "queue", id="open"),
        pytest.param(HUMAN, CHRISTMAS, "closed", id="closed"),
        pytest.param(HUMAN, "2026-11-24T08:59:59", "closed", id="a second too early"),
        pytest.param(HUMAN, "2026-11-24T09:00", "queue", id="opening"),
        pytest.param(HUMAN, "2026-11-24T10:00-08:00", "closed", id="as late elsewhere"),
        pytest.param(HUMAN, "2026-11-24T08:00Z", "queue", id="opening, in UTC"),
        pytest.param("vad kostar det att ringa?", OPEN_AT, "none", id="a question"),
        pytest.param("vad kostar det att ringa?", CHRISTMAS, "none", id="a question at night"),
    ],
)
def test_ask_at(does: Does, text: str, at: str, handover: str) -> None:
    """Whom it leads to depends on the time that is given, Swedish unless it says another."""
    answer = json.loads(does("ask", text, "--json", "--at", at))

    assert list(answer) == ["language", "topics", "emergency", "reply", "handover"]
    assert answer["handover"] == handover
    assert answer["emergency"] is False


@pytest.mark.parametrize(("at", "handover"), [(OPEN_AT, "queue"), (CHRISTMAS, "closed")])
def test_ask_in_danger(does: Does, at: str, handover: str) -> None:
    """Words of danger get 112 first, open or closed."""
    answer = json.loads(does("ask", DANGER, "--json", "--at", at))

    assert answer["emergency"] is True
    assert "112" in answer["reply"].partition("\n")[0]
    assert answer["handover"] == handover


def test_ask_with_a_detail(does: Does) -> None:
    """Where a message would be held, the question is shown, and what follows once it is hidden."""
    text = "min son umgås med nazister, jag nås på 070-174 06 05"
    answer = json.loads(does("ask", text, "--json", "--at", OPEN_AT))

    asked, hidden, queued = map(
        answer["reply"].index, ("ett telefonnummer", "Det är dolt", "Du står först i kön")
    )
    assert asked < hidden < queued
    assert "070" not in answer["reply"]
    assert (answer["topics"], answer["handover"]) == (["story", "human"], "queue")


def test_ask_in_danger_in_words(does: Does) -> None:
    """Danger is also shown to whoever reads no JSON."""
    assert does("ask", DANGER, "--at", OPEN_AT).startswith("[sv · emergency, ")


def test_ask_in_no_clear_language(does: Does) -> None:
    """As long as the language cannot be told, both are spoken."""
    head, reply = does("ask", "123").split("\n", 1)

    assert head == "[unsure · no topic · none]"
    assert "Vill du prata med en samtalsstödjare" in reply
    assert "Would you like to talk to a counsellor" in reply


BAD_LINES = [
    b"", b" ", b"hej", b"{", b"[]", b"null", b'"text"', b"5", b"{}", b'{"text": null}',
    b'{"text": 5}', b'{"Text": "hej"}', b"[" * 100_000, b'{"text": "hej"', b"\xff\xfe",
]  # fmt: skip


def test_ask_json(ends: Ends) -> None:
    """A line in is a line out, in order; what cannot be read is said, and ends in status 1."""
    good = b'{"text": "n\xc3\xa4r har ni \xc3\xb6ppet?", "id": 7}'
    status, out, errors = ends("ask", "--json", given=b"\n".join([good, *BAD_LINES, good]))

    first, *bad, last = map(json.loads, out.removesuffix("\n").split("\n"))
    assert bad == [NO_TEXT] * len(BAD_LINES)
    assert first == last
    assert first["topics"] == ["hours"]
    assert (status, errors) == (1, "")


def test_ask_in_a_dialog(does: Does) -> None:
    """Messages of a dialog belong together, and each dialog remembers only its own."""
    lines = [
        {"text": "when are you open?", "dialog": "a", "language_code": "sv"},
        {"text": "vad kostar det", "dialog": "b"},
        {"text": "and on saturday?", "dialog": "a"},
        {"text": "radera", "dialog": "a"},
        {"text": "and on saturday?", "dialog": "a", "language_code": None},
    ]
    given = "\n".join(map(json.dumps, lines)).encode()
    answers = [json.loads(line) for line in does("ask", "--json", given=given).splitlines()]

    assert [answer["language"] for answer in answers] == ["en", "sv", "en", "en", "en"]
    assert answers[2]["topics"] == ["hours"]
    assert "Saturday" in answers[2]["reply"]
    assert answers[3]["reply"] == ""


def test_ask_why(does: Does) -> None:
    """What a message was understood by is shown: language, topics, danger, and the rule."""
    said = does("ask", "--why", "min bror har köpt en pistol, syns samtal på räkningen?")
    language, *topics, rule = [line for line in said.splitlines() if line.startswith("  ")]

    assert language.startswith("  language sv +5.0: ")
    assert any(line.startswith("  phone_bill +") and "“rakningen” +" in line for line in topics)
    assert any(line.startswith("  violence ") for line in topics)
    assert rule == "  rule: danger first (violence), then likely"


def test_ask_why_as_json(does: Does) -> None:
    """The reasons are there for programs too, and only when asked for."""
    told = json.loads(does("ask", "--json", "--why", "xyzzy"))

    assert told["why"][0].startswith("language unsure")
    assert "why" not in json.loads(does("ask", "--json", "xyzzy"))


def test_learn_compare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said) -> None:
    """What examples would change can be seen by command."""
    for folder in ("sv/examples", "sv/exam", "en/examples", "en/exam"):
        tmp_path.joinpath(folder).mkdir(parents=True)
        tmp_path.joinpath(folder, "a.tsv").write_text("hours\töppet\nhours\töppet?\n" * 4)
    monkeypatch.setattr(cli, "MESSAGES", tmp_path)

    assert cli.main(["learn", "--compare"]) == 0
    assert capsys.readouterr().out.startswith("Learning from 16 examples, and writing nothing.\n")


def test_learn_of_broken_examples(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    """Examples that cannot be read are named, and nothing is learnt."""
    monkeypatch.setattr(cli, "MESSAGES", tmp_path)

    assert cli.main(["learn"]) == 1
    assert "sv/examples: no examples (*.tsv) in this folder" in capsys.readouterr().err


def test_learn_where_nothing_can_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    """A file that is not there, or cannot be written, is named."""
    monkeypatch.setattr(cli, "ROOT", tmp_path)

    assert cli.main(["learn"]) == 1
    assert "understanding.md: No such file" in capsys.readouterr().err


@pytest.mark.parametrize("command", [["ask", "hej"], ["check"]])
def test_a_damaged_model(
    command: list[str], monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    """Nothing is understood with half a model: it is said that it is damaged."""

    def damaged() -> Model:
        return Model.read(b"{}")

    monkeypatch.setattr(cli, "learnt", damaged)

    assert cli.main(command) == 1
    assert "is damaged" in capsys.readouterr().err


def test_learn_without_numpy(monkeypatch: pytest.MonkeyPatch, capsys: Said) -> None:
    """Who cannot learn here is told what is missing, and that the chat does not need it."""
    for module in [name for name in sys.modules if name.startswith("bot.learning")]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, "numpy", None)

    assert cli.main(["learn"]) == 1
    assert "pip install 'stodchatten[learn]'" in capsys.readouterr().err


EMPTY = ("Det finns inget att skicka", "There is nothing to send")
TOO_LONG = ("Meddelandet är för långt", "The message is too long")
UNCLEAR = ("Det här är ett automatiskt svar", "This is an automatic reply")
ODD = {
    "": EMPTY,
    " \n\t\u200b": EMPTY,
    "\ud83d": EMPTY,
    "a" * 100_000: TOO_LONG,
    "å" * 4097: TOO_LONG,
    "123 \x00\u2028\r\n\u202e": UNCLEAR,
}


def test_ask_what_is_odd(does: Does) -> None:
    """Whatever is written gets a line with a sentence, in both languages."""
    given = "\n".join(json.dumps({"text": text}) for text in ODD).encode()
    answers = [json.loads(line) for line in does("ask", "--json", given=given).splitlines()]

    assert len(answers) == len(ODD)
    for answer, sentences in zip(answers, ODD.values(), strict=True):
        assert [sentence in answer["reply"] for sentence in sentences] == [True, True]
        assert answer["language"] == "unsure"
        assert answer["handover"] == "none"


def test_ask_lines(does: Does) -> None:
    """Without JSON, each line is a message; what is no UTF-8 is a message, too."""
    said = does("ask", given="hej\n\nöppet?\n".encode() + b"\xff\xff\n")

    heads = [line for line in said.splitlines() if re.match(r"\[\w+ · ", line)]
    assert heads[0] == "[sv · greeting · none]"
    assert heads[1] == "[unsure · no topic · none]"
    assert heads[2].startswith("[sv · hours")
    assert len(heads) == 4


def test_ask_nothing(does: Does) -> None:
    """Nothing in is nothing out."""
    assert does("ask", "--json", given=b"") == ""


def python(*arguments: str) -> subprocess.Popen[str]:
    """Start a process of ours, with pipes to it."""
    return subprocess.Popen(  # noqa: S603 - our own code
        [sys.executable, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
    )


def test_ask_answers_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each line is answered before the next is written: a program may talk with it."""
    monkeypatch.delenv("PYTHONUNBUFFERED", raising=False)
    with python("-m", "bot", "ask", "--json") as asking:
        assert asking.stdin
        assert asking.stdout
        for text, topic in (("när har ni öppet?", "hours"), (HUMAN, "human")):
            asking.stdin.write(json.dumps({"text": text}) + "\n")
            asking.stdin.flush()
            assert json.loads(asking.stdout.readline())["topics"] == [topic]
        assert asking.communicate() == ("", "")

    assert asking.returncode == 0


def test_reader_has_gone() -> None:
    """Whoever reads only the beginning, as `head` does, is not told of an error."""
    with python("-m", "bot", "hours", "--days", "1500") as telling:
        assert telling.stdout
        assert telling.stderr
        assert telling.stdout.readline()
        telling.stdout.close()
        assert telling.stderr.read() == ""

    assert telling.returncode == 1


def test_knows_no_door() -> None:
    """Whoever only asks waits for no door, no store and no network to be loaded."""
    code = (
        "import sys; from bot.cli import main; "
        "main(['ask', 'hej']); main(['hours']); print(*sys.modules)"
    )
    with python("-c", code) as process:
        out, errors = process.communicate()

    loaded = out.splitlines()[-1].split()
    assert errors == ""
    assert "bot.texts" in loaded
    doors = re.compile(r"(aiohttp|aiogram|telegram|redis|valkey\w*|uvloop|bot\.(doors|store))\b")
    assert [name for name in loaded if doors.match(name)] == []


def test_older_alphabet(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal that does not know all of our letters is answered all the same."""
    terminal = io.TextIOWrapper(io.BytesIO(), "latin-1")
    monkeypatch.setattr(sys, "stdout", terminal)

    assert cli.main(["ask", "när har ni öppet?"]) == 0
    terminal.seek(0)
    assert "09.00" in terminal.read()


# Hours


def test_hours(does: Does) -> None:
    """Over Christmas each day has its line, in both languages, with why it is closed."""
    lines = does("hours", "--from", "2026-12-21", "--days", "20").splitlines()

    assert len(lines) == 20
    assert lines[0].endswith("måndag 21 december: 09.00–15.00 | Monday 21 December: 09:00–15:00")
    assert lines[3] == (
        "2026-12-24  torsdag 24 december: stängt (julafton) | "
        "Thursday 24 December: closed (Christmas Eve)"
    )
    assert "stängt (juldagen) | Friday 25 December: closed (Christmas Day)" in lines[4]
    assert "stängt (annandag jul) | Saturday 26 December: closed (Boxing Day)" in lines[5]
    assert "stängt (helg) | Sunday 27 December: closed (weekend)" in lines[6]
    assert lines[7].endswith("måndag 28 december: 09.00–15.00 | Monday 28 December: 09:00–15:00")
    assert lines[-1].startswith("2027-01-09")


def test_hours_json(does: Does) -> None:
    """For programs each day is a line of JSON."""
    said = does("hours", "--from", "2026-12-24", "--days", "5", "--json")
    days = {day["date"]: day for day in map(json.loads, said.splitlines())}

    assert days["2026-12-24"]["open"] == []
    assert days["2026-12-24"]["why"] == {"sv": "julafton", "en": "Christmas Eve"}
    assert days["2026-12-28"] == {"date": "2026-12-28", "open": ["09:00-15:00"], "why": None}


def test_hours_from_today(does: Does) -> None:
    """Unless another is given, the next two weeks are told."""
    assert len(does("hours").splitlines()) == 14


# Checking


def test_check(does: Does) -> None:
    """What we ship is in order."""
    assert does("check") == "Settings, line facts and texts are in order.\n"


def test_check_says_all(ends: Ends, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A bad setting, bad facts and bad texts are said together, and end in status 1."""
    shipped = (ROOT / "line.toml").read_text(encoding="utf-8")
    bad = shipped.replace("2015-11-16", '"yesterday"').replace('"020-100 200"', '"call us"')
    (tmp_path / "line.toml").write_text(bad, encoding="utf-8")
    shutil.copytree(MESSAGES, tmp_path / "messages")
    (tmp_path / "messages" / "sv" / "more.ftl").write_text("new-one = Hej\n", encoding="utf-8")
    monkeypatch.setattr(cli, "MESSAGES", tmp_path / "messages")
    monkeypatch.setenv("STODCHATTEN_LINE", str(tmp_path / "line.toml"))
    monkeypatch.setenv("STODCHATTEN_LISTEN", "8080")
    status, out, errors = ends("check")

    listen, number, started, text = errors.splitlines()
    assert listen.startswith("STODCHATTEN_LISTEN: must be host:port")
    assert number.startswith(f"{tmp_path}/line.toml: number: is not a telephone number")
    assert started.startswith(f"{tmp_path}/line.toml: started: ")
    assert text == "new-one is missing in en"
    assert (status, out) == (1, "")


@pytest.mark.parametrize("command", ["ask", "hours", "check", "try", "run"])
def test_bad_line_file(
    ends: Ends, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: str
) -> None:
    """Without the facts of the line nothing is told or begun; it is said which file is missing."""
    monkeypatch.setenv("STODCHATTEN_LINE", str(tmp_path / "nowhere.toml"))

    problem = f"{tmp_path}/nowhere.toml: cannot be read: No such file or directory\n"
    assert ends(command) == (1, "", problem)


# What cannot be asked

WRONG = [
    ("", "the following arguments are required: COMMAND"),
    ("answer", "invalid choice: 'answer'"),
    ("ask hej --at tomorrow", "--at: 'tomorrow' is no time such as 2026-12-24T10:00"),
    ("ask hej --at 9999-12-31T23:59", "--at: '9999-12-31T23:59' is no time such as"),
    ("ask hej --at 0001-01-01T00:00+14:00", "--at: '0001-01-01T00:00+14:00' is no time such as"),
    ("hours --from 2026-02-30", "--from: '2026-02-30' is no date such as 2026-12-21"),
    ("hours --from 9999-12-31", "--from: '9999-12-31' is no date such as 2026-12-21"),
    ("hours --days 0", "--days: '0' is no number from 1 to 3660"),
    ("hours --days 3661", "--days: '3661' is no number from 1 to 3660"),
    ("hours --days ²", "--days: '²' is no number from 1 to 3660"),
    ("try --port 65536", "--port: '65536' is no number from 0 to 65535"),
    ("try --port http", "--port: 'http' is no number from 0 to 65535"),
    ("try --at 25:00", "--at: '25:00' is no time such as 2026-12-24T10:00"),
    ("counsellors", "the following arguments are required: ACTION"),
    ("counsellors invite", "the following arguments are required: name"),
    ("counsellors invite \u200b", "name: a name has 1 to 40 characters"),
    (f"counsellors invite {'a' * 41}", "name: a name has 1 to 40 characters"),
    ("counsellors invite Kim --languages sv,de", "--languages: 'sv,de': the languages are sv, en"),
    ("counsellors invite Kim --languages ,", "--languages: ',': the languages are sv, en"),
]


@pytest.mark.parametrize(("arguments", "sentence"), WRONG, ids=[words[:40] for words, _ in WRONG])
def test_wrong_call(capsys: Said, arguments: str, sentence: str) -> None:
    """A wrong call is told what is wrong in a sentence, and ends in status 2."""
    with pytest.raises(SystemExit) as ended:
        cli.main(arguments.split())

    out, errors = capsys.readouterr()
    assert ended.value.code == 2
    assert out == ""
    assert sentence in errors
    assert "Traceback" not in errors


# Counsellors


def test_counsellors(does: Does) -> None:
    """Who is invited has a link of their own, is listed once, and can be removed again."""
    link = re.compile(r"http://127\.0\.0\.1:8080/desk/join/[\w-]{22,}\n")
    first = does("counsellors", "invite", "  Kim   K ", "--languages", "en, sv")
    second = does("counsellors", "invite", "Åsa")
    assert link.fullmatch(first)
    assert link.fullmatch(second)
    assert link.fullmatch(does("counsellors", "invite", "Åsa", "--languages", "sv"))
    assert first != second
    assert does("counsellors", "list") == "Kim K\ten,sv\nÅsa\tsv\n"

    assert does("counsellors", "remove", "åsa") == (
        "Åsa is no longer a counsellor here. Conversations that went back to the queue: 0.\n"
    )
    assert does("counsellors", "list") == "Kim K\ten,sv\n"


def test_nobody_to_list(ends: Ends) -> None:
    """Where there are no counsellors, that is said, and not where a program would read names."""
    assert ends("counsellors", "list") == (0, "", "There are no counsellors yet.\n")


def test_link_as_browsers_see_it(does: Does, monkeypatch: pytest.MonkeyPatch) -> None:
    """A link has the address that browsers use."""
    monkeypatch.setenv("STODCHATTEN_PUBLIC_URL", "https://chat.example.org/")

    said = does("counsellors", "invite", "Kim")
    assert said.startswith("https://chat.example.org/desk/join/")


def test_removing_somebody_unknown(ends: Ends) -> None:
    """Whoever misspells a name is told that nobody was removed."""
    assert ends("counsellors", "remove", "Kin") == (1, "", "there is no counsellor called Kin\n")


@pytest.mark.parametrize("action", [["invite", "Kim"], ["list"], ["remove", "Kim"]], ids=" ".join)
def test_store_does_not_answer(
    ends: Ends, monkeypatch: pytest.MonkeyPatch, action: list[str]
) -> None:
    """A store that is away is said in a sentence, without its address or password."""
    monkeypatch.setenv("STODCHATTEN_REDIS_URL", "redis://:hemligt@127.0.0.1:1/0")

    said = "the store does not answer (ConnectionError); try again\n"
    assert ends("counsellors", *action) == (1, "", said)


def test_folder_that_is_none(ends: Ends, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A data folder that cannot be used is said in a sentence."""
    (tmp_path / "file").touch()
    monkeypatch.setenv("STODCHATTEN_DATA", str(tmp_path / "file"))
    status, out, errors = ends("counsellors", "list")

    assert (status, out) == (1, "")
    assert str(tmp_path / "file") in errors
    assert "STODCHATTEN_DATA has to name a folder that this user can write to" in errors


def test_another_key(ends: Ends, tmp_path: Path) -> None:
    """The secret key is changed by a command; counsellors stay, and nothing of it is said."""
    assert ends("counsellors", "invite", "Kim")[0] == 0
    path = tmp_path / "var" / "secret.key"
    before = path.read_text(encoding="ascii")
    status, out, errors = ends("keys", "rotate")
    after = path.read_text(encoding="ascii")

    assert (status, errors) == (0, "")
    assert str(path) in out
    assert before != after
    assert after.strip() not in out
    assert "Kim" in ends("counsellors", "list")[1]


@pytest.mark.parametrize("action", [["rotate"], ["renew", "--forget-conversations"]])
def test_nothing_of_another_key(ends: Ends, tmp_path: Path, action: list[str]) -> None:
    """When the command has ended, nothing in the store's files is under the key before."""
    assert ends("counsellors", "invite", "Kim")[0] == 0
    (before,) = read_keys(tmp_path / "var" / "secret.key")
    assert in_the_files(tmp_path / "var", before.id)
    assert ends("keys", *action)[0] == 0

    assert not in_the_files(tmp_path / "var", before.id)


def test_nothing_of_who_was_removed(ends: Ends, tmp_path: Path) -> None:
    """When the command has ended, the store's files name no counsellor who was removed."""
    assert ends("counsellors", "invite", "Kanariefrida")[0] == 0
    assert in_the_files(tmp_path / "var", "Kanariefrida")
    assert ends("counsellors", "remove", "Kanariefrida")[0] == 0

    assert not in_the_files(tmp_path / "var", "Kanariefrida")


def test_no_key_to_change(ends: Ends, tmp_path: Path) -> None:
    """Where there is no key, as in a folder that was mistaken, none is made by changing it."""
    status, out, errors = ends("keys", "rotate")

    assert (status, out) == (1, "")
    assert "the secret key is missing" in errors
    assert not (tmp_path / "var").exists()


def test_a_key_that_others_can_read(ends: Ends, tmp_path: Path) -> None:
    """The check names a key that is not its owner's alone, with the command that mends it."""
    path = tmp_path / "var" / "secret.key"
    make_keys(path)
    assert ends("check")[0] == 0
    path.chmod(0o644)
    status, out, errors = ends("check")

    assert (status, out) == (1, "")
    assert f"chmod 600 {shlex.quote(str(path))}" in errors


def test_a_key_out_of_reach(ends: Ends, tmp_path: Path) -> None:
    """The check names a key that cannot be read, though it cannot be seen whether it is there."""
    path = tmp_path / "var" / "secret.key"
    path.parent.mkdir()
    path.symlink_to(path)
    status, out, errors = ends("check")

    assert (status, out) == (1, "")
    assert f"{path} cannot be read" in errors


def test_lost_key(ends: Ends, tmp_path: Path) -> None:
    """Without the key nothing starts, and the way out that is said is one."""
    assert ends("counsellors", "invite", "Kim")[0] == 0
    path = tmp_path / "var" / "secret.key"
    path.unlink()
    status, _, errors = ends("counsellors", "list")
    assert status == 1
    assert "keys renew --forget-conversations" in errors
    assert not path.exists()
    with pytest.raises(SystemExit):
        ends("keys", "renew")  # not by mistake
    assert ends("keys", "renew", "--forget-conversations")[0] == 0

    assert "Kim" in ends("counsellors", "list")[1]


@pytest.mark.parametrize("action", [["rotate"], ["renew", "--forget-conversations"]])
def test_key_while_the_store_is_away(
    ends: Ends, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, action: list[str]
) -> None:
    """Where the store does not answer, the key is not changed, and it is said."""
    path = tmp_path / "var" / "secret.key"
    (key,) = make_keys(path)
    monkeypatch.setenv("STODCHATTEN_REDIS_URL", "redis://:hemligt@127.0.0.1:1/0")
    status, out, errors = ends("keys", *action)

    assert (status, out) == (1, "")
    assert "the store does not answer" in errors
    assert "hemligt" not in errors
    assert [one.id for one in read_keys(path)] == [key.id]
