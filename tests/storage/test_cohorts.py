import asyncio

from storage import cohorts, people, rosters, trainings, waiting
from storage.cohorts import Standing
from storage.database import Database
from storage.transactions import Transaction
from tests.storage.kit import AUTUMN, DAY, NIA, NOW, SPRING, TARA, enrol, known, meet

OLA = known("ola")


def make(tx: Transaction) -> None:
    meet(tx, NIA, OLA, TARA)
    for group in (SPRING, AUTUMN):
        trainings.add_cohort(tx, group, NOW)


async def test_a_new_cohort_has_twenty_four_places_and_was_never_changed(
    database: Database,
) -> None:
    await database.run(make)

    assert await database.read(lambda tx: cohorts.standing(tx, SPRING.id)) == Standing(
        SPRING.id, SPRING.site_id, SPRING.name, None, 24, None, None, 1
    )


async def test_of_two_who_saw_the_same_only_the_first_changes_a_cohort(database: Database) -> None:
    await database.run(make)
    both = [database.run(lambda tx: cohorts.change(tx, SPRING.id, 1)) for _ in range(2)]

    assert sorted(await asyncio.gather(*both)) == [False, True]


async def test_whoever_leaves_a_list_and_comes_back_is_on_it_from_then_on(
    database: Database,
) -> None:
    def come_back(tx: Transaction) -> None:
        make(tx)
        enrol(tx, SPRING, NIA)
        rosters.leave(tx, SPRING.id, NIA.id, NOW + DAY)
        enrol(tx, AUTUMN, NIA, at=NOW + DAY)
        rosters.leave(tx, AUTUMN.id, NIA.id, NOW + 2 * DAY)
        enrol(tx, SPRING, NIA, at=NOW + 2 * DAY)

    await database.run(come_back)
    (place,) = await database.read(lambda tx: rosters.listed_at(tx, NIA.id))

    assert place.cohort_id == SPRING.id
    assert await database.read(lambda tx: rosters.is_latest(tx, place))
    assert len(await database.read(lambda tx: rosters.places_of(tx, NIA.id))) == 2


async def test_nothing_is_planned_for_a_place_that_was_left(database: Database) -> None:
    def leave(tx: Transaction) -> None:
        make(tx)
        enrol(tx, SPRING, NIA)
        rosters.leave(tx, SPRING.id, NIA.id, NOW)
        people.plan_again(tx, NIA.id, NOW)

    await database.run(leave)

    assert await database.run(lambda tx: rosters.to_plan(tx, NOW + DAY, 10)) == []
    assert await database.read(rosters.next_plan) is None


async def test_who_waits_is_in_the_order_in_which_they_came(database: Database) -> None:
    def line_up(tx: Transaction) -> None:
        make(tx)
        for number, who in enumerate((OLA, NIA, TARA, OLA)):
            waiting.add(tx, SPRING, who.id, waiting_id=f"{number}")
        waiting.remove(tx, SPRING.id, NIA.id)

    await database.run(line_up)
    found = await database.read(lambda tx: waiting.in_line(tx, SPRING.id))

    assert [one.slack_id for one in found] == [OLA.slack_id, TARA.slack_id]


async def test_whoever_led_a_cohort_before_leads_it_again(database: Database) -> None:
    def lead_again(tx: Transaction) -> list[list[str]]:
        make(tx)
        found = []
        cohorts.lead(tx, SPRING, TARA.id, NOW)
        for stops in (True, False):
            if stops:
                cohorts.stop_leading(tx, SPRING.id, TARA.id, NOW + DAY)
            else:
                cohorts.lead(tx, SPRING, TARA.id, NOW + 2 * DAY)
            found.append([group.id for group in trainings.led_by(tx, TARA.id)])
        return found

    assert await database.run(lead_again) == [[], [SPRING.id]]


async def test_a_name_is_given_once_at_a_site_whatever_its_capitals(database: Database) -> None:
    def rename(tx: Transaction) -> list[bool]:
        make(tx)
        standing = cohorts.standing(tx, SPRING.id)
        assert standing is not None
        return [cohorts.rename(tx, standing, name) for name in ("AUTUMN", "SPRING", "Winter")]

    assert await database.run(rename) == [False, True, True]
