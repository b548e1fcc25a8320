import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules import leases
from bot.rules.leases import Watch

MOMENTS = st.floats(0, 1e6)


@given(MOMENTS, MOMENTS)
def test_every_call_has_ended_before_anybody_may_take_the_claim_over(
    before_the_claim: float, between: float
) -> None:
    first_seen = before_the_claim + between

    last_call_ends = leases.sends_until(before_the_claim) + leases.CALL_SECONDS
    assert last_call_ends <= first_seen + leases.LEASE_SECONDS


def test_a_dead_process_is_noticed_within_a_minute() -> None:
    a_tick_and_its_call = 1.0 + leases.CALL_SECONDS

    assert leases.LEASE_SECONDS + a_tick_and_its_call <= 60


@pytest.mark.parametrize(
    ("unknowns", "seconds"), [(1, 30.0), (2, 60.0), (3, 120.0), (4, 120.0), (10_000, 120.0)]
)
def test_what_nobody_knows_again_is_looked_up_later_each_time_and_never_much_later(
    unknowns: int, seconds: float
) -> None:
    assert leases.settled_after(unknowns) == seconds


def test_what_is_seen_for_the_first_time_has_been_watched_for_no_time() -> None:
    assert Watch[str]().watched(["a"], 7.0) == {"a": 0.0}


def test_what_stays_the_same_is_watched_since_it_was_first_seen() -> None:
    watch = Watch[str]()
    watch.watched(["a"], 7.0)
    watch.watched(["a", "b"], 10.0)

    assert watch.watched(["a", "b"], 12.0) == {"a": 5.0, "b": 2.0}


def test_what_was_gone_meanwhile_is_watched_anew() -> None:
    watch = Watch[str]()
    watch.watched(["a"], 7.0)
    watch.watched([], 8.0)

    assert watch.watched(["a"], 9.0) == {"a": 0.0}
