"""Somebody leaves a cohort's list, for another or for none; the first in line gets the place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.flows import cohorts, places
from bot.flows.tools import Tools
from bot.messages.cohort_forms import OFF, WHERE, WHO, Choice
from bot.messages.cohorts import Window
from bot.rules import cohorts as rules
from bot.rules.cohorts import Deed, Seen, free_places
from bot.rules.forms import FieldsError
from storage import cohorts as stored
from storage import people, replies, rosters, trainings, waiting
from storage.cohorts import Standing
from storage.people import Known
from storage.transactions import Transaction

NOT_LISTED = "That person is not on this list. Choose somebody who is."
ELSEWHERE = "Choose where they are to go, or “Off the list”."


@dataclass(frozen=True, slots=True)
class Moved:
    """The cohort from which somebody was moved, as it stands now; who got their place."""

    window: Window
    person: str
    to: str | None
    given_to: Sequence[str]


async def lists(tools: Tools, seen: Seen, now: datetime) -> tuple[str, list[Choice]]:
    """Return the name of a cohort, and the others of its site that people can come to.

    Raises:
        NotAllowedError: The speaker neither leads nor coordinates it.
        NotNowError: Nobody can leave its list any more.
    """

    def look(tx: Transaction) -> tuple[str, list[Choice]]:
        standing, _ = cohorts.able(tools, tx, seen, Deed.MOVE, now)
        return standing.name, list(_others(tx, standing, now))

    return await tools.database.read(look)


async def move(tools: Tools, seen: Seen, who: str, where: str, now: datetime) -> Moved:
    """Take somebody off a list or a waiting list; put them on another unless `where` is OFF.

    Raises:
        NotAllowedError: The speaker neither leads nor coordinates the cohort.
        NotNowError: Nobody can leave its list any more.
        StaleError: Somebody has changed it since.
        FieldsError: They are not on it, or the other one cannot take them.
    """

    def keep(tx: Transaction) -> Moved:
        standing, found = cohorts.change(tools, tx, seen, Deed.MOVE, now)
        known = _leave(tx, standing, who, now)
        target = _target(tx, standing, where, known, now)
        if target is None:
            places.tell(tx, standing.group, known, places.TAKEN_OFF, now)
        else:
            there = Seen(seen.slack_id, target.id, target.revision)
            cohorts.changed(tx, target, there, Deed.MOVE, now)
            places.give(tools, tx, target.group, known, now, places.MOVED)
        given = places.fill(tools, tx, standing, found, now)
        window = cohorts.after(tools, tx, seen, now)
        return Moved(window, who, target.name if target else None, given)

    return await tools.database.run(keep)


def _leave(tx: Transaction, standing: Standing, who: str, now: datetime) -> Known:
    known = people.find(tx, who)
    if known and rosters.leave(tx, standing.id, known.id, now):
        replies.forget_of(tx, known.id, standing.id)
        return known
    if known and waiting.remove(tx, standing.id, known.id):
        return known
    raise FieldsError({WHO: NOT_LISTED})


def _target(
    tx: Transaction, standing: Standing, where: str, known: Known, now: datetime
) -> Standing | None:
    """Return the cohort to which somebody goes, which has a place for them; None for none."""
    if where == OFF:
        return None
    target = stored.standing(tx, where)
    if target is None or target not in _able(tx, standing, now):
        raise FieldsError({WHERE: ELSEWHERE})
    if rosters.is_on(tx, known.id, target.id):
        raise FieldsError({WHERE: "They are on that list already. Choose “Off the list” here."})
    if not free_places(target.places, stored.taken(tx, target.id)):
        raise FieldsError({WHERE: f"{target.name} is full: {target.places} of {target.places}."})
    return target


def _others(tx: Transaction, standing: Standing, now: datetime) -> Iterator[Choice]:
    for other in _able(tx, standing, now):
        left = free_places(other.places, stored.taken(tx, other.id))
        yield Choice(f"{other.name} ({left} free)", other.id)


def _able(tx: Transaction, standing: Standing, now: datetime) -> list[Standing]:
    """Return the other cohorts of the site to whose lists people can still come."""
    return [
        other
        for group in trainings.cohorts(tx, [standing.site_id])
        if group.id != standing.id and (other := stored.standing(tx, group.id))
        and Deed.INVITE in rules.MAY[cohorts.stage(tx, other.id, now)]
    ]  # fmt: skip
