import pytest

from bot.messages import reach
from bot.messages.parts import HELP_BUTTON, Message, buttons, section
from bot.messages.reach import CLOSED, GUEST, NOT_FOUND, Unreached

TABLE = Message("figures", (section("figures"), buttons(HELP_BUTTON)))


def test_without_anybody_an_answer_stays_as_it_is() -> None:
    assert reach.below(TABLE, []) == TABLE


@pytest.mark.parametrize(
    ("reason", "words"),
    [(CLOSED, "account closed"), (GUEST, "a guest by now"), (NOT_FOUND, "not found in Slack")],
)
def test_each_reason_has_plain_words(reason: str, words: str) -> None:
    said = reach.below(TABLE, [Unreached("U0NIA", reason)])

    assert said.text.splitlines() == ["figures", reach.TITLE, f"• <@U0NIA>: {words}"]


def test_the_blocks_say_the_same_above_the_buttons() -> None:
    said = reach.below(TABLE, [Unreached("U0NIA", CLOSED)])

    assert [block["type"] for block in said.blocks] == ["section", "section", "actions"]
    assert said.blocks[1]["text"]["text"] == said.text.partition("\n")[2]


def test_of_very_many_the_first_are_named_and_the_rest_counted() -> None:
    many = [Unreached(f"U{number:05}", CLOSED) for number in range(reach.MOST + 3)]
    said = reach.below(TABLE, many).text.splitlines()

    assert (len(said), said[-1]) == (2 + reach.MOST + 1, "• and 3 more")
