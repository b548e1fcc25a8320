from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules import cadence, curriculum
from bot.rules.curriculum import FRESH_FOR, Course, Follower, History, Place
from bot.rules.notices import Day
from bot.rules.shifts import Routine
from content.load import library
from content.model import CheckIn, Exercise, Library, Step
from content.steps import fits
from tests.rules.windows import checkin

LIBRARY = library()
STEPS = LIBRARY.curriculum.steps
AFTER = [step for step in STEPS if step.phase not in {"before", "training"}]
UNITS = [unit.key for unit in LIBRARY.curriculum.units]
BY_ID = {step.id: step for step in STEPS}

NEW_YORK = "America/New_York"
FIRST_DAY, LAST_DAY = date(2026, 11, 4), date(2026, 11, 6)
TRAINED_ON = [FIRST_DAY + timedelta(days=number) for number in range(3)]
LONG_BEFORE = datetime(2025, 1, 1, tzinfo=UTC)
A_DAY = timedelta(days=1)
COURSE = Course(LIBRARY, TRAINED_ON)


def training(days: Sequence[date], at: time = time(8, 30), zone: str = NEW_YORK) -> list[Day]:
    return [Day(f"day-{n}", n, on, at, zone, 1) for n, on in enumerate(days, start=1)]


FOLLOWER = Follower(
    training(TRAINED_ON), Routine(NEW_YORK, time(14, 30)), checkins=True, exercises=True
)

items = sorted([*LIBRARY.checkins, *LIBRARY.exercises])
all_steps = st.sampled_from(STEPS)
first_days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
days_between = st.lists(st.integers(1, 20), max_size=4)
hours = st.none() | st.times().map(lambda at: at.replace(second=0, microsecond=0))
zones = st.sampled_from([NEW_YORK, "America/Phoenix", "Europe/Berlin", "Pacific/Chatham", "UTC"])
places: st.SearchStrategy[Place] = st.sampled_from(["at_work", "after_shift", None])
histories = st.dictionaries(
    st.sampled_from(items), st.dates(date(2026, 9, 1), date(2027, 6, 1)), max_size=30
)
# What a hospital may have signed: any part of the library.
shelves = st.sets(st.sampled_from(items))


def trained(first: date, gaps: Sequence[int]) -> list[date]:
    days = [first]
    for gap in gaps:
        days.append(days[-1] + gap * A_DAY)
    return days


def part_of(kept: set[str]) -> Library:
    return LIBRARY.model_copy(
        update={
            "checkins": {key: item for key, item in LIBRARY.checkins.items() if key in kept},
            "exercises": {key: item for key, item in LIBRARY.exercises.items() if key in kept},
        }
    )


def shelf(step: Step, of: Library = LIBRARY) -> Mapping[str, CheckIn | Exercise]:
    return dict(of.checkins if step.kind == "check-in" else of.exercises)


def ahead(follower: Follower, since: datetime = LONG_BEFORE) -> list[str]:
    return [step.id for step, _ in curriculum.steps_ahead(STEPS, follower, since)]


def day_of(step: Step) -> date:
    on = curriculum.day_of(step, TRAINED_ON)
    assert on is not None
    return on


def chosen(
    step: Step,
    sent: Mapping[str, date] | None = None,
    saved: Sequence[str] = (),
    place: Place = None,
    course: Course = COURSE,
) -> str | None:
    found = curriculum.content_for(step, course, History(sent or {}, saved), place)
    return found.id if found else None


def follower_of(days: Sequence[date], routine: Routine) -> Follower:
    return Follower(training(days), routine, checkins=True, exercises=True)


def test_a_plan_knows_nothing_of_answers() -> None:
    assert {field.name for field in fields(Follower)} == {
        "days",
        "routine",
        "checkins",
        "exercises",
    }


def test_a_choice_knows_nothing_of_answers() -> None:
    assert {field.name for kind in (Course, History) for field in fields(kind)} == {
        "library",
        "days",
        "taught",
        "sent",
        "saved",
    }


def test_everything_wanted_comes_in_the_order_of_the_curriculum() -> None:
    assert ahead(FOLLOWER) == [step.id for step in STEPS]


@pytest.mark.parametrize(
    ("checkins", "exercises", "wanted"),
    [
        pytest.param(True, False, {"check-in"}, id="check-ins only"),
        pytest.param(False, True, {"exercise"}, id="exercises only"),
        pytest.param(False, False, set(), id="neither"),
    ],
)
def test_a_switch_turns_one_kind_off(checkins: bool, exercises: bool, wanted: set[str]) -> None:
    follower = replace(FOLLOWER, checkins=checkins, exercises=exercises)
    assert ahead(follower) == [step.id for step in STEPS if step.kind in wanted]


def test_a_step_comes_so_many_days_after_the_last_training_day_at_the_chosen_hour() -> None:
    windows = {
        step.id: window
        for step, (window, *_) in curriculum.steps_ahead(AFTER, FOLLOWER, LONG_BEFORE)
    }
    assert windows == {
        step.id: checkin(LAST_DAY + step.day * A_DAY, time(14, 30), NEW_YORK) for step in AFTER
    }


def test_what_comes_before_the_training_counts_down_to_its_first_day() -> None:
    step, (window, *_) = next(curriculum.steps_ahead(STEPS, FOLLOWER, LONG_BEFORE))
    assert (step.phase, window) == (
        "before",
        checkin(FIRST_DAY - step.day * A_DAY, time(14, 30), NEW_YORK),
    )


def test_an_evening_comes_two_hours_after_each_training_day_whatever_hour_was_chosen() -> None:
    evenings = [
        window.due_at.astimezone(ZoneInfo(NEW_YORK)).replace(tzinfo=None)
        for step, (window, *_) in curriculum.steps_ahead(STEPS, FOLLOWER, LONG_BEFORE)
        if step.phase == "training"
    ]
    assert evenings == [datetime.combine(day, time(18, 30)) for day in TRAINED_ON]


@pytest.mark.parametrize("number", [1, 2, 3, 5])
def test_only_training_days_that_there_are_have_an_evening(number: int) -> None:
    days = training([FIRST_DAY + n * A_DAY for n in range(number)])
    evenings = [step for step in ahead(replace(FOLLOWER, days=days)) if "training/" in step]
    assert len(evenings) == min(number, 3)


def test_a_training_day_that_ends_late_has_no_evening() -> None:
    late = training(TRAINED_ON, at=time(13))
    assert [step for step in ahead(replace(FOLLOWER, days=late)) if "training/" in step] == []


def test_a_step_is_ahead_until_its_last_moment_to_be_sent() -> None:
    ((_, (*_, window)), *_) = curriculum.steps_ahead(AFTER, FOLLOWER, LONG_BEFORE)
    a_second = timedelta(seconds=1)
    assert [ahead(FOLLOWER, window.send_by - a_second), ahead(FOLLOWER, window.send_by)] == [
        [step.id for step in AFTER],
        [step.id for step in AFTER[1:]],
    ]


soon = st.timedeltas(timedelta(), timedelta(days=200))


@given(soon, soon)
def test_time_only_takes_steps_away(early: timedelta, more: timedelta) -> None:
    start = datetime(2026, 10, 25, tzinfo=UTC)
    late = ahead(FOLLOWER, start + early + more)
    assert ahead(FOLLOWER, start + early)[-len(late) :] == late or not late


@given(soon)
def test_asking_again_plans_the_same(since: timedelta) -> None:
    start = datetime(2026, 10, 25, tzinfo=UTC)
    first = list(curriculum.steps_ahead(STEPS, FOLLOWER, start + since))
    assert list(curriculum.steps_ahead(STEPS, FOLLOWER, start + since)) == first


@given(first_days, days_between, hours, zones)
def test_never_more_than_two_come_in_seven_days_once_the_training_is_over(
    first: date, gaps: list[int], hour: time | None, zone: str
) -> None:
    follower = Follower(
        training(trained(first, gaps)), Routine(zone, hour), checkins=True, exercises=True
    )
    due = [
        window.due_at for _, (window, *_) in curriculum.steps_ahead(AFTER, follower, LONG_BEFORE)
    ]
    # An hour or two where the clocks change.
    assert [a for a, c in zip(due, due[2:], strict=False) if c - a < 7 * A_DAY - 2 * HOUR] == []


@given(first_days, days_between, hours, zones)
def test_two_messages_never_come_on_one_day(
    first: date, gaps: list[int], hour: time | None, zone: str
) -> None:
    follower = Follower(
        training(trained(first, gaps)), Routine(zone, hour), checkins=True, exercises=True
    )
    dates = [
        window.local_date
        for _, (window, *_) in curriculum.steps_ahead(STEPS, follower, LONG_BEFORE)
    ]
    assert [a for a, b in pairwise(dates) if b <= a] == []


@given(first_days, days_between, hours, zones)
def test_the_week_off_is_silent(first: date, gaps: list[int], hour: time | None, zone: str) -> None:
    days = trained(first, gaps)
    follower = follower_of(days, Routine(zone, hour))
    off = {days[-1] + number * A_DAY for number in range(15, 22)}
    planned = curriculum.steps_ahead(STEPS, follower, LONG_BEFORE)
    assert [step.id for step, (window, *_) in planned if window.local_date in off] == []


@given(first_days, days_between, hours, zones)
def test_everything_falls_due_at_the_chosen_hour_of_its_day_in_any_month(
    first: date, gaps: list[int], hour: time | None, zone: str
) -> None:
    days = trained(first, gaps)
    follower = follower_of(days, Routine(zone, hour))
    for step, (window, *_) in curriculum.steps_ahead(AFTER, follower, LONG_BEFORE):
        day = days[-1] + step.day * A_DAY
        assert window.due_at == cadence.moment(day, hour or cadence.USUAL_HOUR, zone)


HOUR = timedelta(hours=1)


@given(all_steps, histories, st.sets(st.sampled_from(items)), places)
def test_nothing_comes_twice_within_two_weeks_unless_it_was_saved(
    step: Step, sent: dict[str, date], saved: set[str], place: Place
) -> None:
    found = chosen(step, sent, sorted(saved), place)
    lately = {key for key, last in sent.items() if abs(last - day_of(step)) <= FRESH_FOR}
    assert found not in lately - saved


def test_what_was_saved_may_come_again_at_once() -> None:
    step = BY_ID["active/week-1/exercise"]
    yesterday = dict.fromkeys(LIBRARY.exercises, day_of(step) - A_DAY)

    assert (chosen(step, yesterday), chosen(step, yesterday, ["small-awe"])) == (None, "small-awe")


@given(shelves, first_days, days_between)
def test_the_whole_way_nothing_comes_twice_within_two_weeks(
    kept: set[str], first: date, gaps: list[int]
) -> None:
    course = Course(part_of(kept), trained(first, gaps))
    came = [
        (item.id, step.kind, on)
        for step, item in curriculum.planned(course, STEPS)
        if item and (on := curriculum.day_of(step, course.days))
    ]
    assert [
        one
        for n, one in enumerate(came)
        for other in came[:n]
        if one[:2] == other[:2] and one[2] - other[2] <= FRESH_FOR
    ] == []


@given(shelves, histories)
def test_what_a_person_gets_is_what_everybody_gets_unless_they_got_it_lately(
    kept: set[str], sent: dict[str, date]
) -> None:
    course = Course(part_of(kept), TRAINED_ON)
    for step, item in curriculum.planned(course, STEPS):
        if step.kind == "check-in" and item:
            lately = abs(sent.get(item.id, date.max) - day_of(step)) <= FRESH_FOR
            assert lately or chosen(step, sent, course=course) == item.id


def test_whoever_joins_late_gets_what_the_others_get() -> None:
    step = BY_ID["boosters/week-20/exercise"]
    everybody = {item.id: day_of(s) for s, item in curriculum.planned(COURSE, STEPS[:-3]) if item}

    assert chosen(step, everybody) == chosen(step)


@given(all_steps, histories, places)
def test_what_comes_is_of_the_kind_that_is_due_and_fits_the_phase(
    step: Step, sent: dict[str, date], place: Place
) -> None:
    content = curriculum.content_for(step, COURSE, History(sent), place)
    if isinstance(content, CheckIn):
        assert step.phase in content.phases
    assert content is None or shelf(step)[content.id] == content


@given(st.sampled_from([step for step in STEPS if step.phase == "training"]), histories)
def test_the_evening_of_a_training_day_brings_one_minute_that_looks_outward(
    step: Step, sent: dict[str, date]
) -> None:
    content = curriculum.content_for(step, COURSE, History(sent))
    assert not isinstance(content, CheckIn)
    assert content is None or (content.minutes, content.inward) == (1, False)


@given(shelves)
def test_a_step_brings_nothing_only_when_all_that_fits_came_lately(kept: set[str]) -> None:
    course = Course(part_of(kept), TRAINED_ON)
    came: dict[str, date] = {}
    for step, item in curriculum.planned(course, [s for s in STEPS if s.kind == "exercise"]):
        fitting = {key for key, one in course.library.exercises.items() if fits(step, one)}
        fresh = {key for key in fitting if day_of(step) - came.get(key, date.min) > FRESH_FOR}
        assert (item is None) == (not fresh)
        if item:
            came[item.id] = day_of(step)


@given(shelves)
def test_a_library_in_which_nothing_is_signed_for_a_phase_announces_nothing_in_it(
    kept: set[str],
) -> None:
    course = Course(part_of(kept), TRAINED_ON)
    sends = [step for step, item in curriculum.planned(course, STEPS) if item]
    assert set(sends) <= set(curriculum.sendable(course.library))


def made(
    key: str, unit: str, minutes: int = 1, setting: str = "anywhere", *, inward: bool = False
) -> Exercise:
    example = next(iter(LIBRARY.exercises.values()))
    return example.model_copy(
        update={
            "id": key, "unit": unit, "minutes": minutes, "setting": setting, "inward": inward,
        }
    )  # fmt: skip


def course_of(*exercises: Exercise, taught: Mapping[int, Sequence[str]] | None = None) -> Course:
    """Return a course with nothing on its shelf but these, none of which came before."""
    empty = LIBRARY.curriculum.model_copy(update={"steps": ()})
    shelf = {item.id: item for item in exercises}
    made_up = LIBRARY.model_copy(update={"exercises": shelf, "curriculum": empty})
    return Course(made_up, TRAINED_ON, taught or {})


FIRST_EXERCISE = BY_ID["active/week-1/exercise"]
OWN, NEXT, LATER = UNITS[1], UNITS[2], UNITS[5]


@pytest.mark.parametrize(
    ("there", "comes"),
    [
        pytest.param([made("z", OWN), made("a", NEXT)], "z", id="its own unit first"),
        pytest.param([made("z", OWN), made("b", OWN)], "b", id="in the order of ids"),
        pytest.param([made("z", NEXT), made("a", LATER)], "z", id="then the unit that follows"),
        pytest.param([made("z", LATER), made("a", UNITS[0])], "z", id="and so on, around"),
    ],
)
def test_a_step_draws_on_its_unit_and_then_on_those_that_follow(
    there: list[Exercise], comes: str
) -> None:
    assert chosen(FIRST_EXERCISE, course=course_of(*there)) == comes


@pytest.mark.parametrize(
    ("sent", "comes"),
    [
        pytest.param({}, "a", id="nothing came yet"),
        pytest.param({"a": 90}, "b", id="what has not come before what has, of its unit"),
        pytest.param({"a": 90, "b": 60}, "c", id="of another unit as well"),
        pytest.param({"a": 60, "b": 90, "c": 80}, "b", id="then what came longest ago"),
        pytest.param({"a": 15, "b": 14, "c": 14}, "a", id="if that was more than two weeks ago"),
        pytest.param({"a": 14, "b": 14, "c": 14}, None, id="else nothing"),
    ],
)
def test_what_has_not_come_yet_comes_first_and_then_what_came_longest_ago(
    sent: dict[str, int], comes: str | None
) -> None:
    course = course_of(made("a", OWN), made("b", OWN), made("c", NEXT))
    before = {key: day_of(FIRST_EXERCISE) - days * A_DAY for key, days in sent.items()}

    assert chosen(FIRST_EXERCISE, before, course=course) == comes


AT_WORK, LONG = made("a-at-work", OWN, setting="at_work"), made("b-long", OWN, minutes=3)
ANYWHERE = made("c-anywhere", NEXT)
AFTER_SHIFT = made("d-after-shift", LATER, setting="after_shift")


@pytest.mark.parametrize(
    ("place", "there", "comes"),
    [
        pytest.param(None, [AT_WORK, ANYWHERE], "a-at-work", id="nobody knows where"),
        pytest.param("at_work", [AT_WORK, ANYWHERE], "a-at-work", id="at work"),
        pytest.param("after_shift", [AT_WORK, ANYWHERE], "c-anywhere", id="after the shift"),
        pytest.param("at_work", [LONG, ANYWHERE], "c-anywhere", id="no time at work"),
        pytest.param("after_shift", [LONG, ANYWHERE], "b-long", id="time after the shift"),
        pytest.param("at_work", [AFTER_SHIFT, ANYWHERE], "c-anywhere", id="not at home"),
        pytest.param("at_work", [AFTER_SHIFT], "d-after-shift", id="better that than nothing"),
    ],
)
def test_what_fits_the_place_comes_first(place: Place, there: list[Exercise], comes: str) -> None:
    assert chosen(FIRST_EXERCISE, place=place, course=course_of(*there)) == comes


@pytest.mark.parametrize(
    ("day", "taught", "comes"),
    [
        pytest.param(1, {}, UNITS[2], id="a third of the ten on the first day, the last first"),
        pytest.param(2, {}, UNITS[5], id="the next third"),
        pytest.param(3, {}, UNITS[9], id="what is left"),
        pytest.param(1, {1: [UNITS[7], UNITS[4]]}, UNITS[4], id="what this training taught"),
        pytest.param(2, {2: []}, UNITS[2], id="on a day of nothing new, the day before"),
    ],
)
def test_an_evening_draws_on_what_was_just_taught(
    day: int, taught: dict[int, list[str]], comes: str
) -> None:
    course = course_of(*(made(key.replace("_", "-"), key) for key in UNITS), taught=taught)
    found = curriculum.content_for(BY_ID[f"training/day-{day}/exercise"], course)

    assert found is not None
    assert found.unit == comes


def test_an_evening_draws_on_what_was_taught_before_rather_than_on_what_is_to_come() -> None:
    course = course_of(made("to-come", UNITS[9]), made("taught", UNITS[0]))

    assert chosen(BY_ID["training/day-2/exercise"], course=course) == "taught"


@pytest.mark.parametrize("days", [1, 2, 4, 11])
def test_a_training_of_any_number_of_days_has_something_for_its_evenings(days: int) -> None:
    course = Course(LIBRARY, [FIRST_DAY + n * A_DAY for n in range(days)])
    evenings = [step for step in STEPS if step.phase == "training"]
    found = [curriculum.content_for(step, course) is not None for step in evenings]
    assert found == [step.day <= days for step in evenings]


@given(all_steps, histories, places, st.randoms(use_true_random=False))
def test_neither_the_order_of_the_shelf_nor_of_what_was_sent_matters(
    step: Step, sent: dict[str, date], place: Place, chance: Random
) -> None:
    listed = list(sent.items())
    checkins, exercises = list(LIBRARY.checkins.items()), list(LIBRARY.exercises.items())
    for shuffled in (listed, checkins, exercises):
        chance.shuffle(shuffled)  # type: ignore[arg-type]
    mixed = LIBRARY.model_copy(
        update={"checkins": dict(checkins), "exercises": dict(exercises)},
    )
    assert chosen(step, dict(listed), place=place, course=Course(mixed, TRAINED_ON)) == chosen(
        step, sent, place=place
    )


@pytest.mark.parametrize(
    ("left", "phases"),
    [
        pytest.param(slice(0, 2), {"before", "training"}, id="the last day waits"),
        pytest.param(slice(1, 3), set(), id="the first day waits"),
    ],
)
def test_while_a_day_waits_for_its_date_nothing_counts_from_what_is_not_known(
    left: slice, phases: set[str]
) -> None:
    waiting = [replace(day, one_waits=True) for day in FOLLOWER.days]
    follower = replace(FOLLOWER, days=waiting[left])

    found = curriculum.steps_ahead(STEPS, follower, LONG_BEFORE)
    assert {step.phase for step, _ in found} == phases
