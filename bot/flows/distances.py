"""Somebody on a roster says in private who manages them, or takes it back.

It stands in no audit and no log, and a dump of the database does not tell who said it.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime

from bot.flows import answers
from bot.flows.people import allowed, give_link_key
from bot.flows.tools import Tools, new_id
from bot.messages.distances import MANAGER
from bot.rules import cadence
from bot.rules.forms import FieldsError
from bot.rules.roles import Act
from storage import distances, people, rosters
from storage.distances import Kept, Said
from storage.people import Known
from storage.rosters import Place
from storage.seal import NotOpenedError, pseudonym
from storage.transactions import Transaction

NOT_YOURSELF = "That is you, and you are welcome here. Please choose somebody else."


async def named(tools: Tools, slack_id: str) -> Mapping[str, str]:
    """Return whom this person has named as their manager, by the opaque name of having said it.

    Raises:
        NotAllowedError: They are on no roster.
    """

    def look(tx: Transaction) -> Mapping[str, str]:
        known = allowed(tools, tx, slack_id, Act.MANAGER)
        sealed = people.link_key(tx, known.id)
        if sealed is None:
            return {}
        mine = _mine(tx, known, answers.opened_link_key(tools.ring, known.id, sealed))
        # Whoever has moved has said it on both lists, and reads of it once.
        managers = {said.manager_slack_id: said.tag for said in mine}
        return {tag: manager for manager, tag in managers.items()}

    return await tools.database.read(look)


async def keep_away(tools: Tools, slack_id: str, manager: str, now: datetime) -> None:
    """Have `manager` see nothing of this person's cohort that is released from here on.

    Raises:
        NotAllowedError: They are on no roster.
        FieldsError: They have chosen themselves.
    """
    if manager == slack_id:
        raise FieldsError({MANAGER: NOT_YOURSELF})

    def keep(tx: Transaction) -> None:
        known = allowed(tools, tx, slack_id, Act.MANAGER)
        _say(tools, tx, known, manager, now)

    await tools.database.run(keep)


def managers(tools: Tools, tx: Transaction, known: Known) -> frozenset[str]:
    """Return whom this person has named as managing them; nobody when their key is gone."""
    sealed = people.link_key(tx, known.id)
    if sealed is None:
        return frozenset()
    try:
        link_key = answers.opened_link_key(tools.ring, known.id, sealed)
    except NotOpenedError:
        return frozenset()
    return frozenset(said.manager_slack_id for said in _mine(tx, known, link_key))


def carry_over(tools: Tools, tx: Transaction, known: Known, now: datetime) -> None:
    """Have what this person has said hold in the cohort to whose list they have come, too."""
    try:
        mine = list(_mine(tx, known, _link_key(tools, tx, known)))
    except NotOpenedError:
        # With its key it is lost who had said it.
        return
    for manager in sorted({said.manager_slack_id for said in mine}):
        _say(tools, tx, known, manager, now)


def forget(tools: Tools, tx: Transaction, known: Known, link_key: bytes, now: datetime) -> None:
    """Have everything this person has said end as if they took it back: their key goes."""
    for said in list(_mine(tx, known, link_key)):
        distances.take_back(tx, said.tag, _next_release(tools, known.site_id, now))


def _say(tools: Tools, tx: Transaction, known: Known, manager: str, now: datetime) -> None:
    """Keep a distance in the cohort this person is counted in: on two lists it would tell who."""
    link_key = _link_key(tools, tx, known)
    for place in rosters.places_of(tx, known.id):
        if rosters.is_latest(tx, place):
            distances.say(
                tx,
                Kept(
                    id=new_id(),
                    site_id=place.site_id,
                    cohort_id=place.cohort_id,
                    manager_slack_id=manager,
                    tag=_tag(link_key, place, manager),
                    counts_from=_next_release(tools, place.site_id, now),
                ),
            )


async def take_back(tools: Tools, slack_id: str, tag: str, now: datetime) -> None:
    """End what this person said of a manager, in every cohort of theirs.

    Nothing happens when the tag is not one of theirs, or was taken back before.

    Raises:
        NotAllowedError: They are on no roster.
    """

    def end(tx: Transaction) -> None:
        known = allowed(tools, tx, slack_id, Act.MANAGER)
        mine = list(_mine(tx, known, _link_key(tools, tx, known)))
        managers = {said.manager_slack_id for said in mine if said.tag == tag}
        for said in mine:
            if said.manager_slack_id in managers:
                distances.take_back(tx, said.tag, _next_release(tools, known.site_id, now))

    await tools.database.run(end)


def _link_key(tools: Tools, tx: Transaction, known: Known) -> bytes:
    """Return this person's link key, which is made if there is none."""
    give_link_key(tools, tx, known)
    sealed = people.link_key(tx, known.id)
    assert sealed is not None  # noqa: S101 -- kept just now
    return answers.opened_link_key(tools.ring, known.id, sealed)


def _mine(tx: Transaction, known: Known, link_key: bytes) -> Iterator[Said]:
    """Yield what this person has said, which only their own key finds."""
    places = {place.cohort_id: place for place in rosters.places_of(tx, known.id)}
    for said in distances.said(tx, places):
        if said.tag == _tag(link_key, places[said.cohort_id], said.manager_slack_id):
            yield said


def _next_release(tools: Tools, site_id: str, now: datetime) -> datetime:
    """Return the next release: all that is kept of when something was said.

    It counts from then on anyway, and everybody who says something in a week says it then.
    """
    site = tools.sites.get(site_id)
    # Of a site that is gone nothing is released any more.
    return cadence.next_release(site.zone if site else "UTC", now)


def _tag(link_key: bytes, place: Place, manager: str) -> str:
    return pseudonym(link_key, ("manages-me", place.cohort_id, manager))
