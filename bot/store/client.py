"""The connection to Valkey."""

from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

# What is thrown when the store is away or refuses; nothing was acknowledged then.
StoreError = RedisError

Valkey = Redis

# As many as one server answers at once without any of them waiting long.
CONNECTIONS = 64


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
    return Redis.from_pool(pool)
