"""What a certification needs to go on is told in time, and running cohorts pass on when it ends.

Until when somebody is current is counted anew each night: a day that was led makes it longer.
"""

from dataclasses import asdict
from datetime import date, datetime
from functools import partial

from bot.flows import certifications, successions
from bot.flows.tools import Tools, new_id
from bot.messages import renewals as messages
from bot.messages.parts import Message as Words
from bot.rules import cadence, keeping, pacing
from bot.rules import certifications as rules
from content.model import Site
from storage import certifications as stored
from storage import deliveries, people, reports, sendings
from storage.certifications import Named
from storage.deliveries import Message
from storage.transactions import Transaction

KIND = "certification"
# The name of the nightly round, which one process takes.
ROUND = "certification/night"


async def nightly(tools: Tools, now: datetime) -> None:
    """Count anew until when trainers are current, and tell of what ends, once a night."""
    due = await tools.database.read(lambda tx: _due(tools, tx, now))
    for site in due:
        await tools.database.run(partial(_night, tools, site=site, now=now))


def letter(tools: Tools, tx: Transaction, message: Message) -> Words | None:
    """Return the notice of a certification that ends; None when it was renewed meanwhile."""
    person_id, _, until = message.occurrence.partition("/")
    held = stored.held(tx, person_id)
    if held is None or held.current_until is None or held.current_until.isoformat() != until:
        return None
    is_theirs = message.person_id == person_id
    whose = None if is_theirs else sendings.addressee(tx, person_id).slack_id
    over = rules.is_over(message.step)
    return messages.notice(tools.library.ladder, held.current_until, over=over, trainer=whose)


def _due(tools: Tools, tx: Transaction, now: datetime) -> list[Site]:
    """Return the sites with certified trainers at which that was not looked at this night."""
    return [
        site
        for site in tools.sites.values()
        if stored.has_current(tx, site.id)
        and (reports.last_round(tx, site.id, ROUND) or date.min)
        < keeping.last_night(site.zone, now)
    ]


def _night(tools: Tools, tx: Transaction, *, site: Site, now: datetime) -> None:
    night = keeping.last_night(site.zone, now)
    if not reports.take_round(tx, site_id=site.id, kind=ROUND, starts_on=night, now=now):
        return
    today = cadence.local_day(now, site.zone)
    for named in stored.trainers(tx, [site.id]):
        until = certifications.recount(tools, tx, named, today)
        step = rules.notice(tools.library.ladder, until, today) if until else None
        if until and step:
            deliveries.plan(tx, _notices(tx, site, named, step, until, now))
            if rules.is_over(step):
                successions.pass_on(tx, named.person_id, now)


def _notices(
    tx: Transaction, site: Site, named: Named, step: str, until: date, now: datetime
) -> list[Message]:
    """Return the notice to a trainer and to every coordinator of the site."""
    for slack_id in site.coordinators:
        # They need not have met the bot; by day there is the site's clock.
        people.add(tx, person_id=new_id(), site_id=site.id, slack_id=slack_id, zone=site.zone)
    readers = {named.slack_id, *site.coordinators}
    known = filter(None, (people.find(tx, slack_id) for slack_id in sorted(readers)))
    return [
        Message(
            id=new_id(),
            site_id=site.id,
            person_id=one.id,
            kind=KIND,
            rank=pacing.rank(KIND),
            step=step,
            occurrence=f"{named.person_id}/{until.isoformat()}",
            **asdict(cadence.letter(now, one.preferred_at, one.zone)),
        )
        for one in known
    ]
