"""Counts people, once, for a release being made; nothing else counts any."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, bindparam, case, func, inspect, or_, select

from storage.tables import Consent, Delivery, Enrolment, LinkKey, Person, Trainer, columns
from storage.transactions import Transaction

_enrolment = columns(Enrolment)
_person = columns(Person)
_trainer = columns(Trainer)
_consent = columns(Consent)
_delivery = columns(Delivery)
_link_key = columns(LinkKey)
_later = inspect(Enrolment).local_table.alias("later").columns

# Whoever may ask is counted nowhere: their own answers would help them to subtract.
_may_ask = or_(
    _person.slack_id.in_(bindparam("coordinators", expanding=True)),
    select(_trainer.person_id)
    .where(_trainer.person_id == _enrolment.person_id, _trainer.named_at < bindparam("released_at"))
    .exists(),
)

# Everybody knows who went on to another cohort, and that this one asks them no more.
_moved_on = (
    select(_later.id)
    .where(
        _later.person_id == _enrolment.person_id,
        _later.enrolled_at < bindparam("starts_at"),
        or_(
            _later.enrolled_at > _enrolment.enrolled_at,
            and_(_later.enrolled_at == _enrolment.enrolled_at, _later.id < _enrolment.id),
        ),
    )
    .exists()
)

# Who came onto a cohort's list before its four weeks began.
_WERE_LISTED = and_(
    _enrolment.cohort_id == bindparam("cohort_id"),
    _enrolment.enrolled_at < bindparam("listed_before"),
    ~_may_ask,
)
# Who is on it for a period.
_LISTED = and_(_WERE_LISTED, ~_moved_on)


def _decided(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return whether somebody's last decision before the four weeks began was so."""
    last: ColumnElement[bool] = (
        select(condition)
        .where(
            _consent.person_id == _enrolment.person_id,
            _consent.decided_at < bindparam("listed_before"),
        )
        .order_by(_consent.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    return func.coalesce(last, False)


_follows = _decided(and_(_consent.companion, _consent.checkins, _consent.evaluation))
_answered = (
    select(_delivery.id)
    .where(
        _delivery.person_id == _enrolment.person_id,
        _delivery.cohort_id == _enrolment.cohort_id,
        _delivery.kind == "check-in",
        _delivery.local_date.between(bindparam("starts_on"), bindparam("ends_on")),
        _delivery.answered_on < bindparam("released_on"),
    )
    .exists()
)


def _number(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((condition, 1)))


# How many are listed, follow, and answered at least once; and how many have moved on.
FOLLOWING = (
    select(
        _number(~_moved_on).label("listed"),
        _number(and_(~_moved_on, _follows)).label("following"),
        _number(and_(~_moved_on, _follows, _answered)).label("answered"),
        _number(_moved_on).label("moved"),
    )
    .select_from(Enrolment)
    .join(Person, _person.id == _enrolment.person_id)
    .where(_WERE_LISTED)
)

# How many are listed, and keep the companion.
KEEPING = (
    select(func.count().label("listed"), _number(_decided(_consent.companion)).label("keeping"))
    .select_from(Enrolment)
    .join(Person, _person.id == _enrolment.person_id)
    .where(_LISTED)
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
    .join(
        Delivery,
        and_(
            _delivery.person_id == _enrolment.person_id,
            _delivery.cohort_id == _enrolment.cohort_id,
        ),
    )
    .where(
        _LISTED,
        _follows,
        _delivery.kind == "check-in",
        _delivery.local_date.between(bindparam("starts_on"), bindparam("ends_on")),
        _delivery.answered_on < bindparam("released_on"),
    )
    .order_by(_delivery.local_date)
)


@dataclass(frozen=True, slots=True)
class Period:
    """The days a release covers, and the moments that decide who and what counts for it.

    Those on the list before `listed_before` who have not moved on before `starts_at`; what they
    answered before `released_on`. Nobody who was a trainer by `released_at`.
    """

    starts_on: date
    ends_on: date
    listed_before: datetime
    starts_at: datetime
    released_on: date
    released_at: datetime


@dataclass(frozen=True, slots=True)
class Following:
    """How many are on a list, how many of them follow, how many of those answered.

    And how many were on it when its four weeks began, and have moved on since.
    """

    listed: int
    following: int
    answered: int
    moved: int


@dataclass(frozen=True, slots=True)
class Keeping:
    """How many are on a list, and how many of them keep the companion."""

    listed: int
    keeping: int


@dataclass(frozen=True, slots=True)
class AnsweredOne:
    """A check-in that somebody answered, for opening what they answered."""

    person_id: str
    link_key: bytes
    content_id: str
    content_version: int
    local_date: date


def following(
    tx: Transaction, cohort_id: str, period: Period, coordinators: Collection[str]
) -> Following:
    """Return how many of a cohort are listed, follow and answered in the period, or moved on."""
    row = tx.one(FOLLOWING, **_bound(cohort_id, period, coordinators))
    return Following(*row) if row else Following(0, 0, 0, 0)


def keeping(
    tx: Transaction, cohort_id: str, period: Period, coordinators: Collection[str]
) -> Keeping:
    """Return how many of a cohort are listed, and keep the companion as the period begins."""
    row = tx.one(KEEPING, **_bound(cohort_id, period, coordinators))
    return Keeping(*row) if row else Keeping(0, 0)


def answered(
    tx: Transaction, cohort_id: str, period: Period, coordinators: Collection[str]
) -> list[AnsweredOne]:
    """Return what those who follow have answered in the period, oldest first."""
    rows = tx.all(ANSWERED, **_bound(cohort_id, period, coordinators))
    return [AnsweredOne(*row) for row in rows]


def _bound(cohort_id: str, period: Period, coordinators: Collection[str]) -> dict[str, object]:
    return {
        **asdict(period),
        "cohort_id": cohort_id,
        "coordinators": sorted(coordinators),
    }
