"""Promises of invitations, signed-in desks and who is on duty."""

import asyncio

from builders import OPEN, SECOND, everything

from bot.store import keys
from bot.store.client import Valkey
from bot.store.counsellors import LOST_AFTER, NOTED_EVERY, Counsellors
from bot.store.desk_chats import DeskChats
from handlers.conversation import Counsellor


async def desk(counsellors: Counsellors, alias: str = "Kim") -> str:
    """Invite somebody and return the session of their desk."""
    session = await counsellors.join(await counsellors.invite(alias, ("sv", "en")))
    assert session
    return session


async def on_duty(valkey: Valkey) -> tuple[Counsellors, str, Counsellor]:
    """Let somebody sit down at their desk as the line opens; returns its session and them."""
    counsellors = Counsellors(valkey)
    session = await desk(counsellors)
    me = await counsellors.signed_in(session)
    assert me
    await counsellors.heard_of(me, session, OPEN)
    return counsellors, session, me


async def test_link_is_good_once(valkey: Valkey) -> None:
    """A link can be looked at, signs in one desk, and is used up then."""
    counsellors = Counsellors(valkey)
    token = await counsellors.invite("Kim", ("sv",))
    invited = await counsellors.invited(token)
    assert invited
    assert (invited.alias, invited.languages) == ("Kim", ("sv",))

    sessions = await asyncio.gather(*(counsellors.join(token) for _ in range(20)))

    assert sum(session is not None for session in sessions) == 1
    assert await counsellors.invited(token) is None


async def test_link_runs_out(valkey: Valkey) -> None:
    """A link is good for 24 hours."""
    await Counsellors(valkey).invite("Kim", ("sv",))
    (key,) = await valkey.keys("*:invite:*")

    assert 0 < await valkey.ttl(key) <= 24 * 3600


async def test_token_is_not_stored(valkey: Valkey) -> None:
    """Whoever reads the store finds no token that would let them in."""
    counsellors = Counsellors(valkey)
    token = await counsellors.invite("Kim", ("sv",))
    session = await desk(counsellors, "Robin")
    stored = await everything(valkey)

    assert "Kim" in stored
    assert [one for one in (token, session) if one in stored] == []


async def test_invited_again_is_the_same(valkey: Valkey) -> None:
    """Whoever is invited again, perhaps with other languages, is not made twice."""
    counsellors = Counsellors(valkey)
    await counsellors.invite("Kim", ("sv",))
    await counsellors.invite("kim", ("en",))
    everybody = await counsellors.all()

    assert [(one.alias, one.languages) for one in everybody] == [("kim", ("en",))]


async def test_signing_out(valkey: Valkey) -> None:
    """Who leaves a desk is off duty, and stays signed in there until they sign out."""
    counsellors, session, me = await on_duty(valkey)
    await counsellors.go_off_duty(session, me)
    assert await counsellors.at_desks(OPEN) == []
    assert await counsellors.signed_in(session) == me
    await counsellors.heard_of(me, session, OPEN)
    await counsellors.sign_out(session, me)

    assert await counsellors.signed_in(session) is None
    assert await counsellors.at_desks(OPEN) == []


async def test_removed_at_once(valkey: Valkey) -> None:
    """Who is removed has no desk, no link and no duty left."""
    counsellors, session, me = await on_duty(valkey)
    phone = DeskChats(valkey)
    assert await phone.bind(await counsellors.invite("Kim", ("sv",)), 5)
    assert await phone.seat(5)
    token = await counsellors.invite("Kim", ("sv",))
    await counsellors.remove(me)

    assert await counsellors.signed_in(session) is None
    assert await counsellors.join(token) is None
    assert await phone.seat(5) is None
    await phone.part(me.id)
    assert set(await valkey.keys("*")) == {keys.SECRET_KEY, keys.REMOVED}


async def test_on_duty_while_heard_of(valkey: Valkey) -> None:
    """A counsellor is on duty until nothing was heard of them for a minute."""
    counsellors, _, me = await on_duty(valkey)

    assert await counsellors.at_desks(OPEN + LOST_AFTER) == [me]
    assert await counsellors.on_duty(OPEN + LOST_AFTER + SECOND) == set()


async def test_page_that_is_merely_open(valkey: Valkey) -> None:
    """A page that is still open keeps a counsellor on duty, and brings back nobody who left."""
    counsellors, session, me = await on_duty(valkey)
    later = OPEN + LOST_AFTER
    await counsellors.heard_of(me, session, later, begins=False)
    assert await counsellors.at_desks(later + LOST_AFTER) == [me]
    await counsellors.go_off_duty(session, me)
    await counsellors.heard_of(me, session, later, begins=False)

    assert await counsellors.on_duty(later) == set()


async def test_heard_of_is_noted_now_and_then(valkey: Valkey) -> None:
    """A busy desk does not write to the store at each look, but often enough."""
    counsellors, session, me = await on_duty(valkey)
    await counsellors.heard_of(me, session, OPEN + NOTED_EVERY - SECOND)
    until = (OPEN + LOST_AFTER).timestamp()
    assert await valkey.zscore(keys.PRESENT, me.id) == until
    await counsellors.heard_of(me, session, OPEN + NOTED_EVERY)

    assert await valkey.zscore(keys.PRESENT, me.id) == until + NOTED_EVERY.total_seconds()


async def test_link_of_somebody_removed_meanwhile(valkey: Valkey) -> None:
    """A link whose counsellor is gone opens nothing."""
    counsellors = Counsellors(valkey)
    token = await counsellors.invite("Kim", ("sv",))
    await valkey.delete(keys.COUNSELLORS)

    assert await counsellors.invited(token) is None
    assert await counsellors.join(token) is None
