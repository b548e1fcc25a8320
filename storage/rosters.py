"""Remembers who is on which roster, and when to look again what comes next for them."""

from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects import postgresql

from storage.tables import Enrolment, Person, columns
from storage.trainings import Group
from storage.transactions import Transaction

_person = columns(Person)
_enrolment = columns(Enrolment)


# Inviting somebody twice changes nothing; somebody who had left comes anew.
ENROL = postgresql.insert(Enrolment)
ENROL = ENROL.on_conflict_do_update(
    index_elements=["cohort_id", "person_id"],
    set_={
        "enrolled_at": ENROL.excluded.enrolled_at,
        "plan_at": ENROL.excluded.plan_at,
        "left_at": None,
    },
    where=_enrolment.left_at.is_not(None),
)

# Somebody is on the list no more: nothing of it is planned for them.
LEAVE = (
    update(Enrolment)
    .where(
        _enrolment.cohort_id == bindparam("of_cohort"),
        _enrolment.person_id == bindparam("of_person"),
        _enrolment.left_at.is_(None),
    )
    .values(left_at=bindparam("now"), plan_at=None)
)

# Whether somebody is on a cohort's list.
IS_ON = select(_enrolment.id).where(
    _enrolment.cohort_id == bindparam("cohort_id"),
    _enrolment.person_id == bindparam("person_id"),
    _enrolment.left_at.is_(None),
)

# Places on rosters, as the planner needs them: the columns of a `Place`, in its order.
_PLACES = select(
    _enrolment.id,
    _enrolment.site_id,
    _enrolment.cohort_id,
    _enrolment.person_id,
    _person.zone,
    _person.preferred_at,
).join(Person, _person.id == _enrolment.person_id)

# The places of one person, also those they have left: what they answered there is theirs.
PLACES_OF = _PLACES.where(_enrolment.person_id == bindparam("person_id"))

# The places they have not left.
LISTED_AT = PLACES_OF.where(_enrolment.left_at.is_(None))

# Whose plan is to be looked at, by an index: an idle tick reads nothing.
TO_PLAN = (
    _PLACES.where(_enrolment.plan_at <= bindparam("now"))
    .order_by(_enrolment.plan_at)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True, of=Enrolment)
)

# Somebody's latest place that they have not left: the companion follows that cohort only.
LATEST = (
    select(_enrolment.id)
    .where(_enrolment.person_id == bindparam("person_id"), _enrolment.left_at.is_(None))
    .order_by(_enrolment.enrolled_at.desc(), _enrolment.id)
    .limit(1)
)

PLAN_NEXT = (
    update(Enrolment)
    .where(_enrolment.id == bindparam("enrolment_id"))
    .values(plan_at=bindparam("plan_at"))
)

# When the planner next has something to look at.
NEXT_PLAN = (
    select(_enrolment.plan_at).where(_enrolment.plan_at.is_not(None)).order_by(_enrolment.plan_at)
).limit(1)


@dataclass(frozen=True, slots=True)
class Place:
    """A person's place on a roster, as the planner needs it."""

    enrolment_id: str
    site_id: str
    cohort_id: str
    person_id: str
    zone: str
    preferred_at: time | None


def enrol(
    tx: Transaction, group: Group, person_id: str, *, enrolment_id: str, now: datetime
) -> bool:
    """Put this person on the roster, to be planned for; return False when they were on it."""
    return bool(
        tx.run(
            ENROL,
            id=enrolment_id,
            site_id=group.site_id,
            cohort_id=group.id,
            person_id=person_id,
            enrolled_at=now,
            plan_at=now,
        )
    )


def leave(tx: Transaction, cohort_id: str, person_id: str, now: datetime) -> bool:
    """Take this person off the roster; return False when they were not on it."""
    return bool(tx.run(LEAVE, of_cohort=cohort_id, of_person=person_id, now=now))


def is_on(tx: Transaction, person_id: str, cohort_id: str) -> bool:
    """Return whether this person is on the cohort's roster."""
    return tx.one(IS_ON, person_id=person_id, cohort_id=cohort_id) is not None


def to_plan(tx: Transaction, now: datetime, limit: int) -> list[Place]:
    """Return up to `limit` places whose plan is to be looked at by `now`."""
    return [Place(*row) for row in tx.all(TO_PLAN, now=now, limit=limit)]


def places_of(tx: Transaction, person_id: str) -> list[Place]:
    """Return the places of one person, on however many rosters, also those they have left."""
    return [Place(*row) for row in tx.all(PLACES_OF, person_id=person_id)]


def listed_at(tx: Transaction, person_id: str) -> list[Place]:
    """Return the places of one person on the rosters they are on."""
    return [Place(*row) for row in tx.all(LISTED_AT, person_id=person_id)]


def is_latest(tx: Transaction, place: Place) -> bool:
    """Return whether this is the person's latest cohort."""
    latest = tx.one(LATEST, person_id=place.person_id)
    return latest is not None and latest.id == place.enrolment_id


def plan_next(tx: Transaction, place: Place, plan_at: datetime | None) -> None:
    """Have the planner look at this place again at `plan_at`; None for no more."""
    tx.run(PLAN_NEXT, enrolment_id=place.enrolment_id, plan_at=plan_at)


def next_plan(tx: Transaction) -> datetime | None:
    """Return when the planner next has something to look at, or None."""
    row = tx.one(NEXT_PLAN)
    return row.plan_at if row else None
