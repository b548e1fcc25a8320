"""Answers as files for a spreadsheet: a table, and beside it what its figures mean."""

import csv
import string
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from io import StringIO

from bot.messages import acts, points, reports
from bot.messages.acts import Punctuality
from bot.messages.hospital_words import HOW_PROJECTED, LED_BY, NOT_PATIENTS
from bot.messages.point_words import CLEAR, DEFINITIONS, LIMITS, POINTS, ROUNDING, VERSIONS
from bot.messages.points import Answer
from bot.messages.reports import MEANING, SILENCE, Report
from bot.messages.shown import WORDS
from bot.messages.treatments import TYPED, Reach

COMMENT = (
    "The figures you asked for, and a file that says what they mean. Only you and I see them here; "
    "delete them when you have saved them."
)
SENT = "Done. Two files stand in our conversation: the figures, and what they mean."
DEFINED = "definitions.txt"
# A spreadsheet takes what begins so for a formula, the wide signs where Chinese or Japanese is set
# (OWASP, CSV injection); what cannot be seen before it changes nothing.
_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_BREAKS = ("\t", "\r", "\n")
_UNSEEN = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff"

Rows = Iterable[Sequence[str]]


def participation(report: Report) -> tuple[str, str]:
    """Return what was released of how many answered, and what it means."""
    rows = [*reports.rows_of(report.weeks_shown), *reports.rows_of(report.four_weeks_shown)]
    meaning = ["Answered at least once is one of these:", *WORDS.values(), MEANING, SILENCE]
    return sheet([reports.HEAD, *rows]), _lines(meaning)


def outcomes(answer: Answer) -> tuple[str, str]:
    """Return what was released of outcomes, and what each definition means."""
    table = points.table(answer)
    rows = [tuple(map(str, row)) for row in table.rows] or [(table.nothing, "", "", "")]
    defined = [f"{name}: people who {meaning}" for name, meaning in DEFINITIONS.items()]
    when = [f"{name}: {words}" for name, words in POINTS.items()]
    notes = [CLEAR, ROUNDING, LIMITS, VERSIONS, SILENCE]
    return sheet([table.head, *rows]), _lines([*defined, *when, *table.said, *notes])


def ledger(found: Punctuality) -> tuple[str, str]:
    """Return how punctual messages were, and what is counted."""
    table = acts.ledger_table(found)
    return sheet([table.head, *(tuple(map(str, row)) for row in table.rows)]), _lines(table.notes)


def reach(reaches: Sequence[Reach]) -> tuple[str, str]:
    """Return what coordinators typed of reach, and how it is meant."""
    found: list[dict[str, str]] = []
    for one in reaches:
        for year in one.years:
            for group, caseload in year.caseloads.items():
                typed = asdict(caseload)
                flat = typed.pop("sessions", {})
                named = {name: str(value) for name, value in (typed | flat).items()}
                begins = {"hospital": one.site, "twelve_months_from": str(year.starts_on)}
                found.append(begins | {"role_group": str(group)} | named)
    head = list(found[0]) if found else ["hospital"]
    rows = [[row.get(name, "") for name in head] for row in found]
    return sheet([head, *rows]), _lines([LED_BY, NOT_PATIENTS, HOW_PROJECTED, TYPED])


def sheet(rows: Rows) -> str:
    """Return rows as CSV, in which no cell is a formula to a spreadsheet."""
    written = StringIO(newline="")
    writer = csv.writer(written, quoting=csv.QUOTE_ALL)
    writer.writerows([[_harmless(cell) for cell in row] for row in rows])
    return written.getvalue()


def _harmless(cell: str) -> str:
    begins = cell.lstrip(string.whitespace + "\u00a0" + _UNSEEN)
    return f"'{cell}" if begins.startswith(_FORMULA) or cell.startswith(_BREAKS) else cell


def _lines(found: Iterable[str]) -> str:
    return "\n".join(found) + "\n"
