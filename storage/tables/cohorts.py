"""The columns of cohorts: who leads one, who is on its list, and who waits."""

from datetime import datetime

from sqlmodel import Field, Index, SQLModel, UniqueConstraint, UTCDateTime


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
    # Why Slack took no message to its channel, and when: for sending alone.
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
