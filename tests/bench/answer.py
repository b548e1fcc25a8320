"""An answer to a check-in, from the tap to the modal that follows, against bare Bolt.

Both bots hear the same taps from a stand-in of the same kind, and keep the answers in
copies of the same file. What is judged is the processor time of the bot's process: the
seconds of a round include the stand-in, which runs on the same cores.
"""

import asyncio
import json
import shutil
import sqlite3
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import islice
from operator import attrgetter
from pathlib import Path
from statistics import quantiles
from time import perf_counter

import content.load
from bot import app, clock
from tests.bench import disk, processes, seeding, taps
from tests.bench.lines import Compared, Target, remark, tell
from tests.bench.processes import Bot
from tests.bench.standin import Standin
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


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two bots: its Slack, its process, its file, and the taps it has yet to hear."""

    slack: Standin
    bot: Bot
    file: Path
    taps: Iterator[Tap]


@dataclass(frozen=True, slots=True)
class Round:
    """What one round of answers took."""

    cpu_ms: float
    per_second: float
    p99_ms: float


# By how many at once: ours and the baseline's rounds.
Measured = Mapping[int, Sequence[tuple[Round, Round]]]


async def measure(rounds: int = ROUNDS) -> None:
    """Print what an answer costs, how many fit into a second, and how long they take."""
    answers = WARM_UP + rounds * len(AT_ONCE) * ANSWERS
    with disk.folder() as folder:
        disk.describe(folder)
        async with _sides(folder, answers) as (ours, bare):
            measured = await _measured(ours, bare, rounds)
        for side in (ours, bare):
            _check(side.file, answers)
    for at_once in AT_ONCE:
        _tell(measured, at_once)


@asynccontextmanager
async def _sides(folder: Path, answers: int) -> AsyncIterator[tuple[Side, Side]]:
    """Yield both bots, connected."""
    async with Standin() as slack, Standin() as other_slack:
        environment = seeding.environment(folder, slack.api_url)
        library = content.load.library(())
        checkin = seeding.checkin(library)
        began = perf_counter()
        questions = await seeding.seed(app.configured(environment), answers, clock.wall())
        remark(f"seeded {len(questions)} people in {perf_counter() - began:.1f} s")
        file, copy, view = seeding.database(folder), folder / "bare.db", folder / "view.json"
        shutil.copy(file, copy)
        view.write_text(json.dumps(taps.reply(library, checkin)), encoding="utf-8")
        bare = ["tests.bench.bare", other_slack.api_url, str(copy), str(view)]
        async with (
            processes.running(["bot", "run"], environment, folder) as our_bot,
            processes.running(bare, {}, folder) as bare_bot,
        ):
            await asyncio.gather(slack.connected(), other_slack.connected())
            yield (
                Side(slack, our_bot, file, (taps.tap(checkin, one) for one in questions)),
                Side(other_slack, bare_bot, copy, (taps.tap(checkin, one) for one in questions)),
            )


async def _measured(ours: Side, bare: Side, rounds: int) -> Measured:
    """Return the rounds of both sides, which take turns, and turns in being first."""
    measured: dict[int, list[tuple[Round, Round]]] = {at_once: [] for at_once in AT_ONCE}
    for side in (ours, bare):
        await _round(side, max(AT_ONCE), WARM_UP)
    for number in range(rounds):
        for at_once in AT_ONCE:
            if number % 2:
                theirs = await _round(bare, at_once, ANSWERS)
                measured[at_once].append((await _round(ours, at_once, ANSWERS), theirs))
            else:
                mine = await _round(ours, at_once, ANSWERS)
                measured[at_once].append((mine, await _round(bare, at_once, ANSWERS)))
    return measured


async def _round(side: Side, at_once: int, answers: int) -> Round:
    """Return what it took to give so many answers; it is over when every modal has come."""
    # Written before the clock starts: making a tap is not the bot's work.
    waiting = iter(list(islice(side.taps, answers)))
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
    (kept,) = connection.execute("SELECT count(*) FROM response").fetchone()
    connection.close()
    assert kept == answers, f"{file.name} keeps {kept} of {answers} answers"


def _tell(measured: Measured, at_once: int) -> None:
    def compared(what: str) -> Compared:
        read = attrgetter(what)
        return Compared(
            [read(mine) for mine, _ in measured[at_once]],
            [read(theirs) for _, theirs in measured[at_once]],
        )

    judged = CPU if at_once == JUDGED_AT_ONCE else None
    tell("answer", f"cpu, {at_once} at once", compared("cpu_ms"), "ms/answer", judged)
    tell("answer", f"throughput, {at_once} at once", compared("per_second"), "answers/s", RATE)
    tell("answer", f"p99, {at_once} at once", compared("p99_ms"), "ms")
