"""Remembers what is planned: to whom, about what, and when."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import (
    and_,
    bindparam,
    delete,
    func,
    select,
    update,
)
from sqlalchemy.dialects import postgresql

from storage.tables import Delivery, Person, columns
from storage.transactions import Transaction

_person = columns(Person)
_delivery = columns(Delivery)

# What waits for its moment: nobody has taken it, and it is wanted still.
WAITING = and_(_delivery.claimed_at.is_(None), _delivery.dropped.is_(None))

# The places that a message can have among what is due: the lower goes first.
RANKS = (0, 1, 2)

# Planning again, or by a second process, makes no second row: (person, step, occurrence).
PLAN = postgresql.insert(Delivery).on_conflict_do_nothing()

# Another hour moves what is planned, as long as nobody has claimed it.
MOVE = (
    update(Delivery)
    .where(
        _delivery.person_id == bindparam("of_person"),
        _delivery.step == bindparam("of_step"),
        _delivery.occurrence == bindparam("of_occurrence"),
        WAITING,
    )
    .values(
        local_date=bindparam("local_date"),
        due_at=bindparam("due_at"),
        send_by=bindparam("send_by"),
        expires_at=bindparam("expires_at"),
    )
)


# An hour that was chosen so late that it is over for that day: nothing comes at the one that was
# given up either. What has this window already is left to whoever finds it too late to send.
MISS = (
    update(Delivery)
    .where(
        _delivery.person_id == bindparam("of_person"),
        _delivery.step == bindparam("of_step"),
        _delivery.occurrence == bindparam("of_occurrence"),
        _delivery.due_at != bindparam("instead_of"),
        WAITING,
    )
    .values(dropped=bindparam("reason"))
)


# What a person no longer wants; should they want it again, it is planned anew.
FORGET_WAITING = delete(Delivery).where(
    _delivery.person_id == bindparam("of_person"),
    _delivery.kind.in_(bindparam("kinds", expanding=True)),
    WAITING,
)


# A cohort has another channel, or none.
FORGET_CHANNEL = delete(Delivery).where(
    _delivery.cohort_id == bindparam("of_cohort"), _delivery.channel_id.is_not(None), WAITING
)


# What this person got of a kind, and for which day last, so that nothing comes twice.
CONTENT_OF = (
    select(_delivery.content_id, func.max(_delivery.local_date).label("last"))
    .where(
        _delivery.person_id == bindparam("person_id"),
        _delivery.kind == bindparam("kind"),
        _delivery.content_id.is_not(None),
    )
    .group_by(_delivery.content_id)
)


# Who has which question, for a simulation that answers them.
QUESTIONS_BETWEEN = (
    select(_person.slack_id, _delivery.cohort_id, _delivery.id, _delivery.content_id)
    .join(Person, _person.id == _delivery.person_id)
    .where(
        _delivery.kind == "check-in",
        _delivery.local_date.between(bindparam("since"), bindparam("until")),
    )
    .order_by(_person.slack_id, _delivery.id)
)


@dataclass(frozen=True, slots=True)
class Question:
    """A check-in that was planned for somebody."""

    slack_id: str
    cohort_id: str
    delivery_id: str
    content_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message that is planned: to whom, about what, and when."""

    id: str
    site_id: str
    cohort_id: str | None = None
    person_id: str | None = None
    channel_id: str | None = None
    kind: str
    rank: int = 1
    step: str
    occurrence: str
    content_id: str | None = None
    content_version: int | None = None
    local_date: date
    due_at: datetime
    send_by: datetime
    expires_at: datetime
    closes: bool = False


def plan(tx: Transaction, messages: Sequence[Message]) -> None:
    """Have these messages wait for their moment; those already planned stay as they are."""
    tx.run_many(PLAN, [asdict(message) for message in messages])


def plan_first(tx: Transaction, message: Message) -> bool:
    """Have this message wait for its moment; return False when it was planned before."""
    return bool(tx.run(PLAN, **asdict(message)))


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


def miss(tx: Transaction, message: Message, *, reason: str) -> None:
    """Never send what was planned, if it was planned for another window than this one."""
    tx.run(
        MISS,
        of_person=message.person_id,
        of_step=message.step,
        of_occurrence=message.occurrence,
        instead_of=message.due_at,
        reason=reason,
    )


def forget_waiting(tx: Transaction, person_id: str, kinds: Sequence[str]) -> None:
    """Forget what waits for this person of these kinds, as if it had never been planned."""
    tx.run(FORGET_WAITING, of_person=person_id, kinds=list(kinds))


def forget_channel(tx: Transaction, cohort_id: str) -> None:
    """Forget what waits for the channel of a cohort, as if it had never been planned."""
    tx.run(FORGET_CHANNEL, of_cohort=cohort_id)


def content_of(tx: Transaction, person_id: str, kind: str) -> dict[str, date]:
    """Return the ids of what was planned for or sent to this person, and for which day last."""
    rows = tx.all(CONTENT_OF, person_id=person_id, kind=kind)
    return {row.content_id: row.last for row in rows}


def questions_between(tx: Transaction, since: date, until: date) -> list[Question]:
    """Return the check-ins planned for people from one day to another."""
    rows = tx.all(QUESTIONS_BETWEEN, since=since, until=until)
    return [Question(*row) for row in rows]
