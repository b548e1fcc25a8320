from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from bot.flows import releases
from bot.rules import privacy
from storage.tables import Release, columns
from tests.hospital import Hospital

THURSDAY = datetime(2026, 11, 19, 13, 0, tzinfo=UTC)


async def _released(hospital: Hospital) -> list[tuple[object, ...]]:
    release = columns(Release)
    statement = select(
        release.starts_on, release.cohort_id.is_(None), release.shown, release.definition
    ).order_by(release.starts_on, release.cohort_id)
    rows = await hospital.bot.tools.database.read(lambda tx: tx.all(statement))
    return [tuple(row) for row in rows]


async def test_releases_are_made_once(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    await hospital.until(THURSDAY)
    once = await _released(hospital)
    for _ in range(3):
        await releases.make(hospital.bot.tools, THURSDAY + timedelta(days=1))

    assert len(once) == 2
    assert await _released(hospital) == once


async def test_a_release_keeps_the_version_of_its_definition(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    await hospital.until(THURSDAY)

    assert {row[3] for row in await _released(hospital)} == {privacy.DEFINITION}


async def test_no_release_is_made_before_its_thursday(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    await hospital.until(THURSDAY - timedelta(seconds=1))

    assert await _released(hospital) == []


async def test_a_week_that_asks_nothing_has_no_release(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    await hospital.until(THURSDAY + timedelta(weeks=3))

    assert [str(row[0]) for row in await _released(hospital)] == [
        "2026-11-09",
        "2026-11-09",
        "2026-11-16",
        "2026-11-16",
        "2026-11-30",
        "2026-11-30",
    ]


async def test_late_releases_are_what_they_would_have_been_on_time(hospital: Hospital) -> None:
    people = [hospital.nia] + [hospital.sandbox.add_person(f"P{n}") for n in range(15)]
    await hospital.cohort_of(people)
    await hospital.until(datetime(2026, 11, 10, 15, 30, tzinfo=UTC))
    for person in people[:8]:
        await hospital.tap(person, "Open")
        await hospital.tap(person, "I have set it down")
        await person.close()
    # The bot is down over the Thursday, and some stop meanwhile.
    await hospital.until(THURSDAY - timedelta(seconds=1))
    for person in people[:4]:
        await hospital.command(person, "stop")
    await releases.make(hospital.bot.tools, THURSDAY + timedelta(days=9))

    first = [row[2] for row in await _released(hospital) if str(row[0]) == "2026-11-09"]
    assert first == ["band:some", "band:some"]


async def test_a_trainers_own_answers_enter_no_release_of_their_cohort(hospital: Hospital) -> None:
    people = [hospital.tara] + [hospital.sandbox.add_person(f"P{n}") for n in range(14)]
    await hospital.cohort_of(people)
    await hospital.until(THURSDAY)

    # Fifteen are on the roster, which would be enough; without the trainer it is not.
    assert [row[2] for row in await _released(hospital)] == ["withheld", "withheld"]


async def test_a_site_of_one_cohort_gets_no_finer_figure_than_the_cohort(
    hospital: Hospital,
) -> None:
    people = [hospital.nia] + [hospital.sandbox.add_person(f"P{n}") for n in range(23)]
    await hospital.cohort_of(people)
    await hospital.until(datetime(2026, 11, 10, 15, 30, tzinfo=UTC))
    for person in people[:12]:
        await hospital.tap(person, "Open")
        await hospital.tap(person, "I have set it down")
        await person.close()
    await hospital.until(THURSDAY)

    assert [row[2] for row in await _released(hospital)] == ["band:some", "band:some"]
