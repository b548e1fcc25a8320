"""Remembers who is who: people, trainers, and each decision about the companion."""

from dataclasses import asdict, dataclass
from datetime import datetime, time

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.dialects import postgresql

from storage.tables import Consent, Enrolment, LinkKey, Person, Trainer, columns
from storage.transactions import Transaction

_person = columns(Person)
_trainer = columns(Trainer)
_enrolment = columns(Enrolment)
_link_key = columns(LinkKey)
_consent = columns(Consent)

# Who somebody is, by Slack's id: the first question of every visit.
FIND = select(
    _person.id,
    _person.site_id,
    _person.slack_id,
    _person.zone,
    _person.preferred_at,
    _person.paused_until,
).where(_person.slack_id == bindparam("slack_id"))

# The sites somebody trains at.
TRAINS_AT = select(_trainer.site_id).where(_trainer.person_id == bindparam("person_id"))

# Whether somebody is on any roster.
ON_ROSTER = select(_enrolment.id).where(_enrolment.person_id == bindparam("person_id")).limit(1)

# SQLite reads this form of ON CONFLICT too, so one statement serves both databases.
ADD = postgresql.insert(Person).on_conflict_do_nothing()

# Naming somebody twice changes nothing.
NAME_TRAINER = postgresql.insert(Trainer).on_conflict_do_nothing()

# What a person may change about themselves, and where Slack says to write to them.
CHANGE = {
    column: update(Person)
    .where(_person.id == bindparam("person_id"))
    .values({column: bindparam("value")})
    for column in ("preferred_at", "paused_until", "dm_channel")
}

# Where somebody is by now, as Slack knows it; whoever chose their own zone keeps it.
FOLLOW_ZONE = (
    update(Person)
    .where(
        _person.id == bindparam("of_person"),
        _person.zone != bindparam("slack_zone"),
        _person.zone_chosen.is_(other=False),
    )
    .values(zone=bindparam("slack_zone"))
)

# The planner looks at this person again at the next tick.
PLAN_AGAIN = (
    update(Enrolment)
    .where(_enrolment.person_id == bindparam("of_person"), _enrolment.left_at.is_(None))
    .values(plan_at=bindparam("now"))
)

DECIDE = insert(Consent)

# The decision that counts: the last one.
LAST_DECISION = (
    select(
        _consent.version,
        _consent.companion,
        _consent.checkins,
        _consent.exercises,
        _consent.assessments,
        _consent.evaluation,
    )
    .where(_consent.person_id == bindparam("person_id"))
    .order_by(_consent.number.desc())
    .limit(1)
)

# How many decisions there are: the next gets the next number.
DECISIONS = select(func.count().label("number")).where(_consent.person_id == bindparam("person_id"))

# A key made twice would lose the answers found by the first, so the first stays.
KEEP_LINK_KEY = postgresql.insert(LinkKey).on_conflict_do_nothing()

# The key of one person, for what they themselves ask.
LINK_KEY = select(_link_key.sealed).where(_link_key.person_id == bindparam("person_id"))

# One key of many, to see whether the site's keys still open it.
ANY_LINK_KEY = select(_link_key.person_id, _link_key.sealed).limit(1)


@dataclass(frozen=True, slots=True)
class SealedKey:
    """A person's link key, sealed."""

    person_id: str
    sealed: bytes


@dataclass(frozen=True, slots=True)
class Known:
    """A person as the bot knows them."""

    id: str
    site_id: str
    slack_id: str
    zone: str
    preferred_at: time | None
    paused_until: datetime | None


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decided about the companion, switch by switch."""

    version: int
    companion: bool
    checkins: bool = False
    exercises: bool = False
    assessments: bool = False
    evaluation: bool = False


def find(tx: Transaction, slack_id: str) -> Known | None:
    """Return the person, or None when the bot has not met them."""
    row = tx.one(FIND, slack_id=slack_id)
    return Known(*row) if row else None


def trains_at(tx: Transaction, person_id: str) -> frozenset[str]:
    """Return the sites at which this person is a trainer."""
    return frozenset(row.site_id for row in tx.all(TRAINS_AT, person_id=person_id))


def on_roster(tx: Transaction, person_id: str) -> bool:
    """Return whether this person is on any roster."""
    return tx.one(ON_ROSTER, person_id=person_id) is not None


def add(tx: Transaction, *, person_id: str, site_id: str, slack_id: str, zone: str) -> None:
    """Know this person from here on; somebody already known stays as they are."""
    tx.run(ADD, id=person_id, site_id=site_id, slack_id=slack_id, zone=zone)


def name_trainer(
    tx: Transaction, person_id: str, site_id: str, *, named_by: str, now: datetime
) -> bool:
    """Make this person a trainer of the site; return False when they were one."""
    return bool(
        tx.run(NAME_TRAINER, person_id=person_id, site_id=site_id, named_by=named_by, named_at=now)
    )


def set_hour(tx: Transaction, person_id: str, hour: time) -> None:
    """Write to this person at `hour` from here on."""
    tx.run(CHANGE["preferred_at"], person_id=person_id, value=hour)


def set_pause(tx: Transaction, person_id: str, until: datetime | None) -> None:
    """Send this person nothing of the companion before `until`; None ends a pause."""
    tx.run(CHANGE["paused_until"], person_id=person_id, value=until)


def set_dm_channel(tx: Transaction, person_id: str, channel: str) -> None:
    """Keep the conversation in which to write to this person."""
    tx.run(CHANGE["dm_channel"], person_id=person_id, value=channel)


def follow_zone(tx: Transaction, person_id: str, zone: str) -> bool:
    """Write to this person by the clock of `zone` from here on; return whether that is new.

    It is not where they chose another zone themselves.
    """
    return bool(tx.run(FOLLOW_ZONE, of_person=person_id, slack_zone=zone))


def forget_dm_channel(tx: Transaction, person_id: str) -> None:
    """Ask Slack anew where to write to this person."""
    tx.run(CHANGE["dm_channel"], person_id=person_id, value=None)


def plan_again(tx: Transaction, person_id: str, now: datetime) -> None:
    """Have the planner look at this person at the next tick."""
    tx.run(PLAN_AGAIN, of_person=person_id, now=now)


def decide(
    tx: Transaction, person: Known, decision: Decision, *, decision_id: str, now: datetime
) -> None:
    """Add a decision about the companion; the ones before it stay as they were."""
    before = tx.one(DECISIONS, person_id=person.id)
    tx.run(
        DECIDE,
        id=decision_id,
        number=before.number + 1 if before else 1,
        site_id=person.site_id,
        person_id=person.id,
        decided_at=now,
        **asdict(decision),
    )


def decision(tx: Transaction, person_id: str) -> Decision | None:
    """Return what this person decided last, or None when they were not asked yet."""
    row = tx.one(LAST_DECISION, person_id=person_id)
    return Decision(*row) if row else None


def keep_link_key(tx: Transaction, person: Known, sealed: bytes) -> None:
    """Keep this person's sealed link key, unless they have one."""
    tx.run(KEEP_LINK_KEY, person_id=person.id, site_id=person.site_id, sealed=sealed)


def link_key(tx: Transaction, person_id: str) -> bytes | None:
    """Return this person's sealed link key, or None when they have none."""
    row = tx.one(LINK_KEY, person_id=person_id)
    return row.sealed if row else None


def any_link_key(tx: Transaction) -> SealedKey | None:
    """Return somebody's sealed link key, or None while there is none."""
    row = tx.one(ANY_LINK_KEY)
    return SealedKey(*row) if row else None
