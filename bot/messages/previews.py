"""What comes in the next two weeks, with the reason, as a window shows it."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from bot.messages.habits import NOW, PATTERNS
from bot.messages.names import Tap
from bot.messages.parts import (
    HELP_BUTTON,
    Block,
    View,
    button,
    buttons,
    header,
    local,
    modal,
    section,
    small,
)
from bot.messages.reasons import why
from bot.rules.previews import Ahead, Entry, MadeUp
from bot.rules.shifts import Routine

_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "notice": "Notice of your training",
        "check-in": "One short question",
        "exercise": "One exercise",
        "assessment": "Self-assessment",
    }
)
# A paragraph of Slack's holds three thousand characters.
_LINES_IN_ONE = 20


def mine(ahead: Ahead) -> View:
    """Return what comes to somebody, or why nothing does."""
    zone = ahead.routine.zone
    notes = [f"Times are in {zone}."]
    if ahead.quiet_until:
        notes.insert(
            0, f"You have quiet until {local(ahead.quiet_until, zone)}; only notices come."
        )
    if ahead.pace in NOW:
        notes.insert(0, NOW[ahead.pace])
    lines = [f"• {_line(entry, zone)}: {_why(entry, ahead.routine)}" for entry in ahead.entries]
    return modal(
        [
            header("Your next 14 days"),
            *_paragraphs(lines or ["Nothing is planned."]),
            small(" ".join(notes)),
            buttons(button("Settings", Tap.SETTINGS), HELP_BUTTON),
        ]
    )


def of_a_cohort(people: Sequence[MadeUp]) -> View:
    """Return what would come to made-up people, one for each way to work."""
    blocks: list[Block] = [
        header("The next 14 days"),
        section("These people are made up. Nobody real is in this list."),
    ]
    for one in people:
        lines = [f"• {_line(entry, one.zone)}" for entry in one.entries] or ["Nothing is planned."]
        blocks += _paragraphs([f"*{PATTERNS[one.pattern]}*", *lines])
    return modal([*blocks, buttons(HELP_BUTTON)])


def _line(entry: Entry, zone: str) -> str:
    return f"{local(entry.at, zone)} · {_KINDS[entry.kind]}"


def _why(entry: Entry, routine: Routine) -> str:
    if not entry.comes:
        return "left out, so that I do not write too often"
    return why(entry.kind, entry.step, routine)


def _paragraphs(lines: Sequence[str]) -> Iterator[Block]:
    for first in range(0, len(lines), _LINES_IN_ONE):
        yield section("\n".join(lines[first : first + _LINES_IN_ONE]))
