"""Remembers who waits for a place on a roster, in the order in which they came."""

from sqlalchemy import bindparam, delete, func, select
from sqlalchemy.dialects import postgresql

from storage.cohorts import Someone
from storage.tables import Person, Waiting, columns
from storage.trainings import Group
from storage.transactions import Transaction

_person = columns(Person)
_waiting = columns(Waiting)

# Waiting twice is waiting once, at the place of the first time.
ADD = postgresql.insert(Waiting).on_conflict_do_nothing(index_elements=["cohort_id", "person_id"])

# Numbers only ever rise, so whoever is last in line has the highest.
LAST = select(func.max(_waiting.number).label("number")).where(
    _waiting.cohort_id == bindparam("cohort_id")
)

IN_LINE = (
    select(_person.id, _person.slack_id, _person.out_of_reach)
    .join(Waiting, _waiting.person_id == _person.id)
    .where(_waiting.cohort_id == bindparam("cohort_id"))
    .order_by(_waiting.number)
)

REMOVE = delete(Waiting).where(
    _waiting.cohort_id == bindparam("of_cohort"), _waiting.person_id == bindparam("of_person")
)

# Whoever has a place waits for no other.
END = delete(Waiting).where(_waiting.person_id == bindparam("of_person"))


def add(tx: Transaction, group: Group, person_id: str, *, waiting_id: str) -> bool:
    """Have somebody wait as the last in line; return False when they were waiting."""
    last = tx.one(LAST, cohort_id=group.id)
    number = (last.number or 0) + 1 if last else 1
    return bool(
        tx.run(
            ADD,
            id=waiting_id,
            cohort_id=group.id,
            person_id=person_id,
            site_id=group.site_id,
            number=number,
        )
    )


def in_line(tx: Transaction, cohort_id: str) -> list[Someone]:
    """Return who waits for a place, the first in line first."""
    return [Someone(*row) for row in tx.all(IN_LINE, cohort_id=cohort_id)]


def remove(tx: Transaction, cohort_id: str, person_id: str) -> bool:
    """Have somebody wait no more; return False when they were not waiting."""
    return bool(tx.run(REMOVE, of_cohort=cohort_id, of_person=person_id))


def end(tx: Transaction, person_id: str) -> None:
    """Have somebody wait no more, in whatever line they were."""
    tx.run(END, of_person=person_id)
