"""Which streams are open, so that no flood of them takes the machine from those who talk.

It knows browsers by their session alone, in the memory of the process.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

# More tabs than anybody reads at once.
EACH: Final = 4

# Where nobody has set another limit, a process can have about a thousand connections, and pages
# and forms need some as well. Who has no conversation yet has little to be told.
IN_ALL: Final = 800
NEWCOMERS: Final = 400


@dataclass(slots=True, eq=False)
class Place:
    """The place of a stream that is open; `wake` lets it see that it has to give way."""

    browser: str
    is_newcomer: bool
    wake: Callable[[], None]
    gave_way: bool = False


class Streams:
    """Gives each stream its place; a browser whose stream gave way comes back by itself."""

    def __init__(self) -> None:
        # In the order in which they were opened.
        self._places: list[Place] = []

    def has_room(self, *, is_newcomer: bool) -> bool:
        """Whether one more may be opened, as may always be by who has a conversation."""
        return not is_newcomer or len(self._newcomers()) < NEWCOMERS

    @contextmanager
    def place(
        self, browser: str, wake: Callable[[], None], *, is_newcomer: bool
    ) -> Iterator[Place]:
        """Give a place while this is open; where there are too many, the oldest gives way."""
        mine = [one for one in self._places if one.browser == browser]
        if len(mine) >= EACH:
            self._give_way(mine[0])
        elif len(self._places) >= IN_ALL:
            self._give_way((self._newcomers() or self._places)[0])
        place = Place(browser, is_newcomer, wake)
        self._places.append(place)
        try:
            yield place
        finally:
            if not place.gave_way:
                self._places.remove(place)

    def _newcomers(self) -> list[Place]:
        return [one for one in self._places if one.is_newcomer]

    def _give_way(self, place: Place) -> None:
        self._places.remove(place)
        place.gave_way = True
        place.wake()
