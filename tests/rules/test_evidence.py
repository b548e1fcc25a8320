from datetime import date, timedelta
from typing import Any

import pytest

from bot.rules import evidence
from bot.rules.evidence import Evidence
from bot.rules.forms import FieldsError
from content.load import library

TODAY = date(2026, 11, 2)
LADDER = library().ladder
FILLED = {
    "role": "lead",
    "unit": "closing",
    "observer": "U0THEO",
    "score": "85",
    "day": TODAY.isoformat(),
}


def read(**different: Any) -> Evidence:
    return evidence.read(FILLED | different, ["closing"], "U0TARA", TODAY)


def test_what_was_watched_is_read_field_by_field() -> None:
    assert read() == Evidence("closing", "lead", "U0THEO", 85, TODAY)


@pytest.mark.parametrize("nothing", [None, "", "  "])
def test_the_unit_and_the_checklist_may_be_left_out(nothing: str | None) -> None:
    found = read(unit=None, score=nothing)

    assert (found.unit, found.score) == (None, None)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("role", None, "Choose what they did."),
        ("role", "certify", "Choose what they did."),
        ("unit", "unheard-of", "Choose a unit of the training, or none."),
        ("observer", None, "Choose who watched."),
        ("observer", "U0TARA", "Choose somebody else: nobody watches themselves."),
        ("score", "101", "Write a whole number from 0 to 100, or nothing."),
        ("score", "-1", "Write a whole number from 0 to 100, or nothing."),
        ("score", "85 %", "Write a whole number from 0 to 100, or nothing."),
        ("score", "\u00b2", "Write a whole number from 0 to 100, or nothing."),
        ("day", None, "Choose a date."),
        ("day", str(TODAY + timedelta(days=1)), "Choose a day that is not ahead."),
    ],
)
def test_what_cannot_be_is_said_at_its_field(field: str, value: str | None, said: str) -> None:
    with pytest.raises(FieldsError) as error:
        read(**{field: value})

    assert error.value.problems == {field: said}


def test_a_step_is_one_of_the_ladder_and_the_statement_is_ticked() -> None:
    found = evidence.level({"level": "certified", "read": ["read"]}, LADDER)
    with pytest.raises(FieldsError) as error:
        evidence.level({"level": "lapsed", "read": []}, LADDER)

    assert found == LADDER.highest
    assert error.value.problems == {
        "level": "Choose a step.",
        "read": "Tick this, or leave the step as it is.",
    }
