"""Somebody's own assessments, listed for them alone, and the moment they choose for one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import Literal

from bot.messages import inputs
from bot.messages.assessments import NAMES
from bot.messages.names import Form, Tap
from bot.messages.parts import (
    HELP_BUTTON,
    Block,
    View,
    button,
    buttons,
    field,
    header,
    local,
    modal,
    section,
    small,
)
from bot.rules.assessments import Opening
from bot.rules.cadence import USUAL_HOUR
from bot.rules.sheets import Ref

# What somebody can do with an assessment.
State = Literal["done", "declined", "off", "ahead", "open", "late"]

MOMENT_DAY, MOMENT_HOUR = "day", "hour"

EYES = small(
    "Only you see this. Close it before you walk away from the screen; "
    "I hide it when you do not tap for a minute and a half."
)

_STANDING: Mapping[State, str] = MappingProxyType(
    {
        "done": "Done.",
        "late": "Its time is over. You can still do it for yourself.",
        "declined": "Not this time. That is fine.",
        "off": "Switched off. `/resiliency join` switches it on.",
    }
)
_ACTS: Mapping[State, tuple[str, Tap]] = MappingProxyType(
    {
        "done": ("Show my result", Tap.RESULT),
        "open": ("Open", Tap.ASSESSMENT),
        "late": ("For myself", Tap.ASSESSMENT),
    }
)


@dataclass(frozen=True, slots=True)
class Line:
    """One assessment in somebody's list, and when it is open."""

    ref: Ref
    state: State
    opening: Opening
    zone: str
    chosen: tuple[date, time] | None = None


def mine(lines: Sequence[Line]) -> View:
    """Return somebody's assessments, each with what they can do with it."""
    return modal(
        [
            header("My assessments"),
            *(_line(line) for line in lines),
            *([] if lines else [section("There are none for you yet.")]),
            buttons(button("How it goes over time", Tap.HISTORY), HELP_BUTTON),
            EYES,
        ]
    )


def hidden(tap: Tap, value: str = "-") -> View:
    """Return what stands in the place of something of somebody's own when nobody has tapped."""
    return modal(
        [
            section("I have closed this, so that nobody reads along. Nothing is lost."),
            buttons(button("Show again", tap, value), HELP_BUTTON),
        ]
    )


def moment(ref: Ref, opening: Opening, preferred_at: time | None, zone: str) -> View:
    """Return the question when somebody wants to be asked after one month."""
    first = opening.opens_at + timedelta(days=1)
    return modal(
        [
            section(
                "In a month I have a few questions for you: two minutes. When would be a good "
                f"moment? Any time from {_day(opening.opens_at, opening.zone)} to "
                f"{_day(opening.closes_at - timedelta(days=1), opening.zone)}."
            ),
            field("Day", MOMENT_DAY, inputs.day(first.date())),
            field("Hour", MOMENT_HOUR, inputs.hour(preferred_at or USUAL_HOUR)),
            buttons(HELP_BUTTON),
            small(f"By your own clock ({zone}). If you choose none, I ask at your usual hour."),
        ],
        form=Form.MOMENT,
        submit="Save",
        about=str(ref),
    )


def moment_saved(at: datetime, zone: str) -> View:
    """Return what is said when somebody chose their moment."""
    words = f"Saved. I will ask on {local(at, zone)}."
    return modal([section(words), buttons(HELP_BUTTON)])


def _line(line: Line) -> Block:
    words = section(f"*{NAMES[line.ref.point]}*\n{_standing(line)}")
    found = _ACTS.get(line.state)
    if line.state == "ahead" and line.ref.point == "month_1":
        found = ("Choose my moment", Tap.MOMENT)
    if found is None:
        return words
    label, tap = found
    # The name of the time point keeps the buttons of one window apart.
    return words | {"accessory": button(label, tap, str(line.ref), line.ref.point)}


def _standing(line: Line) -> str:
    match line.state:
        case "open":
            return f"Open until {local(line.opening.closes_at, line.zone)}."
        case "ahead":
            return _ahead(line)
        case _:
            return _STANDING[line.state]


def _ahead(line: Line) -> str:
    if line.chosen:
        day, hour = line.chosen
        return f"I will ask on {day.day} {day:%B}, {hour:%H:%M}."
    return f"Opens on {local(line.opening.opens_at, line.zone)}."


def _day(moment: datetime, zone: str) -> str:
    return local(moment, zone).rpartition(",")[0]
