"""Remembers what the trainers of a cohort were told to put right, and finds what is to be."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import and_, bindparam, delete, or_, select
from sqlalchemy.dialects import postgresql

from storage.deliveries import WAITING
from storage.tables import Delivery, Register, Told, TrainingSession, columns
from storage.trainings import PLANNED, POSTPONED
from storage.transactions import Transaction

_told = columns(Told)
_delivery = columns(Delivery)
_session = columns(TrainingSession)
_register = columns(Register)

# What they were told of, by its key.
TOLD = select(_told.matter).where(_told.cohort_id == bindparam("cohort_id"))

# Told by two processes at once, it is told once.
TELL = postgresql.insert(Told).on_conflict_do_nothing()

# Put right: should it come back, they are told again.
FORGET = delete(Told).where(
    _told.cohort_id == bindparam("of_cohort"),
    _told.matter.in_(bindparam("matters", expanding=True)),
)

# What waits to be told of a cohort says by then whatever is to be put right: one is enough.
FORGET_WAITING = delete(Delivery).where(
    _delivery.cohort_id == bindparam("of_cohort"), _delivery.kind == "errand", WAITING
)

# The cohorts of a site with a training day from one day to another, by an index.
COHORTS_BETWEEN = (
    select(_session.cohort_id)
    .where(
        _session.site_id == bindparam("site_id"),
        _session.starts_on.between(bindparam("since"), bindparam("until")),
        _session.state == PLANNED,
    )
    .distinct()
    .order_by(_session.cohort_id)
)

# Those of which something can still be to be put right: a day of theirs lies ahead, is not long
# over, or waits for its date. However many were closed before, they are not looked at.
COHORTS_SINCE = (
    select(_session.cohort_id)
    .where(
        _session.site_id == bindparam("site_id"),
        or_(
            and_(_session.starts_on >= bindparam("since"), _session.state == PLANNED),
            _session.state == POSTPONED,
        ),
    )
    .distinct()
    .order_by(_session.cohort_id)
)

# The training days of a cohort whose register a trainer has closed.
SIGNED = select(_register.session_id).where(
    _register.cohort_id == bindparam("cohort_id"), _register.closed_on.is_not(None)
)


def told(tx: Transaction, cohort_id: str) -> frozenset[str]:
    """Return of what the trainers of a cohort were told."""
    return frozenset(row.matter for row in tx.all(TOLD, cohort_id=cohort_id))


def tell(tx: Transaction, site_id: str, cohort_id: str, matter: str, day: date) -> bool:
    """Note that they are told of something; return False when they were before."""
    return bool(tx.run(TELL, cohort_id=cohort_id, matter=matter, site_id=site_id, told_on=day))


def forget(tx: Transaction, cohort_id: str, matters: Collection[str]) -> None:
    """Note that these were put right."""
    if matters:
        tx.run(FORGET, of_cohort=cohort_id, matters=sorted(matters))


def forget_waiting(tx: Transaction, cohort_id: str) -> None:
    """Forget what waits to be told of a cohort, as if it had never been planned."""
    tx.run(FORGET_WAITING, of_cohort=cohort_id)


def cohorts_between(tx: Transaction, site_id: str, since: date, until: date) -> list[str]:
    """Return the cohorts of a site with a training day from one day to another."""
    rows = tx.all(COHORTS_BETWEEN, site_id=site_id, since=since, until=until)
    return [row.cohort_id for row in rows]


def cohorts_since(tx: Transaction, site_id: str, since: date) -> list[str]:
    """Return the cohorts of a site with a training day on or after a day, or without its date."""
    rows = tx.all(COHORTS_SINCE, site_id=site_id, since=since)
    return [row.cohort_id for row in rows]


def signed(tx: Transaction, cohort_id: str) -> frozenset[str]:
    """Return the training days of a cohort whose register is closed."""
    return frozenset(row.session_id for row in tx.all(SIGNED, cohort_id=cohort_id))
