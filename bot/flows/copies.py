"""A copy of the database forgets again what people have deleted since it was made.

It says of itself that it is a copy, and nothing runs on it before. What it finds somebody by is
their link key; without those it has what `parting` returns.
"""

from collections.abc import Mapping
from datetime import date, datetime
from functools import partial

from bot.flows import answers
from bot.flows.deletions import EVERYTHING, forget_all, name_of
from bot.flows.people import give_link_key
from bot.flows.tools import Tools
from bot.rules.assessments import POINTS
from storage import deletions, inbox, people, rosters, time_points
from storage.people import Known, SealedKey
from storage.seal import NotOpenedError, pseudonym
from storage.transactions import Transaction


class NotSettledError(Exception):
    """The database is a restored copy, and what was deleted since is still in it."""


async def journal(tools: Tools) -> dict[str, date]:
    """Return the tag and the day of every deletion, in an order that says nothing."""
    return await tools.database.read(deletions.journal)


async def reapply(tools: Tools, noted: Mapping[str, date], now: datetime) -> int:
    """Delete again whatever of the journal is found in this database; return how often it was.

    For a database that was restored from a copy older than some of the deletions.

    Raises:
        NotOpenedError: A link key was sealed with a key that is not here.
    """
    found, given_again = 0, set[str]()
    for known in await tools.database.read(deletions.owners):
        deleted, again = await tools.database.run(
            partial(_reapply_to, tools, known=known, noted=noted, now=now)
        )
        found += deleted
        given_again |= again
    for known, sealed in await tools.database.read(deletions.partings):
        found += await tools.database.run(
            partial(_reapply_without_key, tools, known=known, sealed=sealed, noted=noted, now=now)
        )
    # Answers whose person cannot be found any more.
    lost = sorted(noted.keys() - given_again)
    await tools.database.run(partial(inbox.forget, pseudonyms=lost))
    await tools.database.run(deletions.settle)
    await tools.database.tidy()
    return found


def parting(tools: Tools, key: SealedKey) -> bytes | None:
    """Return what a copy holds of somebody in place of their link key: two tags, sealed.

    By these it is known whether they have deleted all, or left, since. None where no key of the
    site opens the link key.
    """
    try:
        link_key = answers.opened_link_key(tools.ring, key.person_id, key.sealed)
    except NotOpenedError:
        return None
    tags = " ".join(pseudonym(link_key, (how,)) for how in EVERYTHING)
    return tools.ring.seal(tags.encode(), parting_row(key.person_id))


async def require_settled(tools: Tools) -> None:
    """Return when this database is no copy, or what was deleted since is deleted again in it.

    Raises:
        NotSettledError: It is such a copy.
    """
    if await tools.database.read(deletions.made_at):
        raise NotSettledError


def _reapply_to(
    tools: Tools, tx: Transaction, *, known: Known, noted: Mapping[str, date], now: datetime
) -> tuple[int, set[str]]:
    """Delete again what this person had deleted; return how many times they had.

    And the names of what they have answered again since, which is not deleted.
    """
    sealed = people.link_key(tx, known.id)
    if sealed is None:
        return 0, set()
    link_key = answers.opened_link_key(tools.ring, known.id, sealed)
    for how in EVERYTHING:
        if on := noted.get(pseudonym(link_key, (how,))):
            forget_all(tools, tx, known, how, on, now)
            return 1, set()
    asked = {name_of(link_key, one): one for one in deletions.questions(tx, known.id)}
    answered = {name: one.answered_on for name, one in asked.items() if one.answered_on}
    noted_here = answered.keys() & noted.keys()
    given_again = {name for name in noted_here if answered[name] > noted[name]}
    deleted = noted_here - given_again
    inbox.forget(tx, deleted)
    for name in deleted:
        deletions.forget_answered_one(tx, asked[name].delivery_id)
        deletions.note(tx, known.site_id, name, noted[name])
    points = _reapply_points(tx, known, link_key, noted)
    liking = _reapply_liking(tx, known, link_key, noted)
    return len(deleted) + points + liking, given_again


def _reapply_points(
    tx: Transaction, known: Known, link_key: bytes, noted: Mapping[str, date]
) -> int:
    """Delete again each assessment this person had deleted; return how many they had.

    Whoever has deleted one is not asked again, so none was given anew since.
    """
    found = 0
    for cohort_id in {place.cohort_id for place in rosters.places_of(tx, known.id)}:
        for point in POINTS:
            name = answers.point_place(link_key, cohort_id, point, 0).pseudonym
            if on := noted.get(name):
                inbox.forget(tx, [name])
                deletions.note(tx, known.site_id, name, on)
                found += time_points.take_back(tx, known.id, cohort_id, point, on)
    return found


def _reapply_liking(
    tx: Transaction, known: Known, link_key: bytes, noted: Mapping[str, date]
) -> int:
    """Delete again the list of what helps this person, if they had deleted it; return how many.

    It has one name for good: whoever had begun a new one since begins it once more.
    """
    name = answers.liking_place(link_key, 0).pseudonym
    if on := noted.get(name):
        inbox.forget(tx, [name])
        deletions.note(tx, known.site_id, name, on)
    return int(name in noted)


def _reapply_without_key(
    tools: Tools,
    tx: Transaction,
    *,
    known: Known,
    sealed: bytes,
    noted: Mapping[str, date],
    now: datetime,
) -> int:
    """Forget all of somebody whose link key this copy does not have; return how often they had.

    Whoever has not gets a new one: the answers of before are lost, and later ones are not.
    """
    tags = tools.ring.open(sealed, parting_row(known.id)).decode().split()
    for how, tag in zip(EVERYTHING, tags, strict=True):
        if on := noted.get(tag):
            forget_all(tools, tx, known, how, on, now)
            # Without the key it would not be noted here, for the next copy.
            deletions.note(tx, known.site_id, tag, on)
            return 1
    give_link_key(tools, tx, known)
    return 0


def parting_row(person_id: str) -> str:
    """Return by what name the tags of somebody are sealed."""
    return f"parting:{person_id}"
