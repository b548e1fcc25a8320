from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.flows.tools import HIDES_AFTER_SECONDS
from bot.messages import data
from bot.messages.data import Page
from bot.messages.parts import TITLE
from tests.messages.reading import buttons, labels, paragraphs, walk
from tests.messages.values import DELIVERY, own

GONE_ON = date(2026, 12, 10)
SAID = "Deleted here now; gone from backups by 10 December 2026. Totals already published stay."

# What is there for everybody, answers or not.
ALWAYS = ("Take a copy", "What helps me")


def sure(thing: Any) -> dict[str, str]:
    """What is asked once more, by the button that asks it."""
    return {
        button["text"]["text"]: button["confirm"]["text"]["text"]
        for button in buttons(thing)
        if "confirm" in button
    }


def test_an_answer_is_shown_with_its_week_its_question_and_the_choice() -> None:
    view = data.mine(Page([own(0, "Was there a pause?", "A short one")]))
    assert (
        paragraphs(view)[1] == "Week of 2 November 2026 Was there a pause? You chose: A short one"
    )


def test_an_answer_that_is_lost_says_so() -> None:
    lost = replace(own(0, "Was there a pause?", None), found=False)
    said = "Week of 2 November 2026 Was there a pause? Nobody, not even you, can find this answer"
    assert paragraphs(data.mine(Page([lost])))[1] == f"{said} any more."


def test_every_answer_has_a_button_of_its_own_that_deletes_it() -> None:
    view = data.mine(Page([own(0), own(1), own(2)]))
    found = [button for button in buttons(view) if button["text"]["text"] == "Delete this one"]
    assert [button["value"] for button in found] == [DELIVERY] * 3
    assert len({button["action_id"] for button in found}) == 3


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param(
            Page([own(0)]),
            ["Delete this one", *ALWAYS, "Delete all my answers", "Leave", "Help card"],
            id="the last page",
        ),
        pytest.param(
            Page([own(0)], older_than=DELIVERY),
            ["Delete this one", "More", *ALWAYS, "Delete all my answers", "Leave", "Help card"],
            id="more to come",
        ),
        pytest.param(Page(()), [*ALWAYS, "Leave", "Help card"], id="nothing"),
        pytest.param(
            Page((), lost=True), [*ALWAYS, "Leave", "Help card"], id="nothing that is found"
        ),
    ],
)
def test_what_can_be_tapped_beside_the_answers(page: Page, expected: list[str]) -> None:
    assert labels(data.mine(page)) == expected


def test_whatever_deletes_asks_once_more() -> None:
    view = data.mine(Page([own(0)]))
    assert list(sure(view)) == ["Delete this one", "Delete all my answers", "Leave"]


def test_the_question_asked_once_more_has_a_title_that_says_nothing() -> None:
    view = data.mine(Page([own(0)]))
    confirms = [inner["confirm"] for inner in walk(view) if "deny" in inner.get("confirm", ())]
    assert {confirm["title"]["text"] for confirm in confirms} == {TITLE}


def test_words_the_content_no_longer_has_are_told_to_be_gone() -> None:
    view = data.mine(Page([own(0, None, None)]))
    assert (
        "A question I no longer ask. You chose: A choice I no longer offer." in paragraphs(view)[1]
    )


@pytest.mark.parametrize(
    ("lost", "said"),
    [
        (False, "There is nothing here: no answer of yours is kept."),
        (True, "Nobody, not even you, can find these answers any more."),
    ],
)
def test_what_is_said_where_no_answer_is(lost: bool, said: str) -> None:
    assert paragraphs(data.mine(Page((), lost=lost)))[1] == said


@pytest.mark.parametrize("done", [data.forgotten, data.all_forgotten, data.left])
def test_whoever_deletes_is_told_when_backups_forget_too(done: Any) -> None:
    assert paragraphs(done(GONE_ON))[0].startswith(SAID)


def test_a_question_as_content_writes_it_is_shown_as_it_is() -> None:
    view = data.mine(Page([own(0, "<!channel> & you?")]))
    assert "&lt;!channel&gt; &amp; you?" in paragraphs(view)[1]


def test_what_is_hidden_leads_back_to_the_page_it_was_on() -> None:
    back = {button["text"]["text"]: button["value"] for button in buttons(data.hidden("q9"))}
    assert back["Show again"] == "q9"


def test_answers_hide_themselves_when_their_window_says_so() -> None:
    assert "when you do not tap for a minute and a half" in str(data.mine(Page([own(0)])))
    assert HIDES_AFTER_SECONDS == 90
