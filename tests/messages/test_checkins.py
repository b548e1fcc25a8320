import json
from inspect import signature
from typing import Any

import pytest

from bot.messages import checkins
from bot.messages.parts import HELP_BUTTON, Message
from bot.rules.receipts import Receipt
from content.model import CheckIn, Choice, Exercise
from tests.messages.reading import blocks_of, buttons, labels, paragraphs, shown
from tests.messages.values import DELIVERY, LIBRARY, RECEIPT, RIVERBEND, card, offered

QUESTIONS = [pytest.param(checkin, id=checkin.id) for checkin in LIBRARY.checkins.values()]
OPEN = [checkin for checkin in LIBRARY.checkins.values() if checkin.lock_screen]
SHUT = [checkin for checkin in LIBRARY.checkins.values() if not checkin.lock_screen]
ANSWERS = [
    pytest.param(choice, id=f"{checkin.id}, {choice.id}")
    for checkin in LIBRARY.checkins.values()
    for choice in checkin.choices
]

PLANTED: dict[str, Any] = {
    "id": "planted-id",
    "version": 77,
    "unit": "planted_unit",
    "phases": ["active"],
    "ask": "Planted question?",
    "lock_screen": False,
    "skip": "Planted skip",
    "choices": [
        {
            "id": f"planted-choice-{zone}",
            "label": "Planted label",
            "reply": "Planted reply.",
            "zone": zone,
            "offer": "planted-offer",
            "support": True,
        }
        for zone in ("yellow", "orange", "red")
    ],
}
PLANTED_EXERCISE: dict[str, Any] = {
    "id": "planted-id",
    "version": 77,
    "title": "Planted title",
    "unit": "planted_unit",
    "minutes": 3,
    "setting": "at_work",
    "why": "Planted why.",
    "steps": ["Planted step."],
    "safety": "Planted safety.",
    "anchor": "planted-anchor",
    "evidence": "A",
    "source": "Planted source",
}

MARKS = ("It helped", "Neutral", "Not for me")


def exercise(**more: Any) -> Exercise:
    return Exercise.model_validate(PLANTED_EXERCISE | more)


def as_json(message: Message) -> str:
    return json.dumps([message.text, message.blocks]).lower()


def test_a_question_not_fit_for_a_lock_screen_appears_nowhere_in_the_conversation() -> None:
    said = as_json(checkins.question(CheckIn.model_validate(PLANTED), DELIVERY))
    assert [word for word in ("planted", "yellow", "orange", "red", "77") if word in said] == []


def test_no_shipped_question_that_must_not_be_overlooked_stands_in_the_conversation() -> None:
    said = {
        checkin.id: as_json(checkins.question(checkin, DELIVERY)).count(text.lower())
        for checkin in SHUT
        for text in (checkin.ask, *(choice.label for choice in checkin.choices))
    }
    assert said == dict.fromkeys(said, 0)


def test_everybody_reads_the_same_line_whatever_the_question() -> None:
    lines = [checkins.question(checkin, DELIVERY) for checkin in SHUT]
    assert lines == [lines[0]] * len(SHUT)


def test_a_line_says_nothing_but_that_there_is_a_question() -> None:
    message = checkins.question(SHUT[0], DELIVERY)
    assert (message.text, labels(message.blocks)) == (checkins.NEUTRAL, ["Open", "Help card"])


@pytest.mark.parametrize("checkin", [pytest.param(checkin, id=checkin.id) for checkin in OPEN])
def test_a_harmless_question_stands_in_the_conversation_with_its_choices(checkin: CheckIn) -> None:
    message = checkins.question(checkin, DELIVERY)
    choices = [choice.label for choice in checkin.choices]
    assert (paragraphs(message.blocks), labels(message.blocks)) == (
        [checkin.ask],
        [*choices, checkin.skip, "Help card"],
    )


@pytest.mark.parametrize("checkin", [pytest.param(checkin, id=checkin.id) for checkin in OPEN])
def test_the_text_of_a_question_names_its_choices_too(checkin: CheckIn) -> None:
    choices = " / ".join(choice.label for choice in checkin.choices)
    assert checkins.question(checkin, DELIVERY).text == f"{checkin.ask}\n{choices}"


@pytest.mark.parametrize("checkin", [*OPEN[:1], *SHUT[:1]], ids=["harmless", "not harmless"])
def test_how_to_pause_and_stop_stands_under_every_checkin(checkin: CheckIn) -> None:
    (small,) = blocks_of(checkins.question(checkin, DELIVERY).blocks, "context")
    assert shown(small) == ["Any time: `/resiliency pause` or `/resiliency stop`."]


@pytest.mark.parametrize("checkin", QUESTIONS)
def test_an_opened_question_offers_every_choice_and_to_skip(checkin: CheckIn) -> None:
    choices = [choice.label for choice in checkin.choices]
    assert labels(checkins.ask(checkin, DELIVERY)) == [*choices, checkin.skip, "Help card"]


@pytest.mark.parametrize("checkin", QUESTIONS)
def test_the_button_of_a_choice_names_it_and_carries_the_delivery(checkin: CheckIn) -> None:
    heard = [
        (button["action_id"], button["value"])
        for button in buttons(checkins.ask(checkin, DELIVERY))
        if button["action_id"].startswith("checkin.answer")
    ]
    assert heard == [(f"checkin.answer:{choice.id}", DELIVERY) for choice in checkin.choices]


@pytest.mark.parametrize("checkin", QUESTIONS)
def test_no_choice_stands_out(checkin: CheckIn) -> None:
    assert {"style" in button for button in buttons(checkins.ask(checkin, DELIVERY))} == {False}


@pytest.mark.parametrize("checkin", QUESTIONS)
def test_skipping_carries_nothing_of_the_question(checkin: CheckIn) -> None:
    skip = buttons(checkins.ask(checkin, DELIVERY))[-2]
    assert (skip["action_id"], skip["value"]) == ("checkin.skip", DELIVERY)


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        pytest.param(1, "1 minute for you, whenever it suits.", id="a minute"),
        pytest.param(3, "3 minutes for you, whenever it suits.", id="minutes"),
    ],
)
def test_an_offered_exercise_says_how_long_it_takes(minutes: int, said: str) -> None:
    assert checkins.exercise_offer(exercise(minutes=minutes), DELIVERY).text == said


def test_an_offered_exercise_does_not_say_which_it_is() -> None:
    assert "planted" not in as_json(checkins.exercise_offer(exercise(), DELIVERY))


def test_exercises_of_one_length_are_offered_in_the_same_words() -> None:
    both = [exercise(), exercise(id="another", title="Another title", anchor=None)]
    lines = [checkins.exercise_offer(one, DELIVERY) for one in both]
    assert lines[0] == lines[1]


def test_closing_knows_nothing_that_could_differ_between_people() -> None:
    assert list(signature(checkins.closed).parameters) == []


def test_a_closed_message_leaves_only_the_help_card() -> None:
    message = checkins.closed()
    assert (message.text, buttons(message.blocks)) == (checkins.CLOSED, [HELP_BUTTON])


def test_a_tap_on_what_is_over_is_answered_in_the_words_of_what_is_closed() -> None:
    assert paragraphs(checkins.over()) == [checkins.closed().text]


@pytest.mark.parametrize("choice", ANSWERS)
def test_a_reply_says_what_is_written_for_the_choice(choice: Choice) -> None:
    said = choice.reply.replace("`", "")
    assert paragraphs(checkins.reply(choice, None, DELIVERY, RECEIPT)) == [said]


@pytest.mark.parametrize("choice", ANSWERS)
def test_a_reply_shows_the_exercise_it_offers(choice: Choice) -> None:
    titles = [block["text"]["text"] for block in blocks_of(
        checkins.reply(choice, offered(choice), DELIVERY, RECEIPT), "header"
    )]  # fmt: skip
    exercise_of = offered(choice)
    assert [title.rpartition(" (")[0] for title in titles] == (
        [exercise_of.title] if exercise_of else []
    )


def test_help_that_is_needed_stands_in_the_reply() -> None:
    helped = list(card(RIVERBEND).blocks)
    view = checkins.reply(SHUT[0].choices[0], None, DELIVERY, RECEIPT, helped)
    assert view["blocks"][1 : 1 + len(helped)] == helped


def test_an_answer_can_be_changed_and_deleted_from_its_reply() -> None:
    view = checkins.reply(SHUT[0].choices[0], None, DELIVERY, RECEIPT)
    assert labels(view) == ["Change my answer", "See mine", "Delete this one", "Help card"]


@pytest.mark.parametrize("checkin", QUESTIONS)
def test_changing_offers_every_choice(checkin: CheckIn) -> None:
    (picker,) = blocks_of(checkins.change(checkin, None, DELIVERY), "radio_buttons")
    assert [option["text"]["text"] for option in picker["options"]] == [
        choice.label for choice in checkin.choices
    ]


def test_changing_begins_with_what_was_chosen() -> None:
    checkin = SHUT[0]
    (picker,) = blocks_of(checkins.change(checkin, checkin.choices[1], DELIVERY), "radio_buttons")
    assert picker["initial_option"] == picker["options"][1]


def test_changing_begins_with_nothing_when_the_answer_cannot_be_read() -> None:
    (picker,) = blocks_of(checkins.change(SHUT[0], None, DELIVERY), "radio_buttons")
    assert "initial_option" not in picker


def test_an_exercise_is_shown_with_its_steps_in_order_and_what_to_mind() -> None:
    view = checkins.exercise(exercise(steps=["Breathe in.", "Breathe out."], anchor=None))
    assert shown(view["blocks"]) == [
        "Planted title (3 minutes)",
        "Planted why.",
        "1. Breathe in.\n2. Breathe out.",
        "Planted safety.",
        *MARKS,
        "Help card",
    ]


def test_an_exercise_that_looks_inward_offers_one_that_looks_outward() -> None:
    assert labels(checkins.exercise(exercise())) == [
        "Look outward instead",
        *MARKS,
        "Help card",
    ]


def test_skipping_is_fine_and_keeps_nothing() -> None:
    assert paragraphs(checkins.skipped()) == ["That is fine. Nothing was kept."]


def test_the_receipt_says_who_sees_it_when_it_may_be_counted_and_when_it_is_deleted() -> None:
    view = checkins.reply(SHUT[0].choices[0], None, DELIVERY, RECEIPT)
    assert (
        "Only you see this. If it is counted, then in groups, on Thursday 19 November 2026. "
        "Deleted on Wednesday 17 November 2027. The chat stays as it is."
    ) in shown(view)


def test_the_receipt_of_somebody_whom_no_figure_counts_says_so() -> None:
    view = checkins.reply(SHUT[0].choices[0], None, DELIVERY, Receipt(None, RECEIPT.deleted_on))
    assert (
        "Only you see this. No figure has it, as you chose. "
        "Deleted on Wednesday 17 November 2027. The chat stays as it is."
    ) in shown(view)
