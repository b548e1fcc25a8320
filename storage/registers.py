"""Remembers who was at a training session, by the register that its trainers keep."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects import postgresql

from storage.tables import (
    Attendance,
    Enrolment,
    Person,
    Register,
    columns,
)
from storage.transactions import Transaction

_person = columns(Person)
_enrolment = columns(Enrolment)
_register = columns(Register)
_attendance = columns(Attendance)

# Who said last that somebody is there.
BY_REPLY, BY_CODE, BY_TRAINER = "reply", "code", "trainer"

# Two who open it at once open the same one.
OPEN = postgresql.insert(Register).on_conflict_do_nothing(index_elements=["session_id"])

# A register that was opened for a day that is called off then, or moved.
FORGET_ATTENDANCE = delete(Attendance).where(_attendance.session_id == bindparam("of_session"))
FORGET_BOOK = delete(Register).where(_register.session_id == bindparam("of_session"))

# The columns of a `Book`, in its order.
REGISTER = select(
    _register.session_id,
    _register.site_id,
    _register.cohort_id,
    _register.code,
    _register.opened_at,
    _register.revision,
    _register.closed_on,
    _register.listed,
    _register.present,
).where(_register.session_id == bindparam("of_session"))

_still_open = (
    _register.session_id == bindparam("of_session"),
    _register.revision == bindparam("seen"),
    _register.closed_on.is_(None),
)

# A trainer corrects what they have seen, and nothing that another has changed since.
CORRECTED = update(Register).where(*_still_open).values(revision=_register.revision + 1)

# Once, for good.
CLOSE = (
    update(Register)
    .where(*_still_open)
    .values(
        closed_on=bindparam("on_day"), listed=bindparam("on_list"), present=bindparam("in_room")
    )
)

# What a reply fills in, a code or a trainer has said better.
_filled = postgresql.insert(Attendance)
FILL_IN = _filled.on_conflict_do_update(
    index_elements=["session_id", "person_id"],
    set_={"present": _filled.excluded.present},
    where=_attendance.said_by == BY_REPLY,
)

# The last word counts.
_noted = postgresql.insert(Attendance)
NOTE = _noted.on_conflict_do_update(
    index_elements=["session_id", "person_id"],
    set_={"present": _noted.excluded.present, "said_by": _noted.excluded.said_by},
)

# One more code that was not the room's; nothing else is known of somebody new.
_tried = postgresql.insert(Attendance)
NOTE_TRY = _tried.on_conflict_do_update(
    index_elements=["session_id", "person_id"], set_={"tries": _attendance.tries + 1}
)

# What is noted of one person.
NOTED = select(_attendance.present, _attendance.tries).where(
    _attendance.session_id == bindparam("of_session"),
    _attendance.person_id == bindparam("person_id"),
)

# Who is there, by Slack's ids.
PRESENT = (
    select(_person.slack_id)
    .join(Attendance, _attendance.person_id == _person.id)
    .where(_attendance.session_id == bindparam("of_session"), _attendance.present)
    .order_by(_person.slack_id)
)

# Everybody on a cohort's list.
LISTED = (
    select(_person.id, _person.slack_id)
    .join(Enrolment, _enrolment.person_id == _person.id)
    .where(_enrolment.cohort_id == bindparam("cohort_id"), _enrolment.left_at.is_(None))
    .order_by(_person.slack_id)
)

# Whether, and how, somebody is reminded of a training.
CALENDAR_SINCE = select(_enrolment.calendar_since).where(
    _enrolment.person_id == bindparam("person_id"), _enrolment.cohort_id == bindparam("cohort_id")
)

GO_BY_CALENDAR = (
    update(Enrolment)
    .where(
        _enrolment.person_id == bindparam("of_person"),
        _enrolment.cohort_id == bindparam("of_cohort"),
    )
    .values(calendar_since=bindparam("since"))
)


@dataclass(frozen=True, slots=True)
class Book:
    """The register of one training session."""

    session_id: str
    site_id: str
    cohort_id: str
    code: str
    opened_at: datetime
    revision: int = 1
    closed_on: date | None = None
    listed: int | None = None
    present: int | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """What is noted of one person at one session: `id` is that of a row, if there is none yet."""

    id: str
    site_id: str
    session_id: str
    person_id: str


def open_book(tx: Transaction, book: Book) -> bool:
    """Open a register; return False when it was open or closed before."""
    return bool(tx.run(OPEN, **asdict(book)))


def book(tx: Transaction, session_id: str) -> Book | None:
    """Return a session's register, or None while it was never opened."""
    row = tx.one(REGISTER, of_session=session_id)
    return Book(*row) if row else None


def forget_book(tx: Transaction, session_id: str) -> None:
    """Forget a register, as if it had never been opened."""
    tx.run(FORGET_ATTENDANCE, of_session=session_id)
    tx.run(FORGET_BOOK, of_session=session_id)


def corrected(tx: Transaction, session_id: str, seen: int) -> bool:
    """Note that a trainer corrects a register; False when it is not as they saw it, or closed."""
    return bool(tx.run(CORRECTED, of_session=session_id, seen=seen))


def close(
    tx: Transaction, session_id: str, seen: int, on: date, *, listed: int, present: int
) -> bool:
    """Close a register for good; return False when it is not as it was seen, or closed."""
    closed = tx.run(
        CLOSE, of_session=session_id, seen=seen, on_day=on, on_list=listed, in_room=present
    )
    return bool(closed)


def fill_in(tx: Transaction, mark: Mark, *, present: bool) -> None:
    """Fill in what somebody replied, unless a code or a trainer has said more."""
    tx.run(FILL_IN, **asdict(mark), present=present, said_by=BY_REPLY, tries=0)


def note(tx: Transaction, mark: Mark, *, present: bool, said_by: str) -> None:
    """Note whether somebody is there."""
    tx.run(NOTE, **asdict(mark), present=present, said_by=said_by, tries=0)


def note_try(tx: Transaction, mark: Mark) -> None:
    """Note one more code that was not the room's."""
    tx.run(NOTE_TRY, **asdict(mark), present=False, said_by=BY_REPLY, tries=1)


def noted(tx: Transaction, session_id: str, person_id: str) -> tuple[bool, int]:
    """Return whether somebody is there, and how often they entered a wrong code."""
    row = tx.one(NOTED, of_session=session_id, person_id=person_id)
    return (row.present, row.tries) if row else (False, 0)


def present(tx: Transaction, session_id: str) -> list[str]:
    """Return who is there, by Slack's ids."""
    return [row.slack_id for row in tx.all(PRESENT, of_session=session_id)]


def listed(tx: Transaction, cohort_id: str) -> dict[str, str]:
    """Return everybody on a cohort's list: their ids, by Slack's."""
    return {row.slack_id: row.id for row in tx.all(LISTED, cohort_id=cohort_id)}


def goes_by_calendar(tx: Transaction, person_id: str, cohort_id: str) -> bool:
    """Return whether somebody wants no reminders of a training."""
    row = tx.one(CALENDAR_SINCE, person_id=person_id, cohort_id=cohort_id)
    return row is not None and row.calendar_since is not None


def go_by_calendar(tx: Transaction, person_id: str, cohort_id: str, since: datetime | None) -> None:
    """Keep since when somebody wants no reminders of a training; None for all of them."""
    tx.run(GO_BY_CALENDAR, of_person=person_id, of_cohort=cohort_id, since=since)
