"""The columns of training sessions, and of what is noted around them: who comes, who came.

They say who was in a room. No column here leads to an answer.
"""

from datetime import date, datetime, time

from sqlmodel import Field, Index, SQLModel, UniqueConstraint, UTCDateTime


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


class Reply(SQLModel, table=True):
    """Whether somebody says they come to a training session; gone once its register is closed."""

    __table_args__ = (UniqueConstraint("session_id", "person_id"),)

    id: str = Field(primary_key=True)
    site_id: str
    session_id: str = Field(foreign_key="training_session.id")
    person_id: str = Field(foreign_key="person.id")
    # Coming, late or cannot.
    reply: str


class Register(SQLModel, table=True):
    """The register of a training session, from when it opens until a trainer closes it, once."""

    session_id: str = Field(foreign_key="training_session.id", primary_key=True)
    site_id: str
    cohort_id: str = Field(foreign_key="cohort.id")
    # What the trainer shows in the room.
    code: str
    opened_at: datetime = Field(sa_type=UTCDateTime)
    # Counts the corrections of trainers, so that nobody saves over what they have not seen.
    revision: int = 1
    closed_on: date | None = None
    # How many were on the list then, and how many of them were there: what is left in the end.
    listed: int | None = None
    present: int | None = None


class Attendance(SQLModel, table=True):
    """Whether somebody is there, as they, their reply or a trainer said last."""

    __table_args__ = (UniqueConstraint("session_id", "person_id"),)

    id: str = Field(primary_key=True)
    site_id: str
    session_id: str = Field(foreign_key="training_session.id")
    person_id: str = Field(foreign_key="person.id")
    present: bool
    # Who said so: reply, code or trainer.
    said_by: str
    # How often they entered a code that was not the room's.
    tries: int = 0


class Certificate(SQLModel, table=True):
    """How many training days somebody was there: all that is left of the register for them."""

    __table_args__ = (UniqueConstraint("person_id", "cohort_id"),)

    id: str = Field(primary_key=True)
    site_id: str
    person_id: str = Field(foreign_key="person.id")
    cohort_id: str = Field(foreign_key="cohort.id")
    days: int
    of_days: int
    last_on: date


class Announcement(SQLModel, table=True):
    """What a trainer tells everybody on a list in their own words."""

    __table_args__ = (Index("ix_announcement_session_id", "session_id"),)

    id: str = Field(primary_key=True)
    site_id: str
    session_id: str = Field(foreign_key="training_session.id")
    says: str
    made_on: date
