"""Keeps a SQLite file to one writer at a time: the bot, or a command that writes."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class HeldError(Exception):
    """Another process writes to this database."""


@contextmanager
def held(database: Path | None) -> Iterator[None]:
    """Hold the lock of a SQLite file; None (PostgreSQL, which has its own) holds nothing.

    The system lets go of it when the process ends, however it ends.

    Raises:
        HeldError: Another process holds it.
    """
    if database is None:
        yield
        return
    # By its real name: through a link, two processes would hold two locks for one file.
    database = database.resolve()
    with database.with_name(database.name + ".lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise HeldError from None
        yield
