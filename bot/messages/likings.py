"""What helps somebody, shown to them alone; and the three things they can say of an exercise."""

from collections.abc import Mapping, Sequence

from bot.messages.library import line
from bot.messages.names import Tap
from bot.messages.parts import (
    HELP_BUTTON,
    Block,
    View,
    button,
    buttons,
    escaped,
    header,
    modal,
    section,
    small,
    sure,
)
from bot.rules.likings import Mark
from content.model import Exercise

LABELS: Mapping[Mark, str] = {
    Mark.HELPED: "It helped",
    Mark.NEUTRAL: "Neutral",
    Mark.NOT_FOR_ME: "Not for me",
}
_NOTED = {
    Mark.HELPED: "is on your list of what helps you.",
    Mark.NEUTRAL: "is on your list as neutral.",
    Mark.NOT_FOR_ME: "is on your list as not for you. That is good to know too.",
}
# As many as one window shows of each kind.
_MOST = 25

_EYES = small(
    "Only you see this, it is sealed, and it changes nothing that I send. "
    "I hide it when you do not tap for a minute and a half."
)


def mine(marked: Mapping[Mark, Sequence[Exercise]] | None) -> View:
    """Return the list of what helps somebody; None for somebody who cannot keep one."""
    if marked is None:
        return no_list()
    told = any(marked.values())
    return modal(
        [
            header("What helps me"),
            *map(line, marked[Mark.HELPED][:_MOST]),
            *_others("Neutral", marked[Mark.NEUTRAL]),
            *_others("Not for me", marked[Mark.NOT_FOR_ME]),
            *([] if told else [section(_EMPTY)]),
            buttons(
                button("Exercise library", Tap.LIBRARY),
                *([_FORGET] if told else []),
                HELP_BUTTON,
            ),
            _EYES,
        ]
    )


def marks(exercise: Exercise) -> Block:
    """Return the three things that somebody can say of an exercise."""
    return buttons(
        *(button(label, Tap.MARK, exercise.id, mark.name.lower()) for mark, label in LABELS.items())
    )


def noted(exercise: Exercise, mark: Mark) -> View:
    """Return what is said when somebody said something of an exercise."""
    return modal(
        [
            section(f"Noted: *{escaped(exercise.title)}* {_NOTED[mark]}"),
            buttons(
                button("What helps me", Tap.LIKINGS),
                button("Exercise library", Tap.LIBRARY),
                HELP_BUTTON,
            ),
            _EYES,
        ]
    )


def no_list() -> View:
    """Return what is said to somebody for whom no list can be kept."""
    words = (
        "I keep no list for you just now. `/resiliency join` lets me begin one. "
        "The exercises are there for you all the same."
    )
    return modal([section(words), buttons(button("Exercise library", Tap.LIBRARY), HELP_BUTTON)])


def _others(heading: str, exercises: Sequence[Exercise]) -> list[Block]:
    if not exercises:
        return []
    titles = "\n".join(f"• {escaped(one.title)}" for one in exercises[:_MOST])
    return [section(f"*{heading}*\n{titles}")]


_EMPTY = (
    "Your list is empty. Below each exercise you can say whether it helped, and I keep it here "
    "for you."
)

_FORGET = sure(
    button("Delete this list", Tap.FORGET_LIKINGS),
    "Delete this list? You cannot undo this.",
    "Delete",
)
