"""Who answers for the line: invitations, signed-in desks, and who is at a desk now."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.store import keys
from bot.store.client import Valkey
from bot.store.records import COUNSELLOR, write
from handlers.conversation import Counsellor

# Nothing heard from a desk for so long: whoever talked there is gone.
LOST_AFTER = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Seen:
    """A counsellor at a desk, or until a moment ago."""

    counsellor: Counsellor
    here: bool


class Counsellors:
    """The counsellors of the line."""

    def __init__(self, valkey: Valkey) -> None:
        self._valkey = valkey

    async def all(self) -> list[Counsellor]:
        """Return all counsellors by alias."""
        records = await self._valkey.hvals(keys.COUNSELLORS)
        found = [COUNSELLOR.validate_json(record) for record in records]
        return sorted(found, key=lambda counsellor: counsellor.alias)

    async def get(self, counsellor_id: str) -> Counsellor | None:
        """Return a counsellor, or None for who is none (any more)."""
        record = await self._valkey.hget(keys.COUNSELLORS, counsellor_id)
        return COUNSELLOR.validate_json(record) if record else None

    async def invite(self, alias: str, languages: tuple[str, ...]) -> str:
        """Return a one-time token that signs one desk in; who has the alias is not made twice."""
        known = {counsellor.alias.casefold(): counsellor for counsellor in await self.all()}
        before = known.get(alias.casefold())
        counsellor = Counsellor(before.id if before else secrets.token_hex(8), alias, languages)
        token = secrets.token_urlsafe(24)
        invite = keys.invite(_hash(token))
        pipeline = self._valkey.pipeline(transaction=True)
        pipeline.hset(keys.COUNSELLORS, counsellor.id, write(COUNSELLOR, counsellor))
        pipeline.set(invite, counsellor.id, ex=keys.INVITE_LIFE)
        pipeline.sadd(keys.desk_sessions_of(counsellor.id), invite)
        await pipeline.execute()
        return token

    async def invited(self, token: str) -> Counsellor | None:
        """Return who a link is for, or None once it is used or too old. It stays usable."""
        counsellor_id = await self._valkey.get(keys.invite(_hash(token)))
        return await self.get(counsellor_id) if counsellor_id else None

    async def join(self, token: str) -> str | None:
        """Use a one-time link up, and return the session of the desk that is signed in now."""
        counsellor_id = await self._valkey.getdel(keys.invite(_hash(token)))
        if not counsellor_id or await self.get(counsellor_id) is None:
            return None
        return await self.sign_in(counsellor_id)

    async def sign_in(self, counsellor_id: str) -> str:
        """Return a new session for a counsellor's desk."""
        session = secrets.token_urlsafe(24)
        key = keys.desk_session(_hash(session))
        pipeline = self._valkey.pipeline(transaction=True)
        pipeline.set(key, counsellor_id, ex=keys.DESK_SESSION_LIFE)
        pipeline.sadd(keys.desk_sessions_of(counsellor_id), key)
        await pipeline.execute()
        return session

    async def signed_in(self, session: str) -> Counsellor | None:
        """Return who a session stands for, or None; its time counts anew from now."""
        key = keys.desk_session(_hash(session))
        counsellor_id = await self._valkey.getex(key, ex=keys.DESK_SESSION_LIFE)
        return await self.get(counsellor_id) if counsellor_id else None

    async def sign_out(self, session: str) -> None:
        """End the session of one desk."""
        await self._valkey.delete(keys.desk_session(_hash(session)))

    async def remove(self, counsellor: Counsellor) -> None:
        """End a counsellor's desks and links at once; they are not heard of any more.

        What they talk in goes back to the queue as for any counsellor who is lost.
        """
        mine = keys.desk_sessions_of(counsellor.id)
        open_doors = await self._valkey.smembers(mine)
        pipeline = self._valkey.pipeline(transaction=True)
        pipeline.delete(mine, *open_doors)
        pipeline.hdel(keys.COUNSELLORS, counsellor.id)
        pipeline.zadd(keys.PRESENT, {counsellor.id: 0}, xx=True)
        await pipeline.execute()

    async def heard_of(self, counsellor: Counsellor, at: datetime) -> None:
        """Note that a counsellor is at their desk."""
        new = await self._valkey.zadd(keys.PRESENT, {counsellor.id: at.timestamp()}, ch=False)
        if new:
            await self._valkey.publish(keys.CHANGES, counsellor.id)

    async def at_desks(self, at: datetime) -> list[Counsellor]:
        """Return who is on duty: heard of within LOST_AFTER."""
        ids = await self._valkey.zrange(
            keys.PRESENT, (at - LOST_AFTER).timestamp(), "+inf", byscore=True
        )
        found = [await self.get(str(counsellor_id)) for counsellor_id in ids]
        return sorted((one for one in found if one), key=lambda counsellor: counsellor.alias)

    async def count_at_desks(self, at: datetime) -> int:
        """Return how many are on duty."""
        count = await self._valkey.zcount(
            keys.PRESENT, (at - LOST_AFTER).timestamp(), "+inf"
        )
        return int(count)

    async def lost(self, at: datetime) -> list[str]:
        """Return the ids of counsellors who were at a desk and have not been heard of since."""
        ids = await self._valkey.zrange(
            keys.PRESENT, "-inf", f"({(at - LOST_AFTER).timestamp()}", byscore=True
        )
        return [str(counsellor_id) for counsellor_id in ids]

    async def gone(self, counsellor_id: str, at: datetime) -> None:
        """Take a lost counsellor off duty, unless they have come back meanwhile."""
        before = (at - LOST_AFTER).timestamp()
        await self._valkey.eval(_GONE, 1, keys.PRESENT, counsellor_id, before)
        await self._valkey.publish(keys.CHANGES, counsellor_id)


_GONE = """
local heard = redis.call('ZSCORE', KEYS[1], ARGV[1])
if heard and tonumber(heard) < tonumber(ARGV[2]) then redis.call('ZREM', KEYS[1], ARGV[1]) end
"""


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
