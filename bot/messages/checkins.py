"""A check-in, an exercise, and the reply to an answer, which stands in a modal only."""

from collections.abc import Sequence
from datetime import date

from bot.messages import inputs
from bot.messages.data import forget_button
from bot.messages.library import length
from bot.messages.likings import marks
from bot.messages.names import Form, Tap
from bot.messages.parts import (
    CONTROL,
    HELP_BUTTON,
    Block,
    Message,
    View,
    button,
    buttons,
    field,
    header,
    modal,
    option,
    section,
    sentence,
    small,
)
from bot.rules.practice import Asked
from bot.rules.receipts import Receipt
from content.model import CheckIn, Choice, Exercise

CHOICE = "choice"


# What stays readable on a lock screen says nothing; everybody gets the same words.
NEUTRAL = "I have one short question for you, whenever it suits."
CLOSED = "Closed. Nothing is left to do."


def question(checkin: CheckIn, delivery_id: str, *, hidden: bool = False) -> Message:
    """Return a check-in: the question itself where it is harmless, else one neutral line.

    Somebody may want every question `hidden`.
    """
    if hidden or not checkin.lock_screen:
        return _neutral(NEUTRAL, delivery_id)
    words = f"{checkin.ask}\n" + " / ".join(choice.label for choice in checkin.choices)
    return Message(
        words,
        (
            section(checkin.ask),
            buttons(*_choices(checkin, delivery_id)),
            buttons(_skip(checkin, delivery_id), HELP_BUTTON),
            small(CONTROL),
        ),
    )


def exercise_offer(exercise: Exercise, delivery_id: str) -> Message:
    """Return the weekly exercise as it stands in the conversation."""
    return _neutral(f"{length(exercise)} for you, whenever it suits.", delivery_id)


def closed() -> Message:
    """Return what every message becomes when its time is over, answered or not."""
    return Message(CLOSED, (section(CLOSED), buttons(HELP_BUTTON)))


def ask(checkin: CheckIn, delivery_id: str) -> View:
    """Return the question behind *Open*."""
    return modal(
        [
            header(checkin.ask),
            buttons(*_choices(checkin, delivery_id)),
            buttons(_skip(checkin, delivery_id), HELP_BUTTON),
            small("Only you see this. Your answer is sealed."),
        ]
    )


def reply(
    choice: Choice,
    offered: Exercise | None,
    delivery_id: str,
    receipt: Receipt,
    help_card: Sequence[Block] = (),
) -> View:
    """Return the reply to an answer: the exercise it offers, the help it needs, its receipt."""
    return modal(
        [
            section(choice.reply),
            *help_card,
            *(exercise_blocks(offered) if offered else ()),
            buttons(
                button("Change my answer", Tap.CHANGE, delivery_id),
                button("See mine", Tap.MY_DATA),
                forget_button(delivery_id, "Delete this one"),
                HELP_BUTTON,
            ),
            small(_receipt(receipt)),
        ]
    )


def change(checkin: CheckIn, chosen: Choice | None, delivery_id: str) -> View:
    """Return the question again for somebody who has answered it."""
    options = [option(choice.label, choice.id) for choice in checkin.choices]
    return modal(
        [
            header("Change your answer?"),
            section(f"You have answered this. Close to keep it, or choose again.\n*{checkin.ask}*"),
            field("Your answer", CHOICE, inputs.radios(options, chosen.id if chosen else None)),
            buttons(HELP_BUTTON),
        ],
        form=Form.CHANGE,
        submit="Save",
        about=delivery_id,
    )


def exercise(shown: Exercise) -> View:
    """Return an exercise by itself."""
    return modal([*exercise_blocks(shown), buttons(HELP_BUTTON)])


def practice(shown: Exercise, asked: Asked) -> View:
    """Return an exercise that somebody asked for, with a way to another one."""
    return modal([*exercise_blocks(shown), buttons(another(shown, asked), HELP_BUTTON)])


def nothing_to_practice() -> View:
    """Return what is said while no exercise that fits is there to send."""
    return sentence("I have no exercise ready for that yet. The help card is always here.")


def another(shown: Exercise, asked: Asked) -> Block:
    """Return the button that brings another exercise in place of this one."""
    return button("Another one", Tap.ANOTHER, shown.id, about=asked)


def skipped() -> View:
    """Return the answer to "Not today"."""
    return sentence("That is fine. Nothing was kept.")


def over() -> View:
    """Return the answer to a tap on something whose time is over."""
    return sentence(CLOSED)


def _neutral(words: str, delivery_id: str) -> Message:
    return Message(
        words,
        (
            section(words),
            buttons(button("Open", Tap.OPEN, delivery_id), HELP_BUTTON),
            small(CONTROL),
        ),
    )


def _receipt(receipt: Receipt) -> str:
    """Return who sees an answer, when it may be counted, and when it is deleted."""
    counted = (
        f"If it is counted, then in groups, on {_day(receipt.counted_on)}."
        if receipt.counted_on
        else "No figure has it, as you chose."
    )
    return (
        f"Only you see this. {counted} Deleted on {_day(receipt.deleted_on)}. "
        "The chat stays as it is."
    )


def _day(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"


def _choices(checkin: CheckIn, delivery_id: str) -> list[Block]:
    return [
        button(choice.label, Tap.ANSWER, delivery_id, about=choice.id) for choice in checkin.choices
    ]


def _skip(checkin: CheckIn, delivery_id: str) -> Block:
    return button(checkin.skip, Tap.SKIP, delivery_id)


def exercise_blocks(shown: Exercise) -> list[Block]:
    """Return an exercise, step by step."""
    steps = "\n".join(f"{number}. {step}" for number, step in enumerate(shown.steps, start=1))
    blocks = [
        header(f"{shown.title} ({length(shown)})"),
        section(shown.why),
        section(steps),
        small(shown.safety),
    ]
    if shown.anchor:
        other = button("Look outward instead", Tap.EXERCISE, shown.anchor)
        blocks.append(buttons(other))
    return [*blocks, marks(shown)]
