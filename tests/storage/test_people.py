import asyncio
from dataclasses import replace
from datetime import time
from time import sleep

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import people
from storage.database import Database
from storage.people import Decision, Known, SealedKey
from storage.tables import Consent, Enrolment, LinkKey, Person, Trainer
from storage.transactions import Transaction
from tests.storage.kit import (
    AUTUMN,
    DAY,
    HOUR,
    MINUTE,
    NIA,
    NO,
    NOW,
    OTHER_SITE,
    SITE,
    SPRING,
    TARA,
    YES,
    Meeting,
    enrol,
    meet,
    rows,
)


@pytest.fixture(autouse=True)
async def met(database: Database) -> None:
    await database.run(lambda tx: meet(tx, NIA, TARA))


async def found(database: Database, slack_id: str = NIA.slack_id) -> Known | None:
    return await database.read(lambda tx: people.find(tx, slack_id))


async def test_somebody_is_found_by_slacks_id(database: Database) -> None:
    assert await found(database) == NIA


async def test_a_stranger_is_not_found(database: Database) -> None:
    assert await found(database, "U0STRANGER") is None


async def test_nobody_is_found_by_our_own_id(database: Database) -> None:
    assert await found(database, NIA.id) is None


async def test_somebody_met_again_stays_as_they_were(database: Database) -> None:
    await database.run(
        lambda tx: people.add(
            tx, person_id="again", site_id=OTHER_SITE, slack_id=NIA.slack_id, zone="Asia/Tokyo"
        )
    )

    assert await rows(database, Person, "id", "site_id", "zone") == [
        ("nia", SITE, NIA.zone),
        ("tara", SITE, TARA.zone),
    ]


async def test_two_processes_that_meet_somebody_at_once_know_one_person(
    database: Database, rival: Database, meeting: Meeting
) -> None:
    def add(tx: Transaction, name: str) -> None:
        meeting.wait()
        people.add(tx, person_id=name, site_id=SITE, slack_id="U0SAM", zone=NIA.zone)

    await asyncio.gather(
        database.run(lambda tx: add(tx, "sam")), rival.run(lambda tx: add(tx, "second sam"))
    )

    assert [row for row in await rows(database, Person, "slack_id") if row == ("U0SAM",)] == [
        ("U0SAM",)
    ]


@pytest.mark.parametrize(
    ("change", "changed"),
    [
        pytest.param(
            lambda tx: people.set_hour(tx, NIA.id, time(7, 30)),
            replace(NIA, preferred_at=time(7, 30)),
            id="the hour",
        ),
        pytest.param(
            lambda tx: people.set_pause(tx, NIA.id, NOW), replace(NIA, paused_until=NOW), id="pause"
        ),
    ],
)
async def test_a_change_is_of_one_thing_about_one_person(
    database: Database, change: people.Transaction, changed: Known
) -> None:
    await database.run(change)

    assert [await found(database), await found(database, TARA.slack_id)] == [changed, TARA]


async def test_a_pause_is_ended(database: Database) -> None:
    await database.run(lambda tx: people.set_pause(tx, NIA.id, NOW))
    await database.run(lambda tx: people.set_pause(tx, NIA.id, None))

    assert await found(database) == NIA


async def test_somebody_is_a_trainer_of_the_sites_they_were_named_at(database: Database) -> None:
    for site in (SITE, OTHER_SITE):
        await database.run(
            lambda tx, site=site: people.name_trainer(tx, TARA.id, site, named_by="U0C", now=NOW)
        )

    assert await database.read(lambda tx: people.trains_at(tx, TARA.id)) == {SITE, OTHER_SITE}


async def test_somebody_who_was_not_named_trains_nowhere(database: Database) -> None:
    await database.run(lambda tx: people.name_trainer(tx, TARA.id, SITE, named_by="U0C", now=NOW))

    assert await database.read(lambda tx: people.trains_at(tx, NIA.id)) == frozenset()


async def test_naming_a_trainer_twice_is_told_and_changes_nothing(database: Database) -> None:
    first = await database.run(
        lambda tx: people.name_trainer(tx, TARA.id, SITE, named_by="U0C", now=NOW)
    )
    second = await database.run(
        lambda tx: people.name_trainer(tx, TARA.id, SITE, named_by="U0D", now=NOW + DAY)
    )

    assert (first, second, await rows(database, Trainer, "named_by", "named_at")) == (
        True,
        False,
        [("U0C", NOW)],
    )


async def test_only_somebody_enrolled_is_on_a_roster(database: Database) -> None:
    await database.run(lambda tx: enrol(tx, SPRING, NIA))

    on = [await database.read(lambda tx, w=who: people.on_roster(tx, w.id)) for who in (NIA, TARA)]

    assert on == [True, False]


async def test_planning_again_is_for_every_place_of_one_person(database: Database) -> None:
    await database.run(lambda tx: enrol(tx, SPRING, NIA, TARA))
    await database.run(lambda tx: enrol(tx, AUTUMN, NIA))

    await database.run(lambda tx: people.plan_again(tx, NIA.id, NOW + DAY))

    assert await rows(database, Enrolment, "id", "plan_at") == [
        ("autumn/nia", NOW + DAY),
        ("spring/nia", NOW + DAY),
        ("spring/tara", NOW),
    ]


async def test_somebody_who_was_not_asked_has_decided_nothing(database: Database) -> None:
    assert await database.read(lambda tx: people.decision(tx, NIA.id)) is None


async def decide(database: Database, decision: Decision, decision_id: str, minutes: int) -> None:
    at = NOW + minutes * MINUTE
    await database.run(lambda tx: people.decide(tx, NIA, decision, decision_id=decision_id, now=at))


async def test_a_decision_is_read_as_it_was_made(database: Database) -> None:
    made = Decision(3, companion=True, checkins=True, exercises=False, assessments=True)

    await decide(database, made, "d1", 0)

    assert await database.read(lambda tx: people.decision(tx, NIA.id)) == made


async def test_a_decision_is_of_one_person(database: Database) -> None:
    await decide(database, YES, "d1", 0)

    assert await database.read(lambda tx: people.decision(tx, TARA.id)) is None


async def test_a_decision_is_added_and_changes_none_before_it(database: Database) -> None:
    await decide(database, YES, "d1", 0)
    await decide(database, NO, "d2", 1)

    assert await rows(database, Consent, "id", "companion", "decided_at") == [
        ("d1", True, NOW),
        ("d2", False, NOW + MINUTE),
    ]


async def test_of_decisions_in_the_same_moment_the_last_counts(database: Database) -> None:
    # Ids are random, so their order says nothing; a calendar that stands has one moment.
    for decision_id, decision in (("m", YES), ("z", NO), ("a", YES), ("b", NO)):
        await decide(database, decision, decision_id, 0)

    assert await database.read(lambda tx: people.decision(tx, NIA.id)) == NO


async def test_decisions_are_numbered_for_each_person(database: Database) -> None:
    await decide(database, YES, "d1", 0)
    await decide(database, NO, "d2", 0)
    await database.run(lambda tx: people.decide(tx, TARA, YES, decision_id="d3", now=NOW))

    assert await rows(database, Consent, "id", "number") == [("d1", 1), ("d2", 2), ("d3", 1)]


async def test_of_two_decisions_at_once_both_are_kept(
    database: Database, rival: Database, meeting: Meeting
) -> None:
    def decide_first(tx: Transaction) -> None:
        people.decide(tx, NIA, YES, decision_id="d1", now=NOW)
        meeting.wait()
        # The second begins before the first has ended.
        sleep(0.1)

    def decide_second(tx: Transaction) -> None:
        meeting.wait()
        people.decide(tx, NIA, NO, decision_id="d2", now=NOW)

    await asyncio.gather(database.run(decide_first), rival.run(decide_second))

    assert sorted(await rows(database, Consent, "number")) == [(1,), (2,)]


DECISIONS = st.lists(
    st.builds(
        Decision,
        version=st.integers(1, 3),
        companion=st.booleans(),
        checkins=st.booleans(),
        exercises=st.booleans(),
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(DECISIONS, st.lists(st.integers(0, 2), min_size=6, max_size=6))
async def test_the_decision_made_last_counts(
    database: Database, made: list[Decision], hours: list[int]
) -> None:
    # Several in one moment, as under a calendar that stands; a machine's clock may step back.
    def decide_all(tx: Transaction) -> None:
        tx.run(Consent.__table__.delete())
        for number, (hour, one) in enumerate(zip(hours, made, strict=False)):
            people.decide(tx, NIA, one, decision_id=f"d{number}", now=NOW + hour * HOUR)

    await database.run(decide_all)

    assert await database.read(lambda tx: people.decision(tx, NIA.id)) == made[-1]


async def test_a_link_key_made_twice_keeps_the_first(database: Database) -> None:
    for sealed in (b"first", b"second"):
        await database.run(lambda tx, s=sealed: people.keep_link_key(tx, NIA, s))

    assert await rows(database, LinkKey, "person_id", "site_id", "sealed") == [
        ("nia", SITE, b"first")
    ]


async def test_two_processes_that_make_a_link_key_at_once_keep_one(
    database: Database, rival: Database, meeting: Meeting
) -> None:
    def keep(tx: Transaction, sealed: bytes) -> None:
        meeting.wait()
        people.keep_link_key(tx, NIA, sealed)

    await asyncio.gather(
        database.run(lambda tx: keep(tx, b"one")), rival.run(lambda tx: keep(tx, b"another"))
    )

    assert len(await rows(database, LinkKey, "person_id")) == 1


async def test_somebodys_own_link_key_is_found(database: Database) -> None:
    await database.run(lambda tx: people.keep_link_key(tx, TARA, b"another"))
    await database.run(lambda tx: people.keep_link_key(tx, NIA, b"sealed"))

    assert await database.read(lambda tx: people.link_key(tx, NIA.id)) == b"sealed"


async def test_somebody_without_a_link_key_has_none(database: Database) -> None:
    await database.run(lambda tx: people.keep_link_key(tx, TARA, b"another"))

    assert await database.read(lambda tx: people.link_key(tx, NIA.id)) is None


async def test_any_link_key_will_do_as_a_sample(database: Database) -> None:
    await database.run(lambda tx: people.keep_link_key(tx, NIA, b"sealed"))

    assert await database.read(people.any_link_key) == SealedKey("nia", b"sealed")


async def test_without_link_keys_there_is_no_sample(database: Database) -> None:
    assert await database.read(people.any_link_key) is None
