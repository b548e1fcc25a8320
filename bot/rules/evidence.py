"""What a coordinator fills in about a trainer -> what is kept, or a sentence at each field."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.rules.forms import FieldsError
from content.certification import BEST_SCORE, ROLES, Ladder, Level


@dataclass(frozen=True, slots=True)
class Evidence:
    """Something a trainer did while somebody watched."""

    unit: str | None
    role: str
    observer: str
    score: int | None
    observed_on: date


def read(filled: Mapping[str, Any], units: Collection[str], trainer: str, today: date) -> Evidence:
    """Return what was watched of `trainer`, as the form describes it.

    Raises:
        FieldsError: Something cannot be; it has a sentence for each field.
    """
    problems: dict[str, str] = {}
    role, unit, observer = (filled.get(name) for name in ("role", "unit", "observer"))
    if role not in ROLES:
        problems["role"] = "Choose what they did."
    if unit and unit not in units:
        problems["unit"] = "Choose a unit of the training, or none."
    if not observer:
        problems["observer"] = "Choose who watched."
    elif observer == trainer:
        problems["observer"] = "Choose somebody else: nobody watches themselves."
    score = _score(filled.get("score"), problems)
    observed_on = _day(filled.get("day"), today, problems)
    if problems:
        raise FieldsError(problems)
    return Evidence(unit or None, str(role), str(observer), score, observed_on)


def level(filled: Mapping[str, Any], ladder: Ladder) -> Level:
    """Return the step that a coordinator confirms.

    Raises:
        FieldsError: The statement is not ticked, or there is no such step.
    """
    problems: dict[str, str] = {}
    found = ladder.level(filled.get("level") or "")
    if found is None:
        problems["level"] = "Choose a step."
    if not filled.get("read"):
        problems["read"] = "Tick this, or leave the step as it is."
    if problems or found is None:
        raise FieldsError(problems)
    return found


def _score(text: str | None, problems: dict[str, str]) -> int | None:
    if not text or not text.strip():
        return None
    digits = text.strip()
    if digits.isascii() and digits.isdigit() and int(digits) <= BEST_SCORE:
        return int(digits)
    problems["score"] = f"Write a whole number from 0 to {BEST_SCORE}, or nothing."
    return None


def _day(text: str | None, today: date, problems: dict[str, str]) -> date:
    try:
        on = date.fromisoformat(text or "")
    except ValueError:
        problems["day"] = "Choose a date."
        return today
    if on > today:
        problems["day"] = "Choose a day that is not ahead."
    return on
