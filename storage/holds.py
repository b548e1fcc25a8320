"""Remembers until when somebody is left alone; never why."""

from datetime import datetime

from sqlalchemy import bindparam, or_, update

from storage.tables import Person, columns
from storage.transactions import Transaction

_person = columns(Person)

# A shorter wish does not end a longer one: "in an hour", said after a hard shift, ends nothing.
HOLD = (
    update(Person)
    .where(
        _person.id == bindparam("person_id"),
        or_(_person.hold_until.is_(None), _person.hold_until < bindparam("until")),
    )
    .values(hold_until=bindparam("until"))
)

RELEASE = update(Person).where(_person.id == bindparam("person_id")).values(hold_until=None)


def hold(tx: Transaction, person_id: str, until: datetime) -> None:
    """Leave this person alone until then, unless they are left alone for longer."""
    tx.run(HOLD, person_id=person_id, until=until)


def release(tx: Transaction, person_id: str) -> None:
    """Leave this person alone no longer."""
    tx.run(RELEASE, person_id=person_id)
