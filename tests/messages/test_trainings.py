from datetime import date, time

import pytest

from bot.messages import confirmations, trainings
from bot.rules.notices import Day
from bot.sandbox.limits import view_problems
from tests.messages.reading import paragraphs, shown
from tests.messages.values import COHORT, DAYS, LONGEST_NAME

CALLS_EVERYBODY = "<!channel> & Co"
AS_WRITTEN = "&lt;!channel&gt; &amp; Co"


@pytest.mark.parametrize(
    ("step", "soon"),
    [
        pytest.param("notice/7-days", "in one week", id="a week ahead"),
        pytest.param("notice/1-day", "tomorrow", id="a day ahead"),
        # It may be sent until the very minute at which the day starts, so it promises no hours.
        pytest.param("notice/2-hours", "today", id="on the day"),
    ],
)
def test_a_notice_says_how_soon_the_first_of_its_days_is(step: str, soon: str) -> None:
    opening = trainings.notice(step, COHORT, DAYS[1:]).text.splitlines()[0]
    assert opening == f"Resiliency training *Spring 2027*: day 2 starts {soon}."


def test_a_notice_lists_the_days_it_is_about() -> None:
    lines = trainings.notice("notice/7-days", COHORT, DAYS).text.splitlines()
    assert [line.split(",")[0] for line in lines[1:4]] == [
        "\u2022 Day 1: Tuesday 10 November",
        "\u2022 Day 2: Wednesday 11 November",
        "\u2022 Day 3: Thursday 12 November",
    ]


@pytest.mark.parametrize("step", ["notice/7-days", "notice/1-day"])
def test_a_notice_asks_for_cover_while_it_can_be_arranged(step: str) -> None:
    assert "cover" in trainings.notice(step, COHORT, DAYS).text.splitlines()[-1]


def test_a_notice_on_the_day_asks_for_nothing() -> None:
    assert (
        trainings.notice("notice/2-hours", COHORT, DAYS).text.splitlines()[-1] == "See you there."
    )


def clock_changes() -> str:
    """A training day on the Sunday on which clocks go forward."""
    day = Day("day-1", 1, date(2027, 3, 14), time(8, 30), "America/New_York", revision=1)
    return trainings.dates([day])


def test_a_day_is_told_by_the_clock_of_the_site() -> None:
    site_says = "\u2022 Day 1: Sunday 14 March, 08:30 America/New_York time"
    assert clock_changes().partition(" (")[0] == site_says


def test_a_day_is_told_by_the_clock_of_the_reader_too() -> None:
    moment, _, otherwise = clock_changes().partition("<!date^")[2].partition("^")
    assert (moment, otherwise.partition("|")[2]) == ("1805027400", "12:30 UTC>)")


@pytest.mark.parametrize(
    "said",
    [
        pytest.param(trainings.notice("notice/1-day", CALLS_EVERYBODY, DAYS).text, id="a notice"),
        pytest.param(trainings.channel_hello(CALLS_EVERYBODY).text, id="the hello to a channel"),
        pytest.param(
            trainings.appointment("riverbend", CALLS_EVERYBODY).text, id="a trainer is told"
        ),
        pytest.param(
            shown(trainings.cohort_made("c1", CALLS_EVERYBODY, 2, [], None)["blocks"])[0], id="made"
        ),
    ],
)
def test_a_name_that_calls_everybody_is_only_shown(said: str) -> None:
    assert (AS_WRITTEN in said, "<!channel>" in said) == (True, False)


@pytest.mark.parametrize(
    ("invited", "people"),
    [
        pytest.param(0, "0 people are", id="nobody"),
        pytest.param(1, "1 person is", id="one"),
        pytest.param(18, "18 people are", id="many"),
    ],
)
def test_a_trainer_hears_how_many_are_on_the_roster(invited: int, people: str) -> None:
    said = paragraphs(trainings.cohort_made("c1", COHORT, invited, [], None))[0]
    assert said == f"Spring 2027 is made. {people} on the list, and each gets one message from me."


def test_a_trainer_hears_that_everybody_is_reminded() -> None:
    (said,) = paragraphs(trainings.cohort_made("c1", COHORT, 2, [], None))[1:]
    assert said.startswith("I remind everybody before each day")


def test_a_trainer_hears_who_could_not_be_added_and_what_to_do_about_the_channel() -> None:
    assert paragraphs(trainings.cohort_made("c1", COHORT, 2, ["U0BOT", "U0GUEST"], "C0WARD"))[
        2:
    ] == [
        f"Not added ({trainings.LEFT_OUT}): <@U0BOT>, <@U0GUEST>.",
        "I cannot write in <#C0WARD> yet. Invite me there before the first notice.",
    ]


def test_a_cohort_with_the_longest_name_and_many_left_out_fits() -> None:
    left_out = [f"U0PERSON{number:04}" for number in range(100)]
    assert view_problems(trainings.cohort_made("c1", LONGEST_NAME, 0, left_out, "C0WARD")) == []


@pytest.mark.parametrize(
    ("named", "left_out", "said"),
    [
        pytest.param(["U0TARA", "U0SAM"], [], ["Trainer now: <@U0TARA>, <@U0SAM>"], id="named"),
        pytest.param([], ["U0BOT"], [f"Not named ({trainings.LEFT_OUT}): <@U0BOT>"], id="left out"),
        pytest.param(
            ["U0TARA"],
            ["U0BOT"],
            ["Trainer now: <@U0TARA>", f"Not named ({trainings.LEFT_OUT}): <@U0BOT>"],
            id="both",
        ),
    ],
)
def test_a_coordinator_hears_who_is_a_trainer_now(
    named: list[str], left_out: list[str], said: list[str]
) -> None:
    lines = trainings.trainers_named(named, left_out).text.splitlines()
    assert [line.split(".")[0] for line in lines] == said


def test_a_trainer_is_told_where_they_train_and_how_to_begin() -> None:
    assert trainings.appointment("mercy", "Mercy & Grace").text.splitlines() == [
        "Hello. You are a trainer at *Mercy &amp; Grace* now.",
        confirmations.statement("Mercy & Grace"),
        "Then `/resiliency cohort new` makes a cohort, `/resiliency help` shows the rest.",
        confirmations.WHY,
    ]
