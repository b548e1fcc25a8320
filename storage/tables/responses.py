"""The columns of answers, which name nobody, and of the keys and days that people have of them."""

from datetime import date, time

from sqlmodel import Field, Index, SQLModel, UniqueConstraint

from storage.tables.base import UNNUMBERED


class LinkKey(SQLModel, table=True):
    """The sealed key from which a person's pseudonyms are made; without it nobody finds them."""

    __tablename__ = "link_key"

    person_id: str = Field(foreign_key="person.id", primary_key=True)
    site_id: str
    sealed: bytes


class _SealedRow(SQLModel):
    """The columns of whatever is sealed under a pseudonym: no moment, no person."""

    id: str = Field(primary_key=True)
    site_id: str
    cohort_id: str
    pseudonym: str = Field(unique=True)
    content_id: str
    content_version: int
    period: str
    sealed: bytes


class Inbox(_SealedRow, table=True):
    """A new answer: the columns of a `Response`, until its week is over and it moves on there.

    Within a lot (cohort, content, period) the rows are laid down anew with each answer.
    """

    __table_args__ = (
        # Says at once, on an idle tick, how old the oldest answers are.
        Index("ix_inbox_lot", "site_id", "period", "cohort_id", "content_id"),
        UNNUMBERED,
    )


class Response(_SealedRow, table=True):
    """One sealed answer under a pseudonym: a random key, a week, no moment, no person."""

    __table_args__ = (UNNUMBERED,)


class Draft(_SealedRow, table=True):
    """A half-filled assessment: the columns of a `Response`, gone in the night after its window.

    Nothing counts it, and no row says whose it is; it is laid down as answers are.
    """

    __table_args__ = (
        Index("ix_draft_lot", "site_id", "period", "cohort_id", "content_id"),
        UNNUMBERED,
    )


class Liking(_SealedRow, table=True):
    """What helps one person: a list, sealed under a pseudonym, in the columns of a `Response`.

    Nothing counts it, and no row says whose it is; it is laid down as answers are.
    """

    __table_args__ = (
        Index("ix_liking_lot", "site_id", "period", "cohort_id", "content_id"),
        UNNUMBERED,
    )


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
