from collections.abc import Collection
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages import people
from bot.rules.roles import Act
from tests.messages.reading import blocks_of, labels, paragraphs, shown
from tests.messages.values import COHORT, DAYS, MONDAY, NEW_YORK

ANY_ACTS = st.sets(st.sampled_from(Act))
SHORTCUTS = {
    Act.HARD_SHIFT: "Hard shift",
    Act.JOIN: "Read and choose",
    Act.SETTINGS: "Settings",
    Act.MANAGER: "Who manages me",
    Act.ASSESSMENTS: "My assessments",
    Act.MY_DATA: "My answers",
    Act.SESSION_LIST: "Training days",
    Act.COHORT_NEW: "New cohort",
    Act.COHORT: "My cohorts",
}


def named(acts: Collection[Act]) -> list[str]:
    """The commands that are listed, without what they do."""
    lines = people.commands(acts).text.splitlines()[1:]
    return [line.split("`")[1].removeprefix("/resiliency ") for line in lines]


@given(ANY_ACTS)
def test_somebody_is_told_of_every_act_they_may_do_and_of_no_other(acts: set[Act]) -> None:
    assert sorted(named(acts)) == sorted(acts)


@given(ANY_ACTS)
def test_a_shortcut_is_offered_for_what_they_may_do_only(acts: set[Act]) -> None:
    offered = [label for act, label in SHORTCUTS.items() if act in acts]
    assert labels(people.commands(acts).blocks) == [*offered, "Help card"]


def test_an_invitation_offers_to_read_before_choosing() -> None:
    assert labels(people.invitation(COHORT, DAYS).blocks) == ["Read and choose", "Help card"]


def test_an_invitation_names_the_cohort_as_it_is_written() -> None:
    opening = people.invitation("<!channel> & Co", DAYS).text.splitlines()[0]
    assert opening == (
        "Hello. You are on the list for the resiliency training *&lt;!channel&gt; &amp; Co*."
    )


def test_an_invitation_lists_the_training_days() -> None:
    lines = people.invitation(COHORT, DAYS).text.splitlines()
    assert [line.split(" (")[0] for line in lines if line.startswith("\u2022")] == [
        "\u2022 Day 1: Tuesday 10 November, 08:30 America/New_York time",
        "\u2022 Day 2: Wednesday 11 November, 08:30 America/New_York time",
        "\u2022 Day 3: Thursday 12 November, 08:30 America/New_York time",
    ]


def test_an_invitation_says_that_typing_is_not_private_and_what_is_optional() -> None:
    text = people.invitation(COHORT, DAYS).text
    assert [
        said for said in ("Buttons are private", "up to you") if said in text
    ] == ["Buttons are private", "up to you"]  # fmt: skip


@pytest.mark.parametrize(
    ("chosen", "begins_with"),
    [
        pytest.param(None, None, id="none yet"),
        pytest.param(time(2, 30), "02:30", id="at night"),
        pytest.param(time(0), "00:00", id="midnight"),
    ],
)
def test_the_hour_begins_with_the_one_chosen_before(
    chosen: time | None, begins_with: str | None
) -> None:
    (picker,) = blocks_of(people.hour(chosen), "timepicker")
    assert picker.get("initial_time") == begins_with


def test_a_yes_is_thanked_for_and_says_what_comes_next() -> None:
    assert paragraphs(people.accepted(MONDAY, NEW_YORK)) == [
        "Thank you. I will keep you company. My next message comes on Monday 2 November, 10:00."
    ]


def test_a_yes_with_nothing_planned_promises_no_date() -> None:
    assert paragraphs(people.accepted(None, NEW_YORK)) == [
        "Thank you. I will keep you company."
    ]  # fmt: skip


def test_a_no_is_fine_and_says_how_to_come_back() -> None:
    (said,) = shown(people.declined()["blocks"])[:1]
    assert [part for part in ("That is fine.", "`/resiliency join`") if part in said] == [
        "That is fine.",
        "`/resiliency join`",
    ]


def test_a_saved_hour_is_said_back() -> None:
    (said,) = paragraphs(people.hour_saved(time(2, 5)))
    assert said.startswith("Saved. I will write at 02:05, by the time zone of your Slack profile.")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        pytest.param(
            people.paused(MONDAY, NEW_YORK),
            "Quiet until Monday 2 November, 10:00. Notices about training sessions still come.",
            id="for a while",
        ),
        pytest.param(
            people.paused(None, NEW_YORK),
            "Quiet until you type `/resiliency resume`. "
            "Notices about training sessions still come.",
            id="until they say so",
        ),
    ],
)
def test_a_pause_says_how_long_it_lasts_and_what_still_comes(said: str, expected: str) -> None:
    assert said == expected


def test_after_a_pause_it_says_when_it_goes_on() -> None:
    assert people.resumed(MONDAY, NEW_YORK) == (
        "Welcome back. My next message comes on Monday 2 November, 10:00."
    )


def test_after_a_pause_with_nothing_planned_it_promises_no_date() -> None:
    assert people.resumed(None, NEW_YORK) == "Welcome back. Nothing more is planned."


def test_stopping_says_what_ends_and_what_still_comes_and_how_to_come_back() -> None:
    assert people.stopped() == (
        "Done. I send no more questions and exercises. What you answered stays sealed; "
        "`/resiliency my-data` deletes it. "
        "Notices about training sessions still come. `/resiliency join` brings me back."
    )
