"""Remembers how many days of a training somebody was there: all that is left of its registers."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects import postgresql

from storage.registers import Book
from storage.tables import Attendance, Certificate, Cohort, Register, TrainingSession, columns
from storage.transactions import Transaction

_cohort = columns(Cohort)
_session = columns(TrainingSession)
_register = columns(Register)
_attendance = columns(Attendance)
_certificate = columns(Certificate)

# On which closed days of a training who was there.
DAYS_THERE = (
    select(_attendance.person_id, _session.starts_on)
    .join(TrainingSession, _session.id == _attendance.session_id)
    .join(Register, _register.session_id == _session.id)
    .where(
        _register.cohort_id == bindparam("cohort_id"),
        _register.closed_on.is_not(None),
        _attendance.present,
    )
    .order_by(_attendance.person_id, _session.starts_on)
)

_new_certificate = postgresql.insert(Certificate)
CERTIFY = _new_certificate.on_conflict_do_update(
    index_elements=["person_id", "cohort_id"],
    set_={name: _new_certificate.excluded[name] for name in ("days", "of_days", "last_on")},
)

# A training has one day more, or one fewer.
SET_DAYS = (
    update(Certificate)
    .where(_certificate.cohort_id == bindparam("of_cohort"))
    .values(of_days=bindparam("number"))
)

# What one person has been to.
CERTIFICATES = (
    select(_cohort.name, _certificate.days, _certificate.of_days, _certificate.last_on)
    .join(Cohort, _cohort.id == _certificate.cohort_id)
    .where(_certificate.person_id == bindparam("person_id"))
    .order_by(_certificate.last_on)
)


@dataclass(frozen=True, slots=True)
class Attended:
    """How many days of a training somebody was at, and the last of them."""

    cohort: str
    days: int
    of_days: int
    last_on: date


def days_there(tx: Transaction, cohort_id: str) -> dict[str, list[date]]:
    """Return on which closed days of a training each person was there."""
    there: dict[str, list[date]] = {}
    for row in tx.all(DAYS_THERE, cohort_id=cohort_id):
        there.setdefault(row.person_id, []).append(row.starts_on)
    return there


def certify(tx: Transaction, row_id: str, book: Book, person_id: str, got: Attended) -> None:
    """Keep how many days somebody was there, in place of what was kept before."""
    tx.run(
        CERTIFY,
        id=row_id,
        site_id=book.site_id,
        person_id=person_id,
        cohort_id=book.cohort_id,
        days=got.days,
        of_days=got.of_days,
        last_on=got.last_on,
    )


def set_days(tx: Transaction, cohort_id: str, number: int) -> None:
    """Keep how many days a training has, for whoever was there on some."""
    tx.run(SET_DAYS, of_cohort=cohort_id, number=number)


def certificates(tx: Transaction, person_id: str) -> list[Attended]:
    """Return the trainings that somebody was at."""
    return [Attended(*row) for row in tx.all(CERTIFICATES, person_id=person_id)]
