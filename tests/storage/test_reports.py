import asyncio
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import deliveries, people, reports, responses, trainings
from storage.database import Database
from storage.people import Decision, Known
from storage.reports import Entry, Made, Period, Released
from storage.tables import Audit, ReleaseRound
from storage.trainings import Group
from storage.transactions import Transaction
from tests.storage.kit import (
    AUTUMN,
    DAY,
    HOUR,
    NIA,
    NO,
    NOW,
    OTHER_SITE,
    SITE,
    SPRING,
    TARA,
    TODAY,
    YES,
    Meeting,
    day,
    empty,
    enrol,
    known,
    meet,
    message,
    rows,
)

# The week after the one in which people joined; it is released on a Thursday.
WEEK = Period(
    starts_on=TODAY + 7 * DAY,
    ends_on=TODAY + 13 * DAY,
    starts_at=NOW + 7 * DAY - 9 * HOUR,
    released_on=TODAY + 17 * DAY,
)
IN_THE_WEEK = WEEK.starts_on + DAY
BEFORE, AFTER = WEEK.starts_at - HOUR, WEEK.starts_at + HOUR


def follow(
    tx: Transaction,
    who: Known,
    group: Group = SPRING,
    *,
    decided: Decision = YES,
    decided_at: datetime = NOW,
    enrolled_at: datetime = NOW,
) -> None:
    """Have somebody on the roster who has decided."""
    enrol(tx, group, who, at=enrolled_at)
    name = f"{who.id}/{group.id}/{decided_at.isoformat()}"
    people.decide(tx, who, decided, decision_id=name, now=decided_at)


def ask(
    tx: Transaction,
    who: Known,
    group: Group = SPRING,
    *,
    on: date = IN_THE_WEEK,
    answered_on: date | None = IN_THE_WEEK,
    kind: str = "check-in",
    occurrence: str = "once",
) -> None:
    """Have somebody asked on a day who answered on a day, or did not."""
    name = f"{who.id}/{group.id}/{on}/{kind}/{occurrence}"
    planned = message(
        name,
        person_id=who.id,
        cohort_id=group.id,
        kind=kind,
        local_date=on,
        occurrence=occurrence,
    )
    deliveries.plan(tx, [planned])
    if answered_on:
        responses.note_answered(tx, name, answered_on)


async def following(database: Database, *groups: Group) -> tuple[int, int]:
    """Return how many followed in the week, and how many of them answered."""
    cohorts = [group.id for group in groups or (SPRING,)]
    return await database.read(lambda tx: reports.following(tx, cohorts, WEEK))


async def test_nobody_follows_a_cohort_without_people(database: Database) -> None:
    await database.run(lambda tx: trainings.add_cohort(tx, SPRING, NOW))

    assert await following(database) == (0, 0)


async def test_somebody_who_joined_before_the_week_follows(database: Database) -> None:
    await database.run(lambda tx: follow(tx, NIA))

    assert await following(database) == (1, 0)


async def test_somebody_who_answered_in_the_week_answered(database: Database) -> None:
    await database.run(lambda tx: follow(tx, NIA))
    await database.run(lambda tx: ask(tx, NIA))

    assert await following(database) == (1, 1)


async def test_somebody_who_was_asked_and_kept_silent_follows(database: Database) -> None:
    await database.run(lambda tx: follow(tx, NIA))
    await database.run(lambda tx: ask(tx, NIA, answered_on=None))

    assert await following(database) == (1, 0)


async def test_somebody_counts_once_however_often_they_answered(database: Database) -> None:
    await database.run(lambda tx: follow(tx, NIA))
    for number in range(4):
        await database.run(lambda tx, n=number: ask(tx, NIA, occurrence=f"{n}"))

    assert await following(database) == (1, 1)


async def test_somebody_in_two_cohorts_of_a_site_counts_once(database: Database) -> None:
    for group in (SPRING, AUTUMN):
        await database.run(lambda tx, g=group: (follow(tx, NIA, g), ask(tx, NIA, g)))

    assert await following(database, SPRING, AUTUMN) == (1, 1)


@pytest.mark.parametrize(
    "decided",
    [
        pytest.param(NO, id="no"),
        pytest.param(replace(YES, checkins=False, exercises=True), id="no check-ins"),
        pytest.param(replace(YES, evaluation=False), id="no use in the evaluation"),
    ],
)
async def test_somebody_who_did_not_agree_to_be_counted_is_not(
    database: Database, decided: Decision
) -> None:
    await database.run(lambda tx: (follow(tx, NIA, decided=decided), ask(tx, NIA)))

    assert await following(database) == (0, 0)


async def test_somebody_who_has_decided_nothing_does_not_follow(database: Database) -> None:
    await database.run(lambda tx: (enrol(tx, SPRING, NIA), ask(tx, NIA)))

    assert await following(database) == (0, 0)


@pytest.mark.parametrize(
    ("before", "after", "counted"),
    [pytest.param(YES, NO, (1, 1), id="left later"), pytest.param(NO, YES, (0, 0), id="late yes")],
)
async def test_a_decision_made_after_the_week_began_changes_no_count_of_it(
    database: Database, before: Decision, after: Decision, counted: tuple[int, int]
) -> None:
    await database.run(lambda tx: follow(tx, NIA, decided=before, decided_at=BEFORE))
    await database.run(lambda tx: follow(tx, NIA, decided=after, decided_at=AFTER))
    await database.run(lambda tx: ask(tx, NIA))

    assert await following(database) == counted


@pytest.mark.parametrize(
    ("first", "last", "counted"),
    [pytest.param(YES, NO, (0, 0), id="left"), pytest.param(NO, YES, (1, 1), id="joined")],
)
async def test_of_the_decisions_before_the_week_the_last_counts(
    database: Database, first: Decision, last: Decision, counted: tuple[int, int]
) -> None:
    await database.run(lambda tx: follow(tx, NIA, decided=first, decided_at=NOW))
    await database.run(lambda tx: follow(tx, NIA, decided=last, decided_at=BEFORE))
    await database.run(lambda tx: ask(tx, NIA))

    assert await following(database) == counted


async def test_a_yes_on_the_stroke_of_the_week_is_of_the_next_one(database: Database) -> None:
    await database.run(lambda tx: follow(tx, NIA, decided_at=WEEK.starts_at))

    assert await following(database) == (0, 0)


async def test_somebody_enrolled_after_the_week_began_does_not_follow(database: Database) -> None:
    await database.run(lambda tx: follow(tx, NIA, enrolled_at=AFTER))

    assert await following(database) == (0, 0)


@pytest.mark.parametrize(
    ("asked_on", "counted"),
    [
        pytest.param(WEEK.starts_on - DAY, (1, 0), id="the Sunday before"),
        pytest.param(WEEK.starts_on, (1, 1), id="Monday"),
        pytest.param(WEEK.ends_on, (1, 1), id="Sunday"),
        pytest.param(WEEK.ends_on + DAY, (1, 0), id="the Monday after"),
    ],
)
async def test_what_was_asked_from_monday_to_sunday_counts(
    database: Database, asked_on: date, counted: tuple[int, int]
) -> None:
    await database.run(lambda tx: follow(tx, NIA))
    await database.run(lambda tx: ask(tx, NIA, on=asked_on, answered_on=asked_on))

    assert await following(database) == counted


@pytest.mark.parametrize(
    ("answered_on", "counted"),
    [
        pytest.param(WEEK.released_on - DAY, (1, 1), id="the day before"),
        pytest.param(WEEK.released_on, (1, 0), id="the day itself"),
    ],
)
async def test_an_answer_counts_when_it_came_before_the_day_of_the_release(
    database: Database, answered_on: date, counted: tuple[int, int]
) -> None:
    await database.run(lambda tx: follow(tx, NIA))
    await database.run(lambda tx: ask(tx, NIA, on=WEEK.ends_on, answered_on=answered_on))

    assert await following(database) == counted


async def test_only_check_ins_are_answered(database: Database) -> None:
    await database.run(lambda tx: follow(tx, NIA))
    await database.run(lambda tx: ask(tx, NIA, kind="exercise"))

    assert await following(database) == (1, 0)


async def test_an_answer_in_another_cohort_is_no_answer_in_this_one(database: Database) -> None:
    for group in (SPRING, AUTUMN):
        await database.run(lambda tx, g=group: follow(tx, NIA, g))
    await database.run(lambda tx: ask(tx, NIA, AUTUMN))

    assert await following(database, SPRING) == (1, 0)


async def test_a_trainer_is_left_out_of_the_cohort_they_lead(database: Database) -> None:
    await database.run(lambda tx: (follow(tx, TARA), follow(tx, NIA), ask(tx, TARA)))
    await database.run(lambda tx: trainings.add_leader(tx, SPRING, TARA.id))

    assert await following(database) == (1, 0)


async def test_a_trainer_counts_in_a_cohort_that_others_lead(database: Database) -> None:
    await database.run(lambda tx: (follow(tx, TARA, AUTUMN), ask(tx, TARA, AUTUMN)))
    await database.run(lambda tx: trainings.add_cohort(tx, SPRING, NOW))
    await database.run(lambda tx: trainings.add_leader(tx, SPRING, TARA.id))

    assert await following(database, SPRING, AUTUMN) == (1, 1)


async def test_no_cohorts_have_nobody(database: Database) -> None:
    assert await database.read(lambda tx: reports.following(tx, (), WEEK)) == (0, 0)


SOMEBODY = st.fixed_dictionaries(
    {
        "groups": st.sets(st.sampled_from(["spring", "autumn"]), min_size=1),
        "leads": st.sets(st.sampled_from(["spring", "autumn"])),
        "enrolled_late": st.booleans(),
        "decisions": st.lists(st.tuples(st.integers(-3, 3), st.booleans()), max_size=3).map(
            # Two decisions never have one moment.
            lambda made: sorted(dict(made).items())
        ),
        "answers": st.lists(
            st.tuples(st.sampled_from(["spring", "autumn"]), st.integers(-2, 9)), max_size=3
        ),
    }
)
GROUPS = {"spring": SPRING, "autumn": AUTUMN}


def counted_by_hand(crowd: list[dict[str, Any]], cohorts: set[str]) -> tuple[int, int]:
    """Count as a person with the lists would, one after the other."""
    count = answered = 0
    for one in crowd:
        places = (one["groups"] & cohorts) - one["leads"]
        wanted = [yes for hours, yes in one["decisions"] if hours < 0]
        if one["enrolled_late"] or not places or not wanted or not wanted[-1]:
            continue
        count += 1
        answered += any(group in places and 0 <= day <= 6 for group, day in one["answers"])
    return count, answered


def settle(tx: Transaction, who: Known, one: dict[str, Any]) -> None:
    """Have somebody join, lead, decide and answer as it is written."""
    meet(tx, who)
    for name in sorted(one["groups"]):
        enrol(tx, GROUPS[name], who, at=AFTER if one["enrolled_late"] else BEFORE)
    for name in sorted(one["leads"]):
        trainings.add_leader(tx, GROUPS[name], who.id)
    for hours, yes in one["decisions"]:
        at = WEEK.starts_at + timedelta(hours=hours)
        people.decide(tx, who, YES if yes else NO, decision_id=f"{who.id}{hours}", now=at)
    for number, (name, days) in enumerate(one["answers"]):
        on = WEEK.starts_on + days * DAY
        ask(tx, who, GROUPS[name], on=on, answered_on=on, occurrence=f"{number}")


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(SOMEBODY, max_size=4), st.sets(st.sampled_from(["spring", "autumn"]), min_size=1))
async def test_people_are_counted_as_they_would_be_by_hand(
    database: Database, crowd: list[dict[str, Any]], cohorts: set[str]
) -> None:
    def lay_out(tx: Transaction) -> tuple[int, int]:
        empty(tx._connection)
        for group in GROUPS.values():
            trainings.add_cohort(tx, group, NOW)
        for number, one in enumerate(crowd):
            settle(tx, known(f"n{number}"), one)
        return reports.following(tx, cohorts, WEEK)

    assert await database.run(lay_out) == counted_by_hand(crowd, cohorts)


async def take(database: Database, **different: Any) -> bool:
    asked = {"site_id": SITE, "kind": "weekly", "starts_on": TODAY, "now": NOW} | different
    return await database.run(lambda tx: reports.take_round(tx, **asked))


async def test_a_round_is_taken_once(database: Database) -> None:
    taken = [await take(database), await take(database, now=NOW + HOUR)]

    assert (taken, await rows(database, ReleaseRound, "made_at")) == ([True, False], [(NOW,)])


@pytest.mark.parametrize(
    "different",
    [{"site_id": OTHER_SITE}, {"kind": "monthly"}, {"starts_on": TODAY + 7 * DAY}],
    ids=lambda different: next(iter(different)),
)
async def test_another_site_kind_or_week_is_another_round(
    database: Database, different: dict[str, Any]
) -> None:
    assert [await take(database), await take(database, **different)] == [True, True]


async def test_of_two_processes_that_take_a_round_at_once_one_has_it(
    database: Database, rival: Database, meeting: Meeting
) -> None:
    def take_it(tx: Transaction) -> bool:
        meeting.wait()
        return reports.take_round(tx, site_id=SITE, kind="weekly", starts_on=TODAY, now=NOW)

    taken = await asyncio.gather(database.run(take_it), rival.run(take_it))

    assert sorted(taken) == [False, True]


async def test_the_last_round_is_the_latest_of_a_site_and_kind(database: Database) -> None:
    for weeks in (2, 3, 1):
        await take(database, starts_on=TODAY + 7 * weeks * DAY)
    await take(database, starts_on=TODAY + 70 * DAY, site_id=OTHER_SITE)
    await take(database, starts_on=TODAY + 70 * DAY, kind="monthly")

    last = await database.read(lambda tx: reports.last_round(tx, SITE, "weekly"))

    assert last == TODAY + 21 * DAY


async def test_without_rounds_there_is_no_last_one(database: Database) -> None:
    assert await database.read(lambda tx: reports.last_round(tx, SITE, "weekly")) is None


async def test_the_first_training_day_is_the_earliest_of_a_site(database: Database) -> None:
    far = replace(SPRING, id="far", site_id=OTHER_SITE)

    def add(tx: Transaction) -> None:
        for group in (SPRING, AUTUMN, far):
            trainings.add_cohort(tx, group, NOW)
        trainings.add_day(tx, SPRING, day(1, TODAY + 2 * DAY))
        trainings.add_day(tx, AUTUMN, day(1, TODAY + DAY, AUTUMN))
        trainings.add_day(tx, far, day(1, TODAY, far))

    await database.run(add)

    assert await database.read(lambda tx: reports.first_training_day(tx, SITE)) == TODAY + DAY


async def test_a_site_without_trainings_has_no_first_day(database: Database) -> None:
    assert await database.read(lambda tx: reports.first_training_day(tx, SITE)) is None


def made(name: str, **different: Any) -> Made:
    release = Made(name, SITE, "weekly", TODAY, TODAY + 6 * DAY, None, 1, "words")
    return replace(release, **different)


async def released(
    database: Database, *releases: Made, site_ids: tuple[str, ...] = (SITE,)
) -> list[Released]:
    await database.run(lambda tx: [reports.add(tx, one) for one in releases])
    return await database.read(lambda tx: reports.released(tx, site_ids, "weekly", TODAY))


async def test_a_release_is_read_as_it_was_made(database: Database) -> None:
    await database.run(lambda tx: trainings.add_cohort(tx, SPRING, NOW))

    assert await released(database, made("r1", cohort_id=SPRING.id)) == [
        Released(SITE, SPRING.id, TODAY, "words")
    ]


async def test_the_newest_period_comes_first(database: Database) -> None:
    weeks = [made(f"r{n}", starts_on=TODAY + n * 7 * DAY) for n in (1, 2, 0)]

    listed = await released(database, *weeks)

    assert [one.starts_on for one in listed] == [TODAY + n * 7 * DAY for n in (2, 1, 0)]


@pytest.mark.parametrize(
    "different",
    [{"site_id": OTHER_SITE}, {"kind": "monthly"}, {"starts_on": TODAY - DAY}],
    ids=lambda different: next(iter(different)),
)
async def test_a_release_of_another_site_kind_or_time_is_not_asked_for(
    database: Database, different: dict[str, Any]
) -> None:
    assert await released(database, made("r1", **different)) == []


async def test_the_releases_of_no_site_are_none(database: Database) -> None:
    assert await released(database, made("r1"), site_ids=()) == []


async def test_an_act_is_noted_word_for_word(database: Database) -> None:
    await database.run(
        lambda tx: reports.audit(tx, Entry("a1", SITE, NOW, "U0TARA", "cohort new", "spring"))
    )

    assert await rows(database, Audit, "id", "site_id", "at", "actor", "act", "subject") == [
        ("a1", SITE, NOW, "U0TARA", "cohort new", "spring")
    ]
