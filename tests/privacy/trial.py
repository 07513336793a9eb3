"""The table: what of anybody is found in any file, and that it would be found if it were there."""

import tempfile
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import aclosing
from functools import partial
from pathlib import Path

from chaos.apart import side_by_side
from chaos.table import Row
from chaos.waiting import until

from bot.store.client import connect
from bot.store.server import EmbeddedServer
from privacy.living import Living
from privacy.planting import Door, Fate
from privacy.scanner import contents
from privacy.scanning import SAID, STORED, Moment, Scanned, scanned
from privacy.served import Flaw

NOTHING = "0, 0, 0"

# What else is looked at, by what it is about.
STRANGE: Mapping[str, str] = {
    "files": "files in the data folder, and who may read them",
    "said": "said on standard output, or no known event",
    "beside": "files in the temporary, working and home folders",
    "crash": "ways for a crash to write down what is in memory",
}


async def days() -> AsyncIterator[Row]:
    """Let everything pass through every door, in both ways of Telegram."""
    both = [
        partial(scanned, list(Door), list(Fate), by_webhook=by_webhook)
        for by_webhook in (False, True)
    ]
    async for way, found in _named(("polling", "webhook"), side_by_side(both)):
        for row in _rows(way, found):
            yield row


def _rows(way: str, found: Scanned) -> Sequence[Row]:
    looks = [
        Row(
            f"{way}: {moment}",
            str(look) if look.is_clean else f"{look} ({look.what})",
            NOTHING,
            look.is_clean,
        )
        for moment, look in found.looks.items()
    ]
    there, all_there = found.sealed
    sealed = Row(
        f"{way}: what they write, sealed, while they talk",
        f"{there} of {all_there} stored",
        "all, and gone with them",
        there == all_there,
    )
    living = Row(
        f"{way}: what does stand there, in each way of writing",
        ", ".join(sorted({look.living for look in found.looks.values()})),
        "all, each time",
        all(look.is_whole for look in found.looks.values()),
    )
    strange = [
        Row(f"{way}: {STRANGE[what]}", "; ".join(wrong) or "as named", "as named", not wrong)
        for what, wrong in found.strange.items()
    ]
    return [*looks, sealed, living, *strange]


async def controls() -> AsyncIterator[Row]:
    """Take each protection away in turn, and find what it hides."""
    tried = partial(scanned, [Door.TELEGRAM], [Fate.ENDED], goes_wrong=False)
    log, words, rest, both = [
        found
        async for found in side_by_side(
            [
                partial(tried, [Flaw.PLAIN_LOG], until=Moment.TALKING),
                partial(tried, [Flaw.UNSEALED], until=Moment.OVER),
                partial(tried, [Flaw.NOT_REWRITTEN], until=Moment.OVER),
                partial(tried, [Flaw.UNSEALED, Flaw.NOT_REWRITTEN], until=Moment.OVER),
            ]
        )
    ]
    yield _taken_away("a log as libraries have it", log, Moment.TALKING, SAID)
    yield _taken_away("not sealed", words, Moment.TALKING, STORED)
    over = words.looks[Moment.OVER]
    yield Row(f"not sealed: {Moment.OVER}", str(over), NOTHING, over.is_clean)
    yield _taken_away("not rewritten, and only noise", rest, Moment.OVER, STORED)
    yield _taken_away("not sealed, not rewritten", both, Moment.OVER, STORED)
    for packed in (False, True):
        found, count = await packs(packed=packed)
        what = "packs" if packed else "does not pack"
        yield Row(
            f"a store that {what} what it writes: what stands there",
            f"{found} of {count} found",
            "all",
            found == count,
            is_control=packed,
        )


def _taken_away(what: str, found: Scanned, moment: Moment, part: str) -> Row:
    look = found.looks[moment]
    return Row(f"{what}: {moment}", str(look), NOTHING, not look.found[part], is_control=True)


async def packs(*, packed: bool) -> tuple[int, int]:
    """Return how much of what stands in a store is found there, once it was written anew."""
    living = Living()
    with tempfile.TemporaryDirectory(prefix="stodchatten-") as folder:
        data = Path(folder) / "var"
        async with EmbeddedServer(data) as server, aclosing(connect(server.url)) as valkey:
            await living.come(valkey)
            await valkey.config_set("rdbcompression", "yes" if packed else "no")
            await valkey.bgrewriteaof()
            await until(lambda: not list(data.glob("appendonlydir/*.1.*")))
            return living.found(contents(data)), living.count


async def _named(
    names: Sequence[str], found: AsyncIterator[Scanned]
) -> AsyncIterator[tuple[str, Scanned]]:
    left = iter(names)
    async for one in found:
        yield next(left), one
