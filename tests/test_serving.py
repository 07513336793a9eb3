"""Promises of what runs: real processes that are begun, stopped, killed, and begun again."""

import asyncio
import contextlib
import os
import re
import resource
import signal
import sys
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import pytest
from builders import always_open, unlocked, write_record
from telegram_standin import Telegram
from visitors import HUMAN, Browser

from bot.store import keys
from bot.store.client import StoreError, connect
from bot.store.server import EmbeddedServer

SECONDS = 20  # a stop takes less, even on a slow machine

# Where visitors come from: of this machine (RFC 1122, 127/8), and nobody else's.
ADDRESS = "127.44.55.66"


@dataclass
class Service:
    """A process of ours, with all that it says."""

    process: Process
    said: str = ""

    async def is_ready(self) -> None:
        """Wait until it serves, or has ended."""
        assert self.process.stdout
        while line := (await self.process.stdout.readline()).decode():
            self.said += line
            if "event='ready'" in line or "Ctrl-C ends it" in line:
                return

    async def ends(self, sign: signal.Signals | None = None) -> int:
        """Wait until it has ended, of itself or by a signal, and return its exit status."""
        if sign:
            self.process.send_signal(sign)
        async with asyncio.timeout(SECONDS):
            rest, _ = await self.process.communicate()
        self.said += rest.decode()
        assert self.process.returncode is not None
        return self.process.returncode

    @property
    def base(self) -> str:
        """Return where it is reached."""
        found = re.search(r"http://127\.0\.0\.1:\d+", self.said)
        assert found, self.said
        return found[0]


@dataclass
class Machine:
    """A machine with data of its own, on which services run and to which browsers come."""

    data: Path
    environment: dict[str, str]
    left: contextlib.AsyncExitStack = field(default_factory=contextlib.AsyncExitStack)

    async def start(self, *arguments: str, **settings: str) -> Service:
        """Start a command, and wait until it serves or has ended."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", *arguments,
            env=self.environment | settings, stdout=PIPE, stderr=STDOUT,
        )  # fmt: skip
        self.left.push_async_callback(_stopped, process)
        service = Service(process)
        await service.is_ready()
        return service

    async def browser(self, service: Service) -> Browser:
        """Return a browser that speaks Swedish and has nothing loaded."""
        session = aiohttp.ClientSession(
            cookie_jar=aiohttp.CookieJar(unsafe=True),
            connector=aiohttp.TCPConnector(local_addr=(ADDRESS, 0)),
            headers={"Accept-Language": "sv"},
        )
        await self.left.enter_async_context(session)
        return Browser(session, service.base)

    async def relative(self, service: Service) -> Browser:
        """Return a browser of a relative who waits in the queue."""
        relative = await self.browser(service)
        await relative.get("/")
        assert await relative.post("/say", text=HUMAN) == 200
        return relative

    async def counsellor(self, service: Service) -> tuple[Browser, str]:
        """Return a browser of a counsellor who came by a link and took the first, and their id."""
        inviting = await self.start("counsellors", "invite", "Kim")
        assert await inviting.ends() == 0
        link = "/desk/join/" + inviting.said.strip().rpartition("/")[2]
        counsellor = await self.browser(service)
        assert await counsellor.get(link) == 200
        await counsellor.post(link)
        await counsellor.get("/desk")
        found = re.search(r"/desk/take/([0-9a-f]{32})", counsellor.page)
        assert found
        assert await counsellor.post(f"/desk/take/{found[1]}") == 200
        return counsellor, found[1]

    async def store_process(self, other_than: int = 0) -> int:
        """Return the process of the embedded store, as soon as it is another one and answers."""
        async with connect(EmbeddedServer(self.data).url) as valkey:
            while True:
                with contextlib.suppress(StoreError, OSError):
                    process = int((await valkey.info("server"))["process_id"])
                    if process != other_than:
                        return process
                await asyncio.sleep(0.02)


async def _stopped(process: Process) -> None:
    if process.returncode is None:
        process.terminate()
    await process.communicate()


async def _without_store(data: Path) -> None:
    """End a store that a killed process left behind."""
    async with connect(EmbeddedServer(data).url) as valkey:
        with contextlib.suppress(StoreError, OSError):
            await valkey.shutdown(nosave=True)


@pytest.fixture
async def machine(tmp_path: Path) -> AsyncIterator[Machine]:
    """Give a machine whose line is open day and night, and whose folders begin empty."""
    data, line, temporary = (tmp_path / name for name in ("var", "line.toml", "tmp"))
    line.write_text(always_open(), encoding="utf-8")
    temporary.mkdir()
    kept = {name: value for name, value in os.environ.items() if "STODCHATTEN_" not in name}
    settings = {"DATA": str(data), "LINE": str(line), "LISTEN": "127.0.0.1:0"}
    given = {f"STODCHATTEN_{name}": value for name, value in settings.items()}
    machine = Machine(data, kept | given | {"TMPDIR": str(temporary)})
    async with machine.left:
        machine.left.push_async_callback(_without_store, data)
        yield machine


# A try-out


async def test_tryout(machine: Machine) -> None:
    """A try-out says that it is not the line, where both sides are, and what its clock says."""
    del machine.environment["STODCHATTEN_LINE"]
    tryout = await machine.start("try", "--port", "0", "--at", "2026-12-24T10:00")
    assert "This is a try-out, not the real line (020-100 200). Nothing is kept." in tryout.said
    assert re.search(rf"A relative writes at +{tryout.base}/\n", tryout.said)
    assert "Its clock says 2026-12-24 10:00, Swedish time. Ctrl-C ends it.\n" in tryout.said
    desk = re.search(rf"A counsellor answers at +{tryout.base}(/desk/try/\S+)\n", tryout.said)
    assert desk

    relative, counsellor = await machine.browser(tryout), await machine.browser(tryout)
    await relative.get("/")
    await relative.post("/say", text="när har ni öppet?")
    assert "öppnar måndag 28 december" in relative.page
    await counsellor.get(desk[1])
    assert "Kim" in counsellor.page


async def test_tryout_leaves_nothing(machine: Machine) -> None:
    """A try-out begins as the line opens, and after Ctrl-C there is no trace of it."""
    del machine.environment["STODCHATTEN_LINE"]
    tryout = await machine.start("try", "--port", "0")
    assert re.search(r"Its clock says [-\d]{10} 09:00, Swedish time", tryout.said)
    await machine.relative(tryout)
    begun = tryout.said
    assert await tryout.ends(signal.SIGINT) == 0

    assert tryout.said == begun
    assert list(Path(machine.environment["TMPDIR"]).iterdir()) == []
    assert not machine.data.exists()


async def test_tryout_alone(machine: Machine) -> None:
    """What people write by Telegram is for the line itself, also where its tokens are set."""
    tokens = {"TELEGRAM": "110201543:abcdef", "DESK_TELEGRAM": "210201543:abcdef"}
    async with Telegram() as telegram:
        bots = [telegram.add_bot(token, f"{name}_bot") for name, token in tokens.items()]
        given = {f"STODCHATTEN_{name}_TOKEN": token for name, token in tokens.items()}
        given["STODCHATTEN_TELEGRAM_API"] = telegram.url
        tryout = await machine.start("try", "--port", "0", **given)
        await machine.relative(tryout)
        assert await tryout.ends(signal.SIGINT) == 0

        assert [call for bot in bots for call in bot.calls] == []


async def test_cannot_begin(machine: Machine) -> None:
    """Where it cannot be served, that is said in a sentence."""
    machine.environment["STODCHATTEN_LISTEN"] = "192.0.2.1:8080"  # nobody's, by RFC 5737
    async with await asyncio.start_server(lambda *_: None, "127.0.0.1") as other:
        port = other.sockets[0].getsockname()[1]
        begun = await asyncio.gather(
            machine.start("try", "--port", str(port)),
            machine.start("run"),
        )
        assert [await service.ends() for service in begun] == [1, 1]

    taken, not_ours = (service.said for service in begun)
    assert taken.startswith(f"port {port} is taken: stop what uses it, or choose another by ")
    assert "STODCHATTEN_LISTEN" in taken
    assert not_ours.startswith("STODCHATTEN_LISTEN: cannot listen at 192.0.2.1, port 8080: ")
    assert list(Path(machine.environment["TMPDIR"]).iterdir()) == []


# One door in a process of its own

TOKEN = {"STODCHATTEN_DESK_TELEGRAM_TOKEN": "12:kanariefagel"}


async def test_a_door_of_its_own(machine: Machine) -> None:
    """A door runs beside the others, with their store, and takes no address from them."""
    service = await machine.start("run")
    address = service.base.removeprefix("http://")
    nowhere = {"STODCHATTEN_LISTEN": address, "STODCHATTEN_TELEGRAM_API": "http://127.0.0.1:9"}
    beside = await machine.start("run", "--only", "desk-telegram", **TOKEN, **nowhere)

    assert "event='ready'" in beside.said
    assert [await one.ends(signal.SIGTERM) for one in (beside, service)] == [0, 0]
    assert CANARY not in beside.said


async def test_a_door_without_its_token(machine: Machine) -> None:
    """A door that lacks its token says which, and does not begin."""
    service = await machine.start("run", "--only", "telegram")

    assert await service.ends() == 1
    assert service.said == "STODCHATTEN_TELEGRAM_TOKEN: is needed\n"


async def test_pages_alone() -> None:
    """A process that serves pages, or counsellors alone, never takes aiogram's time and memory."""
    script = "import sys, bot.app, bot.doors.telegram_desk; print('aiogram' in sys.modules)"
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", script, stdout=PIPE)
    said, _ = await process.communicate()

    assert said == b"False\n"


# The service

CANARY = "kanariefagel"


async def odd_request(base: str, request: bytes) -> None:
    """Send what no browser sends, and wait for the answer or the end."""
    host, port = base.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port), local_addr=(ADDRESS, 0))
    writer.write(request)
    with contextlib.suppress(ConnectionError):
        await reader.read()
    writer.close()


async def test_says_nothing_of_anybody(machine: Machine) -> None:
    """What people and programs send, where and with what, is in no log; SIGTERM ends it all."""
    service = await machine.start("run")
    relative = await machine.browser(service)
    relative.session.headers.update({"User-Agent": CANARY, "Accept-Language": CANARY})
    await relative.get(f"/?{CANARY}=1")
    assert await relative.post("/say", text=f"min son {CANARY}") == 200
    assert CANARY in relative.page
    assert await relative.post("/say", token=CANARY, text=CANARY) == 403
    assert await relative.get(f"/{CANARY}") == 404
    form = {"Content-Type": f"application/x-www-form-urlencoded; charset={CANARY}"}
    assert await relative.post("/say", form) == 415
    for request in (
        f"GET /{CANARY}\x00 HTTP/1.1\r\n\r\n",
        f"{CANARY}\r\n\r\n",
        f"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nCookie: chat={CANARY}\r\n\r\n",
        f"GET / HTTP/1.1\r\nHost: a\r\nX-Long: {CANARY * 1000}\r\n\r\n",
        f"POST /say HTTP/1.1\r\nHost: a\r\nContent-Length: {CANARY}\r\n\r\n",
    ):
        await odd_request(service.base, request.encode())
    store = unlocked(EmbeddedServer(machine.data).url, machine.data / "secret.key")
    async with store as valkey, relative.session.get(relative.base + "/events") as stream:
        assert await stream.content.readline() == b"retry: 1000\n"
        await valkey.set(keys.QUEUE, "no queue any more")
        assert await relative.get(f"/?{CANARY}=2") == 503
        (key,) = await valkey.keys(keys.conversation("*"))
        await write_record(valkey, str(key).rpartition(":")[2], f'{{"{CANARY}": 1}}')
        assert await relative.get("/") == 500
        assert await service.ends(signal.SIGTERM) == 0

    assert "event='ready'" in service.said
    assert "event='door_error'" in service.said
    said = service.said + (machine.data / "valkey.log").read_text(encoding="utf-8")
    assert [one for one in (CANARY, ADDRESS) if one in said] == []


async def test_going_on(machine: Machine) -> None:
    """In the middle of a chat store and service may die or be stopped: both sides go on."""
    service = await machine.start("run")
    relative = await machine.relative(service)
    counsellor, chat = await machine.counsellor(service)
    said = [HUMAN]

    async def both_go_on(after: str) -> None:
        await relative.get("/")
        assert "Du pratar med Kim" in relative.page
        assert await relative.post("/say", text=f"Hej efter {after}.") == 200
        await counsellor.get(f"/desk/chat/{chat}")
        assert await counsellor.post(f"/desk/say/{chat}", text=f"Kim, efter {after}.") == 200
        said.extend((f"Hej efter {after}.", f"Kim, efter {after}."))
        await relative.get("/")
        assert [relative.page.count(text) for text in said] == [1] * len(said)
        assert [counsellor.page.count(text) for text in said] == [1] * len(said)

    await both_go_on(after="början")
    store = await machine.store_process()
    os.kill(store, signal.SIGKILL)
    await machine.store_process(other_than=store)
    await both_go_on(after="lagrets död")
    for sign in (signal.SIGKILL, signal.SIGTERM):
        await service.ends(sign)
        service = await machine.start("run")
        relative.base = counsellor.base = service.base
        await both_go_on(after=sign.name)


def disk_is_full(process: int, size: int) -> None:
    """Let a process, and what it starts, write no file beyond a size."""
    _, most = resource.prlimit(process, resource.RLIMIT_FSIZE)
    resource.prlimit(process, resource.RLIMIT_FSIZE, (size, most))


async def test_full_disk(machine: Machine) -> None:
    """On a full disk it is said that nothing got through; what was there stays, and it goes on."""
    service = await machine.start("run")
    relative = await machine.relative(service)
    said = [f"{number} {'a' * 4000}" for number in "123"]
    assert [await relative.post("/say", text=text) for text in said] == [200] * 3
    store = await machine.store_process()
    size = max(file.stat().st_size for file in (machine.data / "appendonlydir").iterdir())
    disk_is_full(store, size + 100)
    disk_is_full(service.process.pid, size + 100)
    for _ in range(2):
        assert await relative.post("/say", text="viktigt") == 503
        assert "det du skickade kom inte fram" in relative.page
        assert "020-100 200" in relative.page
        assert "viktigt</textarea>" in relative.page
        store = await machine.store_process(other_than=store)

    disk_is_full(service.process.pid, resource.RLIM_INFINITY)
    disk_is_full(store, resource.RLIM_INFINITY)
    assert await relative.post("/say", text="viktigt") == 200
    await relative.get("/")
    assert [relative.page.count(text) for text in [HUMAN, *said, "viktigt"]] == [1] * 5
