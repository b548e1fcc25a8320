"""Everything that goes wrong, each as a named value: what it does, and where it can happen."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from time import monotonic
from typing import Any

from tests.chaos.databases import Database, Postgresql, Sqlite
from tests.chaos.judging import Planned
from tests.chaos.replicas import Replica
from tests.chaos.slack import Slack

SQLITE, POSTGRESQL = DATABASES = ("sqlite", "postgresql")

# Longer than the ten seconds for which the bot waits for an answer.
OVER_THE_TIME_OUT = 12.0
# How long a fault stays each time that it comes.
STRIKE_SECONDS = (1.0, 4.0)
# Before the first message is due nothing can go wrong with one.
FROM, TO = 0.05, 0.9
# How late Slack accepts what it accepts late: found by a look-up, or after it.
LATE_SECONDS = (OVER_THE_TIME_OUT, 75.0)
# So few each time that the bot has others on their way meanwhile.
LATE = 3
# A bot follows the calendar of a sandbox with a delay, and then needs a tick.
CATCH_UP_SECONDS = 3.0
STEP_MINUTES = (5, 45)
LOOKS_EVERY_SECONDS = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How much time each part of a run takes, in seconds."""

    # For planting, on a busy machine.
    head_start: float
    # So many messages fall due in a second, and so often trouble comes meanwhile.
    per_second: float
    strikes: int
    # For how long a bot stands still.
    stop: float
    # How long everything may take to end when the trouble is over, and how long Slack is watched
    # after that.
    patience: float
    aftermath: float
    # What the bot is told of how fast it may send.
    pacing: str = "unlimited"


LONG = Pace(head_start=8, per_second=25, strikes=5, stop=90, patience=300, aftermath=12)
# As the bot is shipped, so that it takes much longer.
PACED = replace(LONG, per_second=3, patience=1800, pacing="slack")
# For every commit: what takes long to be sure of is left to the long form.
SHORT = Pace(head_start=3, per_second=15, strikes=2, stop=15, patience=45, aftermath=1)


@dataclass(frozen=True, slots=True)
class Field:
    """What a fault can strike: everything of a run, and how much of each there is."""

    slack: Slack
    replicas: Sequence[Replica]
    database: Database
    planned: Sequence[Planned]
    rng: Random
    # By this process's clock: when messages begin to fall due, and for how long.
    begins: float
    seconds: float
    pace: Pace

    async def moments(self) -> AsyncIterator[None]:
        """Come back at so many random moments while messages fall due."""
        span = [self.rng.uniform(FROM, TO) for _ in range(self.pace.strikes)]
        for part in sorted(span):
            await asyncio.sleep(self.begins + part * self.seconds - monotonic())
            yield

    def some_replica(self) -> Replica:
        """Return one of them."""
        return self.rng.choice(self.replicas)

    async def settled(self, by: datetime | None = None) -> None:
        """Return when the ledger knows how all messages ended, or all that are due `by` then.

        Patience comes to its end, and so does this.
        """
        awaited = [one.id for one in self.planned if by is None or one.due_at <= by]
        with suppress(TimeoutError):
            async with asyncio.timeout(self.pace.patience):
                while not self._know(awaited):  # noqa: ASYNC110 -- other processes write it
                    await asyncio.sleep(LOOKS_EVERY_SECONDS)

    def _know(self, awaited: Sequence[str]) -> bool:
        ledger = self.database.ledger()
        return all(ledger[id_].settled for id_ in awaited)

    async def a_while(self) -> None:
        """Let a moment pass, as long as trouble lasts."""
        await asyncio.sleep(self.rng.uniform(*STRIKE_SECONDS))


@dataclass(frozen=True, slots=True)
class Fault:
    """One kind of trouble, from the first message to the last; it ends by itself."""

    name: str
    strike: Callable[[Field], Awaitable[None]]
    databases: Sequence[str] = DATABASES
    # What Slack accepts late nobody can be sure of: such a run is told and not judged.
    judged: bool = True
    # It moves the calendar, so that messages fall due by it and not by the clock on the wall.
    by_calendar: bool = False

    def happens_to(self, database: str, replicas: int) -> bool:
        """Return whether there is such a thing; one SQLite file belongs to one bot."""
        return database in self.databases and (replicas == 1 or database == POSTGRESQL)


async def _nothing(field: Field) -> None:
    """Let everything be as it should."""


async def _kill(field: Field) -> None:
    """End a bot in the middle of what it does; its supervisor starts it again."""
    async for _ in field.moments():
        field.some_replica().kill()


async def _stop(field: Field) -> None:
    """Let a bot stand still for longer than its claims last, and go on as if nothing had been."""
    async for _ in field.moments():
        stopped = field.some_replica()
        stopped.pause()
        await asyncio.sleep(field.pace.stop)
        stopped.resume()
        return


def _storm(kind: str, *methods: str, **options: Any) -> Callable[[Field], Awaitable[None]]:
    """Return what has Slack be in trouble of one kind, now and then."""

    async def strike(field: Field) -> None:
        async for _ in field.moments():
            await field.slack.suffer(kind=kind, method=field.rng.choice(methods), **options)
            await field.a_while()
            await field.slack.recover()

    return strike


async def _accept_late(field: Field) -> None:
    """Have Slack accept a few messages when nobody waits any more for an answer."""
    async for _ in field.moments():
        seconds = field.rng.choice(LATE_SECONDS)
        await field.slack.suffer(kind="accept_late", method=POST, seconds=seconds, times=LATE)
        await field.a_while()
        await field.slack.recover()
    await asyncio.sleep(max(LATE_SECONDS))


async def _disconnect(field: Field) -> None:
    """Cut lines: the sockets as Slack refreshes them, and calls before Slack hears them."""
    async for _ in field.moments():
        await field.slack.disconnect()
        await field.slack.suffer(kind="drop", method="*")
        await field.a_while()
        await field.slack.recover()


async def _full_disk(field: Field) -> None:
    """Leave a SQLite file no room for another page, now and then."""
    assert isinstance(field.database, Sqlite)
    async for _ in field.moments():
        field.database.fill()
        await field.a_while()
        field.database.free()


async def _database_restart(field: Field) -> None:
    """Have PostgreSQL crash and come back, now and then."""
    assert isinstance(field.database, Postgresql)
    async for _ in field.moments():
        await field.database.crash()
        await field.a_while()
        await field.database.come_back()


async def _clock(field: Field) -> None:
    """Move the calendar over both nights in which clocks change, in steps of some minutes."""
    last = max(planned.due_at for planned in field.planned)
    for due_at in sorted({planned.due_at for planned in field.planned}):
        if due_at <= await field.slack.now():
            continue
        step = timedelta(minutes=field.rng.randint(*STEP_MINUTES))
        moment = min(due_at + step, last)
        await field.slack.move_to(moment)
        await asyncio.sleep(CATCH_UP_SECONDS)
        await field.settled(by=moment)


POST = "chat.postMessage"

NONE = Fault("none", _nothing)
KILL = Fault("kill", _kill)
STOP = Fault("stop", _stop)
ACCEPT_THEN_DROP = Fault("accept_then_drop", _storm("accept_then_drop", POST, "*"))
RATELIMITED = Fault("ratelimited", _storm("ratelimited", POST, "*", retry_after=2))
HTTP_500 = Fault("http_500", _storm("http_500", POST, "*"))
DELAY = Fault("delay", _storm("delay", POST, seconds=OVER_THE_TIME_OUT))
ACCEPT_LATE = Fault("accept_late", _accept_late, judged=False)
DISCONNECT = Fault("disconnect", _disconnect)
FULL_DISK = Fault("full_disk", _full_disk, databases=(SQLITE,))
DATABASE_RESTART = Fault("database_restart", _database_restart, databases=(POSTGRESQL,))
CLOCK = Fault("clock", _clock, by_calendar=True)

FAULTS = {
    fault.name: fault
    for fault in (
        NONE,
        KILL,
        STOP,
        ACCEPT_THEN_DROP,
        RATELIMITED,
        HTTP_500,
        DELAY,
        ACCEPT_LATE,
        DISCONNECT,
        FULL_DISK,
        DATABASE_RESTART,
        CLOCK,
    )
}
