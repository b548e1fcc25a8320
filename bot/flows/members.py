"""Who of a workspace can be put on a list, and how they are met for the first time."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import asdict
from datetime import datetime
from functools import partial
from typing import TypeVar

from bot.flows.tools import Tools, new_id
from bot.rules import cadence, pacing
from bot.slack import Member, NotSentError, OutcomeUnknownError, RefusedError, StoppedError
from storage import people
from storage.deliveries import Message
from storage.people import Known
from storage.transactions import Transaction

T = TypeVar("T")

# Slack answers a hundred of these a minute, and a roster has twenty.
LOOK_UPS_AT_ONCE = 5

# How often somebody is looked up again when Slack asks to wait.
PATIENCE = 3


async def among(tools: Tools, slack_ids: Iterable[str]) -> dict[str, Member]:
    """Return those of `slack_ids` who are people of this workspace and have not left."""
    found = await known_to_slack(tools, slack_ids)
    return {
        slack_id: member
        for slack_id, member in found.items()
        if member.is_person and member.is_active
    }


async def known_to_slack(tools: Tools, slack_ids: Iterable[str]) -> dict[str, Member]:
    """Return what Slack knows of each of `slack_ids`, and nothing of those it does not know."""
    found = await _each(slack_ids, partial(patiently, tools.slack.member))
    return {slack_id: member for slack_id, member in found.items() if member}


async def by_email(tools: Tools, addresses: Iterable[str]) -> dict[str, tuple[str, Member]]:
    """Return who has each of these addresses, by Slack id, and nothing of those nobody has."""
    found = await _each(addresses, partial(patiently, tools.slack.member_by_email))
    return {address: someone for address, someone in found.items() if someone}


async def _each(names: Iterable[str], look_up: Callable[[str], Awaitable[T]]) -> dict[str, T]:
    gate = asyncio.Semaphore(LOOK_UPS_AT_ONCE)

    async def through_the_gate(name: str) -> T:
        async with gate:
            return await look_up(name)

    names = list(dict.fromkeys(names))
    found = await asyncio.gather(*map(through_the_gate, names))
    return dict(zip(names, found, strict=True))


async def patiently(ask: Callable[[str], Awaitable[T]], name: str) -> T | None:
    """Return what Slack answers, waiting when it asks to; None for what it does not know.

    Raises:
        NotSentError: It asks to wait for longer than somebody would.
        OutcomeUnknownError: It does not answer.
        StoppedError: The bot may not ask.
    """
    for _ in range(PATIENCE):
        try:
            return await ask(name)
        except NotSentError as error:
            await asyncio.sleep(error.wait)
        except OutcomeUnknownError:
            # Looking somebody up twice does no harm.
            await asyncio.sleep(1.0)
        except StoppedError:
            # It lies with the app, and not with whoever was looked up.
            raise
        except RefusedError:
            return None
    return await ask(name)


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
