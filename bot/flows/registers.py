"""The register of a training session: opened by its hour, kept by its trainers, closed once.

Names are seen by the trainers who lead the cohort and by the site's coordinators, and by nobody
else. No row here leads to an answer.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from secrets import randbelow

from bot.flows import audits, cohorts, confirmations, leading, members, outlooks, places, replies
from bot.flows.tools import Tools, new_id
from bot.rules import attendance, cadence, roles
from bot.rules.attendance import Corrections, Page
from bot.rules.notices import Day
from bot.rules.roles import Act, NotAllowedError
from bot.rules.sessions import StaleError
from bot.slack import Member
from storage import certificates, registers, trainings
from storage import replies as kept
from storage.certificates import Attended
from storage.registers import Book, Mark
from storage.trainings import Group
from storage.transactions import Transaction

ACT = "close the register"

TOO_SOON = "The day has not begun yet. Close the register once everybody is there."
NOT_YET = "The register opens 15 minutes before the day starts."
CLOSED = "This register is closed; your trainer knows what to do."


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a trainer's corrections: the register now, and who could not be added."""

    page: Page
    left_out: tuple[str, ...] = ()
    too_late: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Seen:
    """A session whose register somebody may see; whether they lead it, and so see replies."""

    group: Group
    day: Day
    leads: bool


async def open_(tools: Tools, slack_id: str, session_id: str, now: datetime) -> Page:
    """Return a session's register, opened by now.

    Raises:
        NotAllowedError: They neither lead it nor coordinate its site, or it is too soon.
        NotConfirmedError: They have not confirmed for its cohort yet.
    """

    def look(tx: Transaction) -> Page:
        seen = _seen(tools, tx, slack_id, session_id)
        return _page(tx, seen, opened(tx, seen.group, seen.day, now), now)

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
        at = _seen(tools, tx, slack_id, session_id)
        book = opened(tx, at.group, at.day, now)
        if book.closed_on:
            raise NotAllowedError(CLOSED)
        late = not cohorts.takes_walk_ins(tx, at.group.id, now)
        if wanted.anything:
            if not registers.corrected(tx, at.day.id, seen):
                raise StaleError
            _walk_in(tools, tx, at.group, slack_id, {} if late else found, now)
            _note(tx, at.group, at.day, wanted)
        page = _page(tx, at, opened(tx, at.group, at.day, now), now)
        left_out = sorted(wanted.came - known - found.keys())
        return Kept(page, tuple(left_out), tuple(sorted(found)) if late else ())

    return await tools.database.run(keep)


async def close(tools: Tools, slack_id: str, session_id: str, seen: int, now: datetime) -> Page:
    """Close a register for good, and keep for each person how many days they were there.

    Raises:
        StaleError: Another trainer changed or closed it since it was seen.
        NotAllowedError, NotConfirmedError: As for `open_`; or the day has not begun.
    """

    def keep(tx: Transaction) -> Page:
        at = _seen(tools, tx, slack_id, session_id)
        group, day = at.group, at.day
        book = opened(tx, group, day, now)
        page = _page(tx, at, book, now)
        if now < day.starts_at:
            raise NotAllowedError(TOO_SOON)
        on = cadence.local_day(now, day.zone)
        counts = {"listed": page.listed, "present": len(page.present)}
        if not registers.close(tx, day.id, seen, on, **counts):
            raise StaleError
        kept.forget(tx, day.id)
        _certify(tx, group, book)
        audits.note(tx, group.site_id, slack_id, ACT, day.id, now)
        return page

    return await tools.database.run(keep)


def code_of(tx: Transaction, group: Group, day: Day, now: datetime) -> str:
    """Return the code of a session's room; its register is open from here on."""
    return opened(tx, group, day, now).code


def _seen(tools: Tools, tx: Transaction, slack_id: str, session_id: str) -> _Seen:
    """Return a session whose register the speaker may see."""
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
            return _Seen(group, day, leads)
    raise NotAllowedError(replies.OVER)


def opened(tx: Transaction, group: Group, day: Day, now: datetime) -> Book:
    """Return a session's register; the first to open it fills in what people have replied."""
    book = registers.book(tx, day.id)
    if book:
        return book
    if not attendance.is_open(day, now):
        raise NotAllowedError(NOT_YET)
    made = Book(day.id, group.site_id, group.id, f"{randbelow(10_000):04}", now)
    if registers.open_book(tx, made):
        for one in kept.of_session(tx, day.id):
            mark = Mark(new_id(), group.site_id, day.id, one.person_id)
            registers.fill_in(tx, mark, present=attendance.is_expected(one.reply))
    return registers.book(tx, day.id) or made


def _page(tx: Transaction, seen: _Seen, book: Book, now: datetime) -> Page:
    group, day = seen.group, seen.day
    # People were told that only their trainers read what they reply.
    said = kept.of_session(tx, day.id) if seen.leads else []
    present = registers.present(tx, day.id)
    replied = {
        reply: [one.slack_id for one in said if one.reply == reply] for reply in attendance.REPLIES
    }
    return Page(
        f"{group.name}, day {day.number}",
        day,
        book.code if attendance.takes_codes(day, now) else "",
        book.revision,
        book.closed_on is not None,
        present,
        replied,
        # Whoever was there and is off the list by now was on it that day.
        len({*registers.listed(tx, group.id), *present}),
    )


def _known(tools: Tools, tx: Transaction, slack_id: str, session_id: str) -> frozenset[str]:
    """Return whom a session's list has already."""
    seen = _seen(tools, tx, slack_id, session_id)
    return frozenset(registers.listed(tx, seen.group.id))


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
    tools: Tools,
    tx: Transaction,
    group: Group,
    trainer: str,
    found: Mapping[str, Member],
    now: datetime,
) -> None:
    """Put those on the list who came without being on it; they hear of the next days."""
    given = [
        places.give(tools, tx, group, members.met(tools, tx, person, member, group.site_id), now)
        for person, member in found.items()
    ]
    if any(given):
        cohorts.list_grew(tx, trainer, group, now)


def _certify(tx: Transaction, group: Group, book: Book) -> None:
    of_days = len(trainings.days(tx, group.id))
    for person_id, days in certificates.days_there(tx, group.id).items():
        got = Attended(group.name, len(days), of_days, max(days))
        certificates.certify(tx, new_id(), book, person_id, got)
