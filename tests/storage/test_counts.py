from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import (
    cohorts,
    confirmations,
    counts,
    deliveries,
    people,
    responses,
    rosters,
    trainings,
)
from storage.confirmations import Confirmed
from storage.counts import AnsweredOne, Counted, Period
from storage.database import Database
from storage.people import Decision, Known
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
    SPRING,
    TARA,
    TODAY,
    YES,
    empty,
    enrol,
    known,
    meet,
    message,
)

# The week after the one in which people joined; it is released on a Thursday.
MIDNIGHT = NOW + 7 * DAY - 9 * HOUR
WEEK = Period(
    starts_on=TODAY + 7 * DAY,
    ends_on=TODAY + 13 * DAY,
    listed_before=MIDNIGHT,
    starts_at=MIDNIGHT,
    released_on=TODAY + 17 * DAY,
    released_at=MIDNIGHT + 10 * DAY + 8 * HOUR,
)
# Three weeks before that week: it is the last of its four.
BLOCK_STARTS = MIDNIGHT - 21 * DAY
IN_THE_WEEK = WEEK.starts_on + DAY
# Listed, following, answered, gone; and listed, keeping, gone.
Following = tuple[int, int, int, int]
Keeping = tuple[int, int, int]

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


def those_who_follow(found: Counted) -> Following:
    return found.listed, found.following, found.answered, found.gone


async def following(database: Database, period: Period = WEEK) -> Following:
    """Return how many of the spring cohort are listed, follow, answered and are gone."""
    found = await database.read(lambda tx: counts.counted(tx, SPRING.id, period))
    return those_who_follow(found)


async def keeping(database: Database) -> Keeping:
    """Return how many of the spring cohort are listed, keep the companion and are gone."""
    found = await database.read(lambda tx: counts.counted(tx, SPRING.id, WEEK))
    return found.listed, found.keeping, found.gone


async def test_nobody_follows_a_cohort_without_people(database: Database) -> None:
    await database.run(lambda tx: trainings.add_cohort(tx, SPRING, NOW))

    assert await following(database) == (0, 0, 0, 0)


async def test_somebody_who_joined_before_the_week_follows(database: Database) -> None:
    await database.run(lambda tx: follow(tx, NIA))

    assert await following(database) == (1, 1, 0, 0)


async def test_somebody_who_answered_in_the_week_answered(database: Database) -> None:
    await database.run(lambda tx: follow(tx, NIA))
    await database.run(lambda tx: ask(tx, NIA))

    assert await following(database) == (1, 1, 1, 0)


async def test_somebody_who_was_asked_and_kept_silent_follows(database: Database) -> None:
    await database.run(lambda tx: follow(tx, NIA))
    await database.run(lambda tx: ask(tx, NIA, answered_on=None))

    assert await following(database) == (1, 1, 0, 0)


async def test_somebody_counts_once_however_often_they_answered(database: Database) -> None:
    await database.run(lambda tx: follow(tx, NIA))
    for number in range(4):
        await database.run(lambda tx, n=number: ask(tx, NIA, occurrence=f"{n}"))

    assert await following(database) == (1, 1, 1, 0)


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

    assert await following(database) == (1, 0, 0, 0)


async def test_somebody_who_has_decided_nothing_does_not_follow(database: Database) -> None:
    await database.run(lambda tx: (enrol(tx, SPRING, NIA), ask(tx, NIA)))

    assert await following(database) == (1, 0, 0, 0)


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

    assert await following(database) == (1, *counted, 0)


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

    assert await following(database) == (1, *counted, 0)


async def test_a_yes_on_the_stroke_of_the_week_is_of_the_next_one(database: Database) -> None:
    await database.run(lambda tx: follow(tx, NIA, decided_at=WEEK.starts_at))

    assert await following(database) == (1, 0, 0, 0)


async def test_somebody_enrolled_after_the_week_began_is_not_listed(database: Database) -> None:
    await database.run(lambda tx: follow(tx, NIA, enrolled_at=AFTER))

    assert await following(database) == (0, 0, 0, 0)


@pytest.mark.parametrize(
    ("joined_at", "counted"),
    [
        pytest.param(BLOCK_STARTS - HOUR, (1, 1, 0, 0), id="before them"),
        pytest.param(BLOCK_STARTS + HOUR, (1, 0, 0, 0), id="within them"),
    ],
)
async def test_who_follows_is_settled_when_the_four_weeks_begin(
    database: Database, joined_at: datetime, counted: Following
) -> None:
    later = replace(WEEK, listed_before=BLOCK_STARTS)
    early = BLOCK_STARTS - DAY
    await database.run(lambda tx: follow(tx, NIA, decided_at=joined_at, enrolled_at=early))

    assert await following(database, later) == counted


async def test_somebody_who_came_onto_the_list_within_the_four_weeks_is_not_listed_yet(
    database: Database,
) -> None:
    later = replace(WEEK, listed_before=BLOCK_STARTS)
    await database.run(lambda tx: follow(tx, NIA, enrolled_at=BLOCK_STARTS + HOUR))

    assert await following(database, later) == (0, 0, 0, 0)


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

    assert await following(database) == (1, *counted, 0)


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

    assert await following(database) == (1, *counted, 0)


async def test_only_check_ins_are_answered(database: Database) -> None:
    await database.run(lambda tx: follow(tx, NIA))
    await database.run(lambda tx: ask(tx, NIA, kind="exercise"))

    assert await following(database) == (1, 1, 0, 0)


async def test_an_answer_in_another_cohort_is_no_answer_in_this_one(database: Database) -> None:
    await database.run(lambda tx: follow(tx, NIA, AUTUMN, enrolled_at=NOW - DAY))
    await database.run(lambda tx: (follow(tx, NIA, decided_at=NOW + HOUR), ask(tx, NIA, AUTUMN)))

    assert await following(database) == (1, 1, 0, 0)


@pytest.mark.parametrize(
    ("moved_at", "counted"),
    [
        pytest.param(BLOCK_STARTS - HOUR, (0, 0, 0, 0), id="before the four weeks"),
        pytest.param(BEFORE, (0, 0, 0, 1), id="before the week"),
        pytest.param(AFTER, (1, 1, 1, 0), id="in the week"),
    ],
)
async def test_somebody_who_has_moved_on_is_listed_no_more(
    database: Database, moved_at: datetime, counted: Following
) -> None:
    early = BLOCK_STARTS - DAY
    await database.run(lambda tx: follow(tx, NIA, decided_at=early, enrolled_at=early))
    await database.run(lambda tx: (ask(tx, NIA), enrol(tx, AUTUMN, NIA, at=moved_at)))

    assert await following(database, replace(WEEK, listed_before=BLOCK_STARTS)) == counted


def confirm(tx: Transaction, who: Known, subject: str, at: datetime) -> None:
    """Have somebody confirm for their role, or for a cohort."""
    given = Confirmed(f"{who.id}/{subject}", OTHER_SITE, who.slack_id, subject, 1, at)
    confirmations.keep(tx, given)


@pytest.mark.parametrize(
    ("confirmed_at", "counted"),
    [
        pytest.param(BLOCK_STARTS - HOUR, (1, 1, 0, 0), id="before the four weeks"),
        pytest.param(WEEK.released_at - HOUR, (1, 1, 0, 1), id="before the release"),
        pytest.param(WEEK.released_at, (2, 2, 1, 0), id="after it"),
    ],
)
async def test_whoever_may_ask_is_counted_in_no_cohort(
    database: Database, confirmed_at: datetime, counted: Following
) -> None:
    early = BLOCK_STARTS - DAY
    for who in (TARA, NIA):
        await database.run(lambda tx, w=who: follow(tx, w, decided_at=early, enrolled_at=early))
    await database.run(lambda tx: (ask(tx, TARA), confirm(tx, TARA, "site", confirmed_at)))

    assert await following(database, replace(WEEK, listed_before=BLOCK_STARTS)) == counted


async def test_whoever_has_confirmed_for_a_cohort_alone_may_not_ask(database: Database) -> None:
    await database.run(lambda tx: (follow(tx, TARA), confirm(tx, TARA, SPRING.id, NOW)))

    assert await following(database) == (1, 1, 0, 0)


async def test_a_trainer_is_not_counted_in_the_cohort_they_lead(database: Database) -> None:
    await database.run(lambda tx: (follow(tx, TARA), ask(tx, TARA)))
    await database.run(lambda tx: trainings.add_leader(tx, SPRING, TARA.id))

    assert await following(database) == (0, 0, 0, 0)


@pytest.mark.parametrize(
    ("since", "counted"),
    [
        pytest.param(BLOCK_STARTS - HOUR, (0, 0, 0, 0), id="before the four weeks began"),
        pytest.param(BLOCK_STARTS + HOUR, (0, 0, 0, 1), id="in the four weeks"),
        pytest.param(WEEK.released_at + HOUR, (1, 1, 0, 0), id="after the release"),
    ],
)
async def test_whoever_leads_the_cohort_for_a_day_is_counted_no_more(
    database: Database, since: datetime, counted: Following
) -> None:
    def lead(tx: Transaction) -> None:
        follow(tx, TARA, enrolled_at=BLOCK_STARTS - 2 * DAY, decided_at=BLOCK_STARTS - 2 * DAY)
        cohorts.lead(tx, SPRING, TARA.id, since)
        cohorts.stop_leading(tx, SPRING.id, TARA.id, since + HOUR)

    await database.run(lead)

    assert await following(database, replace(WEEK, listed_before=BLOCK_STARTS)) == counted


@pytest.mark.parametrize(
    ("left_at", "counted"),
    [
        pytest.param(BLOCK_STARTS - HOUR, (0, 0, 0, 0), id="before the four weeks began"),
        pytest.param(BEFORE, (0, 0, 0, 1), id="before the week"),
        pytest.param(AFTER, (1, 1, 0, 0), id="in the week"),
    ],
)
async def test_whoever_is_taken_off_the_list_counts_as_gone(
    database: Database, left_at: datetime, counted: Following
) -> None:
    def leave(tx: Transaction) -> None:
        follow(tx, NIA, enrolled_at=BLOCK_STARTS - 2 * DAY, decided_at=BLOCK_STARTS - 2 * DAY)
        rosters.leave(tx, SPRING.id, NIA.id, left_at)

    await database.run(leave)

    assert await following(database, replace(WEEK, listed_before=BLOCK_STARTS)) == counted


@pytest.mark.parametrize(
    ("decided", "counted"),
    [
        pytest.param(YES, (1, 1, 0), id="yes"),
        pytest.param(replace(YES, evaluation=False), (1, 1, 0), id="yes, but not counted"),
        pytest.param(NO, (1, 0, 0), id="no"),
    ],
)
async def test_whoever_says_yes_keeps_the_companion(
    database: Database, decided: Decision, counted: Keeping
) -> None:
    await database.run(lambda tx: follow(tx, NIA, decided=decided))

    assert await keeping(database) == counted


async def test_whoever_has_decided_nothing_does_not_keep_it(database: Database) -> None:
    await database.run(lambda tx: enrol(tx, SPRING, NIA))

    assert await keeping(database) == (1, 0, 0)


async def test_what_a_cohort_was_asked_is_told_once_for_all(database: Database) -> None:
    await database.run(lambda tx: (follow(tx, NIA), follow(tx, TARA)))
    await database.run(lambda tx: (ask(tx, NIA), ask(tx, TARA, answered_on=None)))
    await database.run(lambda tx: ask(tx, NIA, on=WEEK.ends_on + DAY))

    asked = await database.read(lambda tx: counts.questions(tx, SPRING.id, WEEK))
    assert asked == [("nearest-color", IN_THE_WEEK)]


async def test_answers_to_be_opened_are_those_that_count_oldest_first(database: Database) -> None:
    def lay_out(tx: Transaction) -> None:
        for who in (NIA, TARA):
            follow(tx, who)
            people.keep_link_key(tx, who, f"key of {who.id}".encode())
        ask(tx, NIA, on=WEEK.starts_on + 3 * DAY, answered_on=WEEK.ends_on, occurrence="later")
        ask(tx, NIA, occurrence="first")
        ask(tx, TARA, answered_on=None)
        ask(tx, TARA, on=WEEK.ends_on + DAY, answered_on=WEEK.ends_on + DAY)

    await database.run(lay_out)

    found = await database.read(lambda tx: counts.answered(tx, SPRING.id, WEEK))

    assert found == [
        AnsweredOne(NIA.id, b"key of nia", "nearest-color", 1, day)
        for day in (IN_THE_WEEK, WEEK.starts_on + 3 * DAY)
    ]


SOMEBODY = st.fixed_dictionaries(
    {
        "groups": st.sets(st.sampled_from(["spring", "autumn"]), min_size=1),
        "trains": st.booleans(),
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


def counted_by_hand(crowd: list[dict[str, Any]]) -> Following:
    """Count as a person with the lists would, one after the other."""
    listed = count = answered = 0
    for one in crowd:
        if one["groups"] != {"spring"} or one["trains"] or one["enrolled_late"]:
            # Who came onto both lists at once is on the one of the smaller id.
            continue
        listed += 1
        wanted = [yes for hours, yes in one["decisions"] if hours < 0]
        if wanted and wanted[-1]:
            count += 1
            answered += any(group == "spring" and 0 <= day <= 6 for group, day in one["answers"])
    return (listed, count, answered, 0)


def settle(tx: Transaction, who: Known, one: dict[str, Any]) -> None:
    """Have somebody join, lead, decide and answer as it is written."""
    meet(tx, who)
    for name in sorted(one["groups"]):
        enrol(tx, GROUPS[name], who, at=AFTER if one["enrolled_late"] else BEFORE)
    if one["trains"]:
        confirm(tx, who, "site", NOW)
    for hours, yes in one["decisions"]:
        at = WEEK.starts_at + timedelta(hours=hours)
        people.decide(tx, who, YES if yes else NO, decision_id=f"{who.id}{hours}", now=at)
    for number, (name, days) in enumerate(one["answers"]):
        on = WEEK.starts_on + days * DAY
        ask(tx, who, GROUPS[name], on=on, answered_on=on, occurrence=f"{number}")


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(SOMEBODY, max_size=4))
async def test_people_are_counted_as_they_would_be_by_hand(
    database: Database, crowd: list[dict[str, Any]]
) -> None:
    def lay_out(tx: Transaction) -> Following:
        empty(tx._connection)
        for group in GROUPS.values():
            trainings.add_cohort(tx, group, NOW)
        for number, one in enumerate(crowd):
            settle(tx, known(f"n{number}"), one)
        return those_who_follow(counts.counted(tx, SPRING.id, WEEK))

    assert await database.run(lay_out) == counted_by_hand(crowd)
