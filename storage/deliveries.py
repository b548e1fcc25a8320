"""Remembers every message from plan to end: planned, claimed, sent, closed, or why not."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time

from sqlalchemy import (
    ColumnElement,
    and_,
    bindparam,
    delete,
    literal_column,
    select,
    update,
)
from sqlalchemy.dialects import postgresql

from storage.tables import Delivery, Person, columns
from storage.transactions import Transaction

_person = columns(Person)
_delivery = columns(Delivery)

_waiting = and_(_delivery.claimed_at.is_(None), _delivery.dropped.is_(None))
_in_flight = and_(
    _delivery.claimed_at.is_not(None),
    _delivery.sent_at.is_(None),
    _delivery.unknown_at.is_(None),
    _delivery.failure.is_(None),
)
# Written as in the index: as a bound comparison, SQLite would not see that the index serves.
_closes: ColumnElement[bool] = literal_column("delivery.closes")
_open = and_(_closes, _delivery.message_ts.is_not(None), _delivery.closed_at.is_(None))

# Planning again, or by a second process, makes no second row: (person, step, occurrence).
PLAN = postgresql.insert(Delivery).on_conflict_do_nothing()

# Another hour moves what is planned, as long as nobody has claimed it.
MOVE = (
    update(Delivery)
    .where(
        _delivery.person_id == bindparam("of_person"),
        _delivery.step == bindparam("of_step"),
        _delivery.occurrence == bindparam("of_occurrence"),
        _waiting,
    )
    .values(
        local_date=bindparam("local_date"),
        due_at=bindparam("due_at"),
        send_by=bindparam("send_by"),
        expires_at=bindparam("expires_at"),
    )
)

# One statement claims on both databases; SQLite has one writer and omits the lock.
CLAIM = (
    update(Delivery)
    .where(
        _delivery.id.in_(
            select(_delivery.id)
            .where(_waiting, _delivery.due_at <= bindparam("now"))
            .order_by(_delivery.due_at)
            .limit(bindparam("limit"))
            .with_for_update(skip_locked=True)
        )
    )
    .values(claimed_at=bindparam("at"), claimed_by=bindparam("owner"))
    .returning(
        _delivery.id,
        _delivery.site_id,
        _delivery.cohort_id,
        _delivery.person_id,
        _delivery.channel_id,
        _delivery.kind,
        _delivery.step,
        _delivery.occurrence,
        _delivery.content_id,
        _delivery.content_version,
        _delivery.local_date,
        _delivery.due_at,
        _delivery.send_by,
        _delivery.expires_at,
        _delivery.closes,
    )
)

# To whom a claimed message goes.
ADDRESSEE = select(
    _person.slack_id,
    _person.dm_channel,
    _person.paused_until,
    _person.zone,
    _person.preferred_at,
).where(_person.id == bindparam("person_id"))

# Only the owner of a claim may note how it ended.
_mine = and_(_delivery.id == bindparam("delivery_id"), _delivery.claimed_by == bindparam("owner"))

NOTE_SENT = (
    update(Delivery)
    .where(_mine)
    .values(
        # Whatever was thought of it meanwhile, Slack has it.
        unknown_at=None,
        sent_at=bindparam("now"),
        message_channel=bindparam("channel"),
        message_ts=bindparam("ts"),
    )
)
NOTE_UNKNOWN = update(Delivery).where(_mine).values(unknown_at=bindparam("now"))
NOTE_FAILURE = update(Delivery).where(_mine).values(failure=bindparam("reason"))
# Surely not sent: whoever comes next may claim it.
GIVE_BACK = update(Delivery).where(_mine).values(claimed_at=None, claimed_by=None)
# To be sent later, at a better hour.
POSTPONE = (
    update(Delivery).where(_mine).values(due_at=bindparam("at"), claimed_at=None, claimed_by=None)
)
# Not to be sent after all, and why.
DROP = (
    update(Delivery)
    .where(_mine)
    .values(dropped=bindparam("reason"), claimed_at=None, claimed_by=None)
)

# What a person no longer wants; should they want it again, it is planned anew.
FORGET_WAITING = delete(Delivery).where(
    _delivery.person_id == bindparam("of_person"),
    _delivery.kind.in_(bindparam("kinds", expanding=True)),
    _waiting,
)

# Claims whose process died: nobody knows whether Slack took the message.
ABANDONED = (
    update(Delivery)
    .where(_in_flight, _delivery.claimed_at <= bindparam("before"))
    .values(unknown_at=bindparam("now"))
)

# Messages whose time to answer is over.
TO_CLOSE = (
    select(_delivery.id, _delivery.message_channel, _delivery.message_ts)
    .where(_open, _delivery.expires_at <= bindparam("now"))
    .order_by(_delivery.expires_at)
    .limit(bindparam("limit"))
)
NOTE_CLOSED = (
    update(Delivery)
    .where(_delivery.id == bindparam("delivery_id"))
    .values(closed_at=bindparam("now"))
)

# What this person got lately, so that nothing comes twice.
CONTENT_SINCE = select(_delivery.content_id).where(
    _delivery.person_id == bindparam("person_id"),
    _delivery.content_id.is_not(None),
    _delivery.local_date >= bindparam("since"),
)

# What falls due next, and what closes next.
NEXT_DUE = select(_delivery.due_at).where(_waiting).order_by(_delivery.due_at).limit(1)
NEXT_CLOSING = select(_delivery.expires_at).where(_open).order_by(_delivery.expires_at).limit(1)
# The next message this person will get, of whatever kind.
NEXT_FOR_PERSON = (
    select(_delivery.due_at)
    .where(_delivery.person_id == bindparam("person_id"), _waiting)
    .order_by(_delivery.due_at)
    .limit(1)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message that is planned: to whom, about what, and when."""

    id: str
    site_id: str
    cohort_id: str | None = None
    person_id: str | None = None
    channel_id: str | None = None
    kind: str
    step: str
    occurrence: str
    content_id: str | None = None
    content_version: int | None = None
    local_date: date
    due_at: datetime
    send_by: datetime
    expires_at: datetime
    closes: bool = False


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody to whom a message goes."""

    slack_id: str
    dm_channel: str | None
    paused_until: datetime | None
    zone: str
    preferred_at: time | None


@dataclass(frozen=True, slots=True)
class Closing:
    """A message in Slack whose time to answer is over."""

    id: str
    channel: str
    ts: str


def plan(tx: Transaction, messages: Sequence[Message]) -> None:
    """Have these messages wait for their moment; those already planned stay as they are."""
    tx.run_many(PLAN, [asdict(message) for message in messages])


def move(tx: Transaction, message: Message) -> bool:
    """Move a planned message to its new window; return False when none waits to be moved."""
    return bool(
        tx.run(
            MOVE,
            of_person=message.person_id,
            of_step=message.step,
            of_occurrence=message.occurrence,
            local_date=message.local_date,
            due_at=message.due_at,
            send_by=message.send_by,
            expires_at=message.expires_at,
        )
    )


def claim(
    tx: Transaction, *, owner: str, now: datetime, claimed_at: datetime, limit: int
) -> list[Message]:
    """Take up to `limit` messages due at `now` for `owner`, so that nobody else sends them.

    `claimed_at` is real time, by which a claim is given up; `now` is the calendar's.
    """
    rows = tx.all(CLAIM, owner=owner, now=now, at=claimed_at, limit=limit)
    return [Message(**row._asdict()) for row in rows]


def addressee(tx: Transaction, person_id: str) -> Addressee:
    """Return the person to whom a message goes."""
    row = tx.one(ADDRESSEE, person_id=person_id)
    assert row is not None  # noqa: S101 -- a foreign key keeps it
    return Addressee(*row)


def note_sent(
    tx: Transaction, message: Message, *, owner: str, channel: str, ts: str, now: datetime
) -> None:
    """Note that Slack took the message, and where it stands."""
    tx.run(NOTE_SENT, delivery_id=message.id, owner=owner, channel=channel, ts=ts, now=now)


def note_unknown(tx: Transaction, message: Message, *, owner: str, now: datetime) -> None:
    """Note that nobody knows whether Slack took the message."""
    tx.run(NOTE_UNKNOWN, delivery_id=message.id, owner=owner, now=now)


def note_failure(tx: Transaction, message: Message, *, owner: str, reason: str) -> None:
    """Note that Slack refused the message, and its reason."""
    tx.run(NOTE_FAILURE, delivery_id=message.id, owner=owner, reason=reason)


def give_back(tx: Transaction, message: Message, *, owner: str) -> None:
    """Let the message wait again: it was surely not sent."""
    tx.run(GIVE_BACK, delivery_id=message.id, owner=owner)


def postpone(tx: Transaction, message: Message, due_at: datetime, *, owner: str) -> None:
    """Let the message wait again, until `due_at`."""
    tx.run(POSTPONE, delivery_id=message.id, owner=owner, at=due_at)


def drop(tx: Transaction, message: Message, *, owner: str, reason: str) -> None:
    """Never send the message, and keep why."""
    tx.run(DROP, delivery_id=message.id, owner=owner, reason=reason)


def forget_waiting(tx: Transaction, person_id: str, kinds: Sequence[str]) -> None:
    """Forget what waits for this person of these kinds, as if it had never been planned."""
    tx.run(FORGET_WAITING, of_person=person_id, kinds=list(kinds))


def give_up_abandoned(tx: Transaction, *, before: datetime, now: datetime) -> None:
    """Note as unknown what was claimed before `before` and never ended."""
    tx.run(ABANDONED, before=before, now=now)


def to_close(tx: Transaction, now: datetime, limit: int) -> list[Closing]:
    """Return up to `limit` messages whose time to answer is over."""
    return [Closing(*row) for row in tx.all(TO_CLOSE, now=now, limit=limit)]


def note_closed(tx: Transaction, closing: Closing, now: datetime) -> None:
    """Note that the message says "Closed" now."""
    tx.run(NOTE_CLOSED, delivery_id=closing.id, now=now)


def content_since(tx: Transaction, person_id: str, since: date) -> frozenset[str]:
    """Return the ids of the content planned for or sent to this person since that day."""
    rows = tx.all(CONTENT_SINCE, person_id=person_id, since=since)
    return frozenset(row.content_id for row in rows)


def next_moment(tx: Transaction) -> datetime | None:
    """Return when something is next to be sent or closed, or None."""
    rows = (tx.one(NEXT_DUE), tx.one(NEXT_CLOSING))
    return min((row[0] for row in rows if row), default=None)


def next_for(tx: Transaction, person_id: str) -> datetime | None:
    """Return when this person's next planned message is due, or None."""
    row = tx.one(NEXT_FOR_PERSON, person_id=person_id)
    return row.due_at if row else None
