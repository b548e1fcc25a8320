"""The columns of people: who they are to the bot, when they work, what they decided."""

from datetime import date, datetime, time

from sqlalchemy import false
from sqlmodel import Field, SQLModel, UniqueConstraint, UTCDateTime


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
