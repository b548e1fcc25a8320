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
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType

from tests.chaos import databases, faults
from tests.chaos.databases import Database, Postgresql, Sqlite
from tests.chaos.faults import (
    DATABASES,
    FAULTS,
    FULL_DISK,
    LONG,
    PACED,
    POSTGRESQL,
    SHORT,
    SQLITE,
)
from tests.chaos.runs import Case, run

# Makes a run, and returns whether it ended as it must.
Run = Callable[[Case], Awaitable[bool]]

MESSAGES = 1500
REPLICAS = (1, 2)
# A run waits most of its time: for what is due, for leases, for Slack.
AT_ONCE = 2 * (os.cpu_count() or 1)
# What every commit is tried with: a Slack that takes messages without a
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
        good = asyncio.run(_all(cases, _runs(asked, keep), asked.at_once))
    return 0 if all(good) else 1


def _runs(asked: argparse.Namespace, keep: Path) -> Run:
    """Return what makes one run as it was asked for; its files are kept in a folder."""
    messages = SHORT_MESSAGES if asked.short else asked.messages
    pace = SHORT if asked.short else PACED if asked.paced else LONG

    async def made(case: Case) -> bool:
        """Make a run and print its line; return whether it ended as it must."""
        with _database(case, keep / case.name) as database:
            outcome = await run(case, asked.seed, messages, pace, database)
        sys.stdout.write(json.dumps(outcome.line()) + "\n")
        sys.stdout.flush()
        return outcome.good

    return made


async def _all(cases: Sequence[Case], run: Run, at_once: int) -> list[bool]:
    """Make all these runs, so many at once; return of each whether it ended as it must."""
    turn = asyncio.Semaphore(at_once)

    async def in_turn(case: Case) -> bool:
        async with turn:
            return await run(case)

    return list(await asyncio.gather(*map(in_turn, cases)))


@contextmanager
def _database(case: Case, folder: Path) -> Iterator[Database]:
    """Yield a fresh database in a new folder; of PostgreSQL, on a server that no other run has."""
    folder.mkdir(parents=True)
    if case.database == SQLITE:
        yield Sqlite(folder, may_fill=case.fault is FULL_DISK)
    else:
        with databases.server() as server:
            yield Postgresql(folder, server)


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
