"""Promises of what is understood of a whole message."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.choices import Choice
from handlers.danger import Danger
from handlers.hours import STOCKHOLM
from handlers.identity import MASK
from handlers.moments import Asked
from handlers.topics import Topic
from handlers.understanding import Recalled, Rule, Understanding, tells_more, understand

NOW = datetime(2026, 11, 24, 10, 20, tzinfo=STOCKHOLM)


def understood(text: str) -> Understanding:
    """Understand a message that is written on a Tuesday."""
    return understand(text, NOW)


def test_a_question() -> None:
    """The topic and the day of a question are understood together."""
    found = understood("hej, har ni öppet på fredag?")

    assert found.topics == (Topic.GREETING, Topic.HOURS)
    assert found.asked == Asked(date(2026, 11, 27), None)
    assert found.danger is None


def test_danger_beside_a_question() -> None:
    """A danger is seen whatever else is asked."""
    found = understood("are you open? my brother says he will kill himself tonight")

    assert found.danger is Danger.SELF_HARM
    assert Topic.HOURS in found.topics


def test_a_day_that_no_question_is_about() -> None:
    """A day is only looked for when opening hours are asked for."""
    assert understood("är det anonymt om jag skriver på fredag?").asked is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Min son flyttade på lördag. Har ni öppet på onsdag?", date(2026, 11, 25)),
        ("My son left us on Sunday and I am worried. Are you open tomorrow?", date(2026, 11, 25)),
    ],
)
def test_days_of_a_story(text: str, day: date) -> None:
    """The days of a story are not taken for the day of its question."""
    found = understood(text)

    assert Topic.STORY in found.topics
    assert found.asked == Asked(day, None)


def test_a_general_question_after_a_story() -> None:
    """After a story with days, a general question of hours stays general."""
    assert understood("Min dotter gick på lördag. Vilka öppettider har ni?").asked is None


@given(st.text())
def test_any_text(text: str) -> None:
    """Whatever is written, something is understood of it, and the same every time."""
    assert understood(text) == understood(text)


# What was once understood wrongly


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("ring mig på 070-174 06 05", Topic.PHONE_NUMBER),
        (f"ring mig på {MASK}", Topic.PHONE_NUMBER),
        ("ring mig imorgon", Topic.PHONE_NUMBER),
        (f"lyft luren o ring mej {MASK}", Topic.PHONE_NUMBER),
        (f"call me on {MASK} tonight", Topic.PHONE_NUMBER),
        ("call me tomorrow morning please", Topic.PHONE_NUMBER),
        (f"kom till {MASK} nu", Topic.HUMAN),
        (f"kom förbi {MASK} i eftermiddag", Topic.HUMAN),
        ("kom till Storgatan 5 nu", Topic.HUMAN),
        ("jag är så rädd för min son, han är sexton", Topic.STORY),
        ("polisen har hämtat min son", Topic.STORY),
        ("the police came for my son this morning", Topic.STORY),
        ("the police picked up my lad last night and we know nothing", Topic.STORY),
    ],
)
def test_no_danger(text: str, topic: Topic) -> None:
    """Who wants to be phoned or met, or fears for somebody, is not in danger by that."""
    found = understood(text)

    assert found.danger is None
    assert topic in found.topics


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("han mår så dåligt att jag tror han tar livet av sig", Danger.SELF_HARM),
        ("hon mår så otroligt dåligt, jag tror att hon tänker ta sitt liv", Danger.SELF_HARM),
        ("jag är orolig att han skadar sig", Danger.SELF_HARM),
        ("jag är rädd att hon gör sig illa", Danger.SELF_HARM),
        ("worried that my brother is going to hurt himself", Danger.SELF_HARM),
        ("i'm afraid he harms himself when he is alone", Danger.SELF_HARM),
        ("min dotter har blivit hotad av några killar", Danger.VIOLENCE),
        ("my girl is being threatened by some of his old gang", Danger.VIOLENCE),
        ("my daughter has been threatened by some guys", Danger.VIOLENCE),
    ],
)
def test_danger_that_is_feared(text: str, kind: Danger) -> None:
    """What somebody fears that another will do, or is threatened with, is a danger."""
    assert understood(text).danger is kind


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        (f"kom till {MASK} nu, han slår sönder dörren", Danger.HOME),
        ("rädd för min man, han sa att i kväll är det slut med mig", Danger.HOME),
        ("jag mår så dåligt av allt han säger", None),
        ("he feels threatened by anything new", None),
        ("my daughter was threatened two years ago, it's over now but she trusts no one", None),
    ],
)
def test_what_looks_alike(text: str, danger: Danger | None) -> None:
    """The same words beside others mean something else."""
    assert understood(text).danger is danger


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        (f"mitt personnummer är {MASK}", Topic.HUMAN),
        (f"min adress är {MASK}", Topic.HUMAN),
        (f"my details: {MASK}, {MASK}", Topic.HUMAN),
        (f"mitt nummer är {MASK}", Topic.PHONE_NUMBER),
        (f"here's my mobile: {MASK}", Topic.PHONE_NUMBER),
        ("jag heter Gunilla", Topic.GREETING),
        ("my name is Anna", Topic.GREETING),
    ],
)
def test_details(text: str, topic: Topic) -> None:
    """Who says who they are has not asked who sees it."""
    found = understood(text)

    assert topic in found.topics
    assert Topic.ANONYMITY not in found.topics


def test_who_asks_about_details() -> None:
    """Who asks whether they have to say it has."""
    assert understood(f"måste jag ge er {MASK} eller går det utan").topics == (Topic.ANONYMITY,)


@pytest.mark.parametrize(
    "text",
    [
        "jag har glömt mina ord",
        "I lost my six words",
        "hittar inte lappen med mina sex ord",
        "i forgot the words you gave me",
        "hur kommer jag tillbaka",
        "how do I get back to this chat",
        "how do i find my way back to the same chat",
    ],
)
def test_back_to_a_conversation(text: str) -> None:
    """Who cannot find back to a conversation is led to a person, and told no fact instead."""
    found = understood(text)

    assert Topic.HUMAN in found.topics
    assert not {Topic.ERASE, Topic.ABOUT, Topic.OFF_TOPIC} & {*found.topics}
    assert found.danger is None


# What is recalled


HOURS = Recalled((Topic.HOURS,))
OFFERED = Recalled(offered=True)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("och på helgen då?", date(2026, 11, 28)),
        ("på fredag?", date(2026, 11, 27)),
        ("and christmas eve?", date(2026, 12, 24)),
    ],
)
def test_another_day(text: str, day: date) -> None:
    """After an answer on hours, another day is enough to ask again."""
    found = understand(text, NOW, HOURS)

    assert found.topics == (Topic.HOURS,)
    assert found.asked == Asked(day, None)


def test_going_on() -> None:
    """A short message that goes on asks what was asked before."""
    found = understand("och i chatten då?", NOW, Recalled((Topic.COST,)))

    assert (found.topics, found.rule) == ((Topic.COST,), Rule.FOLLOWS)


def test_another_question_after_all() -> None:
    """What is asked of its own accord is not taken for what was asked before."""
    assert understand("och är det anonymt?", NOW, HOURS).topics == (Topic.ANONYMITY,)


def test_a_long_message_does_not_go_on() -> None:
    """Nor is a story that begins with an "and"."""
    found = understand("och nu sitter han bara där på rummet och vill inte prata", NOW, HOURS)

    assert Topic.STORY in found.topics
    assert Topic.HOURS not in found.topics


@pytest.mark.parametrize("text", ["ja", "Ja tack!", "yes please", "yes."])
def test_yes(text: str) -> None:
    """A yes takes the person who was offered, and is unclear where nobody was."""
    assert understand(text, NOW, OFFERED).topics == (Topic.HUMAN,)
    assert understand(text, NOW).rule is Rule.UNCLEAR


@pytest.mark.parametrize("text", ["nej", "Nej tack.", "no thanks"])
def test_no(text: str) -> None:
    """A no is a goodbye, and no question."""
    assert understand(text, NOW, OFFERED).topics == (Topic.THANKS,)


def test_a_bare_cry() -> None:
    """Who only cries for help wants a person."""
    found = understand("HJÄLP!", NOW)

    assert (found.topics, found.rule) == ((Topic.HUMAN,), Rule.CRIES)


@pytest.mark.parametrize("text", ["?", "??!", "4711", "من أنتم", MASK])
def test_no_word(text: str) -> None:
    """What has no word in it is taken for nothing."""
    found = understand(text, NOW, HOURS)

    assert (found.topics, found.rule) == ((), Rule.NO_WORD)


@pytest.mark.parametrize(
    ("text", "minute"),
    [
        ("är ni öppna nu", 10 * 60 + 20),
        ("e ni där ikväll", 19 * 60),
        ("stänger ni över lunch", 12 * 60),
        ("klockan 8 imorgon, är ni där då", 8 * 60),
    ],
)
def test_moments_of_hours(text: str, minute: int) -> None:
    """A part of a day and a clock are understood as the moment that is asked about."""
    found = understand(text, NOW)

    assert Topic.HOURS in found.topics
    assert found.asked
    assert found.asked.minute == minute


DANGER = "he says he will kill somebody tonight"


@pytest.mark.parametrize(
    ("choice", "more", "tells"),
    [
        (Choice.HELP, "är någon där?", True),
        (Choice.END, "tack", False),
        (Choice.END, DANGER, True),
        (Choice.ERASE, DANGER, False),
    ],
)
def test_behind_a_choice(choice: Choice, more: str, *, tells: bool) -> None:
    """What stands behind a choice is heard, but for thanks at the end and what is erased."""
    assert tells_more(choice, more) is tells


@pytest.mark.parametrize(("more", "tells"), [("A_link-2", False), ("suicide", True)])
def test_behind_a_link(more: str, *, tells: bool) -> None:
    """A link may have a word of its own, but a danger is heard."""
    assert tells_more(Choice.HELP, more, of_a_link=True) is tells
