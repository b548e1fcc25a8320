"""What somebody said of a manager ends when they take it back, delete all, or leave."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from storage.tables import Audit, Distance, columns
from tests.hospital import Hospital

THURSDAY = datetime(2026, 11, 19, 13, 0, tzinfo=UTC)
NEXT_THURSDAY = THURSDAY + timedelta(weeks=1)
FIELD = "This person manages me"
REFUSED = "Not shown: too few people to keep this private"
COMPANION = "check-ins for each: 1; have the companion: more than two thirds"

End = Callable[[Hospital], Awaitable[object]]


async def take_back(hospital: Hospital) -> None:
    await hospital.command(hospital.nia, "manager")
    await hospital.tap(hospital.nia, "Take it back")


def deleting(label: str) -> End:
    async def delete(hospital: Hospital) -> None:
        await hospital.command(hospital.nia, "my-data")
        await hospital.tap(hospital.nia, label)

    return delete


ENDS: Mapping[str, End] = {
    "take it back": take_back,
    "delete all": deleting("Delete all my answers"),
    "leave": deleting("Leave"),
}


async def said(hospital: Hospital) -> None:
    """Have Nia say that Tara manages her."""
    await hospital.command(hospital.nia, "manager")
    await hospital.submit(hospital.nia, {FIELD: hospital.tara.slack_id})
    await hospital.nia.close()


async def seen(hospital: Hospital) -> list[str]:
    """Return what Tara reads of weeks that are released."""
    await hospital.command(hospital.tara, "progress")
    lines = hospital.tara.whispers[-1].text.splitlines()
    return [line for line in lines if "Nov 2026: " in line and "shown on" not in line]


async def kept(hospital: Hospital) -> list[tuple[object, ...]]:
    found = columns(Distance)
    statement = select(found.tag, found.counts_until)
    rows = await hospital.bot.tools.database.read(lambda tx: tx.all(statement))
    return [tuple(row) for row in rows]


@pytest.mark.parametrize("end", ENDS.values(), ids=list(ENDS))
async def test_however_it_ends_the_manager_sees_the_same(hospital: Hospital, end: End) -> None:
    await hospital.answer_a_week(answering=8)
    await said(hospital)
    await hospital.until(THURSDAY)
    before = await seen(hospital)
    await end(hospital)
    at_once = await seen(hospital)
    await hospital.until(NEXT_THURSDAY)

    first_week = f"Spring, 9 Nov to 15 Nov 2026: {REFUSED}; {COMPANION}"
    assert before == at_once == [first_week]
    assert await seen(hospital) == [
        "Spring, 16 Nov to 22 Nov 2026: fewer than a third; check-ins for each: 1",
        first_week,
    ]


@pytest.mark.parametrize("end", ENDS.values(), ids=list(ENDS))
async def test_however_it_ends_it_ends_with_the_next_release_and_nobody_finds_it_any_more(
    hospital: Hospital, end: End
) -> None:
    await hospital.answer_a_week(answering=8)
    await said(hospital)
    await hospital.until(THURSDAY)
    await end(hospital)

    assert await kept(hospital) == [(None, NEXT_THURSDAY)]


async def test_what_others_said_of_the_same_manager_stays(hospital: Hospital) -> None:
    pia = hospital.sandbox.add_person("Pia Example")
    await hospital.cohort_of([hospital.nia, pia])
    for who in (hospital.nia, pia):
        await hospital.command(who, "manager")
        await hospital.submit(who, {FIELD: hospital.tara.slack_id})
        await who.close()
    await ENDS["leave"](hospital)

    assert sorted(ended is None for _, ended in await kept(hospital)) == [False, True]


async def test_that_it_ended_stands_in_no_audit(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    await said(hospital)
    entry = columns(Audit).id
    database = hospital.bot.tools.database
    before = await database.read(lambda tx: tx.all(select(entry)))
    await ENDS["leave"](hospital)

    assert await database.read(lambda tx: tx.all(select(entry))) == before
