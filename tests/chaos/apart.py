"""Scenarios in processes of their own: side by side, and each with its own log and loop."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any, TypeVar

Found = TypeVar("Found")


async def side_by_side(
    scenarios: Iterable[Callable[[], Coroutine[Any, Any, Found]]], at_once: int = 2
) -> list[Found]:
    """Run scenarios, so many at once; return what each found."""
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor(at_once, get_context("spawn")) as pool:
        tried = [loop.run_in_executor(pool, _alone, scenario) for scenario in scenarios]
        return await asyncio.gather(*tried)


def _alone(scenario: Callable[[], Coroutine[Any, Any, Found]]) -> Found:
    logging.getLogger().addHandler(logging.NullHandler())
    return asyncio.run(scenario())
