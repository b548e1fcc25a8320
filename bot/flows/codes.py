"""Somebody says that they are in the room, by the code that its trainer shows there."""

from collections.abc import Iterator
from datetime import datetime

from bot.flows import outlooks, replies
from bot.flows import registers as books
from bot.flows.tools import Tools, new_id
from bot.messages.registers import CODE
from bot.rules import attendance, roles
from bot.rules.forms import FieldsError
from bot.rules.notices import Day
from bot.rules.roles import Act, NotAllowedError
from storage import registers, rosters
from storage.registers import Mark
from storage.transactions import Transaction

NOT_OPEN = "No training day of yours is open right now. It opens 15 minutes before the start."
GUESSED = "That was not the code five times. Your trainer can put you on the list."


async def session_now(tools: Tools, slack_id: str, now: datetime) -> str:
    """Return the session that is open for this person right now.

    Raises:
        NotAllowedError: They are on no roster, or none is open.
    """

    def look(tx: Transaction) -> str:
        speaker, known = tools.speaker(tx, slack_id)
        roles.require(speaker, Act.HERE)
        open_ = list(_open_for(tx, known.id, now)) if known else []
        if known is None or not open_:
            raise NotAllowedError(NOT_OPEN)
        # Of two trainings at once, the one where they are not noted yet.
        return min(open_, key=lambda day_id: registers.noted(tx, day_id, known.id)[0])

    return await tools.database.read(look)


async def may_enter(tools: Tools, slack_id: str, session_id: str, now: datetime) -> Day:
    """Return the session of which somebody may enter the code.

    Raises:
        NotAllowedError: They are not on its list, it is not open, or they guessed too often.
    """

    def look(tx: Transaction) -> Day:
        listed = replies.on_list(tools, tx, slack_id, session_id)
        day = listed.day(session_id)
        _require_open(tx, day, listed.known.id, now)
        return day

    return await tools.database.read(look)


async def enter(tools: Tools, slack_id: str, session_id: str, typed: str, now: datetime) -> Day:
    """Note that somebody is there who knows the room's code; return the day.

    Raises:
        FieldsError: It is not the code; it says how often they may still try.
        NotAllowedError: As for `may_enter`.
    """

    def keep(tx: Transaction) -> Day | int:
        listed = replies.on_list(tools, tx, slack_id, session_id)
        day = listed.day(session_id)
        tries = _require_open(tx, day, listed.known.id, now)
        book = books.opened(tx, listed.group, day, now)
        mark = Mark(new_id(), listed.group.site_id, day.id, listed.known.id)
        if attendance.same(book.code, typed):
            registers.note(tx, mark, present=True, said_by=registers.BY_CODE)
            return day
        registers.note_try(tx, mark)
        return attendance.MOST_TRIES - tries - 1

    entered = await tools.database.run(keep)
    if isinstance(entered, Day):
        return entered
    # Raised out here: in the transaction, it would take the noted try back.
    if not entered:
        raise FieldsError({CODE: GUESSED})
    left = "once more" if entered == 1 else f"{entered} more times"
    raise FieldsError({CODE: f"That is not the code. Please look again; you can try {left}."})


def _open_for(tx: Transaction, person_id: str, now: datetime) -> Iterator[str]:
    """Yield the sessions of which somebody may enter the code now."""
    for place in rosters.listed_at(tx, person_id):
        for day in outlooks.training_days(tx, place.cohort_id):
            if attendance.takes_codes(day, now):
                yield day.id


def _require_open(tx: Transaction, day: Day, person_id: str, now: datetime) -> int:
    """Return how often somebody has entered a wrong code, who may try once more."""
    book = registers.book(tx, day.id)
    if book and book.closed_on:
        raise NotAllowedError(books.CLOSED)
    if not attendance.takes_codes(day, now):
        raise NotAllowedError(NOT_OPEN)
    _, tries = registers.noted(tx, day.id, person_id)
    if tries >= attendance.MOST_TRIES:
        raise NotAllowedError(GUESSED)
    return tries
