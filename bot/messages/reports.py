"""How groups are doing: the digest, progress and participation, all from shown releases."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

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

SILENCE = "People under most strain answer least; silence is not wellness."
MEANING = (
    "Each week: of the people in follow-up when it began, the share who answered at least once."
)
NOTHING_YET = "Nothing has been released yet."


@dataclass(frozen=True, slots=True)
class Line:
    """What was released for one group for one week."""

    group: str
    week: date
    shown: Shown


@dataclass(frozen=True, slots=True)
class OpenWeek:
    """A week that is not released yet, and when it will be."""

    site: str
    week: date
    released_at: datetime
    zone: str


@dataclass(frozen=True, slots=True)
class Report:
    """The answer to a question about participation: releases, and the weeks still open."""

    title: str
    lines: Sequence[Line]
    open_weeks: Sequence[OpenWeek]


def digest(cohort: str, line: Line | None) -> Message:
    """Return a trainer's weekly digest of one cohort."""
    name = escaped(cohort)
    said = f"{_week(line.week)}: {privacy.words(line.shown)}" if line else NOTHING_YET
    opening = f"Your week with *{name}*. Answered at least once:"
    return Message(
        f"{opening}\n{said}\n{SILENCE}",
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
    lines = [
        f"{line.group}, {_week(line.week)}: {privacy.words(line.shown)}" for line in report.lines
    ]
    lines += [_open(week) for week in report.open_weeks]
    text = "\n".join([report.title, *(lines or [NOTHING_YET]), MEANING, SILENCE])
    return Message(
        text,
        (
            header(report.title),
            *_charts(report),
            *(_table(report) if report.lines or report.open_weeks else (section(NOTHING_YET),)),
            small(MEANING),
            small(SILENCE),
            buttons(HELP_BUTTON),
        ),
    )


def _table(report: Report) -> tuple[Block, ...]:
    rows = [("Week", "Group", "Answered at least once")]
    rows += [(_week(line.week), line.group, privacy.words(line.shown)) for line in report.lines]
    rows += [
        (_week(week.week), week.site, f"shown on {local(week.released_at, week.zone)}")
        for week in report.open_weeks
    ]
    cells = [[{"type": "raw_text", "text": cell} for cell in row] for row in rows[:101]]
    table: Block = {
        "type": "data_table",
        "caption": "Week by week",
        "rows": cells,
        "page_size": min(len(cells), 20),
    }
    return (table,)


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


def _open(week: OpenWeek) -> str:
    return f"{week.site}, {_week(week.week)}: shown on {local(week.released_at, week.zone)}"


def _week(monday: date) -> str:
    sunday = monday + timedelta(days=6)
    return f"{monday.day} {monday:%b} to {sunday.day} {sunday:%b} {sunday.year}"
