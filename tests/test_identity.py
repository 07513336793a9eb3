"""Promises of what is noticed in a text that could tell who somebody is, and of what is not."""

import re
import sys
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from types import FrameType

import pytest
from builders import LINE, MESSAGES
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.learning.examples import EXAM, EXAMPLES, read_examples
from bot.texts import LANGUAGES
from handlers.identity import MASK, Detail, find, masked
from handlers.incoming import MESSAGE_LIMIT
from handlers.language import Language
from handlers.signs import signs

DATA = Path(__file__).parent / "data" / "identity"
KNOWN = (LINE.number, *asdict(LINE.numbers).values())

# What is noticed of the lists beside this file, which people could have written. The rest of the
# details are spelled out in words, or are an address that has the shape of none.
RECALL = 0.95
FALSE_ALARMS = 0.01
# Nearly all examples of what people write name nobody; six of some 70,000 do, in their way.
ALARMS_IN_EXAMPLES = 8
# Calls of functions for each sign of a text.
MOST_WORK = 40


def details(language: Language) -> list[tuple[Detail, str]]:
    """Return texts with a kind of detail each, which stands {so}."""
    lines = (DATA / f"{language}-details.tsv").read_text(encoding="utf-8").splitlines()
    pairs = (line.replace("\\n", "\n").split("\t") for line in lines)
    return [(Detail(kind), text) for kind, text in pairs]


def harmless(language: Language) -> list[str]:
    """Return texts with numbers and words that only look like details."""
    return (DATA / f"{language}-none.txt").read_text(encoding="utf-8").splitlines()


def kinds(text: str) -> set[Detail]:
    """Return the kinds of details that are found in a text."""
    return {found.detail for found in find(text, KNOWN)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_details_are_noticed(language: Language) -> None:
    """Nearly every detail is noticed, as what it is, and only it is masked."""
    texts = details(language)
    missed = [
        text
        for kind, text in texts
        if masked(re.sub("[{}]", "", text), find(re.sub("[{}]", "", text), KNOWN))
        != re.sub("{[^}]*}", MASK, text)
        or kinds(re.sub("[{}]", "", text)) != {kind}
    ]

    assert len(texts) >= 90
    assert min(Counter(kind for kind, _ in texts).values()) >= 15
    assert 1 - len(missed) / len(texts) >= RECALL, missed


@pytest.mark.parametrize("language", LANGUAGES)
def test_hardly_anything_else_is_taken_for_one(language: Language) -> None:
    """Money, dates, times, ages, cases, groups and the numbers that we print are left alone."""
    texts = harmless(language)
    alarms = [text for text in texts if kinds(text)]

    assert len(texts) >= 100
    assert len(alarms) / len(texts) <= FALSE_ALARMS, alarms


def test_what_people_write_is_left_alone() -> None:
    """Of all the examples of what people write, hardly one is taken for a detail."""
    texts = {
        one.text for folder in (EXAMPLES, EXAM) for one in read_examples(MESSAGES, folder)
    }  # fmt: skip
    alarms = [text for text in texts if kinds(text)]

    assert len(texts) > 10_000
    assert len(alarms) <= ALARMS_IN_EXAMPLES, alarms


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("070\u200b-174\u2060 06\ufeff 05", id="joined by what cannot be seen"),
        pytest.param("０７０－１７４ ０６ ０５", id="full width"),
        pytest.param("۰۷۰-۱۷۴ ۰۶ ۰۵", id="Persian digits"),
        pytest.param("𝟎𝟕𝟎-𝟏𝟕𝟒 𝟎𝟔 𝟎𝟓", id="mathematical digits"),
        pytest.param("0️⃣7️⃣0️⃣1️⃣7️⃣4️⃣0️⃣6️⃣0️⃣5️⃣", id="keycaps"),
        pytest.param("070−174\u00a006\u202f05", id="another hyphen, other blanks"),
        pytest.param("070-\u0336174\u0336 06 05", id="struck out"),
        pytest.param("0\n7\n0\n1\n7\n4\n0\n6\n0\n5", id="a digit a line"),
        pytest.param("070\t174\t06\t05", id="tabs"),
    ],
)
def test_odd_signs_hide_nothing(text: str) -> None:
    """A number is one however its digits and gaps are written, and all of it is masked."""
    assert masked(f"ring {text} tack", find(f"ring {text} tack")) == f"ring {MASK} tack"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("850709-9805", id="right"),
        pytest.param("850709-9806", id="a wrong check digit"),
        pytest.param("850709 9805", id="without a hyphen"),
        pytest.param("personnummer 8507099806", id="called so, and wrong"),
        pytest.param("960229-9803", id="in a leap year"),
        pytest.param("850769-9802", id="a coordination number"),
    ],
)
def test_personal_numbers(text: str) -> None:
    """A personal number is noticed also when it is mistyped, as long as it is written as one."""
    assert kinds(text) == {Detail.PERSONAL_NUMBER}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("8507099806", id="ten digits whose check digit is wrong"),
        pytest.param("850709 9806", id="and with a blank"),
        pytest.param("851309-9805", id="no month"),
        pytest.param("850732-9805", id="no day"),
        pytest.param("850760-9805", id="no day of a coordination number"),
        pytest.param("215007099805", id="no century"),
        pytest.param("261124-1530", id="this year, with a time"),
        pytest.param("2611241539", id="this year, and by chance right"),
        pytest.param("ärendenummer 850709-9805", id="called a case"),
        pytest.param("12850709-98052", id="more digits"),
        pytest.param("a850709-9805b", id="within letters"),
        pytest.param("1985-07-09 till 2026", id="a day and a year"),
    ],
)
def test_no_personal_numbers(text: str) -> None:
    """Of what only may be one by its length, the check digit or the words decide."""
    assert Detail.PERSONAL_NUMBER not in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("O7O-174 O6 05", id="letters for zeros"),
        pytest.param("o701740605", id="a small letter"),
        pytest.param("070,174,06,05", id="commas"),
        pytest.param("070:174:06:05", id="colons"),
        pytest.param("0,7,0,1,7,4,0,6,0,5", id="commas between digits"),
        pytest.param("08123456", id="short, of Stockholm"),
        pytest.param("08 12 34 56 79", id="of Stockholm, in twos"),
    ],
)
def test_phone_numbers(text: str) -> None:
    """A phone number is noticed also where it is written in haste."""
    assert masked(f"ring {text} tack", find(f"ring {text} tack")) == f"ring {MASK} tack"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("måndag 08 09 10 11 12", id="hours"),
        pytest.param("0 1 2 3 4 5 6 7 8 9", id="counted"),
        pytest.param("08,10,13,15", id="a list"),
        pytest.param("070,174:06,05", id="commas and colons"),
        pytest.param("070,080,090", id="a list of tens"),
        pytest.param("00:12:34,567 00", id="a place in a film"),
        pytest.param("85,07,09,98,05", id="five numbers"),
        pytest.param("212,555,0124", id="thousands"),
        pytest.param("08122026", id="a day"),
        pytest.param("ordernummer 08123456", id="called an order"),
        pytest.param("5,0701740605", id="decimals"),
        pytest.param("no701740605", id="a word before"),
    ],
)
def test_no_phone_numbers(text: str) -> None:
    """Lists, times and what is counted are left alone."""
    assert kinds(text) == set()


@pytest.mark.parametrize("number", [*KNOWN, "+46 20 100 200", "0046 (0)20 100 200", "020100200"])
def test_our_own_numbers(number: str) -> None:
    """The numbers that we print ourselves are nobody's, however they are written."""
    assert kinds(f"ska jag ringa {number}?") == set()


def test_a_number_beside_one_of_ours() -> None:
    """Somebody's number is noticed beside one of ours, and ours stays."""
    text = "ring 020-100 200, eller mig på 070-174 06 05"

    assert masked(text, find(text, KNOWN)) == f"ring 020-100 200, eller mig på {MASK}"


def test_a_printed_number_of_a_person() -> None:
    """A line's number is left alone also where it looks like anybody's."""
    assert find("070-174 06 05", ["070-1740605"]) == ()


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("0701740605,0701740606", f"{MASK},{MASK}"),
        ("namn@example.se, 070-174 06 05", f"{MASK}, {MASK}"),
        ("Storgatan 5, 070-174 06 05", f"{MASK}, {MASK}"),
        ("0701740605@example.se", MASK),
        ("070-174 06 05/070-174 06 06", f"{MASK}/{MASK}"),
        ("070-174 06 05 15 maj", f"{MASK} 15 maj"),
        ("070-174 06 05 3 barn", f"{MASK} 3 barn"),
        ("Robin 45\t0701740605", f"Robin 45\t{MASK}"),
        ("Namn. Gata 5. gatan 5", "Namn. Gata 5. gatan 5"),
        ("Hej på dig Storgatan 5 å hej", f"Hej på dig {MASK} å hej"),
        ("namn@example.se. Han är 16", f"{MASK}. Han är 16"),
        ("på Västra Storgatan 5", f"på {MASK}"),
        ("på södra kyrkogatan 5 b i Lund", f"på {MASK} i Lund"),
        ("storgatan 5 e adressen", f"{MASK} e adressen"),
        ("på K A Almgrens gata 5", f"på {MASK}"),
        ("den nya Storgatan 5", f"den nya {MASK}"),
        ("han sov å storgatan 5", f"han sov å {MASK}"),
        ("Lgh 1203, Storgatan 5", MASK),
        ("på Ågatan 5", f"på {MASK}"),
        ("Flat 3, 12 High Street", MASK),
        ("12 High Street, apartment 4b, Leeds", MASK),
        ("12 High Street, Milton Keynes", MASK),
        ("12 High Street, Please help", f"{MASK}, Please help"),
        ("12 HIGH STREET, GO THERE", f"{MASK}, GO THERE"),
    ],
)
def test_what_is_masked(text: str, hidden: str) -> None:
    """Each detail becomes one mark, and no word beside it is lost."""
    assert masked(text, find(text)) == hidden


SIGNS = st.one_of(
    st.characters(),
    st.sampled_from(
        "0 7 07 1 12 1234 19 850709 - + . / ( ) @ \n at dot punkt snabel-a gatan vägen Väg 5 "
        "123 45 Ab street \u200b ０ ﷺ ring nummer kr [at] plan".split(" ")
    ),
    st.sampled_from([" ", "  ", ", "]),
)


@settings(deadline=None, max_examples=200)
@given(st.lists(SIGNS, max_size=400).map("".join))
def test_any_text(text: str) -> None:
    """Whatever is written, what is found lies in it, in order and apart, and is masked once."""
    found = find(text, KNOWN)

    places = [place for one in found for place in (one.start, one.end)]
    assert places == sorted(places)
    assert all(one.start < one.end <= len(text) for one in found)
    assert masked(text, found).count(MASK) == len(found) + text.count(MASK)


def work(text: str) -> int:
    """Return how many functions are called to look through a text; no clock tells as surely."""
    calls = 0

    def count(_frame: FrameType, event: str, _arg: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    find("é")
    sys.setprofile(count)
    try:
        find(text, KNOWN)
    finally:
        sys.setprofile(None)
    return calls


def longest(piece: str) -> str:
    """Return a text as long as any may be, in which a piece is repeated."""
    return (piece * MESSAGE_LIMIT)[:MESSAGE_LIMIT]


@pytest.mark.parametrize(
    "piece",
    "1-,0 ,1 ,9-15 ,0.,00 ,07 ,01 01/,12 1 ,8 9 8 0,1a,½,ﷺ,@,1@,+1 1 a".split(","),
)
def test_no_shape_takes_much_work(piece: str) -> None:
    """Every sign of the longest message is looked at a few times, whatever is repeated in it."""
    assert work(longest(piece)) < MOST_WORK * MESSAGE_LIMIT


@settings(deadline=None, max_examples=50)
@given(st.lists(SIGNS, min_size=1, max_size=4).map("".join).filter(bool))
def test_no_text_takes_much_work(piece: str) -> None:
    """The longest message takes no more work, whatever is repeated in it."""
    assert work(longest(piece)) < MOST_WORK * MESSAGE_LIMIT


@pytest.mark.parametrize("character", ["½", "⑽", "ﷺ", "㎯"])
def test_no_sign_becomes_a_sentence(character: str) -> None:
    """What one sign stands for does not make a text many times as long."""
    assert signs(character * 9).plain == character * 9
