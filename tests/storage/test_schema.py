from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import make_url
from sqlmodel import SQLModel

from storage import schema
from storage.database import engine


def test_a_new_database_has_no_revision(tmp_path: Path) -> None:
    assert schema.revision(f"sqlite:///{tmp_path}/new.db") is None


def test_upgrading_brings_the_schema_to_the_newest_revision(database_url: str) -> None:
    assert schema.revision(database_url) == schema.NEWEST


def test_upgrading_twice_changes_nothing(database_url: str) -> None:
    schema.upgrade(database_url)

    assert schema.revision(database_url) == schema.NEWEST


def test_the_migrations_make_exactly_the_tables(database_url: str) -> None:
    opened = engine(make_url(database_url))
    with opened.connect() as connection:
        difference = compare_metadata(MigrationContext.configure(connection), SQLModel.metadata)
    opened.dispose()

    assert difference == []
