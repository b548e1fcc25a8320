from dataclasses import dataclass, replace
from datetime import date

from bot.rules.hospital_figures import totals, written, years
from bot.rules.retention import Staff, Totals
from bot.rules.treatments import Caseload, Counted, Range, RoleGroup

DAY = date(2026, 9, 1)
LAST = date(2027, 8, 31)
NURSES = Caseload(RoleGroup.NURSES, 40, 36, 80, 10, 15, Range(900, 1100, 1300), "books", DAY)
BOOKED = Counted(RoleGroup.NURSES, 33_000, "books", LAST)
HR = Totals(Staff.ALL, DAY, LAST, 300, 36, "personnel", LAST)


@dataclass(frozen=True)
class Row:
    """Something as it is kept."""

    kind: str
    about: str
    starts_on: date
    ends_on: date
    figures: str


def row(value: Caseload | Counted | Totals) -> Row:
    kind, about, figures = written(value)
    return Row(kind, about, DAY, LAST, figures)


def test_a_year_is_read_as_it_was_typed() -> None:
    (year,) = years([row(NURSES), row(BOOKED), row(HR)])

    assert (year.starts_on, year.ends_on) == (DAY, LAST)
    assert (year.caseloads, year.counted) == (
        {RoleGroup.NURSES: NURSES},
        {RoleGroup.NURSES: BOOKED},
    )


def test_totals_are_read_as_they_were_typed() -> None:
    assert totals([row(NURSES), row(HR)]) == [HR]


def test_the_latest_year_comes_first() -> None:
    older = replace(row(NURSES), starts_on=date(2025, 9, 1), ends_on=date(2026, 8, 31))

    assert [year.starts_on.year for year in years([older, row(NURSES)])] == [2026, 2025]


def test_a_source_of_any_words_is_kept_as_it_is() -> None:
    planted = replace(NURSES, source='=1+1; "quoted" \n<b>')

    assert years([row(planted)])[0].caseloads[RoleGroup.NURSES] == planted
