"""Signs what is released, so that whoever reads it later can tell that nobody has changed it.

Ed25519 (RFC 8032). Keeps each site's key: the public half as it is, the private half sealed.
"""

import base64
import binascii

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects import postgresql

from storage.tables import SigningKey, columns
from storage.transactions import Transaction

_key = columns(SigningKey)

# Two processes at once make the same site's key; the first counts.
KEEP = postgresql.insert(SigningKey).on_conflict_do_nothing(index_elements=["site_id"])

KEPT = select(_key.public, _key.sealed).where(_key.site_id == bindparam("site_id"))

SITES = select(_key.site_id).order_by(_key.site_id)

# The key itself stays, and with it every signature.
RESEAL = (
    update(SigningKey).where(_key.site_id == bindparam("of_site")).values(sealed=bindparam("anew"))
)


def new_key() -> tuple[bytes, bytes]:
    """Return a new private key and its public half."""
    key = Ed25519PrivateKey.generate()
    return key.private_bytes_raw(), key.public_key().public_bytes_raw()


def sign(private: bytes, text: str) -> str:
    """Return the signature of a text."""
    signature = Ed25519PrivateKey.from_private_bytes(private).sign(text.encode())
    return base64.urlsafe_b64encode(signature).decode()


def verify(public: bytes, text: str, signature: str) -> bool:
    """Return whether a text is as it was when it was signed with this key's private half."""
    try:
        given = base64.urlsafe_b64decode(signature)
        Ed25519PublicKey.from_public_bytes(public).verify(given, text.encode())
    except (InvalidSignature, binascii.Error, ValueError):
        return False
    return True


def keep(tx: Transaction, site_id: str, public: bytes, sealed: bytes) -> None:
    """Keep a site's key, unless it has one."""
    tx.run(KEEP, site_id=site_id, public=public, sealed=sealed)


def kept(tx: Transaction, site_id: str) -> tuple[bytes, bytes] | None:
    """Return the public and the sealed half of a site's key, or None."""
    row = tx.one(KEPT, site_id=site_id)
    return (row.public, row.sealed) if row else None


def sites(tx: Transaction) -> list[str]:
    """Return the sites that have a key."""
    return [row.site_id for row in tx.all(SITES)]


def reseal(tx: Transaction, site_id: str, sealed: bytes) -> None:
    """Keep a site's key as it is sealed now."""
    tx.run(RESEAL, of_site=site_id, anew=sealed)
