"""Remembers which claims have not ended, and those of which nobody knows how they did."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, select, update

from storage.deliveries import Message
from storage.sendings import MESSAGE, Holder
from storage.tables import Delivery, columns
from storage.transactions import Transaction

_delivery = columns(Delivery)

_UNSETTLED = and_(
    _delivery.claimed_at.is_not(None),
    _delivery.sent_at.is_(None),
    _delivery.failure.is_(None),
)

# The claim that somebody has watched, and no other that took its place meanwhile.
_SEEN = and_(
    _delivery.id == bindparam("delivery_id"), _delivery.claim == bindparam("seen"), _UNSETTLED
)

# Everything on its way: as many as are sent at once, and those of processes that died.
UNSETTLED = select(
    _delivery.id,
    _delivery.claim,
    _delivery.unknown_at.is_not(None).label("is_unknown"),
    _delivery.unknowns,
).where(_UNSETTLED)

# A claim whose holder died, or stands still: nobody knows whether Slack took the message.
GIVE_UP = (
    update(Delivery)
    .where(_SEEN, _delivery.unknown_at.is_(None))
    .values(
        unknown_at=bindparam("now"),
        unknowns=_delivery.unknowns + 1,
        claimed_by=bindparam("owner"),
        claim=bindparam("token"),
    )
)

# Of those who want to look up what became of a message, one may.
TAKE_UP = (
    update(Delivery)
    .where(_SEEN, _delivery.unknown_at.is_not(None))
    .values(claimed_by=bindparam("owner"), claim=bindparam("token"))
    .returning(*MESSAGE, _delivery.tried_at, _delivery.unknowns)
)


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A claim that has not ended; `unknowns` is how often nobody knew how it did."""

    id: str
    claim: str
    is_unknown: bool
    unknowns: int


@dataclass(frozen=True, slots=True)
class Unknown:
    """A message of which nobody knows whether Slack took it, at `tried_at` at the earliest."""

    message: Message
    tried_at: datetime
    unknowns: int


def unsettled(tx: Transaction) -> list[Unsettled]:
    """Return every claim that has not ended."""
    return [Unsettled(*row) for row in tx.all(UNSETTLED)]


def give_up(tx: Transaction, seen: Unsettled, *, by: Holder, now: datetime) -> bool:
    """Take over a claim that stood still, its outcome unknown; False when it has ended."""
    taken = tx.run(
        GIVE_UP, delivery_id=seen.id, seen=seen.claim, owner=by.owner, token=by.token, now=now
    )
    return bool(taken)


def take_up(tx: Transaction, seen: Unsettled, *, by: Holder) -> Unknown | None:
    """Take over an unknown outcome to look it up; None when somebody was quicker."""
    rows = tx.all(TAKE_UP, delivery_id=seen.id, seen=seen.claim, owner=by.owner, token=by.token)
    if not rows:
        return None
    found = rows[0]._asdict()
    tried_at, unknowns = found.pop("tried_at"), found.pop("unknowns")
    return Unknown(Message(**found), tried_at, unknowns)
