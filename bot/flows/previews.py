"""What comes in the next two weeks, from the very planner that sends it."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from types import MappingProxyType

from bot.flows import askings, outlooks, people, routines
from bot.flows.tools import Tools
from bot.rules import budget, cadence, curriculum, notices, roles
from bot.rules.asks import NotUnderstoodError
from bot.rules.budget import Contact, Room, Wish
from bot.rules.curriculum import Follower
from bot.rules.previews import DAYS, MADE_UP, Ahead, Entry, MadeUp
from bot.rules.roles import Act
from bot.rules.shifts import Routine
from storage import rosters, trainings
from storage.transactions import Transaction

_DAY = timedelta(days=1)


async def mine(tools: Tools, slack_id: str, since: date | None, now: datetime) -> Ahead:
    """Return what comes to this person in two weeks from a day on.

    Raises:
        NotAllowedError: The bot does not write to them.
        NotUnderstoodError: The day is over.
    """

    def look(tx: Transaction) -> Ahead:
        known = people.allowed(tools, tx, slack_id, Act.PREVIEW)
        start = _start(since, known.zone, now)
        life = routines.life(tx, known.id, now)
        entries = [
            entry
            for place in rosters.places_of(tx, known.id)
            for entry in _entries(outlooks.outlook(tools, tx, place, start, start + DAYS * _DAY))
            if start <= entry.at < start + DAYS * _DAY
        ]
        entries.sort(key=lambda entry: entry.at)
        return Ahead(entries, life.routine, life.quiet_until, life.room.pace)

    return await tools.database.read(look)


async def of_a_cohort(
    tools: Tools, slack_id: str, name: str, since: date | None, now: datetime
) -> list[MadeUp]:
    """Return what would come to made-up people of a cohort, one for each way to work.

    Raises:
        NotAllowedError: They are no trainer there.
        NotUnderstoodError: There is no such cohort, or the day is over.
    """

    def look(tx: Transaction) -> list[MadeUp]:
        speaker, _ = tools.speaker(tx, slack_id)
        cohorts = {c.name.casefold(): c for c in trainings.cohorts(tx, speaker.trains)}
        cohort = cohorts.get(name.casefold())
        if cohort is None:
            roles.require(speaker, Act.PROGRESS)
            raise NotUnderstoodError("I know no cohort of that name, for example: Spring 2027")
        roles.require_at(speaker, Act.PROGRESS, cohort.site_id)
        zone = tools.sites[cohort.site_id].zone
        days = outlooks.training_days(tx, cohort.id)
        return list(_made_up(tools, days, zone, _start(since, zone, now)))

    return await tools.database.read(look)


def _start(since: date | None, zone: str, now: datetime) -> datetime:
    """Return the moment from which to look.

    Raises:
        NotUnderstoodError: It is over.
    """
    if since is None:
        return now
    if since < cadence.local_day(now, zone):
        raise NotUnderstoodError("Give a day that is to come, for example: preview from 2027-03-08")
    return max(cadence.midnight(since, zone), now)


def _entries(ahead: outlooks.Outlook) -> Iterator[Entry]:
    for message in ahead.coming:
        if askings.is_certain(message):
            yield Entry(message.due_at, message.kind, message.step)
    for message in ahead.crowded:
        if askings.is_certain(message):
            yield Entry(message.due_at, message.kind, message.step, comes=False)


def _made_up(
    tools: Tools, days: Sequence[notices.Day], zone: str, start: datetime
) -> Iterator[MadeUp]:
    until = start + DAYS * _DAY
    for pattern, week, slot in MADE_UP:
        routine = Routine(zone, pattern=pattern, week=MappingProxyType(week), slot=slot)
        told = list(notices.notices(days, start, routine))
        steps = curriculum.sendable(tools.library) if days else []
        follower = Follower(days, routine, checkins=True, exercises=True)
        wishes = {
            step.id: Wish(step.id, step.kind, windows)
            for step, windows in curriculum.steps_ahead(steps, follower, start)
            if windows[0].due_at < until
        }
        taken = [Contact(n.window.due_at, n.window.local_date, is_notice=True) for n in told]
        found = budget.shared_out(wishes.values(), Room(zone, taken))
        entries = [Entry(n.window.due_at, "notice", n.step) for n in told]
        entries += [Entry(window.due_at, wishes[step].kind, step) for step, window in found.items()]
        near = sorted((one for one in entries if one.at < until), key=lambda one: one.at)
        yield MadeUp(pattern, zone, near)
