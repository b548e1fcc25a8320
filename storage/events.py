"""Remembers for a while which of Slack's events were answered."""

from datetime import datetime

from sqlalchemy import bindparam, delete
from sqlalchemy.dialects import postgresql

from storage.tables import HeardEvent, columns
from storage.transactions import Transaction

_heard = columns(HeardEvent)

# Of two processes that hear the same event, one is the first.
HEAR = postgresql.insert(HeardEvent).on_conflict_do_nothing()

FORGET = delete(HeardEvent).where(_heard.heard_at < bindparam("before"))


def hear(tx: Transaction, event_id: str, now: datetime, *, forget_before: datetime) -> bool:
    """Return whether this event is new; from here on it is not. Older ones are forgotten."""
    tx.run(FORGET, before=forget_before)
    return bool(tx.run(HEAR, event_id=event_id, heard_at=now))
