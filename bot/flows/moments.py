"""Somebody chooses when they are asked one month after the training."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.flows import seats
from bot.flows.assessments import Shut
from bot.flows.seats import Seat
from bot.flows.tools import Tools, new_id
from bot.rules import cadence, forms
from bot.rules.assessments import Opening
from bot.rules.sheets import Ref
from storage import people, time_points
from storage.people import Known
from storage.transactions import Transaction


@dataclass(frozen=True, slots=True)
class Choosable:
    """The window in which somebody may choose a moment, and how they read the clock."""

    ref: Ref
    opening: Opening
    known: Known


async def offer(tools: Tools, slack_id: str, text: str, now: datetime) -> Choosable | Shut:
    """Return between which moments somebody may choose, or why they may not.

    Raises:
        NotYoursError: It is somebody else's.
    """

    def look(tx: Transaction) -> Choosable | Shut:
        seat = _seat(tools, tx, slack_id, text)
        shut = _shut(seat, now)
        if shut or seat.opening is None:
            return shut or Shut.UNAVAILABLE
        return Choosable(seat.ref, seat.opening, seat.known)

    return await tools.database.read(look)


async def choose(
    tools: Tools, slack_id: str, text: str, day: str | None, hour: str | None, now: datetime
) -> tuple[datetime, str] | Shut:
    """Keep the moment at which somebody wants to be asked; return it with their zone.

    Raises:
        FieldsError: It is no moment of the window.
        NotYoursError: It is somebody else's.
    """

    def keep(tx: Transaction) -> tuple[datetime, str] | Shut:
        seat = _seat(tools, tx, slack_id, text)
        shut = _shut(seat, now)
        if shut or seat.opening is None:
            return shut or Shut.UNAVAILABLE
        chosen = forms.moment(seat.opening, day, hour, seat.known.zone)
        time_points.begin(tx, seat.known, seat.cohort_id, seat.point, new_id=new_id())
        time_points.choose(tx, seat.known.id, seat.cohort_id, seat.point, chosen)
        people.plan_again(tx, seat.known.id, now)
        return cadence.moment(*chosen, seat.known.zone), seat.known.zone

    return await tools.database.run(keep)


def _seat(tools: Tools, tx: Transaction, slack_id: str, text: str) -> Seat:
    """Return the assessment of one month, of the training that a button is about."""
    ref = seats.ref_of(tools, tx, slack_id, text)
    return seats.seat(tools, tx, slack_id, replace(ref, point="month_1"))


def _shut(seat: Seat, now: datetime) -> Shut | None:
    if not seat.wants:
        return Shut.OFF
    if not seat.standing.is_open:
        return Shut.DECLINED if seat.standing.declined_on else Shut.UNAVAILABLE
    started = seat.opening is None or now >= seat.opening.opens_at
    return Shut.UNAVAILABLE if started or not seat.questions else None
