"""Lives through weeks with made-up people, through the flows that send; Slack is left out."""

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from pathlib import Path
from random import Random

import content.load
from bot.app import invented, simulated
from bot.app.invented import Invented
from bot.app.oracle import Came
from bot.flows import checkins, claims, people, plans
from bot.flows.tools import Tools, new_id
from bot.messages.consent import CONSENT_VERSION
from bot.messages.parts import Message
from bot.rules import assessments, curriculum, notices
from content.hours import Hours
from content.model import HelpRoute, Site
from storage import people as known
from storage import rosters, routines, sendings, time_points, trainings
from storage.claims import Holder
from storage.people import Known
from storage.trainings import Group, TrainingDay
from storage.transactions import Transaction

_DAY = timedelta(days=1)
# The calendar goes on in steps of this: nobody is written to on the second.
STEP = timedelta(minutes=5)
A_COHORT = 25
A_FEW = 50
# The last training day of each cohort, by days from the start: some are over, some to come.
ENDS = (-19, 2, 10, 18, 25)
STARTS_AT = time(8, 30)
SWITCHES = ("checkins", "exercises", "assessments", "evaluation")
PAUSE = "2 weeks"


@dataclass(slots=True)
class Course:
    """What became of one made-up person."""

    who: Invented
    person: Known
    cohort_id: str
    last_day: date
    came: list[Came] = field(default_factory=list)
    # What Slack would hold of it: the words of each step, and all that it carries.
    held: dict[str, Message] = field(default_factory=dict)
    answered: int = 0
    # The steps that came, and those that were answered.
    steps: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Run:
    """One stretch of the calendar, and the people in it."""

    tools: Tools
    first: date
    days: int
    random: Random
    courses: dict[str, Course] = field(default_factory=dict)
    # What people do, and when; numbered, because two can do something at once.
    deeds: list[tuple[datetime, int, Course, str, str]] = field(default_factory=list)
    number: Iterator[int] = field(default_factory=count)

    @property
    def starts(self) -> datetime:
        """The moment at which it begins."""
        return datetime.combine(self.first, time(0), UTC)

    @property
    def ends(self) -> datetime:
        """The moment at which it is over."""
        return self.starts + self.days * _DAY


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
    since = run.starts + (course.who.joins_on + 3) * _DAY
    until = run.ends - 7 * _DAY
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
    last_day = run.first + ENDS[number % len(ENDS)] * _DAY
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
    _will(run, course, run.starts + who.joins_on * _DAY, "join", group.id)
    if who.pauses_on is not None:
        _will(run, course, run.starts + who.pauses_on * _DAY + 9 * STEP, "pause", "")
    for day in range(run.days if who.turns else 0):
        on = run.first + day * _DAY
        if who.is_on_nights(on) and (on.weekday() == 0 or day == 0):
            # Said on Sunday evening, of the week that begins.
            _will(run, course, run.starts + (day - 1) * _DAY + 20 * 12 * STEP, "nights", str(on))


def _will(run: Run, course: Course, at: datetime, deed: str, about: str) -> None:
    heapq.heappush(run.deeds, (max(at, run.starts), next(run.number), course, deed, about))


async def _live(run: Run, now: datetime) -> None:
    """Have people do what they will, plan, and send what is due."""
    while run.deeds and run.deeds[0][0] <= now:
        _, _, course, deed, about = heapq.heappop(run.deeds)
        await _do(run, course, deed, about, now)
    await plans.plan(run.tools, now)
    while ready := await run.tools.database.run(lambda tx: _send(run, tx, now)):
        for claimed in ready:
            if claimed is not None:
                _come(run, claimed, now)


async def _do(run: Run, course: Course, deed: str, about: str, now: datetime) -> None:
    tools, who = run.tools, course.who
    if deed == "join":
        await tools.database.run(lambda tx: _join(tx, course, about, now))
        await people.accept(tools, who.slack_id, SWITCHES, version=CONSENT_VERSION, now=now)
    elif deed == "pause":
        await people.pause(tools, who.slack_id, PAUSE, now)
    elif deed == "nights":
        sunday = date.fromisoformat(about)
        sunday += (6 - sunday.weekday()) * _DAY
        await tools.database.run(lambda tx: _nights(tx, course, sunday, now))
    elif deed == "answer":
        question = await checkins.open_(tools, who.slack_id, about, now)
        if isinstance(question, checkins.Question):
            choice = run.random.choice(question.checkin.choices)
            await checkins.answer(tools, who.slack_id, about, choice.id, now)
            course.answered += 1
    else:
        await tools.database.run(lambda tx: _fill_in(tx, course, about, now))
        course.answered += 1


def _join(tx: Transaction, course: Course, cohort_id: str, now: datetime) -> None:
    group = trainings.cohort(tx, cohort_id)
    assert group is not None  # noqa: S101 -- made here
    person, who = course.person, course.who
    rosters.enrol(tx, group, person.id, enrolment_id=new_id(), now=now)
    since, until = who.quiet or (None, None)
    routines.change(
        tx,
        person.id,
        zone=who.zone,
        pattern=who.pattern,
        slot=who.slot,
        quiet_from=since,
        quiet_until=until,
    )
    if who.hour:
        known.set_hour(tx, person.id, who.hour)
    for weekday, (starts, ends) in who.week.items():
        routines.set_hours(tx, person, (weekday,), starts, ends)


def _nights(tx: Transaction, course: Course, sunday: date, now: datetime) -> None:
    routines.change(tx, course.person.id, nights_until=sunday)
    known.plan_again(tx, course.person.id, now)


def _fill_in(tx: Transaction, course: Course, point: str, now: datetime) -> None:
    """Note that somebody has filled in an assessment; what they said is nobody's business."""
    time_points.begin(tx, course.person, course.cohort_id, point, new_id=new_id())
    time_points.answer(tx, course.person.id, course.cohort_id, point, now.date())


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
        _will(run, course, at, "answer", message.id)
    point = assessments.point_of(message.step)
    if point and at < message.expires_at:
        _will(run, course, at, "fill in", point)


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
        notices.Day(f"{cohort_id}-{n}", n, last_day + (n - 3) * _DAY, STARTS_AT, zone, revision=1)
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
