"""Remembers who asked whom for a call, until somebody takes it or a day has gone by."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.dialects import postgresql

from storage.tables import CallRequest, Person, columns
from storage.transactions import Transaction

_call = columns(CallRequest)
_person = columns(Person)

# Whoever waits for a call asks for no second one.
ASK = postgresql.insert(CallRequest).on_conflict_do_nothing(index_elements=["person_id"])

_found = select(
    _call.id, _call.site_id, _call.person_id, _person.slack_id, _call.caller, _call.answer_by
).join(Person, _person.id == _call.person_id)

FIND = _found.where(_call.id == bindparam("call_id"))
OF_PERSON = _found.where(_call.person_id == bindparam("person_id"))

# Whom nobody has told yet, and who was not answered in time.
UNTOLD = _found.where(_call.told_at.is_(None), _call.missed_at.is_(None))
UNANSWERED = _found.where(_call.missed_at.is_(None), _call.answer_by <= bindparam("now"))

# Of two processes one tells; what Slack surely did not take is told again.
_one = _call.id == bindparam("call_id")
TELL = update(CallRequest).where(_one, _call.told_at.is_(None)).values(told_at=bindparam("now"))
UNTELL = update(CallRequest).where(_one).values(told_at=None)
MISS = update(CallRequest).where(_one, _call.missed_at.is_(None)).values(missed_at=bindparam("now"))
UNMISS = update(CallRequest).where(_one).values(missed_at=None)
HURRY = update(CallRequest).where(_one).values(answer_by=bindparam("now"))

TAKE = delete(CallRequest).where(_one, _call.caller == bindparam("by"))
FORGET = delete(CallRequest).where(_call.person_id == bindparam("of_person"))
# Who was not answered in time waits for nobody any more, and may ask again.
FORGET_UNANSWERED = delete(CallRequest).where(
    _call.person_id == bindparam("of_person"), _call.answer_by <= bindparam("now")
)
FORGET_OLD = delete(CallRequest).where(_call.asked_at <= bindparam("before"))

# When there is next something to do: nothing while nobody waits for a call.
NEXT = select(
    func.min(_call.asked_at).label("oldest"),
    func.min(_call.answer_by).filter(_call.missed_at.is_(None)).label("answer_by"),
)
ANY = select(_call.id).limit(1)


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody waits for a call: who, from whom, and until when it was promised."""

    id: str
    site_id: str
    person_id: str
    slack_id: str
    caller: str
    answer_by: datetime


@dataclass(frozen=True, slots=True)
class Wish:
    """A call as it is asked for."""

    id: str
    site_id: str
    person_id: str
    caller: str
    asked_at: datetime
    answer_by: datetime


def ask(tx: Transaction, wish: Wish) -> bool:
    """Keep that somebody asks for a call; return False when they wait for one already."""
    tx.run(FORGET_UNANSWERED, of_person=wish.person_id, now=wish.asked_at)
    return bool(tx.run(ASK, **asdict(wish)))


def find(tx: Transaction, call_id: str) -> Call | None:
    """Return the call, or None when it was taken, or is too long ago."""
    row = tx.one(FIND, call_id=call_id)
    return Call(*row) if row else None


def of_person(tx: Transaction, person_id: str) -> Call | None:
    """Return the call for which this person waits, or None."""
    row = tx.one(OF_PERSON, person_id=person_id)
    return Call(*row) if row else None


def untold(tx: Transaction) -> list[Call]:
    """Return the calls of which nobody has been told yet."""
    return [Call(*row) for row in tx.all(UNTOLD)]


def unanswered(tx: Transaction, now: datetime) -> list[Call]:
    """Return the calls that nobody took in the promised time, and whose askers do not know yet."""
    return [Call(*row) for row in tx.all(UNANSWERED, now=now)]


def tell(tx: Transaction, call_id: str, now: datetime) -> bool:
    """Note that somebody is told of the call; return False when another process does it."""
    return bool(tx.run(TELL, call_id=call_id, now=now))


def untell(tx: Transaction, call_id: str) -> None:
    """Note that nobody was told of the call after all."""
    tx.run(UNTELL, call_id=call_id)


def miss(tx: Transaction, call_id: str, now: datetime) -> bool:
    """Note that the asker is told of it; return False when another process does it."""
    return bool(tx.run(MISS, call_id=call_id, now=now))


def unmiss(tx: Transaction, call_id: str) -> None:
    """Note that the asker was not told after all."""
    tx.run(UNMISS, call_id=call_id)


def hurry(tx: Transaction, call_id: str, now: datetime) -> None:
    """Wait no longer for somebody whom Slack cannot reach."""
    tx.run(HURRY, call_id=call_id, now=now)


def take(tx: Transaction, call_id: str, by: str) -> None:
    """Forget the call: whoever was asked has seen it."""
    tx.run(TAKE, call_id=call_id, by=by)


def forget(tx: Transaction, person_id: str) -> None:
    """Forget that this person asked for a call."""
    tx.run(FORGET, of_person=person_id)


def forget_old(tx: Transaction, before: datetime) -> None:
    """Forget every call that was asked for before a moment."""
    tx.run(FORGET_OLD, before=before)


def waits(tx: Transaction) -> bool:
    """Return whether anybody waits for a call, or did so within a day."""
    return tx.one(ANY) is not None


def next_of(tx: Transaction) -> tuple[datetime | None, datetime | None]:
    """Return when the oldest call was asked for, and when the next must have been answered."""
    row = tx.one(NEXT)
    return (row.oldest, row.answer_by) if row else (None, None)
