"""An answer to a check-in, from the tap to the modal that follows, against bare Bolt.

All bots hear the same taps from a stand-in of the same kind, and keep the answers in copies
of the same file. What is judged is the processor time of the bot's process: the seconds of
a round include the stand-in, which runs on the same cores.

The baseline is Bolt as it comes, which opens a connection for every call. A second one,
that nothing is judged by, keeps its connections as the bot does: it shows what is our own.
"""

import asyncio
import json
import shutil
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from itertools import islice
from operator import attrgetter
from pathlib import Path
from statistics import quantiles
from time import perf_counter

import content.load
from bot import app, clock
from tests.bench import disk, processes, seeding, taps
from tests.bench.lines import Compared, Target, tell
from tests.bench.processes import Bot
from tests.bench.standin import NOWHERE, Standin
from tests.bench.taps import Tap

ROUNDS = 7
ANSWERS = 600
AT_ONCE = (1, 10, 50)
WARM_UP = 300
# Many times what a round takes on a busy machine; after it something is broken.
ROUND_SECONDS = 120
# What a bot still does when its ack and its call are out belongs to the answer.
TRAILING_SECONDS = 0.1

JUDGED_AT_ONCE = 10
CPU = Target("<=", 1.8)
RATE = Target(">=", 0.55)

# The sides, by the name of their files.
OURS, BARE, POOLED = SIDES = ("bot", "bare", "pooled")


@dataclass(frozen=True, slots=True)
class Prepared:
    """What all sides start from: their files, the settings of ours, and everybody's tap."""

    folder: Path
    environment: Mapping[str, str]
    view: Path
    taps: Sequence[Tap]

    def file(self, side: str) -> Path:
        """Return the database of one side."""
        return self.folder / f"{side}.db"


@dataclass(frozen=True, slots=True)
class Side:
    """One of the bots: its Slack, its process, and the taps it has yet to hear."""

    name: str
    slack: Standin
    bot: Bot
    taps: Iterator[Tap]


@dataclass(frozen=True, slots=True)
class Round:
    """What one round of answers took."""

    cpu_ms: float
    per_second: float
    p99_ms: float


# The rounds of each side, by its name and how many tapped at once.
Measured = Mapping[tuple[str, int], Sequence[Round]]


async def measure(rounds: int = ROUNDS) -> None:
    """Print what an answer costs, how many fit into a second, and how long they take."""
    answers = WARM_UP + rounds * len(AT_ONCE) * ANSWERS
    with disk.folder() as folder:
        disk.describe(folder)
        prepared = await _prepared(folder, answers)
        async with AsyncExitStack() as opened:
            sides = [await _side(opened, prepared, name) for name in SIDES]
            measured = await _measured(sides, rounds)
        for name in SIDES:
            _check(prepared.file(name), answers)
    for at_once in AT_ONCE:
        _tell(measured, at_once)


async def _prepared(folder: Path, answers: int) -> Prepared:
    """Return as many people with an open question as there will be answers."""
    environment = seeding.environment(folder, NOWHERE)
    questions = await seeding.seed(app.configured(environment), answers, clock.wall())
    library = content.load.library(())
    checkin = seeding.checkin(library)
    view = folder / "view.json"
    view.write_text(json.dumps(taps.reply(library, checkin)), encoding="utf-8")
    prepared = Prepared(folder, environment, view, [taps.tap(checkin, one) for one in questions])
    for copy in (BARE, POOLED):
        shutil.copy(seeding.database(folder), prepared.file(copy))
    return prepared


async def _side(opened: AsyncExitStack, prepared: Prepared, name: str) -> Side:
    """Return one of the bots, connected to a Slack of its own."""
    slack = await opened.enter_async_context(Standin())
    if name == OURS:
        words, environment = ["bot", "run"], dict(prepared.environment)
        environment["SLACK_API_URL"] = slack.api_url
    else:
        files = [str(prepared.file(name)), str(prepared.view)]
        words, environment = ["tests.bench.bare", slack.api_url, *files, name], {}
    bot = await opened.enter_async_context(processes.running(words, environment, prepared.folder))
    await slack.connected()
    return Side(name, slack, bot, iter(prepared.taps))


async def _measured(sides: Sequence[Side], rounds: int) -> Measured:
    """Return the rounds of all sides, which take turns, and turns in being first."""
    measured: dict[tuple[str, int], list[Round]] = {
        (side.name, at_once): [] for side in sides for at_once in AT_ONCE
    }
    for side in sides:
        await one_round(side, max(AT_ONCE), WARM_UP)
    for number in range(rounds):
        first = number % len(sides)
        for at_once in AT_ONCE:
            for side in (*sides[first:], *sides[:first]):
                measured[side.name, at_once].append(await one_round(side, at_once, ANSWERS))
    return measured


async def one_round(side: Side, at_once: int, answers: int) -> Round:
    """Return what so many answers took; the clock stops when the last modal has come."""
    waiting = islice(side.taps, answers)
    latencies: list[float] = []
    cpu = side.bot.cpu_seconds()
    began = perf_counter()
    async with asyncio.timeout(ROUND_SECONDS):
        await asyncio.gather(*(_person(side.slack, waiting, latencies) for _ in range(at_once)))
    seconds = perf_counter() - began
    await side.slack.settled()
    await asyncio.sleep(TRAILING_SECONDS)
    return Round(
        cpu_ms=(side.bot.cpu_seconds() - cpu) * 1000 / answers,
        per_second=answers / seconds,
        p99_ms=quantiles(latencies, n=100)[-1] * 1000,
    )


async def _person(slack: Standin, waiting: Iterator[Tap], latencies: list[float]) -> None:
    """Tap one after the other; the next when the modal of the last has come."""
    for tap in waiting:
        began = perf_counter()
        await slack.tap(tap.trigger_id, tap.envelope)
        latencies.append(perf_counter() - began)


def _check(file: Path, answers: int) -> None:
    """Fail when an answer is missing: a bot that forgets is quick."""
    connection = sqlite3.connect(file)
    (kept,) = connection.execute("SELECT count(*) FROM inbox").fetchone()
    connection.close()
    assert kept == answers, f"{file.name} keeps {kept} of {answers} answers"


def _tell(measured: Measured, at_once: int) -> None:
    def compared(what: str, baseline: str = BARE) -> Compared:
        read = attrgetter(what)
        return Compared(
            [read(one) for one in measured[OURS, at_once]],
            [read(one) for one in measured[baseline, at_once]],
        )

    case = f"{at_once} at once"
    cpu = CPU if at_once == JUDGED_AT_ONCE else None
    tell("answer", f"cpu, {case}", compared("cpu_ms"), "ms/answer", cpu)
    tell("answer", f"cpu, {case}, {POOLED}", compared("cpu_ms", POOLED), "ms/answer")
    tell("answer", f"throughput, {case}", compared("per_second"), "answers/s", RATE)
    tell("answer", f"p99, {case}", compared("p99_ms"), "ms")
