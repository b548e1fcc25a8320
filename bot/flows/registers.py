"""The register of a training session: opened by its hour, kept by its trainers, closed once.

Names are seen by the trainers who lead the cohort and by the site's coordinators, and by nobody
else. No row here leads to an answer.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from secrets import randbelow
from zoneinfo import ZoneInfo

from bot.flows import audits, confirmations, leading, members, outlooks, places, replies
from bot.flows.tools import Tools, new_id
from bot.rules import attendance, roles
from bot.rules.attendance import Corrections, Page
from bot.rules.forms import FieldsError
from bot.rules.notices import Day
from bot.rules.roles import Act, NotAllowedError
from bot.rules.sessions import StaleError
from bot.slack import Member
from storage import registers, rosters, trainings
from storage.people import Known
from storage.registers import Attended, Book, Mark
from storage.trainings import Group
from storage.transactions import Transaction

CODE = "code"
ACT = "close the register"

TOO_SOON = "The day has not begun yet. Close the register once everybody is there."
NOT_YET = "The register opens 15 minutes before the day starts."
NOT_OPEN = "No training day of yours is open right now. It opens 15 minutes before the start."
CLOSED = "This register is closed; your trainer knows what to do."
GUESSED = "That was not the code five times. Your trainer can put you on the list."


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a trainer's corrections: the register now, and who could not be added."""

    page: Page
    left_out: tuple[str, ...] = ()


async def open_(tools: Tools, slack_id: str, session_id: str, now: datetime) -> Page:
    """Return a session's register, opened by now.

    Raises:
        NotAllowedError: They neither lead it nor coordinate its site, or it is too soon.
        NotConfirmedError: They have not confirmed for its cohort yet.
    """

    def look(tx: Transaction) -> Page:
        group, day = _seen(tools, tx, slack_id, session_id)
        return _page(tx, group, day, _opened(tx, group, day, now), now)

    return await tools.database.run(look)


async def correct(
    tools: Tools,
    slack_id: str,
    session_id: str,
    seen: int,
    wanted: Corrections,
    now: datetime,
) -> Kept:
    """Note who is there after all and who is not; whoever is new is put on the list.

    Raises:
        StaleError: Another trainer changed it since it was seen.
        NotAllowedError, NotConfirmedError: As for `open_`; or it is closed.
    """
    known = await tools.database.read(lambda tx: _known(tools, tx, slack_id, session_id))
    found = await members.among(tools, wanted.came - known)

    def keep(tx: Transaction) -> Kept:
        group, day = _seen(tools, tx, slack_id, session_id)
        book = _opened(tx, group, day, now)
        if book.closed_on:
            raise NotAllowedError(CLOSED)
        if wanted.anything:
            if not registers.corrected(tx, day.id, seen):
                raise StaleError
            for person, member in found.items():
                _walk_in(tools, tx, group, person, member, now)
            _note(tx, group, day, wanted)
        left_out = tuple(sorted(wanted.came - known - found.keys()))
        return Kept(_page(tx, group, day, _opened(tx, group, day, now), now), left_out)

    return await tools.database.run(keep)


async def close(tools: Tools, slack_id: str, session_id: str, seen: int, now: datetime) -> Page:
    """Close a register for good, and keep for each person how many days they were there.

    Raises:
        StaleError: Another trainer changed or closed it since it was seen.
        NotAllowedError, NotConfirmedError: As for `open_`; or the day has not begun.
    """

    def keep(tx: Transaction) -> Page:
        group, day = _seen(tools, tx, slack_id, session_id)
        book = _opened(tx, group, day, now)
        page = _page(tx, group, day, book, now)
        if now < day.starts_at:
            raise NotAllowedError(TOO_SOON)
        on = now.astimezone(ZoneInfo(day.zone)).date()
        counts = {"listed": page.listed, "present": len(page.present)}
        if not registers.close(tx, day.id, seen, on, **counts):
            raise StaleError
        registers.forget_replies(tx, day.id)
        _certify(tx, group, book)
        audits.note(tx, group.site_id, slack_id, ACT, day.id, now)
        return page

    return await tools.database.run(keep)


async def session_now(tools: Tools, slack_id: str, now: datetime) -> str:
    """Return the session that is open for this person right now.

    Raises:
        NotAllowedError: They are on no roster, or none is open.
    """

    def look(tx: Transaction) -> str:
        speaker, known = tools.speaker(tx, slack_id)
        roles.require(speaker, Act.HERE)
        places = rosters.listed_at(tx, known.id) if known else []
        for place in places:
            for day in outlooks.training_days(tx, place.cohort_id):
                if attendance.takes_codes(day, now):
                    return day.id
        raise NotAllowedError(NOT_OPEN)

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
        book = _opened(tx, listed.group, day, now)
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


def code_of(tx: Transaction, group: Group, day: Day, now: datetime) -> str:
    """Return the code of a session's room; its register is open from here on."""
    return _opened(tx, group, day, now).code


def _seen(tools: Tools, tx: Transaction, slack_id: str, session_id: str) -> tuple[Group, Day]:
    """Return a session whose register the speaker may see, and its cohort."""
    speaker, _ = tools.speaker(tx, slack_id)
    roles.require(speaker, Act.SESSION_LIST)
    found = trainings.session(tx, session_id)
    group = trainings.cohort(tx, found[1]) if found else None
    leads = group is not None and group in trainings.led_by(tx, speaker.person_id or "")
    if group is None or not (leads or group.site_id in speaker.coordinates):
        raise NotAllowedError(leading.NOT_LED)
    confirmations.for_cohort(tools, tx, slack_id, group)
    for day in outlooks.training_days(tx, group.id):
        if day.id == session_id:
            return group, day
    raise NotAllowedError(replies.OVER)


def _opened(tx: Transaction, group: Group, day: Day, now: datetime) -> Book:
    """Return a session's register; the first to open it fills in what people have replied."""
    book = registers.book(tx, day.id)
    if book:
        return book
    if not attendance.is_open(day, now):
        raise NotAllowedError(NOT_YET)
    made = Book(day.id, group.site_id, group.id, f"{randbelow(10_000):04}", now)
    if registers.open_book(tx, made):
        for one in registers.replies(tx, day.id):
            mark = Mark(new_id(), group.site_id, day.id, one.person_id)
            registers.fill_in(tx, mark, present=attendance.is_expected(one.reply))
    return registers.book(tx, day.id) or made


def _page(tx: Transaction, group: Group, day: Day, book: Book, now: datetime) -> Page:
    said = registers.replies(tx, day.id)
    replied = {
        reply: [one.slack_id for one in said if one.reply == reply] for reply in attendance.REPLIES
    }
    return Page(
        f"{group.name}, day {day.number}",
        day,
        book.code if attendance.takes_codes(day, now) else "",
        book.revision,
        book.closed_on is not None,
        registers.present(tx, day.id),
        replied,
        len(registers.listed(tx, group.id)),
    )


def _known(tools: Tools, tx: Transaction, slack_id: str, session_id: str) -> frozenset[str]:
    """Return whom a session's list has already."""
    group, _ = _seen(tools, tx, slack_id, session_id)
    return frozenset(registers.listed(tx, group.id))


def _note(tx: Transaction, group: Group, day: Day, wanted: Corrections) -> None:
    listed = registers.listed(tx, group.id)
    for present, those in ((True, wanted.came), (False, wanted.did_not)):
        _note_all(tx, group, day, [listed[one] for one in those if one in listed], present=present)


def _note_all(
    tx: Transaction, group: Group, day: Day, people: Collection[str], *, present: bool
) -> None:
    for person_id in people:
        mark = Mark(new_id(), group.site_id, day.id, person_id)
        registers.note(tx, mark, present=present, said_by=registers.BY_TRAINER)


def _walk_in(
    tools: Tools, tx: Transaction, group: Group, slack_id: str, member: Member, now: datetime
) -> Known:
    """Put somebody on the list who came without being on it; they hear of the next days."""
    known = members.met(tools, tx, slack_id, member, group.site_id)
    places.give(tools, tx, group, known, now)
    return known


def _require_open(tx: Transaction, day: Day, person_id: str, now: datetime) -> int:
    """Return how often somebody has entered a wrong code, who may try once more."""
    book = registers.book(tx, day.id)
    if book and book.closed_on:
        raise NotAllowedError(CLOSED)
    if not attendance.takes_codes(day, now):
        raise NotAllowedError(NOT_OPEN)
    _, tries = registers.noted(tx, day.id, person_id)
    if tries >= attendance.MOST_TRIES:
        raise NotAllowedError(GUESSED)
    return tries


def _certify(tx: Transaction, group: Group, book: Book) -> None:
    of_days = len(trainings.days(tx, group.id))
    for person_id, days in registers.days_there(tx, group.id).items():
        got = Attended(group.name, len(days), of_days, max(days))
        registers.certify(tx, new_id(), book, person_id, got)
