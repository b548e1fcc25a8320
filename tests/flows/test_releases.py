from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, update

from bot.flows import deletions, releases
from bot.rules import figures
from bot.rules.figures import DEFINITIONS, Figures
from bot.rules.shown import WITHHELD, Band, Phrase, Share, Shown
from bot.sandbox import Actor
from storage.tables import Cohort, LinkKey, Person, Release, columns
from tests.hospital import Hospital

THURSDAY = datetime(2026, 11, 19, 13, 0, tzinfo=UTC)
# The Thursday after the first four weeks, of which three ask something.
FOUR_WEEKS_LATER = THURSDAY + timedelta(weeks=3)
FIRST_WEEK = date(2026, 11, 9)


@dataclass(frozen=True)
class Released:
    """A release, as somebody reads it: of a cohort by its name, or of the site (None)."""

    cohort: str | None
    kind: str
    starts_on: date
    figures: Figures


async def released(hospital: Hospital, kind: str = releases.WEEK) -> list[Released]:
    release, cohort = columns(Release), columns(Cohort)
    statement = (
        select(cohort.name, release.kind, release.starts_on, release.figures)
        .outerjoin(Cohort, cohort.id == release.cohort_id)
        .where(release.kind == kind)
        .order_by(release.starts_on, cohort.name)
    )
    rows = await hospital.bot.tools.database.read(lambda tx: tx.all(statement))
    return [Released(row[0], row[1], row[2], figures.read(row[3])) for row in rows]


async def answered(hospital: Hospital, name: str | None = "Spring") -> dict[date, Shown | None]:
    """Return what was released of how many answered, week by week."""
    return {
        one.starts_on: one.figures.participation
        for one in await released(hospital)
        if one.cohort == name and one.figures.participation
    }


async def everybody_answers(hospital: Hospital, people: list[Actor], label: str) -> None:
    for person in people:
        await hospital.tap(person, "Open")
        await hospital.tap(person, label)
        await person.close()


async def test_releases_are_made_once(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    await hospital.until(THURSDAY)
    once = await released(hospital)
    for _ in range(3):
        await releases.make(hospital.bot.tools, THURSDAY + timedelta(days=1))

    assert len(once) == 1
    assert await released(hospital) == once


async def test_a_release_keeps_the_versions_of_its_definitions(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    await hospital.until(THURSDAY)
    release = columns(Release)
    rows = await hospital.bot.tools.database.read(
        lambda tx: tx.all(select(release.definitions).where(release.starts_on == FIRST_WEEK))
    )

    assert [row[0] for row in rows] == [
        figures.written(Figures(WITHHELD, 1, WITHHELD))[1],
    ]
    assert sorted(DEFINITIONS) == ["asked", "consent", "participation", "zones"]


async def test_nothing_is_released_of_a_week_before_its_thursday(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    await hospital.until(THURSDAY - timedelta(seconds=1))

    assert await answered(hospital) == {}


async def test_a_week_that_asks_nothing_has_no_release(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    await hospital.until(THURSDAY + timedelta(weeks=5))

    assert [str(one.starts_on) for one in await released(hospital)] == [
        "2026-11-09",
        "2026-11-16",
        "2026-11-30",
        "2026-12-07",
        "2026-12-14",
    ]


async def test_how_many_keep_the_companion_is_released_once_in_four_weeks(
    hospital: Hospital,
) -> None:
    await hospital.cohort_of([hospital.nia])
    await hospital.until(THURSDAY + timedelta(weeks=5))

    said = [str(one.starts_on) for one in await released(hospital) if one.figures.consent]
    assert said == ["2026-11-09", "2026-12-07"]


async def test_four_weeks_say_no_less_than_any_of_them_when_somebody_deletes(
    hospital: Hospital,
) -> None:
    await hospital.answer_a_week(answering=13)
    await hospital.until(THURSDAY)
    await deletions.delete_all(
        hospital.bot.tools, hospital.nia.slack_id, hospital.sandbox.calendar.now()
    )
    await hospital.until(FOUR_WEEKS_LATER)

    (four_weeks,) = await released(hospital, releases.FOUR_WEEKS)
    assert four_weeks.figures.participation is Band.MOST


async def test_a_lost_key_loses_that_persons_zone_and_nobody_elses(hospital: Hospital) -> None:
    await hospital.answer_a_week(answering=13)
    broken = update(LinkKey).values(sealed=b"no key opens this")
    person = columns(Person)
    nia = select(person.id).where(person.slack_id == hospital.nia.slack_id).scalar_subquery()
    await hospital.bot.tools.database.run(
        lambda tx: tx.run(broken.where(columns(LinkKey).person_id == nia))
    )
    await hospital.until(FOUR_WEEKS_LATER)

    (four_weeks,) = await released(hospital, releases.FOUR_WEEKS)
    assert four_weeks.figures.zones is Phrase.MOST


async def test_late_releases_are_what_they_would_have_been_on_time(hospital: Hospital) -> None:
    await hospital.answer_a_week(answering=8)
    await hospital.until(THURSDAY - timedelta(seconds=1))
    # The bot is down over the Thursday, and some stop meanwhile.
    await hospital.command(hospital.nia, "stop")
    await releases.make(hospital.bot.tools, THURSDAY + timedelta(days=9))

    assert (await answered(hospital))[FIRST_WEEK] is Band.SOME


async def test_whoever_stops_changes_no_release_of_the_four_weeks(hospital: Hospital) -> None:
    await hospital.answer_a_week(answering=13)
    await hospital.command(hospital.nia, "stop")
    await hospital.until(THURSDAY)

    assert await answered(hospital) == {FIRST_WEEK: Band.MOST}


async def test_trainers_and_coordinators_are_not_counted(hospital: Hospital) -> None:
    others = [hospital.sandbox.add_person(f"P{number}") for number in range(14)]
    await hospital.cohort_of([hospital.tara, hospital.cora, *others])
    await hospital.until(THURSDAY)

    # Sixteen are on the list, which would be enough; without those who may ask it is not.
    assert await answered(hospital) == {FIRST_WEEK: WITHHELD}


async def test_a_site_in_which_one_cohort_is_asked_has_no_release_of_its_own(
    hospital: Hospital,
) -> None:
    await hospital.answer_a_week(answering=9)
    await hospital.until(THURSDAY)

    assert await answered(hospital, None) == {}


async def test_a_site_of_two_cohorts_in_the_middle_gets_a_share(hospital: Hospital) -> None:
    await hospital.answer_a_week(answering=9, cohorts=("Spring", "Autumn"))
    await hospital.until(THURSDAY)

    assert await answered(hospital, None) == {FIRST_WEEK: Share(50)}


@pytest.mark.parametrize(
    ("label", "zones"),
    [
        pytest.param("I have set it down", Phrase.MOST, id="a good zone"),
        pytest.param("A lot of it", Phrase.FEWER_THAN_HALF, id="another"),
    ],
)
async def test_four_weeks_are_released_with_the_zones_people_were_last_in(
    hospital: Hospital, label: str, zones: Shown
) -> None:
    people = [hospital.nia] + [hospital.sandbox.add_person(f"P{number}") for number in range(17)]
    await hospital.cohort_of(people)
    await hospital.until(datetime(2026, 11, 10, 15, 30, tzinfo=UTC))
    await everybody_answers(hospital, people[:13], label)
    await hospital.until(FOUR_WEEKS_LATER)

    assert await released(hospital, releases.FOUR_WEEKS) == [
        Released("Spring", "four-weeks", FIRST_WEEK, Figures(Band.MOST, 3, None, zones))
    ]


async def test_the_four_weeks_of_a_cohort_never_overlap(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    await hospital.until(THURSDAY + timedelta(weeks=9))
    starts = [one.starts_on for one in await released(hospital, releases.FOUR_WEEKS)]

    assert starts == [FIRST_WEEK, FIRST_WEEK + timedelta(weeks=4)]
