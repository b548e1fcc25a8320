"""The exercise library: looking for something that fits, and what was found."""

from collections.abc import Mapping, Sequence

from bot.messages import inputs
from bot.messages.names import Form, Tap
from bot.messages.parts import (
    HELP_BUTTON,
    Block,
    View,
    button,
    buttons,
    escaped,
    field,
    header,
    modal,
    section,
    small,
)
from bot.rules.library import SETTINGS, Found
from content.model import Exercise, Unit

UNIT, MINUTES, SETTING, WORDS = "unit", "minutes", "setting", "words"

# How much time somebody has, and how that is called.
_MINUTES = {"1": "1 minute", "2": "2 minutes", "3": "3 minutes", "5": "5 minutes"}
# Longer than what anybody looks for.
_MOST_LETTERS = 60


def search(units: Sequence[Unit]) -> View:
    """Return what somebody can look for; every part may be left open."""
    return modal(
        [
            header("Exercise library"),
            section("Choose what fits just now, or leave all of it open and look around."),
            _choice("Time I have", MINUTES, _MINUTES),
            _choice("Where", SETTING, SETTINGS),
            _choice("About", UNIT, {unit.key: unit.title for unit in units}),
            field("A word in it", WORDS, inputs.line(_MOST_LETTERS), optional=True),
            buttons(button("What helps me", Tap.LIKINGS), HELP_BUTTON),
            small("I do not keep what you look for, or what you open."),
        ],
        form=Form.LIBRARY,
        submit="Look",
    )


def found(shown: Found) -> View:
    """Return the exercises that fit, each with a way to open it."""
    return modal(
        [
            header("Exercise library"),
            *map(line, shown.exercises),
            *(
                []
                if shown.exercises
                else [section("Nothing fits all of that. Leave one part open.")]
            ),
            *([section(_besides(shown.besides))] if shown.besides else []),
            buttons(
                button("Look again", Tap.LIBRARY), button("What helps me", Tap.LIKINGS), HELP_BUTTON
            ),
        ]
    )


def line(exercise: Exercise) -> Block:
    """Return an exercise in a list: its name, how long it takes and where, and a way to open it."""
    where = SETTINGS[exercise.setting].lower()
    words = section(f"*{escaped(exercise.title)}*\n{length(exercise)}, {where}")
    # Its id keeps the buttons of one window apart, and its name does where they are read aloud.
    opens = button("Open", Tap.EXERCISE, exercise.id, exercise.id)
    return words | {"accessory": opens | {"accessibility_label": f"Open {exercise.title}"}}


def length(exercise: Exercise) -> str:
    """Return how long an exercise takes."""
    return "1 minute" if exercise.minutes == 1 else f"{exercise.minutes} minutes"


def _besides(number: int) -> str:
    return f"And {number} more. Choose a time, a place or a part to see fewer."


def _choice(label: str, name: str, choices: Mapping[str, str]) -> Block:
    menu = inputs.hinted(inputs.menu(inputs.options(choices)), "Any")
    return field(label, name, menu, optional=True)
