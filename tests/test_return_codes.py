"""Promises of return codes in the doors: shown once, kept by nobody, and hard to guess."""

import hashlib
import re
from itertools import pairwise
from typing import Any

import pytest
from builders import MINUTE, SetClock, everything
from telegram_line import DANGER, HUMAN, OnTelegram, distance, limits, line, rates, way
from visitors import JSON, Browser, chat_id, events, new_session

from bot.app import Running
from bot.store import keys
from bot.store.client import Valkey
from handlers import flood
from handlers.return_code import BITS

__all__ = ["distance", "limits", "line", "rates", "way"]

NOWHERE = "abborre ackord akacia akleja akrobat akustik"


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Give what has been hashed, of which each costs us some 40 ms."""
    done: list[bytes] = []
    scrypt = hashlib.scrypt

    def counted(code: bytes, **how: Any) -> bytes:
        done.append(code)
        return scrypt(code, **how)

    monkeypatch.setattr(hashlib, "scrypt", counted)
    return done


async def words_for(relative: Browser) -> str:
    """Return the words that a page shows once."""
    await relative.get("/code")
    assert await relative.post("/code") == 200
    found = re.search(r'<p class="code"[^>]*>(.*?)</p>', relative.page, re.DOTALL)
    assert found
    return " ".join(re.findall(r"<span>(\w+)</span>", found[1]))


async def test_from_one_browser_to_another(
    site: Running, relative: Browser, counsellor: Browser, valkey: Valkey
) -> None:
    """By the words the talk goes on in another browser, and the first one shows it no more."""
    await relative.post("/say", text="jag vill prata med en människa")
    chat = await chat_id(counsellor)
    await counsellor.post(f"/desk/take/{chat}")
    words = await words_for(relative)
    assert len(words.split()) == 6
    stored = await everything(valkey)
    assert not [pair for pair in pairwise(words.split()) if re.search(r"\W+".join(pair), stored)]
    slow = hashlib.scrypt(words.encode(), salt=b"stodchatten return code", n=2**14, r=8, p=1)
    assert await valkey.hkeys(keys.RETURN_CODES) == [slow.hex()]
    for path in ("/code", "/"):
        await relative.get(path)
        assert not set(words.split()) <= set(re.findall(r"\w+", relative.page))
    async with new_session("sv-SE") as session:
        other = Browser(session, site.chat.rstrip("/"))
        await other.get("/code")
        assert await other.post("/return", text=f"Min kod är: {words.upper()}") == 200
        assert "jag vill prata med en människa" in other.page
        assert "Du är tillbaka i samtalet" in other.page
        await counsellor.post(f"/desk/say/{chat}", text="Hej igen")
        await other.get("/")
        assert "Hej igen" in other.page

    await relative.get("/")
    assert "jag vill prata" not in relative.page
    await counsellor.get(f"/desk/chat/{chat}")
    assert "är tillbaka och läser här" in counsellor.page


async def test_what_is_for_the_counsellor_alone(
    site: Running, relative: Browser, counsellor: Browser
) -> None:
    """What a counsellor is told of a relative is not told to the relative, in page or stream."""
    await relative.post("/say", text="jag vill prata med en människa")
    chat = await chat_id(counsellor)
    await counsellor.post(f"/desk/take/{chat}")
    words = await words_for(relative)
    async with new_session("sv-SE") as session:
        other = Browser(session, site.chat.rstrip("/"))
        await other.get("/code")
        await other.post("/return", text=words)
        await counsellor.get(f"/desk/chat/{chat}")
        assert "är tillbaka och läser här" in counsellor.page

        assert "är tillbaka och läser här" not in other.page
        shown = other.page.count("data-number=")
        told = await events(session, f"{other.base}/events?after={chat}.0")
        assert told.count("line") == shown


async def test_typed_into_the_chat(site: Running, relative: Browser, valkey: Valkey) -> None:
    """Who types the words into the chat goes on as well, and they stand in no transcript."""
    await relative.post("/say", text="det gäller min bror")
    words = await words_for(relative)
    async with new_session("sv-SE") as session:
        other = Browser(session, site.chat.rstrip("/"))
        await other.get("/")
        await other.post("/say", text=words)

        assert "det gäller min bror" in other.page
        assert words not in other.page
    assert words not in await everything(valkey)


async def test_the_old_page_begins_anew(site: Running, relative: Browser) -> None:
    """The page that is left does not say that anything was deleted, since nothing was."""
    await relative.post("/say", text="det gäller min bror")
    tag = re.search(r'data-after="(\w+)\.\d+"', relative.page)
    words = await words_for(relative)
    async with new_session("sv-SE") as session:
        other = Browser(session, site.chat.rstrip("/"))
        await other.get("/code")
        await other.post("/return", text=words)

    assert tag
    assert await events(relative.session, f"{relative.base}/events", f"{tag[1]}.1") == ["reload"]


async def test_words_that_lead_nowhere(site: Running, relative: Browser, valkey: Valkey) -> None:
    """Wrong words are answered in the same way, whatever is wrong, and nothing is kept of them."""
    await relative.post("/say", text="hej")
    over = await words_for(relative)
    await relative.get("/")
    await relative.post("/choose", choice="end")
    before = await valkey.hgetall(keys.ADDRESSES)
    answers = set()
    async with new_session("sv-SE") as session:
        other = Browser(session, site.chat.rstrip("/"))
        for text in (NOWHERE, "vad som helst", over):
            await other.get("/code")
            assert await other.post("/return", text=text) == 409
            assert text in other.page  # to be looked through once more
            answers.add(other.page.replace(text, ""))
        for text in (NOWHERE, over):
            await other.get("/")
            assert await other.post("/say", text=text) == 409
            assert "Det gick inte att fortsätta med de orden" in other.page
            assert text in other.page

    (answer,) = answers
    assert "Det gick inte att fortsätta med de orden" in answer
    assert "112" in answer
    assert "akleja" not in await everything(valkey)
    assert await valkey.hgetall(keys.ADDRESSES) == before


def test_how_hard_to_guess() -> None:
    """One of a thousand conversations that are kept for a fortnight: not once in so many lines."""
    both_doors = 2 * flood.HASHED.a_minute
    assert both_doors * 60 * 24 * 14 * 1000 * 10**9 < 2**BITS


@pytest.fixture
def few_of_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let all together try little more than one account may."""
    monkeypatch.setattr(flood, "HASHED", flood.Allowance(flood.TRIED.at_once + 2, a_minute=1))


async def test_too_many_guesses(
    few_of_all: None, site: Running, relative: Browser, clock: SetClock
) -> None:
    """Guesses are limited for all together, and only for a while; the chat itself goes on."""
    assert few_of_all is None
    for _ in range(flood.HASHED.at_once):
        async with new_session("sv-SE") as session:
            other = Browser(session, site.chat.rstrip("/"))
            await other.get("/code")
            await other.post("/return", text=NOWHERE)
            assert "Det gick inte att fortsätta" in other.page
    for path in ("/return", "/say"):
        await relative.get("/code")
        await relative.post(path, text=NOWHERE)
        assert "Vänta en liten stund" in relative.page
        assert "112" in relative.page
    await relative.get("/")
    assert await relative.post("/say", text=DANGER) == 200
    assert "Är du i fara nu, ring" in relative.page
    clock.at += MINUTE
    await relative.get("/code")
    await relative.post("/return", text=NOWHERE)

    assert "Det gick inte att fortsätta" in relative.page


async def test_as_many_as_one_person_asks_for(
    relative: Browser, clock: SetClock, hashed: list[bytes]
) -> None:
    """Who asks for words again and again costs no more than a few hashes, and is told to wait."""
    await relative.post("/say", text="hej")
    for _ in range(flood.GIVEN.at_once):
        await words_for(relative)
    assert await relative.post("/code") == 409
    assert "Vänta en liten stund" in relative.page
    assert "112" in relative.page
    assert len(hashed) == flood.GIVEN.at_once

    clock.at += MINUTE
    await words_for(relative)


async def test_no_words_for_nothing(relative: Browser, hashed: list[bytes]) -> None:
    """Who has written nothing is told when they can have words, and can use those they have."""
    await relative.get("/code")
    assert "Här finns inget samtal" in relative.page
    assert await relative.post("/code") == 200

    assert 'class="code"' not in relative.page
    assert "/return" in relative.page
    assert hashed == []


async def test_loading_the_refusal_anew(relative: Browser) -> None:
    """Who loads the page anew that refused their words comes to the form, and to no error."""
    await relative.get("/code")
    await relative.post("/return", text=NOWHERE)

    assert await relative.get("/return") == 200
    assert "Har du redan sex ord?" in relative.page


async def test_forged(relative: Browser) -> None:
    """Another site can neither take words for somebody nor bring them into a conversation."""
    await relative.post("/say", text="hej")
    for path in ("/code", "/return"):
        assert await relative.post(path, token="x", text=NOWHERE) == 403
        assert "112" in relative.page


async def test_while_the_store_is_away(relative: Browser, valkey: Valkey) -> None:
    """While nothing can be looked up the numbers are shown, and the words are not called wrong."""
    await relative.get("/code")
    await valkey.acl_setuser("default", enabled=True, commands=["-hget"])
    try:
        for path in ("/code", "/return"):
            assert await relative.post(path, text=NOWHERE) == 503
            assert "020-100 200" in relative.page
    finally:
        await valkey.acl_setuser("default", enabled=True, commands=["+hget"])


async def test_json(relative: Browser) -> None:
    """The page's script is told in a sentence that the words lead nowhere."""
    await relative.get("/")
    form = {"token": relative.field("token"), "client_id": "c1", "text": NOWHERE}
    url = f"{relative.base}/say"
    async with relative.session.post(url, data=form, headers=JSON) as answer:
        assert answer.status == 409
        assert "112" in (await answer.json())["error"]


# On Telegram


async def shown_words(line: OnTelegram) -> str:
    """Let the relative ask for words, and return them."""
    await line.write("/kod")
    message = await line.sees("Skriv av dem på papper")
    return message.text.splitlines()[0]


async def test_from_one_phone_to_another(line: OnTelegram, valkey: Valkey) -> None:
    """The talk goes on on another phone, and the first one is emptied without a word."""
    await line.talk()
    words = await shown_words(line)
    assert words not in await everything(valkey)
    other = line.telegram.person("Bo", language_code="sv")
    other.write(line.bot, f"/kod {words}")
    await other.sees(line.bot, "Du är tillbaka i samtalet")
    await line.reply("hej igen")
    await other.sees(line.bot, "hej igen")

    await line.nothing_is_owed()
    assert line.relative.phone(line.bot) == []


async def test_words_under_a_veil(line: OnTelegram) -> None:
    """The words, and they alone, are no part of a notification: to be shown they are touched."""
    await line.write(HUMAN)
    words = await shown_words(line)
    (sent,) = [call for call in line.bot.sent("sendMessage") if words in str(call.params)]

    (veil,) = sent.params["entities"]
    assert veil["type"] == "spoiler"
    # In code units of UTF-16, as Telegram counts.
    text = str(sent.params["text"]).encode("utf-16-le")
    begins, ends = 2 * veil["offset"], 2 * (veil["offset"] + veil["length"])
    assert text[begins:ends].decode("utf-16-le") == words


async def test_each_time_other_words(line: OnTelegram) -> None:
    """Who asks twice is shown other words at once, and the first are of no use any more."""
    await line.write(HUMAN)
    first = await shown_words(line)
    await line.write("/code")
    await line.relative.until(
        line.bot, lambda shown: sum("på papper" in one.text for one in shown) > 1
    )
    other = line.telegram.person("Bo", language_code="sv")
    other.write(line.bot, first)
    await other.sees(line.bot, "Det gick inte att fortsätta")


async def test_no_words_on_an_empty_phone(line: OnTelegram, hashed: list[bytes]) -> None:
    """Who has written nothing is told when they can have words."""
    await line.write("/kod")
    await line.sees("Här finns inget samtal")
    assert hashed == []


@pytest.mark.parametrize(
    ("text", "allowance"), [("/kod", flood.GIVEN), (NOWHERE, flood.TRIED)], ids=["given", "tried"]
)
async def test_many_of_one_account(
    line: OnTelegram, hashed: list[bytes], text: str, allowance: flood.Allowance
) -> None:
    """However often one account asks for words or tries some, it costs a few hashes."""
    await line.write(HUMAN)
    sent = [line.relative.write(line.bot, text) for _ in range(3 * allowance.at_once)]
    await line.taken(sent[-1])
    assert len(hashed) == allowance.at_once

    await line.write(DANGER)
    await line.sees("ring 112")


async def test_one_account_tries_too_often(few_of_all: None, line: OnTelegram) -> None:
    """Who tries too often takes nothing from what all have together."""
    assert few_of_all is None
    await line.talk()
    words = await shown_words(line)
    eve = line.telegram.person("Eve", language_code="sv")
    sent = [eve.write(line.bot, NOWHERE) for _ in range(3 * flood.TRIED.at_once)]
    await line.taken(sent[-1])
    await eve.sees(line.bot, "Det gick inte att fortsätta")

    other = line.telegram.person("Bo", language_code="sv")
    other.write(line.bot, words)
    await other.sees(line.bot, "Du är tillbaka i samtalet")
    async with new_session("sv-SE") as session:
        browser = Browser(session, line.site.chat.rstrip("/"))
        await browser.get("/code")
        await browser.post("/return", text=words)
        assert "Du är tillbaka i samtalet" in browser.page


async def test_told_to_wait(line: OnTelegram, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who has tried too often is told so, and who to call."""
    monkeypatch.setattr(flood, "TRIED", flood.Allowance(at_once=0, a_minute=1))
    await line.stop()
    await line.start()
    await line.write(NOWHERE)
    told = await line.sees("Vänta en liten stund")

    assert "112" in told.text


async def test_erased_with_the_rest(line: OnTelegram) -> None:
    """The message with the words goes from the phone with all the rest."""
    await line.write(HUMAN)
    await shown_words(line)
    await line.nothing_is_owed()
    await line.write("/radera")
    notice = await line.sees("Det som gick att radera är raderat")
    await line.relative.until(line.bot, lambda shown: shown == [notice])
