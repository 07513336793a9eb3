"""Topics, in groups that are forums and with people if the bot has them."""

from telegram_bots import StandInBot
from telegram_chats import Chat, Params, Shown, bad


def check_thread(chat: Chat, params: Params) -> None:
    """Refuse a call into a topic that is not there."""
    thread = params.get("message_thread_id")
    if thread is not None and thread not in chat.topics:
        raise bad("message thread not found")


def create_forum_topic(bot: StandInBot, params: Params) -> Params:
    """Open a topic, in a group that is a forum or with a person if the bot has topics."""
    chat = _forum(bot, params)
    name = params.get("name", "")
    if not 1 <= len(name) <= 128:
        raise bad("TOPIC_TITLE_EMPTY" if not name else "TOPIC_TITLE_TOO_LONG")
    topic = {"name": name, "icon_color": params.get("icon_color", 7322096)}
    raw = bot.message(chat, bot.user, {"forum_topic_created": topic})
    thread = raw["message_id"]
    raw |= {"message_thread_id": thread, "is_topic_message": True}
    chat.topics[thread] = topic = {"message_thread_id": thread, **topic}
    chat.add(Shown(thread, from_bot=True, text="", raw=raw, kind="service", thread=thread))
    return topic


def edit_forum_topic(bot: StandInBot, params: Params) -> bool:
    """Give a topic another name."""
    chat = _forum(bot, params)
    topic = chat.topics.get(params.get("message_thread_id", 0))
    if topic is None:
        raise bad("message thread not found")
    if params.get("name", topic["name"]) == topic["name"]:
        raise bad("TOPIC_NOT_MODIFIED")
    topic["name"] = params["name"]
    return True


def close_forum_topic(bot: StandInBot, params: Params) -> bool:
    """Close a topic, which can be done in groups alone."""
    chat = _forum(bot, params)
    if chat.private:
        raise bad("the chat is not a forum")
    topic = chat.topics.get(params.get("message_thread_id", 0))
    if topic is None:
        raise bad("message thread not found")
    topic["closed"] = True
    return True


def delete_forum_topic(bot: StandInBot, params: Params) -> bool:
    """Take a topic away with all that stands in it."""
    chat = _forum(bot, params)
    thread = params.get("message_thread_id", 0)
    if chat.topics.pop(thread, None) is None:
        raise bad("message thread not found")
    for shown in chat.messages.values():
        shown.deleted = shown.deleted or shown.thread == thread
    chat.changed()
    return True


def _forum(bot: StandInBot, params: Params) -> Chat:
    chat = bot.reach(params)
    if not (bot.user["has_topics_enabled"] if chat.private else chat.forum):
        raise bad("the chat is not a forum")
    return chat
