"""Whom Slack cannot reach: everybody on a list is looked up, once a night, whatever they chose.

No message that failed says so: it might be one that only those get who keep the companion. So
what trainers and coordinators read here they could read as well of somebody who said no.
"""

from datetime import date, datetime
from functools import partial

from bot.flows import confirmations, lifecycle, paces
from bot.flows.tools import Tools
from bot.messages.reach import NOT_FOUND, Unreached
from bot.rules import cadence, keeping, pacing
from bot.rules.refusals import MAY_NOT_READ
from bot.rules.roles import Act
from bot.slack import NotSentError, OutcomeUnknownError, RefusedError, StoppedError
from content.model import Site
from storage import reach, reports, trainings
from storage.reach import Taken
from storage.transactions import Transaction

# The name of the nightly round, which is over when nobody is left.
ROUND = "look-up/night"
# What Slack says of somebody whom it does not know any more.
UNKNOWN = frozenset({"user_not_found", "users_not_found", "user_not_visible"})


async def look_around(tools: Tools, now: datetime) -> None:
    """Look up one more person of each site, if it is time: a second lies between two of them."""
    due = await tools.database.read(lambda tx: _due(tools, tx, now))
    if not due or await paces.stopped(tools):
        return
    # However many processes look around, Slack limits them all together.
    turns = await paces.take(tools, pacing.PERSON, len(due))
    for site in due[:turns]:
        night = keeping.last_night(site.zone, now)
        taken = await tools.database.run(
            partial(_take, site=site, night=night, since=_since(site, now), now=now)
        )
        if taken:
            # A tick does not wait for it: Slack may take seconds.
            tools.tasks.start(_look_up(tools, taken, now))


async def unreached(tools: Tools, slack_id: str, act: Act, now: datetime) -> list[Unreached]:
    """Return whom on this person's lists Slack cannot reach: those they lead, or of their sites.

    Nobody of a cohort for which they have not confirmed.
    """

    def look(tx: Transaction) -> list[Unreached]:
        speaker, _ = tools.speaker(tx, slack_id)
        if act == Act.PARTICIPATION:
            cohorts = trainings.cohorts(tx, speaker.coordinates)
        else:
            cohorts = trainings.led_by(tx, speaker.person_id or "")
        sight = confirmations.sight(tx, slack_id)
        cohorts = [one for one in cohorts if sight.of(one.site_id, one.id)]
        found = {
            one
            for site in tools.sites.values()
            for one in reach.out_of_reach(
                tx, [c.id for c in cohorts if c.site_id == site.id], _since(site, now)
            )
        }
        return [Unreached(*one) for one in sorted(found)]

    return await tools.database.read(look)


def _due(tools: Tools, tx: Transaction, now: datetime) -> list[Site]:
    """Return the sites at which not everybody was looked up in the last night."""
    return [
        site
        for site in tools.sites.values()
        if (reports.last_round(tx, site.id, ROUND) or date.min) < keeping.last_night(site.zone, now)
    ]


def _take(tx: Transaction, *, site: Site, night: date, since: date, now: datetime) -> Taken | None:
    """Return the next to be looked up; when nobody is left, the round is over."""
    taken = reach.take(tx, site.id, night, since)
    if taken is None:
        reports.take_round(tx, site_id=site.id, kind=ROUND, starts_on=night, now=now)
    return taken


async def _look_up(tools: Tools, taken: Taken, now: datetime) -> None:
    try:
        member = await tools.slack.member(taken.slack_id, patient=True)
    except NotSentError as outcome:
        await tools.database.run(partial(reach.give_back, person_id=taken.person_id))
        await paces.slow(tools, outcome)
        return
    except OutcomeUnknownError:
        # What was found in another night stays.
        return
    except RefusedError as refusal:
        await _refused(tools, taken, refusal, now)
        return
    await lifecycle.changed(tools, taken.slack_id, member, now)


async def _refused(tools: Tools, taken: Taken, refusal: RefusedError, now: datetime) -> None:
    """Note whom Slack does not know; a token that works no more says nothing of them."""
    if refusal.code in UNKNOWN:
        await tools.database.run(partial(reach.note, person_id=taken.person_id, reason=NOT_FOUND))
    elif isinstance(refusal, StoppedError) and refusal.code not in MAY_NOT_READ:
        await tools.database.run(partial(reach.give_back, person_id=taken.person_id))
        await paces.stop(tools, refusal.code, now)


def _since(site: Site, now: datetime) -> date:
    """Return when a training must have been over, or later, for its people to be looked up."""
    return cadence.local_day(now, site.zone) - keeping.FOLLOWED_UP
