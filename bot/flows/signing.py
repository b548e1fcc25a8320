"""A site signs what it releases; its key is made when it is first needed, and never leaves."""

from bot.flows.tools import Tools
from storage import signing
from storage.transactions import Transaction


def sign(tools: Tools, tx: Transaction, site_id: str, text: str) -> str:
    """Return a site's signature of a text.

    Raises:
        NotOpenedError: Its key was sealed with one that is not here.
    """
    if signing.kept(tx, site_id) is None:
        private, public = signing.new_key()
        signing.keep(tx, site_id, public, tools.ring.seal(private, key_row(site_id)))
    # Of two processes that make one, the key of the first counts.
    found = signing.kept(tx, site_id)
    assert found is not None  # noqa: S101 -- kept above
    return signing.sign(tools.ring.open(found[1], key_row(site_id)), text)


def public(tx: Transaction, site_id: str) -> bytes | None:
    """Return the public half of a site's key, or None while it has signed nothing."""
    found = signing.kept(tx, site_id)
    return found[0] if found else None


def verified(tx: Transaction, site_id: str, text: str, signature: str | None) -> bool:
    """Return whether a text is as the site signed it."""
    key = public(tx, site_id)
    return bool(key and signature and signing.verify(key, text, signature))


def key_row(site_id: str) -> str:
    """Return the row to which a site's key is sealed."""
    return f"signing_key/{site_id}"
