"""Reads a text with the learnt model: as a whole, and sentence by sentence."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from handlers.danger import ANY, Danger
from handlers.features import tokens
from handlers.model import Model, Scores, learnt
from handlers.words import usual

_SENTENCE: Final = re.compile(r"(?:[^.!?\n]|[.](?=\d)|(?<=\bkl)[.])+[.!?]*")
# People who are afraid write without a stop; what is longer is read in parts.
_LONGEST: Final = 40
_DANGER: Final = frozenset([*Danger, ANY])
_NEARLY: Final = 0.3


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as a whole, its tokens, its sentences with the scores of each, and those of it all.

    One sentence among many is not to be lost: where it is the surer of a label, the text has the
    mean of the two, and however much else is told, it counts as no surer of the contrary than -1.
    A danger is as sure as the sentence that tells of it, or nearly: a calm letter hides none.
    """

    whole: str
    tokens: tuple[str, ...]
    sentences: tuple[tuple[str, Scores], ...]
    scores: Scores
    raised: frozenset[str] = frozenset()

    @property
    def words(self) -> int:
        """How many words there are, without numbers, marks and pictures."""
        return sum(map(str.isalpha, self.tokens))

    def asking(self, label: str) -> str:
        """Return the sentence that is surest of a label, or nothing where there is none."""
        surest = max(self.sentences, key=lambda sentence: sentence[1][label], default=("", {}))
        return surest[0]

    def spoke_for(self, label: str) -> str:
        """Return what settled the score of a label: the whole, or a sentence that raised it."""
        return self.asking(label) if label in self.raised else self.whole


def read(text: str, model: Model | None = None) -> Reading:
    """Read a text: a score for each label, above 0 if it is likely."""
    said = usual(text)
    model = model or learnt()
    words = tokens(said)
    whole = model.scores(words)
    sentences = list(_sentences(said))
    # The only one is the whole.
    each = [whole] if len(sentences) == 1 else [model.scores(tokens(one)) for one in sentences]
    scores = {
        label: max([score, *(_raised(label, score, of[label]) for of in each)])
        for label, score in whole.items()
    }
    raised = frozenset(label for label, score in scores.items() if score > whole[label])
    return Reading(said, tuple(words), tuple(zip(sentences, each, strict=True)), scores, raised)


def _raised(label: str, of_the_whole: float, of_a_sentence: float) -> float:
    if label in _DANGER:
        return of_a_sentence - _NEARLY
    return (max(of_the_whole, -1.0) + of_a_sentence) / 2


def _sentences(text: str) -> Iterator[str]:
    for found in _SENTENCE.finditer(text):
        words = found[0].split()
        for start in range(0, len(words), _LONGEST):
            yield " ".join(words[start : start + _LONGEST])
