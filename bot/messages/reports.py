"""How groups are doing: the digest, progress and participation, all from shown releases."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate

from bot.messages.parts import (
    HELP_BUTTON,
    Block,
    Message,
    buttons,
    escaped,
    header,
    local,
    section,
    small,
)
from bot.rules import privacy
from bot.rules.privacy import Share, Shown

# From four weeks on a trend is the answer.
TREND_WEEKS = 4
# Slack shows at most this many categories on an axis.
MOST_CATEGORIES = 20

# Slack's table takes a hundred rows beside its head, and about 10,000 characters in all.
MOST_ROWS = 100
MOST_CHARACTERS = 9_500

SILENCE = "People under most strain answer least; silence is not wellness."
MEANING = (
    "Counted: people who had check-ins and evaluation switched on when the week began, "
    "without the cohort's trainers. Groups under 15 are not shown."
)
NOT_YET = "nothing has been released yet."
NOTHING = "No week in this range has been released."


@dataclass(frozen=True, slots=True)
class Line:
    """What was released for one group for one week."""

    group: str
    week: date
    shown: Shown


@dataclass(frozen=True, slots=True)
class OpenWeek:
    """A week of a group that is not released yet, and when it will be."""

    group: str
    week: date
    released_at: datetime
    zone: str


@dataclass(frozen=True, slots=True)
class Report:
    """The answer to a question: which cohort (None: all), how many weeks, and what is shown."""

    cohort: str | None
    weeks: int
    lines: Sequence[Line]
    open_weeks: Sequence[OpenWeek]


def digest(cohort: str, line: Line | None) -> Message:
    """Return a trainer's weekly digest of one cohort."""
    week = f"{_week(line.week)}: {privacy.words(line.shown)}" if line else NOT_YET
    said = f"*{escaped(cohort)}*, {week}"
    opening = "Your week. How many answered at least once:"
    return Message(
        f"{opening}\n{said}\n{MEANING}\n{SILENCE}",
        (
            section(opening),
            section(said),
            small(f"{MEANING} {SILENCE}"),
            buttons(HELP_BUTTON),
        ),
    )


def table(report: Report) -> Message:
    """Return releases as a table, and from four weeks of a site on as a chart too.

    The text says the same, line by line.
    """
    title = _title(report)
    rows = _rows(report)
    shown = _that_fit(rows)
    left = ["Older weeks are left out here: ask for fewer weeks, or for one cohort."]
    notes = [*(left if len(rows) > len(shown) else []), MEANING, SILENCE]
    lines = [f"{group}, {week}: {said}" for week, group, said in shown]
    return Message(
        escaped("\n".join([title, *(lines or [NOTHING]), *notes])),
        (
            header(title),
            *_charts(report),
            *((_table(shown),) if shown else (section(NOTHING),)),
            *map(small, notes),
            buttons(HELP_BUTTON),
        ),
    )


def _title(report: Report) -> str:
    who = report.cohort or "all groups"
    # A heading holds 150 characters, a cohort's name sixty.
    weeks = "last week" if report.weeks == 1 else f"last {report.weeks} weeks"
    return f"Participation, {who}, {weeks}"


def _rows(report: Report) -> list[tuple[str, str, str]]:
    """Return week, group and what is said of it; the newest weeks, still open, come first."""
    waiting = sorted(report.open_weeks, key=lambda week: week.week, reverse=True)
    return [
        *(
            (_week(week.week), week.group, f"shown on {local(week.released_at, week.zone)}")
            for week in waiting
        ),
        *((_week(line.week), line.group, privacy.words(line.shown)) for line in report.lines),
    ]


def _that_fit(rows: Sequence[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Return as many of the first rows as Slack takes in one table."""
    sizes = accumulate(sum(map(len, row)) for row in rows)
    fitting = sum(size <= MOST_CHARACTERS for size in sizes)
    return list(rows[: min(fitting, MOST_ROWS)])


def _table(rows: Sequence[tuple[str, str, str]]) -> Block:
    head = ("Week", "Group", "Answered at least once")
    cells = [[{"type": "raw_text", "text": cell} for cell in row] for row in (head, *rows)]
    return {
        "type": "data_table",
        "caption": "Week by week, newest first",
        "rows": cells,
        "page_size": min(len(cells), 20),
    }


def _charts(report: Report) -> tuple[Block, ...]:
    """Return a chart for a site that was shown as a share in four weeks or more."""
    points: dict[str, dict[date, int]] = {}
    for line in report.lines:
        if isinstance(line.shown, Share):
            points.setdefault(line.group, {})[line.week] = line.shown.percent
    charts = [
        _chart(group, sorted(shares.items())[-MOST_CATEGORIES:])
        for group, shares in points.items()
        if len(shares) >= TREND_WEEKS
    ]
    # Slack takes two in one message; the table has the rest.
    return tuple(charts[:2])


def _chart(group: str, shares: Sequence[tuple[date, int]]) -> Block:
    labels = [f"{week:%d %b}" for week, _ in shares]
    data = [
        {"label": label, "value": percent}
        for label, (_, percent) in zip(labels, shares, strict=True)
    ]
    return {
        "type": "data_visualization",
        "title": f"{group}: answered"[:50],
        "chart": {
            "type": "line",
            "series": [{"name": "per cent", "data": data}],
            "axis_config": {"categories": labels, "x_label": "Week from", "y_label": "Per cent"},
        },
    }


def _week(monday: date) -> str:
    sunday = monday + timedelta(days=6)
    return f"{monday.day} {monday:%b} to {sunday.day} {sunday:%b} {sunday.year}"
