from dataclasses import replace
from datetime import date

import pytest

from storage import announcements, certificates, deliveries, registers, replies, rosters, trainings
from storage.announcements import Words
from storage.certificates import Attended
from storage.database import Database
from storage.registers import BY_CODE, BY_TRAINER, Book, Mark
from storage.tables import Attendance, Delivery, Register, Reply
from storage.transactions import Transaction
from tests.storage.kit import (
    AUTUMN,
    DAY,
    NIA,
    NOW,
    SITE,
    SPRING,
    TARA,
    TODAY,
    day,
    enrol,
    message,
    place,
    rows,
)

FIRST = day(1, TODAY)
BOOK = Book(FIRST.id, SITE, SPRING.id, "0123", NOW)


@pytest.fixture(autouse=True)
async def listed(database: Database) -> None:
    def add(tx: Transaction) -> None:
        enrol(tx, SPRING, NIA, TARA)
        for one in (FIRST, day(2, TODAY + DAY)):
            trainings.add_day(tx, SPRING, one)

    await database.run(add)


def mark(person: str = NIA.id, session: str = FIRST.id) -> Mark:
    """Return what is noted of somebody at a session; the id of a row is used once."""
    return Mark(f"{session}/{person}", SITE, session, person)


async def test_the_last_reply_counts(database: Database) -> None:
    for said in ("coming", "cannot"):
        await database.run(lambda tx, s=said: replies.keep(tx, mark(), s))

    found = await database.read(lambda tx: replies.of_session(tx, FIRST.id))
    assert [(one.slack_id, one.reply) for one in found] == [("U0NIA", "cannot")]


async def test_two_who_open_a_register_open_the_same(database: Database) -> None:
    opened = [
        await database.run(lambda tx, c=code: registers.open_book(tx, replace(BOOK, code=c)))
        for code in ("0123", "4567")
    ]
    found = await database.read(lambda tx: registers.book(tx, FIRST.id))

    assert opened == [True, False]
    assert found == BOOK


async def test_whoever_saw_a_register_before_another_corrected_it_corrects_nothing(
    database: Database,
) -> None:
    await database.run(lambda tx: registers.open_book(tx, BOOK))
    done = [await database.run(lambda tx: registers.corrected(tx, FIRST.id, 1)) for _ in range(2)]

    assert done == [True, False]


async def test_a_register_is_closed_once_and_not_corrected_any_more(database: Database) -> None:
    def close(tx: Transaction) -> bool:
        return registers.close(tx, FIRST.id, 1, TODAY, listed=2, present=1)

    await database.run(lambda tx: registers.open_book(tx, BOOK))
    closed = [await database.run(close) for _ in range(2)]
    corrected = await database.run(lambda tx: registers.corrected(tx, FIRST.id, 1))

    assert (closed, corrected) == ([True, False], False)
    assert await rows(database, Register, "closed_on", "listed", "present") == [(TODAY, 2, 1)]


@pytest.mark.parametrize("said_by", [BY_CODE, BY_TRAINER])
async def test_a_reply_fills_in_only_what_nobody_has_said_better(
    database: Database, said_by: str
) -> None:
    def say(tx: Transaction) -> None:
        registers.fill_in(tx, mark(), present=True)
        registers.fill_in(tx, mark(TARA.id), present=True)
        registers.note(tx, mark(), present=True, said_by=said_by)
        for person in (NIA.id, TARA.id):
            registers.fill_in(tx, mark(person), present=False)

    await database.run(say)

    assert await database.read(lambda tx: registers.present(tx, FIRST.id)) == ["U0NIA"]


async def test_wrong_codes_are_counted_and_say_nothing_of_who_is_there(database: Database) -> None:
    def guess(tx: Transaction) -> None:
        registers.fill_in(tx, mark(), present=True)
        for _ in range(3):
            registers.note_try(tx, mark())
            registers.note_try(tx, mark(TARA.id))

    await database.run(guess)

    found = await database.read(
        lambda tx: [registers.noted(tx, FIRST.id, one.id) for one in (NIA, TARA)]
    )
    assert found == [(True, 3), (False, 3)]


async def test_a_register_is_forgotten_with_all_that_is_in_it(database: Database) -> None:
    def forget(tx: Transaction) -> None:
        registers.open_book(tx, BOOK)
        registers.note(tx, mark(), present=True, said_by=BY_CODE)
        registers.forget_book(tx, FIRST.id)

    await database.run(forget)

    assert await rows(database, Register, "session_id") == []
    assert await rows(database, Attendance, "id") == []


async def test_days_count_for_a_certificate_once_their_register_is_closed(
    database: Database,
) -> None:
    def keep(tx: Transaction) -> dict[str, list[date]]:
        for number in (1, 2):
            session = f"{SPRING.id}/{number}"
            registers.open_book(tx, replace(BOOK, session_id=session))
            registers.note(tx, mark(session=session), present=True, said_by=BY_CODE)
            registers.note(tx, mark(TARA.id, session), present=False, said_by=BY_TRAINER)
        registers.close(tx, FIRST.id, 1, TODAY, listed=2, present=1)
        return certificates.days_there(tx, SPRING.id)

    assert await database.run(keep) == {NIA.id: [TODAY]}


async def test_a_certificate_is_brought_up_to_date(database: Database) -> None:
    def certify(tx: Transaction) -> list[Attended]:
        for days in (1, 2):
            got = Attended("Spring", days, 3, TODAY + days * DAY)
            certificates.certify(tx, f"row {days}", BOOK, NIA.id, got)
        return certificates.certificates(tx, NIA.id)

    assert await database.run(certify) == [Attended("Spring", 2, 3, TODAY + 2 * DAY)]


async def test_going_by_the_calendar_is_of_one_training(database: Database) -> None:
    def choose(tx: Transaction) -> list[bool]:
        enrol(tx, AUTUMN, NIA)
        registers.go_by_calendar(tx, NIA.id, SPRING.id, NOW)
        return [registers.goes_by_calendar(tx, NIA.id, group.id) for group in (SPRING, AUTUMN)]

    assert await database.run(choose) == [True, False]


async def test_a_session_is_changed_by_whoever_saw_it_last(database: Database) -> None:
    moved = replace(FIRST, starts_on=TODAY + 9 * DAY, revision=2, told_at=NOW)
    done = [
        await database.run(lambda tx: trainings.change_day(tx, moved, seen=1)) for _ in range(2)
    ]

    assert done == [True, False]
    assert await database.read(lambda tx: trainings.session(tx, FIRST.id)) == (moved, SPRING.id)


async def test_while_a_day_waits_for_its_date_no_weeks_are_counted(database: Database) -> None:
    waits = replace(FIRST, state=trainings.POSTPONED, revision=2)
    await database.run(lambda tx: trainings.change_day(tx, waits, seen=1))

    assert await database.read(lambda tx: trainings.days_of_site(tx, SITE)) == {}
    left = await database.read(lambda tx: trainings.days(tx, SPRING.id))
    assert [one.number for one in left] == [2]


async def test_what_is_on_its_way_is_not_planned_anew(database: Database) -> None:
    def plan(tx: Transaction) -> None:
        waiting = message("waits", kind="notice", step="notice/1-day", cohort_id=SPRING.id)
        other = replace(waiting, id="other", person_id=TARA.id, cohort_id=None)
        deliveries.plan(tx, [waiting, other])
        announcements.forget(tx, SPRING.id, ["notice/1-day"])

    await database.run(plan)

    assert await rows(database, Delivery, "id") == [("other",)]


async def test_everybody_on_a_list_is_planned_for_anew(database: Database) -> None:
    def plan(tx: Transaction) -> list[str]:
        for one in (NIA, TARA):
            rosters.plan_next(tx, place(SPRING, one), None)
        announcements.plan_again(tx, SPRING.id, NOW)
        return sorted(found.person_id for found in rosters.to_plan(tx, NOW, 9))

    assert await database.run(plan) == [NIA.id, TARA.id]


async def test_own_words_are_kept_once(database: Database) -> None:
    words = Words("w1", SITE, FIRST.id, "Bring a jumper.", TODAY)
    kept = [await database.run(lambda tx: announcements.add(tx, words)) for _ in range(2)]

    assert kept == [True, False]
    assert await database.read(lambda tx: announcements.find(tx, "w1")) == words


async def test_replies_go_with_their_session(database: Database) -> None:
    def reply(tx: Transaction) -> None:
        for number in (1, 2):
            replies.keep(tx, mark(session=f"{SPRING.id}/{number}"), "coming")
        replies.forget(tx, FIRST.id)

    await database.run(reply)

    assert await rows(database, Reply, "session_id") == [(f"{SPRING.id}/2",)]
