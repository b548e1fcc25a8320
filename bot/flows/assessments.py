"""An assessment is opened, filled in sheet by sheet, finished, or declined.

That somebody answered, and on which day, stands with their name; what they answered stands sealed
under a name that only their own link key makes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum, auto
from functools import partial
from typing import Any

from bot.flows import answers, drafts, seats
from bot.flows.seats import Seat
from bot.flows.tools import Tools, new_id
from bot.rules import sheets
from bot.rules.assessments import AGAIN
from bot.rules.sheets import Answers, Draft, Ref, Sheet
from content.instruments import Instrument
from storage import inbox, people, time_points
from storage.transactions import Transaction


class Shut(Enum):
    """Why an assessment cannot be filled in."""

    OFF = auto()
    NOT_YET = auto()
    DECLINED = auto()
    UNAVAILABLE = auto()


@dataclass(frozen=True, slots=True)
class Done:
    """An assessment that is finished; `just_now` by the last sheet that was sent off."""

    ref: Ref
    just_now: bool = False
    late: bool = False
    # Whether somebody answered something that brings the help card.
    support: bool = False


Opened = Sheet | Done | Shut


async def open_(tools: Tools, slack_id: str, text: str, now: datetime) -> Opened:
    """Return the sheet on which somebody goes on, or why there is none.

    Raises:
        NotYoursError: It is somebody else's.
    """

    def look(tx: Transaction) -> Opened:
        ref = seats.ref_of(tools, tx, slack_id, text)
        return _opened(tools, tx, seats.seat(tools, tx, slack_id, ref), now)

    return await tools.database.read(look)


async def send_off(
    tools: Tools, slack_id: str, text: str, filled: Mapping[str, Any], now: datetime
) -> Opened:
    """Keep a sheet and return the next; after the last one, keep the assessment.

    The same sheet twice counts once. What belongs to a former version of the questions is kept as
    far as it fits, and the questions are shown again.

    Raises:
        FieldsError: Something cannot be answered so; nothing is kept of that sheet.
        NotYoursError: It is somebody else's.
    """

    def keep(tx: Transaction) -> Opened:
        ref = seats.ref_of(tools, tx, slack_id, text)
        seat = seats.seat(tools, tx, slack_id, ref)
        shut = _shut(seat, now)
        if shut is not None or seat.instrument is None:
            return shut or Shut.UNAVAILABLE
        kept = drafts.found(tools, tx, seat, seat.instrument)
        pages = sheets.sheets(seat.questions)
        if ref.version != seat.instrument.version or ref.sheet >= len(pages):
            salvaged = sheets.salvaged(seat.instrument, seat.questions, filled)
            draft = Draft({**(kept.answers if kept else {}), **salvaged})
            drafts.keep(tools, tx, seat, seat.instrument, draft, now)
            return replace(_sheet(seat, draft, now), changed=True)
        given = sheets.read(seat.instrument, pages[ref.sheet], filled)
        draft = sheets.with_sheet(kept, seat.questions, ref.sheet, given)
        return _go_on(tools, tx, seat, ref.sheet, draft, now)

    return await tools.database.run(keep)


async def decline(tools: Tools, slack_id: str, text: str, now: datetime) -> Opened | None:
    """Ask somebody no more at a time point, and forget what they had begun; None when it is so.

    Returns the finished assessment of somebody who has answered.

    Raises:
        NotYoursError: It is somebody else's.
    """

    def keep(tx: Transaction) -> Opened | None:
        ref = seats.ref_of(tools, tx, slack_id, text)
        seat = seats.seat(tools, tx, slack_id, ref)
        if seat.standing.answered_on:
            return Done(seat.ref)
        _begin(tx, seat)
        time_points.decline(tx, seat.known.id, seat.cohort_id, seat.point, seat.today(now))
        if seat.link_key:
            inbox.forget(tx, [seat.draft_at(0).pseudonym])
        return None

    return await tools.database.run(keep)


def _opened(tools: Tools, tx: Transaction, seat: Seat, now: datetime) -> Opened:
    shut = _shut(seat, now)
    if shut is not None or seat.instrument is None:
        return shut or Shut.UNAVAILABLE
    kept = drafts.found(tools, tx, seat, seat.instrument)
    if kept is None:
        return _sheet(seat, Draft({}), now)
    # Of former questions no sheet counts as sent off, whatever of them still fits.
    begun = bool(kept.done)
    return replace(_sheet(seat, kept, now), resumed=begun, changed=not begun)


def _shut(seat: Seat, now: datetime) -> Done | Shut | None:
    """Return why nothing can be filled in; None when it can."""
    if seat.standing.answered_on:
        return Done(seat.ref)
    if seat.standing.declined_on:
        return Shut.DECLINED
    if seat.link_key is None or not seat.wants:
        return Shut.OFF
    if seat.opening is None or now < seat.opening.opens_at:
        return Shut.NOT_YET
    is_over = seat.point == AGAIN and seat.is_late(now)
    return None if seat.questions and not is_over else Shut.UNAVAILABLE


def _go_on(
    tools: Tools, tx: Transaction, seat: Seat, sheet: int, draft: Draft, now: datetime
) -> Opened:
    """Keep what somebody has filled in by now, and return what comes next."""
    assert seat.instrument is not None  # noqa: S101 -- else nothing was asked
    of = len(sheets.sheets(seat.questions))
    if sheets.next_open(of, draft.done, sheet) is not None:
        drafts.keep(tools, tx, seat, seat.instrument, draft, now)
        return _sheet(seat, draft, now, after=sheet)
    return _finish(tools, tx, seat, seat.instrument, draft.answers, now)


def _sheet(seat: Seat, draft: Draft, now: datetime, after: int = -1) -> Sheet:
    """Return the first sheet that was not sent off, from the one `after` on if there is one."""
    assert seat.instrument is not None  # noqa: S101 -- else nothing was asked
    pages = sheets.sheets(seat.questions)
    number = sheets.next_open(len(pages), draft.done, after) or 0
    return Sheet(
        replace(seat.ref, sheet=number),
        seat.instrument,
        pages[number],
        len(pages),
        draft.answers,
        late=seat.is_late(now),
    )


def _finish(
    tools: Tools,
    tx: Transaction,
    seat: Seat,
    instrument: Instrument,
    given: Answers,
    now: datetime,
) -> Done:
    """Keep a whole assessment, in place of what was half-filled."""
    _begin(tx, seat)
    time_points.answer(tx, seat.known.id, seat.cohort_id, seat.point, seat.today(now))
    inbox.forget(tx, [seat.draft_at(0).pseudonym])
    at = seat.finished_at(instrument.version)
    # Whether a scale begins at 0 or 1 must never be guessed later.
    plain = {
        "answers": dict(given),
        "lowest": {scale.id: scale.lowest for scale in instrument.scales},
        "scoring": instrument.scoring_version,
    }
    row = seats.row(tools.ring, seat, instrument, at, plain, now)
    inbox.keep(tx, row, partial(answers.resealed_if_opened, tools.ring))
    if seat.point == "pre":
        # The second time before the training is planned from the first on.
        people.plan_again(tx, seat.known.id, now)
    support = sheets.asks_for_support(instrument, given)
    return Done(seat.ref, just_now=True, late=seat.is_late(now), support=support)


def _begin(tx: Transaction, seat: Seat) -> None:
    time_points.begin(tx, seat.known, seat.cohort_id, seat.point, new_id=new_id())
