from datetime import date, datetime, timedelta
from typing import Any

import pytest

from bot.flows import purging, releases
from bot.rules import keeping
from storage import deletions, people, reports
from storage.tables import Audit, Consent, Delivery, Inbox, LinkKey, Release, Response
from storage.transactions import Transaction
from tests.hospital import FIRST_CHECKIN, Hospital
from tests.storage.kit import rows

# The training of the invented hospital ends on a Thursday.
LAST_DAY = date(2026, 11, 5)
NOBODY = "nobody, not even you, can find these answers any more"


def at_noon(after: timedelta) -> datetime:
    """Return noon at the site, so long after the last day of the training."""
    day = LAST_DAY + after
    return datetime.combine(day, FIRST_CHECKIN.timetz()) + timedelta(hours=2)


async def answered(hospital: Hospital) -> None:
    """Have Nia answer the first check-in; from then on, nothing ticks but the tests.

    Between two looks, a tick of the bot's own would change what they find.
    """
    await hospital.cohort_of([hospital.nia])
    await hospital.until(FIRST_CHECKIN)
    await hospital.tap(hospital.nia, "Open")
    await hospital.tap(hospital.nia, "A lot of it")
    await hospital.nia.close()
    await hospital.bot._metronome.stop()


async def live_until(hospital: Hospital, after: timedelta) -> None:
    """Let the calendar jump to some days after the training, and the bot do what is due."""
    hospital.sandbox.calendar.move_to(at_noon(after))
    for _ in range(3):
        await hospital.tick()


async def count(hospital: Hospital, *tables: Any) -> list[int]:
    database = hospital.bot.tools.database
    return [len(await rows(database, table, "site_id")) for table in tables]


async def audited(hospital: Hospital) -> list[tuple[Any, ...]]:
    found = await rows(hospital.bot.tools.database, Audit, "act", "actor", "site_id", "subject")
    return [row for row in found if row[0] == purging.ACT]


@pytest.mark.parametrize(
    ("after", "left"),
    [
        pytest.param(keeping.LINK_KEYS_KEPT, [1, 1], id="the last day"),
        pytest.param(keeping.LINK_KEYS_KEPT + timedelta(days=1), [0, 1], id="a day later"),
        pytest.param(keeping.ANSWERS_KEPT, [0, 1], id="the last day of answers"),
        pytest.param(keeping.ANSWERS_KEPT + timedelta(days=1), [0, 0], id="a day after that"),
    ],
)
async def test_keys_and_answers_go_in_their_nights(
    hospital: Hospital, after: timedelta, left: list[int]
) -> None:
    await answered(hospital)
    await live_until(hospital, after)

    assert await count(hospital, LinkKey, Response) == left
    assert await count(hospital, Inbox) == [0]


async def test_until_the_key_goes_people_see_what_they_answered(hospital: Hospital) -> None:
    await answered(hospital)
    await live_until(hospital, keeping.LINK_KEYS_KEPT)
    await hospital.command(hospital.nia, "my-data")

    assert "You chose: A lot of it" in hospital.nia.screen()


async def test_after_it_nobody_finds_them_not_even_the_person(hospital: Hospital) -> None:
    await answered(hospital)
    await live_until(hospital, keeping.LINK_KEYS_KEPT + timedelta(days=1))
    await hospital.command(hospital.nia, "my-data")

    assert NOBODY in hospital.nia.screen()


async def test_whoever_never_answered_is_told_the_same(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    await live_until(hospital, keeping.LINK_KEYS_KEPT + timedelta(days=1))
    await hospital.command(hospital.nia, "my-data")

    assert NOBODY in hospital.nia.screen()


async def test_with_the_key_goes_that_somebody_answered(hospital: Hospital) -> None:
    await answered(hospital)
    await live_until(hospital, keeping.LINK_KEYS_KEPT)
    before = await count(hospital, Delivery)
    await live_until(hospital, keeping.LINK_KEYS_KEPT + timedelta(days=1))

    assert (before, await count(hospital, Delivery)) == ([1], [0])


async def test_releases_and_consents_outlive_the_answers(hospital: Hospital) -> None:
    await answered(hospital)
    await live_until(hospital, keeping.LINK_KEYS_KEPT)
    before = await count(hospital, Release, Consent)
    await live_until(hospital, keeping.ANSWERS_KEPT + timedelta(days=1))

    assert await count(hospital, Release, Consent) == before
    assert min(before) > 0


async def test_a_purge_is_an_act_of_the_bot_and_tells_of_nobody(hospital: Hospital) -> None:
    await answered(hospital)
    await live_until(hospital, keeping.LINK_KEYS_KEPT + timedelta(days=1))

    assert await audited(hospital) == [("purge", "bot", "*", "database")]


async def test_a_night_in_which_nothing_is_too_old_is_no_act(hospital: Hospital) -> None:
    await answered(hospital)
    await live_until(hospital, timedelta(days=20))

    assert await audited(hospital) == []


async def test_what_becomes_too_old_by_day_goes_in_the_next_night(hospital: Hospital) -> None:
    tools, now = hospital.bot.tools, hospital.sandbox.calendar.now
    await hospital.tick()
    long_ago = now().date() - keeping.JOURNAL_KEPT - timedelta(days=1)
    await tools.database.run(lambda tx: deletions.note(tx, "riverbend", "a9" * 16, long_ago))
    await hospital.tick()
    same_day = await tools.database.read(deletions.journal)
    hospital.sandbox.calendar.move_by(timedelta(days=1))
    await hospital.tick()

    assert (len(same_day), await tools.database.read(deletions.journal)) == (1, {})


async def test_purging_twice_removes_nothing_more(hospital: Hospital) -> None:
    await answered(hospital)
    hospital.sandbox.calendar.move_to(at_noon(keeping.LINK_KEYS_KEPT + timedelta(days=1)))
    tools, now = hospital.bot.tools, hospital.sandbox.calendar.now()
    await releases.make(tools, now)

    assert (await purging.purge(tools, now))["link_key"] == 1
    assert await purging.purge(tools, now) == {}


async def test_looking_removes_nothing_and_tells_how_much_it_would_be(hospital: Hospital) -> None:
    await answered(hospital)
    hospital.sandbox.calendar.move_to(at_noon(keeping.LINK_KEYS_KEPT + timedelta(days=1)))
    tools, now = hospital.bot.tools, hospital.sandbox.calendar.now()
    await releases.make(tools, now)

    assert [(await purging.too_old(tools, now))["link_key"] for _ in range(2)] == [1, 1]


async def test_nothing_is_too_old_before_the_releases_that_count_it_are_made(
    hospital: Hospital,
) -> None:
    await answered(hospital)
    hospital.sandbox.calendar.move_to(at_noon(keeping.LINK_KEYS_KEPT + timedelta(days=1)))

    assert await purging.too_old(hospital.bot.tools, hospital.sandbox.calendar.now()) == {}


async def test_more_than_one_slice_goes_in_a_night(hospital: Hospital) -> None:
    await hospital.tick()
    tools, now = hospital.bot.tools, hospital.sandbox.calendar.now()
    number = purging.SLICE + 1

    def keep(tx: Transaction) -> None:
        for n in range(number):
            people.add(tx, person_id=f"p{n}", site_id="riverbend", slack_id=f"U{n}", zone="UTC")

    await tools.database.run(keep)

    assert await purging.purge(tools, now) == {"person": number}


async def test_one_of_many_processes_takes_the_night(hospital: Hospital) -> None:
    await hospital.tick()
    night = keeping.last_night("America/New_York", hospital.sandbox.calendar.now())
    last = await hospital.bot.tools.database.read(
        lambda tx: reports.last_round(tx, "*", purging.ROUND)
    )

    assert last == night
