"""The learnt model: what it has learnt to make of the features of a text."""

import json
import struct
from array import array
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib import resources
from math import sqrt
from typing import Final, Self

from handlers.errors import SupportLineError
from handlers.features import features, places

# How far each label is from being likely: above 0 it is, and from 1 on as surely as an example.
Scores = Mapping[str, float]

# A weight is a byte, and this one is none.
ZERO_POINT: Final = 128
_BYTES_OF_A_PLACE: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What a model says of itself, for each label: the scale of its weights, and its intercept.

    `examples` is the fingerprint of what it was learnt from.
    """

    labels: tuple[str, ...]
    scales: tuple[float, ...]
    intercepts: tuple[float, ...]
    examples: str


class ModelError(SupportLineError):
    """The file of a model is damaged, or is none."""

    def __init__(self) -> None:
        super().__init__("The learnt model in handlers/data is damaged. Install the chat anew.")


class Model:
    """A linear model of few features among many, all labels at once.

    `known` are the places of the features that it has weights for, ascending; `rows` has for each
    of them one byte a label, the weight in units of the scale plus `ZERO_POINT`.
    """

    def __init__(self, head: Head, known: Sequence[int], rows: bytes) -> None:
        self.head = head
        self._known = array("I", known)
        self._rows = rows

    @classmethod
    def read(cls, written: bytes) -> Self:
        """Read what `write` has written; raises ModelError for anything else."""
        first, _, rest = written.partition(b"\n")
        try:
            told = json.loads(first)
            head = Head(
                labels=tuple(told["labels"]),
                scales=tuple(told["scales"]),
                intercepts=tuple(told["intercepts"]),
                examples=told["examples"],
            )
            count = told["known"]
            end = count * _BYTES_OF_A_PLACE
            known = struct.unpack(f"<{count}I", rest[:end])
        except (ValueError, KeyError, TypeError, struct.error):
            raise ModelError from None
        if len(rest) != end + count * len(head.labels):
            raise ModelError
        return cls(head, known, rest[end:])

    def write(self) -> bytes:
        """Write it down: a line of JSON, the places as little-endian words, and the rows."""
        told = {"known": len(self._known)} | asdict(self.head)
        places = struct.pack(f"<{len(self._known)}I", *self._known)
        return json.dumps(told).encode() + b"\n" + places + self._rows

    def scores(self, words: list[str]) -> dict[str, float]:
        """Score the labels for the tokens of a text."""
        seen = places(features(words))
        rows = [row for place in seen if (row := self._row(place))]
        sums = map(sum, zip(*rows, strict=True)) if rows else [0] * len(self.head.labels)
        nothing, length = ZERO_POINT * len(rows), sqrt(len(seen))
        head = self.head
        parts = zip(head.labels, sums, head.scales, head.intercepts, strict=True)
        return {
            label: (total - nothing) * scale / length + intercept
            for label, total, scale, intercept in parts
        }

    def weights(self, words: list[str], label: str) -> dict[str, float]:
        """Return what each feature of the tokens adds to the score of a label, if anything."""
        seen = features(words)
        column = self.head.labels.index(label)
        scale = self.head.scales[column] / sqrt(len(places(seen)))
        found = {
            feature: (row[column] - ZERO_POINT) * scale
            for feature in sorted(seen)
            if (row := self._row(places({feature})[0]))
        }
        return {feature: weight for feature, weight in found.items() if weight}

    def _row(self, place: int) -> bytes:
        at = bisect_left(self._known, place)
        if at == len(self._known) or self._known[at] != place:
            return b""
        width = len(self.head.labels)
        return self._rows[at * width : (at + 1) * width]


@cache
def learnt() -> Model:
    """Return the model that comes with the project; raises ModelError if it is damaged."""
    return Model.read(resources.files("handlers").joinpath("data", "learnt.model").read_bytes())
