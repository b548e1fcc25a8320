"""A half-filled assessment: it stands alone, sealed, under a name that only its link key makes."""

from datetime import datetime
from functools import partial

from bot.flows import answers, seats
from bot.flows.seats import Seat
from bot.flows.tools import Tools
from bot.rules import sheets
from bot.rules.sheets import Draft
from content.instruments import Instrument
from storage import inbox
from storage.transactions import Transaction


def found(tools: Tools, tx: Transaction, seat: Seat, instrument: Instrument) -> Draft | None:
    """Return what somebody has begun; of a former version of the questions, what still fits."""
    kept = inbox.find_whole(tx, seat.draft_at(0).pseudonym)
    if kept is None:
        return None
    at = seat.draft_at(kept.content_version)
    plain = answers.opened_assessment(tools.ring, at, kept.sealed)
    if kept.content_version != instrument.version or kept.content_id != instrument.id:
        return Draft(sheets.still_fitting(instrument, plain["answers"]))
    return Draft(plain["answers"], frozenset(plain["done"]))


def keep(
    tools: Tools, tx: Transaction, seat: Seat, instrument: Instrument, draft: Draft, now: datetime
) -> None:
    """Keep what somebody has begun, in place of what was kept of it before."""
    at = seat.draft_at(instrument.version)
    # A draft of an earlier day, or of former questions, lies in another lot.
    inbox.forget(tx, [at.pseudonym])
    plain = {"answers": dict(draft.answers), "done": sorted(draft.done)}
    row = seats.row(tools.ring, seat, instrument, at, plain, now)
    inbox.keep(tx, row, partial(answers.resealed_if_opened, tools.ring), "draft")
