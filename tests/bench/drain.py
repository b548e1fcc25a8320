"""Everything due at once: claimed, posted and noted, against posts in a loop.

All talk to a stand-in of the same kind. What is measured lies there: from the first post that
arrives to the last. Pacing is off.
"""

import asyncio
from collections.abc import Mapping
from contextlib import AsyncExitStack
from datetime import timedelta

from bot import clock
from bot.flows.senders import AT_ONCE
from tests.bench import disk, due, processes
from tests.bench.due import Hospital
from tests.bench.lines import Compared, Target, tell
from tests.bench.standin import Standin
from tests.chaos import databases

ROUNDS = 3
MESSAGES = 3000
# For bots to start, on a busy machine.
HEAD_START = timedelta(seconds=15)
ROUND_SECONDS = 300
# From the last post to the last note.
NOTE_SECONDS = 15

ENOUGH = Target(">=", 0.4)
TWO_TO_ONE = Target(">=", 1.3)

BARE, SQLITE, POSTGRESQL, TWO = SIDES = ("bare", "sqlite", "postgresql", "postgresql, two replicas")


async def measure(rounds: int = ROUNDS) -> None:
    """Print how many messages a second go out, of what posts in a loop could be."""
    per_second: dict[str, list[float]] = {side: [] for side in SIDES}
    with disk.folder() as folder, databases.server() as server:
        disk.describe(folder)
        uri = server.get_uri()
        for name in (SQLITE, POSTGRESQL):
            (folder / name).mkdir()
        hospitals = {
            SQLITE: await due.on_sqlite(folder / SQLITE, MESSAGES),
            POSTGRESQL: await due.on_postgresql(folder / POSTGRESQL, uri, MESSAGES),
        }
        for number in range(rounds):
            first = number % len(SIDES)
            for side in (*SIDES[first:], *SIDES[:first]):
                per_second[side].append(await _round(side, hospitals, uri))
    for side in (SQLITE, POSTGRESQL):
        compared = Compared(per_second[side], per_second[BARE])
        tell("drain", side, compared, "messages/s", ENOUGH)
    tell("drain", TWO, Compared(per_second[TWO], per_second[POSTGRESQL]), "messages/s", TWO_TO_ONE)


async def _round(side: str, hospitals: Mapping[str, Hospital], server: str) -> float:
    """Return how many messages a second one side gets out."""
    async with Standin() as slack:
        if side == BARE:
            return await _bare(slack, hospitals[SQLITE])
        kind = SQLITE if side == SQLITE else POSTGRESQL
        hospital = due.copied(hospitals[kind], server)
        return await _ours(slack, hospital, replicas=2 if side == TWO else 1)


async def _bare(slack: Standin, hospital: Hospital) -> float:
    words = ["tests.bench.posting", slack.api_url, str(MESSAGES), str(AT_ONCE)]
    async with processes.running(words, {}, hospital.folder):
        return await _rate(slack)


async def _ours(slack: Standin, hospital: Hospital, *, replicas: int) -> float:
    at = clock.wall() + HEAD_START
    await hospital.fall_due([at] * MESSAGES)
    async with AsyncExitStack() as opened:
        for _ in range(replicas):
            running = processes.running(["bot", "run"], hospital.of(slack.api_url), hospital.folder)
            await opened.enter_async_context(running)
        await slack.connected()
        assert not slack.posts, "a message was early"
        rate = await _rate(slack)
        await _noted(hospital)
    assert len(slack.posts) == MESSAGES, "a message went out twice"
    return rate


async def _rate(slack: Standin) -> float:
    """Return how many posts arrive in a second, from the first to the last."""
    async with asyncio.timeout(ROUND_SECONDS):
        await slack.posted(MESSAGES)
    (_, first), (_, last) = slack.posts[0], slack.posts[MESSAGES - 1]
    return (MESSAGES - 1) / (last - first)


async def _noted(hospital: Hospital) -> None:
    """Return when everything is noted as sent: a bot that does not is quick."""
    async with asyncio.timeout(NOTE_SECONDS):
        while await hospital.unsent():  # noqa: ASYNC110 -- another process writes it
            await asyncio.sleep(0.2)
