"""Lives through weeks with made-up people, through the flows that send; Slack is left out."""

import heapq
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random

import content.load
from bot.app import invented, simulated
from bot.app.deeds import DAY, Course, Run, do, will
from bot.app.invented import Invented
from bot.app.oracle import Came
from bot.flows import claims, plans
from bot.flows.tools import new_id
from bot.rules import assessments, curriculum, notices
from content.hours import Hours
from content.model import HelpRoute, Site
from storage import sendings, trainings
from storage.claims import Holder
from storage.people import Known
from storage.trainings import Group, TrainingDay
from storage.transactions import Transaction

# The calendar goes on in steps of this: nobody is written to on the second.
STEP = timedelta(minutes=5)
A_COHORT = 25
A_FEW = 50
# The last training day of each cohort, by days from the start: some are over, some to come.
ENDS = (-19, 2, 10, 18, 25)
STARTS_AT = time(8, 30)


async def lived(folder: Path, first: date, days: int, number: int, random: Random) -> Run:
    """Return how so many people fared in so many days from `first` on."""
    sites = [_site(zone) for zone in invented.ZONES]
    async with simulated.working(folder, sites, content.load.library(())) as tools:
        run = Run(tools, first, days, random)
        for begin in range(0, number, A_COHORT):
            await _make_cohort(run, sites, begin, min(A_COHORT, number - begin))
        now = run.starts
        while now < run.ends:
            await _live(run, now)
            now = await _next(run, now)
        return run


def asked(run: Run, course: Course) -> list[tuple[str, datetime]]:
    """Return what the protocol asks of somebody in this stretch: each step, and about when.

    Counted from the day after they joined until a week before the end, so that each has its time;
    of what asks for a self-assessment, the first message and not its reminders.
    """
    days = _days(course.cohort_id, course.last_day, course.person.zone)
    since = run.starts + (course.who.joins_on + 3) * DAY
    until = run.ends - 7 * DAY
    on = [day.on for day in days]
    found = [
        (step.id, datetime.combine(day, time(12), UTC))
        for step in curriculum.sendable(run.tools.library)
        if (day := curriculum.day_of(step, on))
    ]
    found += [
        (assessments.step(opening.point), opening.opens_at)
        for opening in assessments.openings(days)
    ]
    return [(step, at) for step, at in found if since <= at < until]


async def _make_cohort(run: Run, sites: Sequence[Site], begin: int, size: int) -> None:
    number = begin // A_COHORT
    site = sites[number % len(sites)]
    last_day = run.first + ENDS[number % len(ENDS)] * DAY
    group = Group(new_id(), site.id, f"Cohort {number}", None)

    def keep(tx: Transaction) -> None:
        trainings.add_cohort(tx, group, run.starts)
        for day in _days(group.id, last_day, site.zone):
            kept = TrainingDay(day.id, day.number, day.on, day.at, day.zone, revision=1)
            trainings.add_day(tx, group, kept)

    await run.tools.database.run(keep)
    for one in range(begin, begin + size):
        who = invented.somebody(one, site.zone, run.random, run.days)
        await _enrol(run, site, group, who, last_day)


async def _enrol(run: Run, site: Site, group: Group, who: Invented, last_day: date) -> None:
    def keep(tx: Transaction) -> Known:
        return simulated.met(tx, site, who.slack_id)

    person = await run.tools.database.run(keep)
    course = Course(who, person, group.id, last_day)
    run.courses[person.slack_id] = course
    will(run, course, run.starts + who.joins_on * DAY, "join", group.id)
    if who.pauses_on is not None:
        will(run, course, run.starts + who.pauses_on * DAY + 9 * STEP, "pause", "")
    for day in range(run.days if who.turns else 0):
        on = run.first + day * DAY
        if who.is_on_nights(on) and (on.weekday() == 0 or day == 0):
            # Said on Sunday evening, of the week that begins.
            will(run, course, run.starts + (day - 1) * DAY + 20 * 12 * STEP, "nights", str(on))


async def _live(run: Run, now: datetime) -> None:
    """Have people do what they will, plan, and send what is due."""
    while run.deeds and run.deeds[0][0] <= now:
        _, _, course, deed, about = heapq.heappop(run.deeds)
        await do(run, course, deed, about, now)
    await plans.plan(run.tools, now)
    while ready := await run.tools.database.run(lambda tx: _send(run, tx, now)):
        for claimed in ready:
            if claimed is not None:
                _come(run, claimed, now)


def _send(run: Run, tx: Transaction, now: datetime) -> list[claims.Ready | None]:
    """Take some of what is due, note it as taken by Slack, and return it."""
    by = Holder(run.tools.owner, new_id())
    ready = claims.claim(run.tools, tx, by=by, now=now, limit=A_FEW)
    for one in ready:
        if one is not None:
            sendings.note_sent(tx, one.message, by=by, channel="D0", ts=one.message.id, now=now)
    return ready


def _come(run: Run, claimed: claims.Ready, now: datetime) -> None:
    """Note that a message came, and when the person answers it, if they do."""
    assert claimed.to is not None  # noqa: S101 -- no cohort has a channel
    course, message = run.courses[claimed.to.slack_id], claimed.message
    ahead = None
    if message.kind == "notice":
        starts = (
            day.starts_at
            for day in _days(course.cohort_id, course.last_day, course.person.zone)
            if message.occurrence.startswith(f"{day.id}/")
        )
        ahead = next(starts) - now
    course.came.append(Came(now, message.kind, message.step, ahead))
    course.steps.add(message.step)
    course.held[message.step] = claimed.says
    if run.random.random() >= course.who.answers:
        return
    at = now + timedelta(hours=run.random.expovariate(1 / 5))
    if message.kind == "check-in" and at < message.expires_at:
        will(run, course, at, "answer", message.id)
    point = assessments.point_of(message.step)
    if point and at < message.expires_at:
        will(run, course, at, "fill in", point)


async def _next(run: Run, now: datetime) -> datetime:
    """Return the next step of the calendar at which something happens."""
    moments = [
        await plans.next_moment(run.tools),
        await run.tools.database.read(sendings.next_due),
        run.deeds[0][0] if run.deeds else None,
        run.ends,
    ]
    soonest = max(min(at for at in moments if at), now + STEP)
    return run.starts + -((run.starts - soonest) // STEP) * STEP


def _days(cohort_id: str, last_day: date, zone: str) -> list[notices.Day]:
    return [
        notices.Day(f"{cohort_id}-{n}", n, last_day + (n - 3) * DAY, STARTS_AT, zone, revision=1)
        for n in (1, 2, 3)
    ]


def _site(zone: str) -> Site:
    name = zone.rpartition("/")[2].replace("_", "-")
    card = HelpRoute(
        name="Line", reach="555-0100", hours=Hours("always"), checked_on=date(2026, 9, 1)
    )
    return Site(
        id=name.lower(), name=name, zone=zone, coordinators=("U0COORD",), help_routes=(card,)
    )
