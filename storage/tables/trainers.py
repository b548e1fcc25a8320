"""The columns of those who lead and coordinate: named, confirmed, certified, and told."""

from datetime import date, datetime

from sqlmodel import Field, Index, SQLModel, UniqueConstraint, UTCDateTime

from storage.tables.base import UNNUMBERED


class Trainer(SQLModel, table=True):
    """A person whom a coordinator named as trainer of a site."""

    person_id: str = Field(foreign_key="person.id", primary_key=True)
    site_id: str = Field(primary_key=True)
    named_by: str
    named_at: datetime = Field(sa_type=UTCDateTime)


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
        UNNUMBERED,
    )

    id: str = Field(primary_key=True)
    site_id: str
    cohort_id: str = Field(foreign_key="cohort.id")
    manager_slack_id: str
    tag: str | None = None
    counts_from: datetime = Field(sa_type=UTCDateTime)
    counts_until: datetime | None = Field(default=None, sa_type=UTCDateTime)


class Certification(SQLModel, table=True):
    """Where somebody stands on the ladder, as a coordinator confirmed it last.

    What was confirmed before, and by whom, the audit keeps.
    """

    person_id: str = Field(foreign_key="person.id", primary_key=True)
    site_id: str
    level: str
    confirmed_by: str
    confirmed_on: date
    # The last day of their currency, worked out anew each night; None below the last step.
    current_until: date | None = None


class Evidence(SQLModel, table=True):
    """Something a trainer did while somebody watched; `score` is the sum of their checklist."""

    __table_args__ = (Index("ix_evidence_person_id", "person_id"),)

    id: str = Field(primary_key=True)
    site_id: str
    person_id: str = Field(foreign_key="person.id")
    unit: str | None = None
    role: str
    observer: str
    score: int | None = None
    observed_on: date


class Told(SQLModel, table=True):
    """The trainers of a cohort were told of something that only they can put right.

    It goes when that is put right, so that they are told should it come back.
    """

    cohort_id: str = Field(foreign_key="cohort.id", primary_key=True)
    matter: str = Field(primary_key=True)
    site_id: str
    told_on: date
