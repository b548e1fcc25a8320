"""Locks what somebody takes along under a passphrase; docs/export.md says how it is opened.

The key is made by PBKDF2-HMAC-SHA-256 (RFC 8018), because browsers know it: nobody should need a
program of ours to read what is theirs. It is slow, though the passphrase has some 99 bits and
would need no slowness.
"""

import base64
import secrets
from dataclasses import dataclass
from hashlib import pbkdf2_hmac

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from storage.seal import KEY_BYTES, NONCE_BYTES

# No letter that could be taken for another, or for a digit.
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
GROUPS, GROUP = 5, 4
# What OWASP's cheat sheet on storing passwords asks of PBKDF2 with SHA-256 (2023).
ITERATIONS = 600_000
SALT_BYTES = 16
# Longer than what is kept of anybody, so that nobody sees by the file who has answered.
BLOCK = 256 * 1024


@dataclass(frozen=True, slots=True)
class Locked:
    """What is needed, besides the passphrase, to open something."""

    salt: bytes
    nonce: bytes
    data: bytes
    iterations: int = ITERATIONS

    def written(self) -> dict[str, str | int]:
        """Return it as the file holds it."""
        return {
            "format": "resiliency-export",
            "version": 1,
            "kdf": "PBKDF2-HMAC-SHA256",
            "iterations": self.iterations,
            "cipher": "AES-256-GCM",
            "salt": base64.b64encode(self.salt).decode(),
            "nonce": base64.b64encode(self.nonce).decode(),
            "data": base64.b64encode(self.data).decode(),
        }


def new_passphrase() -> str:
    """Return a new random passphrase, in groups that can be read out."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(GROUP)) for _ in range(GROUPS))
    return "-".join(groups)


def lock(plain: bytes, passphrase: str) -> Locked:
    """Return `plain` locked; however short it is, it is as long as everybody's."""
    salt, nonce = secrets.token_bytes(SALT_BYTES), secrets.token_bytes(NONCE_BYTES)
    padded = plain.ljust(-(-len(plain) // BLOCK) * BLOCK)
    return Locked(salt, nonce, AESGCM(_key(passphrase, salt)).encrypt(nonce, padded, None))


def _key(passphrase: str, salt: bytes) -> bytes:
    """Return the key; how the groups are set apart, and capitals, do not matter."""
    typed = "".join(letter for letter in passphrase.lower() if letter.isalnum())
    return pbkdf2_hmac("sha256", typed.encode(), salt, ITERATIONS, KEY_BYTES)
