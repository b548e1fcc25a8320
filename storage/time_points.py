"""Remembers who has answered or declined an assessment, or chose its moment; never an answer."""

from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import Update, bindparam, delete, select, update
from sqlalchemy.dialects import postgresql

from storage.people import Known
from storage.tables import Delivery, TimePoint, columns
from storage.transactions import Transaction

_point = columns(TimePoint)
_delivery = columns(Delivery)

# What is known of one person's assessments in one cohort.
STANDINGS = select(
    _point.point, _point.moment_on, _point.moment_at, _point.answered_on, _point.declined_on
).where(_point.person_id == bindparam("person_id"), _point.cohort_id == bindparam("cohort_id"))

# Two devices at once begin the same row.
BEGIN = postgresql.insert(TimePoint).on_conflict_do_nothing(
    index_elements=["person_id", "cohort_id", "point"]
)

_MINE = (
    _point.person_id == bindparam("of_person"),
    _point.cohort_id == bindparam("of_cohort"),
    _point.point == bindparam("of_point"),
)

# The last choice of a moment counts.
CHOOSE = (
    update(TimePoint)
    .where(*_MINE)
    .values(moment_on=bindparam("on_day"), moment_at=bindparam("at_hour"))
)

# The first answer alone sets the day. It is locked first: of two devices, one comes second.
ANSWER = (
    update(TimePoint)
    .where(*_MINE, _point.answered_on.is_(None), _point.declined_on.is_(None))
    .values(answered_on=bindparam("day"))
)

# What was answered is not declined any more.
DECLINE = (
    update(TimePoint)
    .where(*_MINE, _point.answered_on.is_(None), _point.declined_on.is_(None))
    .values(declined_on=bindparam("day"))
)

# Whoever deletes what they said is not asked again: it looks as if they had declined.
TAKE_BACK = (
    update(TimePoint)
    .where(*_MINE, _point.answered_on.is_not(None))
    .values(answered_on=None, declined_on=bindparam("day"))
)

FORGET = delete(TimePoint).where(_point.person_id == bindparam("of_person"))

# Whether somebody was asked lately, for whatever time point.
ASKED_SINCE = (
    select(_delivery.id)
    .where(
        _delivery.person_id == bindparam("person_id"),
        _delivery.kind == bindparam("of_kind"),
        _delivery.sent_at > bindparam("since"),
    )
    .limit(1)
)

# A message that asks for an assessment, as its own addressee taps it.
STEP = select(_delivery.step, _delivery.cohort_id).where(
    _delivery.id == bindparam("delivery_id"), _delivery.person_id == bindparam("person_id")
)


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of one person's assessment at one time point."""

    point: str
    moment_on: date | None = None
    moment_at: time | None = None
    answered_on: date | None = None
    declined_on: date | None = None

    @property
    def chosen(self) -> tuple[date, time] | None:
        """The moment they chose, by their own clock."""
        if self.moment_on is None or self.moment_at is None:
            return None
        return self.moment_on, self.moment_at

    @property
    def is_open(self) -> bool:
        """Whether they have neither answered nor declined."""
        return self.answered_on is None and self.declined_on is None


def standings(tx: Transaction, person_id: str, cohort_id: str) -> dict[str, Standing]:
    """Return what is known of a person's assessments in a cohort, by time point."""
    rows = tx.all(STANDINGS, person_id=person_id, cohort_id=cohort_id)
    return {row.point: Standing(*row) for row in rows}


def begin(tx: Transaction, person: Known, cohort_id: str, point: str, *, new_id: str) -> None:
    """Have something to note at a time point of this person; what is noted there stays."""
    tx.run(
        BEGIN,
        id=new_id,
        site_id=person.site_id,
        person_id=person.id,
        cohort_id=cohort_id,
        point=point,
    )


def choose(
    tx: Transaction, person_id: str, cohort_id: str, point: str, moment: tuple[date, time]
) -> None:
    """Note when this person wants to be asked."""
    day, hour = moment
    tx.run(
        CHOOSE,
        of_person=person_id,
        of_cohort=cohort_id,
        of_point=point,
        on_day=day,
        at_hour=hour,
    )


def answer(tx: Transaction, person_id: str, cohort_id: str, point: str, day: date) -> bool:
    """Note that it was answered on `day`; return False when it was before, or declined."""
    return _note(tx, ANSWER, person_id, cohort_id, point, day)


def decline(tx: Transaction, person_id: str, cohort_id: str, point: str, day: date) -> bool:
    """Note that it was declined on `day`; return False when it was before, or answered."""
    return _note(tx, DECLINE, person_id, cohort_id, point, day)


def take_back(tx: Transaction, person_id: str, cohort_id: str, point: str, day: date) -> bool:
    """Forget that it was answered, as if it had been declined; return False when it was not."""
    return _note(tx, TAKE_BACK, person_id, cohort_id, point, day)


def forget(tx: Transaction, person_id: str) -> None:
    """Forget whatever is known of this person's assessments."""
    tx.run(FORGET, of_person=person_id)


def asked_since(tx: Transaction, person_id: str, kind: str, since: datetime) -> bool:
    """Return whether a message of this kind went to this person since a moment."""
    return tx.one(ASKED_SINCE, person_id=person_id, of_kind=kind, since=since) is not None


def step(tx: Transaction, person_id: str, delivery_id: str) -> tuple[str, str] | None:
    """Return the step and the cohort of a message to this person, or None."""
    row = tx.one(STEP, person_id=person_id, delivery_id=delivery_id)
    return (row.step, row.cohort_id) if row else None


def _note(
    tx: Transaction, statement: Update, person_id: str, cohort_id: str, point: str, day: date
) -> bool:
    noted = tx.run(statement, of_person=person_id, of_cohort=cohort_id, of_point=point, day=day)
    return bool(noted)
