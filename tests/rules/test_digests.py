from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules import digests
from bot.rules.assessments import Opening
from bot.rules.digests import MINUTES_TO_SHARE, MOST_COMING, Idea
from bot.rules.notices import Day
from content.load import library
from tests.messages.digests import at
from tests.messages.values import DAYS

LIBRARY = library()
TRAINED = [day.on for day in DAYS]
FIRST, LAST = TRAINED[0], TRAINED[-1]
DAY = timedelta(days=1)
AROUND = st.integers(-60, 240).map(lambda number: LAST + number * DAY)


def idea(on: date) -> Idea | None:
    return digests.idea(LIBRARY, TRAINED, on)


@pytest.mark.parametrize(
    ("on", "kind"),
    [
        pytest.param(FIRST - 22 * DAY, None, id="long before"),
        pytest.param(FIRST - 21 * DAY, "welcome", id="three weeks before"),
        pytest.param(FIRST - DAY, "welcome", id="the day before"),
        pytest.param(FIRST, None, id="the first day"),
        pytest.param(LAST, None, id="the last day"),
        pytest.param(LAST + DAY, None, id="before the first exercise"),
        pytest.param(LAST + 7 * DAY, "together", id="the week of the first exercise"),
        pytest.param(LAST + 168 * DAY, "together", id="the week of the last"),
        pytest.param(LAST + 200 * DAY, None, id="when nothing comes any more"),
    ],
)
def test_the_idea_of_a_week_follows_from_the_calendar(on: date, kind: str | None) -> None:
    found = idea(on)

    assert (found.kind if found else None) == kind


def test_without_training_days_there_is_no_idea_and_nothing_comes() -> None:
    assert (digests.idea(LIBRARY, [], LAST), digests.coming([], at(LAST))) == (None, [])


@given(AROUND)
def test_what_is_shared_is_short_looks_outward_and_fits_anywhere_at_work(on: date) -> None:
    found = idea(on)
    exercise = found.exercise if found else None
    if exercise is None:
        return

    assert (exercise.inward, exercise.hard_shift) == (False, False)
    assert exercise.minutes <= MINUTES_TO_SHARE
    assert exercise.setting in {"anywhere", "at_work"}


def test_a_library_of_which_nothing_is_signed_has_no_minute_to_share() -> None:
    unsigned = LIBRARY.model_copy(update={"exercises": {}})

    assert digests.idea(unsigned, TRAINED, LAST + 7 * DAY) is None


def test_a_minute_is_shared_once_a_week_and_a_welcome_once() -> None:
    welcome = [idea(FIRST - number * DAY) for number in (1, 8)]
    minutes = [idea(LAST + number * DAY) for number in (7, 8, 14)]

    assert {one.occurrence for one in welcome if one} == {"once"}
    assert len({one.occurrence for one in minutes if one}) == 2


def test_the_units_are_those_that_came_in_four_weeks_in_their_order() -> None:
    monday = LAST + 30 * DAY
    titles = [
        unit.title
        for unit in LIBRARY.curriculum.units
        if unit.key in {"normalized_appreciation", "outcome_attachment", "empathy_compassion"}
    ]

    assert digests.units(LIBRARY, [TRAINED], monday) == titles
    assert digests.units(LIBRARY, [TRAINED, TRAINED, []], monday) == titles


@given(AROUND)
def test_what_comes_is_ahead_near_in_order_and_not_too_much(on: date) -> None:
    now = at(on)
    moments = [one.at for one in digests.coming(DAYS, now)]

    assert moments == sorted(moments)
    assert all(now < moment <= now + digests.LOOKS_AHEAD for moment in moments)
    assert len(moments) <= MOST_COMING


def test_before_a_training_its_days_and_the_next_assessment_come() -> None:
    found = [one.of for one in digests.coming(DAYS, at(FIRST - 3 * DAY))]

    assert [one.number for one in found if isinstance(one, Day)] == [1, 2, 3]
    assert [one.point for one in found if isinstance(one, Opening)] == ["end"]
