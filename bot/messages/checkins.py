"""A check-in, an exercise, and the reply to an answer, which stands in a modal only."""

from collections.abc import Sequence

from bot.messages.data import forget_button
from bot.messages.library import length
from bot.messages.likings import marks
from bot.messages.parts import (
    CONTROL,
    HELP_BUTTON,
    Block,
    Form,
    Message,
    Tap,
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
from content.model import CheckIn, Choice, Exercise

CHOICE = "choice"

# What stays readable on a lock screen says nothing; everybody gets the same words.
NEUTRAL = "I have one short question for you, whenever it suits."
CLOSED = "Closed. Nothing is left to do."


def question(checkin: CheckIn, delivery_id: str) -> Message:
    """Return a check-in: the question itself where it is harmless, else one neutral line."""
    if not checkin.lock_screen:
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
    choice: Choice, offered: Exercise | None, delivery_id: str, help_card: Sequence[Block] = ()
) -> View:
    """Return the reply to an answer, with the exercise it offers and the help it needs."""
    return modal(
        [
            section(choice.reply),
            *help_card,
            *(_exercise(offered) if offered else ()),
            buttons(
                button("Change my answer", Tap.CHANGE, delivery_id),
                forget_button(delivery_id, "Delete this answer"),
                HELP_BUTTON,
            ),
            small("Only you see this. The chat stays as it is."),
        ]
    )


def change(checkin: CheckIn, chosen: Choice | None, delivery_id: str) -> View:
    """Return the question again for somebody who has answered it."""
    options = [option(choice.label, choice.id) for choice in checkin.choices]
    picker: Block = {"type": "radio_buttons", "options": options}
    if chosen:
        picker["initial_option"] = option(chosen.label, chosen.id)
    return modal(
        [
            header("Change your answer?"),
            section(f"You have answered this. Close to keep it, or choose again.\n*{checkin.ask}*"),
            field("Your answer", CHOICE, picker),
            buttons(HELP_BUTTON),
        ],
        form=Form.CHANGE,
        submit="Save",
        about=delivery_id,
    )


def exercise(shown: Exercise) -> View:
    """Return an exercise by itself."""
    return modal([*_exercise(shown), buttons(HELP_BUTTON)])


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


def _choices(checkin: CheckIn, delivery_id: str) -> list[Block]:
    return [
        button(choice.label, Tap.ANSWER, delivery_id, about=choice.id) for choice in checkin.choices
    ]


def _skip(checkin: CheckIn, delivery_id: str) -> Block:
    return button(checkin.skip, Tap.SKIP, delivery_id)


def _exercise(shown: Exercise) -> list[Block]:
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
