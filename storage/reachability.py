"""Remembers where Slack takes no message: of a person, or of a cohort's channel.

For sending alone. No trainer may learn it: what was sent to somebody depends on what they chose.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select, update

from storage.deliveries import Message
from storage.tables import Cohort, Person, columns
from storage.transactions import Transaction

_person = columns(Person)
_cohort = columns(Cohort)

# Another conversation may be theirs by the time that somebody tries again.
MARK_PERSON = (
    update(Person)
    .where(_person.id == bindparam("person_id"))
    .values(unreachable=bindparam("reason"), unreachable_at=bindparam("now"), dm_channel=None)
)

MARK_CHANNEL = (
    update(Cohort)
    .where(_cohort.id == bindparam("cohort_id"))
    .values(unreachable=bindparam("reason"), unreachable_at=bindparam("now"))
)

# A message came: they can be reached after all.
CLEAR_PERSON = (
    update(Person)
    .where(_person.id == bindparam("person_id"))
    .values(unreachable=None, unreachable_at=None)
)

CLEAR_CHANNEL = (
    update(Cohort)
    .where(_cohort.id == bindparam("cohort_id"))
    .values(unreachable=None, unreachable_at=None)
)

# What is known of a cohort's channel.
CHANNEL = select(_cohort.unreachable, _cohort.unreachable_at).where(
    _cohort.id == bindparam("cohort_id"), _cohort.unreachable.is_not(None)
)


@dataclass(frozen=True, slots=True)
class Unreachable:
    """Slack took no message there: why, and when."""

    reason: str
    since: datetime


def mark(tx: Transaction, message: Message, reason: str, now: datetime) -> None:
    """Note that nobody can be reached where this message was to go."""
    if message.person_id:
        tx.run(MARK_PERSON, person_id=message.person_id, reason=reason, now=now)
    else:
        tx.run(MARK_CHANNEL, cohort_id=message.cohort_id, reason=reason, now=now)


def clear(tx: Transaction, message: Message) -> None:
    """Note that somebody can be reached where this message went."""
    if message.person_id:
        tx.run(CLEAR_PERSON, person_id=message.person_id)
    else:
        tx.run(CLEAR_CHANNEL, cohort_id=message.cohort_id)


def channel(tx: Transaction, cohort_id: str | None) -> Unreachable | None:
    """Return why nobody can be reached in a cohort's channel; None where they can."""
    row = tx.one(CHANNEL, cohort_id=cohort_id)
    return Unreachable(*row) if row else None
