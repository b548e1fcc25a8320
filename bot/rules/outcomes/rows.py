"""A file of scores, read: who scored what and when. A complaint names the line, never a value."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from io import StringIO
from typing import TypeAlias

from bot.rules.outcomes.change import Pair

# In the order of the protocol.
TIME_POINTS = ("pre", "baseline_2", "end", "month_1", "month_3", "month_6")

NEEDED = ("subject", "time_point", "score")
RATING = "global_change"
COLUMNS = (*NEEDED, RATING)
HEADER = "The first line has to name the columns: subject,time_point,score and, if you like, "

# No infinity, no exponent, no comma: whatever a spreadsheet means by those, it is no score.
NUMBER = re.compile(r"[+-]?(?:[0-9]{1,7}(?:\.[0-9]{0,20})?|\.[0-9]{1,20})")

Cells: TypeAlias = Mapping[str, str]


class UnusableError(Exception):
    """The file, or what is asked of it, makes no sense; the message is a sentence that says why."""

    def __init__(self, words: str, line: int | None = None) -> None:
        super().__init__(words if line is None else f"line {line}: {words}")


@dataclass(frozen=True, slots=True)
class Row:
    """One filled-in measure."""

    line: int
    subject: str
    time_point: str
    score: Fraction
    rating: int | None


@dataclass(frozen=True, slots=True)
class Rows:
    """Every filled-in measure of a file, each subject at most once at each time point."""

    rows: tuple[Row, ...]

    @property
    def subjects(self) -> frozenset[str]:
        """Everybody who filled in anything."""
        return frozenset(row.subject for row in self.rows)

    @property
    def time_points(self) -> tuple[str, ...]:
        """The time points that are there, in the order of the protocol."""
        there = {row.time_point for row in self.rows}
        return tuple(point for point in TIME_POINTS if point in there)

    def at(self, time_point: str) -> Mapping[str, Row]:
        """Return who scored what at a time point."""
        return {row.subject: row for row in self.rows if row.time_point == time_point}

    def pairs(self, earlier: str, later: str) -> Mapping[str, Pair]:
        """Return the two scores of everybody who has both."""
        before, after = self.at(earlier), self.at(later)
        return {who: Pair(before[who].score, after[who].score) for who in before if who in after}


def number(text: str) -> Fraction | None:
    """Return what a plain decimal number says, exactly; None for anything else."""
    return Fraction(text) if NUMBER.fullmatch(text) else None


def read(text: str) -> Rows:
    """Return the rows of a file.

    Raises:
        UnusableError: Something is not as it has to be.
    """
    lines = _filled(text)
    first = next(lines, None)
    if first is None:
        raise UnusableError("The file is empty.")
    names = _header(first[1])
    found = tuple(_row(line, _named(line, names, cells)) for line, cells in lines)
    if not found:
        raise UnusableError("There is nothing below the first line.")
    _refuse_repeated(found)
    return Rows(found)


def _filled(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield every line that holds something, with its number."""
    reader = csv.reader(StringIO(text, newline=""), strict=True, skipinitialspace=True)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            words = "the quotes or characters here cannot be read."
            raise UnusableError(words, reader.line_num) from None
        stripped = [cell.strip() for cell in cells]
        if any(stripped):
            yield reader.line_num, stripped


def _header(names: Sequence[str]) -> Sequence[str]:
    if len(names) == 1 and ";" in names[0]:
        raise UnusableError("The columns have to be separated by commas, not semicolons.")
    unknown = [str(place) for place, name in enumerate(names, 1) if name not in COLUMNS]
    if unknown:
        words = f"{HEADER}{RATING}. Not one of these: column {', '.join(unknown)}."
        raise UnusableError(words)
    missing = [name for name in NEEDED if name not in names]
    if missing or len(set(names)) < len(names):
        words = f"{', '.join(missing)} is missing" if missing else "a column is there twice"
        raise UnusableError(f"{HEADER}{RATING}; {words}.")
    return names


def _named(line: int, names: Sequence[str], cells: Sequence[str]) -> Cells:
    if len(cells) != len(names):
        words = f"it has {len(cells)} fields, and the first line names {len(names)}."
        raise UnusableError(words, line)
    return dict(zip(names, cells, strict=True))


def _row(line: int, cells: Cells) -> Row:
    if not cells["subject"]:
        raise UnusableError("the subject is missing.", line)
    if cells["time_point"] not in TIME_POINTS:
        words = f"the time point is none of {', '.join(TIME_POINTS)}."
        raise UnusableError(words, line)
    score = number(cells["score"])
    if score is None:
        words = "the score is not a plain number; leave out the row where there is none."
        raise UnusableError(words, line)
    return Row(line, cells["subject"], cells["time_point"], score, _rating(line, cells))


def _rating(line: int, cells: Cells) -> int | None:
    """Return how somebody rates the change; None where they do not."""
    text = cells.get(RATING, "")
    if not text:
        return None
    rating = number(text)
    # Spreadsheets write 2 as 2.0 when some cells of a column are empty.
    if rating is None or rating.denominator != 1 or not -3 <= rating <= 7:
        words = f"{RATING} is a whole number from -3 to 3, or from 1 to 7, or nothing."
        raise UnusableError(words, line)
    return int(rating)


def _refuse_repeated(rows: Iterable[Row]) -> None:
    seen: dict[tuple[str, str], int] = {}
    for row in rows:
        before = seen.setdefault((row.subject, row.time_point), row.line)
        if before != row.line:
            words = f"this subject has a score at {row.time_point} already, in line {before}."
            raise UnusableError(words, row.line)
