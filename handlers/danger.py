"""Whether somebody is in danger now or soon: rather once too often than once too seldom."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Danger(StrEnum):
    """What threatens; each has numbers of its own to call."""

    SELF_HARM = "self_harm"
    HOME = "home"
    LEAVING = "leaving"
    VIOLENCE = "violence"

    @property
    def card_key(self) -> str:
        """The key of the text with its numbers."""
        return f"danger-{self.value.replace('_', '-')}"

    @property
    def reason_key(self) -> str:
        """The key of the line that tells counsellors of it."""
        return f"reason-{self.card_key}"


# The label that is learnt for all kinds together: any of them.
ANY: Final = "danger"
# Below 0: to miss one is far worse than to show the numbers once too often.
_ALARMING: Final = -0.15
# One word alone ("tonight") has to be surer: people answer with it what they were asked.
_ALARMING_ALONE: Final = 0.2


def danger(scores: Mapping[str, float], words: int) -> Danger | None:
    """Return what threatens now or soon by the scores of a text of so many words, or None."""
    nearest = max(Danger, key=lambda kind: scores[kind])
    alarming = _ALARMING if words > 1 else _ALARMING_ALONE
    return nearest if max(scores[ANY], scores[nearest]) > alarming else None
