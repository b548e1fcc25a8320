"""What tables have in common: how constraints are named, and how statements name columns."""

from typing import Any

from sqlalchemy import Column, inspect
from sqlalchemy.sql.base import ReadOnlyColumnCollection
from sqlmodel import MetaData, SQLModel

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


def columns(table: type[SQLModel]) -> ReadOnlyColumnCollection[str, Column[Any]]:
    """Return the columns of a table, as statements name them."""
    found: ReadOnlyColumnCollection[str, Column[Any]] = inspect(table).local_table.columns
    return found
