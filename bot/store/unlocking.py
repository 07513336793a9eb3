"""Unlocks the store by the secret key, which is made at the first start."""

from pathlib import Path

from bot.sealing import Sealing, SecretKeyError
from bot.secret_key import make_keys, read_keys
from bot.store import keys
from bot.store.client import Valkey

_WAY_OUT = (
    "Put the file back that was there before. If it is lost, what people wrote stays sealed: "
    "`stodchatten keys renew --forget-conversations` removes it, and begins with a new key"
)


async def unlock(valkey: Valkey, path: Path) -> None:
    """Let what the client reads and writes be sealed by the secret key in a file.

    Raises SecretKeyError, with the way out.
    """
    current = await valkey.get(keys.SECRET_KEY)
    known = read_keys(path)
    if current is None:
        if await valkey.exists(keys.DUE):
            raise SecretKeyError(f"the store holds conversations that are not sealed. {_WAY_OUT}")
        known = known or make_keys(path)
        await valkey.set(keys.SECRET_KEY, known[0].id, nx=True)
        current = await valkey.get(keys.SECRET_KEY)
    if not known:
        raise _missing(path)
    try:
        valkey.sealing = Sealing(lambda: read_keys(path), str(current))
    except SecretKeyError as error:
        raise SecretKeyError(f"{path}: {error}. {_WAY_OUT}") from None


def has_key(path: Path) -> bool:
    """Whether there is a key; raises SecretKeyError for one that cannot be used."""
    return bool(read_keys(path))


def confirm_key(path: Path) -> None:
    """Make sure that there is a key that its owner alone can read; raises SecretKeyError."""
    if not has_key(path):
        raise _missing(path)


def _missing(path: Path) -> SecretKeyError:
    return SecretKeyError(f"{path}: the secret key is missing. {_WAY_OUT}")
