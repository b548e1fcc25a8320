"""Remembers link keys under another seal."""

from sqlalchemy import bindparam, select, update

from storage.people import SealedKey
from storage.tables import LinkKey, columns
from storage.transactions import Transaction

_link_key = columns(LinkKey)

# The next few link keys after somebody's.
SOME_LINK_KEYS = (
    select(_link_key.person_id, _link_key.sealed)
    .where(_link_key.person_id > bindparam("after"))
    .order_by(_link_key.person_id)
    .limit(bindparam("limit"))
)

# The key itself stays, and with it every pseudonym.
RESEAL = (
    update(LinkKey)
    .where(_link_key.person_id == bindparam("of_person"))
    .values(sealed=bindparam("anew"))
)


def some_link_keys(tx: Transaction, after: str, limit: int) -> list[SealedKey]:
    """Return up to `limit` sealed link keys after a person's, by their ids."""
    return [SealedKey(*row) for row in tx.all(SOME_LINK_KEYS, after=after, limit=limit)]


def reseal(tx: Transaction, key: SealedKey) -> None:
    """Keep somebody's link key as it is sealed now."""
    tx.run(RESEAL, of_person=key.person_id, anew=key.sealed)
