"""Remembers when somebody works and has quiet, and how often they are written to."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, NamedTuple

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects import postgresql

from storage.among import among
from storage.people import Known
from storage.tables import Delivery, Person, Shift, columns
from storage.transactions import Transaction

_person = columns(Person)
_shift = columns(Shift)
_delivery = columns(Delivery)

# From when to when somebody works, by weekday.
Week = Mapping[int, tuple[time, time]]

# What somebody has said of their time: the columns of `Habits`, in its order, but for the hours.
HABITUAL = (
    _person.zone,
    _person.zone_chosen,
    _person.preferred_at,
    _person.hides_questions,
    _person.pattern,
    _person.slot,
    _person.quiet_from,
    _person.quiet_until,
    _person.nights_until,
    _person.paused_until,
    _person.hold_until,
    _person.heard_from,
    _person.too_much_on,
    _person.told_pace,
    _person.told_in,
)

HABITS = select(_person.id, *HABITUAL).where(among(_person.id, "person_ids"))

HOURS = select(_shift.person_id, _shift.weekday, _shift.starts_at, _shift.ends_at).where(
    among(_shift.person_id, "person_ids")
)

# What somebody may change of it, each by itself.
CHANGEABLE = (
    "zone",
    "zone_chosen",
    "hides_questions",
    "pattern",
    "slot",
    "quiet_from",
    "quiet_until",
    "nights_until",
    "hold_until",
    "heard_from",
    "too_much_on",
    "told_pace",
    "told_in",
)
CHANGE = {
    name: update(Person)
    .where(_person.id == bindparam("of_person"))
    .values({name: bindparam("value")})
    for name in CHANGEABLE
}

# The hours of a weekday take the place of those before.
_set_hours = postgresql.insert(Shift)
SET_HOURS = _set_hours.on_conflict_do_update(
    index_elements=["person_id", "weekday"],
    set_={"starts_at": _set_hours.excluded.starts_at, "ends_at": _set_hours.excluded.ends_at},
)

DAYS_OFF = delete(Shift).where(
    _shift.person_id == bindparam("of_person"),
    _shift.weekday.in_(bindparam("weekdays", expanding=True)),
)

FORGET_HOURS = delete(Shift).where(_shift.person_id == bindparam("of_person"))

# Everything that the bot began with these people, from plan to end.
BEGUN = (
    select(
        _delivery.person_id,
        _delivery.id,
        _delivery.kind,
        _delivery.step,
        _delivery.occurrence,
        _delivery.local_date,
        _delivery.due_at,
        _delivery.expires_at,
        _delivery.claimed_at,
        _delivery.sent_at,
        _delivery.failure,
        _delivery.dropped,
        _delivery.answered_on,
    )
    .where(
        among(_delivery.person_id, "person_ids"),
        among(_delivery.kind, "kinds"),
    )
    .order_by(_delivery.due_at, _delivery.id)
)

# What is past is kept of nobody: not that they asked for quiet, nor that they were on nights.
FORGET_PAST = (
    update(Person).where(_person.hold_until <= bindparam("now")).values(hold_until=None),
    update(Person).where(_person.paused_until <= bindparam("now")).values(paused_until=None),
    update(Person).where(_person.nights_until < bindparam("today")).values(nights_until=None),
    update(Person).where(_person.too_much_on < bindparam("lately")).values(too_much_on=None),
)


@dataclass(frozen=True, slots=True)
class Habits:
    """What somebody has said of their time, and what they were told."""

    zone: str
    zone_chosen: bool = False
    preferred_at: time | None = None
    hides_questions: bool = False
    pattern: str | None = None
    slot: str | None = None
    quiet_from: time | None = None
    quiet_until: time | None = None
    nights_until: date | None = None
    paused_until: datetime | None = None
    hold_until: datetime | None = None
    heard_from: date | None = None
    too_much_on: date | None = None
    told_pace: int = 0
    told_in: str | None = None
    hours: Week = field(default_factory=dict)


class Begun(NamedTuple):
    """A message to somebody, as far as it takes room from others."""

    id: str
    kind: str
    step: str
    occurrence: str
    local_date: date
    due_at: datetime
    expires_at: datetime
    claimed_at: datetime | None
    sent_at: datetime | None
    failure: str | None
    dropped: str | None
    answered_on: date | None

    @property
    def is_over(self) -> bool:
        """Whether it was tried, or is not to be: nothing of its plan can change any more."""
        return self.claimed_at is not None or self.dropped is not None

    @property
    def came_at(self) -> datetime | None:
        """When it came, or may have come; None for what did not."""
        if self.failure or self.dropped or self.claimed_at is None:
            return None
        return self.sent_at or self.due_at


@dataclass(frozen=True, slots=True)
class Past:
    """What is kept of somebody that decides when they are written to."""

    habits: Habits
    begun: Sequence[Begun]


def habits(tx: Transaction, person_id: str) -> Habits:
    """Return what somebody has said of their time."""
    return habits_of(tx, [person_id])[person_id]


def habits_of(tx: Transaction, person_ids: Collection[str]) -> Mapping[str, Habits]:
    """Return what each of these people has said of their time."""
    hours = hours_of(tx, person_ids)
    return {
        person_id: habits_with(row, hours[person_id])
        for person_id, *row in tx.all(HABITS, person_ids=list(person_ids))
    }


def habits_with(row: Sequence[Any], hours: Week) -> Habits:
    """Return the habits of somebody, of the columns that are `HABITUAL` and of their hours."""
    return Habits(*row, hours=hours)  # type: ignore[misc]  # its columns, in order


def hours_of(tx: Transaction, person_ids: Collection[str]) -> Mapping[str, Week]:
    """Return the usual hours of each of these people."""
    hours: defaultdict[str, dict[int, tuple[time, time]]] = defaultdict(dict)
    for person_id, weekday, starts_at, ends_at in tx.all(HOURS, person_ids=list(person_ids)):
        hours[person_id][weekday] = (starts_at, ends_at)
    return hours


def change(tx: Transaction, person_id: str, **values: Any) -> None:
    """Keep these of somebody's habits from here on."""
    for name, value in values.items():
        tx.run(CHANGE[name], of_person=person_id, value=value)


def set_hours(
    tx: Transaction, person: Known, weekdays: tuple[int, ...], starts_at: time, ends_at: time
) -> None:
    """Have this person's shifts begin and end at these hours on these weekdays."""
    for weekday in weekdays:
        tx.run(
            SET_HOURS,
            person_id=person.id,
            site_id=person.site_id,
            weekday=weekday,
            starts_at=starts_at,
            ends_at=ends_at,
        )


def set_days_off(tx: Transaction, person_id: str, weekdays: tuple[int, ...]) -> None:
    """Have this person work on none of these weekdays."""
    tx.run(DAYS_OFF, of_person=person_id, weekdays=list(weekdays))


def forget_hours(tx: Transaction, person_id: str) -> None:
    """Forget when this person works."""
    tx.run(FORGET_HOURS, of_person=person_id)


def pasts(
    tx: Transaction, person_ids: Collection[str], kinds: tuple[str, ...]
) -> Mapping[str, Past]:
    """Return what is kept of each of these people: of messages those of these kinds, in order."""
    begun = begun_with(tx, person_ids, kinds)
    habits = habits_of(tx, person_ids)
    return {person_id: Past(habits[person_id], begun[person_id]) for person_id in person_ids}


def begun_with(
    tx: Transaction, person_ids: Collection[str], kinds: tuple[str, ...]
) -> Mapping[str, Sequence[Begun]]:
    """Return the messages of these kinds to each of these people, in order."""
    begun: defaultdict[str, list[Begun]] = defaultdict(list)
    for person_id, *row in tx.all(BEGUN, person_ids=list(person_ids), kinds=list(kinds)):
        begun[person_id].append(Begun._make(row))
    return begun


def forget_past(tx: Transaction, *, now: datetime, today: date, lately: date) -> None:
    """Forget what was asked for until a moment that is past."""
    for statement in FORGET_PAST:
        names = statement.compile().params
        values = {"now": now, "today": today, "lately": lately}
        tx.run(statement, **{name: values[name] for name in names if name in values})
