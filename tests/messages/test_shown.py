import ast
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.messages import shown
from bot.messages.shown import WORDS
from bot.rules.shown import WITHHELD, Band, Mixed, Phrase, Share, Shown

PRODUCT = [Path(__file__).parents[2] / room for room in ("bot", "handlers", "content", "storage")]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        pytest.param(Band.FEW, "fewer than a third", id="few"),
        pytest.param(Band.LESS_THAN_HALF, "fewer than half", id="less than half"),
        pytest.param(Band.SOME, "a third to two thirds", id="some"),
        pytest.param(Band.HALF_OR_MORE, "half or more", id="half or more"),
        pytest.param(Band.MOST, "more than two thirds", id="most"),
        pytest.param(Share(45), "45 %", id="a share"),
        pytest.param(
            Mixed((Band.FEW, Band.MOST)),
            "by cohort: fewer than a third, more than two thirds",
            id="several bands",
        ),
        pytest.param(Phrase.FEWER_THAN_HALF, "fewer than half", id="fewer than half of them"),
        pytest.param(Phrase.ABOUT_HALF, "about half", id="about half of them"),
        pytest.param(Phrase.MOST, "most", id="most of them"),
        pytest.param(WITHHELD, "Not shown: too few people to keep this private.", id="withheld"),
    ],
)
def test_people_read_it_in_these_words(value: Shown, said: str) -> None:
    assert shown.words(value) == said


def test_a_week_that_is_not_released_yet_says_when_it_will_be() -> None:
    moment = datetime(2026, 11, 19, 13, tzinfo=UTC)
    assert shown.waiting(moment, "America/New_York") == "shown on Thursday 19 November, 08:00"


def test_the_words_stand_in_one_module() -> None:
    modules = {
        module.name
        for room in PRODUCT
        for module in room.rglob("*.py")
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and node.value in WORDS.values()
        if node.value != Phrase.MOST.value
    }
    assert modules == {"shown.py"}
