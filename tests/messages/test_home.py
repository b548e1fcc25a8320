from datetime import time

import pytest

from bot.messages import home, people, reasons
from bot.rules.roles import Act
from bot.rules.shifts import Hours, Routine
from tests.messages.reading import labels, paragraphs
from tests.messages.values import COORDINATOR, MONDAY, NEW_YORK, ROSTER, TRAINER

NONE = Routine(NEW_YORK)
CHOSEN = Routine(NEW_YORK, time(14, 30))
AFTER = Routine(NEW_YORK, week={0: Hours(time(19), time(7))}, slot="after_end")

QUIET = "You have asked for quiet. `/resiliency resume` ends it."


@pytest.mark.parametrize("acts", [ROSTER, TRAINER, COORDINATOR])
def test_home_lists_what_the_help_lists(acts: frozenset[Act]) -> None:
    listed = paragraphs(people.commands(acts).blocks)
    assert paragraphs(home.home(acts, "Nothing is planned."))[-len(listed) :] == listed


@pytest.mark.parametrize("acts", [ROSTER, TRAINER, COORDINATOR])
def test_no_button_stands_on_home_twice(acts: frozenset[Act]) -> None:
    found = labels(home.home(acts, "Nothing is planned.", kept=True))
    assert len(found) == len(set(found))


def test_home_has_a_way_to_everything_somebody_keeps_or_decides() -> None:
    assert labels(home.home(ROSTER, "Soon.", kept=True)) == [
        "Hard shift",
        "Settings",
        "My next 14 days",
        "Pause",
        "Stop",
        "Exercise library",
        "What helps me",
        "My history",
        "My assessments",
        "My answers",
        "Who sees what",
        "Read and choose",
        "Who manages me",
        "Training days",
        "Help card",
    ]


def test_home_says_what_comes_next() -> None:
    assert paragraphs(home.home(ROSTER, "Tomorrow at ten."))[2] == "Tomorrow at ten."


def test_home_says_why_it_comes_then() -> None:
    assert home.upcoming(MONDAY, NEW_YORK, "it is your hour", paused=False) == (
        "My next message comes on Monday 2 November, 10:00. Why then: it is your hour."
    )


@pytest.mark.parametrize(
    ("kind", "step", "routine", "said"),
    [
        pytest.param("check-in", "a", CHOSEN, "it is your hour", id="their hour"),
        pytest.param("check-in", "a", NONE, "it is the usual hour; you chose none", id="no hour"),
        pytest.param("check-in", "a", AFTER, "you want it after a shift ends", id="their slot"),
        pytest.param(
            "exercise", "training/day-1", AFTER, "it is the evening of a training day", id="evening"
        ),
        pytest.param(
            "assessment",
            "assessment/month_1",
            AFTER,
            "the next time for your self-assessment begins",
            id="self-assessment",
        ),
        pytest.param("notice", "a", AFTER, "everybody on the list gets it", id="training"),
    ],
)
def test_the_reason_is_the_one_the_planner_had(
    kind: str, step: str, routine: Routine, said: str
) -> None:
    assert reasons.why(kind, step, routine) == said


def test_home_says_when_nothing_comes() -> None:
    assert home.upcoming(None, NEW_YORK, "", paused=False) == ("Nothing more is planned.")


@pytest.mark.parametrize("next_at", [MONDAY, None])
def test_home_says_that_somebody_asked_for_quiet(next_at: object) -> None:
    moment = MONDAY if next_at else None
    assert home.upcoming(moment, NEW_YORK, "it is your hour", paused=True) == QUIET


def test_somebody_with_the_companion_can_pause_and_stop_on_home() -> None:
    assert {"Pause", "Stop"} <= set(labels(home.home(ROSTER, "Soon.", kept=True)))


def test_somebody_who_pauses_can_end_it_on_home() -> None:
    shown = set(labels(home.home(ROSTER, QUIET, paused=True, kept=True)))
    assert ("End my pause" in shown, "Pause" in shown) == (True, False)


def test_a_stranger_is_offered_nothing_of_their_own_on_home() -> None:
    assert labels(home.home(frozenset({Act.HELP}), "Nothing is planned.")) == [
        "Hard shift",
        "Exercise library",
        "Who sees what",
        "Help card",
    ]


@pytest.mark.parametrize("acts", [ROSTER, frozenset(Act)])
def test_home_has_far_fewer_than_a_hundred_blocks(acts: frozenset[Act]) -> None:
    assert len(home.home(acts, "Soon.", kept=True)["blocks"]) < 20
