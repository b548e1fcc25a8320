"""The truth that the attacker is after, lived by the real code; only the harness knows it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import text

from bot.app.simulated import Asked, Simulated, simulated
from bot.flows import deletions, digests, people, releases, reports, rollups, site_reports
from bot.messages.consent import CONSENT_VERSION
from bot.messages.reports import Line
from bot.rules import cadence
from bot.rules.confirmations import NotConfirmedError
from bot.rules.figures import Figures
from bot.rules.roles import NotAllowedError
from bot.rules.rollups import Week
from bot.rules.spans import Span
from content.model import Site
from storage.transactions import Transaction
from tests.attack.truths import (
    FIRST_MONDAY,
    LAST_DAY,
    ZONE,
    About,
    Answer,
    Cohort,
    Scale,
    Seen,
    Truth,
    site,
)


class World:
    """Two sites and their people; every act goes through the flows, and is noted as truth."""

    def __init__(self, hospital: Simulated, scale: Scale) -> None:
        self.hospital = hospital
        self.scale = scale
        self.sites = [site(number) for number, _ in enumerate(scale.sizes)]
        self.cohorts: dict[str, Cohort] = {}
        self.people: dict[str, Truth] = {}
        self.readers: dict[str, datetime] = {}
        # Those of them who could ask before anybody was counted: the attacker is all of them.
        self.insiders: frozenset[str] = frozenset()
        # Who has taken back that they confirmed for which cohort.
        self.unticked: set[tuple[str, str]] = set()
        self.now = cadence.midnight(LAST_DAY, ZONE) - timedelta(days=7)
        self.monday = FIRST_MONDAY
        self.seen: dict[About, list[Seen]] = {}
        self.questions = 0
        # Whether those who may ask are counted, as they would be without that rule.
        self.counts_readers = False
        # The weeks of a cohort whose question has zones; everybody knows.
        self.zoned: set[tuple[str, date]] = set()
        # Whether every question counts anew, as it would without releases that are made once.
        self.recounts = False
        self._asked: list[Asked] = []

    async def settle(self) -> None:
        """Name trainers, make cohorts, and put people on their lists."""
        for where, sizes in zip(self.sites, self.scale.sizes, strict=True):
            coordinator = where.coordinators[0]
            made = [
                await self._settle_cohort(where, number, size) for number, size in enumerate(sizes)
            ]
            # Those who may ask take part as well, in a cohort that others lead.
            for reader in (coordinator, made[1].leader):
                await self.enrol(reader, made[0].id)
            ids = [cohort.id for cohort in made]
            for reader in (coordinator, *(cohort.leader for cohort in made)):
                await self._confirm(where, reader, ids)
        self.insiders = frozenset(self.readers)

    async def _confirm(self, where: Site, reader: str, cohorts: list[str]) -> None:
        """Have somebody confirm what they must, and be somebody who may ask from here on."""
        now = self.tick()
        await self.hospital.confirm(where, reader, cohorts, now)
        self.readers[reader] = now
        if not self.counts_readers:
            return
        # As if they had never confirmed, for whoever counts people.
        never = text("UPDATE confirmation SET confirmed_at = '9999-01-01 00:00:00'")
        await self.hospital.tools.database.run(lambda tx: tx.run(never))

    def groups_of(self, reader: str) -> list[str]:
        """Return the cohorts for which somebody who may ask can confirm."""
        run = {where.id for where in self.sites if reader in where.coordinators}
        return [one.id for one in self.cohorts.values() if reader == one.leader or one.site in run]

    async def tick_or_untick(self, reader: str, cohort: str) -> None:
        """Have somebody take back that they confirmed for a cohort, or confirm for it again."""
        changed = {(reader, cohort)}
        ticked, unticked = changed & self.unticked, changed - self.unticked
        self.unticked ^= changed
        await self.hospital.tick_groups(
            reader, {one for _, one in ticked}, {one for _, one in unticked}, self.tick()
        )

    async def tick_all(self) -> None:
        """Have everybody confirm again what they have taken back."""
        for reader, cohort in sorted(self.unticked):
            await self.tick_or_untick(reader, cohort)

    async def rise(self, who: str) -> None:
        """Have somebody of a list become a trainer, who may ask from here on."""
        where = next(
            one
            for one in self.sites
            if one.id == self.cohorts[self.people[who].enrolled[-1][0]].site
        )
        await self.hospital.appoint(where, who, self.tick())
        await self._confirm(where, who, [])

    async def _settle_cohort(self, where: Site, number: int, size: int) -> Cohort:
        name = f"{where.id} cohort {number}"
        leader = f"U0TRAINER{len(self.cohorts)}"
        leader_id = await self.hospital.appoint(where, leader, self.now)
        # The last cohort of all is trained a week later, so its four weeks begin later.
        later = cadence.WEEK * (number == 1 and where == self.sites[-1])
        last_day = LAST_DAY + later
        cohort = await self.hospital.make_cohort(where, name, last_day, [leader_id], self.now)
        self.cohorts[cohort] = Cohort(cohort, name, where.id, leader, FIRST_MONDAY + later)
        for _ in range(size):
            await self.enrol(f"U0P{len(self.people)}", cohort)
        return self.cohorts[cohort]

    def tick(self) -> datetime:
        """Return the next moment; no two acts have the same."""
        self.now += timedelta(seconds=1)
        return self.now

    async def enrol(self, who: str, cohort: str) -> None:
        """Put somebody on a list; if they are on another, they move."""
        where = next(one for one in self.sites if one.id == self.cohorts[cohort].site)
        now = self.tick()
        await self.hospital.enrol(where, cohort, [who], now)
        self.people.setdefault(who, Truth()).enrolled.append((cohort, now))

    async def decide(self, who: str, *, yes: bool) -> None:
        """Have somebody join, or stop."""
        now = self.tick()
        if yes:
            await self.hospital.join(who, now)
        else:
            await people.decline(self.hospital.tools, who, version=CONSENT_VERSION, now=now)
        self.people[who].decided.append((yes, now))

    async def delete_all(self, who: str) -> None:
        """Have somebody delete all they have answered; that ends the companion, too."""
        now = self.tick()
        await deletions.delete_all(self.hospital.tools, who, now)
        truth = self.people[who]
        truth.decided.append((False, now))
        for answer in truth.answers.values():
            answer.deleted_at = answer.deleted_at or now

    async def delete_one(self, who: str, cohort: str, monday: date) -> None:
        """Have somebody delete what they answered in one week."""
        now = self.tick()
        answer = self.people[who].answers[cohort, monday]
        await deletions.delete_one(self.hospital.tools, who, answer.question, now)
        answer.deleted_at = answer.deleted_at or now

    def kept_answers(self) -> list[tuple[str, str, date]]:
        """Return whose answer to which cohort's week is not deleted."""
        return [
            (who, cohort, monday)
            for who, truth in self.people.items()
            for (cohort, monday), answer in truth.answers.items()
            if answer.deleted_at is None
        ]

    async def ask_everybody(self) -> None:
        """Let the week's questions fall due.

        Everybody wants to hear as often as before: where all are asked, there is most to find out.
        """
        self.now = cadence.midnight(self.monday, ZONE) + timedelta(days=1, hours=11)
        keep = text("UPDATE person SET heard_from = :monday").bindparams(monday=self.monday)
        await self.hospital.tools.database.run(lambda tx: tx.run(keep))
        self._asked = await self.hospital.asked_in(self.monday, self.tick())
        self.zoned |= {
            (one.cohort_id, self.monday)
            for one in self._asked
            if any(choice.zone for choice in one.checkin.choices)
        }

    def questions_open(self) -> list[Asked]:
        """Return the questions that can be answered now, whatever was decided just before."""
        now = self.now + timedelta(seconds=1)
        return [asked for asked in self._asked if self.people[asked.slack_id].keeps(now)]

    async def answer(self, asked: Asked, choice: int) -> None:
        """Have somebody answer, or answer differently."""
        chosen = asked.checkin.choices[choice % len(asked.checkin.choices)]
        await self.hospital.answer(asked, chosen.id, self.tick())
        truth = self.people[asked.slack_id]
        truth.answers[asked.cohort_id, self.monday] = Answer(chosen.zone or "", asked.delivery_id)

    async def end_week(self) -> None:
        """Let Thursday come, and what was before be released; then the next week begins."""
        self.now = cadence.release_at(self.monday - cadence.WEEK, ZONE)
        await self.hospital.release(self.tick())
        self.monday += cadence.WEEK

    async def ask(self, who: str) -> None:
        """Have a trainer or coordinator ask for everything they may see, and remember it."""
        self.questions += 1
        if self.recounts:
            await self._recount()
        asks = reports.participation if who.startswith("U0COORD") else reports.progress
        report = await asks(self.hospital.tools, who, "last 30 weeks", self.tick())
        for line in report.weeks_shown:
            self._remember(line, 1)
        for line in report.four_weeks_shown:
            self._remember(line, 4)
        # They come from the same place; a look now and then is enough to find another figure.
        if asks is reports.progress and self.questions % 10 == 0:
            await self._read_digests(who)
        await self._read_files(who)

    async def _read_digests(self, who: str) -> None:
        """Have a trainer read their digests, which may show nothing that progress does not."""
        try:
            found, _ = await digests.on_demand(self.hospital.tools, who, "", self.tick())
        except (NotAllowedError, NotConfirmedError):
            return
        for digest in found:
            for line, weeks in ((digest.week, 1), (digest.consent, 1), (digest.four_weeks, 4)):
                if line:
                    self._remember(line, weeks)

    async def _read_files(self, who: str) -> None:
        """Have a coordinator read the report of their site, and what goes to the office."""
        for where in (one for one in self.sites if who in one.coordinators):
            span = Span(FIRST_MONDAY, cadence.week_of(self.now.date()) + timedelta(days=6))
            read = self.hospital.tools.database.read
            report = await read(partial(site_reports.gathered, site=where, span=span))
            body = await read(partial(rollups.body, site=where, span=span))
            handed = [
                Line(where.name, *_week(one), Figures(one.participation)) for one in body.weeks
            ]
            for line in (*report.weeks, *handed):
                self._remember(line, 1)

    async def ask_all(self) -> None:
        """Have everybody who may ask do so."""
        for reader in self.readers:
            await self.ask(reader)

    async def _recount(self) -> None:
        """Make every release anew, of those who take part now."""
        now = self.tick()

        def forget(tx: Transaction) -> None:
            for table, change in (("release", "delete"), ("release_round", "delete")):
                tx.run(text(f"DROP TRIGGER IF EXISTS {table}_refuses_{change}"))
                tx.run(text(f"DELETE FROM {table}"))  # noqa: S608 -- a name of ours

        await self.hospital.tools.database.run(forget)
        period = releases._period
        releases._period = lambda due, listed_from: replace(  # type: ignore[assignment]
            period(due, listed_from), listed_before=now
        )
        try:
            await self.hospital.release(now)
        finally:
            releases._period = period

    def _remember(self, line: Line, weeks: int) -> None:
        cohort = next((one for one in self.cohorts.values() if one.name == line.group), None)
        where = cohort.site if cohort else next(s.id for s in self.sites if s.name == line.group)
        about = About(where, cohort.id if cohort else None, weeks, line.starts_on)
        seen = self.seen.setdefault(about, [])
        if line.figures not in [one.figures for one in seen]:
            seen.append(Seen(line.figures, self.now))


def _week(week: Week) -> tuple[date, date]:
    return week.starts_on, week.starts_on + timedelta(days=6)


@asynccontextmanager
async def world(
    folder: Path,
    scale: Scale,
    weeks: int,
    *,
    recounts: bool = False,
    counts_readers: bool = False,
) -> AsyncIterator[World]:
    """Yield a world whose curriculum asks something in each of so many weeks."""
    sites = [site(number) for number, _ in enumerate(scale.sizes)]
    async with simulated(folder, sites, weeks, scale.limits) as hospital:
        made = World(hospital, scale)
        made.recounts, made.counts_readers = recounts, counts_readers
        await made.settle()
        yield made
