from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.rules import channels, cohorts
from bot.rules.channels import Seen
from bot.rules.cohorts import MAY, Deed, Facts, NotNowError, Stage
from bot.rules.keeping import FOLLOWED_UP

NOW = datetime(2026, 11, 2, 14, 0, tzinfo=UTC)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
# A list with a training in a week, which nobody has called complete.
AHEAD = Facts(
    listed=18,
    ready=False,
    closed_at=None,
    begins_at=NOW + 7 * DAY,
    over_at=NOW + 10 * DAY,
)
OVER = replace(AHEAD, begins_at=NOW - 10 * DAY, over_at=NOW - 7 * DAY)

ALL_DEEDS = {
    Stage.PLANNED: "change close copy hand-over invite train",
    Stage.RECRUITING: "change close complete copy hand-over invite move train",
    Stage.READY: "change close copy hand-over invite move reopen train",
    Stage.RUNNING: "change copy hand-over invite move train",
    Stage.FOLLOW_UP: "change close copy hand-over",
    Stage.CLOSED: "copy",
}


def why_not(stage: Stage, deed: Deed) -> str | None:
    """What is said of a deed in a stage; None when it may be done."""
    try:
        cohorts.require(stage, deed)
    except NotNowError as error:
        return str(error)
    return None


@pytest.mark.parametrize(
    ("facts", "stage"),
    [
        pytest.param(replace(AHEAD, listed=0), Stage.PLANNED, id="nobody listed"),
        pytest.param(AHEAD, Stage.RECRUITING, id="somebody listed"),
        pytest.param(replace(AHEAD, ready=True), Stage.READY, id="called complete"),
        pytest.param(replace(AHEAD, listed=0, ready=True), Stage.PLANNED, id="complete, and left"),
        pytest.param(replace(AHEAD, begins_at=NOW), Stage.RUNNING, id="begins this very moment"),
        pytest.param(
            replace(AHEAD, listed=0, begins_at=NOW), Stage.RUNNING, id="begins with nobody"
        ),
        pytest.param(replace(AHEAD, begins_at=NOW, over_at=NOW), Stage.FOLLOW_UP, id="just over"),
        pytest.param(OVER, Stage.FOLLOW_UP, id="a week over"),
        pytest.param(replace(AHEAD, closed_at=NOW), Stage.CLOSED, id="closed now"),
        pytest.param(
            replace(OVER, over_at=NOW - FOLLOWED_UP), Stage.CLOSED, id="followed up to the end"
        ),
        pytest.param(
            replace(AHEAD, begins_at=None, over_at=None), Stage.RECRUITING, id="all days called off"
        ),
    ],
)
def test_a_stage_follows_from_the_list_and_the_days(facts: Facts, stage: Stage) -> None:
    assert cohorts.stage(facts, NOW) == stage


@pytest.mark.parametrize("stage", Stage)
def test_in_each_stage_these_deeds_may_be_done_and_no_others(stage: Stage) -> None:
    may = sorted(deed.replace(" ", "-") for deed in Deed if why_not(stage, deed) is None)
    assert " ".join(may) == ALL_DEEDS[stage]


@pytest.mark.parametrize("stage", Stage)
def test_what_may_not_be_done_is_answered_in_a_sentence_or_two(stage: Stage) -> None:
    said = [why for deed in Deed if (why := why_not(stage, deed))]
    assert [why for why in said if not why.endswith(".") or why.count(".") > 2] == []


def test_a_day_that_is_planned_anew_has_the_training_run_again() -> None:
    third_day = replace(OVER, over_at=NOW + 2 * DAY)
    assert cohorts.stage(third_day, NOW) == Stage.RUNNING


@pytest.mark.parametrize(
    ("stage", "days_ahead", "said"),
    [
        pytest.param(Stage.PLANNED, 3, None, id="nobody to tell"),
        pytest.param(Stage.RECRUITING, 0, None, id="all days called off"),
        pytest.param(Stage.READY, 1, "training days lie ahead", id="people expect a day"),
        pytest.param(Stage.RUNNING, 1, "This training has begun", id="under way"),
        pytest.param(Stage.FOLLOW_UP, 0, None, id="over"),
        pytest.param(Stage.CLOSED, 0, "This cohort is closed", id="twice"),
    ],
)
def test_a_cohort_is_closed_when_nobody_expects_a_day(
    stage: Stage, days_ahead: int, said: str | None
) -> None:
    if said is None:
        cohorts.require_closable(stage, days_ahead)
    else:
        with pytest.raises(NotNowError, match=said):
            cohorts.require_closable(stage, days_ahead)


def test_every_stage_allows_a_copy() -> None:
    assert [stage for stage in Stage if Deed.COPY not in MAY[stage]] == []


def test_a_cohort_without_days_closes_only_by_hand() -> None:
    assert cohorts.closed_at(replace(AHEAD, begins_at=None, over_at=None)) is None


def test_a_cohort_that_nobody_closes_is_closed_when_its_follow_up_ends() -> None:
    assert cohorts.closed_at(OVER) == NOW - 7 * DAY + FOLLOWED_UP


def test_days_a_quarter_later_are_on_the_same_weekdays() -> None:
    days = [date(2026, 11, 3), date(2026, 11, 10), date(2026, 11, 17)]
    later = cohorts.next_quarter(days, date(2026, 11, 20))
    assert later == (date(2027, 2, 2), date(2027, 2, 9), date(2027, 2, 16))


def test_an_old_training_is_copied_into_the_next_quarter_that_lies_ahead() -> None:
    (first,) = cohorts.next_quarter([date(2025, 11, 4)], date(2026, 11, 20))
    assert first == date(2025, 11, 4) + 5 * timedelta(weeks=13)


def test_a_cohort_without_days_has_none_to_copy() -> None:
    assert cohorts.next_quarter([], date(2026, 11, 20)) == ()


@pytest.mark.parametrize(
    ("name", "taken", "later"),
    [
        ("Spring 2027", [], "Summer 2027"),
        ("Autumn 2026", [], "Winter 2027"),
        ("Fall 2026", [], "Winter 2027"),
        ("winter", [], "spring"),
        ("Spring 2027", ["SUMMER 2027"], "Autumn 2027"),
        ("Infusion nurses", [], "Infusion nurses 2"),
        ("Infusion nurses 9", ["infusion nurses 10"], "Infusion nurses 11"),
    ],
)
def test_a_copy_gets_the_next_name_that_is_free(name: str, taken: list[str], later: str) -> None:
    assert cohorts.next_name(name, taken) == later


@pytest.mark.parametrize(("places", "taken", "free"), [(24, 20, 4), (24, 24, 0), (18, 20, 0)])
def test_a_list_that_is_over_full_has_no_free_place(places: int, taken: int, free: int) -> None:
    assert cohorts.free_places(places, taken) == free


FINE = Seen("ward-4-spring", is_private=True, is_archived=False, is_ours=True)


@pytest.mark.parametrize(
    ("seen", "said"),
    [
        pytest.param(FINE, {}, id="private, with the bot in it"),
        pytest.param(
            replace(FINE, name="Secondary-TRAUMA-2027"), {"channel": channels.LOUD}, id="too loud"
        ),
        pytest.param(
            replace(FINE, is_archived=True), {"channel": channels.ARCHIVED}, id="archived"
        ),
        pytest.param(
            replace(FINE, is_ours=False),
            {"channel": f"I am not in that channel yet. {channels.INVITE_ME}"},
            id="without the bot",
        ),
        pytest.param(
            None, {"channel": f"I cannot see that channel. {channels.INVITE_ME}"}, id="unseen"
        ),
    ],
)
def test_a_channel_that_cannot_have_notices_is_told_why(
    seen: Seen | None, said: dict[str, str]
) -> None:
    assert channels.problem(seen, public_is_fine=False) == said


@pytest.mark.parametrize(("confirmed", "fields"), [(False, ["channel", "public"]), (True, [])])
def test_a_public_channel_needs_a_tick(confirmed: bool, fields: list[str]) -> None:
    seen = replace(FINE, is_private=False)
    assert list(channels.problem(seen, public_is_fine=confirmed)) == fields


@pytest.mark.parametrize(
    ("facts", "takes"),
    [
        pytest.param(AHEAD, True, id="before"),
        pytest.param(replace(AHEAD, begins_at=NOW, over_at=NOW + DAY), True, id="while it runs"),
        pytest.param(replace(OVER, over_at=NOW - DAY + MINUTE), True, id="on the morning after"),
        pytest.param(replace(OVER, over_at=NOW - DAY), False, id="a day after"),
        pytest.param(replace(OVER, over_at=NOW, closed_at=NOW), False, id="closed"),
    ],
)
def test_somebody_walks_in_until_the_morning_after_the_last_day(facts: Facts, takes: bool) -> None:
    assert cohorts.takes_walk_ins(facts, NOW) is takes
