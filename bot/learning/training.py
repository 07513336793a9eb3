"""Learns a model from examples, the same to the last bit on every machine.

A linear support vector machine with squared hinge loss for each label, by dual coordinate descent
(Hsieh et al., "A Dual Coordinate Descent Method for Large-scale Linear SVM", ICML 2008). It takes
only sums, products, quotients and square roots of single numbers, in a fixed order: IEEE 754 says
to the last bit what comes of them, which nothing says of logarithms or of matrix products.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from bot.learning.examples import LABELS, Example, fingerprint
from handlers.danger import ANY, Danger
from handlers.features import features, places, tokens
from handlers.model import ZERO_POINT, Head, Model

Floats = NDArray[np.float64]

# What was seen in fewer examples than this tells little of others.
_SEEN_AT_LEAST: Final = 4
_ROUNDS: Final = 15
# What an example may cost at most, in the units of the weights; one that has the label more,
# since for each there are many that have not.
_COST: Final = 1.0
_COST_OF_A_LABEL: Final = 1.5


def learn(examples: Sequence[Example]) -> Model:
    """Return the model of some examples, learnt from one after the other; order matters."""
    seen = [places(features(tokens(example.text))) for example in examples]
    times = Counter(place for one in seen for place in one)
    known = sorted(place for place, count in times.items() if count >= _SEEN_AT_LEAST)
    weights, intercepts = _fit(seen, {place: row for row, place in enumerate(known)}, examples)
    scales = np.maximum(np.abs(weights).max(axis=0), 1e-9) / (ZERO_POINT - 1)
    rows = (np.rint(weights / scales) + ZERO_POINT).astype(np.uint8).tobytes()
    head = Head(
        labels=(*LABELS, ANY),
        scales=tuple(scales.tolist()),
        intercepts=tuple(intercepts.tolist()),
        examples=fingerprint(examples),
    )
    return Model(head, known, rows)


def _fit(
    seen: Sequence[Sequence[int]], row_of: dict[int, int], examples: Sequence[Example]
) -> tuple[Floats, Floats]:
    """Return the weights, a row a known feature and a column a label, and the intercepts."""
    signs, costs, counts = _targets(examples)
    rows = [np.array([row_of[place] for place in one if place in row_of], int) for one in seen]
    # A feature weighs less the more of them a text has, so that a long text is not louder.
    values = [1 / np.sqrt(np.float64(len(one))) for one in seen]
    # The 1 is for the intercept, which is learnt like a feature that all texts have.
    lengths = [len(row) * value * value + 1 for row, value in zip(rows, values, strict=True)]
    slack = 1 / (2 * costs)
    weights = np.zeros((len(row_of), signs.shape[1]))
    intercepts = np.zeros(signs.shape[1])
    alphas = np.zeros(signs.shape)
    # Mixed, as the method wants it, by what is the same everywhere.
    order = sorted(range(len(examples)), key=lambda one: crc32(examples[one].text.encode()))
    for one in order * _ROUNDS:
        row, value, sign = rows[one], values[one], signs[one]
        mine = weights[row]
        reached = np.add.reduce(mine, axis=0) * value + intercepts
        gradient = sign * reached - 1 + slack[one] * alphas[one]
        alpha = np.maximum(alphas[one] - gradient / (lengths[one] + slack[one]), 0) * counts[one]
        step = (alpha - alphas[one]) * sign
        alphas[one] = alpha
        weights[row] = mine + step * value
        intercepts += step
    return weights, intercepts


def _targets(examples: Sequence[Example]) -> tuple[Floats, Floats, Floats]:
    """Return for each example and label 1 or -1, what it may cost, and 0 where it is optional."""
    signs = np.array([[1.0 if has else -1.0 for has in _has(one.labels)] for one in examples])
    optional = np.array([_has(one.optional) for one in examples])
    counts = np.where(optional & (signs < 0), 0.0, 1.0)
    return signs, np.where(signs > 0, _COST_OF_A_LABEL, _COST), counts


def _has(labels: frozenset[str]) -> list[bool]:
    in_danger = any(kind.value in labels for kind in Danger)
    return [*(label in labels for label in LABELS), in_danger]
