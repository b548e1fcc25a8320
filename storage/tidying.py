"""Removes old versions of rows: no transaction can, so this stands outside of them."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from storage.transactions import DatabaseUnavailableError

# A checkpoint keeps the writer waiting while it waits for readers; one that did not get its
# turn in this time comes again with the next second.
PATIENCE_SECONDS = 0.2

# What is written goes first into a log beside the file: page after page, in the order of the
# commits, with who answered and what was kept in each.
EMPTY_LOG = "PRAGMA wal_checkpoint(TRUNCATE)"

# PostgreSQL leaves the old version of a changed row where it was.
VACUUM = text("VACUUM inbox, response, draft, liking, deletion, link_key")

# It takes as long as it takes; the next to use the session has its limits again.
WITHOUT_LIMIT = text("SET statement_timeout = 0")
WITH_LIMIT = text("RESET statement_timeout")

# What PostgreSQL has noticed of them.
DEAD = text(
    "SELECT relname FROM pg_stat_user_tables WHERE n_dead_tup > 0"
    " AND relname IN ('inbox', 'response', 'draft', 'liking', 'deletion', 'link_key')"
)


def untidy(engine: Engine) -> bool:
    """Return whether old versions of rows are known to be there.

    Raises:
        DatabaseUnavailableError: The database could not be used.
    """
    if engine.dialect.name == "sqlite":
        log = Path(f"{engine.url.database}-wal")
        return log.exists() and log.stat().st_size > 0
    try:
        with engine.begin() as connection:
            return connection.execute(DEAD).first() is not None
    except DBAPIError as error:
        raise DatabaseUnavailableError(type(error.orig).__name__) from None


def tidied(engine: Engine) -> None:
    """Return when no old version of a row is left, or when readers are in the way.

    Raises:
        DatabaseUnavailableError: The database could not be used.
    """
    if engine.dialect.name == "sqlite":
        _empty_log(str(engine.url.database))
    else:
        _vacuum(engine)


def _empty_log(file: str) -> None:
    # A connection of its own: those of the engine begin a transaction, and wait for longer.
    try:
        with closing(sqlite3.connect(file, timeout=PATIENCE_SECONDS)) as connection:
            connection.execute(EMPTY_LOG)
    except sqlite3.Error as error:
        raise DatabaseUnavailableError(type(error).__name__) from None


def _vacuum(engine: Engine) -> None:
    try:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(WITHOUT_LIMIT)
            try:
                connection.execute(VACUUM)
            finally:
                connection.execute(WITH_LIMIT)
    except DBAPIError as error:
        raise DatabaseUnavailableError(type(error.orig).__name__) from None
