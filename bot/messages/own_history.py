"""How it goes over time for one person, shown to them alone: week by week, and in assessments."""

from collections.abc import Sequence

from bot.messages.assessments import NAMES
from bot.messages.data import Own
from bot.messages.names import Tap
from bot.messages.own_assessments import EYES
from bot.messages.own_results import PARTS, change, named
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
)
from bot.rules.results import History, Row

# Half a year: all that fits one look.
_WEEKS = 26


def history(cohorts: Sequence[History], weeks: Sequence[Own] = ()) -> View:
    """Return somebody's own history: in words, and as tables."""
    return modal(
        [
            header("How it goes over time"),
            *_week_by_week(weeks),
            *(block for one in cohorts for block in _over_time(one)),
            *([] if cohorts or weeks else [section("There is nothing to set side by side yet.")]),
            buttons(button("My assessments", Tap.ASSESSMENTS), HELP_BUTTON),
            EYES,
        ]
    )


def _week_by_week(weeks: Sequence[Own]) -> list[Block]:
    """Return what somebody said of how much they carried, the oldest week first."""
    if not weeks:
        return []
    shown = sorted(weeks[:_WEEKS], key=lambda own: own.week)
    lines = (f"{own.week.day:>2} {own.week:%b %Y}  {escaped(own.chosen or '-')}" for own in shown)
    return [
        section("*Week by week, in your own choice*\n```\n" + "\n".join(lines) + "\n```"),
        small(
            "The Monday of the week, and what you chose. In the other weeks I asked other things."
        ),
    ]


def _over_time(history: History) -> list[Block]:
    """Return a history in words, and as a table whose lines are the time points."""
    rows = history.rows
    parts = list(dict.fromkeys(part for row in rows for part in row.scores))
    width = max(len(NAMES[row.point]) for row in rows)
    head = " " * width + "".join(f"{_short(part):>6}" for part in parts)
    lines = [f"{NAMES[row.point]:<{width}}{_cells(row, parts)}" for row in rows]
    legend = "\n".join(f"• {_short(part)}: {named(part)}" for part in parts)
    said = "How many of the reactions you ticked each time; a dash where you left some out."
    return [
        *([section(change(history.changed))] if history.changed else []),
        section("```\n" + "\n".join([head, *lines]) + "\n```"),
        small(f"{said}\n{legend}"),
    ]


def _cells(row: Row, parts: Sequence[str]) -> str:
    cells = (row.scores.get(part) for part in parts)
    return "".join(f"{'-' if cell is None else f'{cell:g}':>6}" for cell in cells)


def _short(part: str) -> str:
    return PARTS.get(part, ("", part[:5]))[1]
