"""Somebody's own assessments, shown to them alone: a list, a result in words, their history."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import Literal

from bot.messages import inputs
from bot.messages.assessments import NAMES
from bot.messages.parts import (
    HELP_BUTTON,
    Block,
    Form,
    Tap,
    View,
    button,
    buttons,
    escaped,
    field,
    header,
    local,
    modal,
    section,
    small,
    sure,
)
from bot.rules.assessments import Opening
from bot.rules.cadence import USUAL_HOUR
from bot.rules.results import Result, Trend
from bot.rules.sheets import Ref

# What somebody can do with an assessment.
State = Literal["done", "declined", "off", "ahead", "open", "late"]

MOMENT_DAY, MOMENT_HOUR = "day", "hour"

EYES = small(
    "Only you see this. Close it before you walk away from the screen; "
    "I hide it when you do not tap for a minute and a half."
)

# What a group of reactions is called in a sentence, and above a column.
PARTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "intrusion": ("moments that come back", "back"),
        "avoidance": ("keeping away from things", "away"),
        "mood": ("heavy feelings and thoughts", "mood"),
        "alertness": ("trouble coming to rest", "rest"),
        "total": ("all together", "all"),
    }
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

_ALL = "total"
_CHANGED: Mapping[Trend, str] = MappingProxyType(
    {
        "less": "You ticked fewer of these reactions than before the training.",
        "same": "You ticked about as many of these reactions as before the training.",
        "more": (
            "You ticked more of these reactions than before the training. That happens: some weeks "
            "are heavier, and some people notice more once they know what to look for. If it "
            "weighs on you, the help card has people who listen."
        ),
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


def result(shown: Result | None, ref: Ref) -> View:
    """Return what one assessment says to the person who filled it in."""
    if shown is None:
        words = [section("Nobody, not even you, can find these answers any more.")]
        return modal([*words, buttons(HELP_BUTTON)])
    return modal(
        [
            header(NAMES[shown.point]),
            *(section(words) for words in _words(shown)),
            *_helps(shown),
            buttons(
                button("How it goes over time", Tap.HISTORY),
                _forget(ref),
                HELP_BUTTON,
            ),
            small("It is what you told me, in other words, and nothing more."),
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


def _words(shown: Result) -> Iterator[str]:
    """Yield what a result says, paragraph by paragraph."""
    if shown.noticed is not None:
        yield _noticed(shown.noticed)
    elif nothing := _nothing(shown):
        yield nothing
    if shown.changed:
        yield change(shown.changed)
    if shown.said:
        yield "\n".join(f"{escaped(ask)}\n*{escaped(label)}*" for ask, label in shown.said)
    if shown.late:
        yield "This one came after its time. It is for you alone; no figure has it."


def _nothing(shown: Result) -> str:
    """Return why no reaction is named; nothing where none was asked about."""
    if shown.former:
        return "These questions have changed since, so I cannot sum this one up. It is kept."
    if shown.said:
        return ""
    return "You left these questions out, and that is fine: there is nothing to show."


def _noticed(parts: Sequence[str]) -> str:
    if not parts:
        return "Of these reactions you ticked none this time."
    ticked = ", ".join(named(part) for part in parts)
    return (
        f"You ticked something under: {ticked}. Reactions like these are ordinary after work like "
        "yours. They often ease with rest, with people, and with time."
    )


def change(changed: Mapping[str, Trend]) -> str:
    """Return what has changed since before the training, in words."""
    lines = [_CHANGED[changed[_ALL]]] if _ALL in changed else []
    for trend, opening in (("less", "Fewer"), ("more", "More")):
        parts = [named(part) for part, is_ in changed.items() if is_ == trend and part != _ALL]
        if parts:
            lines.append(f"{opening}: {', '.join(parts)}.")
    return "\n".join(lines or ["Group by group, about as before the training."])


def _helps(shown: Result) -> list[Block]:
    if shown.exercise is None:
        return []
    words = section(f"*What may help:* {escaped(shown.exercise.title)}.")
    return [words | {"accessory": button("Try it", Tap.EXERCISE, shown.exercise.id)}]


def named(part: str) -> str:
    """Return what a group of reactions is called in a sentence."""
    return PARTS.get(part, (part.replace("_", " "), ""))[0]


def _forget(ref: Ref) -> Block:
    asked = "Delete these answers? You cannot undo this, and I will not ask again about this one."
    return sure(button("Delete these answers", Tap.FORGET_POINT, str(ref)), asked, "Delete")


def _day(moment: datetime, zone: str) -> str:
    return local(moment, zone).rpartition(",")[0]
