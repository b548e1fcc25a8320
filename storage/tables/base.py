"""What tables have in common: how constraints are named, and how statements name columns."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Column, Dialect, inspect
from sqlalchemy.sql.base import ReadOnlyColumnCollection
from sqlmodel import MetaData, SQLModel, UTCDateTime

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


# SQLite would otherwise number the rows in the order in which they came.
UNNUMBERED = {"sqlite_with_rowid": False}


class Moment(UTCDateTime):
    """A moment in UTC, read in one step: of all that is read, most are such."""

    cache_ok = True

    def result_processor(
        self, dialect: Dialect, _coltype: object
    ) -> Callable[[Any], datetime | None]:
        """Return what makes a moment of what the driver read."""
        return _of_text if dialect.name == "sqlite" else _in_utc


def columns(table: type[SQLModel]) -> ReadOnlyColumnCollection[str, Column[Any]]:
    """Return the columns of a table, as statements name them."""
    found: ReadOnlyColumnCollection[str, Column[Any]] = inspect(table).local_table.columns
    return found


def _of_text(kept: str | None) -> datetime | None:
    # SQLite keeps it without an offset.
    return datetime.fromisoformat(f"{kept}+00:00") if kept else None


def _in_utc(kept: datetime | None) -> datetime | None:
    return kept.astimezone(UTC) if kept else None
