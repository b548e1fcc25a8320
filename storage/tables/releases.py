"""The columns of what may be shown of groups, and of who asked and did what."""

from datetime import date, datetime

from sqlmodel import Field, Index, SQLModel, UTCDateTime


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
