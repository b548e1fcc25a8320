"""Remembers releases and the audit; counts people, once, for a release being made."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import and_, bindparam, func, insert, select
from sqlalchemy.dialects import postgresql

from storage.tables import (
    Audit,
    CohortTrainer,
    Consent,
    Delivery,
    Enrolment,
    Release,
    ReleaseRound,
    TrainingSession,
    columns,
)
from storage.transactions import Transaction

_leader = columns(CohortTrainer)
_enrolment = columns(Enrolment)
_session = columns(TrainingSession)
_consent = columns(Consent)
_delivery = columns(Delivery)
_release_round = columns(ReleaseRound)
_release = columns(Release)

# Taking a round is what makes its releases once, however many processes try.
TAKE_ROUND = postgresql.insert(ReleaseRound).on_conflict_do_nothing()

# The last period for which a site's releases were made.
LAST_ROUND = select(func.max(_release_round.starts_on).label("starts_on")).where(
    _release_round.site_id == bindparam("site_id"), _release_round.kind == bindparam("kind")
)

# Before a site's first training day there is nothing to release.
FIRST_DAY = select(func.min(_session.starts_on).label("starts_on")).where(
    _session.site_id == bindparam("site_id")
)

ADD_RELEASE = insert(Release)

# What may be shown of some sites since a day, newest period first.
RELEASES = (
    select(_release.site_id, _release.cohort_id, _release.starts_on, _release.shown)
    .where(
        _release.site_id.in_(bindparam("site_ids", expanding=True)),
        _release.kind == bindparam("kind"),
        _release.starts_on >= bindparam("since"),
    )
    .order_by(_release.starts_on.desc())
)

AUDIT = insert(Audit)

# What somebody had decided when the period began; later decisions change no count of it.
_decided = (
    select(and_(_consent.companion, _consent.checkins, _consent.evaluation))
    .where(_consent.person_id == _enrolment.person_id, _consent.decided_at < bindparam("starts_at"))
    .order_by(_consent.number.desc())
    .limit(1)
    .scalar_subquery()
)

# A trainer's own answers enter no release of a cohort they lead.
_leads = (
    select(_leader.person_id)
    .where(
        _leader.cohort_id == _enrolment.cohort_id,
        _leader.person_id == _enrolment.person_id,
    )
    .exists()
)

# People in follow-up when the period began, and those of them who answered at least once.
FOLLOWING = (
    select(
        func.count(_enrolment.person_id.distinct()).label("following"),
        func.count(_delivery.person_id.distinct()).label("answered"),
    )
    .outerjoin(
        Delivery,
        and_(
            _delivery.person_id == _enrolment.person_id,
            _delivery.cohort_id == _enrolment.cohort_id,
            _delivery.kind == "check-in",
            _delivery.local_date.between(bindparam("starts_on"), bindparam("ends_on")),
            _delivery.answered_on < bindparam("released_on"),
        ),
    )
    .where(
        _enrolment.cohort_id.in_(bindparam("cohort_ids", expanding=True)),
        _enrolment.enrolled_at < bindparam("starts_at"),
        _decided,
        ~_leads,
    )
)


@dataclass(frozen=True, slots=True)
class Period:
    """The days a release covers, when they began, and the day it is made."""

    starts_on: date
    ends_on: date
    starts_at: datetime
    released_on: date


@dataclass(frozen=True, slots=True)
class Made:
    """A release as it is kept: what may be shown of one group, for good."""

    id: str
    site_id: str
    kind: str
    starts_on: date
    ends_on: date
    cohort_id: str | None
    definition: int
    shown: str


@dataclass(frozen=True, slots=True)
class Released:
    """A release as it is read; `cohort_id` is None for the whole site."""

    site_id: str
    cohort_id: str | None
    starts_on: date
    shown: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the audit: who did what, about which cohort or site."""

    id: str
    site_id: str
    at: datetime
    actor: str
    act: str
    subject: str


def take_round(tx: Transaction, *, site_id: str, kind: str, starts_on: date, now: datetime) -> bool:
    """Take the round of releases for a period; return False when it was taken before."""
    return bool(tx.run(TAKE_ROUND, site_id=site_id, kind=kind, starts_on=starts_on, made_at=now))


def last_round(tx: Transaction, site_id: str, kind: str) -> date | None:
    """Return the first day of the last period released for a site, or None."""
    row = tx.one(LAST_ROUND, site_id=site_id, kind=kind)
    return row.starts_on if row else None


def first_training_day(tx: Transaction, site_id: str) -> date | None:
    """Return the first training day a site has had or will have, or None."""
    row = tx.one(FIRST_DAY, site_id=site_id)
    return row.starts_on if row else None


def following(tx: Transaction, cohort_ids: Collection[str], period: Period) -> tuple[int, int]:
    """Return how many were in follow-up when the period began, and how many of them answered."""
    row = tx.one(FOLLOWING, cohort_ids=sorted(cohort_ids), **asdict(period))
    return (row.following, row.answered) if row else (0, 0)


def add(tx: Transaction, release: Made) -> None:
    """Keep a release."""
    tx.run(ADD_RELEASE, **asdict(release))


def released(tx: Transaction, site_ids: Collection[str], kind: str, since: date) -> list[Released]:
    """Return the releases of these sites since a day, newest period first."""
    rows = tx.all(RELEASES, site_ids=sorted(site_ids), kind=kind, since=since)
    return [Released(*row) for row in rows]


def audit(tx: Transaction, entry: Entry) -> None:
    """Note an act of a trainer, coordinator or operator."""
    tx.run(AUDIT, **asdict(entry))
