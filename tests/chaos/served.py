"""Serves the line in a process of its own, as fast as it can where Telegram sets no limits."""

import argparse
import asyncio
import signal
from datetime import datetime
from pathlib import Path

import uvloop
from builders import LINE, MESSAGES
from pydantic import SecretStr

from bot.app import Service, running
from bot.clock import Clock
from bot.logs import start_logging
from bot.settings import Listen, Settings
from bot.texts import load_texts
from chaos.line import DESK_TOKEN, QUICK, RELATIVES_TOKEN
from handlers.line import facts

READY = "ready"


async def _serve(data: Path, telegram: str, at: datetime) -> None:
    stopped = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    settings = Settings(
        data=data,
        listen=Listen("127.0.0.1", 0),
        telegram_token=SecretStr(RELATIVES_TOKEN),
        desk_telegram_token=SecretStr(DESK_TOKEN),
        telegram_api=telegram,
    )
    texts = load_texts(MESSAGES, facts(LINE), strict=True)
    service = Service(settings, LINE, texts, Clock(at), start_logging(), limits=QUICK)
    async with running(service):
        print(READY, flush=True)
        await stopped.wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("telegram")
    parser.add_argument("at", type=datetime.fromisoformat)
    asked = parser.parse_args()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_serve(asked.data, asked.telegram, asked.at))
