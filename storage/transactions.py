"""A transaction, and the threads that run one: many at once, or in turn with a shared commit."""

import random
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import count
from queue import Empty, SimpleQueue
from typing import Any, Generic, Protocol, TypeVar

from sqlalchemy import Connection, CursorResult, Row
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.sql.base import Executable

T = TypeVar("T")
Begin = Callable[[], AbstractContextManager[Connection]]

# How many waiting transactions share one commit: the flush to disk is most of the cost of
# one, and in a longer batch the first would wait noticeably for the last.
BATCH = 32

# How often to run again what PostgreSQL says collided with somebody quicker: enough for as many
# sessions as there are, all after the same row. A unique_violation can be a collision too
# (manual, 13.2.3), but if it comes again it is a mistake of ours.
ATTEMPTS = {"40001": 25, "40P01": 25, "23505": 3}
# Sixteen sessions after one row, with both cores taken, once outlasted 25 pauses of up to 0.1 s;
# somebody who waits for an answer waits two seconds at most.
LONGEST_PAUSE = 0.2


class Transaction:
    """What a function may do with the database while it has it."""

    __slots__ = ("_connection", "is_over")

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        # Whether nothing more can be done in it: on PostgreSQL, once a statement has failed. Who
        # catches whatever goes wrong with one of many must let that through: it may be a
        # collision, after which everything is run again.
        self.is_over = False

    def one(self, statement: Executable, /, **values: Any) -> Row[*tuple[Any, ...]] | None:
        """Return the first row, or None when there is none."""
        return self._executed(statement, values).first()

    def all(self, statement: Executable, /, **values: Any) -> Sequence[Row[*tuple[Any, ...]]]:
        """Return every row."""
        return self._executed(statement, values).all()

    def run(self, statement: Executable, /, **values: Any) -> int:
        """Change rows; return how many."""
        return self._executed(statement, values).rowcount

    def run_many(self, statement: Executable, rows: Sequence[Mapping[str, Any]], /) -> int:
        """Run `statement` once for each of `rows`, if there are any; return how many it changed."""
        return self._executed(statement, rows).rowcount if rows else 0

    def _executed(
        self, statement: Executable, values: Mapping[str, Any] | Sequence[Mapping[str, Any]]
    ) -> CursorResult[*tuple[Any, ...]]:
        try:
            return self._connection.execute(statement, values)
        except DBAPIError:
            self.is_over = self._connection.dialect.name == "postgresql"
            raise


class DatabaseUnavailableError(Exception):
    """The database cannot be used at the moment; it is not known to have changed anything."""


class StatementRefusedError(Exception):
    """The database refused a statement: a mistake of ours, such as a broken constraint."""


class Workers(Protocol):
    """Threads that run transactions."""

    def submit(self, function: Callable[[Transaction], T]) -> "Future[T]":
        """Return the future outcome of `function`, run and committed."""
        ...

    def close(self) -> None:
        """Finish what was submitted; nothing more may be."""


class Parallel:
    """Each transaction on its own connection, up to `threads` at once."""

    def __init__(self, begin: Begin, threads: int, name: str) -> None:
        self._begin = begin
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix=name)

    def submit(self, function: Callable[[Transaction], T]) -> "Future[T]":
        """Return the future outcome of `function`, run and committed."""
        return self._threads.submit(self._run, function)

    def close(self) -> None:
        """Finish what was submitted; nothing more may be."""
        self._threads.shutdown()

    def _run(self, function: Callable[[Transaction], T]) -> T:
        for attempt in count(1):
            try:
                with self._begin() as connection:
                    return function(Transaction(connection))
            except DBAPIError as error:
                told = _told(error)
                attempts = ATTEMPTS.get(getattr(error.orig, "sqlstate", ""), 1)
            # Raised out here, so that it does not carry the driver's words along.
            if attempt >= attempts:
                raise told
            # Those that collided must not meet again at once, and on a busy machine not soon.
            longest = min(0.005 * 2**attempt, LONGEST_PAUSE)
            time.sleep(random.uniform(0.0, longest))  # noqa: S311 -- only to part them
        raise AssertionError("an attempt returns or raises")


@dataclass(frozen=True, slots=True)
class _Submitted(Generic[T]):
    function: Callable[[Transaction], T]
    outcome: "Future[T]"


class InTurn:
    """One thread, one transaction after the other; those that wait share a commit.

    SQLite has one writer anyway. There are no savepoints: when one function of a batch
    raises, the batch is rolled back and each runs again alone.
    """

    def __init__(self, begin: Begin, name: str) -> None:
        self._begin = begin
        self._closed = False
        self._waiting: SimpleQueue[_Submitted[Any] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._thread.start()

    def submit(self, function: Callable[[Transaction], T]) -> "Future[T]":
        """Return the future outcome of `function`, run and committed."""
        if self._closed:
            # Nobody would ever run it, and whoever waits for it would wait for ever.
            raise RuntimeError("the database is closed")
        submitted = _Submitted(function, Future[T]())
        self._waiting.put(submitted)
        return submitted.outcome

    def close(self) -> None:
        """Finish what was submitted; nothing more may be."""
        self._closed = True
        self._waiting.put(None)
        self._thread.join()

    def _work(self) -> None:
        while (first := self._waiting.get()) is not None:
            self._settle([first, *self._companions()])

    def _companions(self) -> list[_Submitted[Any]]:
        """Return what else is waiting by now and may share the commit."""
        found: list[_Submitted[Any]] = []
        while len(found) < BATCH - 1:
            try:
                submitted = self._waiting.get_nowait()
            except Empty:
                break
            if submitted is None:
                # The end was announced: this batch is the last.
                self._waiting.put(None)
                break
            found.append(submitted)
        return found

    def _settle(self, batch: list[_Submitted[Any]]) -> None:
        try:
            with self._begin() as connection:
                transaction = Transaction(connection)
                results = [submitted.function(transaction) for submitted in batch]
        except BaseException as error:  # noqa: BLE001 -- it belongs to whoever submitted
            failed = _told(error) if isinstance(error, DBAPIError) else error
        else:
            for submitted, result in zip(batch, results, strict=True):
                submitted.outcome.set_result(result)
            return
        if len(batch) == 1:
            batch[0].outcome.set_exception(failed)
            return
        for submitted in batch:
            self._settle([submitted])


def _told(error: DBAPIError) -> Exception:
    """Return the error as everybody else hears of it: the driver's class, never its words.

    They quote what was being written.
    """
    kind = type(error.orig).__name__
    if isinstance(error, OperationalError | InterfaceError):
        return DatabaseUnavailableError(kind)
    return StatementRefusedError(kind)
