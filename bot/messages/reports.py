"""How groups are doing: progress and participation, all from shown releases."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import islice
from typing import NamedTuple

from bot.messages import asked, shown
from bot.messages.charts import charts
from bot.messages.parts import (
    HELP_BUTTON,
    Block,
    Message,
    buttons,
    escaped,
    header,
    section,
    small,
)
from bot.rules.figures import Figures
from bot.rules.questions import By, Question
from bot.rules.shown import Phrase, Share
from bot.rules.trends import Change

# Slack's table takes a hundred rows beside its head, and about 10,000 characters in all.
MOST_ROWS = 100
MOST_CHARACTERS = 9_500
# A year of four-weekly releases; more would bury the weeks.
MOST_BLOCKS = 13

# Week, group, how many answered, how often they were asked, how many keep the companion.
Row = tuple[str, str, str, str, str]

SILENCE = "People under most strain answer least; silence is not wellness."
MEANING = (
    "Counted: people with check-ins and evaluation on, without trainers and coordinators; who "
    "counts is settled for four weeks at a time. A group is shown from 15 on its list, when "
    "enough of them take part."
)
NOT_YET = "nothing has been released yet."
NOTHING = "There is no figure to show here yet."
NO_FIGURE = "–"
HEAD = ("Week", "Group", "Answered at least once", "Check-ins", "Have the companion")
# More changes than this nobody compares at one look.
MOST_CHANGES = 12


class Line(NamedTuple):
    """What was released for one group for one period; of a year there are thousands."""

    group: str
    starts_on: date
    ends_on: date
    figures: Figures


@dataclass(frozen=True, slots=True)
class OpenWeek:
    """A week of a group that is not released yet, and when it will be."""

    group: str
    week: date
    released_at: datetime
    zone: str


@dataclass(frozen=True, slots=True)
class Report:
    """The answer to a question: which cohort (None: all), how many weeks, and what is shown.

    `site` is named where one of several is meant. `cohort_id` is of the cohort, for the buttons.
    """

    cohort: str | None
    weeks: int
    weeks_shown: Sequence[Line]
    four_weeks_shown: Sequence[Line]
    open_weeks: Sequence[OpenWeek]
    wanted: Question = field(default_factory=Question)
    changes: Sequence[Change] = ()
    site: str | None = None
    cohort_id: str | None = None


def table(report: Report, offered: Sequence[Block] = ()) -> Message:
    """Return releases as a table, and from four weeks of a site on as a chart too.

    The text says the same, line by line.
    """
    title = asked.title(report.cohort, report.weeks, report.wanted, report.site)
    lines = _lines(report)
    changed = [escaped(changed) for changed in map(asked.change_in_words, report.changes)]
    shown = _that_fit(map(_row, lines))
    left = ["Older weeks are left out here: ask for fewer weeks, or for one cohort."]
    longer = [four_weeks(line) for line in report.four_weeks_shown[:MOST_BLOCKS]]
    all_fit = len(lines) == len(shown) and len(longer) == len(report.four_weeks_shown)
    widened = [asked.WIDENED] if report.wanted.widened else []
    notes = [*([] if all_fit else left), *widened, MEANING, SILENCE]
    nothing = NOTHING if report.wanted == Question() else asked.NOTHING_THEN
    told = [_read_out(row) for row in shown] or [nothing]
    return Message(
        "\n".join([*map(escaped, [title, *told, *longer]), *changed, *notes]),
        (
            header(title),
            *charts(_shares(report)),
            *((_table(shown),) if shown else (section(nothing),)),
            *map(section, map(escaped, longer)),
            *((section("\n".join(changed[:MOST_CHANGES])),) if changed else ()),
            *map(small, notes),
            buttons(*offered, HELP_BUTTON),
        ),
    )


def _shares(report: Report) -> dict[str, dict[date, int]]:
    """Return what was shown as a share, by group and week."""
    shares: dict[str, dict[date, int]] = {}
    for line in report.weeks_shown:
        if isinstance(share := line.figures.participation, Share):
            shares.setdefault(line.group, {})[line.starts_on] = share.percent
    return shares


def _lines(report: Report) -> list[Line | OpenWeek]:
    """Return each week of each group, laid out as it was asked for."""
    if report.wanted.by == By.FOUR_WEEKS:
        return list(report.four_weeks_shown)
    # The newest weeks, still open, come first.
    waiting = sorted(report.open_weeks, key=lambda week: week.week, reverse=True)
    found: list[Line | OpenWeek] = [*waiting, *report.weeks_shown]
    if report.wanted.by == By.COHORT:
        # Within a group the order stays: the newest come first.
        found.sort(key=lambda line: line.group.casefold())
    return found


def rows_of(lines: Sequence[Line]) -> list[Row]:
    """Return a row for each period of each group, as a table has it."""
    return [_row(line) for line in lines]


def _row(line: Line | OpenWeek) -> Row:
    if isinstance(line, OpenWeek):
        return (
            asked.period(line.week, line.week + timedelta(days=6)),
            line.group,
            shown.waiting(line.released_at, line.zone),
            NO_FIGURE,
            NO_FIGURE,
        )
    figures = line.figures
    return (
        asked.period(line.starts_on, line.ends_on),
        line.group,
        NO_FIGURE if figures.participation is None else shown.words(figures.participation),
        NO_FIGURE if figures.asked is None else str(figures.asked),
        NO_FIGURE if figures.consent is None else shown.words(figures.consent),
    )


def _read_out(row: Row) -> str:
    """Return a row as a sentence for whoever sees no table."""
    week, group, answered, asked, consent = row
    said = [f"{group}, {week}: {answered}"]
    if asked != NO_FIGURE:
        said.append(f"check-ins for each: {asked}")
    if consent != NO_FIGURE:
        said.append(f"have the companion: {consent}")
    *others, last = said
    # A refusal is a sentence with a full stop of its own.
    return "; ".join([*(one.removesuffix(".") for one in others), last])


def four_weeks(line: Line) -> str:
    """Return what was released for four weeks of a cohort, in a sentence or two."""
    figures = line.figures
    when = f"{line.group}, four weeks, {asked.period(line.starts_on, line.ends_on)}"
    answered = shown.words(figures.participation) if figures.participation else NO_FIGURE
    said = [f"{when}. Answered at least once: {_stop(answered)}"]
    if isinstance(figures.zones, Phrase):
        zones = shown.words(figures.zones)
        said.append(
            f"Of those who said how they were, {zones} were last in green or yellow: "
            "steady or stretched."
        )
    return " ".join(said)


def _that_fit(rows: Iterable[Row]) -> list[Row]:
    """Return as many of the first rows as Slack takes in one table; no others are made."""
    fitting: list[Row] = []
    left = MOST_CHARACTERS
    for row in islice(rows, MOST_ROWS):
        left -= sum(map(len, row))
        if left < 0:
            break
        fitting.append(row)
    return fitting


def _table(rows: Sequence[Row]) -> Block:
    cells = [[{"type": "raw_text", "text": cell} for cell in row] for row in (HEAD, *rows)]
    return {
        "type": "data_table",
        "caption": "Week by week, newest first",
        "rows": cells,
        "page_size": min(len(cells), 20),
    }


def said(line: Line | None) -> str:
    """Return what was released of how many answered, after the week it is of; None is nothing."""
    if line is None:
        return NOT_YET
    answered = line.figures.participation
    when = asked.period(line.starts_on, line.ends_on)
    return f"{when}: {shown.words(answered) if answered else NO_FIGURE}"


def _stop(words: str) -> str:
    """Return `words` with a full stop; a refusal has its own."""
    return words if words.endswith(".") else f"{words}."
