"""Counts messages by what they were and how they ended; whose they were it does not look at."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, case, func, select

from storage.tables import Delivery, Enrolment, TrainingSession, columns
from storage.transactions import Transaction

_delivery = columns(Delivery)
_enrolment = columns(Enrolment)
_session = columns(TrainingSession)

# How a message ended, or where it is: sent is sent, whatever was thought of it before.
_reason = case(
    (_delivery.sent_at.is_not(None), "sent"),
    (_delivery.failure.is_not(None), "refused: " + func.coalesce(_delivery.failure, "")),
    (_delivery.unknown_at.is_not(None), "unknown"),
    (_delivery.dropped.is_not(None), _delivery.dropped),
    (_delivery.claimed_at.is_not(None), "being sent"),
    else_="waiting",
)

# How many messages of each kind ended how, by the day they were for.
COUNTED = (
    select(
        _delivery.kind,
        _delivery.local_date.label("day"),
        _reason.label("reason"),
        func.count().label("messages"),
    )
    .where(_delivery.local_date >= bindparam("since"))
    .group_by(_delivery.kind, _delivery.local_date, _reason)
)

# Who is on a list, and on which day that cohort's training is over.
LISTED = (
    select(_enrolment.person_id, func.max(_session.starts_on).label("last_day"))
    .join(TrainingSession, _session.cohort_id == _enrolment.cohort_id)
    .group_by(_enrolment.person_id, _enrolment.cohort_id)
)


@dataclass(frozen=True, slots=True)
class Counted:
    """How many messages of a kind for a day ended in one way."""

    kind: str
    day: date
    reason: str
    messages: int


def counted(tx: Transaction, since: date) -> list[Counted]:
    """Return how messages for the days since one have ended."""
    return [Counted(*row) for row in tx.all(COUNTED, since=since)]


def listed(tx: Transaction) -> list[tuple[str, date]]:
    """Return of each place on a list whose it is, and the last day of its training."""
    return [(row.person_id, row.last_day) for row in tx.all(LISTED)]
