"""A hospital in a database of its own, whose people act through the flows: no Slack, no waiting.

For measuring what the bot shows, and for attacking it: everything that decides is the real
code. Only rosters are written straight into storage, because Slack would be asked for names.
"""

from collections.abc import AsyncIterator, Collection, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import cycle
from pathlib import Path
from secrets import token_hex

import content.load
from bot import clock
from bot.flows import checkins, confirmations, people, plans, points, releases
from bot.flows.tools import Tasks, Tools, new_id
from bot.messages.consent import CONSENT_VERSION
from bot.rules import cadence
from bot.rules.privacy import LIMITS, Limits
from bot.slack import Slack
from content.model import CheckIn, Library, Site, Step
from storage import claims, rosters, schema, seal, sendings, trainings
from storage import deliveries as planned
from storage import people as known
from storage.claims import Holder
from storage.database import Database
from storage.trainings import Group, TrainingDay
from storage.transactions import Transaction

SWITCHES = ("checkins", "exercises", "evaluation")
# Nobody listens there; nothing here asks Slack anything.
NO_SLACK = "http://127.0.0.1:9/api/"
A_DAY = timedelta(days=1)
# Sent in one transaction.
A_FEW = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that somebody has before them."""

    slack_id: str
    cohort_id: str
    delivery_id: str
    checkin: CheckIn


class Simulated:
    """A hospital of one site or more, whose calendar is whatever `now` each act is given."""

    def __init__(self, tools: Tools) -> None:
        self.tools = tools

    async def appoint(self, site: Site, slack_id: str, now: datetime) -> str:
        """Make somebody a trainer of a site; return their person's id."""

        def keep(tx: Transaction) -> str:
            person = met(tx, site, slack_id)
            known.name_trainer(tx, person.id, site.id, named_by="simulated", now=now)
            return person.id

        return await self.tools.database.run(keep)

    async def make_cohort(
        self, site: Site, name: str, last_day: date, leaders: Sequence[str], now: datetime
    ) -> str:
        """Make a cohort whose training ends on `last_day`, led by these; return its id."""
        group = Group(new_id(), site.id, name, None)
        day = TrainingDay(new_id(), 1, last_day, time(8, 30), site.zone, revision=1)

        def keep(tx: Transaction) -> None:
            trainings.add_cohort(tx, group, now)
            trainings.add_day(tx, group, day)
            for leader in leaders:
                trainings.add_leader(tx, group, leader)

        await self.tools.database.run(keep)
        return group.id

    async def enrol(
        self, site: Site, cohort_id: str, slack_ids: Collection[str], now: datetime
    ) -> None:
        """Put people on a cohort's list; for somebody on another, the later one counts."""

        def keep(tx: Transaction) -> None:
            group = trainings.cohort(tx, cohort_id)
            assert group is not None  # noqa: S101 -- made here
            for slack_id in slack_ids:
                person = met(tx, site, slack_id)
                rosters.enrol(tx, group, person.id, enrolment_id=new_id(), now=now)
                known.plan_again(tx, person.id, now)

        await self.tools.database.run(keep)

    async def confirm(
        self, site: Site, slack_id: str, cohort_ids: Collection[str], now: datetime
    ) -> None:
        """Have a trainer or coordinator confirm for their role, and for these cohorts."""
        await confirmations.confirm_role(self.tools, slack_id, site.id, now)
        await self.tick_groups(slack_id, cohort_ids, (), now)

    async def tick_groups(
        self,
        slack_id: str,
        ticked: Collection[str],
        unticked: Collection[str],
        now: datetime,
    ) -> None:
        """Have somebody confirm for some cohorts, and take it back for others."""
        await confirmations.tick_groups(self.tools, slack_id, ticked, unticked, now)

    async def join(self, slack_id: str, now: datetime) -> None:
        """Have somebody say yes to the companion, and to being counted."""
        await people.accept(self.tools, slack_id, SWITCHES, version=CONSENT_VERSION, now=now)

    async def asked_in(self, monday: date, now: datetime) -> list[Asked]:
        """Plan as the clock would, send what is due, and return the questions of a week."""
        await plans.plan(self.tools, now)
        while await self.tools.database.run(lambda tx: self._sent(tx, now)):
            pass
        sunday = monday + 6 * A_DAY
        return await self.tools.database.read(lambda tx: list(self._asked(tx, monday, sunday)))

    async def answer(self, asked: Asked, choice_id: str, now: datetime) -> None:
        """Have somebody answer their question, or answer it differently."""
        who, question = asked.slack_id, asked.delivery_id
        await checkins.change(self.tools, who, question, choice_id, now)

    async def release(self, now: datetime) -> None:
        """Make every release that is due."""
        await releases.make(self.tools, now)
        await points.make(self.tools, now)

    def _sent(self, tx: Transaction, now: datetime) -> int:
        """Note some of what is due as taken by Slack; return how many that were."""
        by = Holder(self.tools.owner, new_id())
        due = claims.claim(tx, by=by, now=now, claimed_at=now, limit=A_FEW)
        for message in due:
            sendings.note_sent(tx, message, by=by, channel="D0", ts=message.id, now=now)
        return len(due)

    def _asked(self, tx: Transaction, monday: date, sunday: date) -> Iterator[Asked]:
        for found in planned.questions_between(tx, monday, sunday):
            checkin = self.tools.library.checkins[found.content_id]
            yield Asked(found.slack_id, found.cohort_id, found.delivery_id, checkin)


@asynccontextmanager
async def simulated(
    folder: Path, sites: Sequence[Site], weeks: int, limits: Limits = LIMITS
) -> AsyncIterator[Simulated]:
    """Yield a hospital whose curriculum asks one check-in in each of so many weeks."""
    library = _weekly(content.load.library(()), weeks)
    async with working(folder, sites, library, limits) as tools:
        yield Simulated(tools)


@asynccontextmanager
async def working(
    folder: Path, sites: Sequence[Site], library: Library, limits: Limits = LIMITS
) -> AsyncIterator[Tools]:
    """Yield what flows work with, over a new database, and Slack out of reach."""
    url = f"sqlite:///{folder}/{token_hex(4)}.db"
    schema.upgrade(url)
    tools = Tools(
        database=Database(url),
        library=library,
        written=library,
        sites={site.id: site for site in sites},
        slack=Slack("xoxb-simulated", NO_SLACK),
        ring=seal.read_keys(seal.new_key("k")),
        tasks=Tasks(),
        key_keeper="nobody: everything here is invented",
        owner="simulated",
        real_now=clock.wall,
        limits=limits,
        paced=False,
    )
    try:
        yield tools
    finally:
        await tools.tasks.drained()
        await tools.slack.close()
        tools.database.close()


def question_moment(zone: str, monday: date) -> datetime:
    """Return a moment at which the week's question of everybody has just fallen due."""
    return cadence.moment(monday + A_DAY, time(11), zone)


def _weekly(library: Library, weeks: int) -> Library:
    """Return the library with a curriculum of one check-in a week, of every unit in turn.

    Every other one names zones.
    """
    units = cycle(unit.key for unit in library.curriculum.units)
    steps = tuple(
        Step(
            id=f"active/week-{week + 1}/check-in",
            day=5 + 7 * week,
            kind="check-in",
            unit=unit,
            zones=week % 2 == 0,
        )
        for week, unit in zip(range(weeks), units, strict=False)
    )
    curriculum = library.curriculum.model_copy(update={"steps": steps})
    return library.model_copy(update={"curriculum": curriculum})


def met(tx: Transaction, site: Site, slack_id: str) -> known.Known:
    """Return somebody whom the bot knows from here on."""
    known.add(tx, person_id=new_id(), site_id=site.id, slack_id=slack_id, zone=site.zone)
    found = known.find(tx, slack_id)
    assert found is not None  # noqa: S101 -- added just now
    return found
