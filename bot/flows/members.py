"""Who of a workspace can be put on a list, and how they are met for the first time."""

import asyncio
from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import datetime

from bot.flows.tools import Tools, new_id
from bot.rules import cadence, pacing
from bot.slack import Member, NotSentError, OutcomeUnknownError, RefusedError
from storage import deliveries, people, rosters
from storage.deliveries import Message
from storage.people import Known
from storage.trainings import Group
from storage.transactions import Transaction

# Slack answers a hundred of these a minute, and a roster has twenty.
LOOK_UPS_AT_ONCE = 5

# How often somebody is looked up again when Slack asks to wait.
PATIENCE = 3


async def among(tools: Tools, slack_ids: Iterable[str]) -> dict[str, Member]:
    """Return those of `slack_ids` who are people of this workspace and have not left."""
    gate = asyncio.Semaphore(LOOK_UPS_AT_ONCE)

    async def look_up(slack_id: str) -> Member | None:
        async with gate:
            return await _looked_up(tools, slack_id)

    ids = list(slack_ids)
    found = await asyncio.gather(*map(look_up, ids))
    return {
        slack_id: member
        for slack_id, member in zip(ids, found, strict=True)
        if member and member.is_person and member.is_active
    }


async def _looked_up(tools: Tools, slack_id: str) -> Member | None:
    """Return what Slack knows of somebody, waiting when it asks to; None for nobody."""
    for _ in range(PATIENCE):
        try:
            return await tools.slack.member(slack_id)
        except NotSentError as error:
            await asyncio.sleep(error.wait)
        except OutcomeUnknownError:
            # Looking somebody up twice does no harm.
            await asyncio.sleep(1.0)
        except RefusedError:
            return None
    return await tools.slack.member(slack_id)


def met(tools: Tools, tx: Transaction, slack_id: str, member: Member, site_id: str) -> Known:
    """Return this person, who is known from here on."""
    zone = cadence.usable_zone(member.zone, tools.sites[site_id].zone)
    people.add(tx, person_id=new_id(), site_id=site_id, slack_id=slack_id, zone=zone)
    known = people.find(tx, slack_id)
    assert known is not None  # noqa: S101 -- added just now
    return known


def letter(kind: str, site_id: str, to: Known, occurrence: str, now: datetime) -> Message:
    """Return a first message to somebody, by day."""
    return Message(
        id=new_id(),
        site_id=site_id,
        person_id=to.id,
        kind=kind,
        rank=pacing.rank(kind),
        step=kind,
        occurrence=occurrence,
        **asdict(cadence.invitation(now, to.zone)),
    )


def invite(tx: Transaction, group: Group, person: Known, now: datetime) -> None:
    """Put this person on a roster, and have them invited."""
    rosters.enrol(tx, group, person.id, enrolment_id=new_id(), now=now)
    first = letter("invitation", group.site_id, person, group.id, now)
    deliveries.plan(tx, [replace(first, cohort_id=group.id)])
