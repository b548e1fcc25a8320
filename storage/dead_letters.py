"""Counts the messages that never came, by their kind, their week and a technical reason.

What was not wanted any more is left out: counted, it would say how many have paused.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import bindparam, func, or_, select

from storage.tables import Delivery, columns
from storage.transactions import Transaction

_delivery = columns(Delivery)

# The one reason beside Slack's own that is the same for everybody at a time, whatever they chose.
OUTAGE = "expired (outage)"

# By day: the two databases know no week in common.
DEAD_LETTERS = (
    select(
        _delivery.kind,
        _delivery.local_date,
        func.coalesce(_delivery.failure, _delivery.dropped).label("reason"),
        func.count().label("number"),
    )
    .where(
        or_(_delivery.failure.is_not(None), _delivery.dropped == OUTAGE),
        _delivery.local_date >= bindparam("since"),
    )
    .group_by(_delivery.kind, _delivery.local_date, _delivery.failure, _delivery.dropped)
)


@dataclass(frozen=True, slots=True, order=True)
class DeadLetters:
    """How many messages of a kind never came in the week from a Monday, and why."""

    week: date
    kind: str
    reason: str
    number: int


def dead_letters(tx: Transaction, since: date) -> list[DeadLetters]:
    """Return what never came of the weeks from the one of `since` on, week by week."""
    monday = since - timedelta(days=since.weekday())
    counted: Counter[tuple[date, str, str]] = Counter()
    for row in tx.all(DEAD_LETTERS, since=monday):
        week = row.local_date - timedelta(days=row.local_date.weekday())
        counted[week, row.kind, row.reason] += row.number
    return sorted(DeadLetters(*key, number) for key, number in counted.items())
