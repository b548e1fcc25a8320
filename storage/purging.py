"""Finds what is too old, table by table, and removes it; without a person being looked at.

Releases, their rounds and the audit are not here: the databases refuse to delete them. Nor are
cohorts and their days, which releases name, and what trainers and coordinators confirmed, which
says whom no release counts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import (
    Column,
    ColumnElement,
    Delete,
    Select,
    Update,
    and_,
    bindparam,
    delete,
    func,
    not_,
    or_,
    select,
    update,
)
from sqlmodel import SQLModel

from storage.deliveries import WAITING
from storage.tables import (
    Announcement,
    Attendance,
    Certificate,
    Certification,
    CohortTrainer,
    Consent,
    Deletion,
    Delivery,
    Distance,
    Draft,
    Enrolment,
    Evidence,
    Inbox,
    Liking,
    LinkKey,
    Parting,
    Person,
    Register,
    Reply,
    Response,
    Shift,
    TimePoint,
    Trainer,
    TrainingSession,
    Waiting,
    columns,
)
from storage.transactions import Transaction

_person = columns(Person)
_trainer = columns(Trainer)
_leader = columns(CohortTrainer)
_enrolment = columns(Enrolment)
_session = columns(TrainingSession)
_consent = columns(Consent)
_delivery = columns(Delivery)
_deletion = columns(Deletion)
_distance = columns(Distance)
_inbox = columns(Inbox)
_response = columns(Response)
_draft = columns(Draft)
_liking = columns(Liking)
_time_point = columns(TimePoint)
_link_key = columns(LinkKey)
_parting = columns(Parting)
_shift = columns(Shift)
_waiting = columns(Waiting)
_certification = columns(Certification)
_evidence = columns(Evidence)
_reply = columns(Reply)
_register = columns(Register)
_attendance = columns(Attendance)
_certificate = columns(Certificate)
_announcement = columns(Announcement)


def _cohorts(before: str) -> Select[tuple[str]]:
    """Return the cohorts whose training was over before a day."""
    return (
        select(_session.cohort_id)
        .group_by(_session.cohort_id)
        .having(func.max(_session.starts_on) < bindparam(before))
    )


def _people(before: str) -> Select[tuple[str]]:
    """Return the people whose last training, of however many, was over before a day."""
    return (
        select(_enrolment.person_id)
        .join(TrainingSession, _session.cohort_id == _enrolment.cohort_id)
        .group_by(_enrolment.person_id)
        .having(func.max(_session.starts_on) < bindparam(before))
    )


def _sessions(before: str) -> Select[tuple[str]]:
    """Return the training sessions whose register was closed before a day, or never, by then."""
    return (
        select(_session.id)
        .outerjoin(Register, _register.session_id == _session.id)
        .where(func.coalesce(_register.closed_on, _session.starts_on) < bindparam(before))
    )


def _is_named(column: Column[str]) -> ColumnElement[bool]:
    """Return whether a person stands in a column of another table."""
    return select(column).where(column == _person.id).exists()


# Under the questions that somebody answered they find their answers: as long as they can.
_finds_an_answer = and_(
    _delivery.answered_on.is_not(None),
    select(_link_key.person_id).where(_link_key.person_id == _delivery.person_id).exists(),
    _delivery.cohort_id.not_in(_cohorts("answers")),
)
# It is yet to say "Closed" in Slack.
_open = and_(_delivery.closes, _delivery.message_ts.is_not(None), _delivery.closed_at.is_(None))

_nobody_names_them = not_(
    or_(
        *map(
            _is_named,
            (
                _enrolment.person_id,
                _trainer.person_id,
                _leader.person_id,
                _consent.person_id,
                _delivery.person_id,
                _link_key.person_id,
                _parting.person_id,
                _time_point.person_id,
                _shift.person_id,
                _waiting.person_id,
                _certification.person_id,
                _evidence.person_id,
                _attendance.person_id,
                _reply.person_id,
                _certificate.person_id,
            ),
        )
    )
)


@dataclass(frozen=True, slots=True)
class Old:
    """How the rows of a table are known, which are too old, and the days by which they are."""

    key: Column[str]
    which: ColumnElement[bool]
    by: tuple[str, ...] = ()


# In the order in which they go: nothing before what refers to it.
_OLD: Mapping[type[SQLModel], Old] = {
    Inbox: Old(_inbox.id, _inbox.cohort_id.in_(_cohorts("answers")), ("answers",)),
    Response: Old(_response.id, _response.cohort_id.in_(_cohorts("answers")), ("answers",)),
    Draft: Old(_draft.id, _draft.cohort_id.in_(_cohorts("answers")), ("answers",)),
    Liking: Old(_liking.id, _liking.cohort_id.in_(_cohorts("answers")), ("answers",)),
    LinkKey: Old(
        _link_key.person_id, _link_key.person_id.in_(_people("link_keys")), ("link_keys",)
    ),
    TimePoint: Old(_time_point.id, _time_point.person_id.in_(_people("link_keys")), ("link_keys",)),
    Distance: Old(
        _distance.id,
        and_(_distance.tag.is_not(None), _distance.cohort_id.in_(_cohorts("link_keys"))),
        ("link_keys",),
    ),
    Delivery: Old(
        _delivery.id,
        and_(
            _delivery.local_date < bindparam("deliveries"),
            not_(or_(WAITING, _open, _finds_an_answer)),
        ),
        ("deliveries", "answers"),
    ),
    Attendance: Old(
        _attendance.id, _attendance.session_id.in_(_sessions("registers")), ("registers",)
    ),
    Reply: Old(_reply.id, _reply.session_id.in_(_sessions("registers")), ("registers",)),
    Announcement: Old(
        _announcement.id, _announcement.made_on < bindparam("deliveries"), ("deliveries",)
    ),
    Certificate: Old(_certificate.id, _certificate.person_id.in_(_people("lists")), ("lists",)),
    Deletion: Old(_deletion.id, _deletion.deleted_on < bindparam("deletions"), ("deletions",)),
    Waiting: Old(_waiting.id, _waiting.cohort_id.in_(_cohorts("deliveries")), ("deliveries",)),
    Consent: Old(_consent.id, _consent.person_id.in_(_people("lists")), ("lists",)),
    Shift: Old(_shift.person_id, _shift.person_id.in_(_people("lists")), ("lists",)),
    Enrolment: Old(_enrolment.id, _enrolment.person_id.in_(_people("lists")), ("lists",)),
    Person: Old(_person.id, _nobody_names_them),
}

_DAYS = {str(table.__tablename__): old.by for table, old in _OLD.items()}
TABLES = tuple(_DAYS)

# What is too old, by the name of its table.
FIND = {
    str(table.__tablename__): select(old.key.label("key")).where(old.which).limit(bindparam("most"))
    for table, old in _OLD.items()
}


def _removal(table: type[SQLModel], old: Old) -> Delete | Update:
    """Return what removes rows that are still too old: a second training makes them young."""
    those = and_(old.key.in_(bindparam("keys", expanding=True)), old.which)
    if table is Distance:
        # Whose it is goes with the key; a release that was refused once stays refused.
        return update(Distance).where(those).values(tag=None)
    return delete(table).where(those)


REMOVE = {str(table.__tablename__): _removal(table, old) for table, old in _OLD.items()}

# Whether somebody's link key is, or would be, too old.
IS_OVER = select(_person.id).where(
    _person.id == bindparam("person_id"), _person.id.in_(_people("link_keys"))
)

# More than any table has.
ALL = 1_000_000_000


def find(tx: Transaction, table: str, before: Mapping[str, date], most: int = ALL) -> list[str]:
    """Return the keys of the rows of a table that are too old, up to so many.

    `before` has the days before which something lies that is too old.
    """
    days = {name: before[name] for name in _DAYS[table]}
    return [row.key for row in tx.all(FIND[table], most=most, **days)]


def remove(tx: Transaction, table: str, before: Mapping[str, date], keys: Sequence[str]) -> int:
    """Remove these rows of a table if they are too old; return how many were."""
    days = {name: before[name] for name in _DAYS[table]}
    return tx.run(REMOVE[table], keys=keys, **days)


def is_over(tx: Transaction, person_id: str, before: date) -> bool:
    """Return whether this person's last training, of however many, was over before a day."""
    return tx.one(IS_OVER, person_id=person_id, link_keys=before) is not None
