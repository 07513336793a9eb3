"""Promises of what is remembered of where a relative is reached."""

import pytest

from bot.store import addresses, keys
from bot.store.addresses import Addresses
from bot.store.client import Valkey


async def test_only_so_many_are_remembered(
    valkey: Valkey, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of very many, the one of which nothing was heard for longest is looked up anew."""
    monkeypatch.setattr(addresses, "_FOUND", 1)
    where = Addresses(valkey)
    for who, conversation_id in (("web:a", "c1"), ("web:b", "c2")):
        await valkey.hset(keys.ADDRESSES, where.hidden(who), conversation_id)
    for address in ("web:a", "web:b", "web:nobody"):
        await where.conversation_of(address)

    assert [where.recall(f"web:{who}") for who in ("a", "b", "nobody")] == ["", "c2", ""]
