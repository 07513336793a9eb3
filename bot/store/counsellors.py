"""Who answers for the line: invitations, signed-in desks, and who is at a desk now."""

import hashlib
import secrets
from datetime import datetime, timedelta

from bot.store import keys
from bot.store.client import Valkey
from bot.store.records import COUNSELLOR, write
from handlers.conversation import Counsellor

# Nothing heard from a desk for so long: whoever talked there is gone.
LOST_AFTER = timedelta(seconds=60)

# A desk is heard of at every change of the queue; writing that down so often would be waste.
NOTED_EVERY = timedelta(seconds=5)


class Counsellors:
    """The counsellors of the line."""

    def __init__(self, valkey: Valkey) -> None:
        self._valkey = valkey
        self._heard: dict[str, datetime] = {}  # by session, to note it only now and then

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
        invite = keys.invite(hashed(token))
        pipeline = self._valkey.pipeline(transaction=True)
        pipeline.hset(keys.COUNSELLORS, counsellor.id, write(COUNSELLOR, counsellor))
        pipeline.set(invite, counsellor.id, ex=keys.INVITE_LIFE)
        pipeline.sadd(keys.desk_sessions_of(counsellor.id), invite)
        await pipeline.execute()
        return token

    async def invited(self, token: str) -> Counsellor | None:
        """Return who a link is for, or None once it is used or too old. It stays usable."""
        counsellor_id = await self._valkey.get(keys.invite(hashed(token)))
        return await self.get(str(counsellor_id)) if counsellor_id else None

    async def join(self, token: str) -> str | None:
        """Use a one-time link up, and return the session of the desk that is signed in now."""
        counsellor = await self.redeem(token)
        return await self.sign_in(counsellor.id) if counsellor else None

    async def redeem(self, token: str) -> Counsellor | None:
        """Use a one-time link up, and return who it was for."""
        counsellor_id = await self._valkey.getdel(keys.invite(hashed(token)))
        return await self.get(str(counsellor_id)) if counsellor_id else None

    async def sign_in(self, counsellor_id: str) -> str:
        """Return a new session for a counsellor's desk."""
        session = secrets.token_urlsafe(24)
        key = keys.desk_session(hashed(session))
        pipeline = self._valkey.pipeline(transaction=True)
        pipeline.set(key, counsellor_id, ex=keys.DESK_SESSION_LIFE)
        pipeline.sadd(keys.desk_sessions_of(counsellor_id), key)
        await pipeline.execute()
        return session

    async def signed_in(self, session: str) -> Counsellor | None:
        """Return who a session stands for, or None."""
        counsellor_id = await self._valkey.get(keys.desk_session(hashed(session)))
        return await self.get(str(counsellor_id)) if counsellor_id else None

    async def go_off_duty(self, session: str, counsellor: Counsellor) -> None:
        """Note that a counsellor has left their desk; it stays signed in."""
        pipeline = self._valkey.pipeline(transaction=True)
        pipeline.zrem(keys.PRESENT, counsellor.id)
        pipeline.srem(keys.AT_TELEGRAM, counsellor.id)
        pipeline.publish(keys.CHANGES, counsellor.id)
        await pipeline.execute()
        self._heard.pop(session, None)

    async def sign_out(self, session: str, counsellor: Counsellor) -> None:
        """End the session of one desk, whose counsellor has left it."""
        await self.go_off_duty(session, counsellor)
        key = keys.desk_session(hashed(session))
        pipeline = self._valkey.pipeline(transaction=True)
        pipeline.delete(key)
        pipeline.srem(keys.desk_sessions_of(counsellor.id), key)
        await pipeline.execute()

    async def remove(self, counsellor: Counsellor) -> None:
        """End a counsellor's desks and links at once.

        What they still talk in goes back to the queue, as for any counsellor who is not on duty.
        """
        mine = keys.desk_sessions_of(counsellor.id)
        open_doors = await self._valkey.smembers(mine)
        pipeline = self._valkey.pipeline(transaction=True)
        pipeline.delete(mine, *open_doors)
        pipeline.hdel(keys.COUNSELLORS, counsellor.id)
        pipeline.incr(keys.REMOVED)
        pipeline.zrem(keys.PRESENT, counsellor.id)
        pipeline.publish(keys.CHANGES, counsellor.id)
        await pipeline.execute()

    async def heard_of(
        self, counsellor: Counsellor, session: str, at: datetime, *, begins: bool = True
    ) -> None:
        """Note that a counsellor is at their desk; its session's time counts anew from now.

        A page that is merely still open does not bring anybody on duty who has left: `begins`
        is whether they did something.
        """
        heard = self._heard.get(session)
        if heard and at - heard < NOTED_EVERY:
            return
        if begins:
            self._heard[session] = at
        pipeline = self._valkey.pipeline(transaction=False)
        until = (at + LOST_AFTER).timestamp()
        pipeline.zadd(keys.PRESENT, {counsellor.id: until}, xx=not begins, gt=True)
        pipeline.expire(keys.desk_session(hashed(session)), keys.DESK_SESSION_LIFE)
        new, _ = await pipeline.execute()
        if new:
            await self._valkey.publish(keys.CHANGES, counsellor.id)

    async def on_duty(self, at: datetime) -> set[str]:
        """Return the ids of those who count as here."""
        here = await self._valkey.zrange(keys.PRESENT, at.timestamp(), "+inf", byscore=True)
        return {str(counsellor_id) for counsellor_id in here}

    async def at_desks(self, at: datetime) -> list[Counsellor]:
        """Return who is on duty, by alias."""
        here = await self.on_duty(at)
        return [counsellor for counsellor in await self.all() if counsellor.id in here]


def hashed(token: str) -> str:
    """Return what stands in the store for a token, which does not."""
    return hashlib.sha256(token.encode()).hexdigest()
