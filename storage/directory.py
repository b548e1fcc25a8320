"""Finds who trains where, which cohorts they lead, and how these stand; nothing of participants."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, select

from storage.tables import (
    Certification,
    Cohort,
    CohortTrainer,
    Person,
    Register,
    Trainer,
    TrainingSession,
    columns,
)
from storage.trainings import DAY, TrainingDay
from storage.transactions import Transaction

_trainer = columns(Trainer)
_person = columns(Person)
_cohort = columns(Cohort)
_leader = columns(CohortTrainer)
_session = columns(TrainingSession)
_register = columns(Register)
_certification = columns(Certification)

# Everybody who was named trainer of some sites.
TRAINERS = (
    select(_person.id, _person.slack_id, _trainer.site_id, _trainer.named_at)
    .join(Person, _person.id == _trainer.person_id)
    .where(_trainer.site_id.in_(bindparam("site_ids", expanding=True)))
    .order_by(_trainer.site_id, _trainer.named_at)
)

# Who leads which cohort of some sites now.
LEADING = (
    select(_leader.cohort_id, _person.slack_id)
    .join(Person, _person.id == _leader.person_id)
    .join(Cohort, _cohort.id == _leader.cohort_id)
    .where(_cohort.site_id.in_(bindparam("site_ids", expanding=True)), _leader.led_until.is_(None))
    .order_by(_leader.cohort_id, _person.slack_id)
)

# What trainers themselves have said of the cohorts of some sites.
SAID = select(_cohort.id, _cohort.ready_at, _cohort.closed_at).where(
    _cohort.site_id.in_(bindparam("site_ids", expanding=True))
)

# Every training session of some sites, those without a date too, and what became of its register.
SESSIONS = (
    select(
        *DAY,
        _session.cohort_id,
        _register.opened_at,
        _register.closed_on,
        _register.listed,
        _register.present,
    )
    .outerjoin(Register, _register.session_id == _session.id)
    .where(_session.site_id.in_(bindparam("site_ids", expanding=True)))
    .order_by(_session.cohort_id, _session.day)
)

# Where the trainers of some sites stand on the ladder, as it was confirmed last.
STANDINGS = (
    select(_certification.person_id, _certification.level, _certification.current_until)
    .join(Trainer, _trainer.person_id == _certification.person_id)
    .where(_trainer.site_id.in_(bindparam("site_ids", expanding=True)))
)


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody who was named trainer of a site."""

    person_id: str
    slack_id: str
    site_id: str
    named_at: datetime


@dataclass(frozen=True, slots=True)
class Said:
    """When the list of a cohort was said to be complete, and when the cohort was closed."""

    ready_at: datetime | None
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Session:
    """A training session and its register: when it was opened and closed, and how many came."""

    day: TrainingDay
    cohort_id: str
    opened_at: datetime | None
    closed_on: date | None
    listed: int | None
    present: int | None


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The step of the ladder that a coordinator confirmed, and the last day of its currency."""

    level: str
    current_until: date | None


def trainers(tx: Transaction, site_ids: Collection[str]) -> list[Named]:
    """Return the trainers of some sites, each site's in the order in which they were named."""
    return [Named(*row) for row in tx.all(TRAINERS, site_ids=sorted(site_ids))]


def leading(tx: Transaction, site_ids: Collection[str]) -> dict[str, list[str]]:
    """Return who leads each cohort of some sites, by Slack's ids."""
    found: dict[str, list[str]] = {}
    for row in tx.all(LEADING, site_ids=sorted(site_ids)):
        found.setdefault(row.cohort_id, []).append(row.slack_id)
    return found


def said(tx: Transaction, site_ids: Collection[str]) -> dict[str, Said]:
    """Return what trainers have said of each cohort of some sites, by its id."""
    rows = tx.all(SAID, site_ids=sorted(site_ids))
    return {row.id: Said(row.ready_at, row.closed_at) for row in rows}


def sessions(tx: Transaction, site_ids: Collection[str]) -> dict[str, list[Session]]:
    """Return the training sessions of each cohort of some sites, first day first."""
    found: dict[str, list[Session]] = {}
    for *day, cohort_id, opened, closed, listed, present in tx.all(
        SESSIONS, site_ids=sorted(site_ids)
    ):
        session = Session(TrainingDay(*day), cohort_id, opened, closed, listed, present)
        found.setdefault(cohort_id, []).append(session)
    return found


def standings(tx: Transaction, site_ids: Collection[str]) -> dict[str, Confirmed]:
    """Return where the trainers of some sites stand, by person; of some, nothing is confirmed."""
    rows = tx.all(STANDINGS, site_ids=sorted(site_ids))
    return {row.person_id: Confirmed(row.level, row.current_until) for row in rows}
