"""Promises of the secret key: it fits the store, or nothing starts and the way out is said."""

from pathlib import Path

import pytest
from builders import unlocked

from bot.sealing import SecretKeyError
from bot.secret_key import make_keys, read_keys
from bot.store import keys
from bot.store.client import Valkey, connect
from bot.store.unlocking import unlock

WAY_OUT = "keys renew --forget-conversations"


async def test_first_start(valkey: Valkey, key_file: Path, store_url: str) -> None:
    """At the first start a key is made, and whoever starts then uses that one."""
    async with unlocked(store_url, key_file) as other:
        assert other.sealing.current_id == valkey.sealing.current_id
    assert [key.id for key in read_keys(key_file)] == [valkey.sealing.current_id]


async def test_a_key_that_was_there(store_url: str, tmp_path: Path) -> None:
    """A key that somebody has put there before the first start is the one that is used."""
    path = tmp_path / "given"
    (key,) = make_keys(path)
    async with connect(store_url) as valkey:
        await valkey.flushall()
        await unlock(valkey, path)

        assert await valkey.get(keys.SECRET_KEY) == key.id


async def test_lost_or_wrong_key(valkey: Valkey, key_file: Path, tmp_path: Path) -> None:
    """Without the key of a store, or with that of another, nothing starts, and none is made."""
    key_file.unlink()
    make_keys(tmp_path / "other")

    for path in (key_file, tmp_path / "other"):
        with pytest.raises(SecretKeyError, match=WAY_OUT):
            await unlock(valkey, path)
    assert not key_file.exists()


async def test_a_store_that_was_never_sealed(valkey: Valkey, key_file: Path) -> None:
    """What was stored without a seal is not read, and not thrown away either."""
    await valkey.delete(keys.SECRET_KEY)
    await valkey.zadd(keys.DUE, {"c1": 1})

    with pytest.raises(SecretKeyError, match="not sealed"):
        await unlock(valkey, key_file)
    assert await valkey.zrange(keys.DUE, 0, -1) == ["c1"]
