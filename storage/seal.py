"""Seals answers and makes pseudonyms, so that a dump of the database says nothing.

AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce for each value. The associated
data is the row a value belongs to, so a sealed value moved to another row does not open.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Mapping, Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

# What AES-256 takes.
KEY_BYTES = 32
# The nonce size for which GCM was specified; others are hashed down to it.
NONCE_BYTES = 12
# The first byte of everything sealed, so that a later format can be told apart.
FORMAT = b"\x01"


class MalformedKeysError(Exception):
    """The keys are not `id:base64url of 32 bytes`, separated by commas or lines."""


class NotOpenedError(Exception):
    """A sealed value does not open: another key, another row, or changed."""


class Ring:
    """The site's keys: the first seals, all of them open."""

    def __init__(self, keys: Mapping[str, bytes]) -> None:
        self._sealing = next(iter(keys))
        key_id = self._sealing.encode()
        # What everything begins with that the first key sealed.
        self._first = FORMAT + bytes([len(key_id)]) + key_id
        self._ciphers = {key_id: AESGCM(key) for key_id, key in keys.items()}

    def seal(self, plain: bytes, row: str) -> bytes:
        """Return `plain` sealed for `row`: format, key id, nonce, ciphertext with its tag."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        sealed = self._ciphers[self._sealing].encrypt(nonce, plain, row.encode())
        return self._first + nonce + sealed

    def renew(self, sealed: bytes, row: str) -> bytes:
        """Return what was sealed for `row` under the first key: as it is, if that sealed it.

        Raises:
            NotOpenedError: As `open` does.
        """
        plain = self.open(sealed, row)
        return sealed if self.is_of_first(sealed) else self.seal(plain, row)

    def is_of_first(self, sealed: bytes) -> bool:
        """Return whether the first key sealed this, by what stands on it."""
        return sealed.startswith(self._first)

    def open(self, sealed: bytes, row: str) -> bytes:
        """Return what was sealed for `row`.

        Raises:
            NotOpenedError: It was sealed with a key that is not here, for another row,
                or was changed since.
        """
        nonce_at = 2 + (sealed[1] if len(sealed) > 1 else 0)
        text_at = nonce_at + NONCE_BYTES
        cipher = self._ciphers.get(sealed[2:nonce_at].decode(errors="replace"))
        if cipher is None or sealed[:1] != FORMAT or len(sealed) < text_at:
            raise NotOpenedError
        try:
            return cipher.decrypt(sealed[nonce_at:text_at], sealed[text_at:], row.encode())
        except InvalidTag:
            raise NotOpenedError from None


def read_keys(text: str) -> Ring:
    """Return the keys written in `text` as `id:base64url of 32 bytes[,…]`, one or more.

    Raises:
        MalformedKeysError: Anything else. The text is not repeated in the message.
    """
    parts = [part.strip() for part in text.replace("\n", ",").split(",") if part.strip()]
    keys = dict(_key(part) for part in parts)
    if not parts or len(keys) != len(parts):
        raise MalformedKeysError
    return Ring(keys)


def new_key(key_id: str) -> str:
    """Return a new random key in the form in which `read_keys` reads it."""
    return f"{key_id}:{base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode()}"


def new_link_key() -> bytes:
    """Return a new random key from which one person's pseudonyms will be made."""
    return secrets.token_bytes(KEY_BYTES)


def pseudonym(link_key: bytes, about: Sequence[str]) -> str:
    """Return the name under which one answer of one person is kept.

    It differs for each thing answered: under one lasting name, somebody who knows in which
    weeks a colleague answered could find them by the pattern. HMAC-SHA-256 (RFC 2104),
    cut to 128 bits.
    """
    return hmac.digest(link_key, "\x1f".join(about).encode(), hashlib.sha256).hex()[:32]


def _key(part: str) -> tuple[str, bytes]:
    key_id, colon, encoded = part.partition(":")
    try:
        # Base64url is written with and without its padding (RFC 4648, 3.2).
        key = base64.b64decode(encoded.rstrip("=") + "=", altchars=b"-_", validate=True)
        length = len(key_id.encode())
    except (binascii.Error, ValueError):
        raise MalformedKeysError from None
    # The id's length is kept in one byte.
    if not colon or not 0 < length < 256 or len(key) != KEY_BYTES:
        raise MalformedKeysError
    return key_id, key
