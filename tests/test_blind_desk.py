"""Promises of what a counsellor's side can know: nothing that could hold where or who somebody is.

They are kept by the shape of the code, so that no slip, no new field and no curiosity breaks them.
"""

import ast
import inspect
from types import ModuleType
from typing import Final

import grimp
import pytest
from reachable import reach

from bot.doors import (
    board,
    desk_access,
    desk_phone,
    relatives_phone,
    staff_bot,
    telegram_desk,
    telegram_relatives,
    web_chat,
    web_desk,
)
from bot.reception import Reception
from bot.sealing import Seal, Sealing, SecretKey
from bot.store.addresses import Address, Addresses
from bot.store.client import Valkey
from bot.store.relatives_outbox import RelativesOutbox

DESK: Final = (web_desk, desk_access, board, telegram_desk, desk_phone, staff_bot)
RELATIVES: Final = (web_chat, telegram_relatives, relatives_phone)

# Each of these is where a relative is reached, or a way to it.
WAYS: Final = {
    Address, Addresses, Reception, RelativesOutbox, Valkey, Sealing, Seal, SecretKey,
}  # fmt: skip

# All that a counsellor's side can reach and that could hold anything, by why it is no address.
# Whoever adds a field has to look at it here first.
LOOKED_AT: Final = {
    "made up by the line, to tell one thing from another": """
        changes.Changes.me
        conversation.Conversation.id
        conversation.Counsellor.id
        conversations.Conversations.due
        conversations.Conversations.replaced
        conversations.Conversations.talking
        conversations.Source.counsellor_id
        counsellors.Counsellors.on_duty
        desk_chats.DeskChats.on_duty
        desk_chats.Seat.current
        desk_chats.Seat.talks
        events.CounsellorEdited.counsellor_id
        events.CounsellorEdited.id
        events.CounsellorEnded.counsellor_id
        events.CounsellorEnded.id
        events.CounsellorHandedBack.counsellor_id
        events.CounsellorHandedBack.id
        events.CounsellorTook.id
        events.CounsellorWrote.counsellor_id
        events.CounsellorWrote.id
        outbox.Entry.conversation_id
        outbox.Entry.counsellor_id
        outbox.Entry.member
        outbox.Entry.phone
        rendering.Tryout.counsellor_id
        web.event_id
    """,
    "what a conversation is called while it lasts, drawn by lot": """
        conversation.Conversation.code
    """,
    "what a counsellor is called, and speaks": """
        conversation.Counsellor.alias
        conversation.Counsellor.languages
        conversation.Line.alias
    """,
    "what somebody wrote": """
        conversation.Conversation.unanswered
        conversation.Held.text
        conversation.Line.text
        events.CounsellorEdited.text
        events.CounsellorWrote.text
        incoming.clean
    """,
    "what is shown, made of what stands in this list": """
        board.BoardView.chat
        board.BoardView.show
        rendering.Rendering.html
        rendering.Rendering.lines
    """,
    "a text of the line, its key, or a value that a decision puts there": """
        conversation.Conversation.reason
        conversation.Conversation.said
        conversation.Line.key
        conversation.Line.values
        decisions.Say.key
        decisions.Say.values
        errors.ConversationError.values
        errors.MessageError.values
        rendering.Rendering.buttons
        telegram_text.next_piece
        telegram_text.pieces
        telegram_text.said
        texts.Texts.keys
        texts.Texts.say
        texts.Texts.source
        texts.Texts.variables
        web.sentence
    """,
    "a fact of the line, from its own file": """
        hours.Day.reason
        hours.Hours.holidays
        hours.Hours.last_intake
        hours.Span.__str__
        hours.Span.closes
        hours.Span.opens
        hours.SpecialDay.reason
        line.Line.danger_rule
        line.Line.exit_page
        line.Line.first_contact
        line.Line.number
        line.Line.operator
        line.Line.second_contact
        line.Line.secrecy
        line.Numbers.children
        line.Numbers.emergency
        line.Numbers.helpline
        line.Numbers.police
        line.Numbers.suicide
        line.Numbers.violence
    """,
    "a count, a place in the queue, a version, or the number of a line": """
        changes.Changes.watched
        conversation.Conversation.burst
        conversation.Conversation.joined_ahead
        conversation.Held.quotes
        conversation.Line.edits
        conversation.Line.quotes
        conversations.Conversations.codes_in_use
        conversations.Conversations.pointed_at
        conversations.Loaded.version
        decisions.Situation.measured
        decisions.Situation.on_duty
        decisions.Situation.place
        decisions.Situation.waiting
        decisions.Situation.waiting_before
        events.CounsellorEdited.line
        events.CounsellorWrote.quotes
        handing_back.hand_all_back
        language.Leaning.against
        outbox.Brought.lines
        outbox.Outbox.entries
        outbox.Outbox.line_of
        outbox.Outbox.note
        outbox.Outbox.told
        outbox.Owed.brought
        outbox.Owed.first
        outbox.Owed.version
        queue.Board.length
        queue.Queue.length
        queue.Standing.measured
        queue.Standing.place
        queue.Standing.waiting
        telegram_desk.TelegramDesk.go_off_duty
        web.cursor
        web_desk._Shown.lines
    """,
    "a message on a counsellor's own phone, or a note of how far it was told there": """
        conversations.Source.message
        desk_chats.Talk.asked
        desk_chats.Talk.heading
        desk_chats.Talk.topic
        outbox.Brought.deleted
        outbox.Brought.gone
        outbox.Brought.messages
        outbox.Brought.notes
        outbox.Outbox.messages
        outbox.Outbox.messages_of
        outbox.Outbox.showing
        outbox.Owed.notes
        staff_bot.StaffBot.open_topic
        staff_bot.StaffBot.send
    """,
    "a counsellor's own phone: it is found among those of counsellors alone": """
        desk_chats.DeskChats.part
        desk_outbox.DeskOutbox.chat_at
        desk_outbox.Phone.chat
        outbox.Owed.where
    """,
    "what came to the staff bot itself, from whoever writes there": """
        telegram_messages.Received.chat
        telegram_messages.Received.data
        telegram_messages.Received.id
        telegram_messages.Received.language
        telegram_messages.Received.message
        telegram_messages.Received.query
        telegram_messages.Received.reply_to
        telegram_messages.Received.text
        telegram_messages.Received.thread
    """,
    "a counsellor's own browser, the link that signs them in, or a form that they sent": """
        counsellors.Counsellors.invite
        counsellors.Counsellors.join
        counsellors.Counsellors.sign_in
        rendering.Tryout.token
        sessions.Cookie.beside
        sessions.Session.secret
        sessions.Session.token
        web.read_form
    """,
    "the staff bot's own account, and the answers to its calls": """
        bot_api.BotAccess.api
        bot_api.BotAccess.call
        bot_api.BotAccess.secret
        bot_api.BotAccess.token
        bot_api.BotAccess.url
        staff_request.AiohttpRequest.do_request
    """,
    "the name of an outbox, and news of what is owed: ids and ranks": """
        changes.Changed.news
        changes.Changed.take
        outbox.Outbox.name
    """,
    "what a log has to say, which takes in and gives nothing back": """
        logs.Log.error
        logs.Log.info
        logs.Log.warning
        logs.describe
    """,
}

# What others have made, and is held: what it answers is a counsellor's own, or waits.
FOREIGN: Final = {
    "aiohttp.web_response.Response",
    "aiohttp.web_response.StreamResponse",
    "asyncio.locks.Event",
    "telegram._bot.Bot",
}


def imported_by(*modules: ModuleType) -> set[str]:
    """Return what these import of the relatives' side, by themselves or by what they import."""
    graph = grimp.build_graph("bot", "handlers", cache_dir=None)
    theirs = {way.__module__ for way in (Address, Addresses, Reception, RelativesOutbox)}
    return theirs & set().union(*(graph.find_upstream_modules(one.__name__) for one in modules))


def test_no_way_leads_there() -> None:
    """Whatever a counsellor's door is given, holds or gets back, none of it is an address.

    Nor is there an import that leads to where addresses are.
    """
    assert reach(*DESK).ours & WAYS == set()
    assert imported_by(*DESK) == set()


def test_all_was_looked_at() -> None:
    """Nothing that could hold an address can be reached by a desk until somebody has looked."""
    found = reach(*DESK)
    looked_at = {place for places in LOOKED_AT.values() for place in places.split()}

    assert found.places.keys() - looked_at == set(), "say in LOOKED_AT why it is no address"
    assert looked_at - found.places.keys() == set(), "it is there no longer"
    assert found.foreign.keys() == FOREIGN


def test_the_relatives_side_is_seen_through() -> None:
    """The same walk finds the addresses where there are some: in the doors of relatives."""
    found = reach(*RELATIVES)

    assert {Address, Reception, RelativesOutbox} <= found.ours
    assert "addresses.Address.chat" in found.places
    assert "bot.store.addresses" in imported_by(*RELATIVES)


@pytest.mark.parametrize("module", DESK)
def test_nobody_reads_what_another_keeps_to_itself(module: ModuleType) -> None:
    """No desk goes past what others offer: behind that is the store, with everything in it."""
    read = {
        f"{ast.unparse(node.value)}.{node.attr}"
        for node in ast.walk(ast.parse(inspect.getsource(module)))
        if isinstance(node, ast.Attribute) and node.attr.startswith("_")
    }

    assert {name for name in read if not name.startswith("self.")} <= {"desk.session._replace"}
