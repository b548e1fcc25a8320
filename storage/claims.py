"""Remembers who sends which message: what is due is claimed, in turn, by one process."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Executable,
    and_,
    bindparam,
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

_delivery = columns(Delivery)
_person = columns(Person)

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

# It goes where the bot has written before: Slack need not be asked for a conversation first.
_IN_A_CONVERSATION = or_(
    _delivery.channel_id.is_not(None),
    select(_person.id)
    .where(_person.id == _delivery.person_id, _person.dm_channel.is_not(None))
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

# The same of both, while Slack opens no more conversations: whoever waits for theirs keeps nobody
# else waiting.
CLAIM_CONVERSING = _claim(_IN_A_CONVERSATION)
CLAIM_CONVERSING_SPACED = _claim(_IN_A_CONVERSATION, _ALONE)

# Written out, so that the index is used for each.
_each_rank: list[ColumnElement[int]] = [literal_column(str(rank)) for rank in RANKS]

# Whether anything is due at all: most ticks only ask.
IS_DUE = (
    select(_delivery.id)
    .where(WAITING, _delivery.rank.in_(_each_rank), _delivery.due_at <= bindparam("now"))
    .limit(1)
)

# Whether this person has something else of these kinds that is due, and was to come later; what
# was claimed together with it counts too.
LATER_DUE = (
    select(_delivery.id)
    .where(
        _delivery.person_id == bindparam("person_id"),
        _delivery.kind.in_(bindparam("kinds", expanding=True)),
        or_(WAITING, and_(_delivery.claim == bindparam("token"), _delivery.dropped.is_(None))),
        _delivery.due_at > bindparam("after"),
        _delivery.due_at <= bindparam("now"),
    )
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose a claim is: a process, and a token that is new with each claim."""

    owner: str
    token: str


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose turn it is: nobody's before a `rest` since their last message is over.

    Unless Slack `opens` conversations, it is the turn of those alone with whom there is one.
    """

    rest: timedelta | None = None
    opens: bool = True


AT_ONCE = Turn()


def claim(
    tx: Transaction,
    *,
    by: Holder,
    now: datetime,
    claimed_at: datetime,
    limit: int,
    turn: Turn = AT_ONCE,
) -> list[Message]:
    """Take up to `limit` messages due at `now`, so that nobody else sends them.

    `claimed_at` is real time, by which a rest counts; `now` is the calendar's.
    """
    values = {"owner": by.owner, "token": by.token, "now": now, "at": claimed_at}
    statement = CLAIM if turn.opens else CLAIM_CONVERSING
    if turn.rest is not None:
        statement = CLAIM_SPACED if turn.opens else CLAIM_CONVERSING_SPACED
        values["at_rest_since"] = claimed_at - turn.rest
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


def has_later(
    tx: Transaction, message: Message, kinds: tuple[str, ...], now: datetime, *, by: Holder
) -> bool:
    """Return whether something of these kinds, of a later moment, is due for the same person."""
    later = tx.one(
        LATER_DUE,
        person_id=message.person_id,
        kinds=list(kinds),
        after=message.due_at,
        now=now,
        token=by.token,
    )
    return later is not None
