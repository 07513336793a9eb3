"""The methods of the Bot API that the stand-in carries out, with Telegram's own refusals."""

import html
import json
import re
from collections.abc import Iterable

from telegram_bots import Call, Method, StandInBot
from telegram_chats import Chat, Params, Shown, bad
from telegram_topics import (
    check_thread,
    close_forum_topic,
    create_forum_topic,
    delete_forum_topic,
    edit_forum_topic,
)

LONGEST = 4096
DELETABLE_FOR = 48 * 3600
PRESS_LASTS = 60
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly "
    "the same as a current content and reply markup of the message"
)
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
PROFILE = {"name": 64, "description": 512, "short_description": 120}
TAG = re.compile(r"</?(?:b|strong|i|em|u|s|a|code|pre|tg-spoiler|blockquote)(?: [^<>]*)?>")


def get_me(bot: StandInBot, _: Params) -> Params:
    """Tell the bot who it is."""
    return bot.user


def send_message(bot: StandInBot, params: Params) -> Params:
    """Send a text."""
    text = _text(params)
    chat = bot.reach(params)
    content: Params = {"text": text}
    if "entities" in params:
        content["entities"] = params["entities"]
    if replied := _replied(chat, params):
        content["reply_to_message"] = replied
    check_thread(chat, params)
    _check_buttons(params)
    return bot.show(chat, text, params, content)


def edit_message_text(bot: StandInBot, params: Params) -> Params:
    """Change a text; the buttons go if they are not given again, as with Telegram."""
    text = _text(params)
    return _edit(bot, params, text)


def edit_message_reply_markup(bot: StandInBot, params: Params) -> Params:
    """Change the buttons alone."""
    return _edit(bot, params, None)


def _edit(bot: StandInBot, params: Params, text: str | None) -> Params:
    chat = bot.reach(params)
    shown = chat.find(params.get("message_id"), "to edit")
    if not shown.from_bot or (shown.reply_markup and "inline_keyboard" not in shown.reply_markup):
        raise bad("message can't be edited")
    _check_buttons(params)
    markup = params.get("reply_markup") or None
    if markup == {"inline_keyboard": []}:
        markup = None
    if text in {None, shown.text} and markup == shown.reply_markup:
        raise bad(NOT_MODIFIED)
    raw = {name: value for name, value in shown.raw.items() if name != "reply_markup"}
    raw["edit_date"] = int(bot.now())
    if markup:
        raw["reply_markup"] = markup
    if text is not None:
        shown.text = raw["text"] = text
    shown.raw, shown.reply_markup = raw, markup
    shown.edited += 1
    chat.changed()
    return raw


def delete_message(bot: StandInBot, params: Params) -> bool:
    """Take a message away."""
    chat = bot.reach(params, quietly=True)
    shown = chat.find(params.get("message_id"), "to delete")
    if not _deletable(bot, chat, shown):
        raise bad("message can't be deleted")
    shown.deleted = True
    chat.changed()
    return True


def delete_messages(bot: StandInBot, params: Params) -> bool:
    """Take up to a hundred away; what cannot be is passed over without a word."""
    chat = bot.reach(params, quietly=True)
    ids = params.get("message_ids") or []
    if not ids:
        raise bad("message identifiers are not specified")
    if len(ids) > 100:
        raise bad("too many message identifiers specified")
    there = [chat.messages[message_id] for message_id in ids if message_id in chat.messages]
    able = [shown for shown in there if _deletable(bot, chat, shown)]
    if bot.one_keeps_all and len(able) < len(there):
        raise bad("message can't be deleted")
    for shown in able:
        shown.deleted = True
    chat.changed()
    return True


def _deletable(bot: StandInBot, chat: Chat, shown: Shown) -> bool:
    age = bot.now() - shown.raw["date"]
    if shown.kind == "dice" and chat.private and age < DELETABLE_FOR / 2:
        return False
    return age < DELETABLE_FOR and shown.kind != "service"


def answer_callback_query(bot: StandInBot, params: Params) -> bool:
    """Answer a press, which has to be done soon."""
    query = params.get("callback_query_id", "")
    if bot.now() - bot.presses.get(query, float("-inf")) > PRESS_LASTS:
        raise bad(TOO_OLD)
    bot.answers[query] = params
    for chat in bot.chats.values():
        chat.changed()
    return True


def set_message_reaction(bot: StandInBot, params: Params) -> bool:
    """Put a sign to a message."""
    chat = bot.reach(params)
    chat.find(params.get("message_id"), "to react").reaction = params.get("reaction") or []
    chat.changed()
    return True


def send_chat_action(bot: StandInBot, params: Params) -> bool:
    """Say that the bot is typing."""
    chat = bot.reach(params)
    check_thread(chat, params)
    chat.actions.append(params.get("action", ""))
    chat.changed()
    return True


def forward_message(bot: StandInBot, params: Params) -> Params:
    """Pass a message on; it is remembered, since a test may want that it never happened."""
    return _passed_on(bot, params, "forwardMessage")


def copy_message(bot: StandInBot, params: Params) -> Params:
    """Copy a message; it is remembered, since a test may want that it never happened."""
    return {"message_id": _passed_on(bot, params, "copyMessage")["message_id"]}


def _passed_on(bot: StandInBot, params: Params, method: str) -> Params:
    bot.forwarded.append(Call(method, params, bot.limits.clock(), 200))
    source = bot.reach(params | {"chat_id": params.get("from_chat_id")}, quietly=True)
    text = source.find(params.get("message_id"), "to forward").text
    return bot.show(bot.reach(params), text, params, {"text": text})


def leave_chat(bot: StandInBot, params: Params) -> bool:
    """Leave a group."""
    chat = bot.reach(params)
    if chat.private:
        raise bad("chat member status can't be changed in private chats")
    chat.blocked = True
    chat.changed()
    bot.updates.put("my_chat_member", membership(bot, chat, bot.user, "member", "left"), chat.id)
    return True


def membership(bot: StandInBot, chat: Chat, by: Params, before: str, after: str) -> Params:
    """Make the news that somebody lets the bot in, or does not."""
    old, new = (
        {"status": status, "user": bot.user, **({"until_date": 0} if status == "kicked" else {})}
        for status in (before, after)
    )
    date = int(bot.now())
    return {
        "chat": chat.info,
        "from": by,
        "date": date,
        "old_chat_member": old,
        "new_chat_member": new,
    }


def _scope(params: Params) -> tuple[str, str]:
    scope = params.get("scope") or {"type": "default"}
    return json.dumps(scope, sort_keys=True), params.get("language_code") or ""


def set_my_commands(bot: StandInBot, params: Params) -> bool:
    """Set the commands for some people and a language."""
    for command in params.get("commands") or []:
        if not re.fullmatch("[a-z0-9_]{1,32}", command.get("command", "")):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= len(command.get("description", "")) <= 256:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    bot.commands[_scope(params)] = params.get("commands") or []
    return True


def get_my_commands(bot: StandInBot, params: Params) -> list[Params]:
    """Return the commands for just these people and this language."""
    return bot.commands.get(_scope(params), [])


def delete_my_commands(bot: StandInBot, params: Params) -> bool:
    """Forget the commands for some people and a language."""
    bot.commands.pop(_scope(params), None)
    return True


def _setter(what: str) -> Method:
    def set_it(bot: StandInBot, params: Params) -> bool:
        value = params.get(what) or ""
        if len(value) > PROFILE[what]:
            raise bad(f"BOT_{what.upper()}_TOO_LONG")
        bot.profile[what, params.get("language_code") or ""] = value
        return True

    return set_it


def _getter(what: str) -> Method:
    def get_it(bot: StandInBot, params: Params) -> Params:
        told = bot.profile.get((what, params.get("language_code") or ""))
        return {what: told or bot.profile.get((what, ""), "")}

    return get_it


def get_webhook_info(bot: StandInBot, _: Params) -> Params:
    """Tell where updates are posted to."""
    return bot.updates.info()


def _text(params: Params) -> str:
    text = str(params.get("text") or "").strip()
    if params.get("parse_mode") == "HTML":
        text = TAG.sub("", text)
        if "<" in text:
            raise bad("can't parse entities: Unsupported start tag")
        text = html.unescape(text)
    if not text:
        raise bad("message text is empty")
    if len(text) * 2 > LONGEST and len(text.encode("utf-16-le")) > LONGEST * 2:
        raise bad("message is too long")
    return text


def _replied(chat: Chat, params: Params) -> Params | None:
    reply = params.get("reply_parameters")
    if not reply:
        return None
    shown = chat.messages.get(reply.get("message_id", 0))
    if shown and not shown.deleted:
        return {name: it for name, it in shown.raw.items() if name != "reply_to_message"}
    if reply.get("allow_sending_without_reply"):
        return None
    raise bad("message to be replied not found")


def _check_buttons(params: Params) -> None:
    markup = params.get("reply_markup") or {}
    for button in (button for row in markup.get("inline_keyboard", ()) for button in row):
        if not button.get("text"):
            raise bad("can't parse inline keyboard button: Text buttons must be non-empty")
        if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= 64:
            raise bad("BUTTON_DATA_INVALID")


def _named(methods: Iterable[Method]) -> dict[str, Method]:
    def camel(name: str) -> str:
        return re.sub("_(.)", lambda letter: letter[1].upper(), name)

    return {camel(method.__name__): method for method in methods}


# What counts against a chat as well as against the bot, against the bot alone, and not at all.
SENDING = _named([send_message, forward_message, copy_message])
TIDYING = _named([
    edit_message_text, edit_message_reply_markup, delete_message, delete_messages,
    set_message_reaction, send_chat_action, create_forum_topic, edit_forum_topic,
    close_forum_topic, delete_forum_topic,
])  # fmt: skip
FREE = _named([
    get_me, answer_callback_query, leave_chat, set_my_commands, get_my_commands,
    delete_my_commands, get_webhook_info,
])  # fmt: skip
for _what in PROFILE:
    _camel = "".join(part.capitalize() for part in _what.split("_"))
    FREE |= {f"setMy{_camel}": _setter(_what), f"getMy{_camel}": _getter(_what)}
METHODS = SENDING | TIDYING | FREE
