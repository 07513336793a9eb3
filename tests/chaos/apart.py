"""Scenarios in processes of their own: side by side, and each with its own log and loop."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any, TypeVar

Found = TypeVar("Found")


async def side_by_side(
    scenarios: Iterable[Callable[[], Coroutine[Any, Any, Found]]], at_once: int = 2
) -> AsyncIterator[Found]:
    """Run scenarios, so many at once; yield what each found, in their order.

    A line and what stands for Telegram need most of a core, unless they mostly wait.
    """
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor(at_once, get_context("spawn")) as pool:
        tried = [loop.run_in_executor(pool, _alone, scenario) for scenario in scenarios]
        for one in tried:
            yield await one


def _alone(scenario: Callable[[], Coroutine[Any, Any, Found]]) -> Found:
    logging.getLogger().addHandler(logging.NullHandler())
    return asyncio.run(scenario())
