"""The one way through: arrive, understand, decide, commit. Every door hands its events here."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.clock import Clock
from bot.codes import new_code
from bot.store.addresses import Addresses
from bot.store.client import StoreError
from bot.store.conversations import Beginning, Conversations, Loaded, Outcome
from bot.store.counsellors import LOST_AFTER, Counsellors
from bot.store.queue import Queue
from handlers import from_counsellor, from_relative, on_the_clock
from handlers.choices import Choice
from handlers.conversation import Conversation, State
from handlers.decisions import Decision, Situation
from handlers.errors import ConversationEndedError
from handlers.events import (
    CounsellorEvent,
    CounsellorLost,
    Event,
    RelativeChose,
    RelativeEvent,
    TimePassed,
)
from handlers.language import hint
from handlers.line import Line

# Somebody is always faster only where hundreds press at the same moment, and each time one of
# them is done: this many rounds are never needed by people.
ROUNDS = 200
