"""Counsellors, at the web desk and on a phone, who write and let in all that is theirs."""

from abc import ABC, abstractmethod

from builders import SECOND
from chaos.waiting import until
from visitors import JSON, Browser

from privacy.canaries import Canaries
from privacy.house import House
from privacy.relatives import know_session, offered, send_everything, send_oddities, somebody
from privacy.strangers import knock


class Counsellor(ABC):
    """Somebody who answers.

    `known` is what the line has to know of them: who they are at Telegram, and their alias.
    """

    door: str

    def __init__(self, house: House, canaries: Canaries, known: Canaries) -> None:
        self.house = house
        self.canaries = canaries
        self.known = known
        self.alias = known.let(known.token("").replace("kan-", "Kim-"), "alias", "an invitation")

    async def _link(self) -> str:
        """Return what the command line's links end with."""
        said = await self.house.command("counsellors", "invite", self.alias)
        (token, *_) = (line.rpartition("/")[2] for line in said.split())
        return self.canaries.let(token, "token", "an invitation")

    async def leave(self) -> None:
        """Be a counsellor no more."""
        await self.house.command("counsellors", "remove", self.alias)

    @abstractmethod
    async def come(self) -> None:
        """Come on duty by a link."""

    @abstractmethod
    async def go(self) -> None:
        """Go off duty; whoever they talk with goes back to the queue."""

    @abstractmethod
    async def take(self, conversation: str) -> None:
        """Take a conversation, and write all that can be written."""

    @abstractmethod
    async def end(self, conversation: str) -> None:
        """End a conversation."""


class AtDesk(Counsellor):
    """A counsellor in a browser."""

    door = "web desk"

    def __init__(
        self, house: House, canaries: Canaries, known: Canaries, browser: Browser
    ) -> None:
        super().__init__(house, canaries, known)
        self.browser = browser

    async def stay(self) -> None:
        """Be heard of, as by the page that is open."""
        await self.browser.get("/desk")

    async def come(self) -> None:
        """Join by the link's button."""
        link = f"/desk/join/{await self._link()}"
        await self.browser.get(link)
        know_session(self.browser, self.canaries, self.known, self.door)
        assert await self.browser.post(link) == 200
        know_session(self.browser, self.canaries, self.known, self.door)

    async def go(self) -> None:
        """Press the button for it."""
        await self.stay()
        assert await self.browser.post("/desk/leave") == 200

    async def take(self, conversation: str) -> None:
        """Take it, and write with a script and without."""
        let, browser = self.canaries, self.browser
        await browser.get("/desk")
        await self._do("take", conversation)
        for as_it_asks in ({}, JSON):
            words = let.words(f"{self.door}: a message")
            await self._do("say", conversation, as_it_asks, text=words)
        await self._do("say", conversation, text=f"ring {let.phone(f'{self.door}: a message')}")
        last = {"Last-Event-ID": let.token(f"{self.door}: the last of a stream")}
        there = f"{browser.base}/desk/events?chat={conversation}"
        async with browser.session.get(there, headers=last) as stream:
            await stream.content.readline()
        await knock(browser, let, self.door, f"/desk/say/{conversation}")
        await browser.get(f"/desk/chat/{conversation}")

    async def end(self, conversation: str) -> None:
        """End it by the button."""
        await self._do("end", conversation)

    async def _do(
        self,
        what: str,
        conversation: str,
        as_it_asks: dict[str, str] | None = None,
        **fields: str,
    ) -> None:
        if not self.browser.field("token"):
            await self.browser.get("/desk")
        form = {"client_id": self.canaries.token(f"{self.door}: a form")} | fields
        path = f"/desk/{what}/{conversation}"
        token = self.browser.field("token")
        assert await self.browser.post(path, as_it_asks, token=token, **form) == 200
        await self.browser.get("/desk")


class OnPhone(Counsellor):
    """A counsellor in the staff bot."""

    door = "staff bot"

    def __init__(self, house: House, canaries: Canaries, known: Canaries) -> None:
        super().__init__(house, canaries, known)
        self.me = somebody(house, canaries, self.door, known)

    async def come(self) -> None:
        """Open the link, after somebody whom nobody has invited."""
        stranger = somebody(self.house, self.canaries, f"{self.door}, a stranger")
        stranger.write(self.house.desk, self.canaries.words("staff bot: a stranger"))
        stranger.write(self.house.desk, f"/start {self.canaries.token('staff bot: a wrong link')}")
        self.me.write(self.house.desk, f"/start {await self._link()}")
        await self.me.sees(self.house.desk, "Du är i tjänst")

    async def go(self) -> None:
        """Type the word for it."""
        sent = self.me.write(self.house.desk, "/ledig")
        await self.house.desk.taken(sent.update_id)

    async def take(self, conversation: str) -> None:
        """Take it by the alarm, and write all that a program of Telegram can write."""
        bot, let, door = self.house.desk, self.canaries, self.door
        before = self.me.chat(bot).last_id
        await self._press(f"take:{conversation}")
        heading = await self.me.sees(bot, "Du har tagit", after=before)
        words = let.words(f"{door}: a message")
        sent = self.me.write(bot, words, reply_to=heading.message_id)
        await bot.taken(sent.update_id)
        self.me.react(bot, heading.message_id, emoji=let.words(f"{door}: a mark"))
        send_everything(self.me, bot, let, door)
        send_oddities(self.me, bot, let, door)
        await until(lambda: not bot.updates.pending)
        await self.house.later(11 * SECOND)

    async def end(self, conversation: str) -> None:
        """End it, and say that one is sure."""
        for verb in ("end", "sure"):
            await self._press(f"{verb}:{conversation}")

    async def _press(self, button: str) -> None:
        bot = self.house.desk
        await offered(self.me, bot, button)
        await bot.taken(self.me.press(bot, button).update_id)
