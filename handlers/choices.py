"""The one-tap choices of a relative, and the few words that mean the same when typed."""

import re
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
    PRIVACY = "privacy"
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

# Each begins with one of the first words, and has no others than of both. A no can erase what
# somebody wrote, so it has few: "no, I want to" is none.
_YES = frozenset(
    "ja jaa jaja japp jo jadå jajamän absolut javisst gärna yes yeah yep yup ya".split()
)
_YES_MORE = frozenset(
    "tack snälla gärna det vill jag gör så mycket nu please pls do i would like that now".split()
)
_ALL_RIGHT = frozenset(["ok", "okej", "okay"])
_NO = frozenset("nej nä näe nejdå no nope nah".split())
_NO_MORE = frozenset("tack det behövs inte så bra thanks thank you not its fine".split())
_ERASE = frozenset(["radera", "delete", "erase", "/radera", "/delete"])
_ERASE_MORE = frozenset(
    "allt det alltihop nu tack samtalet hela snälla everything it all now please the whole "
    "conversation".split()
)
_WHO_SEES = frozenset(["/integritet", "/privacy"])
_CRIES = frozenset("hjälp hjalp help sos akut nödläge nodlage emergency mayday 112 911".split())
_CRIES_MORE = frozenset("mig me oss us snälla snalla please pls nu now ring call".split())
_NO_WORD = re.compile(r"[^\w/]+")


def _words(text: str) -> list[str]:
    return _NO_WORD.sub(" ", text.casefold().replace("'", "").replace("’", "")).split()


def _is(text: str, first: frozenset[str], more: frozenset[str]) -> bool:
    """Whether a message begins with a word of the first, and has no others than of both."""
    words = _words(text)
    return bool(words) and words[0] in first and set(words) <= first | more


def says_yes(text: str) -> bool:
    """Whether the whole message is a yes."""
    return _is(text, _YES, _YES_MORE)


def agrees(text: str) -> bool:
    """Whether the whole message is a yes, or lets a thing be so."""
    return _is(text, _YES | _ALL_RIGHT, _YES_MORE)


def says_no(text: str) -> bool:
    """Whether the whole message is a no."""
    return _is(text, _NO, _NO_MORE)


def cries_for_help(text: str) -> bool:
    """Whether the whole message is a cry for help, and tells nothing else."""
    return _is(text, _CRIES, _CRIES_MORE)


def asks_who_sees(text: str) -> bool:
    """Whether the whole message is the word that asks who can see what."""
    return _is(text, _WHO_SEES, frozenset())


def says_erase(text: str) -> bool:
    """Whether the whole message is the word that our texts promise to erase by, or little more."""
    return _is(text, _ERASE, _ERASE_MORE)
