"""Promises of what is never promised: no text, fact or document says what nobody could keep."""

import re
from pathlib import Path

import pytest
from builders import LINE, MESSAGES, ROOT

from bot import cli
from bot.never_said import NEVER, OPERATORS_OWN, problems, promised
from bot.texts import LANGUAGES, Facts, Texts, load_texts
from handlers.line import facts

KINDS = {**NEVER, **OPERATORS_OWN}

# For each kind what somebody might write with the best of intentions.
PLANTED = {
    "helt anonym, completely anonymous": [
        "Här är du helt anonym.", "Du kan skriva helt anonymt.", "Samtalet är 100 % anonymt.",
        "Du är garanterat anonym.", "Chatten är hundraprocentigt anonym.",
        "Du är anonym till 100 %.", "Vi garanterar din anonymitet.", "Här råder full anonymitet.",
        "Anonymiteten är garanterad.", "Samtalet är helt privat.",
        "Du är anonym, helt och hållet.",
        "You are completely anonymous.", "The chat is fully anonymous.", "It is 100% anonymous.",
        "You stay totally\nanonymous here.", "We guarantee your anonymity.",
        "Complete anonymity.", "You can write entirely anonymously.", "You are anonymous, truly.",
        "It is absolutely confidential.", "Your anonymity is guaranteed.",
    ],
    "krypterat hela vägen, end-to-end encrypted": [
        "Chatten är krypterad hela vägen.", "Det du skriver krypteras hela vägen till oss.",
        "Hela vägen är chatten krypterad.", "Totalsträckskrypterad chatt.",
        "Ände-till-ände-kryptering.", "Allt är end-to-end-krypterat.",
        "The chat is end-to-end encrypted.", "Encrypted end to end.", "We use E2E encryption.",
        "What you write is encrypted all the way.",
    ],
    "ingen kan se, nobody can see": [
        "Ingen kan se att du skriver här.", "Ingen annan kan läsa det.", "Här kan ingen se dig.",
        "Ingen kommer att kunna läsa det du skriver.", "Ingen utomstående får läsa det.",
        "Ingen hos oss kan ta reda på vem du är.", "Det kan inte läsas av någon.",
        "Ingen ser att du har varit här.", "Ingen annan läser det.", "Ingen vet vem du är.",
        "Nobody can see what you write.", "No one else can ever read it.",
        "No-one will be able to find you.", "Nobody knows who you are.", "Nobody else reads it.",
        "It cannot be read by anyone.", "No one here can tell who you are.",
        "No third party can access it.",
    ],
    "ingen får veta, nobody will know": [
        "Ingen får veta att du har skrivit.", "Det får ingen veta.", "Han får aldrig veta det.",
        "Polisen får inte veta något.", "Ingen får reda på det.", "Ingen annan får någonsin veta.",
        "Nobody will know that you wrote.", "No one will ever find out.",
        "Your family will never know.", "Nobody else is told.", "No one has to know.",
    ],
    "vi sparar ingenting, we store nothing": [
        "Vi sparar ingenting.", "Här sparas ingenting.", "Ingenting av det du skriver sparas.",
        "Vi lagrar inga uppgifter.", "Inga uppgifter lagras.", "Vi loggar aldrig något.",
        "Vi sparar inte något om dig.", "Inget registreras.", "Vi sparar aldrig det du skriver.",
        "Chatten samlar inte in några uppgifter om dig.", "Inga loggar sparas.",
        "We store nothing.", "We keep no data.", "Nothing is stored.",
        "Nothing you write is kept.",
        "We do not save anything.", "We never store what you write.", "No data is ever logged.",
        "We don’t collect any data.", "The chat keeps no records.",
    ],
    "går inte att spåra, untraceable": [
        "Du går inte att spåra.", "Det är omöjligt att spåra dig.", "Du kan aldrig spåras.",
        "Chatten är spårlös.", "Den lämnar inga spår.", "Du skriver utan spår.", "Ospårbart.",
        "You are untraceable.", "You cannot be traced.", "It is impossible to track you.",
        "It leaves no trace.", "You can never be identified.", "Untracable.",
        "We cannot trace you.", "Gone without a trace.",
    ],
    "100 % säkert, 100 % safe": [
        "Chatten är 100 % säker.", "Du är hundraprocentigt skyddad.", "Säker till 100 procent.",
        "Här är du helt trygg.", "Du är fullständigt skyddad.",
        "The chat is 100 % safe.", "You are completely safe.", "A hundred per cent secure.",
        "It is absolutely secure.", "Safe to 100 %.",
    ],
    "inget finns kvar, gone forever": [
        "Inget av det finns kvar.", "Sedan finns ingenting kvar.", "Allt är borta för alltid.",
        "Det raderas för gott.", "Inget blir kvar.", "Det raderas överallt.",
        "Nothing of it is left.", "It is gone forever.", "It is permanently deleted.",
        "Nothing remains.", "It is erased for good.", "It is deleted everywhere.",
    ],
    "tystnadsplikt, strictly confidential": [
        "Vi har tystnadsplikt.", "Vi har avlagt ett tystnadslöfte.", "Samtalet har sekretess.",
        "Det stannar mellan oss.", "It is strictly confidential.", "It stays between us.",
        "We have a duty of confidentiality.",
    ],
}  # fmt: skip

# What is said, or could well be said.
HONEST = [
    "Ingen läser det du skriver förrän då.",
    "No one reads what you write until then.",
    "Du behöver inte säga vem du är.",
    "Vi frågar inte vem du är.",
    "Vår server tar emot din IP-adress men sparar den inte.",
    "Det går inte att ångra.",
    "Inget har skickats.",
    "Nothing has been sent.",
    "Ingen väntar just nu.",
    "Nobody is asked who they are.",
    "Är det anonymt?",
    "Det gör inget om du stavar fel.",
    "Vi vet inte hur lång tid det tar, och ingen kan säga det säkert.",
    "What is not acknowledged is sent again, and nothing is lost.",
    "Du behöver inte vara säker på din sak.",
    "Bilder kan vi inte ta emot här, och de sparas inte.",
    "Keep no access log of the chat.",
    "Encrypt the disk.",
]

DOCUMENTS = [
    *sorted(ROOT.glob("*.md")),
    *sorted(ROOT.glob("docs/*.md")),
    ROOT / "line.toml",
]
LISTED = "\n## What is never said\n"


@pytest.mark.parametrize("kind", KINDS)
def test_planted(kind: str) -> None:
    """Each kind is found in each sentence that makes such a promise."""
    missed = [said for said in PLANTED[kind] if not promised(said, {kind: KINDS[kind]})]

    assert missed == []
    # By the sentences that the kind is known by, too.
    assert all(promised(name, {kind: KINDS[kind]}) for name in kind.split(", "))


@pytest.mark.parametrize("said", HONEST)
def test_honest(said: str) -> None:
    """What is true and plain may be said."""
    assert promised(said, KINDS) == []


def test_no_text_says_it(texts: Texts) -> None:
    """No text of either language says it, nor does any fact that the line's operator wrote."""
    assert list(problems(texts, facts(LINE))) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_planted_text_is_found(tmp_path: Path, kind: str, language: str) -> None:
    """Each that is planted in a text, even in a variant of it, is named, and each in a fact."""
    facts_of = {f"fact-{number}": said for number, said in enumerate(PLANTED[kind])}
    line: Facts = {
        one: facts(LINE)[one] | (facts_of if one == language else {}) for one in LANGUAGES
    }
    for one in LANGUAGES:
        (tmp_path / one).mkdir()
        texts = [f"# {PLANTED[kind][0]}\na = Ja."]
        for number, planted in enumerate(PLANTED[kind]):
            said = planted.replace("\n", "\n    ") if one == language else "Ja."
            texts.append(f"b-{number} = {{ $door ->\n  [web] {said}\n *[x] Ja.\n }}")
        (tmp_path / one / "texts.ftl").write_text("\n".join(texts), encoding="utf-8")
    found = [
        problem.partition(" promises “")[0]
        for problem in problems(load_texts(tmp_path, line), line)
    ]

    where = ["b-", "the line’s fact-"] if kind in NEVER else ["b-"]
    numbers = range(len(PLANTED[kind]))
    assert set(found) == {f"{language}: {one}{number}" for one in where for number in numbers}


def test_a_planted_fact_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`stodchatten check` tells an operator whose own words promise too much."""
    shipped = (ROOT / "line.toml").read_text(encoding="utf-8")
    planted = shipped.replace("Vi lovar bara det vi kan hålla.", "Här är du helt\nanonym.")
    (tmp_path / "line.toml").write_text(planted, encoding="utf-8")
    monkeypatch.setenv("STODCHATTEN_LINE", str(tmp_path / "line.toml"))

    assert cli.main(["check"]) == 1
    told = capsys.readouterr().err
    assert told == "sv: the line’s secrecy promises “helt anonym”, which cannot be kept\n"


def test_an_operator_may_promise_secrecy() -> None:
    """What an operator has decided on secrecy may be said by the operator, and by no text."""
    rules: Facts = {language: {"secrecy": "Vi har tystnadsplikt."} for language in LANGUAGES}
    texts = load_texts(MESSAGES, facts(LINE))

    assert list(problems(texts, rules)) == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_no_document_says_it(document: Path) -> None:
    """No document says it but for the list of what is never said."""
    page = document.read_text(encoding="utf-8").partition(LISTED)[0]

    assert promised(page) == []


def test_the_list() -> None:
    """The list for those who write texts has a line for each kind, and each is found."""
    page = (ROOT / "docs/texts.md").read_text(encoding="utf-8").partition(LISTED)[2]
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \| [^|]+ \|$", page, re.MULTILINE)[1:]

    assert {f"{swedish}, {english}" for swedish, english in rows} == set(KINDS)
