from hashlib import sha256

import pytest

from bot.messages import confirmations, reports
from bot.messages.confirmations import Group
from bot.rules.confirmations import Missing
from bot.rules.privacy import Share
from bot.sandbox.limits import VIEW_BYTES, view_bytes, view_problems
from tests.messages.reading import blocks_of, labels, paragraphs
from tests.messages.values import LONGEST_NAME, SITES, report


def groups(number: int) -> list[Group]:
    return [Group(f"c{n}", f"Cohort {n}", "Riverbend") for n in range(number)]


# What has been confirmed so far, by the version of the words.
WORDS = {1: "dc7fc80c"}


def test_a_changed_word_of_a_statement_is_a_new_version() -> None:
    words = f"{confirmations.OF_THE_ROLE}\n{confirmations.OF_A_GROUP}"

    assert sha256(words.encode()).hexdigest()[:8] == WORDS[confirmations.VERSION]


def test_each_site_has_its_own_statement_and_its_own_button() -> None:
    asked = confirmations.request(Missing(SITES))

    assert paragraphs(asked.blocks) == [
        f"For {name.replace('&', '&amp;')}, please confirm first: “{confirmations.OF_THE_ROLE}”"
        for name in SITES.values()
    ]
    taps = [b["elements"][0]["action_id"] for b in blocks_of(asked.blocks, "actions")]
    assert taps == ["confirm.role:riverbend", "confirm.role:hillside", "help.card"]


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, "You can see 1 more group once you have confirmed."),
        (3, "You can see 3 more groups once you have confirmed."),
    ],
)
def test_groups_that_wait_are_one_line_and_one_button(number: int, said: str) -> None:
    asked = confirmations.request(Missing({}, number))

    assert paragraphs(asked.blocks) == [said]
    assert labels(asked.blocks) == ["Confirm", "Help card"]


def test_what_is_to_be_confirmed_stands_below_the_answer() -> None:
    answer = reports.table(report([Share(45)]))
    with_more = confirmations.below(answer, Missing({}, 1))

    assert with_more.blocks[: len(answer.blocks) - 1] == answer.blocks[:-1]
    assert labels(with_more.blocks) == ["Confirm", "Help card"]


def test_below_an_answer_that_lacks_nothing_stands_the_way_to_the_groups() -> None:
    answer = reports.table(report([Share(45)]))
    with_groups = confirmations.below(answer, Missing())

    assert (with_groups.text, with_groups.blocks[:-1]) == (answer.text, answer.blocks[:-1])
    assert labels(with_groups.blocks) == ["My groups", "Help card"]


def test_the_groups_that_are_confirmed_are_ticked() -> None:
    both = [Group("c1", "Spring", "Riverbend"), Group("c2", "Autumn", "Riverbend", confirmed=True)]
    (ticks,) = blocks_of(confirmations.form(both), "checkboxes")

    assert [option["value"] for option in ticks["initial_options"]] == ["c2"]


@pytest.mark.parametrize(
    ("number", "labels"),
    [
        (1, ["Groups"]),
        (10, ["Groups"]),
        (11, ["Groups 1 to 10 of 11", "Group 11 of 11"]),
        (23, ["Groups 1 to 10 of 23", "Groups 11 to 20 of 23", "Groups 21 to 23 of 23"]),
    ],
)
def test_groups_are_offered_in_fields_of_ten(number: int, labels: list[str]) -> None:
    fields = blocks_of(confirmations.form(groups(number)), "input")
    offered = [option["value"] for field in fields for option in field["element"]["options"]]

    assert [field["label"]["text"] for field in fields] == labels
    assert offered == [f"c{n}" for n in range(number)]


def test_slack_takes_the_form_of_more_groups_than_there_can_be() -> None:
    longest = [
        Group(f"{n:032}", LONGEST_NAME, "Riverbend" * 9, confirmed=True) for n in range(1000)
    ]
    view = confirmations.form(longest)

    assert (view_problems(view), view_bytes(view) < VIEW_BYTES) == ([], True)


def test_what_is_ticked_is_ticked_in_any_field_and_an_empty_field_is_none() -> None:
    filled = {"cohorts-0": ["c1", "c2"], "cohorts-10": None, "cohorts-20": ["c23"]}

    assert confirmations.ticked(filled) == {"c1", "c2", "c23"}
