"""The columns of what coordinators type of their hospital, and of what they let go."""

from datetime import date, datetime

from sqlmodel import Field, Index, SQLModel, UniqueConstraint, UTCDateTime


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
