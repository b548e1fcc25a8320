"""Whom a message asks to fill in an assessment, and when; planned from what is true of a place."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.flows.tools import Tools, new_id
from bot.rules import assessments, cadence, occasions, pacing, reminders
from bot.rules.assessments import CORE, KIND
from bot.rules.cadence import Window
from bot.rules.notices import Day
from bot.rules.reminders import Listener
from bot.rules.shifts import Routine
from storage import time_points
from storage.deliveries import Message
from storage.rosters import Place
from storage.transactions import Transaction

# On so many days in a row there may be room, or none at all.
DAYS_OF_GRACE = 4
# A reminder does not come on the heels of what it reminds of, when that came late.
APART = timedelta(hours=20)


@dataclass(frozen=True, slots=True)
class Look:
    """When a place is looked at: its training, the days on which something else comes, how far."""

    days: Sequence[Day]
    taken: Collection[date]
    since: datetime
    until: datetime


def upcoming(tools: Tools, tx: Transaction, place: Place, look: Look) -> Iterator[Message]:
    """Yield what asks for an assessment at a place: what is near, and the first that is not.

    It is the same whoever answers what, and whether. But for one: the second time before the
    training is asked of those who have answered the first.
    """
    instrument = tools.library.instruments.get(CORE)
    if instrument is None:
        return
    standings = time_points.standings(tx, place.person_id, place.cohort_id)
    pre = standings.get("pre")
    for opening in assessments.openings(look.days, pre.answered_on if pre else None):
        if opening.closes_at <= look.since or not instrument.questions(opening.point):
            continue
        standing = standings.get(opening.point)
        listener = Listener(place.preferred_at, place.zone, standing.chosen if standing else None)
        for asking in reminders.askings(opening, listener, look.taken):
            yield Message(
                id=new_id(),
                site_id=place.site_id,
                cohort_id=place.cohort_id,
                person_id=place.person_id,
                kind=KIND,
                rank=pacing.rank(KIND),
                step=asking.step,
                occurrence=place.cohort_id,
                content_id=instrument.id,
                content_version=instrument.version,
                closes=True,
                **asdict(asking.window),
            )
        if opening.opens_at > look.until:
            return


def windows(message: Message, routine: Routine) -> list[Window]:
    """Return when what asks for an assessment can come: at its moment, or on the days after.

    What asks first can come until shortly before it closes; a reminder only on its own day and
    the next ones. What asks in the room comes there or not at all.
    """
    if assessments.asks_in_the_room(message.step):
        there = Window(message.local_date, message.due_at, message.send_by, message.expires_at)
        return [there]
    hour = message.due_at.astimezone(ZoneInfo(routine.zone)).time()
    latest = message.expires_at - reminders.LAST_CHANCE
    found = []
    for away in range(DAYS_OF_GRACE):
        day = message.local_date + timedelta(days=away)
        due_at = cadence.moment(day, hour, routine.zone) if away else message.due_at
        send_by = min(due_at + (message.send_by - message.due_at), latest)
        at = Window(day, due_at, send_by, message.expires_at)
        if (opened := occasions.moved(at, routine, latest)) and opened.due_at < opened.send_by:
            found.append(opened)
    return found


def is_wanted(tx: Transaction, message: Message, now: datetime) -> bool:
    """Return whether a message asks for something that is still open, and not too soon again.

    This is the one place where what is sent depends on whether somebody has answered; the consent
    says so. Never on what.
    """
    point = assessments.point_of(message.step)
    if point is None or message.person_id is None or message.cohort_id is None:
        return False
    standing = time_points.standings(tx, message.person_id, message.cohort_id).get(point)
    if standing and not standing.is_open:
        return False
    return not assessments.reminds(message.step) or not time_points.asked_since(
        tx, message.person_id, KIND, now - APART
    )


def is_certain(message: Message) -> bool:
    """Return whether a message comes to everybody who wants assessments: Home may announce it.

    Home stays in Slack; were it to announce a reminder, its next line would tell who is done.
    """
    step = message.step
    if assessments.reminds(step) or assessments.asks_in_the_room(step):
        return False
    return assessments.point_of(step) != "baseline_2"
