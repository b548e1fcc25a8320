"""People see their own assessments: which there are, what one says, and how it goes over time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.flows import answers, own_answers, seats
from bot.flows.assessments import Shut
from bot.flows.people import allowed
from bot.flows.seats import Seat
from bot.flows.tools import Tools
from bot.messages.data import Own
from bot.messages.own_assessments import Line, State
from bot.rules import assessments, keeping, results
from bot.rules.assessments import CORE
from bot.rules.results import Filled, History, Result
from bot.rules.roles import Act
from bot.rules.sheets import Ref
from content.instruments import Instrument
from storage import inbox
from storage.people import Known
from storage.seal import NotOpenedError
from storage.transactions import Transaction


@dataclass(frozen=True, slots=True)
class Shown:
    """A result, or None where nobody finds what was answered any more."""

    ref: Ref
    result: Result | None


async def listed(tools: Tools, slack_id: str, now: datetime) -> list[Line]:
    """Return every assessment of this person, in order, and what they can do with it.

    Raises:
        NotAllowedError: They are on no roster.
    """

    def look(tx: Transaction) -> list[Line]:
        known = allowed(tools, tx, slack_id, Act.ASSESSMENTS)
        found = (_line(seat, now) for seat in seats.seats(tools, tx, known))
        return [line for line in found if line]

    return await tools.database.read(look)


async def result(tools: Tools, slack_id: str, text: str) -> Shown | Shut:
    """Return what one assessment of this person says, or why it cannot be put into words now.

    Raises:
        NotYoursError: It is somebody else's.
    """

    def look(tx: Transaction) -> Shown | Shut:
        ref = seats.ref_of(tools, tx, slack_id, text)
        seat = seats.seat(tools, tx, slack_id, ref)
        if seat.instrument is None:
            return Shut.UNAVAILABLE
        filled = _filled(tools, tx, seat)
        exercises = tools.library.exercises.values()
        return Shown(ref, results.result(seat.instrument, filled, ref.point, exercises))

    return await tools.database.read(look)


async def weeks(tools: Tools, slack_id: str) -> list[Own]:
    """Return what this person said of how much they carry, newest first.

    Raises:
        NotAllowedError: They are on no roster.
    """

    def look(tx: Transaction) -> list[Own]:
        known = allowed(tools, tx, slack_id, Act.MY_DATA)
        link_key = answers.link_key_of(tools.ring, tx, known.id)
        if link_key is None:
            return []
        return [one for one in own_answers.all_of(tools, tx, known.id, link_key) if one.zoned]

    return await tools.database.read(look)


async def history(tools: Tools, slack_id: str) -> list[History]:
    """Return the own history of this person, cohort by cohort.

    Raises:
        NotAllowedError: They are on no roster.
    """

    def look(tx: Transaction) -> list[History]:
        known = allowed(tools, tx, slack_id, Act.ASSESSMENTS)
        cohorts = {seat.cohort_id: seat for seat in seats.seats(tools, tx, known)}
        instrument = tools.library.instruments.get(CORE)
        if instrument is None:
            return []
        found = (results.history(instrument, _filled(tools, tx, one)) for one in cohorts.values())
        return [one for one in found if one.rows]

    return await tools.database.read(look)


def all_of(tools: Tools, tx: Transaction, known: Known) -> Iterator[tuple[Instrument, Filled]]:
    """Yield every finished assessment of this person that can be opened, in order."""
    for seat in seats.seats(tools, tx, known):
        filled = _opened(tools, tx, seat)
        if filled and seat.instrument:
            yield seat.instrument, filled


def _filled(tools: Tools, tx: Transaction, seat: Seat) -> list[Filled]:
    """Return every finished assessment of the same person and cohort that can be opened."""
    found = (
        _opened(tools, tx, one)
        for one in seats.seats(tools, tx, seat.known)
        if one.cohort_id == seat.cohort_id
    )
    return [filled for filled in found if filled]


def _opened(tools: Tools, tx: Transaction, seat: Seat) -> Filled | None:
    if seat.link_key is None or seat.instrument is None:
        return None
    kept = inbox.find_whole(tx, seat.finished_at(0).pseudonym)
    if kept is None or kept.content_id != seat.instrument.id:
        return None
    try:
        plain = answers.opened_assessment(
            tools.ring, seat.finished_at(kept.content_version), kept.sealed
        )
    except NotOpenedError:
        return None
    return Filled(seat.point, plain["answers"], plain["scoring"], late=keeping.is_late(kept.period))


def _line(seat: Seat, now: datetime) -> Line | None:
    """Return one line of somebody's assessments; None for what does not concern them."""
    if seat.opening is None or not seat.questions:
        return None
    state = _state(seat, now)
    if seat.point == assessments.AGAIN and state not in ("open", "done"):
        return None
    return Line(seat.ref, state, seat.opening, seat.known.zone, seat.standing.chosen)


def _state(seat: Seat, now: datetime) -> State:
    assert seat.opening is not None  # noqa: S101 -- asked only where there is one
    if seat.standing.answered_on:
        return "done"
    if seat.standing.declined_on:
        return "declined"
    if not seat.wants or seat.link_key is None:
        return "off"
    if now < seat.opening.opens_at:
        return "ahead"
    return "late" if seat.is_late(now) else "open"
