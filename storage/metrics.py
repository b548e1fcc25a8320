"""Says how much is waiting, for whoever keeps the bot running; it costs the same at any size."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select

from storage.deliveries import WAITING
from storage.tables import Delivery, columns
from storage.transactions import Transaction

_delivery = columns(Delivery)

# Watched live, an exact number would tell how many of a group are written to.
STEP = 100

# Nobody needs to know more exactly, and a scrape must not read a long queue every time.
MOST = 10_000

_due = (
    select(_delivery.due_at)
    .where(WAITING, _delivery.due_at <= bindparam("now"))
    .order_by(_delivery.due_at)
    .limit(MOST)
    .subquery("due")
)

DUE = select(func.count(), func.min(_due.c.due_at))


@dataclass(frozen=True, slots=True)
class Queue:
    """How many messages are due and wait, in full hundreds, and since when the oldest."""

    due: int
    oldest: datetime | None


def queue(tx: Transaction, now: datetime) -> Queue:
    """Return what is due and waits."""
    row = tx.one(DUE, now=now)
    due, oldest = row or (0, None)
    return Queue(due // STEP * STEP, oldest)
