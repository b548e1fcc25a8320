import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import make_url, text

from storage import inbox
from storage.database import Database, DatabaseUnavailableError
from storage.inbox import Lot, Sealed
from storage.transactions import Transaction
from tests.storage.kit import SITE

PLANTED = "planted-51be"
ANSWER = Sealed(SITE, "spring", PLANTED, "nearest-color", 1, "week/2026-11-02", b"sealed")
LOT = Lot(SITE, "spring", "nearest-color", "week/2026-11-02")


@pytest.fixture
def file(sqlite_url: str) -> Path:
    return Path(str(make_url(sqlite_url).database))


@pytest.fixture
def opened(sqlite_url: str) -> Iterator[Database]:
    database = Database(sqlite_url)
    yield database
    database.close()


def log_of(file: Path) -> bytes:
    """What stands in the log beside a file."""
    return file.with_name(f"{file.name}-wal").read_bytes()


def held_by(file: Path) -> bytes:
    """What stands in a file and in the log beside it."""
    return file.read_bytes() + log_of(file)


async def pages(database: Database) -> int:
    """How many pages the inbox has on PostgreSQL, with whatever stands in them."""
    asked = text("SELECT pg_relation_size('inbox') / 8192")
    (row,) = await database.read(lambda tx: tx.all(asked))
    return int(row[0])


async def keep_and_take(database: Database) -> None:
    """Have an answer that is not there any more."""
    await database.run(lambda tx: inbox.lay(tx, "inbox", [ANSWER]))
    await database.run(lambda tx: inbox.take(tx, "inbox", LOT))


async def test_sqlite_writes_into_its_log_first(opened: Database, file: Path) -> None:
    await keep_and_take(opened)

    assert PLANTED.encode() in log_of(file)


async def test_emptying_the_log_leaves_nothing_of_what_was_taken_out(
    opened: Database, file: Path
) -> None:
    await keep_and_take(opened)
    await opened.tidy_if_needed()

    assert log_of(file) == b""
    assert PLANTED.encode() not in held_by(file)


async def test_emptying_the_log_keeps_what_is_there(opened: Database) -> None:
    await opened.run(lambda tx: inbox.lay(tx, "inbox", [ANSWER]))
    await opened.tidy_if_needed()

    assert await opened.read(lambda tx: inbox.find(tx, PLANTED)) == b"sealed"


async def test_a_reader_in_the_way_is_not_waited_for_for_long(opened: Database, file: Path) -> None:
    await opened.run(lambda tx: inbox.lay(tx, "inbox", [ANSWER]))
    with closing(sqlite3.connect(file)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM inbox").fetchall()
        await opened.tidy_if_needed()
        before = log_of(file)
    await opened.tidy_if_needed()

    assert (before == b"", log_of(file)) == (False, b"")


async def test_a_log_that_holds_nothing_is_left_alone(database: Database) -> None:
    await database.tidy_if_needed()


async def test_postgresql_removes_old_versions_once_it_has_noticed_them(
    empty_postgres_url: str,
) -> None:
    database = Database(empty_postgres_url)
    await database.run(lambda tx: inbox.lay(tx, "inbox", [ANSWER]))
    await database.tidy()

    def take(tx: Transaction) -> None:
        inbox.take(tx, "inbox", LOT)
        # It would otherwise notice some seconds later.
        tx.one(text("SELECT pg_stat_force_next_flush()"))

    await database.run(take)
    before = await pages(database)
    await database.tidy_if_needed()

    assert (before > 0, await pages(database)) == (True, 0)
    database.close()


async def test_postgresql_keeps_no_old_version_of_a_row(empty_postgres_url: str) -> None:
    database = Database(empty_postgres_url)
    await keep_and_take(database)
    await database.tidy()

    assert await pages(database) == 0
    database.close()


async def test_a_postgresql_that_cannot_be_asked_is_told_as_everywhere() -> None:
    database = Database("postgresql://nobody@127.0.0.1:1/nothing")

    with pytest.raises(DatabaseUnavailableError):
        await database.tidy_if_needed()

    database.close()


@pytest.mark.parametrize(
    "url", ["postgresql://nobody@127.0.0.1:1/nothing", "sqlite:////nowhere/nothing.db"]
)
async def test_what_cannot_be_reached_is_told_as_everywhere(url: str) -> None:
    database = Database(url)

    with pytest.raises(DatabaseUnavailableError):
        await database.tidy()

    database.close()
