"""What made-up people do by themselves in one stretch of the calendar, and what became of them."""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from random import Random

from bot.app.invented import Invented
from bot.app.oracle import Came
from bot.flows import checkins, people
from bot.flows.tools import Tools, new_id
from bot.messages.consent import CONSENT_VERSION
from bot.messages.parts import Message
from storage import people as known
from storage import rosters, routines, time_points, trainings
from storage.people import Known
from storage.transactions import Transaction

DAY = timedelta(days=1)
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
    # The steps that came.
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
        return self.starts + self.days * DAY


def will(run: Run, course: Course, at: datetime, deed: str, about: str) -> None:
    """Note what somebody will do, and when; nothing is done before the stretch begins."""
    heapq.heappush(run.deeds, (max(at, run.starts), next(run.number), course, deed, about))


async def do(run: Run, course: Course, deed: str, about: str, now: datetime) -> None:
    """Have somebody do what they wanted to do by now."""
    tools, who = run.tools, course.who
    if deed == "join":
        await tools.database.run(lambda tx: _join(tx, course, about, now))
        await people.accept(tools, who.slack_id, SWITCHES, version=CONSENT_VERSION, now=now)
    elif deed == "pause":
        await people.pause(tools, who.slack_id, PAUSE, now)
    elif deed == "nights":
        sunday = date.fromisoformat(about)
        sunday += (6 - sunday.weekday()) * DAY
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
