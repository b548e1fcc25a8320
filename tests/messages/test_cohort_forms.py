from datetime import date
from typing import Any

import pytest

from bot.messages import cohort_forms
from bot.messages.cohort_forms import Choice
from bot.messages.cohorts import Person
from bot.messages.parts import View
from bot.rules import asks, forms
from bot.sandbox.limits import view_problems
from tests.messages.reading import blocks_of, shown

SITES = {"riverbend": "Riverbend (invented)", "hillside": "Hillside (invented)"}

ENTERED = {
    "name": "Spring 2027",
    "site": "hillside",
    "people": ["U0NIA"],
    "day1": "2026-11-10",
    "day2": "2026-11-11",
    "day3": "2026-11-12",
    "starts_at": "07:45",
    "room": "2-114",
    "places": "20",
    "second_trainer": "U0THEO",
    "channel": "C0WARD",
    "confirmed": ["confirmed"],
}


def form(filled: dict[str, Any] | None = None, problems: dict[str, str] | None = None) -> View:
    return cohort_forms.cohort_form(SITES, filled or {}, problems or {})


def fields(view: View) -> list[str]:
    return [block["block_id"] for block in blocks_of(view, "input")]


def begun_with(view: View) -> dict[str, Any]:
    """Return what stands in each field when the form is shown."""
    found = {}
    for block in blocks_of(view, "input"):
        held = {k: v for k, v in block["element"].items() if k.startswith("initial_")}
        for value in held.values():
            found[block["block_id"]] = value["value"] if isinstance(value, dict) else value
    return found


def test_the_form_asks_for_everything_a_cohort_needs_and_no_more() -> None:
    assert fields(form()) == ["name", "site", "day1", "day2", "day3", "starts_at", "room", "people",
                              "places", "second_trainer", "channel", "confirmed"]  # fmt: skip


def test_what_the_form_asks_for_is_a_cohort() -> None:
    filled = {field: ENTERED[field] for field in fields(form())}
    assert forms.new_cohort(filled, date(2026, 11, 2)).name == "Spring 2027"


def test_people_a_room_a_second_trainer_and_a_channel_may_come_later() -> None:
    optional = [block["block_id"] for block in blocks_of(form(), "input") if block["optional"]]
    assert optional == ["room", "people", "second_trainer", "channel"]


def test_what_is_usual_stands_in_the_form_already() -> None:
    assert begun_with(form()) == {"site": "riverbend", "starts_at": "08:30", "places": "24"}


def test_a_form_that_comes_back_has_what_was_filled_in_but_for_the_tick() -> None:
    assert begun_with(form(ENTERED)) == {k: v for k, v in ENTERED.items() if k != "confirmed"}


def test_a_problem_stands_right_above_its_field() -> None:
    blocks = form(ENTERED, {"channel": "I cannot see <it>."})["blocks"]
    place = next(n for n, block in enumerate(blocks) if block.get("block_id") == "channel")
    said = "*Please look again:* I cannot see &lt;it&gt;."
    assert blocks[place - 1]["text"]["text"] == said


def test_the_box_for_a_public_channel_comes_with_the_problem_only() -> None:
    assert [name for name in fields(form(ENTERED, {"public": "Tick."})) if name == "public"] == [
        "public"
    ]


def test_a_channel_can_be_no_conversation_with_a_person() -> None:
    (menu,) = blocks_of(form(), "conversations_select")
    assert menu["filter"] == {"include": ["private", "public"], "exclude_bot_users": True}


def test_the_form_takes_no_longer_name_than_the_rule() -> None:
    (name, _) = blocks_of(form(), "plain_text_input")
    assert name["max_length"] == asks.LONGEST_NAME


def test_a_trainer_chooses_among_their_own_sites() -> None:
    menu, _ = blocks_of(form(), "static_select")
    assert {option["value"]: option["text"]["text"] for option in menu["options"]} == SITES


def test_a_list_has_eighteen_to_twenty_four_places() -> None:
    _, menu = blocks_of(form(), "static_select")
    assert [option["value"] for option in menu["options"]] == ["24", "23", "22", "21", "20", "19",
                                                              "18"]  # fmt: skip


@pytest.mark.parametrize(
    "view",
    [
        pytest.param(
            cohort_forms.cohort_form({"a": "Comprehensive Cancer Center " * 3}, {}, {}),
            id="a long name of a site",
        ),
        pytest.param(
            cohort_forms.move_form(
                "c1/1", "S" * 60, [Choice(f"{n} " + "x" * 90, f"{n}") for n in range(120)]
            ),
            id="more lists than a menu holds",
        ),
        pytest.param(
            cohort_forms.hand_over_form(
                "c1/1", "Spring", [Person("U0TARA"), Person("U0THEO")], may_add=False
            ),
            id="two trainers",
        ),
    ],
)
def test_a_form_fits_into_slack(view: View) -> None:
    assert view_problems(view) == []


def test_whoever_invites_is_reminded_of_what_they_have_confirmed() -> None:
    said = "\n".join(shown(cohort_forms.invite_form("c1/1", "Spring", 3)["blocks"]))
    assert "I do not hire, schedule, rate or discipline anyone in this group." in said


def test_a_second_trainer_can_be_added_only_to_one() -> None:
    (radio,) = blocks_of(
        cohort_forms.hand_over_form("c1/1", "Spring", [Person("U0TARA")], may_add=True),
        "radio_buttons",
    )
    assert [option["value"] for option in radio["options"]] == ["nobody", "U0TARA"]
