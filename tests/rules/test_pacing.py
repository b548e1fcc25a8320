from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules import pacing
from bot.rules.cadence import CHECKIN_TOO_LATE
from bot.rules.pacing import HISTORY, OPEN, POST, TIERS, UPDATE, Pace

TIER = TIERS[POST]
RESTED = pacing.begun(TIER, 0.0)
# The metronome's.
TICK = 1.0

PACES = st.builds(
    Pace,
    tokens=st.floats(0, TIER.burst),
    rate=st.floats(0.25, TIER.rate),
    at=st.floats(0, 1e6),
    paused_for=st.floats(0, 600),
)


def lateness(due: list[float], refused_at: float | None = None) -> list[float]:
    """Return how late each goes out, tick by tick; Slack may ask to wait once."""
    pace, now, late, waiting = RESTED, 0.0, [], sorted(due)
    while waiting:
        pace = pacing.at(pace, TIER, now)
        if refused_at is not None and now >= refused_at:
            pace, refused_at = pacing.slowed(pace, TIER, 5.0), None
        going = [moment for moment in waiting if moment <= now][: pacing.room(pace)]
        pace = pacing.spent(pace, len(going))
        late += [now - moment for moment in going]
        waiting = waiting[len(going) :]
        now += TICK
    return late


def p95(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.95)]


def test_of_two_hundred_that_are_due_at_once_95_of_100_go_out_within_a_minute() -> None:
    assert p95(lateness([0.0] * 200)) <= 60


@given(st.lists(st.floats(0, 60), min_size=200, max_size=200))
def test_however_two_hundred_fall_into_one_minute_they_go_out_within_a_minute(
    due: list[float],
) -> None:
    assert p95(lateness(due)) <= 60


def test_a_wave_of_a_whole_hospital_goes_out_within_everybodys_window() -> None:
    assert max(lateness([0.0] * 5000)) <= CHECKIN_TOO_LATE.total_seconds()


def test_a_wave_that_slack_slows_down_still_goes_out_within_everybodys_window() -> None:
    assert max(lateness([0.0] * 5000, refused_at=10.0)) <= CHECKIN_TOO_LATE.total_seconds()


def test_four_a_second_go_out_without_waiting() -> None:
    due = [second / 4 for second in range(2400)]

    assert max(lateness(due)) <= TICK


@given(PACES, st.floats(0, 1e4), st.floats(0, 1e4))
def test_how_often_anybody_looks_changes_nothing(pace: Pace, first: float, then: float) -> None:
    end = pace.at + first + then
    looked = pacing.at(pacing.at(pace, TIER, pace.at + first), TIER, end)
    at_once = pacing.at(pace, TIER, end)

    # Looking in between can only cost: the rate of the first part is that of its beginning.
    assert looked.paused_for == pytest.approx(at_once.paused_for, abs=1e-3)
    assert looked.rate == pytest.approx(at_once.rate, abs=1e-6)


@given(PACES, st.floats(-1e6, 1e6))
def test_no_clock_makes_more_than_a_burst_or_less_than_nothing(pace: Pace, later: float) -> None:
    found = pacing.at(pace, TIER, pace.at + later)

    assert 0 <= found.tokens <= TIER.burst
    assert found.rate <= TIER.rate
    assert 0 <= found.paused_for <= pace.paused_for


def test_a_clock_that_was_set_back_holds_nobody_up() -> None:
    set_back = pacing.at(replace(RESTED, tokens=0.0, at=10_000.0), TIER, 0.0)

    assert pacing.room(pacing.at(set_back, TIER, 1.0)) == 4


def test_while_slack_asks_to_wait_nothing_goes_out() -> None:
    pace = pacing.slowed(RESTED, TIER, 30.0)

    assert [pacing.room(pacing.at(pace, TIER, at)) for at in (0.0, 29.0, 31.0)] == [0, 0, 2]


def test_when_slack_asks_to_wait_the_rate_halves() -> None:
    assert pacing.slowed(RESTED, TIER, 1.0).rate == TIER.rate / 2


def test_calls_that_are_refused_together_halve_it_once() -> None:
    pace = RESTED
    for wait in (5.0, 9.0, 2.0):
        pace = pacing.slowed(pace, TIER, wait)

    assert (pace.rate, pace.paused_for) == (TIER.rate / 2, 9.0)


def test_the_rate_comes_back_by_a_tenth_each_minute() -> None:
    slow = replace(RESTED, rate=TIER.rate / 2)
    rates = [pacing.at(slow, TIER, minutes * 60.0).rate for minutes in (0, 1, 5, 60)]

    assert rates == pytest.approx([2.0, 2.4, 4.0, 4.0])


def test_it_never_gets_slower_than_a_sixteenth() -> None:
    pace = RESTED
    for _ in range(20):
        pace = replace(pacing.slowed(pace, TIER, 1.0), paused_for=0.0)

    assert pace.rate == TIER.rate / 16


@pytest.mark.parametrize("method", [UPDATE, OPEN, HISTORY])
def test_no_method_is_called_more_often_than_slack_allows_in_a_minute(method: str) -> None:
    tier = TIERS[method]

    assert tier.burst + 60 * tier.rate <= 52


def test_a_notice_goes_before_an_exercise_and_an_exercise_before_a_letter() -> None:
    kinds = ["digest", "exercise", "notice", "invitation", "check-in", "appointment"]

    assert sorted(kinds, key=pacing.rank) == [
        "notice",
        "exercise",
        "check-in",
        "digest",
        "invitation",
        "appointment",
    ]
