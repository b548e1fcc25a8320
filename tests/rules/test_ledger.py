from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from bot.rules import ledger
from bot.rules.ledger import Days, Line, People

MONDAY = date(2026, 11, 9)
DAY = timedelta(days=1)
# In the week after.
LATER = Days(MONDAY, MONDAY + 7 * DAY)
WITHIN = Days(MONDAY, MONDAY + 6 * DAY)
ENOUGH = 15
# As many as may just be told of, whose training was over the week before.
AFTER = {"check-in": {5, 54}, "exercise": {7, 56}}
WARD = People([(f"p{n}", MONDAY - 4 * DAY) for n in range(ENOUGH)], AFTER, ENOUGH)


@dataclass(frozen=True)
class Counted:
    kind: str
    reason: str
    messages: int = 1
    day: date = MONDAY


@pytest.mark.parametrize("kind", ["invitation", "appointment", "notice", "digest"])
def test_what_everybody_gets_is_counted_by_whole_weeks(kind: str) -> None:
    counted = [Counted(kind, "sent", 20, MONDAY), Counted(kind, "sent", 2, MONDAY + 6 * DAY)]

    assert ledger.ledger(counted, WARD, LATER).everybody == (Line("2026-W46", kind, "sent", 22),)


@pytest.mark.parametrize("reason", ["sent", "waiting", "being sent", "not sent"])
def test_of_a_week_that_is_not_over_nothing_tells_who_waits_for_a_late_hour(reason: str) -> None:
    assert ledger.ledger([Counted("notice", reason)], WARD, WITHIN).everybody == ()


@pytest.mark.parametrize("reason", ["unknown", "refused: user_disabled"])
def test_a_trouble_is_told_at_once(reason: str) -> None:
    told = ledger.ledger([Counted("notice", reason, 3)], WARD, WITHIN)

    assert told.everybody == (Line("2026-W46", "notice", reason, 3),)


@pytest.mark.parametrize("kind", ["check-in", "exercise", "a kind that nobody has thought of"])
@pytest.mark.parametrize(
    "reason", ["sent", "waiting", "being sent", "not sent", "refused: user_disabled", "refused: x"]
)
@pytest.mark.parametrize("days", [LATER, WITHIN], ids=["later", "within the week"])
def test_what_the_companion_sends_leaves_no_trace_but_of_a_trouble_of_ours(
    kind: str, reason: str, days: Days
) -> None:
    assert ledger.ledger([Counted(kind, reason, 20)], WARD, days) == ledger.ledger([], WARD, days)


@pytest.mark.parametrize("reason", ["unknown", "refused: invalid_blocks", "refused: token_revoked"])
def test_a_trouble_of_ours_is_told_of_the_companion_without_a_number(reason: str) -> None:
    told = [
        ledger.ledger([Counted("check-in", reason, number)], WARD, LATER).companion
        for number in (1, 20)
    ]

    assert told == [(Line("2026-W46", "check-in", reason),)] * 2


@pytest.mark.parametrize(
    "last_day",
    [MONDAY - 12 * DAY, MONDAY - 60 * DAY, MONDAY + 7 * DAY],
    ids=["a week off", "all over", "yet to come"],
)
def test_nothing_is_told_of_the_companion_in_a_week_that_brings_it_to_too_few(
    last_day: date,
) -> None:
    others = People([*WARD.listed[1:], ("elsewhere", last_day)], AFTER, ENOUGH)

    assert ledger.ledger([Counted("check-in", "unknown")], others, LATER).companion == ()


def test_who_gets_a_booster_in_that_week_counts_like_everybody_else() -> None:
    others = People([*WARD.listed[1:], ("elsewhere", MONDAY - 52 * DAY)], AFTER, ENOUGH)

    assert ledger.ledger([Counted("check-in", "unknown")], others, LATER).companion != ()


def test_a_week_that_brings_another_kind_tells_nothing_of_this_one() -> None:
    exercises = People(WARD.listed, {"exercise": {5}}, ENOUGH)

    assert ledger.ledger([Counted("check-in", "unknown")], exercises, LATER).companion == ()


def test_somebody_on_two_lists_counts_once() -> None:
    twice = People([*WARD.listed[1:], WARD.listed[1]], AFTER, ENOUGH)

    assert ledger.ledger([Counted("check-in", "unknown")], twice, LATER).companion == ()


@pytest.mark.parametrize("number", range(7))
def test_a_ledger_begins_with_a_week(number: int) -> None:
    assert ledger.begins(MONDAY + number * DAY) == MONDAY


def test_a_week_is_named_as_iso_names_it() -> None:
    assert [ledger.week_of(date(2027, 1, day)) for day in (3, 4)] == ["2026-W53", "2027-W01"]
