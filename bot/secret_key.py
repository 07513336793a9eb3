"""The file of the secret key: made at the first start, and readable by its owner alone."""

import base64
import contextlib
import fcntl
import os
import secrets
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from bot.sealing import KEY_BYTES, SecretKey, SecretKeyError

_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


def new_key() -> SecretKey:
    """Return a random key."""
    return SecretKey(secrets.token_bytes(KEY_BYTES))


def read_keys(path: Path) -> tuple[SecretKey, ...]:
    """Return the keys of a file, one a line, or none if there is no such file.

    Raises SecretKeyError for a file that cannot be read or that others can read.
    """
    try:
        with path.open(encoding="ascii") as file:
            mode = os.fstat(file.fileno()).st_mode
            written = file.read().split()
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as error:
        raise SecretKeyError(f"{path} cannot be read: {_why(error)}") from None
    if mode & _OTHERS:
        raise SecretKeyError(f"{path} can be read by others: chmod 600 {path}")
    try:
        keys = tuple(SecretKey(_key(line)) for line in written)
    except ValueError:
        keys = ()
    if not keys:
        raise SecretKeyError(f"{path} holds no secret key")
    return keys


def make_keys(path: Path) -> tuple[SecretKey, ...]:
    """Make a key and its file, unless another process has just done so; return what is there.

    Raises SecretKeyError.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with _alone_in(path.parent):
            if not path.exists():
                _write(path, [new_key()])
    except OSError as error:
        raise SecretKeyError(f"{path} cannot be made: {error.strerror}") from None
    return read_keys(path)


def write_keys(path: Path, keys: Iterable[SecretKey]) -> None:
    """Put keys in the place of those that were there, at once; raises SecretKeyError."""
    try:
        with _alone_in(path.parent):
            _write(path, keys)
    except OSError as error:
        raise SecretKeyError(f"{path} cannot be written: {error.strerror}") from None


@contextlib.contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Let nobody else write keys there meanwhile, and what was written outlive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write(path: Path, keys: Iterable[SecretKey]) -> None:
    """Write a file whole or not at all; what a kill leaves beside it is written over."""
    beside = path.with_name(f"{path.name}.new")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        os.fchmod(descriptor, 0o600)  # it may have been there
        file.writelines(base64.b64encode(key.secret) + b"\n" for key in keys)
        file.flush()
        os.fsync(descriptor)
    beside.replace(path)


def _key(line: str) -> bytes:
    key = base64.b64decode(line, validate=True)
    if len(key) != KEY_BYTES:
        raise ValueError
    return key


def _why(error: OSError | UnicodeDecodeError) -> str:
    return "it is not text" if isinstance(error, UnicodeDecodeError) else str(error.strerror)
