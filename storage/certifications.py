"""Remembers where trainers stand on the ladder, and what they did while somebody watched."""

from collections import Counter
from collections.abc import Collection
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.dialects import postgresql

from storage.tables import (
    Certification,
    CohortTrainer,
    Evidence,
    Person,
    Trainer,
    TrainingSession,
    columns,
)
from storage.trainings import PLANNED
from storage.transactions import Transaction

_person = columns(Person)
_trainer = columns(Trainer)
_leader = columns(CohortTrainer)
_session = columns(TrainingSession)
_certification = columns(Certification)
_evidence = columns(Evidence)

# What a coordinator confirms takes the place of what was confirmed before.
_CONFIRM = postgresql.insert(Certification)
CONFIRM = _CONFIRM.on_conflict_do_update(
    index_elements=["person_id"],
    set_={
        name: _CONFIRM.excluded[name]
        for name in ("site_id", "level", "confirmed_by", "confirmed_on", "current_until")
    },
)

# What was seen is added, and never changed.
RECORD = insert(Evidence)

# Another day led moves it, and so does one that was not held after all.
SET_CURRENT = (
    update(Certification)
    .where(_certification.person_id == bindparam("of_person"))
    .values(current_until=bindparam("until"))
)

# Where somebody stands, as it was confirmed last.
STANDING = select(
    _certification.level, _certification.confirmed_on, _certification.current_until
).where(_certification.person_id == bindparam("person_id"))

# Asked before a trainer opens anything; nobody is found of whom nothing was ever confirmed.
LAPSED = select(_certification.person_id).where(
    _certification.person_id == bindparam("person_id"),
    _certification.current_until < bindparam("today"),
)

# Whether there is anybody at a site whose currency can end.
HAS_CURRENT = (
    select(_certification.person_id)
    .join(Trainer, _trainer.person_id == _certification.person_id)
    .where(_trainer.site_id == bindparam("site_id"), _certification.current_until.is_not(None))
    .limit(1)
)

# A row that takes back another is like it but for this before its role: both are kept.
TAKEN_BACK = "not "

# All that was watched of somebody, for them and for whoever confirms.
EVIDENCE = (
    select(
        _evidence.unit,
        _evidence.role,
        _evidence.observer,
        _evidence.score,
        _evidence.observed_on,
        _evidence.id,
    )
    .where(_evidence.person_id == bindparam("person_id"))
    .order_by(_evidence.observed_on.desc(), _evidence.id)
)

# The trainers of some sites, each once a site.
TRAINERS = (
    select(_person.id, _person.slack_id, _trainer.site_id, _person.zone, _person.preferred_at)
    .join(Trainer, _trainer.person_id == _person.id)
    .where(_trainer.site_id.in_(bindparam("site_ids", expanding=True)))
    .order_by(_person.slack_id, _trainer.site_id)
)

# The training days that are over of the cohorts somebody led or co-led, and from when till when
# they did.
DAYS_LED = (
    select(_session.starts_on, _session.zone, _leader.led_since, _leader.led_until)
    .join(CohortTrainer, _leader.cohort_id == _session.cohort_id)
    .where(
        _leader.person_id == bindparam("person_id"),
        _session.starts_on < bindparam("today"),
        _session.state == PLANNED,
    )
    .order_by(_session.starts_on)
)


@dataclass(frozen=True, slots=True)
class Confirmed:
    """Where a coordinator says that somebody stands, and until when that is current."""

    person_id: str
    site_id: str
    level: str
    confirmed_by: str
    confirmed_on: date
    current_until: date | None


@dataclass(frozen=True, slots=True)
class Held:
    """Where somebody stands: the step, when it was confirmed, the last day of its currency."""

    level: str
    confirmed_on: date
    current_until: date | None


@dataclass(frozen=True, slots=True)
class Record:
    """Something somebody did while somebody watched, as it is kept."""

    id: str
    site_id: str
    person_id: str
    unit: str | None
    role: str
    observer: str
    score: int | None
    observed_on: date


@dataclass(frozen=True, slots=True)
class Watched:
    """The same, as it is read."""

    unit: str | None
    role: str
    observer: str
    score: int | None
    observed_on: date
    id: str = field(compare=False)


@dataclass(frozen=True, slots=True)
class Named:
    """A trainer of a site, and when to write to them."""

    person_id: str
    slack_id: str
    site_id: str
    zone: str
    preferred_at: time | None


def confirm(tx: Transaction, confirmed: Confirmed) -> None:
    """Keep where somebody stands, in place of what was confirmed before."""
    tx.run(CONFIRM, **asdict(confirmed))


def record(tx: Transaction, evidence: Record) -> None:
    """Keep something that a trainer did while somebody watched."""
    tx.run(RECORD, **asdict(evidence))


def held(tx: Transaction, person_id: str) -> Held | None:
    """Return where somebody stands, or None when nobody has confirmed anything of them."""
    row = tx.one(STANDING, person_id=person_id)
    return Held(*row) if row else None


def set_current(tx: Transaction, person_id: str, until: date | None) -> None:
    """Keep the last day of somebody's currency."""
    tx.run(SET_CURRENT, of_person=person_id, until=until)


def is_lapsed(tx: Transaction, person_id: str, today: date) -> bool:
    """Return whether somebody was certified and is so no longer: they open no cohort.

    Of whom nothing was ever confirmed, this is False: their coordinator named them.
    """
    return tx.one(LAPSED, person_id=person_id, today=today) is not None


def has_current(tx: Transaction, site_id: str) -> bool:
    """Return whether somebody trains at a site whose currency can end, or has ended."""
    return tx.one(HAS_CURRENT, site_id=site_id) is not None


def take_back(tx: Transaction, wrong: Record, row_id: str) -> None:
    """Keep that something was recorded wrongly, in a row of its own."""
    record(tx, replace(wrong, id=row_id, role=f"{TAKEN_BACK}{wrong.role}"))


def evidence(tx: Transaction, person_id: str) -> list[Watched]:
    """Return what somebody did while somebody watched and nobody has taken back, newest first."""
    rows = [Watched(*row) for row in tx.all(EVIDENCE, person_id=person_id)]
    back = Counter(
        replace(one, role=one.role.removeprefix(TAKEN_BACK))
        for one in rows
        if one.role.startswith(TAKEN_BACK)
    )
    stands = []
    for one in rows:
        if back[one]:
            back[one] -= 1
        elif not one.role.startswith(TAKEN_BACK):
            stands.append(one)
    return stands


def days_led(tx: Transaction, person_id: str, today: date) -> list[date]:
    """Return the days before `today` on which somebody led or co-led a training, in order."""
    led = {
        row.starts_on
        for row in tx.all(DAYS_LED, person_id=person_id, today=today)
        if _led(row.starts_on, row.zone, row.led_since, row.led_until)
    }
    return sorted(led)


def trainers(tx: Transaction, site_ids: Collection[str]) -> list[Named]:
    """Return the trainers of these sites."""
    return [Named(*row) for row in tx.all(TRAINERS, site_ids=sorted(site_ids))]


def _led(day: date, zone: str, since: datetime | None, until: datetime | None) -> bool:
    """Return whether somebody led a cohort on a day: from its beginning, and still, if None."""
    begun = since is None or since.astimezone(ZoneInfo(zone)).date() <= day
    return begun and (until is None or day < until.astimezone(ZoneInfo(zone)).date())
