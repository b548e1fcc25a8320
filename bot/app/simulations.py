"""Whoever doubts it sees for themselves that nobody is woken: weeks with made-up people."""

import argparse
import asyncio
import tempfile
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

from bot.app import oracle, simulation
from bot.app.commands import Commands, command, say
from bot.app.deeds import Course, Run
from bot.app.oracle import Lived, Verdict
from bot.messages import simulations as messages
from bot.messages.simulations import Told

# Each half of the people lives through one change of the clocks: in November, and in March.
STARTS = (date(2026, 10, 5), date(2027, 2, 15))
# Of what the protocol asks of people who have not paused, at least so much comes.
ENOUGH = 0.7


@dataclass(frozen=True, slots=True)
class _Fate:
    """How somebody fared: what the oracle says, what was asked of them, and what of it came."""

    verdict: Verdict
    asked: int
    came: int
    skipped: Counter[str]


def add(commands: Commands) -> None:
    """Add the command."""
    what = "live through weeks with made-up people, and judge when they were written to"
    asks = command(commands, "simulate", _simulate, what)
    asks.add_argument("--days", type=_number, default=60, help="how many days (default: 60)")
    asks.add_argument("--people", type=_number, default=500, help="how many people (default: 500)")
    asks.add_argument("--seed", type=int, default=7, help="the same seed draws the same people")
    asks.add_argument("--json", action="store_true", help="for a program")


def _number(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 5000:
        raise argparse.ArgumentTypeError(f"{text} is not a number from 1 to 5000, such as 60")
    return int(text)


def _simulate(asked: argparse.Namespace) -> int:
    told = asyncio.run(simulated(asked.days, asked.people, asked.seed))
    say(messages.as_json(told) if asked.json else messages.text(told))
    return 0 if is_well(told) else 1


def is_well(told: Told) -> bool:
    """Return whether nobody was written to when they should not be, and enough came."""
    wrong = told.in_quiet_hours + told.in_protected_sleep + told.over_budget
    return not wrong and told.came >= ENOUGH * told.asked


async def simulated(days: int, people: int, seed: int) -> Told:
    """Return how so many made-up people fared in so many days."""
    random = Random(seed)  # noqa: S311 -- the same seed draws the same people
    halves = (people - people // 2, people // 2)
    fates: list[_Fate] = []
    sent = answered = 0
    with tempfile.TemporaryDirectory(prefix="resiliency-") as folder:
        for first, number in zip(STARTS, halves, strict=True):
            run = await simulation.lived(Path(folder), first, days, number, random)
            courses = run.courses.values()
            sent += sum(len(course.came) for course in courses)
            answered += sum(course.answered for course in courses)
            fates += [_fate(run, course) for course in courses]
    return _told(fates, sent, answered)


def _fate(run: Run, course: Course) -> _Fate:
    who = course.who
    worked = who.worked(run.first, run.days)
    verdict = oracle.judged(Lived(who.zone, worked, who.quiet, course.came), run.first, run.days)
    asked = [step for step, _ in simulation.asked(run, course)]
    missed = [step for step in asked if step not in course.steps]
    skipped = Counter([_why(course)] * len(missed))
    if who.pauses_on is not None:
        return _Fate(verdict, 0, 0, skipped)
    return _Fate(verdict, len(asked), len(asked) - len(missed), skipped)


def _why(course: Course) -> str:
    """Return why steps did not come, as far as can be told afterwards."""
    if course.who.pauses_on is not None:
        return "paused"
    return "less often" if course.who.answers == 0 else "no room, or no free moment"


def _told(fates: list[_Fate], sent: int, answered: int) -> Told:
    skipped: Counter[str] = Counter()
    for fate in fates:
        skipped += fate.skipped
    return Told(
        sent=sent,
        skipped=dict(sorted(skipped.items())),
        answered=answered,
        weeks=sorted(number for fate in fates for number in fate.verdict.weeks.values()),
        in_quiet_hours=sum(fate.verdict.in_quiet_hours for fate in fates),
        in_protected_sleep=sum(fate.verdict.in_protected_sleep for fate in fates),
        over_budget=sum(fate.verdict.over_budget for fate in fates),
        asked=sum(fate.asked for fate in fates),
        came=sum(fate.came for fate in fates),
    )
