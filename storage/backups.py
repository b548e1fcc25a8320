"""Copies a whole database into a SQLite file while others write to it, and back into an empty one.

The copy is of one moment. Its rows stand in the order of their keys, most of which are random: it
tells less of what came after what than the database does. Link keys stay out of it; never, not
for a moment, do they stand in that file.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, Table, insert, make_url, select
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel

from storage import schema
from storage.database import engine, is_sqlite
from storage.people import SealedKey
from storage.tables import Copied, LinkKey, Parting, Person, columns
from storage.transactions import DatabaseUnavailableError

_person = columns(Person)
_link_key = columns(LinkKey)

# Read and written at once.
ROWS = 1_000
# What a backup has of its own.
OF_COPIES = frozenset({"copied", "parting"})

LINK_KEYS = select(_link_key.person_id, _link_key.site_id, _link_key.sealed).order_by(
    _link_key.person_id
)
SITES = select(_person.id, _person.site_id)

# What a copy holds of somebody in place of their link key, if anything.
Parted = Callable[[SealedKey], bytes | None]


def take(url: str, file: Path, now: datetime, parted: Parted) -> list[SealedKey]:
    """Copy a database into a file that is there and empty; return the link keys of that moment.

    The file says of itself that it is a copy.

    Raises:
        DatabaseUnavailableError: The database, or the file, could not be used.
    """
    address = address_of(file)
    schema.upgrade(address)
    with _moment(url) as source, _written(address) as target:
        keys = []
        for table in _tables(leaving_out={"link_key"} | OF_COPIES):
            _pour(source, target, table)
        for person_id, site_id, sealed in source.execute(LINK_KEYS).all():
            key = SealedKey(person_id, bytes(sealed))
            keys.append(key)
            if tags := parted(key):
                row = {"person_id": person_id, "site_id": site_id, "sealed": tags}
                target.execute(insert(Parting), row)
        target.execute(insert(Copied), {"site_id": "*", "made_at": now})
    _as_one_file(file)
    return keys


def put_back(file: Path, url: str, keys: Sequence[SealedKey]) -> None:
    """Copy a backup of the newest schema, and the link keys, into an empty database, or nothing.

    Raises:
        DatabaseUnavailableError: The database, or the file, could not be used.
    """
    with _moment(address_of(file)) as source, _written(url) as target:
        for table in _tables(leaving_out={"link_key"}):
            _pour(source, target, table)
        sites = {row.id: row.site_id for row in source.execute(SITES)}
        # Whom the backup does not have, it has no answers of.
        known = [key for key in keys if key.person_id in sites]
        rows = [asdict(key) | {"site_id": sites[key.person_id]} for key in known]
        if rows:
            target.execute(insert(LinkKey), rows)


def is_empty(url: str) -> bool:
    """Return whether no table of a database with the newest schema has a row.

    Raises:
        DatabaseUnavailableError: The database could not be used.
    """
    with _moment(url) as source:
        return not any(source.execute(select(table).limit(1)).first() for table in _tables(set()))


def made_at(file: Path) -> datetime | None:
    """Return when a backup was made; None for a file that is none.

    Raises:
        DatabaseUnavailableError: The file could not be read.
    """
    try:
        with _moment(address_of(file)) as source:
            return source.execute(select(columns(Copied).made_at)).scalar()
    except DatabaseUnavailableError as error:
        # It has no such table, or is no database at all.
        if str(error) in {"OperationalError", "DatabaseError"}:
            return None
        raise


def address_of(file: Path) -> str:
    """Return the address of a SQLite file, whatever it is called."""
    return f"sqlite:///{quote(str(file))}"


def _tables(leaving_out: set[str] | frozenset[str]) -> Iterator[Table]:
    """Yield every table, those first that others refer to."""
    for table in SQLModel.metadata.sorted_tables:
        if table.name not in leaving_out:
            yield table


def _pour(source: Connection, target: Connection, table: Table) -> None:
    asked = select(table).order_by(*table.primary_key).execution_options(yield_per=ROWS)
    for some in source.execute(asked).mappings().partitions():
        target.execute(insert(table), [dict(row) for row in some])


@contextmanager
def _moment(url: str) -> Iterator[Connection]:
    """Yield a connection that reads the database as it is at one moment, however long it takes."""
    opened = engine(make_url(url), read_only=True, patient=True)
    options = {} if is_sqlite(opened.url) else {"isolation_level": "REPEATABLE READ"}
    try:
        with opened.execution_options(**options).begin() as connection:
            yield connection
    except DBAPIError as error:
        raise DatabaseUnavailableError(type(error.orig).__name__) from None
    finally:
        opened.dispose()


@contextmanager
def _written(url: str) -> Iterator[Connection]:
    """Yield a connection on which everything is written, or nothing."""
    opened = engine(make_url(url))
    try:
        with opened.begin() as connection:
            yield connection
    except DBAPIError as error:
        raise DatabaseUnavailableError(type(error.orig).__name__) from None
    finally:
        opened.dispose()


def _as_one_file(file: Path) -> None:
    """Return when nothing of a SQLite database stands beside its file, nor will when it is read."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
