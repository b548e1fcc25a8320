from datetime import UTC, datetime, timedelta

import pytest

from tests.chaos.judging import ON_ITS_WAY, TIME_ENOUGH, Accepted, Planned, Told, Verdict, judge

DUE = datetime(2026, 11, 2, 15, 30, tzinfo=UTC)
SOON = timedelta(seconds=2)
ONE = Planned("one", DUE, DUE + timedelta(hours=2))
SENT = Told(sent=True, reason=None)
EXPIRED = Told(sent=False, reason="expired")
OPEN = Told(sent=False, reason=None)


def verdict(accepted: Accepted, told: Told, over_at: datetime = DUE) -> Verdict:
    """Return what became of one message."""
    return judge([ONE], accepted, {"one": told}, over_at)


def test_a_message_that_slack_has_once_and_in_time_is_well() -> None:
    assert verdict({"one": [DUE + SOON]}, SENT) == Verdict(1, 0, 0, 0, 0, 1.0)


def test_a_message_that_slack_never_got_is_lost_whatever_the_ledger_believes() -> None:
    assert (verdict({}, SENT).lost, verdict({}, SENT).good) == (1, False)


def test_a_message_that_did_not_come_for_a_reason_is_not_lost() -> None:
    assert verdict({}, EXPIRED).lost == 0


def test_a_message_that_slack_has_twice_is_doubled() -> None:
    found = verdict({"one": [DUE + SOON, DUE + SOON]}, SENT)

    assert (found.accepted, found.doubled, found.good) == (1, 1, False)


@pytest.mark.parametrize(
    ("moment", "strays"),
    [
        (DUE - SOON, 1),
        (DUE, 0),
        (ONE.send_by + ON_ITS_WAY, 0),
        (ONE.send_by + ON_ITS_WAY + SOON, 1),
    ],
)
def test_a_message_is_outside_its_window_before_it_is_due_and_when_it_is_too_late(
    moment: datetime, strays: int
) -> None:
    assert verdict({"one": [moment]}, SENT).outside_window == strays


def test_a_message_of_which_the_ledger_does_not_know_the_end_is_without_reason() -> None:
    found = verdict({"one": [DUE + SOON]}, OPEN)

    assert (found.lost, found.without_reason, found.good) == (0, 1, False)


@pytest.mark.parametrize(("before", "part"), [(TIME_ENOUGH, 0.0), (TIME_ENOUGH - SOON, 1.0)])
def test_who_had_time_enough_after_the_trouble_should_have_heard(
    before: timedelta, part: float
) -> None:
    assert verdict({}, EXPIRED, ONE.send_by - before).accepted_of_open == part


def test_a_run_in_which_too_few_heard_is_not_good() -> None:
    many = [Planned(str(number), ONE.due_at, ONE.send_by) for number in range(100)]
    ledger = {one.id: SENT for one in many[2:]} | {one.id: EXPIRED for one in many[:2]}

    found = judge(many, {one.id: [DUE + SOON] for one in many[2:]}, ledger, DUE)

    assert (found.lost, found.accepted_of_open, found.good) == (0, 0.98, False)
