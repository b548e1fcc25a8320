"""How the share of a hospital went from week to week, as a line."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from bot.messages.parts import Block

# From four weeks on a trend is the answer.
TREND_WEEKS = 4

# Slack shows at most this many categories on an axis.
MOST_CATEGORIES = 20


def charts(shares: Mapping[str, Mapping[date, int]]) -> tuple[Block, ...]:
    """Return a chart for a site that was shown as a share in the last four weeks or more.

    `shares` are per cent, by site and Monday.
    """
    found = [
        _chart(group, latest[-MOST_CATEGORIES:])
        for group, by_week in shares.items()
        if len(latest := _without_gaps(sorted(by_week.items()))) >= TREND_WEEKS
    ]
    # Slack takes two in one message; the table has the rest.
    return tuple(found[:2])


def _without_gaps(shares: Sequence[tuple[date, int]]) -> list[tuple[date, int]]:
    """Return the last weeks that follow on each other: a line over a gap would invent it."""
    latest = list(shares[-1:])
    for before in reversed(shares[:-1]):
        if latest[0][0] - before[0] > timedelta(days=7):
            break
        latest.insert(0, before)
    return latest


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
