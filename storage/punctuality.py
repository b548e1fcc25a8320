"""Counts how punctual the messages were that everybody on a list gets, by site and day."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, case, func, select, text

from storage.tables import EVERYBODYS, Delivery, columns
from storage.transactions import Transaction

_delivery = columns(Delivery)

# How each ended: late is what came, and later than it was to be begun.
_outcome = case(
    (_delivery.sent_at.is_not(None) & (_delivery.sent_at <= _delivery.send_by), "sent"),
    (_delivery.sent_at.is_not(None), "late"),
    (_delivery.failure.is_not(None) | _delivery.unknown_at.is_not(None), "lost"),
    (_delivery.dropped == "expired (outage)", "lost"),
    (_delivery.dropped.is_not(None), "not due"),
    else_="waiting",
)

# An index has these messages alone, so whatever the history, only their days are read.
COUNTED = (
    select(
        _delivery.site_id,
        _delivery.local_date.label("day"),
        _outcome.label("outcome"),
        func.count().label("messages"),
    )
    .where(
        text(EVERYBODYS),
        _delivery.site_id.in_(bindparam("site_ids", expanding=True)),
        _delivery.local_date.between(bindparam("since"), bindparam("until")),
    )
    .group_by(_delivery.site_id, _delivery.local_date, _outcome)
)


@dataclass(frozen=True, slots=True)
class Counted:
    """How many messages of a site for a day ended in one way."""

    site_id: str
    day: date
    outcome: str
    messages: int


def counted(tx: Transaction, site_ids: Collection[str], since: date, until: date) -> list[Counted]:
    """Return how messages of these sites for the days of a range ended."""
    rows = tx.all(COUNTED, site_ids=sorted(site_ids), since=since, until=until)
    return [Counted(*row) for row in rows]
