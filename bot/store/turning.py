"""Turns a store to another secret key, also while the service runs: nothing is lost by it."""

import asyncio
import contextlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from importlib.resources import files
from pathlib import Path

from bot.sealing import SealedError, Sealing, Veiled
from bot.secret_key import changing_keys, new_key, read_keys
from bot.store import keys
from bot.store.addresses import Address
from bot.store.client import Valkey
from bot.store.desk_chats import veiled
from bot.store.records import DESK_CHAT

_TURN = files("bot.store").joinpath("lua", "turn.lua").read_text(encoding="utf-8")

# As many keys as are looked through at once: a millisecond's work.
_SCANNED = 1000

# What is about counsellors, or about nobody, and not sealed.
_STAYS = (
    keys.COUNSELLORS,
    keys.MEASURED,
    keys.REMOVED,
    keys.invite(""),
    keys.desk_session(""),
    keys.desk_sessions_of(""),
)


@dataclass(frozen=True, slots=True)
class _Change:
    """A field of a hash, and what is to stand in its place."""

    key: str
    field: str
    value: str
    new_field: str
    new_value: str


@dataclass(slots=True)
class _Plan:
    secret_key: str
    counts: dict[str, int] = field(default_factory=dict)
    changes: list[_Change] = field(default_factory=list)


async def rotate(valkey: Valkey, path: Path) -> None:
    """Seal by a new key from now on; what was sealed before stays readable, by the new one alone.

    Whoever runs meanwhile finds the new key in the file before the line turns to it. Raises
    SecretKeyError, or StoreError: begun once more, it goes on where it was.
    """
    new = new_key()
    with changing_keys(path) as write:
        write((new, *read_keys(path)))
        after = Sealing(lambda: read_keys(path), new.id)
        turn = valkey.register_script(_TURN)
        while True:
            plan = await _plan(valkey, after)
            args = [json.dumps(asdict(plan))]
            if await turn(keys=[keys.SECRET_KEY, keys.REMOVED], args=args) and not plan.changes:
                break
        valkey.sealing = after
        write((new,))


async def renew(valkey: Valkey, path: Path) -> None:
    """Begin with a new key, and without whatever the lost one had sealed.

    Counsellors stay, but not their phones. Raises SecretKeyError or StoreError.
    """
    new = new_key()
    await valkey.ping()  # before the file is another
    with changing_keys(path) as write:
        write((new,))
    pipeline = valkey.pipeline(transaction=True)
    async for key in valkey.scan_iter("{line}:*"):
        if not str(key).startswith(_STAYS):
            pipeline.delete(key)
    pipeline.set(keys.SECRET_KEY, new.id)
    pipeline.incr(keys.REMOVED)
    await pipeline.execute()


async def _plan(valkey: Valkey, after: Sealing) -> _Plan:
    """Return all that is not sealed by the new key yet."""
    hashes = (keys.REACHED_BY, keys.ADDRESSES, keys.DESK_CHATS, keys.DESK_CHAT_OF)
    there = await asyncio.gather(*(valkey.hgetall(key) for key in hashes))
    found = [{str(k): str(v) for k, v in one.items()} for one in there]
    reached_by, addresses, desk_chats, desk_chat_of = found
    wrapped = await _wrapped(valkey, {*reached_by, *await valkey.zrange(keys.DUE, 0, -1)})
    counts = {key: len(there) for key, there in zip(hashes, found, strict=True)}
    changes = [
        *_conversations(after, wrapped),
        *_addresses(after, wrapped, reached_by, addresses),
        *_desk_chats(after, desk_chats, desk_chat_of, await _notes(valkey)),
    ]
    return _Plan(after.current_id, counts, changes)


async def _wrapped(valkey: Valkey, ids: set[str]) -> dict[str, str]:
    """Return the keys of conversations as they stand in the store."""
    return await _fields(valkey, {keys.conversation(one): one for one in ids}, "key")


async def _notes(valkey: Valkey) -> dict[str, str]:
    """Return on which phone of a counsellor something stands, by the key of what is noted."""
    found = valkey.scan_iter(keys.shown("*", "*"), count=_SCANNED)
    return await _fields(valkey, {str(key): str(key) async for key in found}, "chat")


async def _fields(valkey: Valkey, names: Mapping[str, str], name: str) -> dict[str, str]:
    """Return a field of some hashes where it is there; all are asked for at once."""
    found = await asyncio.gather(*(valkey.hget(key, name) for key in names))
    return {one: str(value) for one, value in zip(names.values(), found, strict=True) if value}


def _conversations(after: Sealing, wrapped: Mapping[str, str]) -> Iterator[_Change]:
    for one, key in wrapped.items():
        if not key.startswith(f"{after.current_id}."):
            with contextlib.suppress(SealedError):
                anew = after.anew(one, key)
                yield _Change(keys.conversation(one), "key", key, "key", anew)


def _addresses(
    after: Sealing,
    wrapped: Mapping[str, str],
    reached_by: Mapping[str, str],
    addresses: Mapping[str, str],
) -> Iterator[_Change]:
    for one, where in reached_by.items():
        reached = Veiled.read(where)
        with contextlib.suppress(SealedError):
            address = Address.opened(after.seal_of(one, wrapped.get(one, "")), where)
            anew = reached._replace(hidden=address.hidden(after))
            if anew == reached:
                continue
            yield _Change(keys.REACHED_BY, one, where, one, str(anew))
            if addresses.get(reached.hidden) == one:
                yield _Change(keys.ADDRESSES, reached.hidden, one, anew.hidden, one)


def _desk_chats(
    after: Sealing,
    desk_chats: Mapping[str, str],
    desk_chat_of: Mapping[str, str],
    notes: Mapping[str, str],
) -> Iterator[_Change]:
    stands = [(keys.DESK_CHATS, whose, where) for whose, where in desk_chats.items()]
    stands += [(name, "chat", where) for name, where in notes.items()]
    # What stands at one place is noted there as the very same, or it would seem to be elsewhere.
    anew = {}
    for where in {where for *_, where in stands}:
        sealed = Veiled.read(where).sealed
        if not sealed.startswith(f"{after.current_id}."):
            with contextlib.suppress(SealedError):
                anew[where] = veiled(after, after.open(sealed, DESK_CHAT))
    for key, name, where in stands:
        if where in anew:
            yield _Change(key, name, where, name, str(anew[where]))
    for where, there in anew.items():
        hidden = Veiled.read(where).hidden
        if hidden in desk_chat_of:
            whose = desk_chat_of[hidden]
            yield _Change(keys.DESK_CHAT_OF, hidden, whose, there.hidden, whose)
