"""Seals what people write and where they are reached: without the secret key it is noise.

Each conversation has a random key of its own, which goes when it is forgotten. That key stands in
the store wrapped by the line's secret key, and the secret key never does. All is AES-256-GCM with
random nonces of 96 bits (NIST SP 800-38D), bound to what it is and to whose it is, so that one
thing cannot be put in the place of another. Addresses are looked up by a keyed hash.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Callable, Iterable
from typing import Final, NamedTuple, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from handlers.errors import SupportLineError

KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12


class SealedError(ValueError):
    """It cannot be opened: it is under another key, or is not what it was."""


class SecretKeyError(SupportLineError):
    """The secret key is missing, cannot be used, or is not the one of this store."""


class SecretKey:
    """The secret key of a line; what is made of it for one use tells nothing about another."""

    def __init__(self, secret: bytes) -> None:
        self.secret = secret
        self.id = _derived(secret, "id")[:8].hex()
        self._wrapping = AESGCM(_derived(secret, "wrapping"))
        self._hiding = _derived(secret, "hiding")

    def close(self, opened: bytes, what: str) -> str:
        """Return something sealed, with the id of this key in front."""
        return f"{self.id}.{_close(self._wrapping, opened, what)}"

    def open(self, sealed: str, what: str) -> bytes:
        """Return what was sealed by this key; raises SealedError."""
        return _open(self._wrapping, sealed.partition(".")[2], what)

    def hidden(self, address: str) -> str:
        """Return the name under which an address is looked up; its door is all that it tells."""
        door = address.partition(":")[0]
        found = hmac.digest(self._hiding, address.encode(), hashlib.sha256)
        return f"{door}:{_text(found)}"


class Veiled(NamedTuple):
    """Where somebody is reached, as it stands in the store: a name to find it by, and sealed."""

    hidden: str
    sealed: str

    @classmethod
    def read(cls, stands: str) -> Self:
        """Return what `str` made a text of."""
        hidden, _, sealed = stands.partition(" ")
        return cls(hidden, sealed)

    def __str__(self) -> str:
        return f"{self.hidden} {self.sealed}"


class Seal:
    """The key of one conversation; `wrapped` is how it stands in the store."""

    def __init__(self, conversation_id: str, key: bytes, wrapped: str) -> None:
        self.wrapped = wrapped
        self._conversation_id = conversation_id
        self._key = AESGCM(key)

    def close(self, text: str, what: str) -> str:
        """Return a text of the conversation sealed; `what` it is opens it again."""
        return _close(self._key, text.encode(), f"{what} {self._conversation_id}")

    def open(self, sealed: str, what: str) -> str:
        """Return a text of the conversation; raises SealedError."""
        return _open(self._key, sealed, f"{what} {self._conversation_id}").decode()

    def sealed_anew(self, sealed: str, what: str, other: "Seal") -> str:
        """Return something sealed with the key of another conversation; raises SealedError."""
        return other.close(self.open(sealed, what), what)


class Sealing:
    """The secret keys that this process knows, and the one by which the line seals now.

    There is more than one only while the key is being changed. `read` reads them anew: whoever
    changes the key first writes down the new one, and then lets the line turn to it.
    """

    def __init__(self, read: Callable[[], Iterable[SecretKey]], current_id: str) -> None:
        self._read = read
        self._keys: dict[str, SecretKey] = {}
        self.turn_to(current_id)

    @property
    def current_id(self) -> str:
        """The id of the key by which the line seals now."""
        return self._current.id

    def turn_to(self, key_id: str) -> None:
        """Seal by another key from now on; raises SecretKeyError for one that we do not have."""
        self._current = self._known(key_id)

    def new_seal(self, conversation_id: str) -> Seal:
        """Return a new key for a conversation that begins."""
        key = secrets.token_bytes(KEY_BYTES)
        wrapped = self._current.close(key, _key_of(conversation_id))
        return Seal(conversation_id, key, wrapped)

    def seal_of(self, conversation_id: str, wrapped: str) -> Seal:
        """Return the key of a conversation; raises SealedError."""
        return Seal(conversation_id, self._open(wrapped, _key_of(conversation_id)), wrapped)

    def hidden(self, address: str) -> str:
        """Return the name under which an address is looked up now."""
        return self._current.hidden(address)

    def close(self, text: str, what: str) -> str:
        """Return something sealed that belongs to no conversation."""
        return self._current.close(text.encode(), what)

    def open(self, sealed: str, what: str) -> str:
        """Return something that belongs to no conversation; raises SealedError."""
        return self._open(sealed, what).decode()

    def anew(self, conversation_id: str, wrapped: str) -> str:
        """Return a conversation's key, wrapped as the line seals now; raises SealedError."""
        what = _key_of(conversation_id)
        return self._current.close(self._open(wrapped, what), what)

    def _open(self, sealed: str, what: str) -> bytes:
        try:
            key = self._known(sealed.partition(".")[0])
        except SecretKeyError:
            raise SealedError from None
        return key.open(sealed, what)

    def _known(self, key_id: str) -> SecretKey:
        if key_id not in self._keys:
            self._keys |= {key.id: key for key in self._read()}
        try:
            return self._keys[key_id]
        except KeyError:
            raise SecretKeyError("that is not the key by which the store is sealed") from None


def _key_of(conversation_id: str) -> str:
    return f"key {conversation_id}"


def _derived(secret: bytes, use: str) -> bytes:
    """Return a key for one use (HKDF, RFC 5869)."""
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=f"stodchatten {use}".encode()).derive(secret)


def _close(key: AESGCM, opened: bytes, what: str) -> str:
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return _text(nonce + key.encrypt(nonce, opened, what.encode()))


def _open(key: AESGCM, sealed: str, what: str) -> bytes:
    try:
        given = base64.b64decode(sealed.encode(), altchars=b"-_", validate=True)
        return key.decrypt(given[:_NONCE_BYTES], given[_NONCE_BYTES:], what.encode())
    except (InvalidTag, ValueError):
        raise SealedError from None


def _text(given: bytes) -> str:
    return base64.urlsafe_b64encode(given).decode()
