"""Counts people, once, for a release being made; nothing else counts any."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, bindparam, case, func, inspect, or_, select

from storage.rows import values
from storage.tables import (
    CohortTrainer,
    Confirmation,
    Consent,
    Delivery,
    Enrolment,
    LinkKey,
    Person,
    columns,
)
from storage.transactions import Transaction

_enrolment = columns(Enrolment)
_person = columns(Person)
_leader = columns(CohortTrainer)
_confirmation = columns(Confirmation)
_consent = columns(Consent)
_delivery = columns(Delivery)
_link_key = columns(LinkKey)
_later = inspect(Enrolment).local_table.alias("later").columns


def _reads(before: str) -> ColumnElement[bool]:
    """Return whether somebody may ask by a moment: they have confirmed for their role."""
    return (
        select(_confirmation.id)
        .where(
            _confirmation.slack_id == _person.slack_id,
            _confirmation.subject == "site",
            _confirmation.confirmed_at < bindparam(before),
        )
        .exists()
    )


def _moved_on(before: str) -> ColumnElement[bool]:
    """Return whether somebody is on a later list by a moment; then this one asks them no more."""
    return (
        select(_later.id)
        .where(
            _later.person_id == _enrolment.person_id,
            _later.enrolled_at < bindparam(before),
            or_(
                _later.enrolled_at > _enrolment.enrolled_at,
                and_(_later.enrolled_at == _enrolment.enrolled_at, _later.id < _enrolment.id),
            ),
        )
        .exists()
    )


def _left(before: str) -> ColumnElement[bool]:
    """Return whether somebody was off the list by a moment."""
    return and_(_enrolment.left_at.is_not(None), _enrolment.left_at < bindparam(before))


def _leads(before: str) -> ColumnElement[bool]:
    """Return whether somebody had led the cohort by a moment, were it for a day.

    A trainer's own answers enter no release of a cohort they lead, nor of one they have led:
    they would come into it when somebody else took over, and show in the difference.
    """
    return (
        select(_leader.person_id)
        .where(
            _leader.cohort_id == _enrolment.cohort_id,
            _leader.person_id == _enrolment.person_id,
            or_(_leader.led_since.is_(None), _leader.led_since < bindparam(before)),
        )
        .exists()
    )


# Who was on a cohort's list when its four weeks began. Whoever may ask is counted nowhere:
# their own answers would help them to subtract.
WERE_LISTED = and_(
    _enrolment.cohort_id == bindparam("cohort_id"),
    _enrolment.enrolled_at < bindparam("listed_before"),
    ~_leads("listed_before"),
    ~_reads("listed_before"),
    ~_moved_on("listed_before"),
    ~_left("listed_before"),
)
# Who is not behind a figure any more: they are on another list or on none, lead, or may ask by now.
GONE = or_(_moved_on("starts_at"), _left("starts_at"), _leads("released_at"), _reads("released_at"))
_LISTED = and_(WERE_LISTED, ~GONE)


def decided(condition: ColumnElement[bool], before: str = "listed_before") -> ColumnElement[bool]:
    """Return whether somebody's last decision before a moment was so."""
    last: ColumnElement[bool] = (
        select(condition)
        .where(
            _consent.person_id == _enrolment.person_id,
            _consent.decided_at < bindparam(before),
        )
        .order_by(_consent.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    return func.coalesce(last, False)


_keeps = decided(_consent.companion)
_follows = decided(and_(_consent.companion, _consent.checkins, _consent.evaluation))

# The check-ins that fell due for a cohort in the period.
_asked = and_(
    _delivery.cohort_id == bindparam("cohort_id"),
    _delivery.kind == "check-in",
    _delivery.local_date.between(bindparam("starts_on"), bindparam("ends_on")),
)
# Those of them that somebody has answered, by the day of the release.
_theirs_answered = and_(
    _asked,
    _delivery.person_id == _enrolment.person_id,
    _delivery.answered_on < bindparam("released_on"),
)
_answered = select(_delivery.id).where(_theirs_answered).exists()


def _number(label: str, *conditions: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((and_(*conditions), 1))).label(label)


# How many are listed, keep the companion, follow, and answered at least once; how many are gone.
COUNTED = (
    select(
        _number("listed", ~GONE),
        _number("keeping", ~GONE, _keeps),
        _number("following", ~GONE, _follows),
        _number("answered", ~GONE, _follows, _answered),
        _number("gone", GONE),
    )
    .select_from(Enrolment)
    .join(Person, _person.id == _enrolment.person_id)
    .where(WERE_LISTED)
)

# Which check-ins those who follow have answered, with what it takes to open the answers.
ANSWERED = (
    select(
        _person.id.label("person_id"),
        _link_key.sealed.label("link_key"),
        _delivery.content_id,
        _delivery.content_version,
        _delivery.local_date,
    )
    .select_from(Enrolment)
    .join(Person, _person.id == _enrolment.person_id)
    .join(LinkKey, _link_key.person_id == _person.id)
    .join(Delivery, _theirs_answered)
    .where(_LISTED, _follows)
    .order_by(_delivery.local_date)
)

# What a cohort was asked, and when.
QUESTIONS = select(_delivery.content_id, _delivery.local_date).where(_asked).distinct()


@dataclass(frozen=True, slots=True)
class Period:
    """The days a release covers, and the moments that decide who and what counts for it.

    Those on the list at `listed_before`, less those who moved on before `starts_at` or may ask
    by `released_at`; what they answered before the day `released_on`.
    """

    starts_on: date
    ends_on: date
    listed_before: datetime
    starts_at: datetime
    released_on: date
    released_at: datetime


@dataclass(frozen=True, slots=True)
class Counted:
    """How many are on a list, keep the companion, follow, and answered.

    And how many were on it when its four weeks began, and are gone since.
    """

    listed: int
    keeping: int
    following: int
    answered: int
    gone: int


@dataclass(frozen=True, slots=True)
class AnsweredOne:
    """A check-in that somebody answered, for opening what they answered."""

    person_id: str
    link_key: bytes
    content_id: str
    content_version: int
    local_date: date


def counted(tx: Transaction, cohort_id: str, period: Period) -> Counted:
    """Return how many of a cohort are behind the figures of a period, or are gone."""
    row = tx.one(COUNTED, cohort_id=cohort_id, **values(period))
    return Counted(*row) if row else Counted(0, 0, 0, 0, 0)


def answered(tx: Transaction, cohort_id: str, period: Period) -> list[AnsweredOne]:
    """Return what those who follow have answered in the period, oldest first."""
    rows = tx.all(ANSWERED, cohort_id=cohort_id, **values(period))
    return [AnsweredOne(*row) for row in rows]


def questions(tx: Transaction, cohort_id: str, period: Period) -> list[tuple[str, date]]:
    """Return which check-ins were planned for a cohort on which days: it is the same for all."""
    rows = tx.all(
        QUESTIONS, cohort_id=cohort_id, starts_on=period.starts_on, ends_on=period.ends_on
    )
    return [(row.content_id, row.local_date) for row in rows]
