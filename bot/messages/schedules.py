"""Somebody's training sessions as a list, each with what they can do about it.

Names stand only in what trainers of the cohort and the coordinators open.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.messages import parts, sessions
from bot.messages.names import Tap
from bot.messages.parts import (
    HELP_BUTTON,
    Block,
    View,
    button,
    buttons,
    escaped,
    modal,
    section,
    small,
)
from bot.rules.notices import Day

# More would not be read, each with its replies; those that are over come last.
MOST = 12
# A line and a button each.
MOST_OFFERED = 40

_REPLIED = {"coming": "Coming", "late": "Will be late", "cannot": "Cannot come"}


@dataclass(frozen=True, slots=True)
class Line:
    """One session as somebody sees it in their list.

    `leads` is whether they may change it, `sees` whether they may see its register; `replied` has
    Slack's ids by reply, for its trainers, and `reply` is the reader's own.
    """

    cohort: str
    day: Day
    state: str = "planned"
    leads: bool = False
    sees: bool = False
    over: bool = False
    reply: str | None = None
    replied: Mapping[str, Sequence[str]] = field(default_factory=dict)
    register: str = ""


def listed(lines: Sequence[Line], attended: Sequence[str], *, can_add: bool) -> View:
    """Return somebody's training sessions, each with what they can do about it."""
    blocks: list[Block] = []
    for line in lines[:MOST]:
        blocks += [section(_told(line)), *_below(line)]
    if not lines:
        blocks.append(section("There is no training day for you at the moment."))
    blocks += [*_left_out(len(lines) - MOST), *map(section, attended[-10:])]
    adding = [button("One more day", Tap.SESSION_NEW)] if can_add else []
    return modal([*blocks, buttons(*adding, HELP_BUTTON)])


def certificate(cohort: str, days: int, of_days: int, last_on: date) -> str:
    """Return what somebody may show: how many days of a training they were there."""
    last = f"{last_on.day} {last_on:%B %Y}"
    return f"You were there on {days} of {of_days} days of *{escaped(cohort)}*, last on {last}."


def chooser(lines: Sequence[Line], tap: Tap, label: str) -> View:
    """Return the sessions of which a trainer chooses one."""
    blocks: list[Block] = []
    for line in lines[:MOST_OFFERED]:
        does = label if line.state == "planned" else "Drop"
        named = button(f"{does} day {line.day.number}", tap, line.day.id)
        blocks.append(section(_told(line)) | {"accessory": named})
    return modal([*blocks, *_left_out(len(lines) - MOST_OFFERED), buttons(HELP_BUTTON)])


def _left_out(number: int) -> list[Block]:
    """Return how many days are not shown, if some are not."""
    if number <= 0:
        return []
    days = "1 more day is" if number == 1 else f"{number} more days are"
    return [small(f"{days} not shown: later than these, or over.")]


def _told(line: Line) -> str:
    opening = f"*{escaped(line.cohort)}*"
    if line.state != "planned":
        waits = "waits for a new date" if line.state == "postponed" else "was called off"
        return f"{opening}\nDay {line.day.number} {waits}."
    lines = [opening, sessions.told(line.day)]
    if line.leads and not line.day.room and not line.over:
        lines.append("It has no place yet.")
    if line.reply and not line.over:
        lines.append(f"You said that {sessions.NOTED[line.reply]}.")
    lines += [
        f"{name}: {parts.mentions(line.replied[reply])}"
        for reply, name in _REPLIED.items()
        if line.replied.get(reply)
    ]
    return "\n".join([*lines, *([line.register] if line.register else [])])


def _below(line: Line) -> list[Block]:
    day = line.day
    if line.state == "postponed" and line.leads:
        a_date = button(f"Give day {day.number} a date", Tap.SESSION_NEW)
        drop = button(f"Drop day {day.number}", Tap.SESSION_CANCEL, day.id)
        return [buttons(a_date, drop)]
    if line.state != "planned":
        return []
    # Read aloud, "Move" would be the same button for each of them.
    which = f"day {day.number}"
    elements: list[Block] = []
    if line.leads and not line.over:
        elements = [
            button(f"Move {which}", Tap.SESSION_MOVE, day.id),
            button(f"Call off {which}", Tap.SESSION_CANCEL, day.id),
            button(f"Remind of {which}", Tap.SESSION_REMIND, day.id),
        ]
    if line.sees:
        elements.append(button(f"Register of {which}", Tap.REGISTER, day.id))
    elif not line.over:
        elements = [*sessions.replies([day]), button("Calendar file", Tap.CALENDAR, day.id)]
    return [buttons(*elements)] if elements else []
