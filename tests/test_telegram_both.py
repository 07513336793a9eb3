"""Promises of what a counsellor on Telegram knows of what a relative on Telegram got."""

from chaos.line import whole_line
from telegram_chats import Shown
from test_delivery import REFUSED


async def test_delivered_or_not() -> None:
    """What arrived is marked so; what never will is not, and is pointed out."""
    async with whole_line() as line:
        (relative,) = line.people(1)
        await line.wait_in_line([relative])
        kim = await line.on_duty("Kim")
        await line.take(kim, relative)
        await relative.sees(line.relatives, "Nu är Kim")
        kim.write(line.desk, "ett")
        await relative.sees(line.relatives, "ett")
        line.relatives.fail_next(1, status=400, body=REFUSED, method="sendMessage")
        kim.write(line.desk, "två")
        told = await kim.sees(line.desk, "Det här meddelandet kom inte fram")
        kim.write(line.desk, "tre")
        await relative.sees(line.relatives, "tre")

        def all_marked(shown: list[Shown]) -> bool:
            return [one.text for one in shown if one.reaction] == ["ett", "tre"]

        shown = await kim.until(line.desk, all_marked)
        (refused,) = [one for one in shown if one.text == "två"]
        assert told.reply_to == refused.message_id
