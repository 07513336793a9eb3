"""Relatives who let in all that they and their programs can tell, at each of their doors."""

import asyncio
import hashlib
import json
import re
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Final

import aiohttp
from builders import SECOND
from chaos.generated import KINDS
from chaos.line import HUMAN
from chaos.waiting import PATIENCE, until
from telegram_chats import Params
from telegram_oddities import SHAPES, WORDS, from_chat
from telegram_standin import Person, Shown, StandInBot
from visitors import JSON, Browser

from handlers.choices import Choice
from handlers.return_code import read
from privacy.canaries import Canaries
from privacy.house import House
from privacy.strangers import knock

_PAUSE: Final = 4 * SECOND  # after it, what was written in one burst is answered
_BURST: Final = 11 * SECOND  # nobody writes more than that within it
FROM_NOWHERE: Final = "an id that is none"
_DOES_SOMETHING: Final = re.compile('"human"|/radera')


class Relative(ABC):
    """Somebody who writes, and everything about them is a canary."""

    id: str = ""
    door: str

    def __init__(self, house: House, canaries: Canaries) -> None:
        self.house = house
        self.canaries = canaries

    async def begin(self) -> None:
        """Write for the first time, and tell everything."""
        before = await self.house.conversations()
        await self.write(self.canaries.words(f"{self.door}: the first message"))
        (self.id,) = await self.house.conversations() - before
        await self.write(await self._words_to_come_back_by())
        await self.tell()
        await self.house.later(_BURST)
        await self.tell_who()
        await self.house.later(_BURST)

    async def _words_to_come_back_by(self) -> str:
        """Have them shown; they are looked for as they stand there, and as they are understood."""
        words = await self.are_shown_words()
        for written in {words, read(words) or ""}:
            self.canaries.way_back(written, f"{self.door}: words to come back by")
        return words

    async def tell_who(self) -> None:
        """Tell who somebody is: have it sent as it is, have it hidden, and leave it held."""
        let, way = self.canaries, f"{self.door}: who it is"
        for text, choice in (
            (f"ring {let.phone(way)}", Choice.SEND),
            (f"skriv till {let.mailbox(way)}", Choice.HIDE),
            (f"det är {let.personal_number(way)}", None),
        ):
            await self.write(text)
            if choice:
                await self.is_asked(choice)
                await self.choose(choice)

    async def answer(self) -> None:
        """Write to whoever talks with them; the last of it is held."""
        await self.write(self.canaries.words(f"{self.door}: to a counsellor"))
        await self.tell_who()

    async def ask_for_a_person(self) -> None:
        """Wait in the queue."""
        await self.write(HUMAN)
        await self.house.later(_PAUSE)

    async def end(self) -> None:
        """End it themselves."""
        await self.choose(Choice.END)

    async def erase(self) -> None:
        """Let all of it be erased."""
        await self.choose(Choice.ERASE)

    async def keep(self) -> None:
        """Let what was written stay until the line opens."""
        await self.choose(Choice.KEEP)

    @abstractmethod
    async def are_shown_words(self) -> str:
        """Ask for words to come back by."""

    @abstractmethod
    async def is_asked(self, choice: Choice) -> None:
        """Wait until there is a button for it."""

    @abstractmethod
    async def write(self, text: str) -> None:
        """Send a message, and wait until it is kept."""

    @abstractmethod
    async def choose(self, choice: Choice) -> None:
        """Press a button."""

    @abstractmethod
    async def tell(self) -> None:
        """Send everything that can be sent."""


class OnTelegram(Relative):
    """A relative who writes by Telegram."""

    door = "Telegram"

    def __init__(self, house: House, canaries: Canaries) -> None:
        super().__init__(house, canaries)
        self.me = somebody(house, canaries, self.door)
        self._last = 0

    async def write(self, text: str) -> None:
        """Write to the bot."""
        sent = self.me.write(self.house.relatives, text)
        self._last = sent.message_id
        await self.house.relatives.taken(sent.update_id)

    async def are_shown_words(self) -> str:
        """Ask for them by the command, and lift the veil."""
        await self.write("/kod")
        shown = await self.me.sees(self.house.relatives, "på papper")
        return shown.text.splitlines()[0]

    async def is_asked(self, choice: Choice) -> None:
        """Wait until the bot asks, after what they last wrote."""
        await offered(self.me, self.house.relatives, choice.value, after=self._last)

    async def choose(self, choice: Choice) -> None:
        """Type what the bot's menu has."""
        commands = {Choice.END: "/avsluta", Choice.ERASE: "/radera"}
        if choice in commands:
            await self.write(commands[choice])
        else:
            pressed = self.me.press(self.house.relatives, choice.value)
            await self.house.relatives.taken(pressed.update_id)

    async def tell(self) -> None:
        """Send everything that a program of Telegram can send, and more."""
        bot, me, let = self.house.relatives, self.me, self.canaries
        me.write(bot, f"/start {let.token('Telegram: a link that leads here')}")
        me.write(bot, f"/hjalp {let.words('Telegram: behind a command')}")
        send_everything(me, bot, let, self.door)
        welcome = await me.sees(bot, "stödtelefonens chatt")
        me.react(bot, welcome.message_id, emoji=let.words("Telegram: a mark"))
        quoted = {"text": let.words("Telegram: a part that is quoted"), "position": 0}
        words = let.words("Telegram: an answer")
        me.write(bot, words, reply_to=welcome.message_id, quote=quoted)
        await until(lambda: not bot.updates.pending)
        await self.house.later(_BURST)
        send_oddities(me, bot, let, self.door)
        await until(lambda: not bot.updates.pending)


def somebody(house: House, canaries: Canaries, door: str, known: Canaries | None = None) -> Person:
    """Return somebody of whom Telegram tells everything; the line may know their account."""
    way = f"{door}: an account"
    return house.telegram.person(
        canaries.name(way),
        id=(known or canaries).user_id(way),
        last_name=canaries.name(way),
        username=canaries.username(way),
        language_code=f"sv-{canaries.token(way)}",
    )


async def offered(me: Person, bot: StandInBot, button: str, *, after: int = 0) -> None:
    """Wait until a message later than one has a button with this behind it."""

    def has_it(shown: list[Shown]) -> bool:
        later = [one for one in shown if one.message_id > after]
        return any(button == each.get("callback_data") for one in later for each in one.buttons)

    await me.until(bot, has_it)


def send_everything(me: Person, bot: StandInBot, let: Canaries, door: str) -> None:
    """Send all kinds of messages that there are."""
    sent = me.write(bot, let.words(f"{door}: what was changed later"))
    me.edit(bot, sent.message_id, let.words(f"{door}: what it was changed to"))
    me.write(bot, f"mitt nummer är {let.phone(f'{door}: in a message')}")
    me.send_media(bot, "photo", caption=let.words(f"{door}: under a picture"))
    me.send_media(bot, "document", file_name=let.words(f"{door}: the name of a file"))
    me.send_media(bot, "poll", question=let.words(f"{door}: a poll"))
    me.send_media(bot, "sticker", emoji=let.words(f"{door}: a sticker"))
    way = f"{door}: a contact"
    me.send_media(
        bot, "contact", phone_number=let.phone(way), first_name=let.name(way),
        user_id=let.user_id(way), vcard=let.words(way),
    )  # fmt: skip
    way = f"{door}: who is forwarded"
    other = Person(let.user_id(way), let.name(way), let.name(way), let.username(way))
    me.forward(bot, let.words(f"{door}: what is forwarded"), other)
    me.forward(bot, let.words(f"{door}: what is forwarded"), let.name(way))


def send_oddities(me: Person, bot: StandInBot, let: Canaries, door: str) -> None:
    """Send what no client sends."""
    words = let.words(f"{door}: a broken update")
    for name, shape in SHAPES.items():
        if name != FROM_NOWHERE:
            inject(bot, shape, me.info, words)
    about = {"from": me.user, "chat": me.info, "message_id": 1, "date": 1}
    for kind in ("something_of_next_year", *KINDS):
        text = let.words(f"{door}: {kind}") if kind not in {"message", "edited_message"} else ""
        bot.inject({kind: about | {"text": text, "data": text, "id": text}})


def inject(bot: StandInBot, updates: Iterable[Params], chat: Params, words: str) -> None:
    """Let broken updates come from a chat, with words in them."""
    for update in updates:
        there = json.dumps(from_chat(update, chat))
        if not _DOES_SOMETHING.search(there):
            bot.inject(json.loads(there.replace(WORDS, json.dumps(words)[1:-1])))


class OnTheWeb(Relative):
    """A relative in a browser, with a script or without."""

    def __init__(
        self, house: House, canaries: Canaries, browser: Browser, *, has_script: bool
    ) -> None:
        super().__init__(house, canaries)
        self.browser = browser
        self.door = "web with a script" if has_script else "web without a script"
        self._as_it_asks = JSON if has_script else {}

    async def begin(self) -> None:
        """Load the page, and write."""
        await self.browser.get(f"/?{self.canaries.token(f'{self.door}: in an address')}=1")
        know_session(self.browser, self.canaries, self.canaries, self.door)
        await super().begin()

    async def write(self, text: str) -> None:
        """Send the form of the page."""
        await self._send("/say", text=text)

    async def choose(self, choice: Choice) -> None:
        """Press a button of the page."""
        await self._send("/choose", choice=choice.value)

    async def are_shown_words(self) -> str:
        """Read the page that shows them once."""
        await self.browser.get("/code")
        assert await self.browser.post("/code") == 200
        return " ".join(re.findall(r"<span>(\w+)</span>", self.browser.page))

    async def is_asked(self, choice: Choice) -> None:
        """Load the page until it asks."""
        async with asyncio.timeout(PATIENCE):
            while f'value="{choice.value}"' not in self.browser.page:
                await self.browser.get("/")

    async def _send(self, path: str, **fields: str) -> None:
        await self.browser.get("/")
        form = {"client_id": self.canaries.token(f"{self.door}: a form")} | fields
        assert await self.browser.post(path, self._as_it_asks, **form) == 200
        await self.browser.get("/")

    async def tell(self) -> None:
        """Send everything that a browser can send, and more."""
        let, browser = self.canaries, self.browser
        await self.write(f"ring {let.phone(f'{self.door}: in a message')}")
        if self._as_it_asks:
            last = {"Last-Event-ID": let.token(f"{self.door}: the last of a stream")}
            async with browser.session.get(browser.base + "/events", headers=last) as stream:
                await stream.content.readline()
        else:
            await browser.get("/lines")
        await browser.get("/erased")
        await browser.get("/")
        await knock(browser, let, self.door, "/say")
        await browser.get("/")


def know_session(browser: Browser, let: Canaries, known: Canaries, door: str) -> None:
    """Look for the secret of a browser's cookie, and for what it is known by and is made of it."""
    for cookie in browser.session.cookie_jar:
        secret = cookie.value.partition(".")[0]
        let.let(secret, "session", f"{door}: a cookie")
        hashed = hashlib.sha256(secret.encode()).hexdigest()
        known.let(hashed, "session", f"{door}: its address")
    let.let(browser.field("token"), "session", f"{door}: a form's token")


@asynccontextmanager
async def browser(house: House, let: Canaries, door: str) -> AsyncIterator[Browser]:
    """Give a browser that tells where it is and what it is, in each way that there is."""
    way = f"{door}: a browser"
    headers = {
        "User-Agent": f"{let.agent(way)} {let.words(way)}",
        "Accept-Language": f"sv-SE,{let.token(way)}",
        "X-Forwarded-For": f"{let.far_address(way)}, {let.address(way)}",
        "X-Real-IP": let.far_address(way),
        "Forwarded": f'for="[{let.far_address(way)}]"',
        "Referer": f"https://example.org/{let.token(way)}",
        "X-Something": let.words(way),
    }
    connector = aiohttp.TCPConnector(local_addr=(let.address(way), 0))
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(connector=connector, headers=headers, cookie_jar=jar) as one:
        yield Browser(one, house.base)
