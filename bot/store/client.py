"""The connection to Valkey."""

import asyncio
from typing import Any

from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from bot.sealing import Sealing

# What is thrown when the store is away or refuses; nothing was acknowledged then.
StoreError = RedisError

CLOSE_WITHIN = 1.0  # seconds

# As many as one server answers at once without any of them waiting long.
CONNECTIONS = 64


class Valkey(Redis):
    """A client that sends together what is asked for in the same round of the event loop.

    The way to the store costs more than the work there. Each gets its own answer, or its own
    error; if the way itself fails, all of them do. What tells of people is sealed by `sealing`,
    which is there once the store is unlocked.
    """

    sealing: Sealing

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self._asked: list[tuple[asyncio.Future[Any], tuple[Any, ...], dict[str, Any]]] = []
        self._under_way: set[asyncio.Task[None]] = set()

    async def execute_command(self, *command: Any, **options: Any) -> Any:
        """Ask the store, and return its answer."""
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._asked.append((answer, command, options))
        if len(self._asked) == 1:
            task = asyncio.create_task(self._send())
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
        return await answer

    async def __aexit__(self, *_: object) -> None:
        # Redis first counts who else uses the client, and closes nothing if it is cancelled there.
        await self.aclose()

    async def aclose(self, *given: Any) -> None:
        """Let go of the connections, once what is under way has been answered.

        Whoever closes may be told to stop meanwhile; nothing stays open for that.
        """
        closing = asyncio.create_task(self._close(*given))
        told = None
        while not closing.done():
            try:
                await asyncio.wait({closing})
            except asyncio.CancelledError as error:
                told = error
        closing.result()
        if told is not None:
            raise told

    async def _close(self, *given: Any) -> None:
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=CLOSE_WITHIN)
        await super().aclose(*given)

    async def _send(self) -> None:
        asked, self._asked = self._asked, []
        try:
            if len(asked) == 1:
                _, command, options = asked[0]
                one = super().execute_command(*command, **options)  # type: ignore[no-untyped-call]
                answers = [await one]
            else:
                pipeline = self.pipeline(transaction=False)
                for _, command, options in asked:
                    pipeline.execute_command(*command, **options)
                answers = await pipeline.execute(raise_on_error=False)
        except Exception as error:  # noqa: BLE001 - whoever asked has to hear of it
            answers = [error] * len(asked)
        for (waiting, _, _), answer in zip(asked, answers, strict=True):
            if waiting.done():
                continue  # whoever asked has gone
            if isinstance(answer, Exception):
                waiting.set_exception(answer)
            else:
                waiting.set_result(answer)


def connect(url: str) -> Valkey:
    """Return a client for a Redis or Valkey server; it connects at first use.

    A call is tried once more at once, for a connection that died while it lay in the pool.
    After that the person is told: whoever sent something keeps it until it is committed. That
    the second try changes nothing twice is the commit's own promise.
    """
    pool = BlockingConnectionPool.from_url(
        url,
        # Where more ask at once, they wait for a connection; without this they would be refused.
        max_connections=CONNECTIONS,
        timeout=5,
        decode_responses=True,
        socket_connect_timeout=2,
        socket_timeout=5,
        retry=Retry(NoBackoff(), 1),
    )
    client = Valkey(connection_pool=pool)
    client.auto_close_connection_pool = True
    return client
