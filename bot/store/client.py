"""The connection to Valkey."""

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

# What is thrown when the store is away or refuses; nothing was acknowledged then.
StoreError = RedisError

Valkey = Redis


def connect(url: str) -> Valkey:
    """Return a client for a Redis or Valkey server; it connects at first use.

    A call is tried once more at once, for a connection that died while it lay in the pool.
    After that the person is told: whoever sent something keeps it until it is committed. That
    the second try changes nothing twice is the commit's own promise.
    """
    return Redis.from_url(
        url,
        decode_responses=True,
        socket_connect_timeout=2,
        socket_timeout=5,
        retry=Retry(NoBackoff(), 1),
    )
