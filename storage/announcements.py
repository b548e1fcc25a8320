"""Remembers what trainers tell a list in their own words, and what waits to be told of a day."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects import postgresql

from storage.deliveries import WAITING
from storage.tables import Announcement, Delivery, Enrolment, Person, columns
from storage.transactions import Transaction

_announcement = columns(Announcement)
_delivery = columns(Delivery)
_person = columns(Person)
_enrolment = columns(Enrolment)

# Sending off the same preview twice tells it once.
ADD = postgresql.insert(Announcement).on_conflict_do_nothing(index_elements=["id"])

FIND = select(
    _announcement.id,
    _announcement.site_id,
    _announcement.session_id,
    _announcement.says,
    _announcement.made_on,
).where(_announcement.id == bindparam("announcement_id"))

# What of a cohort is planned and not on its way: it is planned anew, as if it had never been.
FORGET = delete(Delivery).where(
    _delivery.cohort_id == bindparam("of_cohort"),
    _delivery.step.in_(bindparam("steps", expanding=True)),
    WAITING,
)

# The same of whole kinds.
FORGET_KINDS = delete(Delivery).where(
    _delivery.cohort_id == bindparam("of_cohort"),
    _delivery.kind.in_(bindparam("kinds", expanding=True)),
    WAITING,
)

# The same of one person.
FORGET_OF = delete(Delivery).where(
    _delivery.person_id == bindparam("of_person"),
    _delivery.cohort_id == bindparam("of_cohort"),
    _delivery.step.in_(bindparam("steps", expanding=True)),
    WAITING,
)

# What of one occurrence waits: a later one says more.
FORGET_OCCURRENCES = delete(Delivery).where(
    _delivery.cohort_id == bindparam("of_cohort"),
    _delivery.occurrence.in_(bindparam("occurrences", expanding=True)),
    WAITING,
)

# What was planned of one occurrence, and whether it is on its way, or out.
OF_OCCURRENCE = select(
    _delivery.claimed_at.is_not(None).label("is_out"),
).where(
    _delivery.cohort_id == bindparam("of_cohort"),
    _delivery.step.in_(bindparam("steps", expanding=True)),
    _delivery.occurrence == bindparam("occurrence"),
    _delivery.dropped.is_(None),
)

# Everybody on a cohort's list, and by which clock they live.
LISTED = (
    select(_person.id, _person.zone)
    .join(Enrolment, _enrolment.person_id == _person.id)
    .where(_enrolment.cohort_id == bindparam("cohort_id"), _enrolment.left_at.is_(None))
    .order_by(_person.id)
)

# The planner looks at everybody on a list at the next tick.
PLAN_AGAIN = (
    update(Enrolment)
    .where(_enrolment.cohort_id == bindparam("of_cohort"), _enrolment.left_at.is_(None))
    .values(plan_at=bindparam("now"))
)


@dataclass(frozen=True, slots=True)
class Words:
    """What a trainer tells everybody on a list of one session."""

    id: str
    site_id: str
    session_id: str
    says: str
    made_on: date


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody on a cohort's list."""

    person_id: str
    zone: str


def add(tx: Transaction, words: Words) -> bool:
    """Keep what a trainer tells; return False when it was kept before."""
    return bool(tx.run(ADD, **asdict(words)))


def find(tx: Transaction, announcement_id: str) -> Words | None:
    """Return what a trainer told, or None when it is gone."""
    row = tx.one(FIND, announcement_id=announcement_id)
    return Words(*row) if row else None


def listed(tx: Transaction, cohort_id: str) -> list[Listed]:
    """Return everybody on a cohort's list."""
    return [Listed(*row) for row in tx.all(LISTED, cohort_id=cohort_id)]


def forget(tx: Transaction, cohort_id: str, steps: Collection[str]) -> None:
    """Forget what waits of these steps for a cohort, as if it had never been planned."""
    tx.run(FORGET, of_cohort=cohort_id, steps=list(steps))


def forget_kinds(tx: Transaction, cohort_id: str, kinds: Collection[str]) -> None:
    """Forget what waits of these kinds for a cohort, as if it had never been planned."""
    tx.run(FORGET_KINDS, of_cohort=cohort_id, kinds=list(kinds))


def forget_of(tx: Transaction, person_id: str, cohort_id: str, steps: Collection[str]) -> None:
    """Forget what waits of these steps for one person of a cohort."""
    tx.run(FORGET_OF, of_person=person_id, of_cohort=cohort_id, steps=list(steps))


def forget_occurrences(tx: Transaction, cohort_id: str, occurrences: Collection[str]) -> None:
    """Forget what waits for a cohort of these occurrences: a later one says more."""
    tx.run(FORGET_OCCURRENCES, of_cohort=cohort_id, occurrences=list(occurrences))


def waits(tx: Transaction, cohort_id: str, steps: Collection[str], occurrence: str) -> bool:
    """Return whether something was planned to be told, and nobody has been told of it yet."""
    rows = tx.all(OF_OCCURRENCE, of_cohort=cohort_id, steps=list(steps), occurrence=occurrence)
    return bool(rows) and not any(row.is_out for row in rows)


def plan_again(tx: Transaction, cohort_id: str, now: datetime) -> None:
    """Have everybody on a list planned for anew."""
    tx.run(PLAN_AGAIN, of_cohort=cohort_id, now=now)
