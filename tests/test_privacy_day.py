"""Promises of every file that is written on a day, as `make privacy` looks at length."""

from privacy.planting import Door, Fate
from privacy.scanning import SAID, STORED, Moment, scanned
from privacy.served import Flaw


async def test_a_day() -> None:
    """Whatever anybody told or wrote stands in no file, nor does what was sealed once it is over.

    What does stand there is found, and there are no other files than we say.
    """
    found = await scanned(
        [Door.TELEGRAM, Door.SCRIPT],
        [Fate.ENDED, Fate.ERASED],
        by_webhook=True,
        goes_wrong=False,
        until=Moment.OVER,
    )

    assert [look.what for look in found.looks.values() if not look.is_clean] == []
    assert [look.living for look in found.looks.values() if not look.is_whole] == []
    there, all_there = found.sealed
    assert there == all_there > 0
    assert found.strange == {what: [] for what in found.strange}


async def test_without_protection() -> None:
    """Where nothing is sealed, rewritten or kept out of the log, that is found."""
    found = await scanned(
        [Door.TELEGRAM], [Fate.ENDED], list(Flaw), goes_wrong=False, until=Moment.OVER
    )

    talking, over = (found.looks[moment] for moment in (Moment.TALKING, Moment.OVER))
    assert talking.found[SAID]
    assert talking.found[STORED]
    assert over.found[STORED] > over.sealed
    assert found.strange["said"]
