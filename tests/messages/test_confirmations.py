from hashlib import sha256

import pytest

from bot.messages import confirmations, reports
from bot.messages.confirmations import Group
from bot.rules.confirmations import Missing
from bot.rules.privacy import Share
from tests.messages.kit import SITES, blocks_of, labels, paragraphs, report

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


def test_an_answer_stays_as_it_is_when_everything_is_confirmed() -> None:
    answer = reports.table(report([Share(45)]))

    assert confirmations.below(answer, Missing()) == answer


def test_as_many_groups_are_asked_about_as_slack_takes_at_once() -> None:
    groups = [Group(f"c{number}", f"Cohort {number}", "Riverbend") for number in range(12)]
    (ticks,) = blocks_of(confirmations.form(groups), "checkboxes")

    assert [option["value"] for option in ticks["options"]] == [f"c{n}" for n in range(10)]
