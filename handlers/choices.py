"""The one-tap choices of a relative, and the few words that mean the same when typed."""

from collections.abc import Mapping
from enum import StrEnum

from handlers.language import Language


class Choice(StrEnum):
    """What a relative can choose by a button; the label is the text `choice-<name>`."""

    HELP = "help"
    HUMAN = "human"
    KEEP = "keep"
    ERASE = "erase"
    END = "end"
    SVENSKA = "svenska"
    ENGLISH = "english"
    HOURS = "hours"
    ANONYMITY = "anonymity"
    PHONE_BILL = "phone_bill"
    COST = "cost"
    WHAT_HAPPENS = "what_happens"
    WHO_FOR = "who_for"
    WHO_RUNS = "who_runs"
    ABOUT = "about"
    LANGUAGES = "languages"
    PHONE_NUMBER = "phone_number"

    @property
    def label_key(self) -> str:
        """The key of the text on the button."""
        return f"choice-{self.value.replace('_', '-')}"


# The order is that of relatives' first worries: who sees me, are you there, what happens then.
QUESTIONS = (
    Choice.ANONYMITY,
    Choice.HOURS,
    Choice.WHAT_HAPPENS,
    Choice.WHO_FOR,
    Choice.PHONE_BILL,
    Choice.COST,
    Choice.PHONE_NUMBER,
    Choice.LANGUAGES,
    Choice.ABOUT,
    Choice.WHO_RUNS,
)

# The two that change the language of a conversation.
LANGUAGE_CHOICES: Mapping[Choice, Language] = {Choice.SVENSKA: "sv", Choice.ENGLISH: "en"}

# These are about a conversation that there is; without one there is nothing to do. To erase is
# not among them: whoever wants it gone is told that it is, and a phone may still show what was.
NEED_A_CONVERSATION = frozenset([Choice.END, Choice.KEEP, *LANGUAGE_CHOICES])

_YES = frozenset(
    ["ja", "jaa", "japp", "jo", "ja tack", "ja gärna", "yes", "yes please", "ok", "okej"]
)
_NO = frozenset(["nej", "nej tack", "nä", "no", "no thanks", "no thank you", "nope"])
_ERASE = frozenset(["radera", "delete", "erase", "/radera", "/delete"])


def _plain(text: str) -> str:
    return text.casefold().strip(" .!\n\t")


def says_yes(text: str) -> bool:
    """Whether the whole message is a yes."""
    return _plain(text) in _YES


def says_no(text: str) -> bool:
    """Whether the whole message is a no."""
    return _plain(text) in _NO


def says_erase(text: str) -> bool:
    """Whether the whole message is the word that our texts promise to erase by."""
    return _plain(text) in _ERASE
