"""Remembers cohorts, their trainers, rosters and training sessions."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import bindparam, insert, select
from sqlalchemy.dialects import postgresql

from storage.tables import Cohort, CohortTrainer, Enrolment, Person, TrainingSession, columns
from storage.transactions import Transaction

_person = columns(Person)
_cohort = columns(Cohort)
_leader = columns(CohortTrainer)
_enrolment = columns(Enrolment)
_session = columns(TrainingSession)

# The columns of a `Group`, in its order.
_GROUP = (_cohort.id, _cohort.site_id, _cohort.name, _cohort.channel_id)

# A name is taken once at a site, whatever its capitals.
ADD_COHORT = postgresql.insert(Cohort).on_conflict_do_nothing(
    index_elements=["site_id", "name_key"]
)

ADD_LEADER = postgresql.insert(CohortTrainer).on_conflict_do_nothing()


ADD_DAY = insert(TrainingSession)

# The cohorts of some sites, by name.
COHORTS_OF_SITES = (
    select(*_GROUP)
    .where(_cohort.site_id.in_(bindparam("site_ids", expanding=True)))
    .order_by(_cohort.name_key)
)

# One cohort, by its id.
COHORT = select(*_GROUP).where(_cohort.id == bindparam("cohort_id"))

# The cohorts somebody leads, by name.
COHORTS_OF_TRAINER = (
    select(*_GROUP)
    .join(CohortTrainer, _leader.cohort_id == _cohort.id)
    .where(_leader.person_id == bindparam("person_id"), _leader.led_until.is_(None))
    .order_by(_cohort.name_key)
)

# Everybody who leads a cohort: they get its digest.
LEADERS = (
    select(_person.id, _person.zone, _person.preferred_at)
    .join(CohortTrainer, _leader.person_id == _person.id)
    .where(_leader.cohort_id == bindparam("cohort_id"), _leader.led_until.is_(None))
)

# A cohort's training sessions, first day first.
DAYS = (
    select(
        _session.id,
        _session.day,
        _session.starts_on,
        _session.starts_at,
        _session.zone,
        _session.revision,
    )
    .where(_session.cohort_id == bindparam("cohort_id"))
    .order_by(_session.day)
)

# The training days of every cohort of a site: the weeks that follow are counted from them.
DAYS_OF_SITE = (
    select(_session.cohort_id, _session.starts_on)
    .where(_session.site_id == bindparam("site_id"))
    .order_by(_session.starts_on)
)


@dataclass(frozen=True, slots=True)
class Group:
    """A cohort as it is asked about."""

    id: str
    site_id: str
    name: str
    channel_id: str | None


@dataclass(frozen=True, slots=True)
class Leader:
    """A trainer of a cohort, and when to write to them."""

    person_id: str
    zone: str
    preferred_at: time | None


@dataclass(frozen=True, slots=True)
class TrainingDay:
    """One day of a cohort's training."""

    id: str
    number: int
    starts_on: date
    starts_at: time
    zone: str
    revision: int


def add_cohort(tx: Transaction, group: Group, now: datetime) -> bool:
    """Add a cohort; return False, and change nothing, when the site has one of that name."""
    return bool(
        tx.run(
            ADD_COHORT,
            id=group.id,
            site_id=group.site_id,
            name=group.name,
            name_key=group.name.casefold(),
            channel_id=group.channel_id,
            created_at=now,
        )
    )


def add_leader(
    tx: Transaction, group: Group, person_id: str, since: datetime | None = None
) -> None:
    """Let this trainer lead the cohort, `since` a moment or from its beginning."""
    tx.run(
        ADD_LEADER,
        cohort_id=group.id,
        person_id=person_id,
        site_id=group.site_id,
        led_since=since,
    )


def add_day(tx: Transaction, group: Group, day: TrainingDay) -> None:
    """Add one day of the cohort's training."""
    tx.run(
        ADD_DAY,
        id=day.id,
        site_id=group.site_id,
        cohort_id=group.id,
        day=day.number,
        starts_on=day.starts_on,
        starts_at=day.starts_at,
        zone=day.zone,
        revision=day.revision,
    )


def cohorts(tx: Transaction, site_ids: Collection[str]) -> list[Group]:
    """Return the cohorts of these sites, by name."""
    return [Group(*row) for row in tx.all(COHORTS_OF_SITES, site_ids=sorted(site_ids))]


def cohort(tx: Transaction, cohort_id: str) -> Group | None:
    """Return a cohort, or None when there is none of that id."""
    row = tx.one(COHORT, cohort_id=cohort_id)
    return Group(*row) if row else None


def led_by(tx: Transaction, person_id: str) -> list[Group]:
    """Return the cohorts this trainer leads, by name."""
    return [Group(*row) for row in tx.all(COHORTS_OF_TRAINER, person_id=person_id)]


def leaders(tx: Transaction, cohort_id: str) -> list[Leader]:
    """Return the trainers who lead a cohort."""
    return [Leader(*row) for row in tx.all(LEADERS, cohort_id=cohort_id)]


def days(tx: Transaction, cohort_id: str) -> list[TrainingDay]:
    """Return a cohort's training sessions, first day first."""
    return [TrainingDay(*row) for row in tx.all(DAYS, cohort_id=cohort_id)]


def days_of_site(tx: Transaction, site_id: str) -> dict[str, list[date]]:
    """Return the training days of each cohort of a site, in order."""
    days: dict[str, list[date]] = {}
    for row in tx.all(DAYS_OF_SITE, site_id=site_id):
        days.setdefault(row.cohort_id, []).append(row.starts_on)
    return days
