from datetime import date
from typing import Any

import pytest

from bot.rules import hospital_forms
from bot.rules.forms import FieldsError
from bot.rules.retention import Staff, Totals
from bot.rules.treatments import Caseload, Counted, Range, RoleGroup

TODAY = date(2026, 11, 2)
SOURCE = {"source": " scheduling   system ", "source_on": "2026-10-01"}
NURSES = SOURCE | {
    "group": "nurses",
    "starts_on": "2026-09-01",
    "trained": "120",
    "all_days": "96",
    "post": "80",
    "leave": "10",
    "leaving": "20",
    "low": "1000",
    "likely": "1400",
    "high": "1500",
}
COUNTED = SOURCE | {"group": "nurses", "starts_on": "2025-09-01", "sessions": "101250"}
TOTALS = SOURCE | {
    "staff": "took-part",
    "starts_on": "2025-10-01",
    "ends_on": "2026-09-30",
    "employed": "100",
    "left": "12",
}


def problems(read: Any, filled: dict[str, Any]) -> dict[str, str]:
    """What is said at the fields of a form."""
    with pytest.raises(FieldsError) as refused:
        read(filled, TODAY)
    return dict(refused.value.problems)


def test_figures_of_a_role_group_are_read() -> None:
    day = date(2026, 10, 1)
    nurses = Caseload(
        RoleGroup.NURSES, 120, 96, 80, 10, 20, Range(1000, 1400, 1500), "scheduling system", day
    )

    assert hospital_forms.caseload(NURSES, TODAY) == (
        date(2026, 9, 1),
        date(2027, 8, 31),
        nurses,
    )


def test_what_was_counted_is_read() -> None:
    day = date(2026, 10, 1)

    assert hospital_forms.counted(COUNTED, TODAY) == (
        date(2025, 9, 1),
        date(2026, 8, 31),
        Counted(RoleGroup.NURSES, 101_250, "scheduling system", day),
    )


def test_totals_of_staff_are_read() -> None:
    first, last, day = date(2025, 10, 1), date(2026, 9, 30), date(2026, 10, 1)

    assert hospital_forms.totals(TOTALS, TODAY) == (
        first,
        last,
        Totals(Staff.TOOK_PART, first, last, 100, 12, "scheduling system", day),
    )


@pytest.mark.parametrize(
    ("different", "said"),
    [
        ({"trained": "50001"}, {"trained": "A whole number from 0 to 50,000."}),
        ({"trained": "12.5"}, {"trained": "A whole number from 0 to 50,000."}),
        ({"trained": "=1+1"}, {"trained": "A whole number from 0 to 50,000."}),
        ({"trained": "\u0661"}, {"trained": "A whole number from 0 to 50,000."}),
        ({"trained": "9" * 3000}, {"trained": "A whole number from 0 to 50,000."}),
        ({"all_days": "121"}, {"all_days": "No more than were trained."}),
        ({"post": "0"}, {"post": "A whole number from 1 to 100."}),
        ({"leave": "100"}, {"leave": "A whole number from 0 to 99."}),
        ({"low": "1401"}, {"likely": "A whole number from 1,401 to 20,000."}),
        ({"high": "1399"}, {"high": "A whole number from 1,400 to 20,000."}),
        ({"starts_on": "yesteryear"}, {"starts_on": "Choose a date."}),
        ({"source": " "}, {"source": "Say where it is from, for example: scheduling system."}),
        ({"source": "x" * 3000}, {"source": "120 characters are enough."}),
        ({"source_on": "2026-11-03"}, {"source_on": "Choose a date that is not ahead."}),
        ({"group": "kings"}, {"group": "Choose one of these."}),
    ],
)
def test_a_field_that_cannot_be_says_what_can(
    different: dict[str, str], said: dict[str, str]
) -> None:
    assert problems(hospital_forms.caseload, NURSES | different) == said


def test_an_empty_form_is_told_of_every_field_at_once() -> None:
    assert set(problems(hospital_forms.caseload, {})) == set(NURSES)


@pytest.mark.parametrize("starts_on", ["2025-11-03", "2026-09-01", "2027-01-01"])
def test_nothing_is_counted_before_twelve_months_are_over(starts_on: str) -> None:
    assert problems(hospital_forms.counted, COUNTED | {"starts_on": starts_on}) == {
        "starts_on": "These twelve months are not over yet."
    }


@pytest.mark.parametrize(
    ("different", "said"),
    [
        (
            {"ends_on": "2026-09-29"},
            {"ends_on": "Choose a last day at least twelve months after the first."},
        ),
        (
            {"ends_on": "2024-01-01"},
            {"ends_on": "Choose a last day at least twelve months after the first."},
        ),
        ({"ends_on": "2026-12-31"}, {"ends_on": "Choose a date that is not ahead."}),
        ({"left": "101"}, {"left": "No more than were employed on the first day."}),
        ({"employed": "0"}, {"employed": "A whole number from 1 to 50,000."}),
    ],
)
def test_totals_that_cannot_be_say_what_can(
    different: dict[str, str], said: dict[str, str]
) -> None:
    found = problems(hospital_forms.totals, TOTALS | different)

    assert said.items() <= found.items()
