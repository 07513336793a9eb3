"""What the learnt model sees of a text: its words, their neighbours and their letters."""

import re
from collections.abc import Iterator, Mapping
from typing import Final
from zlib import crc32

from handlers.identity import MASK
from handlers.words import fold, without_noise

# Picture signs count as words: a heart can be a whole goodbye. So does what stands for a detail
# that was hidden: who leaves a number wants to be called.
_PICTURES: Final = r"[\u2600-\u27bf\U0001f300-\U0001faff]"
_TOKEN: Final = re.compile(rf"[a-z]+|\d+|[?!]|{_PICTURES}|{re.escape(MASK)}")
_LONGEST_WORD: Final = 30
_START, _END = "^", "$"
# How words end depends on grammar more than on what is meant.
_STEM: Final = 4
_IN_A_ROW: Final = (1, 2, 3)
_SKIPPED: Final = (2, 3)
_NEAR: Final = 6
_LETTERS: Final = (3, 4, 5)


def tokens(text: str) -> list[str]:
    """Return the words, numbers and marks of a text, folded; of a number only its length."""
    said = fold(without_noise(text))
    return [
        "0" * len(token) if token.isdigit() else token
        for token in (found[0][:_LONGEST_WORD] for found in _TOKEN.finditer(said))
    ]


def features(words: list[str]) -> set[str]:
    """Return what a model sees in some tokens: what stands there, not how often.

    These are the words; how they begin, one to three in a row, two with one or two between them,
    and any two that are near each other, whichever comes first; three to five letters in a row
    within a word; and about how long the whole is.
    """
    stems = [word[:_STEM] for word in words]
    return {
        *words,
        *_of_rows([_START, *stems, _END]),
        *_of_pairs(stems),
        *_of_letters(words),
        f"#{len(words).bit_length()}",
    }


def places(seen: set[str]) -> list[int]:
    """Return a number of 32 bits for each feature, ascending: its CRC-32, the same everywhere.

    A model knows features by these alone ("feature hashing", Weinberger et al., ICML 2009). Two
    hardly ever share one, and then they count as one.
    """
    return sorted({crc32(feature.encode()) for feature in seen})


def by_words(weights: Mapping[str, float], words: list[str]) -> dict[str, float]:
    """Gather the weights of features by word, with its stem and letters, and by words in a row."""
    left = dict(weights)
    gathered = {
        word: sum(
            left.pop(feature, 0.0)
            for feature in (word, *_of_rows([word[:_STEM]]), *_of_letters([word]))
        )
        for word in words
    }
    return gathered | {feature: weight for feature, weight in left.items() if " " in feature}


def _of_rows(stems: list[str]) -> Iterator[str]:
    for start, stem in enumerate(stems):
        for count in _IN_A_ROW:
            if start + count <= len(stems):
                yield f"{' '.join(stems[start : start + count])}-"
        for step in _SKIPPED:
            if start + step < len(stems):
                yield f"{stem} {'.' * (step - 1)} {stems[start + step]}-"


def _of_pairs(stems: list[str]) -> Iterator[str]:
    for start, stem in enumerate(stems):
        for other in stems[start + 1 : start + 1 + _NEAR]:
            yield f"{min(stem, other)} & {max(stem, other)}"


def _of_letters(words: list[str]) -> Iterator[str]:
    for word in words:
        if word.isalpha():
            framed = f"<{word}>"
            for count in _LETTERS:
                for start in range(len(framed) - count + 1):
                    yield f"~{framed[start : start + count]}"
