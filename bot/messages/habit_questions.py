"""The settings, one question at a time; each holds what somebody has said of it before."""

from collections.abc import Callable, Mapping
from datetime import time
from types import MappingProxyType

from bot.messages import inputs
from bot.messages.habits import DAYS, PATTERNS, SLOTS
from bot.messages.names import Form
from bot.messages.parts import (
    HELP_BUTTON,
    Block,
    View,
    buttons,
    field,
    modal,
    option,
    section,
    small,
)
from bot.rules.habits import AT_MY_HOUR, END, HIDDEN, HOUR, SHOWN, START, Question
from bot.rules.shifts import USUAL_NIGHT, Hours, Pattern, Routine

# Longer than the name of any zone.
LONGEST_ZONE = 60
# From when to when shifts often are; only what a question begins with.
_OFTEN: Mapping[Pattern, Hours] = MappingProxyType(
    {
        "days": Hours(time(7), time(19)),
        "nights": USUAL_NIGHT,
        "clinic": Hours(time(8), time(16, 30)),
    }
)


def question(
    asked: Question,
    routine: Routine,
    *,
    hides_questions: bool = False,
    zone_chosen: bool = False,
) -> View:
    """Return one question about somebody's time."""
    if asked is Question.ZONE:
        fields = _zone(routine.zone if zone_chosen else "")
    elif asked is Question.HIDE:
        fields = _hide(hides_questions=hides_questions)
    else:
        fields = _QUESTIONS[asked](routine)
    return modal(
        [*fields, buttons(HELP_BUTTON)],
        form=Form.SETTINGS,
        submit="Save",
        about=asked,
    )


def _pattern(routine: Routine) -> list[Block]:
    picker = inputs.radios(inputs.options(PATTERNS), routine.pattern)
    return [field("How do you work?", Question.PATTERN, picker)]


def _usual_hours(routine: Routine) -> list[Block]:
    often = _OFTEN.get(routine.pattern or "days", _OFTEN["days"])
    return [
        section("A shift belongs to the day on which it starts."),
        field("On which days do these shifts start?", Question.HOURS, _day_boxes()),
        field("They start at", START, inputs.hour(often.start)),
        field("They end at", END, inputs.hour(often.end)),
        small("Other hours on other days? Save, and ask this again for those days."),
    ]


def _days_off(_routine: Routine) -> list[Block]:
    label = "On which days does none of your shifts start?"
    return [field(label, Question.DAYS_OFF, _day_boxes())]


def _slot(routine: Routine) -> list[Block]:
    options = [*inputs.options(SLOTS), option("At my hour", AT_MY_HOUR)]
    picker = inputs.radios(options, routine.slot or AT_MY_HOUR)
    return [
        field("When shall I write?", Question.SLOT, picker),
        field("My hour", HOUR, inputs.hour(routine.hour), optional=True),
    ]


def _quiet(routine: Routine) -> list[Block]:
    since, until = (routine.quiet.start, routine.quiet.end) if routine.quiet else (None, None)
    return [
        section("Nothing comes in these hours. Leave both empty for none."),
        field("Quiet from", Question.QUIET, inputs.hour(since), optional=True),
        field("Until", END, inputs.hour(until), optional=True),
    ]


def _zone(chosen: str) -> list[Block]:
    typed = inputs.line(LONGEST_ZONE, chosen)
    return [
        section("Leave it empty, and I follow your Slack profile."),
        field("Time zone, for example America/Denver", Question.ZONE, typed, optional=True),
    ]


def _hide(*, hides_questions: bool) -> list[Block]:
    options = [
        option("Show harmless questions in the chat", SHOWN),
        option("Hide each question until I open it", HIDDEN),
    ]
    picker = inputs.radios(options, HIDDEN if hides_questions else SHOWN)
    return [field("Where may questions stand?", Question.HIDE, picker)]


def _day_boxes() -> Block:
    return inputs.boxes([option(name, str(number)) for number, name in enumerate(DAYS)])


_QUESTIONS: Mapping[Question, Callable[[Routine], list[Block]]] = MappingProxyType(
    {
        Question.PATTERN: _pattern,
        Question.HOURS: _usual_hours,
        Question.DAYS_OFF: _days_off,
        Question.SLOT: _slot,
        Question.QUIET: _quiet,
    }
)
