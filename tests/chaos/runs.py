"""One run: a hospital is planted, bots begin to send, something goes wrong, Slack is asked."""

import asyncio
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, time, timedelta
from random import Random
from time import monotonic
from typing import Any

from bot import app
from tests.chaos import planting, replicas, slack
from tests.chaos.databases import Database
from tests.chaos.faults import Fault, Field, Pace
from tests.chaos.judging import Verdict, judge
from tests.chaos.planting import Slot
from tests.chaos.replicas import Replica
from tests.chaos.slack import Slack
from tests.environment import environment

# Before the first of the nights in which the clocks change.
EVENING = datetime.combine(planting.NIGHTS[0], time(3), UTC)


@dataclass(frozen=True, slots=True)
class Case:
    """What is tried: one fault, on one database, with so many bots."""

    fault: Fault
    database: str
    replicas: int

    @property
    def name(self) -> str:
        """Its name, by which what is random in it is always the same."""
        return f"{self.fault.name}-{self.database}-{self.replicas}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run ended."""

    case: Case
    verdict: Verdict
    seed: int
    seconds: float
    pacing: str

    @property
    def good(self) -> bool:
        """Whether it ended as it must."""
        return self.verdict.good or not self.case.fault.judged

    def line(self) -> dict[str, Any]:
        """Return what is printed of it."""
        told = asdict(self.verdict)
        of_open = told.pop("accepted_of_open")
        return {
            "fault": self.case.fault.name,
            "database": self.case.database,
            "replicas": self.case.replicas,
            **told,
            "seed": self.seed,
            "seconds": round(self.seconds, 1),
            "accepted_of_open": round(of_open, 4),
            "pacing": self.pacing,
            "judged": self.case.fault.judged,
            # The stand-in lets histories be read as often as anybody likes, which Slack does not.
            "history_tier": "lifted",
        }


async def run(case: Case, seed: int, messages: int, pace: Pace, database: Database) -> Outcome:
    """Return how a hospital fared in one kind of trouble."""
    began = monotonic()
    evening = EVENING if case.fault.by_calendar else None
    async with slack.running(database.folder, evening) as workspace:
        settings = _environment(case, pace, workspace, database)
        known = await workspace.admit(planting.everybody(messages))
        bots = _bots(case, settings, database, seed)
        async with replicas.running(bots):
            # Trouble that comes before anybody is there troubles nobody.
            await workspace.heard_from(len(bots))
            begins = monotonic() + pace.head_start
            now = await workspace.now()
            slots = _slots(case, messages, pace, now)
            planned = await planting.plant(app.configured(settings), known, slots, now)
            rng = Random(f"{seed}/{case.name}")  # noqa: S311 -- no secret
            seconds = messages / pace.per_second
            field = Field(workspace, bots, database, planned, rng, begins, seconds, pace)
            over_at = await _struck(case.fault, field)
            await field.settled()
            # Some process may believe that it still has something to send.
            await asyncio.sleep(pace.aftermath)
        verdict = judge(planned, await workspace.accepted(), database.ledger(), over_at)
    return Outcome(case, verdict, seed, monotonic() - began, pace.pacing)


def _slots(case: Case, messages: int, pace: Pace, now: datetime) -> list[Slot]:
    """Return when each message is due, by the workspace's calendar."""
    if case.fault.by_calendar:
        return planting.nights(messages)
    first_due = now + timedelta(seconds=pace.head_start)
    return planting.spread(messages, first_due, messages / pace.per_second)


def _environment(case: Case, pace: Pace, workspace: Slack, database: Database) -> dict[str, str]:
    """Return the settings of every bot of a run."""
    followed = {"CLOCK_URL": workspace.clock_url} if case.fault.by_calendar else {}
    return {
        **environment(database.folder),
        **slack.TOKENS,
        "SLACK_API_URL": workspace.api_url,
        "DATABASE_URL": database.url,
        "PACING": pace.pacing,
        **followed,
    }


def _bots(
    case: Case, environment: Mapping[str, str], database: Database, seed: int
) -> list[Replica]:
    """Return the bots of a run, each with a chance of its own: none shifts what strikes when."""
    return [
        Replica(
            database.words,
            environment,
            database.folder / f"bot-{number}.log",
            Random(f"{seed}/{case.name}/{number}"),  # noqa: S311 -- no secret
        )
        for number in range(1, case.replicas + 1)
    ]


async def _struck(fault: Fault, field: Field) -> datetime:
    """Return when the trouble was over, by the calendar; it may be over before the messages are.

    Moving the calendar is no trouble that ends: everybody's window counts from its beginning.
    """
    began = await field.slack.now()
    await fault.strike(field)
    await asyncio.sleep(field.begins + field.seconds - monotonic())
    return began if fault.by_calendar else await field.slack.now()
