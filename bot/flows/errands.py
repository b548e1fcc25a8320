"""Those who lead a cohort are told what only they can put right: in their next window, once.

Near a training day they are told at once. What was put right meanwhile is left out when it is
said, and nothing is said when nothing is left.
"""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date, datetime, timedelta
from functools import partial

from bot.flows import cohorts, confirmations, outlooks
from bot.flows.tools import Tools, new_id
from bot.messages import errands as messages
from bot.messages.parts import Message as Words
from bot.rules import cadence, errands, pacing
from bot.rules.cadence import Window
from bot.rules.cohorts import Stage
from bot.rules.errands import Look, Matter, Unreached
from content.model import Site
from storage import cohorts as stored
from storage import deliveries, people, reports, sendings, trainings
from storage import errands as kept
from storage.deliveries import Message
from storage.people import Known
from storage.trainings import Group
from storage.transactions import Transaction

KIND = "errand"
# The name of the daily round, which one process takes.
ROUND = "errand/day"


async def look(tools: Tools, now: datetime) -> None:
    """Look at every cohort once a day, and all day at those with a training day near."""
    for site in tools.sites.values():
        for cohort_id in await _to_look_at(tools, site, now):
            await tools.database.run(partial(_tell, site=site, cohort_id=cohort_id, now=now))


async def next_moment(tools: Tools, now: datetime) -> datetime | None:
    """Return when something of a training day may next have to be said, or None."""

    def find(tx: Transaction) -> datetime | None:
        moments = (
            errands.next_look(_look(tx, cohort_id), site.zone, now)
            for site in tools.sites.values()
            for cohort_id in kept.cohorts_since(tx, site.id, _since(site, now))
            if cohorts.stage(tx, cohort_id, now) != Stage.CLOSED
        )
        return min((moment for moment in moments if moment), default=None)

    return await tools.database.read(find)


def plan_for(tx: Transaction, cohort: Group, to: Known, now: datetime) -> None:
    """Have whoever comes to lead a cohort told what the others have been told by now.

    When nothing is to be put right by then, nothing is said.
    """
    at_once = errands.is_near(outlooks.training_days(tx, cohort.id), now)
    deliveries.plan(tx, [_message(cohort, to, now, at_once=at_once)])


def letter(tools: Tools, tx: Transaction, message: Message) -> Words | None:
    """Return what is to be put right by now; None when nothing is, or it is not theirs any more.

    Nobody on the list is named to somebody who has not confirmed for this cohort.
    """
    cohort = trainings.cohort(tx, message.cohort_id or "")
    site = tools.sites.get(message.site_id)
    if cohort is None or site is None or message.person_id is None:
        return None
    reader = sendings.addressee(tx, message.person_id).slack_id
    if reader not in _told_of(tx, site, cohort.id):
        return None
    sees = confirmations.sight(tx, reader).of(cohort.site_id, cohort.id)
    found = _look(tx, cohort.id)
    matters = errands.matters(found if sees else replace(found, unreached=()), message.due_at)
    return messages.errand(cohort.name, matters) if matters else None


async def _to_look_at(tools: Tools, site: Site, now: datetime) -> list[str]:
    """Return the cohorts of a site of which something is to be told, or was put right."""
    day = errands.last_look(site.zone, now)
    today = cadence.local_day(now, site.zone)
    tomorrow = today + timedelta(days=1)

    def find(tx: Transaction) -> tuple[bool, list[str]]:
        last = reports.last_round(tx, site.id, ROUND)
        is_due = last is None or last < day
        every = kept.cohorts_since(tx, site.id, _since(site, now)) if is_due else []
        near = every or kept.cohorts_between(tx, site.id, today, tomorrow)
        return is_due and bool(near), [one for one in near if _is_new(tx, one, now)]

    is_due, found = await tools.database.read(find)
    if is_due:
        await tools.database.run(
            partial(reports.take_round, site_id=site.id, kind=ROUND, starts_on=day, now=now)
        )
    return found


def _since(site: Site, now: datetime) -> date:
    """Return the day before which nothing of a training day is to be put right any more."""
    return cadence.local_day(now, site.zone) - errands.LOOKED_BACK


def _is_new(tx: Transaction, cohort_id: str, now: datetime) -> bool:
    """Return whether something of a cohort is to be told, or was put right since it was."""
    keys = {matter.key for matter in _open(tx, cohort_id, now)}
    return keys != kept.told(tx, cohort_id)


def _tell(tx: Transaction, *, site: Site, cohort_id: str, now: datetime) -> None:
    found = _open(tx, cohort_id, now)
    keys = {matter.key for matter in found}
    kept.forget(tx, cohort_id, kept.told(tx, cohort_id) - keys)
    today = cadence.local_day(now, site.zone)
    new = [one for one in found if kept.tell(tx, site.id, cohort_id, one.key, today)]
    cohort = trainings.cohort(tx, cohort_id)
    if new and cohort:
        kept.forget_waiting(tx, cohort_id)
        at_once = _at_once(tx, cohort_id, new, now)
        readers = [_met(tx, site, one) for one in _told_of(tx, site, cohort_id)]
        deliveries.plan(tx, [_message(cohort, one, now, at_once=at_once) for one in readers])


def _open(tx: Transaction, cohort_id: str, now: datetime) -> list[Matter]:
    """Return what is to be put right in a cohort; nothing in one that is closed."""
    if cohorts.stage(tx, cohort_id, now) == Stage.CLOSED:
        return []
    return errands.matters(_look(tx, cohort_id), now)


def _look(tx: Transaction, cohort_id: str) -> Look:
    """Return what is known of a cohort."""
    days = trainings.every_day(tx, cohort_id)
    return Look(
        outlooks.training_days(tx, cohort_id),
        [day.number for day in days if day.state == trainings.POSTPONED],
        [
            Unreached(one.person_id, one.slack_id, one.out_of_reach)
            for one in stored.listed(tx, cohort_id)
            if one.out_of_reach
        ],
        kept.signed(tx, cohort_id),
        _lost(tx, cohort_id),
    )


def _lost(tx: Transaction, cohort_id: str) -> list[Unreached]:
    """Return those who lead a cohort, where Slack reaches none of them; else nobody."""
    leaders = stored.leaders(tx, cohort_id)
    lost = [Unreached(o.person_id, o.slack_id, o.out_of_reach) for o in leaders if o.out_of_reach]
    return lost if len(lost) == len(leaders) else []


def _told_of(tx: Transaction, site: Site, cohort_id: str) -> Sequence[str]:
    """Return who can put things right in a cohort, by Slack's ids: those who lead it.

    Where Slack reaches none of them, the coordinators, who can hand it over.
    """
    if _lost(tx, cohort_id):
        return site.coordinators
    return [one.slack_id for one in stored.leaders(tx, cohort_id)]


def _met(tx: Transaction, site: Site, slack_id: str) -> Known:
    """Return somebody who is to be told; a coordinator need not have met the bot."""
    people.add(tx, person_id=new_id(), site_id=site.id, slack_id=slack_id, zone=site.zone)
    known = people.find(tx, slack_id)
    assert known is not None  # noqa: S101 -- added just now
    return known


def _at_once(tx: Transaction, cohort_id: str, new: Sequence[Matter], now: datetime) -> bool:
    if all(errands.can_wait(matter) for matter in new):
        return False
    return errands.is_near(outlooks.training_days(tx, cohort_id), now)


def _message(cohort: Group, to: Known, now: datetime, *, at_once: bool) -> Message:
    window = _now(now, to.zone) if at_once else None
    return Message(
        id=new_id(),
        site_id=cohort.site_id,
        cohort_id=cohort.id,
        person_id=to.id,
        kind=KIND,
        rank=pacing.rank(KIND),
        step=f"errand/{cohort.id}",
        occurrence=now.isoformat(),
        **asdict(window or cadence.letter(now, to.preferred_at, to.zone)),
    )


def _now(now: datetime, zone: str) -> Window:
    until = now + errands.AT_ONCE
    return Window(cadence.local_day(now, zone), now, until, until)
