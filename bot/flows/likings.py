"""People keep a private list of what helps them; it changes nothing that is sent to them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial

from bot.flows import answers
from bot.flows.people import allowed
from bot.flows.tools import Tools
from bot.rules import cadence, keeping, likings
from bot.rules.likings import Mark, Marks
from bot.rules.roles import Act
from content.model import Exercise
from storage import deletions as stored
from storage import inbox, rosters
from storage.inbox import Sealed
from storage.people import Known
from storage.seal import NotOpenedError
from storage.transactions import Transaction

CONTENT = "what-helps"
# It is of no week: it stays until it is deleted, or too old.
PERIOD = "liking"
VERSION = 1

Marked = dict[Mark, Sequence[Exercise]]


async def mine(tools: Tools, slack_id: str) -> Marked | None:
    """Return what helps this person; None for somebody who cannot keep a list.

    Raises:
        NotAllowedError: They are on no roster.
    """

    def look(tx: Transaction) -> Marked | None:
        known = allowed(tools, tx, slack_id, Act.MY_DATA)
        link_key = answers.link_key_of(tools.ring, tx, known.id)
        if link_key is None:
            return None
        return likings.by_mark(marks(tools, tx, link_key), tools.library.exercises.values())

    return await tools.database.read(look)


async def mark(tools: Tools, slack_id: str, exercise_id: str, as_: Mark) -> Exercise | None:
    """Keep what somebody says of an exercise; return it, or None when no list can be kept.

    Raises:
        NotAllowedError: They are on no roster.
    """

    def keep(tx: Transaction) -> Exercise | None:
        known = allowed(tools, tx, slack_id, Act.MY_DATA)
        link_key = answers.link_key_of(tools.ring, tx, known.id)
        exercise = tools.library.exercises.get(exercise_id)
        if link_key is None or exercise is None:
            return None
        _keep(tools, tx, known, link_key, {**marks(tools, tx, link_key), exercise.id: as_})
        return exercise

    return await tools.database.run(keep)


async def delete(tools: Tools, slack_id: str, now: datetime) -> date:
    """Delete the list of this person; return the day by which no backup has it.

    Raises:
        NotAllowedError: They are on no roster.
    """

    def forget(tx: Transaction) -> date:
        known = allowed(tools, tx, slack_id, Act.MY_DATA)
        today = cadence.local_day(now, known.zone)
        if link_key := answers.link_key_of(tools.ring, tx, known.id):
            name = answers.liking_place(link_key, VERSION).pseudonym
            inbox.forget(tx, [name])
            stored.note(tx, known.site_id, name, today)
        return keeping.gone_on(today)

    gone_on = await tools.database.run(forget)
    tools.tasks.start(tools.database.tidy())
    return gone_on


def marks(tools: Tools, tx: Transaction, link_key: bytes) -> Marks:
    """Return what somebody said of each exercise; nothing where it cannot be opened any more."""
    at = answers.liking_place(link_key, VERSION)
    sealed = inbox.find(tx, at.pseudonym)
    if sealed is None:
        return {}
    try:
        kept = answers.opened_liking(tools.ring, at, sealed)
    except NotOpenedError:
        return {}
    return {exercise_id: Mark(as_) for exercise_id, as_ in kept.items()}


def _keep(tools: Tools, tx: Transaction, known: Known, link_key: bytes, marked: Marks) -> None:
    """Keep a list in place of the one before, among those of its cohort.

    It stays where it was first laid down: moving to a later cohort, it would tell whose it is.
    """
    at = answers.liking_place(link_key, VERSION)
    sealed = answers.sealed_liking(tools.ring, at, marked)
    before = inbox.find_whole(tx, at.pseudonym)
    row = replace(before, sealed=sealed) if before else _row(tx, known, at.pseudonym, sealed)
    inbox.keep(tx, row, partial(answers.resealed_if_opened, tools.ring), "liking")


def _row(tx: Transaction, known: Known, name: str, sealed: bytes) -> Sealed:
    place = next(one for one in rosters.places_of(tx, known.id) if rosters.is_latest(tx, one))
    return Sealed(place.site_id, place.cohort_id, name, CONTENT, VERSION, PERIOD, sealed)
