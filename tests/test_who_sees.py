"""Promises of the answer to who can see what: by either door, at any hour, never in the way."""

import re
from datetime import datetime

import pytest
from browsers import People, without_reload
from builders import EVENING, OPEN, conversation, situation, talking, waiting
from playwright.async_api import expect
from telegram_line import (
    DANGER,
    WELCOME,
    OnTelegram,
    distance,
    limits,
    line,
    rates,
    way,
)
from visitors import HUMAN, Browser, chat_id, full

from bot.doors.telegram_commands import RELATIVES, RETURN_CODE, START
from bot.doors.telegram_text import said
from bot.store import keys
from bot.store.client import Valkey
from bot.texts import LANGUAGES, Texts
from handlers.choices import Choice, asks_who_sees
from handlers.conversation import Author, Conversation, Keep, Line
from handlers.events import RelativeChose, RelativeEvent, RelativeWrote
from handlers.from_relative import decide
from handlers.language import Language

__all__ = ["distance", "limits", "line", "rates", "way"]

# One message of Telegram, with room for the name of whoever is told it, and for longer rules.
FITS = 3500

PATHS: dict[Language, str] = {"sv": "/integritet", "en": "/privacy"}
SECTIONS = ["way", "device", "server", "counsellor", "limits", "erase", "beyond"]
PARTS = ["anonymity-limits", *(f"privacy-{part}" for part in SECTIONS if part != "limits")]

# What is so in one door, and not in the other.
TRUE_OF: dict[Language, dict[str, list[str]]] = {
    "sv": {
        "telegram": [
            "Telegram vet att ditt konto skriver hit", "äldre än 48 timmar",
            "aviseringar som redan har visats", "andra enheter där du är inloggad i Telegram",
        ],
        "web": ["IP-adress", "I webbläsarens historik", "privat fönster"],
    },
    "en": {
        "telegram": [
            "Telegram knows that your account writes here", "older than 48 hours",
            "notifications that have been shown", "other devices where you are signed in",
        ],
        "web": ["IP address", "browser’s history", "private window"],
    },
}  # fmt: skip

# All but those that erase: by them it is gone, whatever stands behind.
COMMANDS = sorted(
    {START, *RETURN_CODE.values(), *RELATIVES["sv"], *RELATIVES["en"]} - {"/radera", "/delete"}
)

ASKED = waiting(keep=Keep.ASKED, asked_at=OPEN)


@pytest.mark.parametrize("text", ["/integritet", "/privacy", " /Integritet! "])
def test_the_word(text: str) -> None:
    """The word asks it in either language, whatever stands around it that is no word."""
    assert asks_who_sees(text)


@pytest.mark.parametrize("text", ["", "integritet", "/integritet han slår mig", "/radera"])
def test_no_other_words(text: str) -> None:
    """What tells anything else is read."""
    assert not asks_who_sees(text)


@pytest.mark.parametrize(
    "event", [RelativeChose("e", Choice.PRIVACY), RelativeWrote("e", "/integritet")]
)
@pytest.mark.parametrize("at", [OPEN, EVENING], ids=["open", "closed"])
@pytest.mark.parametrize(
    "before", [conversation(), waiting(), ASKED, talking()], ids=lambda one: one.state.value
)
def test_answered(before: Conversation, at: datetime, event: RelativeEvent) -> None:
    """Asked by its name it is answered at any hour, also while a person talks; nothing else."""
    decision = decide(before, event, situation(at))

    assert [(one.author, one.key) for one in decision.lines] == [
        (Author.RELATIVE, "choice-privacy"),
        (Author.BOT, "privacy"),
    ]
    after = decision.conversation
    assert after is not None
    assert (after.state, after.keep, after.rank) == (before.state, before.keep, before.rank)


def test_offered_with_anonymity() -> None:
    """Whoever asks whether it is anonymous can ask by one tap who sees what."""
    (*_, last) = decide(conversation(), RelativeWrote("e", "är det anonymt?"), situation()).lines

    assert last.choices == (Choice.PRIVACY,)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("door", ["telegram", "web"])
def test_it_fits(texts: Texts, language: Language, door: str) -> None:
    """The whole answer fits into one message of Telegram, in paragraphs that can be read."""
    told = texts.say(language, "privacy", door=door)

    assert len(told) < FITS
    assert max(map(len, told.split("\n\n"))) < FITS / 5


@pytest.mark.parametrize("language", LANGUAGES)
async def test_each_door_tells_of_itself(
    relative: Browser, texts: Texts, language: Language
) -> None:
    """Each door says who else sees what is written there, and what it cannot take away."""
    await relative.get(f"/?language={language}")
    await relative.post("/choose", choice="privacy")
    told = {
        "telegram": said(texts, Line(Author.BOT, OPEN, key="privacy"), language),
        "web": re.sub(r"<a [^>]*>|</a>", "", relative.page),
    }

    for door, parts in TRUE_OF[language].items():
        for key in PARTS:
            for paragraph in texts.say(language, key, door=door).split("\n\n"):
                assert paragraph in told[door]
        for part in parts:
            assert [one for one, words in told.items() if part in words] == [door]


# The web door


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_page(relative: Browser, texts: Texts, language: Language) -> None:
    """Each path has its language, each part its heading, and a way leads back to the chat."""
    assert await relative.get(PATHS[language]) == 200
    assert f'<html lang="{language}">' in relative.page

    page = re.sub(r"<a [^>]*>|</a>", "", relative.page)
    for section in SECTIONS:
        assert f"<h2>{texts.say(language, f'privacy-{section}-heading')}</h2>" in page
    parts = texts.say(language, "privacy", door="web").split("\n\n")
    assert [part for part in parts if f"<p>{part}</p>" not in page] == []
    assert 'href="/"' in relative.page
    assert 'href="tel:112"' in relative.page
    (other,) = set(PATHS.values()) - {PATHS[language]}
    assert f'href="{other}"' in relative.page


async def test_the_page_asks_nothing(relative: Browser, valkey: Valkey) -> None:
    """Whoever reads it leaves nothing in the store, gets no cookie, and needs no store."""
    relative.session.cookie_jar.clear()
    before = set(await valkey.keys("*"))
    assert await relative.get("/integritet") == 200
    await valkey.acl_setuser("default", enabled=True, categories=["-@read", "-@write"])
    try:
        assert await relative.get("/privacy") == 200
    finally:
        await valkey.acl_setuser("default", enabled=True, categories=["+@all"])

    assert list(relative.session.cookie_jar) == []
    assert set(await valkey.keys("*")) == before


async def test_back_to_the_conversation(relative: Browser) -> None:
    """Who reads the page, in whatever language, finds their conversation as they left it."""
    await relative.post("/say", text="hemligt")
    await relative.get("/privacy")
    await relative.get("/")

    assert "hemligt" in relative.page
    assert '<html lang="sv">' in relative.page


async def test_linked_from_every_page(relative: Browser, valkey: Valkey) -> None:
    """Every page of a relative leads there, in its own language, also when something failed."""
    link = 'href="/integritet"'
    assert link in relative.page
    await relative.post("/say", text="hemligt")
    assert link in relative.page
    async with full(valkey):
        assert await relative.post("/say", text="viktigt") == 503
    assert link in relative.page
    await relative.get("/")
    await relative.post("/choose", choice="erase")
    assert link in relative.page
    await relative.get("/nothing")
    assert link in relative.page
    await relative.get("/?language=en")
    assert 'href="/privacy"' in relative.page


async def test_typed_in_the_web_chat(relative: Browser, counsellor: Browser, texts: Texts) -> None:
    """The word of Telegram's menu is answered in the web chat, too, while somebody talks there."""
    await relative.post("/say", text=HUMAN)
    chat = await chat_id(counsellor)
    await counsellor.post(f"/desk/take/{chat}")
    await relative.post("/say", text="/integritet")

    assert texts.say("sv", "privacy-device", door="web") in relative.page
    assert texts.say("sv", "choice-privacy") in relative.page


@pytest.mark.browser
async def test_while_writing(people: People) -> None:
    """Who has begun to write reads it in the chat, and keeps their words; others get the page."""
    relative = await people.relative()
    await relative.box.fill("Jag vet inte om")
    async with without_reload(relative):
        await relative.follow("page-privacy")
        await relative.told("privacy-beyond", door="web")
    await expect(relative.box).to_have_value("Jag vet inte om")

    await relative.box.fill("")
    await relative.follow("page-privacy")
    await relative.headed("choice-privacy")
    await relative.page.get_by_role("link", name=relative.text("page-to-the-chat")).first.click()
    await relative.told("privacy-way", door="web")


# The door of Telegram


@pytest.mark.parametrize("command", ["/integritet", "/privacy", "/integritet@stodbot"])
async def test_by_command(line: OnTelegram, texts: Texts, command: str) -> None:
    """A command of the menu is answered at once, in one message, while a person talks as well."""
    await line.talk()
    sent = await line.write(command)
    told = texts.say("sv", "privacy", door="telegram")

    assert (await line.sees(told, after=sent)).text == told


async def test_in_both_languages(line: OnTelegram, texts: Texts) -> None:
    """As long as no language can be told, all of it comes in both, cut between paragraphs."""
    line.relative.language_code = "de"
    await line.write("/privacy")
    await line.sees(texts.say("en", "privacy-beyond", door="telegram"))

    told = "\n\n".join(line.said())
    for language in LANGUAGES:
        parts = texts.say(language, "privacy", door="telegram").split("\n\n")
        assert [part for part in parts if f"\n\n{part}\n\n" not in f"\n\n{told}\n\n"] == []


async def test_a_button_under_anonymity(line: OnTelegram, texts: Texts) -> None:
    """One tap after the answer on anonymity tells who can see what."""
    await line.write("är det anonymt?")
    await line.pause()
    await line.sees("Du behöver inte säga vem du är")
    await line.taken(line.relative.press(line.bot, "Vem kan se vad?"))

    await line.sees(texts.say("sv", "privacy", door="telegram"))


@pytest.mark.parametrize("command", [*COMMANDS, "/kod@stodbot"])
async def test_danger_after_a_command(line: OnTelegram, command: str) -> None:
    """Danger that is told behind a command is danger, and is answered at once."""
    await line.write(f"{command} {DANGER}")
    await line.sees("ring 112")

    found = await line.conversation()
    assert found.dangers
    assert [one.text for one in await line.lines() if one.text] == [f"{command} {DANGER}"]


async def test_danger_in_one_word(line: OnTelegram) -> None:
    """Danger is heard also where one word behind a command could be that of a link."""
    await line.write("/start suicide")
    await line.sees("call 112")

    assert (await line.conversation()).dangers


async def test_begins_with_it(line: OnTelegram, valkey: Valkey) -> None:
    """Who asks this first of all is answered, and has a conversation that goes on from there."""
    await line.write("/integritet")
    await line.sees("Telegram vet att ditt konto skriver hit, kan läsa")
    assert await valkey.exists(keys.ADDRESSES)
    await line.write("/start")

    await line.sees(WELCOME)


def test_the_menus() -> None:
    """Both menus have it, each by a word of its language."""
    assert [RELATIVES[language][PATHS[language]] for language in LANGUAGES] == [Choice.PRIVACY] * 2
