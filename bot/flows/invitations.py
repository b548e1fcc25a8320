"""People are invited to a cohort, and whoever invites them hears what became of each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.flows import cohorts, members, places
from bot.flows.tools import Tools
from bot.rules.cohorts import Deed, Seen, free_places
from bot.rules.invitations import Answer, Outcome, Pasted
from bot.slack import Member
from storage import cohorts as stored
from storage import rosters, waiting
from storage.cohorts import Standing
from storage.transactions import Transaction


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom a trainer wants to invite: people picked by Slack id, and lines that were pasted."""

    people: Sequence[str]
    lines: Sequence[Pasted]


@dataclass(frozen=True, slots=True)
class Invited:
    """What became of everybody, in the order in which they were named."""

    cohort: str
    answers: tuple[Answer, ...]


async def room(tools: Tools, seen: Seen, now: datetime) -> tuple[str, int]:
    """Return the name of a cohort to which people can be invited now, and its free places.

    Raises:
        NotAllowedError: The speaker neither leads nor coordinates it.
        NotNowError: Nobody can be invited any more.
    """

    def look(tx: Transaction) -> tuple[str, int]:
        standing, _ = cohorts.able(tools, tx, seen, Deed.INVITE, now)
        return standing.name, free_places(standing.places, stored.taken(tx, standing.id))

    return await tools.database.read(look)


async def invite(tools: Tools, seen: Seen, wanted: Wanted, now: datetime) -> Invited:
    """Put people on a cohort's list, or on its waiting list; whoever is there stays as they are.

    It needs no sight of the last change: two trainers who invite at once invite everybody.

    Raises:
        NotAllowedError: The speaker neither leads nor coordinates it.
        NotNowError: Nobody can be invited any more.
    """
    by_email = await members.by_email(tools, [one.address for one in wanted.lines if one.address])
    known = dict(await members.known_to_slack(tools, wanted.people)) | dict(by_email.values())

    def keep(tx: Transaction) -> Invited:
        standing, _ = cohorts.able(tools, tx, seen, Deed.INVITE, now)
        became = {one: _placed(tools, tx, standing, one, known[one], now) for one in known}
        if any(outcome in (Outcome.INVITED, Outcome.WAITS) for outcome in became.values()):
            latest = replace(seen, revision=standing.revision)
            cohorts.changed(tx, standing, latest, Deed.INVITE, now)
        ids = {address: found[0] for address, found in by_email.items()}
        return Invited(standing.name, tuple(_answers(wanted, ids, became)))

    return await tools.database.run(keep)


def _placed(
    tools: Tools, tx: Transaction, standing: Standing, slack_id: str, member: Member, now: datetime
) -> Outcome:
    """Give somebody a place, or the last place in line; return what became of them."""
    if not member.is_active:
        return Outcome.DEACTIVATED
    if not member.is_person:
        return Outcome.GUEST
    known = members.met(tools, tx, slack_id, member, standing.site_id)
    if rosters.is_on(tx, known.id, standing.id):
        return Outcome.ALREADY_IN
    in_line = [one.person_id for one in waiting.in_line(tx, standing.id)]
    left = free_places(standing.places, stored.taken(tx, standing.id))
    # Whoever has waited longer was there first.
    ahead = in_line.index(known.id) if known.id in in_line else len(in_line)
    if left > ahead:
        places.give(tools, tx, standing.group, known, now)
        return Outcome.INVITED
    placed = places.wait(tx, standing.group, known, now)
    return Outcome.WAITS if placed else Outcome.ALREADY_WAITS


def _answers(
    wanted: Wanted, ids: Mapping[str, str], became: Mapping[str, Outcome]
) -> Iterator[Answer]:
    """Yield an answer for everybody picked, and for each line as it was written."""
    for slack_id in wanted.people:
        yield Answer(slack_id, became.get(slack_id, Outcome.UNKNOWN))
    for one in wanted.lines:
        if one.address is None:
            yield Answer(one.line, Outcome.NO_ADDRESS, is_mention=False)
        else:
            found = became.get(ids.get(one.address, ""), Outcome.UNKNOWN)
            yield Answer(one.line, found, is_mention=False)
