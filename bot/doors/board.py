"""What a counsellor's board shows: who waits and why, who talks with whom, who is on duty."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from bot.store.queue import Board
from bot.texts import Texts
from handlers.answers import now
from handlers.conversation import Author, Conversation, Counsellor, Keep
from handlers.decisions import Situation
from handlers.language import Language


@dataclass(frozen=True, slots=True)
class BoardView:
    """The board as one counsellor sees it, in the words of their language."""

    texts: Texts
    language: Language
    me: Counsellor
    situation: Situation

    def show(self, board: Board, duty: list[Counsellor], open_chat: str) -> dict[str, Any]:
        """Return what the template needs; `open_chat` is the id of the chat beside it."""
        others: defaultdict[str, list[str]] = defaultdict(list)
        mine = []
        for conversation in board.talking:
            if conversation.is_with(self.me):
                mine.append(self._mine(conversation, open_chat))
            elif conversation.counsellor:
                others[conversation.counsellor.alias].append(conversation.code)
        return {
            "waiting": [self._waiting(conversation) for conversation in board.waiting],
            "more": board.length - len(board.waiting),
            "mine": mine,
            "others": [
                {"alias": alias, "codes": codes} for alias, codes in sorted(others.items())
            ],
            "duty": [counsellor.alias for counsellor in duty],
            "closed_text": self._closed(),
        }

    def chat(self, conversation: Conversation) -> dict[str, Any]:
        """Return what the header of a chat needs."""
        return {
            "id": conversation.id,
            "code": conversation.code,
            "state": "erased" if conversation.erased else conversation.state.value,
            "language": conversation.leaning.language,
            "dangers": self._dangers(conversation),
        }

    def _waiting(self, conversation: Conversation) -> dict[str, Any]:
        joined = conversation.joined_at or self.situation.at
        return {
            "id": conversation.id,
            "code": conversation.code,
            "minutes": max(0, int((self.situation.at - joined).total_seconds() // 60)),
            "language": conversation.leaning.language,
            "dangers": self._dangers(conversation),
            "reason": self.texts.say(self.language, conversation.reason),
            "returned": conversation.returned,
            "kept": conversation.keep is Keep.KEPT,
        }

    def _mine(self, conversation: Conversation, open_chat: str) -> dict[str, Any]:
        return {
            "id": conversation.id,
            "code": conversation.code,
            "language": conversation.leaning.language,
            "dangers": self._dangers(conversation),
            "unread": conversation.last_author is Author.RELATIVE,
            "open": conversation.id == open_chat,
        }

    def _dangers(self, conversation: Conversation) -> list[str]:
        return [
            self.texts.say(self.language, danger.reason_key) for danger in conversation.dangers
        ]

    def _closed(self) -> str:
        if self.situation.is_open:
            return ""
        say = now(self.situation)
        return self.texts.say(self.language, say.key, **say.values)
