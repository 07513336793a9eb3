"""Promises of telling when somebody is in danger."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.danger import ANY, Danger, danger
from handlers.understanding import danger_in

VIOLENCE = """
han säger att han ska döda någon ikväll
min bror tänker skjuta folk på skolan
han har köpt en pistol och visar den för alla
hon planerar ett attentat på fredag
de har gömt sprängmedel i garaget
han laddar geväret just nu
han skrev att han vill spränga moskén
han har lagt ut ett manifest
min son sager att han ska doda dem
han ska hugga honom med en kniv
he said he is going to shoot everyone at school
my brother bought a gun yesterday
he is planning an attack
there is a rifle in his room
she wants to blow up the station
he is going to stab him tonight
found explosives in the basement
he wrote that something terrible will happen, they plan something big
my son is making bombs
he sent me his manifesto
"""
SELF_HARM = """
hon säger att hon ska ta livet av sig
han vill inte leva längre
jag tänker på självmord
hon skär sig varje kväll
han skrev ett avskedsbrev
min dotter vill dö
hon har tagit en massa tabletter
han orkar inte leva
han star pa bron nu
my son says he will kill himself
she is suicidal
he doesnt want to live anymore
she cuts herself
i found a goodbye letter
he wants to end it all
she took all the pills
"""
HOME = """
min man slår mig
han hotar oss hela tiden
jag är rädd för mitt liv
han har låst in mig
han slog mamma igår
pappa stryper mig nästan
my husband hits me
he threatens the kids
i am afraid for my life
he locked me in the bedroom
he is beating my mother
"""
LEAVING = """
han åker till syrien i morgon
hon är på väg till kriget
min son är på flygplatsen
han har köpt en enkelbiljett
de ska gifta bort min syster
hon har tagit passet och är borta
pappa tänker skicka henne utomlands
han ska resa ikväll
my daughter is leaving for syria
he is at the airport
his passport is gone
they want to take her abroad
she is flying to turkey tomorrow
he is going to join isis
he bought a one way ticket
"""
HARMLESS = """
kan vi skjuta upp samtalet till i morgon
jag fick en panikattack när han gick
my dad had a heart attack last week
det slår mig att han aldrig ringer
jag är dödstrött på allt
it hits me that he is gone
han spelar spel där man skjuter zombies
he plays games with guns all night
det var en bomb i filmen vi såg
for många år sedan hotade han oss
han hade ett vapen för tio år sedan
he used to threaten us
years ago he had a knife
han har aldrig hotat någon
he has never hurt anyone
han har inga vapen
there are no guns here
what if he hurts someone one day
tänk om han skadar någon
han jobbar på flygplatsen
my sister works at the airport
min son har blivit vald till ordförande
min kille är snäll
the waiting is killing me
jag undrar när ni har öppet
are you open tomorrow
"""


def lines(block: str) -> list[str]:
    """Return the messages of a block."""
    return block.strip().splitlines()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (text, kind)
        for kind, block in (
            (Danger.VIOLENCE, VIOLENCE),
            (Danger.SELF_HARM, SELF_HARM),
            (Danger.HOME, HOME),
            (Danger.LEAVING, LEAVING),
        )
        for text in lines(block)
    ],
)
def test_danger_is_seen(text: str, kind: Danger) -> None:
    """A danger is seen for what it is, in both languages."""
    assert danger_in(text) is kind


@pytest.mark.parametrize("text", lines(VIOLENCE + SELF_HARM + HOME + LEAVING))
def test_danger_without_rings_and_dots(text: str) -> None:
    """A foreign keyboard or capital letters hide no danger."""
    plain = text.translate(str.maketrans("åäö", "aao"))

    assert danger_in(plain) is danger_in(text)
    assert danger_in(text.upper()) is danger_in(text)


def test_false_friends() -> None:
    """What only sounds like danger, is past, played, denied or imagined, seldom raises alarm."""
    harmless = lines(HARMLESS)
    alarms = [text for text in harmless if danger_in(text)]

    assert len(alarms) <= len(harmless) / 10, alarms


@pytest.mark.parametrize(
    "text",
    [
        "han hotade oss för två år sedan men nu har han köpt ett vapen",
        "he used to play games, now he has a gun",
        "han har aldrig hotat oss. idag slog han mig",
        "he bought a knife a year ago and will stab someone tonight",
        "he has never hit me before today he hits me",
    ],
)
def test_the_past_does_not_hide_the_present(text: str) -> None:
    """What is going on is seen beside what is past or was denied."""
    assert danger_in(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("han ska döda mig", Danger.HOME),
        ("min man säger att han ska döda oss", Danger.HOME),
        ("jag vill skada mig", Danger.SELF_HARM),
        ("jag har skurit mig", Danger.SELF_HARM),
        ("hon säger att hon ska döda sig själv", Danger.SELF_HARM),
    ],
)
def test_whom_it_threatens(text: str, kind: Danger) -> None:
    """Whoever is threatened by another gets the numbers for that, and not the suicide line."""
    assert danger_in(text) is kind


@pytest.mark.parametrize(
    "text", ["jag vill\ndö", "jag vill... dö", "jag vill nu dö", "he will\nkill us tonight"]
)
def test_broken_lines(text: str) -> None:
    """A line break or a pause in the middle of a sentence hides nothing."""
    assert danger_in(text)


def test_danger_at_the_end_of_a_long_story() -> None:
    """However much is told first, the danger at the end of it is read."""
    assert danger_in("Vi pratar om vardagen. " * 1000 + "Han ska döda någon ikväll.")


def test_keys() -> None:
    """Every danger has a card for the relative and a reason for the counsellor."""
    assert Danger.SELF_HARM.card_key == "danger-self-harm"
    assert Danger.SELF_HARM.reason_key == "reason-danger-self-harm"


@given(st.text())
def test_any_text(text: str) -> None:
    """Whatever is written, there is an answer and it is the same every time."""
    assert danger_in(text) is danger_in(text)


@pytest.mark.parametrize(
    "text",
    ["hjälp", "HJÄLP!!!", "Hjälp mig snälla", "help", "help us now", "akut", "sos!!", "112"],
)
def test_a_bare_cry(text: str) -> None:
    """Who only cries for help gets 112, whatever else such words may mean."""
    assert danger_in(text)


def scores(**known: float) -> dict[str, float]:
    """Return scores in which all kinds of danger but a few are as unlikely as can be."""
    return dict.fromkeys([*Danger, ANY], -1.0) | known


def test_kind() -> None:
    """When there is danger, its kind is the one that is nearest, however unlikely each is."""
    assert danger(scores(danger=0.1, home=-0.6, violence=-0.5), 5) is Danger.VIOLENCE
    assert danger(scores(home=0.1), 5) is Danger.HOME


def test_rather_too_often() -> None:
    """What is only nearly likely is danger already; what is unlikely is not."""
    assert danger(scores(danger=-0.1), 5) is not None
    assert danger(scores(danger=-0.5), 5) is None


def test_one_word_alone() -> None:
    """A word with which people answer a question has to be surer than a sentence."""
    assert danger(scores(danger=0.1), 1) is None
    assert danger(scores(danger=0.3), 1) is not None
