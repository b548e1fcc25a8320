"""The columns of what concerns trainers: certification, evidence, and what they were told."""

from datetime import date

from sqlmodel import Field, Index, SQLModel

# First, because it names the constraints of all tables.
import storage.tables  # noqa: F401 -- see above


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
