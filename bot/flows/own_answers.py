"""People see their own answers to check-ins, in words; nobody else does."""

from dataclasses import replace
from datetime import datetime

from bot.flows import answers, purging, seats
from bot.flows.people import allowed
from bot.flows.tools import Tools
from bot.messages.data import Own, Page
from bot.rules import cadence
from bot.rules.roles import Act
from bot.rules.sheets import Ref
from storage import deletions, inbox
from storage.deletions import Asked
from storage.people import Known
from storage.transactions import Transaction

# As many as fit a window that is still read with a thumb.
PAGE = 10


async def mine(tools: Tools, slack_id: str, now: datetime, older_than: str | None = None) -> Page:
    """Return the newest of this person's answers, or those after the question `older_than`.

    Raises:
        NotAllowedError: They are on no roster.
    """

    def look(tx: Transaction) -> Page:
        known = allowed(tools, tx, slack_id, Act.MY_DATA)
        link_key = answers.link_key_of(tools.ring, tx, known.id)
        if link_key is None:
            return _without_key(tools, tx, known.id, now)
        page = _page(tools, tx, known.id, link_key, older_than)
        return page if older_than else replace(page, points=_points(tools, tx, known))

    return await tools.database.read(look)


def _without_key(tools: Tools, tx: Transaction, person_id: str, now: datetime) -> Page:
    """Return what is shown to somebody without a link key: it is deleted, lost, or too old."""
    answered = any(one.answered_on for one in deletions.questions(tx, person_id))
    return Page((), lost=answered, over=purging.is_over(tools, tx, person_id, now))


def all_of(tools: Tools, tx: Transaction, person_id: str, link_key: bytes) -> list[Own]:
    """Return every answer of somebody to a check-in, in words, newest first."""
    asked = (one for one in deletions.questions(tx, person_id) if one.answered_on)
    return [_own(tools, tx, link_key, one) for one in asked]


def _page(
    tools: Tools, tx: Transaction, person_id: str, link_key: bytes, older_than: str | None
) -> Page:
    asked = [one for one in deletions.questions(tx, person_id) if one.answered_on]
    ids = [one.delivery_id for one in asked]
    start = ids.index(older_than) + 1 if older_than in ids else 0
    shown = asked[start : start + PAGE]
    more = shown[-1].delivery_id if len(asked) > start + PAGE else None
    return Page(tuple(_own(tools, tx, link_key, one) for one in shown), more)


def _points(tools: Tools, tx: Transaction, known: Known) -> tuple[Ref, ...]:
    """Return which assessments this person has finished."""
    return tuple(
        seat.ref for seat in seats.seats(tools, tx, known) if seat.standing.answered_on is not None
    )


def _own(tools: Tools, tx: Transaction, link_key: bytes, asked: Asked) -> Own:
    """Return an answer in words."""
    at = answers.place(link_key, asked.content_id, asked.content_version, asked.local_date)
    sealed = inbox.find(tx, at.pseudonym)
    checkin = tools.written.checkins.get(asked.content_id)
    chosen = (
        checkin.choice(answers.opened_choice(tools.ring, at, sealed))
        if checkin and sealed
        else None
    )
    return Own(
        asked.delivery_id,
        cadence.week_of(asked.local_date),
        checkin.ask if checkin else None,
        chosen.label if chosen else None,
        found=sealed is not None,
        zoned=checkin is not None and checkin.names_zones,
    )
