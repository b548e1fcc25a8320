"""The schema's revision, and the way to the newest; alembic is imported only for the way."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, make_url, text
from sqlalchemy.exc import DBAPIError

from storage.database import DatabaseUnavailableError, engine, sqlite_file

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"

# The revision this code was written for; a test holds it against the newest migration.
NEWEST = "0015"

# Alembic keeps the revision here, and asking needs no alembic.
REVISION = text("SELECT version_num FROM alembic_version")

# Any number will do, as long as every process of ours waits for the same one.
UPGRADE_LOCK = text("SELECT pg_advisory_lock(7391)")


def revision(url: str) -> str | None:
    """Return the revision of the schema, or None when the database has none yet.

    Raises:
        DatabaseUnavailableError: The database cannot be reached.
    """
    file = sqlite_file(url)
    if file and not file.exists():
        # Only looking at it would make an empty one.
        return None
    opened = engine(make_url(url), read_only=True)
    try:
        with opened.begin() as connection:
            found: str | None = connection.execute(REVISION).scalar()
            return found
    except DBAPIError as error:
        if _has_no_table(error):
            return None
        raise DatabaseUnavailableError(type(error.orig).__name__) from None
    finally:
        opened.dispose()


def _has_no_table(error: DBAPIError) -> bool:
    # SQLite has no code for it; PostgreSQL calls it undefined_table (appendix A of its manual).
    return "no such table" in str(error.orig) or getattr(error.orig, "sqlstate", "") == "42P01"


def upgrade(url: str) -> None:
    """Bring the schema to the newest revision; nothing happens when it is there.

    Raises:
        DatabaseUnavailableError: The database cannot be reached.
    """
    from alembic import command  # noqa: PLC0415 -- slow, and seldom needed

    # A migration may take its time, and whoever waits for one too.
    opened = engine(make_url(url), patient=True)
    try:
        with _alone(opened) as connection:
            command.upgrade(_config(connection), "head")
    except DBAPIError as error:
        raise DatabaseUnavailableError(type(error.orig).__name__) from None
    finally:
        opened.dispose()


@contextmanager
def _alone(opened: Engine) -> Iterator[Connection]:
    """Have a connection on which no other process upgrades at the same time."""
    with opened.connect() as connection:
        if opened.dialect.name == "postgresql":
            connection.execute(UPGRADE_LOCK)
            connection.commit()
        yield connection


def _config(connection: Connection) -> "Config":
    from alembic.config import Config  # noqa: PLC0415 -- slow, and seldom needed

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config
