from datetime import date, time

import pytest

from bot.messages import inputs
from bot.messages.parts import Block

CHOICES = inputs.options({"a": "Apples", "b": "Bread"})
EMPTY = {
    "a line": inputs.line(10),
    "a number": inputs.number(0),
    "a day": inputs.day(),
    "an hour": inputs.hour(),
    "a person": inputs.person(),
    "people": inputs.people(),
    "a channel": inputs.channel(),
    "a menu": inputs.menu(CHOICES),
    "radio buttons": inputs.radios(CHOICES),
    "a menu of many": inputs.menu_of_many(CHOICES, ()),
    "boxes": inputs.boxes(CHOICES),
}
KNOWN = {
    "a line": (inputs.line(10, "oats"), "oats"),
    "zero": (inputs.number(0, 0), "0"),
    "a day": (inputs.day(date(2026, 11, 2)), "2026-11-02"),
    "midnight": (inputs.hour(time(0)), "00:00"),
    "a person": (inputs.person("U0NIA"), "U0NIA"),
    "people": (inputs.people(["U0NIA"]), ["U0NIA"]),
    "a channel": (inputs.channel("C0SPRING"), "C0SPRING"),
    "a menu": (inputs.menu(CHOICES, "b"), CHOICES[1]),
    "radio buttons": (inputs.radios(CHOICES, "a"), CHOICES[0]),
    "a menu of many": (inputs.menu_of_many(CHOICES, {"b"}), [CHOICES[1]]),
    "boxes": (inputs.boxes(CHOICES, {"a", "b"}), CHOICES),
}


def initial(element: Block) -> list[object]:
    """What stands in an element at first."""
    return [value for key, value in element.items() if key.startswith("initial_")]


@pytest.mark.parametrize("element", EMPTY.values(), ids=EMPTY)
def test_of_what_is_not_known_nothing_is_said_because_slack_takes_nothing_empty(
    element: Block,
) -> None:
    assert initial(element) == []


@pytest.mark.parametrize(("element", "known"), KNOWN.values(), ids=KNOWN)
def test_what_is_known_stands_there(element: Block, known: object) -> None:
    assert initial(element) == [known]


def test_what_was_chosen_and_is_offered_no_more_is_not_chosen() -> None:
    assert initial(inputs.menu(CHOICES, "z")) == []


def test_a_title_is_as_long_as_slack_takes() -> None:
    (one,) = inputs.options({"a": "long " * 30})

    assert len(one["text"]["text"]) == inputs.LONGEST_OPTION


def test_no_more_people_are_chosen_than_slack_takes() -> None:
    (chosen,) = initial(inputs.people([f"U{number}" for number in range(101)]))

    assert chosen == [f"U{number}" for number in range(inputs.MOST_PEOPLE)]
