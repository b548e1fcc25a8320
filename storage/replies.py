"""Remembers who says they come to a training session."""

from dataclasses import asdict, dataclass

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects import postgresql

from storage.registers import BY_REPLY, Mark
from storage.tables import Attendance, Person, Register, Reply, TrainingSession, columns
from storage.transactions import Transaction

_person = columns(Person)
_session = columns(TrainingSession)
_reply = columns(Reply)
_register = columns(Register)
_attendance = columns(Attendance)

_here = _reply.session_id == bindparam("of_session")

# Another tap is another reply.
_new_reply = postgresql.insert(Reply)
KEEP_REPLY = _new_reply.on_conflict_do_update(
    index_elements=["session_id", "person_id"], set_={"reply": _new_reply.excluded.reply}
)

# What everybody replied who did, by Slack's ids.
REPLIES = (
    select(_person.id, _person.slack_id, _reply.reply)
    .join(Reply, _reply.person_id == _person.id)
    .where(_here)
    .order_by(_person.slack_id)
)

# To another date, or in a closed register, they say nothing any more.
FORGET_REPLIES = delete(Reply).where(_here)

# Somebody is off the list: what they replied of its days says nothing any more, and fills in none
# of the registers that are open or still to be opened.
_days_of = select(_session.id).where(_session.cohort_id == bindparam("of_cohort"))
FORGET_REPLIES_OF = delete(Reply).where(
    _reply.person_id == bindparam("of_person"), _reply.session_id.in_(_days_of)
)
FORGET_FILLED_IN = delete(Attendance).where(
    _attendance.person_id == bindparam("of_person"),
    _attendance.said_by == BY_REPLY,
    _attendance.session_id.in_(
        select(_register.session_id).where(
            _register.cohort_id == bindparam("of_cohort"), _register.closed_on.is_(None)
        )
    ),
)


@dataclass(frozen=True, slots=True)
class Replied:
    """What somebody replied to a training session."""

    person_id: str
    slack_id: str
    reply: str


def keep(tx: Transaction, mark: Mark, reply: str) -> None:
    """Keep what somebody replies; the last counts."""
    tx.run(KEEP_REPLY, **asdict(mark), reply=reply)


def of_session(tx: Transaction, session_id: str) -> list[Replied]:
    """Return what everybody replied who did."""
    return [Replied(*row) for row in tx.all(REPLIES, of_session=session_id)]


def forget(tx: Transaction, session_id: str) -> None:
    """Forget what anybody replied."""
    tx.run(FORGET_REPLIES, of_session=session_id)


def forget_of(tx: Transaction, person_id: str, cohort_id: str) -> None:
    """Forget what somebody replied who is off a list; where they were, they were."""
    tx.run(FORGET_REPLIES_OF, of_person=person_id, of_cohort=cohort_id)
    tx.run(FORGET_FILLED_IN, of_person=person_id, of_cohort=cohort_id)
