"""Both databases, upgraded once and emptied before each test, and a rival on the same one."""

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import psycopg
import pytest
from hypothesis import settings
from sqlalchemy import Engine, make_url

from storage import schema
from storage.database import Database, engine
from tests.storage.kit import Meeting, empty

# How long an example takes depends on what else the machine does.
settings.register_profile("calm", deadline=None)
settings.load_profile("calm")


@pytest.fixture(scope="session")
def sqlite_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the newest schema, to be copied."""
    file = tmp_path_factory.mktemp("sqlite") / "upgraded.db"
    schema.upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def postgres_url(postgres: str) -> str:
    """The address of a PostgreSQL database with the newest schema, to be emptied."""
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute("CREATE DATABASE storage")
    url = postgres.replace("/postgres?", "/storage?")
    schema.upgrade(url)
    return url


@pytest.fixture
def sqlite_url(sqlite_file: Path, tmp_path: Path) -> str:
    """The address of an empty SQLite database."""
    return f"sqlite:///{shutil.copy(sqlite_file, tmp_path / 'test.db')}"


@pytest.fixture(scope="session")
def operator(postgres_url: str) -> Iterator[Engine]:
    """Connections of somebody who looks after the PostgreSQL database."""
    opened = engine(make_url(postgres_url))
    yield opened
    opened.dispose()


@pytest.fixture
def empty_postgres_url(postgres_url: str, operator: Engine) -> str:
    """The address of the PostgreSQL database, emptied."""
    with operator.begin() as connection:
        empty(connection)
    return postgres_url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of an empty database with the newest schema: SQLite, then PostgreSQL.

    Making a PostgreSQL database takes two or three times as long as emptying one.
    """
    fixture = "sqlite_url" if request.param == "sqlite" else "empty_postgres_url"
    url: str = request.getfixturevalue(fixture)
    return url


@pytest.fixture
async def rival(database_url: str) -> AsyncIterator[Database]:
    """The same database, opened as by another process."""
    opened = Database(database_url)
    yield opened
    opened.close()


@pytest.fixture
def meeting(database_url: str) -> Meeting:
    """Where two transactions wait for each other; SQLite has one at a time, so none waits."""
    return Meeting(1 if database_url.startswith("sqlite") else 2)
