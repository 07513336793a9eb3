"""Changes the secret key, also while the service runs."""

from bot.opening import locked_store, open_store
from bot.settings import Settings
from bot.store.client import StoreError
from bot.store.server import StoreStartError
from bot.store.turning import renew, rotate


async def change_key(settings: Settings) -> None:
    """Seal by a new key from now on, and keep all that there is.

    Raises SecretKeyError or StoreStartError.
    """
    async with open_store(settings) as valkey:
        try:
            await rotate(valkey, settings.key_file)
        except (StoreError, OSError) as error:
            raise _away(error) from None


async def begin_anew(settings: Settings) -> None:
    """Begin with a new key, and forget every conversation; raises as `change_key` does."""
    async with locked_store(settings) as valkey:
        try:
            await renew(valkey, settings.key_file)
        except (StoreError, OSError) as error:
            raise _away(error) from None


def _away(error: Exception) -> StoreStartError:
    return StoreStartError(f"the store does not answer ({type(error).__name__}); try again")
