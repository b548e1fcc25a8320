"""How much each audience sees: twelve weeks of invented people, through the real code.

The rules of privacy are worth nothing if they hide everything. So here are groups of the
sizes a hospital has, whose people differ in how often they answer, and what their trainers
and coordinators are shown of them.
"""

import asyncio
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import product
from pathlib import Path
from random import Random

from bot.app import columns
from bot.app.simulated import Simulated, question_moment, simulated
from bot.flows import reports
from bot.messages.reports import Line
from bot.rules import cadence
from bot.rules.shown import Phrase, Share, Withheld
from content.model import HelpRoute, Hours, Site

# Three blocks of four weeks, so that each kind of release comes more than once.
WEEKS = 12
BLOCKS = WEEKS // cadence.WEEKS_OF_A_BLOCK
# How many of a hundred answer in a week: below, at and above a half.
RATES = (30, 50, 70)
# How many of each cohort want just the training.
DECLINES = (0, 3)
# A cohort by itself, the first of them too small to be shown, and a site of three.
GROUPS = ((12,), (15,), (18,), (20,), (24,), (21, 21, 21))
# People differ: at a half, two in three answer between a fifth and four fifths of the time.
SPREAD = 4.0
# The same people every time, so that two runs can be compared.
SEED = 7

LAST_DAY = date(2026, 11, 5)
FIRST_MONDAY = date(2026, 11, 9)
ZONE = "America/New_York"


@dataclass(frozen=True, slots=True)
class Case:
    """A site with cohorts of these sizes, whose people answer so often (per cent).

    `declines` of each cohort's list want just the training, and answer nothing.
    """

    sizes: tuple[int, ...]
    declines: int
    rate: int
    site: Site

    @property
    def name(self) -> str:
        """What the table calls it."""
        return (
            f"cohort of {self.sizes[0]}" if len(self.sizes) == 1 else f"site of {sum(self.sizes)}"
        )

    @property
    def trainer(self) -> str:
        """Who leads the first cohort."""
        return f"U0T{self.site.id}".upper()

    @property
    def coordinator(self) -> str:
        """Who asks for the site."""
        return self.site.coordinators[0]


@dataclass(frozen=True, slots=True)
class Row:
    """In how many weeks and fours of weeks something was shown of a case, and to whom."""

    case: Case
    cohort_weeks: int
    cohort_blocks: int
    zone_blocks: int
    coordinator_weeks: int
    share_weeks: int


def table() -> str:
    """Return the table, line by line."""
    with tempfile.TemporaryDirectory(prefix="resiliency-") as folder:
        return "\n".join(_written(asyncio.run(measure(Path(folder), list(cases())))))


async def measure(folder: Path, cases: Sequence[Case]) -> list[Row]:
    """Live through twelve weeks of every case, and return what was shown of each."""
    random = Random(SEED)  # noqa: S311 -- to be repeated, not to be secret
    async with simulated(folder, [case.site for case in cases], WEEKS) as hospital:
        begins = cadence.midnight(LAST_DAY - timedelta(days=7), ZONE)
        habits: dict[str, float] = {}
        for case in cases:
            habits |= await _settle(hospital, case, random, begins)
        for week in range(WEEKS):
            await _live(hospital, FIRST_MONDAY + week * cadence.WEEK, habits, random)
        now = cadence.release_at(FIRST_MONDAY + (WEEKS - 1) * cadence.WEEK, ZONE)
        await hospital.release(now)
        return [await _row(hospital, case, now) for case in cases]


def cases() -> Iterator[Case]:
    """Yield every group of the table."""
    route = HelpRoute(name="Line", reach="555-0100", hours=Hours("always"), checked_on=LAST_DAY)
    for sizes, declines, rate in product(GROUPS, DECLINES, RATES):
        name = f"of-{sum(sizes)}-{declines}-at-{rate}"
        site = Site(
            id=name,
            name=name,
            zone=ZONE,
            coordinators=(f"U0C{sum(sizes)}{declines}{rate}",),
            help_routes=(route,),
        )
        yield Case(sizes, declines, rate, site)


async def _settle(
    hospital: Simulated, case: Case, random: Random, now: datetime
) -> dict[str, float]:
    """Make the cohorts of a case; return how often each who takes part will answer."""
    leader = await hospital.appoint(case.site, case.trainer, now)
    habits: dict[str, float] = {}
    cohorts = []
    for number, size in enumerate(case.sizes):
        name = f"{case.site.id}-{number}"
        cohort = await hospital.make_cohort(case.site, name, LAST_DAY, [leader], now)
        people = [f"U0P{name}-{one}".upper() for one in range(size)]
        await hospital.enrol(case.site, cohort, people, now)
        for who in people[case.declines :]:
            await hospital.join(who, now + timedelta(seconds=1))
            share = case.rate / 100
            habits[who] = random.betavariate(SPREAD * share, SPREAD * (1 - share))
        cohorts.append(cohort)
    for reader in (case.trainer, case.coordinator):
        await hospital.confirm(case.site, reader, cohorts, now)
    return habits


async def _live(
    hospital: Simulated, monday: date, habits: dict[str, float], random: Random
) -> None:
    """Have a week go by: the one before is released, questions come and some are answered."""
    now = question_moment(ZONE, monday)
    asked = await hospital.asked_in(monday, now)
    answering = [one for one in asked if random.random() < habits[one.slack_id]]
    chosen = [(one, random.choice(one.checkin.choices).id) for one in answering]
    # Side by side, because then they share a commit.
    await asyncio.gather(*(hospital.answer(one, choice, now) for one, choice in chosen))
    await hospital.release(cadence.release_at(monday - cadence.WEEK, ZONE))


async def _row(hospital: Simulated, case: Case, now: datetime) -> Row:
    """Ask as the trainer and the coordinator would, and count what they see."""
    everything = f"last {WEEKS} weeks"
    trainer = await reports.progress(hospital.tools, case.trainer, everything, now)
    coordinator = await reports.participation(hospital.tools, case.coordinator, everything, now)
    first = f"{case.site.id}-0"
    of_site = [
        line.figures.participation
        for line in coordinator.weeks_shown
        if line.group == case.site.name and line.figures.participation is not None
    ]
    return Row(
        case,
        cohort_weeks=_shown(trainer.weeks_shown, first),
        cohort_blocks=_shown(trainer.four_weeks_shown, first),
        zone_blocks=sum(
            isinstance(line.figures.zones, Phrase)
            for line in trainer.four_weeks_shown
            if line.group == first
        ),
        # A site of one cohort has no figure of its own.
        coordinator_weeks=_shown(
            coordinator.weeks_shown, first if len(case.sizes) == 1 else case.site.name
        ),
        share_weeks=sum(isinstance(shown, Share) for shown in of_site),
    )


def _shown(lines: Sequence[Line], group: str) -> int:
    """Return of how many periods something is shown of how many of a group answered."""
    return sum(
        not isinstance(line.figures.participation, Withheld | None)
        for line in lines
        if line.group == group
    )


COLUMNS = (
    ("on the list", 12),
    ("just the training", 17),
    ("answering", 9),
    ("trainer: weeks", 14),
    ("four weeks", 10),
    ("zones", 6),
    ("coordinator: weeks", 18),
    ("a share", 8),
)


def _written(rows: Sequence[Row]) -> Iterator[str]:
    yield f"In how many of {WEEKS} weeks, and of {BLOCKS} times four weeks, something is shown."
    yield ""
    yield columns.line([title for title, _ in COLUMNS], COLUMNS)
    for row in rows:
        alone = len(row.case.sizes) == 1
        yield columns.line(
            [
                row.case.name,
                f"{row.case.declines} of each" if not alone else str(row.case.declines),
                f"{row.case.rate} %",
                f"{row.cohort_weeks} of {WEEKS}",
                f"{row.cohort_blocks} of {BLOCKS}",
                f"{row.zone_blocks} of {BLOCKS}",
                f"{row.coordinator_weeks} of {WEEKS}",
                "–" if alone else f"{row.share_weeks} of {WEEKS}",
            ],
            COLUMNS,
        )
