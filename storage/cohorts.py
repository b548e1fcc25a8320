"""Remembers how a cohort stands: its places, its list, who leads it, and each change of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects import postgresql

from storage.tables import Audit, Cohort, CohortTrainer, Enrolment, Person, columns
from storage.trainings import Group
from storage.transactions import Transaction

_cohort = columns(Cohort)
_leader = columns(CohortTrainer)
_enrolment = columns(Enrolment)
_person = columns(Person)
_audit = columns(Audit)

# How a cohort stands: the columns of a `Standing`, in its order.
STANDING = select(
    _cohort.id,
    _cohort.site_id,
    _cohort.name,
    _cohort.channel_id,
    _cohort.places,
    _cohort.ready_at,
    _cohort.closed_at,
    _cohort.revision,
).where(_cohort.id == bindparam("cohort_id"))

# Only whoever has seen the last change may make the next.
CHANGED = (
    update(Cohort)
    .where(_cohort.id == bindparam("of_cohort"), _cohort.revision == bindparam("seen"))
    .values(revision=_cohort.revision + 1)
)

# What a trainer may change of a cohort, a column at a time.
CHANGE = {
    column: update(Cohort)
    .where(_cohort.id == bindparam("of_cohort"))
    .values({column: bindparam("value")})
    for column in ("channel_id", "places", "ready_at", "closed_at")
}

# Another channel: what is known of the one before says nothing of it.
FORGET_CHANNEL = (
    update(Cohort)
    .where(_cohort.id == bindparam("of_cohort"))
    .values(unreachable=None, unreachable_at=None)
)

RENAME = (
    update(Cohort)
    .where(_cohort.id == bindparam("of_cohort"))
    .values(name=bindparam("new_name"), name_key=bindparam("new_key"))
)

# Who at a site has that name already, whatever its capitals.
NAMED = select(_cohort.id).where(
    _cohort.site_id == bindparam("site_id"), _cohort.name_key == bindparam("name_key")
)

# Who is on the list, first come first.
LISTED = (
    select(_person.id, _person.slack_id, _person.out_of_reach)
    .join(Enrolment, _enrolment.person_id == _person.id)
    .where(_enrolment.cohort_id == bindparam("cohort_id"), _enrolment.left_at.is_(None))
    .order_by(_enrolment.enrolled_at, _person.slack_id)
)

# The places that are taken.
TAKEN = select(_enrolment.id).where(
    _enrolment.cohort_id == bindparam("cohort_id"), _enrolment.left_at.is_(None)
)

# Who leads it now.
LEADERS = (
    select(_person.id, _person.slack_id, _person.out_of_reach)
    .join(CohortTrainer, _leader.person_id == _person.id)
    .where(_leader.cohort_id == bindparam("cohort_id"), _leader.led_until.is_(None))
    .order_by(_person.slack_id)
)

# Somebody who led it once leads it again; they were counted in none of its releases meanwhile.
LEAD = postgresql.insert(CohortTrainer)
LEAD = LEAD.on_conflict_do_update(
    index_elements=["cohort_id", "person_id"], set_={"led_until": None}
)

STOP_LEADING = (
    update(CohortTrainer)
    .where(
        _leader.cohort_id == bindparam("of_cohort"),
        _leader.person_id == bindparam("of_person"),
        _leader.led_until.is_(None),
    )
    .values(led_until=bindparam("now"))
)

# Who changed a cohort in which way, by the names of the changes.
CHANGES = (
    select(_audit.actor, _audit.act)
    .where(
        _audit.site_id == bindparam("site_id"),
        _audit.subject.in_(bindparam("subjects", expanding=True)),
    )
    .order_by(_audit.at, _audit.id)
)


@dataclass(frozen=True, slots=True)
class Standing:
    """A cohort as its trainers see it."""

    id: str
    site_id: str
    name: str
    channel_id: str | None
    places: int
    ready_at: datetime | None
    closed_at: datetime | None
    revision: int

    @property
    def group(self) -> Group:
        """The cohort as it is asked about."""
        return Group(self.id, self.site_id, self.name, self.channel_id)


@dataclass(frozen=True, slots=True)
class Someone:
    """Somebody of a cohort; `out_of_reach` is why Slack does not reach them."""

    person_id: str
    slack_id: str
    out_of_reach: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """A change of a cohort: who made it, and what it was."""

    actor: str
    act: str


def standing(tx: Transaction, cohort_id: str) -> Standing | None:
    """Return how a cohort stands, or None when there is none of that id."""
    row = tx.one(STANDING, cohort_id=cohort_id)
    return Standing(*row) if row else None


def change(tx: Transaction, cohort_id: str, seen: int) -> bool:
    """Have the cohort changed once more; return False when somebody has since it was `seen`."""
    return bool(tx.run(CHANGED, of_cohort=cohort_id, seen=seen))


def set_places(tx: Transaction, cohort_id: str, places: int) -> None:
    """Have the list hold so many."""
    tx.run(CHANGE["places"], of_cohort=cohort_id, value=places)


def set_channel(tx: Transaction, cohort_id: str, channel_id: str | None) -> None:
    """Have notices go to this channel from here on, or to none."""
    tx.run(CHANGE["channel_id"], of_cohort=cohort_id, value=channel_id)
    tx.run(FORGET_CHANNEL, of_cohort=cohort_id)


def set_ready(tx: Transaction, cohort_id: str, ready_at: datetime | None) -> None:
    """Note that the list is complete; None opens it again."""
    tx.run(CHANGE["ready_at"], of_cohort=cohort_id, value=ready_at)


def close(tx: Transaction, cohort_id: str, now: datetime) -> None:
    """Note that the cohort is closed."""
    tx.run(CHANGE["closed_at"], of_cohort=cohort_id, value=now)


def rename(tx: Transaction, standing: Standing, name: str) -> bool:
    """Give the cohort another name; return False when the site has another cohort of that name."""
    row = tx.one(NAMED, site_id=standing.site_id, name_key=name.casefold())
    if row is not None and row.id != standing.id:
        return False
    tx.run(RENAME, of_cohort=standing.id, new_name=name, new_key=name.casefold())
    return True


def listed(tx: Transaction, cohort_id: str) -> list[Someone]:
    """Return who is on a cohort's list, first come first."""
    return [Someone(*row) for row in tx.all(LISTED, cohort_id=cohort_id)]


def taken(tx: Transaction, cohort_id: str) -> int:
    """Return how many places of a cohort are taken."""
    return len(tx.all(TAKEN, cohort_id=cohort_id))


def leaders(tx: Transaction, cohort_id: str) -> list[Someone]:
    """Return who leads a cohort now."""
    return [Someone(*row) for row in tx.all(LEADERS, cohort_id=cohort_id)]


def lead(tx: Transaction, group: Group, person_id: str, now: datetime) -> None:
    """Let this trainer lead the cohort from here on."""
    tx.run(LEAD, cohort_id=group.id, person_id=person_id, site_id=group.site_id, led_since=now)


def stop_leading(tx: Transaction, cohort_id: str, person_id: str, now: datetime) -> bool:
    """Note that this trainer leads the cohort no more; return False when they did not."""
    return bool(tx.run(STOP_LEADING, of_cohort=cohort_id, of_person=person_id, now=now))


def changes(tx: Transaction, standing: Standing, subjects: Sequence[str]) -> list[Change]:
    """Return who made which of the changes noted under these subjects, oldest first."""
    rows = tx.all(CHANGES, site_id=standing.site_id, subjects=list(subjects))
    return [Change(*row) for row in rows]
