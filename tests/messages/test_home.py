from datetime import time

import pytest

from bot.messages import home, people
from bot.messages.home import Why
from bot.rules.roles import Act
from tests.messages.reading import labels, paragraphs
from tests.messages.values import COORDINATOR, MONDAY, NEW_YORK, ROSTER, TRAINER

QUIET = "You have asked for quiet. `/resiliency resume` ends it."


@pytest.mark.parametrize("acts", [ROSTER, TRAINER, COORDINATOR])
def test_home_lists_what_the_help_lists(acts: frozenset[Act]) -> None:
    listed = people.commands(acts)
    view = home.home(acts, "Nothing is planned.")
    assert [block for block in view["blocks"] if block in listed.blocks] == list(listed.blocks)


def test_home_says_what_comes_next() -> None:
    assert paragraphs(home.home(ROSTER, "Tomorrow at ten."))[2] == "Tomorrow at ten."


@pytest.mark.parametrize(
    ("why", "hour", "said"),
    [
        pytest.param("companion", time(14, 30), "14:30 is the hour you chose.", id="their hour"),
        pytest.param("companion", None, "You chose no hour, so I write at 10:00.", id="no hour"),
        pytest.param(
            "training",
            time(14, 30),
            "It is about a training session; everybody on the list gets it.",
            id="training",
        ),
    ],
)
def test_home_says_why_it_comes_then(why: Why, hour: time | None, said: str) -> None:
    words = home.upcoming(MONDAY, NEW_YORK, why, hour, paused=False)
    assert words == f"My next message comes on Monday 2 November, 10:00. {said}"


def test_home_says_when_nothing_comes() -> None:
    assert home.upcoming(None, NEW_YORK, "training", None, paused=False) == (
        "Nothing more is planned."
    )


@pytest.mark.parametrize("next_at", [MONDAY, None])
def test_home_says_that_somebody_asked_for_quiet(next_at: object) -> None:
    moment = MONDAY if next_at else None
    assert home.upcoming(moment, NEW_YORK, "companion", None, paused=True) == QUIET


def test_somebody_with_the_companion_can_pause_and_stop_on_home() -> None:
    assert {"Pause", "Stop"} <= set(labels(home.home(ROSTER, "Soon.", kept=True)))


def test_somebody_who_pauses_can_end_it_on_home() -> None:
    shown = set(labels(home.home(ROSTER, QUIET, paused=True, kept=True)))
    assert ("End my pause" in shown, "Pause" in shown) == (True, False)


def test_a_stranger_is_offered_nothing_of_their_own_on_home() -> None:
    assert labels(home.home(frozenset({Act.HELP}), "Nothing is planned.")) == [
        "Exercise library",
        "Who sees what",
        "Help card",
    ]


@pytest.mark.parametrize("acts", [ROSTER, frozenset(Act)])
def test_home_has_far_fewer_than_a_hundred_blocks(acts: frozenset[Act]) -> None:
    assert len(home.home(acts, "Soon.", kept=True)["blocks"]) < 20
