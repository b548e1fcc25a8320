from dataclasses import replace
from datetime import timedelta

import pytest

from storage import sendings
from storage.database import Database
from storage.dead_letters import OUTAGE, DeadLetters, dead_letters
from storage.deliveries import Message
from tests.storage.kit import DAY, ME, NIA, NOW, SPRING, TODAY, enrol, message, plan

WEEK = timedelta(days=7)


@pytest.fixture(autouse=True)
async def enrolled(database: Database) -> None:
    await database.run(lambda tx: enrol(tx, SPRING, NIA))


async def end(database: Database, planned: Message, reason: str, *, dropped: bool) -> None:
    """Have a message end in one of the two ways in which none is sent."""
    await plan(database, planned)
    await database.run(lambda tx: sendings.claim(tx, by=ME, now=NOW, claimed_at=NOW, limit=9))
    how = sendings.drop if dropped else sendings.note_failure
    await database.run(lambda tx: how(tx, planned, by=ME, reason=reason))


async def counted(database: Database) -> list[DeadLetters]:
    return await database.read(lambda tx: dead_letters(tx, TODAY))


async def test_dead_letters_are_counted_by_week_kind_and_reason(database: Database) -> None:
    for number, day in enumerate((TODAY, TODAY + 6 * DAY, TODAY + WEEK)):
        planned = message(f"m{number}", local_date=day)
        await end(database, planned, "is_archived", dropped=False)
    notice = message("notice", kind="notice")
    await end(database, notice, "user_disabled", dropped=False)

    assert await counted(database) == [
        DeadLetters(TODAY, "check-in", "is_archived", 2),
        DeadLetters(TODAY, "notice", "user_disabled", 1),
        DeadLetters(TODAY + WEEK, "check-in", "is_archived", 1),
    ]


async def test_what_an_outage_took_is_a_dead_letter(database: Database) -> None:
    await end(database, message(), OUTAGE, dropped=True)

    assert await counted(database) == [DeadLetters(TODAY, "check-in", OUTAGE, 1)]


async def test_what_was_not_wanted_is_none_and_so_nobody_learns_how_many_paused(
    database: Database,
) -> None:
    await end(database, message(), "not sent", dropped=True)

    assert await counted(database) == []


async def test_what_waits_or_was_sent_is_none(database: Database) -> None:
    await plan(database, message("waits", due_at=NOW + DAY), message("sent"))
    (sent,) = await database.run(
        lambda tx: sendings.claim(tx, by=ME, now=NOW, claimed_at=NOW, limit=9)
    )
    await database.run(
        lambda tx: sendings.note_sent(tx, sent, by=ME, channel="D0NIA", ts="1.5", now=NOW)
    )

    assert await counted(database) == []


async def test_weeks_count_from_the_monday_of_the_day_that_is_asked(database: Database) -> None:
    await end(database, message("before", local_date=TODAY - DAY), "is_archived", dropped=False)
    await end(database, message("monday", local_date=TODAY), "is_archived", dropped=False)

    since_friday = await database.read(lambda tx: dead_letters(tx, TODAY + 4 * DAY))

    assert since_friday == [DeadLetters(TODAY, "check-in", "is_archived", 1)]


async def test_a_letter_names_nobody(database: Database) -> None:
    await end(database, replace(message(), content_id="x"), "is_archived", dropped=False)

    (letter,) = await counted(database)
    assert (NIA.id in str(letter), NIA.slack_id in str(letter)) == (False, False)
