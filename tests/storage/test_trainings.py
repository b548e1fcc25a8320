import asyncio
from dataclasses import replace
from datetime import date, time

import pytest

from storage import rosters, trainings
from storage.database import Database
from storage.rosters import Place
from storage.tables import Cohort, Enrolment
from storage.trainings import Leader
from storage.transactions import Transaction
from tests.storage.kit import (
    AUTUMN,
    DAY,
    HOUR,
    NIA,
    NOW,
    OTHER_SITE,
    SITE,
    SPRING,
    TARA,
    TODAY,
    Meeting,
    day,
    enrol,
    known,
    meet,
    place,
    rows,
)

FAR = replace(SPRING, id="far", site_id=OTHER_SITE)


@pytest.fixture(autouse=True)
async def made(database: Database) -> None:
    def make(tx: Transaction) -> None:
        meet(tx, NIA, TARA)
        for group in (SPRING, AUTUMN, FAR):
            trainings.add_cohort(tx, group, NOW)

    await database.run(make)


async def test_a_cohort_is_read_as_it_was_made(database: Database) -> None:
    assert await database.read(lambda tx: trainings.cohort(tx, AUTUMN.id)) == AUTUMN


async def test_there_is_no_cohort_of_another_id(database: Database) -> None:
    assert await database.read(lambda tx: trainings.cohort(tx, "winter")) is None


async def test_a_name_is_taken_at_a_site_whatever_its_capitals(database: Database) -> None:
    again = replace(SPRING, id="again", name="sPRING")

    assert await database.run(lambda tx: trainings.add_cohort(tx, again, NOW)) is False


async def test_a_name_that_is_taken_leaves_the_cohort_as_it_was(database: Database) -> None:
    again = replace(SPRING, id="again", name="SPRING", channel_id="C0OTHER01")

    await database.run(lambda tx: trainings.add_cohort(tx, again, NOW))

    assert await rows(database, Cohort, "id", "name") == [
        ("autumn", "Autumn"),
        ("far", "Spring"),
        ("spring", "Spring"),
    ]


async def test_another_site_may_take_the_same_name(database: Database) -> None:
    winter = replace(SPRING, id="winter", name="Winter")
    far = replace(winter, id="far winter", site_id=OTHER_SITE)

    taken = [
        await database.run(lambda tx, g=group: trainings.add_cohort(tx, g, NOW))
        for group in (winter, far)
    ]

    assert taken == [True, True]


async def test_the_cohorts_of_sites_are_listed_by_name(database: Database) -> None:
    listed = await database.read(lambda tx: trainings.cohorts(tx, {SITE}))

    assert listed == [AUTUMN, SPRING]


async def test_the_cohorts_of_no_site_are_none(database: Database) -> None:
    assert await database.read(lambda tx: trainings.cohorts(tx, ())) == []


async def test_a_trainer_leads_the_cohorts_they_were_given_by_name(database: Database) -> None:
    for group in (SPRING, AUTUMN):
        await database.run(lambda tx, g=group: trainings.add_leader(tx, g, TARA.id))
    await database.run(lambda tx: trainings.add_leader(tx, FAR, NIA.id))

    assert await database.read(lambda tx: trainings.led_by(tx, TARA.id)) == [AUTUMN, SPRING]


async def test_giving_a_cohort_twice_makes_one_leader(database: Database) -> None:
    for _ in range(2):
        await database.run(lambda tx: trainings.add_leader(tx, SPRING, TARA.id))

    assert await database.read(lambda tx: trainings.leaders(tx, SPRING.id)) == [
        Leader(TARA.id, TARA.zone, None)
    ]


async def test_the_leaders_are_of_one_cohort(database: Database) -> None:
    await database.run(lambda tx: trainings.add_leader(tx, SPRING, TARA.id))

    assert await database.read(lambda tx: trainings.leaders(tx, AUTUMN.id)) == []


async def test_somebody_is_enrolled_in_a_cohort_once(database: Database) -> None:
    taken = [
        await database.run(
            lambda tx, e=enrolment: rosters.enrol(tx, SPRING, NIA.id, enrolment_id=e, now=NOW)
        )
        for enrolment in ("first", "second")
    ]

    assert (taken, await rows(database, Enrolment, "id")) == ([True, False], [("first",)])


async def test_the_days_of_a_training_come_in_their_order(database: Database) -> None:
    days = [day(number, TODAY + number * DAY) for number in (3, 1, 2)]
    await database.run(lambda tx: [trainings.add_day(tx, SPRING, one) for one in days])
    await database.run(lambda tx: trainings.add_day(tx, AUTUMN, day(1, TODAY, AUTUMN)))

    listed = await database.read(lambda tx: trainings.days(tx, SPRING.id))

    assert listed == [days[1], days[2], days[0]]


async def test_the_hour_of_a_day_is_kept_to_the_minute(database: Database) -> None:
    late = replace(day(1, TODAY), starts_at=time(23, 59))
    await database.run(lambda tx: trainings.add_day(tx, SPRING, late))

    assert await database.read(lambda tx: trainings.days(tx, SPRING.id)) == [late]


async def test_each_cohort_of_a_site_has_its_days_in_order(database: Database) -> None:
    def add(tx: Transaction) -> None:
        for number, on in ((2, date(2026, 11, 10)), (1, date(2026, 11, 3))):
            trainings.add_day(tx, SPRING, day(number, on))
        trainings.add_day(tx, AUTUMN, day(1, date(2026, 12, 1), AUTUMN))
        trainings.add_day(tx, FAR, day(1, date(2027, 1, 1), FAR))

    await database.run(add)

    assert await database.read(lambda tx: trainings.days_of_site(tx, SITE)) == {
        "spring": [date(2026, 11, 3), date(2026, 11, 10)],
        "autumn": [date(2026, 12, 1)],
    }


async def test_the_training_days_of_a_site_are_those_of_each_cohort(database: Database) -> None:
    spring = [day(1, TODAY), day(2, TODAY + DAY)]
    autumn = [day(1, TODAY - DAY, AUTUMN)]

    def add(tx: Transaction) -> None:
        for group, days in ((SPRING, spring), (AUTUMN, autumn), (FAR, [day(1, TODAY, FAR)])):
            for one in reversed(days):
                trainings.add_day(tx, group, one)

    await database.run(add)

    found = await database.read(lambda tx: trainings.dated_days_of_site(tx, SITE))
    assert list(found.items()) == [("autumn", autumn), ("spring", spring)]


async def test_a_cohort_of_which_a_day_waits_for_its_date_is_not_among_them(
    database: Database,
) -> None:
    def add(tx: Transaction) -> None:
        trainings.add_day(tx, SPRING, day(1, TODAY))
        trainings.add_day(tx, SPRING, replace(day(2, TODAY + DAY), state=trainings.POSTPONED))

    await database.run(add)

    assert await database.read(lambda tx: trainings.dated_days_of_site(tx, SITE)) == {}


async def test_the_days_of_some_cohorts_that_have_a_date_are_counted(database: Database) -> None:
    def add(tx: Transaction) -> None:
        trainings.add_day(tx, SPRING, day(1, TODAY))
        trainings.add_day(tx, SPRING, replace(day(2, TODAY + DAY), state=trainings.CANCELLED))
        trainings.add_day(tx, AUTUMN, day(1, TODAY, AUTUMN))
        trainings.add_day(tx, FAR, day(1, TODAY, FAR))

    await database.run(add)

    counted = await database.read(lambda tx: trainings.number_of_days(tx, [SPRING.id, AUTUMN.id]))
    assert counted == 2


async def to_plan(database: Database, limit: int = 20) -> list[Place]:
    return await database.run(lambda tx: rosters.to_plan(tx, NOW, limit))


async def test_somebody_enrolled_is_planned_for_at_once(database: Database) -> None:
    await database.run(lambda tx: enrol(tx, SPRING, NIA))

    assert await to_plan(database) == [place(SPRING, NIA)]


async def test_a_place_is_not_planned_before_its_moment(database: Database) -> None:
    await database.run(lambda tx: enrol(tx, SPRING, NIA, at=NOW + HOUR))

    assert await to_plan(database) == []


async def test_the_places_that_wait_longest_are_planned_first(database: Database) -> None:
    lee, sam = known("lee"), known("sam")
    await database.run(lambda tx: enrol(tx, SPRING, NIA))
    await database.run(lambda tx: enrol(tx, SPRING, lee, at=NOW - 2 * HOUR))
    await database.run(lambda tx: enrol(tx, SPRING, sam, at=NOW - HOUR))

    assert await to_plan(database, limit=2) == [place(SPRING, lee), place(SPRING, sam)]


async def test_a_place_planned_for_later_waits_until_then(database: Database) -> None:
    await database.run(lambda tx: enrol(tx, SPRING, NIA))
    await database.run(lambda tx: rosters.plan_next(tx, place(SPRING, NIA), NOW + HOUR))

    now, later = [
        await database.run(lambda tx, m=moment: rosters.to_plan(tx, m, 20))
        for moment in (NOW, NOW + HOUR)
    ]

    assert (now, later) == ([], [place(SPRING, NIA)])


async def test_a_place_without_a_next_moment_is_never_planned_again(database: Database) -> None:
    await database.run(lambda tx: enrol(tx, SPRING, NIA))
    await database.run(lambda tx: rosters.plan_next(tx, place(SPRING, NIA), None))

    assert await database.run(lambda tx: rosters.to_plan(tx, NOW + 1000 * DAY, 20)) == []


async def test_the_next_plan_is_the_earliest(database: Database) -> None:
    await database.run(lambda tx: enrol(tx, SPRING, NIA, at=NOW + 2 * HOUR))
    await database.run(lambda tx: enrol(tx, SPRING, TARA, at=NOW + HOUR))
    await database.run(lambda tx: enrol(tx, AUTUMN, NIA))
    await database.run(lambda tx: rosters.plan_next(tx, place(AUTUMN, NIA), None))

    assert await database.read(rosters.next_plan) == NOW + HOUR


async def test_without_places_there_is_no_next_plan(database: Database) -> None:
    assert await database.read(rosters.next_plan) is None


async def test_two_planners_never_look_at_the_same_place(
    database: Database, rival: Database, meeting: Meeting
) -> None:
    crowd = [known(f"nurse{number}") for number in range(20)]
    await database.run(lambda tx: enrol(tx, SPRING, *crowd))

    def look(tx: Transaction) -> list[Place]:
        places = rosters.to_plan(tx, NOW, 10)
        # Both have taken theirs before either ends.
        meeting.wait()
        for one in places:
            rosters.plan_next(tx, one, None)
        return places

    first, second = await asyncio.gather(database.run(look), rival.run(look))

    assert sorted(one.person_id for one in [*first, *second]) == sorted(one.id for one in crowd)


async def test_the_companion_follows_the_latest_cohort(database: Database) -> None:
    await database.run(lambda tx: enrol(tx, SPRING, NIA, TARA))
    await database.run(lambda tx: enrol(tx, AUTUMN, NIA, at=NOW + DAY))

    latest = [
        await database.read(lambda tx, p=one: rosters.is_latest(tx, p))
        for one in (place(SPRING, NIA), place(AUTUMN, NIA), place(SPRING, TARA))
    ]

    assert latest == [False, True, True]


async def test_of_two_cohorts_joined_in_one_moment_the_companion_follows_one(
    database: Database,
) -> None:
    for group in (SPRING, AUTUMN):
        await database.run(lambda tx, g=group: enrol(tx, g, NIA))

    latest = [
        await database.read(lambda tx, p=one: rosters.is_latest(tx, p))
        for one in (place(SPRING, NIA), place(AUTUMN, NIA))
    ]

    assert sorted(latest) == [False, True]
