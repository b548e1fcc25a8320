"""The columns by which what was deleted stays deleted, in Slack and in every copy."""

from datetime import date, datetime

from sqlmodel import Field, Index, SQLModel, UTCDateTime

from storage.tables.base import UNNUMBERED


class Deletion(SQLModel, table=True):
    """Something a person deleted: an opaque tag, by which a restored copy forgets it again."""

    __table_args__ = (UNNUMBERED,)

    id: str = Field(primary_key=True)
    site_id: str
    tag: str = Field(unique=True)
    deleted_on: date


class ExportedFile(SQLModel, table=True):
    """A locked file that stands in Slack, until it is deleted there; of nobody."""

    __tablename__ = "exported_file"
    __table_args__ = (Index("ix_exported_file_delete_at", "delete_at"),)

    file_id: str = Field(primary_key=True)
    site_id: str
    delete_at: datetime = Field(sa_type=UTCDateTime)


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
