"""Remembers cohorts, their trainers, rosters and training sessions."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import and_, bindparam, insert, inspect, select, update
from sqlalchemy.dialects import postgresql

from storage.tables import Cohort, CohortTrainer, Person, TrainingSession, columns
from storage.transactions import Transaction

_person = columns(Person)
_cohort = columns(Cohort)
_leader = columns(CohortTrainer)
_session = columns(TrainingSession)

# What can be true of a training session.
PLANNED, POSTPONED, CANCELLED = "planned", "postponed", "cancelled"

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

# The columns of a `TrainingDay`, in its order.
DAY = (
    _session.id,
    _session.day,
    _session.starts_on,
    _session.starts_at,
    _session.zone,
    _session.revision,
    _session.ends_at,
    _session.room,
    _session.units,
    _session.state,
    _session.told_at,
    _session.moved_from,
)

# A cohort's training sessions, first day first, and those without a date too.
EVERY_DAY = select(*DAY).where(_session.cohort_id == bindparam("cohort_id")).order_by(_session.day)

# One training session, with its cohort.
SESSION = select(*DAY, _session.cohort_id).where(_session.id == bindparam("session_id"))

# A session as it is from here on: only the one of whom it was read changes it.
CHANGE_DAY = (
    update(TrainingSession)
    .where(_session.id == bindparam("of_session"), _session.revision == bindparam("seen"))
    .values(
        starts_on=bindparam("on_day"),
        starts_at=bindparam("from_hour"),
        ends_at=bindparam("to_hour"),
        room=bindparam("in_room"),
        units=bindparam("teaching"),
        state=bindparam("stands"),
        told_at=bindparam("told"),
        moved_from=bindparam("before"),
        revision=bindparam("counted"),
    )
)

# The training days of every cohort of a site: the weeks that follow are counted from them. While
# a day waits for a new date, nobody knows from when on.
_other = inspect(TrainingSession).local_table.alias("other").columns
_DATED = and_(
    _session.site_id == bindparam("site_id"),
    _session.state == PLANNED,
    ~select(_other.id)
    .where(_other.cohort_id == _session.cohort_id, _other.state == POSTPONED)
    .exists(),
)
DAYS_OF_SITE = (
    select(_session.cohort_id, _session.starts_on).where(_DATED).order_by(_session.starts_on)
)

# The same days, with everything that is known of each.
DATED_DAYS_OF_SITE = (
    select(*DAY, _session.cohort_id).where(_DATED).order_by(_session.starts_on, _session.day)
)

# The days of some cohorts that have a date.
DAYS_OF = select(_session.id).where(
    _session.cohort_id.in_(bindparam("cohort_ids", expanding=True)), _session.state == PLANNED
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
    ends_at: time | None = None
    room: str | None = None
    units: str | None = None
    state: str = PLANNED
    told_at: datetime | None = None
    moved_from: datetime | None = None


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
        ends_at=day.ends_at,
        room=day.room,
        units=day.units,
        state=day.state,
        told_at=day.told_at,
    )


def change_day(tx: Transaction, day: TrainingDay, *, seen: int) -> bool:
    """Change a session to what `day` says; False when it is not as it was `seen` any more."""
    changed = tx.run(
        CHANGE_DAY,
        of_session=day.id,
        seen=seen,
        on_day=day.starts_on,
        from_hour=day.starts_at,
        to_hour=day.ends_at,
        in_room=day.room,
        teaching=day.units,
        stands=day.state,
        told=day.told_at,
        before=day.moved_from,
        counted=day.revision,
    )
    return bool(changed)


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
    """Return a cohort's training sessions that have a date, first day first."""
    return [day for day in every_day(tx, cohort_id) if day.state == PLANNED]


def every_day(tx: Transaction, cohort_id: str) -> list[TrainingDay]:
    """Return a cohort's training sessions, first day first, and those without a date too."""
    return [TrainingDay(*row) for row in tx.all(EVERY_DAY, cohort_id=cohort_id)]


def session(tx: Transaction, session_id: str) -> tuple[TrainingDay, str] | None:
    """Return one training session and its cohort, or None when there is none of that id."""
    row = tx.one(SESSION, session_id=session_id)
    return (TrainingDay(*row[:-1]), row.cohort_id) if row else None


def days_of_site(tx: Transaction, site_id: str) -> dict[str, list[date]]:
    """Return the training days of each cohort of a site, in order."""
    days: dict[str, list[date]] = {}
    for row in tx.all(DAYS_OF_SITE, site_id=site_id):
        days.setdefault(row.cohort_id, []).append(row.starts_on)
    return days


def dated_days_of_site(tx: Transaction, site_id: str) -> dict[str, list[TrainingDay]]:
    """Return the training sessions of each cohort of a site of which none waits for a date.

    The cohort that begins first comes first, and of each cohort the first day.
    """
    days: dict[str, list[TrainingDay]] = {}
    for row in tx.all(DATED_DAYS_OF_SITE, site_id=site_id):
        days.setdefault(row.cohort_id, []).append(TrainingDay(*row[:-1]))
    return {cohort: sorted(found, key=lambda day: day.number) for cohort, found in days.items()}


def number_of_days(tx: Transaction, cohort_ids: Collection[str]) -> int:
    """Return how many training sessions these cohorts have that have a date."""
    return len(tx.all(DAYS_OF, cohort_ids=sorted(cohort_ids)))
