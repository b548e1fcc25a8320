"""Remembers what became of each message that was claimed: sent, closed, or why not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import ColumnElement, and_, bindparam, case, literal_column, select, update

from storage.among import among
from storage.claims import Holder
from storage.deliveries import RANKS, WAITING, Message
from storage.handed import Handed, together
from storage.tables import Delivery, Person, columns
from storage.transactions import Transaction

_person = columns(Person)
_delivery = columns(Delivery)

# Written as in the index: as a bound comparison, SQLite would not see that the index serves.
_closes: ColumnElement[bool] = literal_column("delivery.closes")

_open = and_(_closes, _delivery.message_ts.is_not(None), _delivery.closed_at.is_(None))

# What is needed of somebody to whom a message goes: the columns of an `Addressee`, in its order.
ADDRESSED = (
    _person.slack_id,
    _person.dm_channel,
    _person.paused_until,
    _person.zone,
    _person.preferred_at,
    _person.unreachable,
    _person.unreachable_at,
    _person.out_of_reach,
)

# To whom a claimed message goes.
ADDRESSEE = select(*ADDRESSED).where(_person.id == bindparam("person_id"))

# Only the holder of a claim may note how it ended, and only while it is theirs: somebody who was
# stopped for long may find another claim in its place, even one of their own process.
MINE = and_(
    _delivery.id == bindparam("delivery_id"),
    _delivery.claimed_by == bindparam("owner"),
    _delivery.claim == bindparam("token"),
)

_FREE = {"claimed_at": None, "claimed_by": None, "claim": None}

NOTE_SENT = (
    update(Delivery)
    .where(MINE)
    .values(
        # Whatever was thought of it meanwhile, Slack has it.
        unknown_at=None,
        sent_at=bindparam("now"),
        message_channel=bindparam("channel"),
        message_ts=bindparam("ts"),
    )
)

# The same for many of one process at once, each by its own claim.
_sent = Handed("sent")
NOTE_ALL_SENT = (
    update(Delivery)
    .where(
        _delivery.id == _sent.text(0),
        _delivery.claimed_by == bindparam("owner"),
        _delivery.claim == _sent.text(1),
    )
    .values(
        unknown_at=None,
        message_channel=_sent.text(2),
        message_ts=_sent.text(3),
        sent_at=_sent.moment(4),
    )
)

# Which of those just noted were, when some were not.
NOTED = select(_delivery.id, _delivery.claim).where(
    among(_delivery.id, "delivery_ids"),
    _delivery.claimed_by == bindparam("owner"),
    _delivery.sent_at.is_not(None),
)

NOTE_UNKNOWN = (
    update(Delivery)
    .where(MINE)
    .values(unknown_at=bindparam("now"), unknowns=_delivery.unknowns + 1)
)

NOTE_FAILURE = update(Delivery).where(MINE).values(failure=bindparam("reason"))

# Surely not sent this time: whoever comes next may claim it, and unless nobody knew before, it
# is as if it had not been tried.
GIVE_BACK = (
    update(Delivery)
    .where(MINE)
    .values(
        **_FREE,
        unknown_at=None,
        tried_at=case((_delivery.unknowns == 0, None), else_=_delivery.tried_at),
    )
)

# To be sent later, at a better hour.
POSTPONE = update(Delivery).where(MINE).values(due_at=bindparam("at"), **_FREE)

# Not to be sent after all; the reason is one of two words, each the same for everybody.
DROP = update(Delivery).where(MINE).values(dropped=bindparam("reason"), unknown_at=None, **_FREE)

# Messages whose time to answer is over. Those of one moment close in the order of their random
# ids: PostgreSQL would come to the rows last in which an answer was noted, and Slack keeps
# when each message was changed.
TO_CLOSE = (
    select(_delivery.id, _delivery.message_channel, _delivery.message_ts)
    .where(_open, _delivery.expires_at <= bindparam("now"))
    .order_by(_delivery.expires_at, _delivery.id)
    .limit(bindparam("limit"))
)

NOTE_CLOSED = (
    update(Delivery)
    .where(_delivery.id == bindparam("delivery_id"))
    .values(closed_at=bindparam("now"))
)

# What falls due next of one rank, and what closes next.
NEXT_DUE = (
    select(_delivery.due_at)
    .where(WAITING, _delivery.rank == bindparam("of_rank"))
    .order_by(_delivery.due_at)
    .limit(1)
)

NEXT_CLOSING = select(_delivery.expires_at).where(_open).order_by(_delivery.expires_at).limit(1)


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody to whom a message goes."""

    slack_id: str
    dm_channel: str | None
    paused_until: datetime | None
    zone: str
    preferred_at: time | None
    unreachable: str | None = None
    unreachable_at: datetime | None = None
    # Why the nightly look, or Slack by itself, found that they cannot be reached.
    out_of_reach: str | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that stands in Slack since `at`: by whose claim it went out, and where it is."""

    id: str
    by: Holder
    channel: str
    ts: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Closing:
    """A message in Slack whose time to answer is over."""

    id: str
    channel: str
    ts: str


def addressee(tx: Transaction, person_id: str) -> Addressee:
    """Return the person to whom a message goes."""
    row = tx.one(ADDRESSEE, person_id=person_id)
    assert row is not None  # noqa: S101 -- a foreign key keeps it
    return Addressee(*row)


def note_sent(
    tx: Transaction, message: Message, *, by: Holder, channel: str, ts: str, now: datetime
) -> bool:
    """Note that Slack took the message, and where it stands; False for a claim that was lost."""
    noted = tx.run(
        NOTE_SENT,
        delivery_id=message.id,
        owner=by.owner,
        token=by.token,
        channel=channel,
        ts=ts,
        now=now,
    )
    return bool(noted)


def note_all_sent(tx: Transaction, sent: Sequence[Sent]) -> list[str]:
    """Note that Slack took all these of one process; return the ids of those whose claim was lost.

    Each is noted only by its own claim, as one alone is.
    """
    if not sent:
        return []
    owner = sent[0].by.owner
    rows = together((one.id, one.by.token, one.channel, one.ts, one.at) for one in sent)
    if tx.run(NOTE_ALL_SENT, owner=owner, sent=rows) == len(sent):
        return []
    ids = [one.id for one in sent]
    noted = {tuple(row) for row in tx.all(NOTED, delivery_ids=ids, owner=owner)}
    return [one.id for one in sent if (one.id, one.by.token) not in noted]


def note_unknown(tx: Transaction, message: Message, *, by: Holder, now: datetime) -> None:
    """Note that nobody knows whether Slack took the message."""
    tx.run(NOTE_UNKNOWN, delivery_id=message.id, owner=by.owner, token=by.token, now=now)


def note_failure(tx: Transaction, message: Message, *, by: Holder, reason: str) -> None:
    """Note that the message will not be sent, and the technical reason."""
    tx.run(NOTE_FAILURE, delivery_id=message.id, owner=by.owner, token=by.token, reason=reason)


def give_back(tx: Transaction, message: Message, *, by: Holder) -> None:
    """Let the message wait again: it surely does not stand in Slack."""
    tx.run(GIVE_BACK, delivery_id=message.id, owner=by.owner, token=by.token)


def give_all_back(tx: Transaction, messages: Iterable[tuple[Message, Holder]]) -> None:
    """Let all these messages wait again, which were not even tried."""
    rows = [
        {"delivery_id": message.id, "owner": by.owner, "token": by.token}
        for message, by in messages
    ]
    tx.run_many(GIVE_BACK, rows)


def postpone(tx: Transaction, message: Message, due_at: datetime, *, by: Holder) -> None:
    """Let the message wait again, until `due_at`."""
    tx.run(POSTPONE, delivery_id=message.id, owner=by.owner, token=by.token, at=due_at)


def drop(tx: Transaction, message: Message, *, by: Holder, reason: str) -> None:
    """Never send the message, and keep a word for it that tells nothing of the person."""
    tx.run(DROP, delivery_id=message.id, owner=by.owner, token=by.token, reason=reason)


def to_close(tx: Transaction, now: datetime, limit: int) -> list[Closing]:
    """Return up to `limit` messages whose time to answer is over."""
    return [Closing(*row) for row in tx.all(TO_CLOSE, now=now, limit=limit)]


def note_closed(tx: Transaction, closing: Closing, now: datetime) -> None:
    """Note that the message says "Closed" now."""
    tx.run(NOTE_CLOSED, delivery_id=closing.id, now=now)


def next_moment(tx: Transaction) -> datetime | None:
    """Return when something is next to be sent or closed, or None."""
    closing = tx.one(NEXT_CLOSING)
    moments = (next_due(tx), closing[0] if closing else None)
    return min((moment for moment in moments if moment), default=None)


def next_due(tx: Transaction) -> datetime | None:
    """Return when something is next to be sent, or None."""
    rows = (tx.one(NEXT_DUE, of_rank=rank) for rank in RANKS)
    return min((row[0] for row in rows if row), default=None)
