"""The file of the secret key: made at the first start, and readable by its owner alone."""

import base64
import contextlib
import fcntl
import os
import secrets
import shlex
import stat
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

from bot.sealing import KEY_BYTES, SecretKey, SecretKeyError

_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
# systemd shows a credential to its service alone, by an access list that looks like the group's
# right to read (systemd.exec(5)).
_CREDENTIALS: Final = "CREDENTIALS_DIRECTORY"
# A turn that was cut short leaves a key more, 45 bytes each.
_LONGEST: Final = 65_536


def new_key() -> SecretKey:
    """Return a random key."""
    return SecretKey(secrets.token_bytes(KEY_BYTES))


def read_keys(path: Path) -> tuple[SecretKey, ...]:
    """Return the keys of a file, one a line, or none if there is no such file.

    Raises SecretKeyError for a file that cannot be read or that others can read.
    """
    try:
        with open(path, "rb", opener=_at_once) as file:
            mode = os.fstat(file.fileno()).st_mode
            written = file.read(_LONGEST) if stat.S_ISREG(mode) else b""
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise SecretKeyError(f"{path} cannot be read: {error.strerror}") from None
    if not stat.S_ISREG(mode):
        raise SecretKeyError(f"{path} is no regular file")
    ours = path.parent == Path(os.environ.get(_CREDENTIALS) or os.devnull)
    if mode & (_OTHERS & ~stat.S_IRGRP if ours else _OTHERS):
        hint = shlex.join(["chmod", "600", str(path)])
        raise SecretKeyError(f"{path} can be read by others: {hint}")
    try:
        keys = tuple(SecretKey(_key(line)) for line in written.split())
    except ValueError:
        keys = ()
    if not keys:
        raise SecretKeyError(f"{path} holds no secret key")
    return keys


def make_keys(path: Path) -> tuple[SecretKey, ...]:
    """Make a key and its file, unless another process has just done so; return what is there.

    Raises SecretKeyError.
    """
    with changing_keys(path) as write:
        if not path.exists():
            write([new_key()])
    return read_keys(path)


@contextlib.contextmanager
def changing_keys(path: Path) -> Iterator[Callable[[Iterable[SecretKey]], None]]:
    """Give a way to put keys in the place of those that are there, at once; nobody else does.

    Of a link, it is the file that it leads to. What was written outlives a power cut. Raises
    SecretKeyError.
    """
    path = Path(os.path.realpath(path))
    with contextlib.ExitStack() as stack:
        with _refused(path):
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            folder = os.open(path.parent, os.O_RDONLY)
            stack.callback(os.close, folder)
            fcntl.flock(folder, fcntl.LOCK_EX)

        def write(keys: Iterable[SecretKey]) -> None:
            with _refused(path):
                _write(path, keys)
                os.fsync(folder)

        yield write


@contextlib.contextmanager
def _refused(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise SecretKeyError(f"{path} cannot be written: {error.strerror}") from None


def _write(path: Path, keys: Iterable[SecretKey]) -> None:
    """Write a file whole or not at all; what a kill, or anybody, left beside it goes first."""
    beside = path.with_name(f"{path.name}.new")
    beside.unlink(missing_ok=True)
    # No link is followed, and at no time is it open to others: whoever opened it then could read
    # it for ever.
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.writelines(base64.b64encode(key.secret) + b"\n" for key in keys)
        file.flush()
        os.fsync(descriptor)
    beside.replace(path)


def _at_once(path: str, flags: int) -> int:
    """Open what is there without waiting for somebody to write to it."""
    return os.open(path, flags | os.O_NONBLOCK)


def _key(line: bytes) -> bytes:
    key = base64.b64decode(line, validate=True)
    if len(key) != KEY_BYTES:
        raise ValueError
    return key
