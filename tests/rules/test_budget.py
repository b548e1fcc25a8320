from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules import budget, cadence
from bot.rules.budget import Contact, Pace, Room, Wish
from tests.rules.windows import checkin

NEW_YORK = "America/New_York"
A_DAY = timedelta(days=1)
MONDAY = date(2026, 11, 9)
STEPS = {
    "check-in": "active/week-1/check-in",
    "exercise": "active/week-1/exercise",
    "assessment": "assessment/month_1",
}

zones = st.sampled_from([NEW_YORK, "Europe/Dublin", "Australia/Lord_Howe"])
hours = st.times().map(lambda at: at.replace(second=0, microsecond=0))
starts = st.dates(date(2026, 10, 20), date(2026, 11, 10)) | st.dates(
    date(2027, 3, 1), date(2027, 3, 20)
)


def wish(
    kind: str, day: date = MONDAY, at: time = time(10), *, step: str = "", days: int = 1
) -> Wish:
    windows = [checkin(day + n * A_DAY, at, NEW_YORK) for n in range(days)]
    return Wish(step or STEPS[kind], kind, windows)


def contact(day: date, at: time = time(10), *, notice: bool = False) -> Contact:
    return Contact(cadence.moment(day, at, NEW_YORK), day, is_notice=notice)


def sent(wishes: Sequence[Wish], *taken: Contact, pace: Pace = Pace.USUAL) -> list[str]:
    return sorted(budget.shared_out(wishes, Room(NEW_YORK, taken, pace)))


@given(
    st.lists(
        st.tuples(st.sampled_from(sorted(STEPS)), st.integers(0, 20), hours, st.integers(1, 4)),
        max_size=20,
    ),
    starts,
    zones,
)
def test_never_more_than_one_a_day_and_three_in_any_seven_days(
    asked: list[tuple[str, int, time, int]], start: date, zone: str
) -> None:
    wishes = [
        Wish(
            f"{number}/{STEPS[kind]}",
            kind,
            [checkin(start + (day + n) * A_DAY, at, zone) for n in range(grace)],
        )
        for number, (kind, day, at, grace) in enumerate(asked)
    ]
    windows = budget.shared_out(wishes, Room(zone)).values()
    due = sorted(window.due_at for window in windows)
    on = [at.astimezone(ZoneInfo(zone)).date() for at in due]

    assert len(set(on)) == len(on)
    assert all(b - a >= budget.APART for a, b in pairwise(due))
    assert all(d - a >= 7 * A_DAY for a, d in zip(on, on[3:], strict=False))


@pytest.mark.parametrize(
    ("first", "second"),
    [("assessment", "check-in"), ("check-in", "exercise"), ("assessment", "exercise")],
)
def test_of_two_on_one_day_the_one_that_matters_more_comes(first: str, second: str) -> None:
    assert sent([wish(second, at=time(8)), wish(first, at=time(20))]) == [STEPS[first]]


def test_an_exercise_is_not_given_up_for_a_reminder() -> None:
    reminder = wish("assessment", step="assessment/month_1/reminder-1")
    assert sent([reminder, wish("exercise")]) == [STEPS["exercise"]]


def test_what_finds_no_room_on_its_day_takes_the_next_day_it_may_come() -> None:
    found = budget.shared_out([wish("check-in"), wish("exercise", days=3)], Room(NEW_YORK))
    assert found[STEPS["exercise"]].local_date == MONDAY + A_DAY


@pytest.mark.parametrize("hours_apart", [-11, 0, 11])
def test_a_notice_takes_room_for_twelve_hours_before_and_after(hours_apart: int) -> None:
    at = cadence.moment(MONDAY, time(12), NEW_YORK) + timedelta(hours=hours_apart)
    notice = Contact(at, MONDAY, is_notice=True)
    assert sent([wish("check-in", at=time(12))], notice) == []


def test_notices_do_not_count_as_one_of_the_three() -> None:
    notices = [contact(MONDAY - n * A_DAY, notice=True) for n in range(1, 7)]
    assert sent([wish("check-in")], *notices) == [STEPS["check-in"]]


@pytest.mark.parametrize("step", ["assessment/end", "training/day-1/exercise"])
def test_what_is_part_of_a_training_day_comes_beside_its_notice(step: str) -> None:
    kind = step.partition("/")[0].replace("training", "exercise")
    notice = contact(MONDAY, time(6, 30), notice=True)
    assert sent([wish(kind, at=time(16, 30), step=step)], notice) == [step]


def test_the_middle_of_a_night_shift_takes_both_its_days() -> None:
    night = Contact(cadence.moment(MONDAY, time(1), NEW_YORK), MONDAY - A_DAY)
    assert sent([wish("check-in", at=time(22))], night) == []


@pytest.mark.parametrize(
    ("unanswered", "pace"),
    [
        (0, Pace.USUAL),
        (2, Pace.USUAL),
        (3, Pace.WEEKLY),
        (4, Pace.WEEKLY),
        (5, Pace.MONTHLY),
        (50, Pace.MONTHLY),
    ],
)
def test_three_in_a_row_without_an_answer_mean_fewer_and_five_mean_few(
    unanswered: int, pace: Pace
) -> None:
    assert budget.pace(unanswered) is pace


@pytest.mark.parametrize(
    ("pace", "days", "comes"),
    [
        pytest.param(Pace.WEEKLY, 5, False, id="too soon in a week"),
        pytest.param(Pace.WEEKLY, 7, True, id="once a week"),
        pytest.param(Pace.MONTHLY, 14, False, id="too soon in a month"),
        pytest.param(Pace.MONTHLY, 28, True, id="once a month"),
    ],
)
def test_whoever_is_silent_hears_less_often(pace: Pace, days: int, comes: bool) -> None:
    before = contact(MONDAY - days * A_DAY)
    assert bool(sent([wish("check-in")], before, pace=pace)) is comes


def test_of_few_messages_each_can_be_answered() -> None:
    reminder = wish("assessment", MONDAY + 10 * A_DAY, step="assessment/month_1/reminder-1")
    assert sent([wish("exercise"), reminder], pace=Pace.WEEKLY) == []


@pytest.mark.parametrize(
    ("first_on", "is_second"),
    [(None, False), (MONDAY, True), (MONDAY - 14 * A_DAY, True), (MONDAY - 15 * A_DAY, False)],
)
def test_too_much_counts_twice_within_two_weeks(first_on: date | None, is_second: bool) -> None:
    assert budget.is_second_too_much(first_on, MONDAY) is is_second


def test_a_budget_knows_nothing_of_answers() -> None:
    at = datetime(2026, 11, 9, 15, tzinfo=UTC)
    assert set(Contact.__slots__) == {"at", "day", "is_notice"}
    assert replace(Contact(at, MONDAY), is_notice=False) == Contact(at, MONDAY)
