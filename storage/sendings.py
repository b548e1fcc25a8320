"""Remembers what became of each message: claimed, sent, closed, or why not."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import (
    ColumnElement,
    Executable,
    and_,
    bindparam,
    case,
    func,
    inspect,
    literal_column,
    or_,
    select,
    tuple_,
    update,
)

from storage.deliveries import RANKS, WAITING, Message
from storage.tables import Delivery, Person, columns
from storage.transactions import Transaction

_person = columns(Person)
_delivery = columns(Delivery)

# Written as in the index: as a bound comparison, SQLite would not see that the index serves.
_closes: ColumnElement[bool] = literal_column("delivery.closes")

_open = and_(_closes, _delivery.message_ts.is_not(None), _delivery.closed_at.is_(None))

# What a message is, as it was planned.
MESSAGE = (
    _delivery.id,
    _delivery.site_id,
    _delivery.cohort_id,
    _delivery.person_id,
    _delivery.channel_id,
    _delivery.kind,
    _delivery.rank,
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

# Somebody gets one message, and then for a while no other: what was to come sooner goes first.
_sooner = inspect(Delivery).local_table.alias("sooner").columns
_SAME_ADDRESSEE = or_(
    _sooner.person_id == _delivery.person_id, _sooner.channel_id == _delivery.channel_id
)
_ALONE = and_(
    ~select(_sooner.id)
    .where(
        _SAME_ADDRESSEE,
        _sooner.claimed_at.is_(None),
        _sooner.dropped.is_(None),
        _sooner.rank == _delivery.rank,
        _sooner.due_at <= bindparam("now"),
        tuple_(_sooner.due_at, _sooner.id) < tuple_(_delivery.due_at, _delivery.id),
    )
    .exists(),
    # Both bounds: after a clock was set back, nobody is left waiting until it has caught up.
    ~select(_sooner.id)
    .where(
        _SAME_ADDRESSEE,
        _sooner.claimed_at > bindparam("at_rest_since"),
        _sooner.claimed_at <= bindparam("at"),
    )
    .exists(),
)


def _claim(*conditions: ColumnElement[bool]) -> Executable:
    """Return the statement that claims what is due of one rank.

    What is due first is chosen once: as a subquery, PostgreSQL may choose again for each row that
    it looks at, and so claim everything. Of what falls due together the random id decides:
    PostgreSQL would begin with the rows that were changed longest ago, and Slack keeps the order.
    """
    due = (
        select(_delivery.id)
        .where(
            WAITING,
            _delivery.rank == bindparam("of_rank"),
            _delivery.due_at <= bindparam("now"),
            *conditions,
        )
        .order_by(_delivery.due_at, _delivery.id)
        .limit(bindparam("limit"))
        .with_for_update(skip_locked=True)
        .cte("due")
    )
    return (
        update(Delivery)
        .where(_delivery.id.in_(select(due.c.id)))
        .values(
            claimed_at=bindparam("at"),
            claimed_by=bindparam("owner"),
            claim=bindparam("token"),
            tried_at=func.coalesce(_delivery.tried_at, bindparam("now")),
        )
        .returning(*MESSAGE)
    )


# One statement claims on both databases; SQLite has one writer and omits the lock.
CLAIM = _claim()

# The same, with a rest between two messages to one person or channel.
CLAIM_SPACED = _claim(_ALONE)

# Written out, so that the index is used for each.
_each_rank: list[ColumnElement[int]] = [literal_column(str(rank)) for rank in RANKS]

# Whether anything is due at all: most ticks only ask.
IS_DUE = (
    select(_delivery.id)
    .where(WAITING, _delivery.rank.in_(_each_rank), _delivery.due_at <= bindparam("now"))
    .limit(1)
)

# To whom a claimed message goes.
ADDRESSEE = select(
    _person.slack_id,
    _person.dm_channel,
    _person.paused_until,
    _person.zone,
    _person.preferred_at,
    _person.unreachable,
    _person.unreachable_at,
).where(_person.id == bindparam("person_id"))

# Whether this person has something else of these kinds that is due, and was to come later.
LATER_DUE = (
    select(_delivery.id)
    .where(
        _delivery.person_id == bindparam("person_id"),
        _delivery.kind.in_(bindparam("kinds", expanding=True)),
        WAITING,
        _delivery.due_at > bindparam("after"),
        _delivery.due_at <= bindparam("now"),
    )
    .limit(1)
)

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
class Holder:
    """Whose a claim is: a process, and a token that is new with each claim."""

    owner: str
    token: str


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


@dataclass(frozen=True, slots=True)
class Closing:
    """A message in Slack whose time to answer is over."""

    id: str
    channel: str
    ts: str


def claim(
    tx: Transaction,
    *,
    by: Holder,
    now: datetime,
    claimed_at: datetime,
    limit: int,
    rest: timedelta | None = None,
) -> list[Message]:
    """Take up to `limit` messages due at `now`, so that nobody else sends them.

    With a `rest`, nobody gets another one before it is over. `claimed_at` is real time, by which
    a rest counts; `now` is the calendar's.
    """
    values = {"owner": by.owner, "token": by.token, "now": now, "at": claimed_at}
    statement = CLAIM
    if rest is not None:
        statement = CLAIM_SPACED
        values["at_rest_since"] = claimed_at - rest
    claimed: list[Message] = []
    for rank in RANKS:
        if left := limit - len(claimed):
            rows = tx.all(statement, of_rank=rank, limit=left, **values)
            # What an update returns comes in no order.
            rows = sorted(rows, key=lambda row: (row.due_at, row.id))
            claimed += [Message(**row._asdict()) for row in rows]
    return claimed


def is_due(tx: Transaction, now: datetime) -> bool:
    """Return whether anything is to be sent."""
    return tx.one(IS_DUE, now=now) is not None


def addressee(tx: Transaction, person_id: str) -> Addressee:
    """Return the person to whom a message goes."""
    row = tx.one(ADDRESSEE, person_id=person_id)
    assert row is not None  # noqa: S101 -- a foreign key keeps it
    return Addressee(*row)


def has_later(tx: Transaction, message: Message, kinds: tuple[str, ...], now: datetime) -> bool:
    """Return whether something of these kinds, of a later moment, is due for the same person."""
    later = tx.one(
        LATER_DUE, person_id=message.person_id, kinds=list(kinds), after=message.due_at, now=now
    )
    return later is not None


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


def note_unknown(tx: Transaction, message: Message, *, by: Holder, now: datetime) -> None:
    """Note that nobody knows whether Slack took the message."""
    tx.run(NOTE_UNKNOWN, delivery_id=message.id, owner=by.owner, token=by.token, now=now)


def note_failure(tx: Transaction, message: Message, *, by: Holder, reason: str) -> None:
    """Note that the message will not be sent, and the technical reason."""
    tx.run(NOTE_FAILURE, delivery_id=message.id, owner=by.owner, token=by.token, reason=reason)


def give_back(tx: Transaction, message: Message, *, by: Holder) -> None:
    """Let the message wait again: it surely does not stand in Slack."""
    tx.run(GIVE_BACK, delivery_id=message.id, owner=by.owner, token=by.token)


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
    rows = (*(tx.one(NEXT_DUE, of_rank=rank) for rank in RANKS), tx.one(NEXT_CLOSING))
    return min((row[0] for row in rows if row), default=None)
