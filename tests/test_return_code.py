"""Promises of the return code: hard to guess, easy to type, and never seen where there is none."""

import re
import secrets
from itertools import pairwise
from string import ascii_lowercase
from typing import Final

import pytest
from builders import MESSAGES, OPEN, ROOT, SetClock, switchboard_of
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.learning.examples import EXAM, EXAMPLES, read_examples
from bot.reception import Reception
from bot.return_codes import ReturnCodes
from bot.store import keys
from bot.store.addresses import Address, Addresses
from bot.store.client import Valkey
from bot.texts import LANGUAGES
from handlers.events import RelativeWrote
from handlers.language import Language, choose
from handlers.return_code import BITS, WORDS, read, words_of
from handlers.vocabulary import neither

LISTED: Final = {
    language: (ROOT / "handlers" / "data" / f"return-code-{language}.txt")
    .read_text("utf-8")
    .split("\n")[:-1]
    for language in LANGUAGES
}
ALPHABET: Final = "abcdefghijklmnopqrstuvwxyzåäö"
PLAIN: Final = str.maketrans("åäöé", "aaoe")
HELPED: Final = {"å": "aa", "ä": "ae", "ö": "oe"}
FOLDING: Final = re.compile(r"(.)\1|[ao]e")

# What a word takes in its other forms; after the last vowel, too.
ENDINGS: Final[dict[Language, list[str]]] = {
    "sv": (
        "n en et t r ar er or a na s d ad de ade at are ast ande ig ning ing lig an ns erna orna "
        "ren het erna else dom elser ling som bar"
    ).split(),
    "en": (
        "s es ed d ing er r est ly y ness ful en ish al e ie ies ion or age ry ery ment ster ling "
        "less let ette like able"
    ).split(),
}

languages = st.sampled_from(LANGUAGES)
numbers = st.integers(0, 2**BITS - 1)


def folded(word: str) -> str:
    """Return a word as somebody types it who has no å, ä and ö, and doubles no letter."""
    return re.sub(r"(.)\1+", r"\1", re.sub("([ao])e", r"\1", word.translate(PLAIN)))


def slips(word: str) -> set[str]:
    """Return what one slip makes of a word: a letter more, less, wrong, or two turned round."""
    made = set()
    for at in range(len(word) + 1):
        before, after = word[:at], word[at:]
        made |= {before + after[1:], before + after[1:2] + after[:1] + after[2:]}
        made |= {before + letter + after for letter in ascii_lowercase}
        made |= {before + letter + after[1:] for letter in ascii_lowercase}
    return made - {word}


@pytest.mark.parametrize("language", LANGUAGES)
async def test_hard_to_guess(
    valkey: Valkey, monkeypatch: pytest.MonkeyPatch, language: Language
) -> None:
    """A code is 66 bits of the system's own randomness, a word for each 11, and no less hashed."""
    drawn = []

    def randbits(bits: int) -> int:
        drawn.append((bits, secrets.SystemRandom().getrandbits(bits)))
        return drawn[-1][1]

    monkeypatch.setattr(secrets, "randbits", randbits)
    clock, address = SetClock(OPEN), Address("web:a")
    reception = Reception(switchboard_of(valkey, clock), Addresses(valkey))
    await reception.receive(address, RelativeWrote("w", "hej"), choose(language))
    words = await ReturnCodes(reception, clock).give(address, language)

    ((bits, number),) = drawn
    assert bits == BITS == 66
    assert words == words_of(number, language)
    for place in range(WORDS):
        stands = {words_of(eleven << 11 * place, language)[place] for eleven in range(2048)}
        assert stands == set(LISTED[language])
        assert len(stands) == 2048
    (kept,) = await valkey.hkeys(keys.RETURN_CODES)
    assert len(bytes.fromhex(str(kept))) * 8 > BITS


@pytest.mark.parametrize("language", LANGUAGES)
def test_easy_to_read(language: Language) -> None:
    """Each word is a short one of plain letters, and stands where it is looked for."""
    words = LISTED[language]
    alphabet = [[ALPHABET.index("e" if sign == "é" else sign) for sign in word] for word in words]

    assert [word for word in words if not re.fullmatch("[a-zåäöé]{4,8}", word)] == []
    assert [later for earlier, later in pairwise(alphabet) if later <= earlier] == []


def test_no_two_are_alike() -> None:
    """No word of either list is one without its marks and doubled letters, nor a slip away."""
    meant = {language: {folded(word): word for word in LISTED[language]} for language in LANGUAGES}

    assert len(meant["sv"] | meant["en"]) == len(LISTED["sv"]) + len(LISTED["en"])
    for language, words in meant.items():
        assert [word for word in words if slips(word) & words.keys()] == []
        assert [
            (word, typed)
            for word in LISTED[language]
            for typed in slips(word.translate(PLAIN))
            if FOLDING.search(typed) and words.get(folded(typed), word) != word
        ] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_are_forms_of_one_word(language: Language) -> None:
    """No word is another with an ending, nor two of them written as one."""
    words = set(LISTED[language])
    plain = {folded(word) for word in words}
    stems = {word: {word, word.rstrip("aeiouyåäöé")} for word in words}
    forms = {
        stem + ending: word
        for word, cut in stems.items()
        for stem in cut
        for ending in ENDINGS[language]
        if len(stem) > 3 or (stem == word and len(ending) > 1)
    }

    assert [(word, forms[word]) for word in sorted(words) if forms.get(word, word) != word] == []
    assert [
        word
        for word in sorted(plain)
        for at in range(3, len(word) - 2)
        if word[:at] in plain and word[at:] in plain
    ] == []


def test_nobodys_name_and_no_part_of_a_message() -> None:
    """No word is a name, or one of those that may stand before a code."""
    words = {word for language in LANGUAGES for word in LISTED[language]}

    assert not words & neither()
    assert not words & set("min kod koden är här det my the code is here this".split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_round_trip(language: Language) -> None:
    """Each word can be in a code, and a code that is typed as it stood is read as it stood."""
    words = LISTED[language]
    seen: list[str] = []
    for first in range(0, len(words), WORDS):
        number = sum((first + at) % len(words) << 11 * at for at in range(WORDS))
        code = words_of(number, language)
        seen += code

        assert read(" ".join(code)) == " ".join(code)

    assert set(seen) == set(words)


@given(numbers, numbers, languages)
def test_one_code_for_a_number(number: int, other: int, language: Language) -> None:
    """Other random bits are another code."""
    same = words_of(number, language) == words_of(other, language)

    assert same == (number == other)


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("åker blåbär fjäril villa örhänge sjöman", id="as it stood"),
        pytest.param("ÅKER Blåbär fjäril VILLA örhänge Sjöman", id="capitals"),
        pytest.param("aker blabar fjaril villa orhange sjoman", id="no marks"),
        pytest.param("aaker blaabaer fjaeril villa oerhaenge sjoeman", id="helping letters"),
        pytest.param("a\u030aker bla\u030aba\u0308r fjæril villa ørhænge sjøman", id="others"),
        pytest.param("åker-blåbär-fjäril-villa-örhänge-sjöman", id="hyphens"),
        pytest.param("åker, blåbär, fjäril,\nvilla,\n\nörhänge,   sjöman.", id="lines"),
        pytest.param("1. åker\n2. blåbär\n3. fjäril\n4. villa\n5. örhänge\n6. sjöman", id="list"),
        pytest.param("åker blå\u00adbär fjä\u200bril villa örhänge sjöman", id="what is not seen"),
        pytest.param("åkker bblåbär fjäärill vila örhänngee sjöman", id="doubled letters"),
        pytest.param("kod: åker blåbär fjäril villa örhänge sjöman", id="kod:"),
        pytest.param("Min kod är åker blåbär fjäril villa örhänge sjöman", id="min kod är"),
        pytest.param("Här är koden:\nåker blåbär fjäril villa örhänge sjöman", id="här är koden"),
        pytest.param("my code is åker blåbär fjäril villa örhänge sjöman", id="my code is"),
        pytest.param("/kod åker blåbär fjäril villa örhänge sjöman", id="/kod"),
        pytest.param("/code@lineBot åker blåbär fjäril villa örhänge sjöman", id="/code@bot"),
        pytest.param("åker blåbär fjäril villa örhänger sjömxan", id="a letter too many"),
        pytest.param("åker blåbr fjril villa örhänge sjöman", id="a letter too few"),
        pytest.param("åker blåber fjäril villa örhinge sjömän", id="a wrong letter"),
        pytest.param("åker blåbär fjärli villa örhägne sjöamn", id="two letters turned round"),
    ],
)
def test_forgiving(typed: str) -> None:
    """However it is typed, it is the same code."""
    assert read(typed) == "åker blåbär fjäril villa örhänge sjöman"


@st.composite
def typed_somehow(draw: st.DrawFn) -> tuple[str, str]:
    """Draw a code, and what a tired person makes of it on one keyboard or another."""
    code = words_of(draw(numbers), draw(languages))
    typed = []
    for word in code:
        signs = [
            draw(st.sampled_from([sign, sign.translate(PLAIN), HELPED.get(sign, sign), sign * 2]))
            for sign in word
        ]
        case = draw(st.sampled_from([str.lower, str.upper, str.title]))
        typed.append(case("".join(signs)))
    between = draw(st.sampled_from([" ", "  ", "\n", "-", " - ", ", ", ".", "\n\n", "\t"]))
    before = draw(
        st.sampled_from(["", "kod: ", "Min kod är\n", "My code is: ", "/kod ", "/code "])
    )
    after = draw(st.sampled_from(["", ".", "\n", " "]))
    return " ".join(code), before + between.join(typed) + after


@settings(deadline=None)
@given(typed_somehow())
def test_forgiving_of_each(drawn: tuple[str, str]) -> None:
    """Marks, capitals, doubled letters and what stands between make no other code of any."""
    code, typed = drawn

    assert read(typed) == code


@settings(deadline=None)
@given(numbers, languages, st.data())
def test_a_slip_makes_no_other_code(number: int, language: Language, data: st.DataObject) -> None:
    """Whoever slips in three words is understood or asked again, and never led elsewhere."""
    code = words_of(number, language)
    places = data.draw(st.sets(st.integers(0, WORDS - 1), max_size=3))
    typed = [
        data.draw(st.sampled_from(sorted(slips(word.translate(PLAIN)))))
        if place in places
        else word
        for place, word in enumerate(code)
    ]

    assert read(" ".join(typed)) in {" ".join(code), None}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("/kod", id="only the command"),
        pytest.param("åker blåbär fjäril villa örhänge", id="five words"),
        pytest.param("åker blåbär fjäril villa örhänge sjöman åsna", id="seven words"),
        pytest.param("åker blåbär fjäril apricot button candle", id="of two lists"),
        pytest.param("åker blåbär fjäril villa örhänge sjöman tack", id="more after"),
        pytest.param("jag har åker blåbär fjäril villa örhänge sjöman", id="more before"),
        pytest.param("åker blåbär fjäril villa örhänge brandman", id="a word of no list"),
        pytest.param("åxker bxlåbär fxjäril vxilla örhänge sjöman", id="four slips"),
        pytest.param("åker blåbär fjäril örhänge sjöman bulla", id="nearly bulle, nearly bulta"),
        pytest.param("åker blåbär fjäril örhänge sjöman hxt", id="a short word"),
        pytest.param("åker blåbär fjäril villa örhänge sjöman" + " " * 300, id="too long"),
        pytest.param("min son har slutat betala skatt", id="a message near to six words"),
    ],
)
def test_no_code(text: str) -> None:
    """What is not six words of one list, and no more, is no code."""
    assert read(text) is None


@pytest.mark.parametrize("folder", [EXAMPLES, EXAM])
def test_a_message_is_no_code(folder: str) -> None:
    """Nothing that people write to the line is taken for a code."""
    messages = [example.text for example in read_examples(MESSAGES, folder)]

    assert messages
    assert [text for text in messages if read(text)] == []
