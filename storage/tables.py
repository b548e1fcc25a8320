"""The columns, and nothing else.

Every table that concerns a site carries `site_id`, so that several sites of one
workspace can share an installation. Moments are UTC; days are the local day of the
person or site they belong to. There are no relationships here: rows become values
before anybody decides anything with them.
"""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Column, false, inspect
from sqlalchemy.sql.base import ReadOnlyColumnCollection
from sqlmodel import (
    CheckConstraint,
    Field,
    Index,
    MetaData,
    SQLModel,
    UniqueConstraint,
    UTCDateTime,
    text,
)

# Named constraints, because a migration can only drop what has a name.
SQLModel.metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def columns(table: type[SQLModel]) -> ReadOnlyColumnCollection[str, Column[Any]]:
    """Return the columns of a table, as statements name them."""
    found: ReadOnlyColumnCollection[str, Column[Any]] = inspect(table).local_table.columns
    return found


# The three places a delivery can be in while something is left to do; each has its index.
_WAITING = "claimed_at IS NULL AND dropped IS NULL"
_UNSETTLED = "claimed_at IS NOT NULL AND sent_at IS NULL AND failure IS NULL"
# What everybody on a list gets, whatever they chose: it alone may be counted as messages.
EVERYBODYS = "kind IN ('invitation', 'appointment', 'notice', 'digest')"
_OPEN = "closes AND message_ts IS NOT NULL AND closed_at IS NULL"


class Person(SQLModel, table=True):
    """Somebody the bot knows: on a roster, or a trainer. Never a name, only Slack's id."""

    id: str = Field(primary_key=True)
    site_id: str
    slack_id: str = Field(unique=True)
    zone: str
    preferred_at: time | None = None
    dm_channel: str | None = None
    paused_until: datetime | None = Field(default=None, sa_type=UTCDateTime)
    # Whether `zone` is theirs and not that of their Slack profile.
    zone_chosen: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    # Whether each question waits behind *Open*, also what anybody could read.
    hides_questions: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    # How they work, and when in it they are written to; their usual hours are in `Shift`.
    pattern: str | None = None
    slot: str | None = None
    quiet_from: time | None = None
    quiet_until: time | None = None
    # The last day of the week in which they are on nights.
    nights_until: date | None = None
    # Nothing of the companion before this moment, whatever the reason.
    hold_until: datetime | None = Field(default=None, sa_type=UTCDateTime)
    # Silence counts from the day after this one.
    heard_from: date | None = None
    # The day on which they said that it is too much.
    too_much_on: date | None = None
    # How seldom they were told that they are written to, and in which message.
    told_pace: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    told_in: str | None = None
    # Why Slack took no message to them, and when: for sending alone, and for nobody's eyes, since
    # what is sent depends on what they chose.
    unreachable: str | None = None
    unreachable_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    # In which night they were last looked up in Slack, and why it cannot reach them.
    looked_up_on: date | None = Field(default=None, index=True)
    out_of_reach: str | None = None


class Shift(SQLModel, table=True):
    """The usual hours of somebody on one weekday, Monday being 0; none on their days off."""

    person_id: str = Field(foreign_key="person.id", primary_key=True)
    weekday: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    site_id: str
    starts_at: time
    ends_at: time


class Trainer(SQLModel, table=True):
    """A person whom a coordinator named as trainer of a site."""

    person_id: str = Field(foreign_key="person.id", primary_key=True)
    site_id: str = Field(primary_key=True)
    named_by: str
    named_at: datetime = Field(sa_type=UTCDateTime)


class Cohort(SQLModel, table=True):
    """One group of a training."""

    __table_args__ = (UniqueConstraint("site_id", "name_key"),)

    id: str = Field(primary_key=True)
    site_id: str
    name: str
    name_key: str
    channel_id: str | None = None
    created_at: datetime = Field(sa_type=UTCDateTime)
    # How many its list holds; the others wait.
    places: int = Field(default=24, sa_column_kwargs={"server_default": "24"})
    # A trainer called its list complete, or closed the cohort.
    ready_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    # One more with each change: who changes what they no longer see is told.
    revision: int = Field(default=1, sa_column_kwargs={"server_default": "1"})
    # The same of its channel.
    unreachable: str | None = None
    unreachable_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class CohortTrainer(SQLModel, table=True):
    """A trainer who leads a cohort, or has led it: no release of it ever counts them.

    `led_since` is empty where it was not noted, and counts as from the beginning.
    """

    __tablename__ = "cohort_trainer"

    cohort_id: str = Field(foreign_key="cohort.id", primary_key=True)
    person_id: str = Field(foreign_key="person.id", primary_key=True)
    site_id: str
    led_since: datetime | None = Field(default=None, sa_type=UTCDateTime)
    led_until: datetime | None = Field(default=None, sa_type=UTCDateTime)


class Enrolment(SQLModel, table=True):
    """A person's place on a cohort's roster; says nothing about the companion."""

    __table_args__ = (
        UniqueConstraint("cohort_id", "person_id"),
        Index("ix_enrolment_plan_at", "plan_at"),
        Index("ix_enrolment_person_id", "person_id"),
    )

    id: str = Field(primary_key=True)
    site_id: str
    cohort_id: str = Field(foreign_key="cohort.id")
    person_id: str = Field(foreign_key="person.id")
    enrolled_at: datetime = Field(sa_type=UTCDateTime)
    plan_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    # A trainer took them off the list, or moved them to another.
    left_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    # Since when they go by their own calendar and want no reminders.
    calendar_since: datetime | None = Field(default=None, sa_type=UTCDateTime)


class Waiting(SQLModel, table=True):
    """Somebody waits for a place on a cohort's roster; the lowest number is first in line."""

    __table_args__ = (UniqueConstraint("cohort_id", "person_id"),)

    id: str = Field(primary_key=True)
    site_id: str
    cohort_id: str = Field(foreign_key="cohort.id")
    person_id: str = Field(foreign_key="person.id")
    number: int


class TrainingSession(SQLModel, table=True):
    """One day of a cohort's training, in the site's wall-clock time."""

    __tablename__ = "training_session"
    __table_args__ = (
        UniqueConstraint("cohort_id", "day"),
        Index("ix_training_session_site_id_starts_on", "site_id", "starts_on"),
    )

    id: str = Field(primary_key=True)
    site_id: str
    cohort_id: str = Field(foreign_key="cohort.id")
    day: int
    starts_on: date
    starts_at: time
    zone: str
    revision: int = 1
    ends_at: time | None = None
    # A room or a link, as the trainer wrote it.
    room: str | None = None
    # The keys of the units it teaches, with commas between; none for the usual ones.
    units: str | None = None
    # Planned; postponed, until it has a new date; or cancelled.
    state: str = Field(default="planned", sa_column_kwargs={"server_default": "planned"})
    # When everybody was last told that it changed, and the start it was moved from.
    told_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    moved_from: datetime | None = Field(default=None, sa_type=UTCDateTime)


class Consent(SQLModel, table=True):
    """One decision about the companion. Decisions are added, never changed; the last counts.

    They are numbered for each person, because two can fall into one moment.
    """

    __table_args__ = (UniqueConstraint("person_id", "number"),)

    id: str = Field(primary_key=True)
    site_id: str
    person_id: str = Field(foreign_key="person.id")
    number: int
    version: int
    decided_at: datetime = Field(sa_type=UTCDateTime)
    companion: bool
    checkins: bool
    exercises: bool
    assessments: bool
    evaluation: bool


class Delivery(SQLModel, table=True):
    """One message, from plan to end. Each column records one fact.

    It knows that a person answered and on which local day, never what: see `Response`.
    """

    __table_args__ = (
        UniqueConstraint("person_id", "step", "occurrence"),
        UniqueConstraint("channel_id", "step", "occurrence"),
        CheckConstraint("(person_id IS NULL) <> (channel_id IS NULL)", name="one_addressee"),
        # Partial, so that an idle tick costs the same however long the history is.
        Index(
            "ix_delivery_waiting",
            "rank",
            "due_at",
            sqlite_where=text(_WAITING),
            postgresql_where=text(_WAITING),
        ),
        Index(
            "ix_delivery_unsettled",
            "claimed_at",
            sqlite_where=text(_UNSETTLED),
            postgresql_where=text(_UNSETTLED),
        ),
        Index(
            "ix_delivery_open",
            "expires_at",
            sqlite_where=text(_OPEN),
            postgresql_where=text(_OPEN),
        ),
        Index("ix_delivery_cohort_id_local_date", "cohort_id", "local_date"),
        Index(
            "ix_delivery_everybodys",
            "site_id",
            "local_date",
            sqlite_where=text(EVERYBODYS),
            postgresql_where=text(EVERYBODYS),
        ),
    )

    id: str = Field(primary_key=True)
    site_id: str
    cohort_id: str | None = Field(default=None, foreign_key="cohort.id")
    person_id: str | None = Field(default=None, foreign_key="person.id")
    channel_id: str | None = None
    kind: str
    # What goes first of what is due: the lower.
    rank: int = Field(default=1, sa_column_kwargs={"server_default": "1"})
    step: str
    occurrence: str
    content_id: str | None = None
    content_version: int | None = None
    local_date: date
    due_at: datetime = Field(sa_type=UTCDateTime)
    send_by: datetime = Field(sa_type=UTCDateTime)
    expires_at: datetime = Field(sa_type=UTCDateTime)
    closes: bool = False
    claimed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    claimed_by: str | None = None
    # A new one with each claim: its owner may have been stopped for longer than it lasts.
    claim: str | None = None
    # By the calendar, as Slack's own moments are; how often it ended with nobody knowing how.
    tried_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    unknowns: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    sent_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    unknown_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    failure: str | None = None
    dropped: str | None = None
    message_channel: str | None = None
    message_ts: str | None = None
    answered_on: date | None = None
    closed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class Pace(SQLModel, table=True):
    """How fast a method of Slack's may be called by all processes together.

    Its moments are seconds of the database's own clock, the only one that they share.
    """

    method: str = Field(primary_key=True)
    tokens: float
    rate: float
    at: float
    paused_for: float


class Stop(SQLModel, table=True):
    """Nothing is sent, for Slack's reason, until a bot starts whose token works."""

    reason: str = Field(primary_key=True)
    stopped_at: datetime = Field(sa_type=UTCDateTime)


class HeardEvent(SQLModel, table=True):
    """An event of Slack's that was answered: it may be delivered again, to another process."""

    __tablename__ = "heard_event"
    __table_args__ = (Index("ix_heard_event_heard_at", "heard_at"),)

    event_id: str = Field(primary_key=True)
    heard_at: datetime = Field(sa_type=UTCDateTime)


class LinkKey(SQLModel, table=True):
    """The sealed key from which a person's pseudonyms are made; without it nobody finds them."""

    __tablename__ = "link_key"

    person_id: str = Field(foreign_key="person.id", primary_key=True)
    site_id: str
    sealed: bytes


class Inbox(SQLModel, table=True):
    """A new answer: the columns of a `Response`, until its week is over and it moves on there.

    Within a lot (cohort, content, period) the rows are laid down anew with each answer.
    """

    __table_args__ = (
        # Says at once, on an idle tick, how old the oldest answers are.
        Index("ix_inbox_lot", "site_id", "period", "cohort_id", "content_id"),
        # SQLite would otherwise number the rows in the order in which they came.
        {"sqlite_with_rowid": False},
    )

    id: str = Field(primary_key=True)
    site_id: str
    cohort_id: str
    pseudonym: str = Field(unique=True)
    content_id: str
    content_version: int
    period: str
    sealed: bytes


class Response(SQLModel, table=True):
    """One sealed answer under a pseudonym: a random key, a week, no moment, no person."""

    # SQLite would otherwise number the rows in the order in which they came.
    __table_args__ = ({"sqlite_with_rowid": False},)

    id: str = Field(primary_key=True)
    site_id: str
    cohort_id: str
    pseudonym: str = Field(unique=True)
    content_id: str
    content_version: int
    period: str
    sealed: bytes


class Draft(SQLModel, table=True):
    """A half-filled assessment: the columns of a `Response`, gone in the night after its window.

    Nothing counts it, and no row says whose it is; it is laid down as answers are.
    """

    __table_args__ = (
        Index("ix_draft_lot", "site_id", "period", "cohort_id", "content_id"),
        # SQLite would otherwise number the rows in the order in which they came.
        {"sqlite_with_rowid": False},
    )

    id: str = Field(primary_key=True)
    site_id: str
    cohort_id: str
    pseudonym: str = Field(unique=True)
    content_id: str
    content_version: int
    period: str
    sealed: bytes


class Liking(SQLModel, table=True):
    """What helps one person: a list, sealed under a pseudonym, in the columns of a `Response`.

    Nothing counts it, and no row says whose it is; it is laid down as answers are.
    """

    __table_args__ = (
        Index("ix_liking_lot", "site_id", "period", "cohort_id", "content_id"),
        # SQLite would otherwise number the rows in the order in which they came.
        {"sqlite_with_rowid": False},
    )

    id: str = Field(primary_key=True)
    site_id: str
    cohort_id: str
    pseudonym: str = Field(unique=True)
    content_id: str
    content_version: int
    period: str
    sealed: bytes


class ExportedFile(SQLModel, table=True):
    """A locked file that stands in Slack, until it is deleted there; of nobody."""

    __tablename__ = "exported_file"
    __table_args__ = (Index("ix_exported_file_delete_at", "delete_at"),)

    file_id: str = Field(primary_key=True)
    site_id: str
    delete_at: datetime = Field(sa_type=UTCDateTime)


class TimePoint(SQLModel, table=True):
    """That a person answered or declined an assessment, or chose its moment; never what they said.

    `moment_on` and `moment_at` are days and hours of the person's own clock.
    """

    __tablename__ = "time_point"
    __table_args__ = (UniqueConstraint("person_id", "cohort_id", "point"),)

    id: str = Field(primary_key=True)
    site_id: str
    person_id: str = Field(foreign_key="person.id")
    cohort_id: str = Field(foreign_key="cohort.id")
    point: str
    moment_on: date | None = None
    moment_at: time | None = None
    answered_on: date | None = None
    declined_on: date | None = None


class Deletion(SQLModel, table=True):
    """Something a person deleted: an opaque tag, by which a restored copy forgets it again."""

    __table_args__ = ({"sqlite_with_rowid": False},)

    id: str = Field(primary_key=True)
    site_id: str
    tag: str = Field(unique=True)
    deleted_on: date


class ReleaseRound(SQLModel, table=True):
    """Work of a site for a period, releases or a night's, that was taken; nobody takes it twice."""

    __tablename__ = "release_round"

    site_id: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    starts_on: date = Field(primary_key=True)
    made_at: datetime = Field(sa_type=UTCDateTime)


class Release(SQLModel, table=True):
    """What may be shown of one group for one period: as it was decided then, for good.

    Both databases refuse to change or delete one, a round of them, or a line of the audit.
    """

    __table_args__ = (Index("ix_release_site_id_ends_on", "site_id", "ends_on"),)

    id: str = Field(primary_key=True)
    site_id: str
    kind: str
    starts_on: date
    ends_on: date
    cohort_id: str | None = Field(default=None, foreign_key="cohort.id")
    figures: str
    definitions: str
    # The site's own of what outcomes say; whoever changes the file cannot make another.
    signature: str | None = None


class SigningKey(SQLModel, table=True):
    """With which a site signs what it releases: the private half is sealed by the site's keys."""

    __tablename__ = "signing_key"

    site_id: str = Field(primary_key=True)
    public: bytes
    sealed: bytes


class Audit(SQLModel, table=True):
    """An act of a trainer, coordinator or operator; never of a participant."""

    __table_args__ = (Index("ix_audit_site_id_at", "site_id", "at"),)

    id: str = Field(primary_key=True)
    site_id: str
    at: datetime = Field(sa_type=UTCDateTime)
    actor: str
    act: str
    subject: str


class Confirmation(SQLModel, table=True):
    """A trainer or coordinator does not decide about the jobs of those they see as a group.

    `subject` is "site" for the role itself, else a cohort's id: a column that may be empty
    would let the same confirmation in twice.
    """

    __table_args__ = (UniqueConstraint("slack_id", "site_id", "subject"),)

    id: str = Field(primary_key=True)
    site_id: str
    slack_id: str
    subject: str
    version: int
    confirmed_at: datetime = Field(sa_type=UTCDateTime)


class Distance(SQLModel, table=True):
    """Somebody of a cohort is managed by this person; only their own key tells who said it.

    Taking it back empties `tag` and keeps the row: what was refused once stays refused.
    """

    __table_args__ = (
        UniqueConstraint("tag"),
        Index("ix_distance_manager_slack_id", "manager_slack_id"),
        # SQLite would otherwise number the rows in the order in which they came.
        {"sqlite_with_rowid": False},
    )

    id: str = Field(primary_key=True)
    site_id: str
    cohort_id: str = Field(foreign_key="cohort.id")
    manager_slack_id: str
    tag: str | None = None
    counts_from: datetime = Field(sa_type=UTCDateTime)
    counts_until: datetime | None = Field(default=None, sa_type=UTCDateTime)


class CallRequest(SQLModel, table=True):
    """Somebody waits for a call: gone once it is taken, or after a day.

    `caller` is the Slack id of whom they asked; `told_at` when that person heard of it, and
    `missed_at` when the asker heard that nobody had taken it in time.
    """

    __tablename__ = "call_request"

    id: str = Field(primary_key=True)
    site_id: str
    person_id: str = Field(foreign_key="person.id", unique=True)
    caller: str
    asked_at: datetime = Field(sa_type=UTCDateTime)
    answer_by: datetime = Field(sa_type=UTCDateTime)
    told_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    missed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class Copied(SQLModel, table=True):
    """A row means: this is a copy, in which what people deleted since was not deleted again yet.

    A backup holds it from the moment at which it is made; doing the journal again removes it.
    """

    site_id: str = Field(primary_key=True)
    made_at: datetime = Field(sa_type=UTCDateTime)


class Parting(SQLModel, table=True):
    """By which a copy without link keys finds who had deleted all or left; only copies hold it.

    Sealed are the two tags that the person's link key makes of it, and not the key.
    """

    person_id: str = Field(foreign_key="person.id", primary_key=True)
    site_id: str
    sealed: bytes


class HospitalFigure(SQLModel, table=True):
    """What a coordinator typed of the hospital, written once: whoever types again adds a row.

    `about` is the group it is of; `figures` is JSON. Nothing in it was counted here. Of rows
    about the same the one with the highest `number` is meant.
    """

    __tablename__ = "hospital_figure"
    __table_args__ = (UniqueConstraint("site_id", "number"),)

    id: str = Field(primary_key=True)
    site_id: str
    number: int
    kind: str
    about: str
    starts_on: date
    ends_on: date
    figures: str
    typed_by: str
    typed_at: datetime = Field(sa_type=UTCDateTime)


class RollupApproval(SQLModel, table=True):
    """A coordinator has seen what would go to the programme office, and let it go as it was.

    `signature` is the site's own of what they saw: of anything else it is none.
    """

    __tablename__ = "rollup_approval"
    __table_args__ = (Index("ix_rollup_approval_site_id", "site_id"),)

    id: str = Field(primary_key=True)
    site_id: str
    starts_on: date
    signature: str
    approved_by: str
    approved_at: datetime = Field(sa_type=UTCDateTime)
