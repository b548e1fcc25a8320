import asyncio
import gc
import logging
import threading
import traceback
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import event, insert, make_url, text
from sqlalchemy.exc import StatementError

from storage import database as module
from storage import inbox, pacing, people, sendings
from storage.database import Database, DatabaseUnavailableError
from storage.inbox import Sealed
from storage.tables import Pace, Person, Response
from storage.transactions import StatementRefusedError, Transaction
from tests.storage.kit import NIA, TARA, Meeting, meet, rows

# Nobody would type it, so wherever it stands it was leaked.
SECRET = "planted-8c1f02"


# How a statement fails that the database refuses.
REFUSED = (DatabaseUnavailableError, StatementRefusedError)


class SomethingWrongError(Exception):
    pass


@pytest.fixture
async def sqlite(sqlite_url: str) -> AsyncIterator[Database]:
    opened = Database(sqlite_url)
    yield opened
    opened.close()


@pytest.fixture
async def postgresql(empty_postgres_url: str) -> AsyncIterator[Database]:
    opened = Database(empty_postgres_url)
    yield opened
    opened.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def unreachable(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where no database is: a folder that does not exist, a port at which nobody listens."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/nowhere/test.db"
    return "postgresql://nobody@127.0.0.1:1/nothing"


class Gate:
    """A transaction that has begun and ends when it is told to."""

    def __init__(self, then: Callable[[Transaction], object]) -> None:
        self.entered = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._opened = threading.Event()
        self._then = then

    def __call__(self, tx: Transaction) -> object:
        self._loop.call_soon_threadsafe(self.entered.set)
        self._opened.wait(20)
        return self._then(tx)

    def open(self) -> None:
        self._opened.set()


async def turns(number: int = 5) -> None:
    """Let the loop do everything that is ready."""
    for _ in range(number):
        await asyncio.sleep(0)


def add(tx: Transaction) -> None:
    meet(tx, NIA)


def add_and_raise(tx: Transaction) -> None:
    meet(tx, NIA)
    raise SomethingWrongError


def fail_with_the_secret(tx: Transaction) -> None:
    answer = Sealed("riverbend", "spring", SECRET, "nearest-color", 1, "week/1", b"sealed")
    inbox.lay(tx, "inbox", [answer, answer])


def raise_the_secret(_tx: Transaction) -> None:
    raise SomethingWrongError(SECRET)


async def names(database: Database) -> list[str]:
    return [name for (name,) in await rows(database, Person, "id")]


async def test_what_a_function_did_is_committed_when_run_returns(
    database: Database, rival: Database
) -> None:
    await database.run(add)

    assert await names(rival) == ["nia"]


async def test_run_returns_what_the_function_returned(database: Database) -> None:
    assert await database.run(lambda _tx: 42) == 42


async def test_a_function_that_raises_changes_nothing(database: Database) -> None:
    with pytest.raises(SomethingWrongError):
        await database.run(add_and_raise)

    assert await names(database) == []


async def test_the_error_of_a_function_reaches_the_caller_as_it_is(database: Database) -> None:
    error = SomethingWrongError("as it is")

    def raise_it(_tx: Transaction) -> None:
        raise error

    with pytest.raises(SomethingWrongError) as caught:
        await database.run(raise_it)

    assert caught.value is error


async def test_a_function_runs_in_another_thread_than_the_loop(database: Database) -> None:
    assert await database.run(lambda _tx: threading.get_ident()) != threading.get_ident()


async def test_a_rival_sees_nothing_of_a_transaction_that_has_not_ended(
    database: Database, rival: Database
) -> None:
    def add_then_wait(tx: Transaction) -> None:
        add(tx)
        gate(tx)

    gate = Gate(lambda _tx: None)
    running = asyncio.create_task(database.run(add_then_wait))
    await gate.entered.wait()

    before = await names(rival)
    gate.open()
    await running

    assert (before, await names(rival)) == ([], ["nia"])


async def test_many_at_once_lose_no_read_modify_write(database: Database) -> None:
    await database.run(add)
    await database.run(lambda tx: people.set_dm_channel(tx, "nia", "0"))

    def increment(tx: Transaction) -> None:
        found = sendings.addressee(tx, "nia")
        people.set_dm_channel(tx, "nia", str(int(found.dm_channel or 0) + 1))

    async def twenty_times() -> None:
        for _ in range(20):
            await database.run(increment)

    await asyncio.gather(*(twenty_times() for _ in range(16)))

    assert await rows(database, Person, "dm_channel") == [("320",)]


async def test_two_writers_of_one_sqlite_file_lose_no_read_modify_write(
    sqlite: Database, sqlite_url: str
) -> None:
    second = Database(sqlite_url)
    await sqlite.run(add)
    await sqlite.run(lambda tx: people.set_dm_channel(tx, "nia", "0"))

    def increment(tx: Transaction) -> None:
        found = sendings.addressee(tx, "nia")
        people.set_dm_channel(tx, "nia", str(int(found.dm_channel or 0) + 1))

    async def twenty_times(database: Database) -> None:
        for _ in range(20):
            await database.run(increment)

    await asyncio.gather(*(twenty_times(one) for one in (sqlite, second)))
    second.close()

    assert await rows(sqlite, Person, "dm_channel") == [("40",)]


async def test_functions_that_wait_together_share_a_commit_on_sqlite(sqlite: Database) -> None:
    commits: list[object] = []
    event.listen(sqlite._writing, "commit", commits.append)
    gate = Gate(lambda _tx: None)
    first = asyncio.create_task(sqlite.run(gate))
    await gate.entered.wait()

    waiting = [asyncio.create_task(sqlite.run(lambda _tx, n=n: n)) for n in range(10)]
    await turns()
    gate.open()
    await first
    outcomes = await asyncio.gather(*waiting)

    assert (outcomes, len(commits)) == (list(range(10)), 2)


async def test_of_functions_that_wait_together_each_gets_its_own_outcome(
    database: Database,
) -> None:
    gate = Gate(lambda _tx: None)
    first = asyncio.create_task(database.run(gate))
    await gate.entered.wait()

    waiting = [
        asyncio.create_task(database.run(function))
        for function in (add, add_and_raise, fail_with_the_secret, lambda tx: meet(tx, TARA))
    ]
    await turns()
    gate.open()
    await first
    outcomes = await asyncio.gather(*waiting, return_exceptions=True)

    failed = [isinstance(outcome, Exception) for outcome in outcomes]
    assert failed == [False, True, True, False]


async def test_one_that_raises_spoils_none_of_those_that_wait_with_it(database: Database) -> None:
    gate = Gate(lambda _tx: None)
    first = asyncio.create_task(database.run(gate))
    await gate.entered.wait()

    waiting = [
        asyncio.create_task(database.run(function))
        for function in (add, fail_with_the_secret, lambda tx: meet(tx, TARA))
    ]
    await turns()
    gate.open()
    await asyncio.gather(first, *waiting, return_exceptions=True)

    assert await names(database) == ["nia", "tara"]


async def test_reading_cannot_write(database: Database) -> None:
    with pytest.raises(REFUSED):
        await database.read(add)


async def test_an_attempt_to_write_while_reading_changes_nothing(database: Database) -> None:
    await asyncio.gather(database.read(add), return_exceptions=True)

    assert await names(database) == []


async def test_reading_goes_on_while_somebody_writes(database: Database) -> None:
    gate = Gate(add)
    writing = asyncio.create_task(database.run(gate))
    await gate.entered.wait()

    read = await names(database)
    gate.open()
    await writing

    assert read == []


async def test_a_cancelled_caller_waits_for_the_outcome(database: Database) -> None:
    gate = Gate(add)
    caller = asyncio.create_task(database.run(gate))
    await gate.entered.wait()

    caller.cancel()
    await turns()
    ended = caller.done()
    gate.open()
    await asyncio.wait({caller})

    assert (ended, caller.cancelled()) == (False, True)


async def test_a_caller_cancelled_twice_waits_for_the_outcome(database: Database) -> None:
    gate = Gate(add)
    caller = asyncio.create_task(database.run(gate))
    await gate.entered.wait()

    for _ in range(2):
        caller.cancel()
        await turns()
    ended = caller.done()
    gate.open()
    await asyncio.wait({caller})

    assert (ended, caller.cancelled()) == (False, True)


async def test_what_a_cancelled_caller_began_is_committed_once(database: Database) -> None:
    began: list[None] = []

    def add_and_count(tx: Transaction) -> None:
        began.append(None)
        add(tx)

    gate = Gate(add_and_count)
    caller = asyncio.create_task(database.run(gate))
    await gate.entered.wait()

    caller.cancel()
    gate.open()
    await asyncio.wait({caller})

    assert (await names(database), len(began)) == (["nia"], 1)


async def test_after_closing_nothing_more_is_taken(database_url: str) -> None:
    database = Database(database_url)
    await database.run(add)

    database.close()

    # Taken, it would never end, and neither would the process that waits for it.
    with pytest.raises(RuntimeError):
        database._writers.submit(add)


async def test_closing_waits_for_what_was_started(database_url: str, rival: Database) -> None:
    database = Database(database_url)
    gate = Gate(add)
    running = asyncio.create_task(database.run(gate))
    await gate.entered.wait()

    gate.open()
    await asyncio.to_thread(database.close)

    assert (await names(rival), await running) == (["nia"], None)


async def test_closing_waits_for_a_tidying_that_nobody_waits_for_any_more(
    empty_postgres_url: str,
) -> None:
    database = Database(empty_postgres_url)
    with psycopg.connect(empty_postgres_url) as operator:
        operator.execute("LOCK TABLE inbox IN ACCESS EXCLUSIVE MODE")
        tidying = asyncio.create_task(database.tidy())
        waits = "SELECT 1 FROM pg_locks WHERE NOT granted"
        while not operator.execute(waits).fetchone():  # noqa: ASYNC110 -- another process
            await asyncio.sleep(0.01)
        tidying.cancel()
        closing = asyncio.create_task(asyncio.to_thread(database.close))
        too_soon, _ = await asyncio.wait({closing}, timeout=0.2)

    await asyncio.wait({closing, tidying})
    # A connection that was given back too late would be found here, still open, and be told of.
    del database
    gc.collect()
    assert (too_soon, tidying.cancelled()) == (set(), True)


async def test_what_breaks_a_constraint_is_refused_by_the_class_of_its_error_alone(
    database: Database,
) -> None:
    with pytest.raises(StatementRefusedError) as caught:
        await database.run(fail_with_the_secret)

    assert str(caught.value) in {"IntegrityError", "UniqueViolation"}


async def test_a_refusal_carries_no_error_of_the_driver_along(database: Database) -> None:
    with pytest.raises(StatementRefusedError) as caught:
        await database.run(fail_with_the_secret)

    assert (caught.value.__cause__, caught.value.__context__) == (None, None)


async def test_a_function_that_collides_is_run_again(
    postgresql: Database, empty_postgres_url: str
) -> None:
    await postgresql.run(add)
    rival = Database(empty_postgres_url)
    meeting = Meeting(2)
    ran: list[str] = []

    def increment(tx: Transaction, name: str) -> None:
        ran.append(name)
        found = sendings.addressee(tx, "nia")
        # Both have read before either writes.
        meeting.wait()
        people.set_dm_channel(tx, "nia", str(int(found.dm_channel or 0) + 1))

    await asyncio.gather(
        postgresql.run(lambda tx: increment(tx, "one")),
        rival.run(lambda tx: increment(tx, "another")),
    )
    rival.close()

    assert (sorted(set(ran)), len(ran)) == (["another", "one"], 3)
    assert await rows(postgresql, Person, "dm_channel") == [("2",)]


async def test_whoever_locks_what_they_decide_by_loses_nothing_and_runs_once(
    database: Database, rival: Database
) -> None:
    await database.run(add)
    ran: list[int] = []

    def increment(tx: Transaction) -> None:
        ran.append(1)
        pacing.begin(tx, "a method", pacing.Noted(0.0, 1.0, 0.0, 0.0))
        pace = pacing.held(tx, "a method")
        found = sendings.addressee(tx, "nia")
        people.set_dm_channel(tx, "nia", str(int(found.dm_channel or 0) + 1))
        pacing.note(tx, "a method", replace(pace, tokens=pace.tokens + 1))

    opened = (database, rival) if database.url.get_backend_name() == "postgresql" else (database,)
    await asyncio.gather(*(one.run_locking(increment) for one in opened * 4))

    assert len(ran) == len(opened) * 4
    assert await rows(database, Person, "dm_channel") == [(str(len(ran)),)]
    assert await rows(database, Pace, "tokens") == [(float(len(ran)),)]


async def test_on_postgresql_a_transaction_is_over_once_a_statement_has_failed(
    database: Database,
) -> None:
    states: list[bool] = []

    def fail(tx: Transaction) -> None:
        states.append(tx.is_over)
        try:
            tx.run(insert(Person), id="nia")
        finally:
            states.append(tx.is_over)

    with pytest.raises(REFUSED):
        await database.run(fail)

    assert states == [False, database.url.get_backend_name() == "postgresql"]


async def test_a_traceback_shows_no_bound_value(database: Database) -> None:
    with pytest.raises(REFUSED) as caught:
        await database.run(fail_with_the_secret)

    assert SECRET not in "".join(traceback.format_exception(caught.value))


async def test_no_log_at_debug_shows_a_bound_value(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, logger="sqlalchemy")

    with pytest.raises(REFUSED):
        await database.run(fail_with_the_secret)

    assert "INSERT INTO inbox" in caplog.text
    assert SECRET not in caplog.text


@pytest.mark.parametrize("fail", [fail_with_the_secret, raise_the_secret])
async def test_a_failure_nobody_waits_for_is_logged_without_its_words(
    database: Database, caplog: pytest.LogCaptureFixture, fail: Callable[[Transaction], None]
) -> None:
    gate = Gate(fail)
    caller = asyncio.create_task(database.run(gate))
    await gate.entered.wait()

    caller.cancel()
    gate.open()
    await asyncio.wait({caller})
    del caller
    # The next transaction has the threads forget the one before.
    await database.run(add)
    gc.collect()

    assert SECRET not in caplog.text


async def test_a_naive_moment_is_refused_and_not_shown(database: Database) -> None:
    naive = datetime.fromisoformat("2031-01-02T03:04:05")

    with pytest.raises(StatementError) as caught:
        await database.run(lambda tx: people.set_pause(tx, "nia", naive))

    assert "2031" not in "".join(traceback.format_exception(caught.value))


async def test_writing_to_a_database_that_cannot_be_reached_is_refused(unreachable: str) -> None:
    database = Database(unreachable)

    with pytest.raises(DatabaseUnavailableError):
        await database.run(add)

    database.close()


async def test_that_a_database_does_not_answer_is_known_until_it_does(
    database: Database, unreachable: str
) -> None:
    away = Database(unreachable)
    with pytest.raises(DatabaseUnavailableError):
        await away.run(add)
    database._answered = False
    await database.run(add)

    assert (away.answers, database.answers) == (False, True)
    away.close()


async def test_reading_a_database_that_cannot_be_reached_is_refused(unreachable: str) -> None:
    database = Database(unreachable)

    with pytest.raises(DatabaseUnavailableError):
        await database.read(lambda tx: people.find(tx, NIA.slack_id))

    database.close()


async def test_a_connection_that_was_cut_is_made_anew(
    postgresql: Database, empty_postgres_url: str
) -> None:
    await postgresql.run(add)
    with psycopg.connect(empty_postgres_url, autocommit=True) as operator:
        operator.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )

    assert await names(postgresql) == ["nia"]


async def test_sqlite_flushes_each_commit_to_disk_and_has_readers_beside_its_writer(
    sqlite: Database,
) -> None:
    pragma = text("SELECT (SELECT * FROM pragma_synchronous), (SELECT * FROM pragma_journal_mode)")
    full = 2

    assert await sqlite.run(lambda tx: tx.all(pragma)) == [(full, "wal")]


async def test_sqlite_overwrites_what_is_deleted(sqlite: Database) -> None:
    pragma = text("SELECT * FROM pragma_secure_delete")

    assert await sqlite.run(lambda tx: tx.all(pragma)) == [(1,)]


async def test_an_answer_of_nobody_known_is_refused_by_the_database(database: Database) -> None:
    stray = {"id": "x", "cohort_id": "x", "person_id": "nobody", "site_id": "x"}
    enrol = text(
        "INSERT INTO enrolment (id, site_id, cohort_id, person_id, enrolled_at)"
        " VALUES (:id, :site_id, :cohort_id, :person_id, '2026-11-02')"
    )

    with pytest.raises(REFUSED):
        await database.run(lambda tx: tx.run(enrol, **stray))


async def test_running_one_statement_for_no_rows_does_nothing(database: Database) -> None:
    await database.run(lambda tx: tx.run_many(insert(Response), []))

    assert await rows(database, Response, "id") == []


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("nonsense", "is not a database address; try sqlite:///resiliency.db"),
        ("postgres://host/db", "is not a database address; try sqlite:///resiliency.db"),
        ("postgresql://host:port/db", "is not a database address; try sqlite:///resiliency.db"),
        ("mysql://host/db", "names a database this bot does not speak; use sqlite or postgresql"),
        ("sqlite://", "needs a file, for example sqlite:///resiliency.db"),
        ("sqlite:///:memory:", "needs a file, for example sqlite:///resiliency.db"),
        (
            "sqlite:////nowhere/bot.db",
            "names a file in a folder that does not exist: make the folder first",
        ),
        ("sqlite:///bot.db", None),
        ("postgresql://bot@host/db", None),
    ],
)
def test_what_is_wrong_with_an_address_is_said_in_one_sentence(
    url: str, sentence: str | None
) -> None:
    assert module.problem(url) == sentence


def test_a_password_with_signs_that_were_not_escaped_is_a_problem_and_not_repeated() -> None:
    # The first @ ends the password, so that its second half is read as a port.
    assert module.problem(f"postgresql://bot:one@two:{SECRET}@host/db") == (
        "is not a database address; try sqlite:///resiliency.db"
    )


def test_the_file_of_an_address_is_known_only_for_sqlite(tmp_path: Path) -> None:
    file = tmp_path / "bot.db"

    assert (
        module.sqlite_file(f"sqlite:///{file}"),
        module.sqlite_file("postgresql://host/db"),
    ) == (file, None)


def test_postgresql_is_spoken_to_through_one_driver() -> None:
    assert module.engine(make_url("postgresql://host/db")).driver == "psycopg"
