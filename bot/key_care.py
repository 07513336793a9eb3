"""Changes the secret key, also while the service runs."""

from bot.opening import answering, locked_store, open_store
from bot.settings import Settings
from bot.store.turning import renew, rotate
from bot.store.unlocking import confirm_key


async def change_key(settings: Settings) -> None:
    """Seal by a new key from now on, and keep all that there is.

    Raises SecretKeyError, also where there is no key to change, or StoreStartError.
    """
    confirm_key(settings.key_file)
    async with open_store(settings) as valkey:
        with answering():
            await rotate(valkey, settings.key_file)


async def begin_anew(settings: Settings) -> None:
    """Begin with a new key, and forget every conversation; raises as `change_key` does."""
    async with locked_store(settings) as valkey:
        with answering():
            await renew(valkey, settings.key_file)
