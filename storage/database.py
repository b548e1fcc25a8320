"""Opens the database and hands out transactions.

A transaction is a plain function: it gets a `Transaction`, reads and writes through it,
and returns a value. It runs in a worker thread, so it cannot hold the database over a
network call, and it has nothing to commit with: it commits by returning, and is rolled
back by raising.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from storage.tidying import tidied, untidy
from storage.transactions import (
    DatabaseUnavailableError,
    InTurn,
    Parallel,
    Transaction,
    Workers,
)

__all__ = ["Database", "DatabaseUnavailableError"]

T = TypeVar("T")

# An operator who runs a slow query beside the bot should wait, not make it fail.
BUSY_SECONDS = 10
# Reports are rare and short.
READERS = 2
# One claims while another notes.
LOCKERS = 2
# Sessions of PostgreSQL for this process: more than the two cores it is meant for can use.
SESSIONS = 8
# What a session of PostgreSQL puts up with, in milliseconds. A process that was stopped inside a
# transaction must not keep others from its rows for longer than they wait to take its work over.
SESSION = {
    "idle_in_transaction_session_timeout": 15_000,
    "lock_timeout": 5_000,
    # Many times the longest statement: a release of a large hospital counts for a second.
    "statement_timeout": 30_000,
}
# A database that is there and says nothing for so long hangs: PostgreSQL itself would have given
# a statement up.
HANGS_SECONDS = 30.0
# Else the number of rows that an INSERT added is not told (SQLAlchemy, `rowcount`).
COUNTED = {"preserve_rowcount": True}


class Database:
    """A SQLite file or a PostgreSQL database, opened for this process."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self._writing = engine(self.url)
        self._reading = engine(self.url, read_only=True)
        self._writers: Workers = (
            InTurn(self._writing.begin, "database-writer")
            if is_sqlite(self.url)
            else Parallel(self._writing.begin, SESSIONS, "database-writer")
        )
        # Transactions that lock what they decide by: they collide with none.
        self._lockers: Workers = (
            self._writers
            if is_sqlite(self.url)
            else Parallel(
                self._writing.execution_options(isolation_level="READ COMMITTED").begin,
                LOCKERS,
                "database-locker",
            )
        )
        self._readers: Workers = Parallel(self._reading.begin, READERS, "database-reader")
        # Not asyncio's own threads: a connection that one of those gives back after the others were
        # closed is never closed.
        self._tidier = ThreadPoolExecutor(1, "database-tidier")
        # Since when each transaction that has not ended is waited for, the longest first.
        self._waiting: dict[Future[Any], float] = {}
        # Whether the database could be used when it last was.
        self._answered = True

    @property
    def answers(self) -> bool:
        """Whether the database could be used when it last was, and nobody waits for it too long."""
        since = next(iter(self._waiting.values()), monotonic())
        return self._answered and monotonic() - since < HANGS_SECONDS

    async def run(self, function: Callable[[Transaction], T]) -> T:
        """Run `function` in a transaction and return what it returned, committed.

        Transactions do not see each other's half-done work, as if they ran one after the
        other. For that, a function may run more than once: on SQLite when one that shares
        its commit raises, on PostgreSQL when it collides with another. So a function must
        have no effect but through its transaction.

        Raises:
            DatabaseUnavailableError: The database could not be used.
        """
        return await self._noted(self._writers.submit(function))

    async def run_locking(self, function: Callable[[Transaction], T]) -> T:
        """Run `function` in a transaction, as `run` does; it sees what others commit meanwhile.

        For functions that are right all the same, because they decide by rows that they lock, or
        change each row by a condition on that row: such never collide, and are not run again.

        Raises:
            DatabaseUnavailableError: The database could not be used.
        """
        return await self._noted(self._lockers.submit(function))

    async def read(self, function: Callable[[Transaction], T]) -> T:
        """Run `function` on a connection that cannot write, and return what it returned.

        Raises:
            DatabaseUnavailableError: The database could not be used.
        """
        return await self._noted(self._readers.submit(function))

    async def tidy(self) -> None:
        """Remove old versions of rows, whose places tell in which order the new ones came.

        On SQLite they stand in the log beside the file, on PostgreSQL in the tables.

        Raises:
            DatabaseUnavailableError: The database could not be used.
        """
        await _outcome(self._tidier.submit(tidied, self._writing))

    async def tidy_if_needed(self) -> None:
        """Do as `tidy`, if there are old versions; to ask costs little.

        PostgreSQL notices them some seconds later.

        Raises:
            DatabaseUnavailableError: The database could not be used.
        """
        if await _outcome(self._tidier.submit(untidy, self._reading)):
            await self.tidy()

    def close(self) -> None:
        """Wait for what was started, then close every connection."""
        self._writers.close()
        self._lockers.close()
        self._readers.close()
        self._tidier.shutdown()
        self._writing.dispose()
        self._reading.dispose()

    async def _noted(self, future: "Future[T]") -> T:
        """Return the outcome of a started transaction, and note whether the database answered."""
        self._waiting[future] = monotonic()
        try:
            outcome = await _outcome(future)
        except DatabaseUnavailableError:
            self._answered = False
            raise
        finally:
            del self._waiting[future]
        self._answered = True
        return outcome


async def _outcome(future: "Future[T]") -> T:
    """Return the outcome of a started transaction, which is waited for even when cancelled."""
    waiting = asyncio.wrap_future(future)
    try:
        return await asyncio.shield(waiting)
    except asyncio.CancelledError:
        while not waiting.done():
            # Whoever asks a second time waits as well.
            with suppress(asyncio.CancelledError):
                await asyncio.wait({waiting})
        if not waiting.cancelled():
            # Nobody will ask for an error any more, and asyncio would log its words.
            waiting.exception()
        raise


def problem(url: str) -> str | None:
    """Return what is wrong with a database address in one sentence, or None."""
    try:
        parsed = make_url(url)
        parsed.get_dialect()
    except (ArgumentError, NoSuchModuleError, ValueError):
        return "is not a database address; try sqlite:///resiliency.db"
    if parsed.get_backend_name() not in {"sqlite", "postgresql"}:
        return "names a database this bot does not speak; use sqlite or postgresql"
    return _file_problem(parsed) if is_sqlite(parsed) else None


def _file_problem(url: URL) -> str | None:
    if not url.database or url.database == ":memory:":
        return "needs a file, for example sqlite:///resiliency.db"
    if not Path(url.database).parent.is_dir():
        return "names a file in a folder that does not exist: make the folder first"
    return None


def is_sqlite(url: URL) -> bool:
    """Whether this is a SQLite file, which one process alone may write."""
    return url.get_backend_name() == "sqlite"


def sqlite_file(url: str) -> Path | None:
    """Return the file of a SQLite address; None for PostgreSQL."""
    parsed = make_url(url)
    return Path(parsed.database) if is_sqlite(parsed) and parsed.database else None


def engine(url: URL, *, read_only: bool = False, patient: bool = False) -> Engine:
    """Return an engine that hides bound values from exceptions and logs.

    A `patient` one waits for as long as anything takes, on PostgreSQL.
    """
    # Without hide_parameters SQLAlchemy prints answers and tokens into both.
    if is_sqlite(url):
        return _sqlite(url, read_only=read_only)
    limits: dict[str, object] = {} if patient else dict(SESSION)
    if read_only:
        limits["default_transaction_read_only"] = "on"
    options = " ".join(f"-c {name}={value}" for name, value in limits.items())
    return create_engine(
        url.set(drivername="postgresql+psycopg"),
        hide_parameters=True,
        # A function that reads and then writes must not lose what another wrote in between.
        isolation_level="SERIALIZABLE",
        execution_options=COUNTED,
        pool_size=READERS if read_only else SESSIONS + LOCKERS,
        pool_pre_ping=True,
        connect_args={"options": options, "connect_timeout": BUSY_SECONDS},
    )


def _sqlite(url: URL, *, read_only: bool) -> Engine:
    opened = create_engine(
        url,
        hide_parameters=True,
        execution_options=COUNTED,
        connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
    )
    # A reader may stand beside the writer; a noted "sent" must survive a power cut.
    # What is deleted is overwritten: it would tell what was there, and in which order.
    pragmas = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON")
    begin = "BEGIN" if read_only else "BEGIN IMMEDIATE"

    @event.listens_for(opened, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        # The driver's own transactions begin too late: of two that read and then write,
        # one write would silently be lost.
        connection.isolation_level = None
        for pragma in ("query_only=ON",) if read_only else pragmas:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(opened, "begin")
    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return opened
