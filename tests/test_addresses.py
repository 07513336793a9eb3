"""Promises of what is remembered of where a relative is reached."""

import json

import pytest

from bot.store import addresses, keys
from bot.store.addresses import Address, Addresses, telegram_address
from bot.store.client import Valkey
from bot.store.conversations import Arrival


async def test_only_so_many_are_remembered(
    valkey: Valkey, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of very many, the one of which nothing was heard for longest is looked up anew."""
    monkeypatch.setattr(addresses, "_FOUND", 1)
    where = Addresses(valkey)
    for who, conversation_id in (("web:a", "c1"), ("web:b", "c2")):
        await valkey.hset(keys.ADDRESSES, where.hidden(Address(who)), conversation_id)
    for address in ("web:a", "web:b", "web:nobody"):
        await where.conversation_of(Address(address))

    assert [where.recall(Address(f"web:{who}")) for who in ("a", "b", "nobody")] == ["", "c2", ""]


def test_it_says_nothing() -> None:
    """Shown or copied by mistake, as into a log or a page, an address does not say where it is."""
    address = telegram_address(77001)
    with pytest.raises(TypeError):
        json.dumps(address)

    assert address.chat == "77001"
    assert "77001" not in f"{address} {address!r} {[address]} {Arrival(address, '')}"
