"""What a coordinator filled in about the hospital -> what is meant, or a sentence at each field."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from bot.rules import retention
from bot.rules.asks import NotUnderstoodError
from bot.rules.forms import FieldsError
from bot.rules.retention import Staff, Totals
from bot.rules.treatments import Caseload, Counted, Range, RoleGroup

# More than any hospital has; it catches a digit too many.
MOST_PEOPLE = 50_000
# A full-time post has some two hundred working days.
MOST_SESSIONS = 20_000
MOST_COUNTED = 99_999_999
LONGEST_SOURCE = 120

E = TypeVar("E", bound=StrEnum)


def caseload(filled: Mapping[str, Any], today: date) -> tuple[date, date, Caseload]:
    """Return the first and the last of the twelve months, and what was typed of a role group.

    Raises:
        FieldsError: Something cannot be; it has a sentence for each field.
    """
    form = _Form(filled, today)
    starts_on = form.day("starts_on")
    trained = form.number("trained", MOST_PEOPLE)
    typed = Caseload(
        group=form.chosen("group", RoleGroup),
        trained=trained,
        all_days=form.number(
            "all_days", form.bound("trained", trained), "No more than were trained."
        ),
        post=form.number("post", 100, lowest=1),
        leave=form.number("leave", 99),
        leaving=form.number("leaving", 100),
        sessions=Range(
            low=(low := form.number("low", MOST_SESSIONS)),
            likely=(likely := form.number("likely", MOST_SESSIONS, lowest=low)),
            high=form.number("high", MOST_SESSIONS, lowest=likely),
        ),
        source=form.source(),
        source_on=form.past_day("source_on"),
    )
    form.require()
    return starts_on, retention.last_of_year(starts_on), typed


def counted(filled: Mapping[str, Any], today: date) -> tuple[date, date, Counted]:
    """Return the first and the last of the twelve months, and what a role group led in them.

    Raises:
        FieldsError: Something cannot be, or the twelve months are not over.
    """
    form = _Form(filled, today)
    starts_on = form.day("starts_on")
    if retention.year_after(starts_on) > today:
        form.refuse("starts_on", "These twelve months are not over yet.")
    typed = Counted(
        group=form.chosen("group", RoleGroup),
        sessions=form.number("sessions", MOST_COUNTED),
        source=form.source(),
        source_on=form.past_day("source_on"),
    )
    form.require()
    return starts_on, retention.last_of_year(starts_on), typed


def totals(filled: Mapping[str, Any], today: date) -> tuple[date, date, Totals]:
    """Return the first and the last day that were typed, and the totals of staff between them.

    Raises:
        FieldsError: Something cannot be; it has a sentence for each field.
    """
    form = _Form(filled, today)
    starts_on, ends_on = form.day("starts_on"), form.past_day("ends_on")
    if not retention.is_long_enough(starts_on, ends_on):
        form.refuse("ends_on", "Choose a last day at least twelve months after the first.")
    employed = form.number("employed", MOST_PEOPLE, lowest=1)
    typed = Totals(
        staff=form.chosen("staff", Staff),
        starts_on=starts_on,
        ends_on=ends_on,
        employed=employed,
        left=form.number(
            "left",
            form.bound("employed", employed),
            "No more than were employed on the first day.",
        ),
        source=form.source(),
        source_on=form.past_day("source_on"),
    )
    form.require()
    return starts_on, ends_on, typed


def nothing_more(text: str, act: str) -> None:
    """Return when nothing was written after a command that takes nothing.

    Raises:
        NotUnderstoodError: Something was; it says what to write.
    """
    if text.strip():
        raise NotUnderstoodError(f"It needs no more words: /resiliency {act}")


class _Form:
    """Reads field after field, and collects what is wrong with them.

    What it returns for a field that is wrong stands for nothing: `require` comes before use.
    """

    def __init__(self, filled: Mapping[str, Any], today: date) -> None:
        self._filled = filled
        self._today = today
        self._problems: dict[str, str] = {}

    def require(self) -> None:
        """Return when every field could be read."""
        if self._problems:
            raise FieldsError(self._problems)

    def refuse(self, name: str, why: str) -> None:
        """Note what is wrong with a field, unless something else is already."""
        self._problems.setdefault(name, why)

    def number(self, name: str, highest: int, above: str = "", *, lowest: int = 0) -> int:
        """Return a whole number from `lowest` to `highest`."""
        text = str(self._filled.get(name) or "").strip()
        number = int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1
        if number > highest and above:
            self.refuse(name, above)
        elif not lowest <= number <= highest:
            self.refuse(name, f"A whole number from {lowest:,} to {highest:,}.")
        return number if lowest <= number <= highest else lowest

    def bound(self, name: str, number: int) -> int:
        """Return a number as the most that another may be; any, where it could not be read."""
        return MOST_PEOPLE if name in self._problems else number

    def day(self, name: str) -> date:
        """Return a day."""
        try:
            return date.fromisoformat(self._filled.get(name) or "")
        except ValueError:
            self.refuse(name, "Choose a date.")
            return self._today

    def past_day(self, name: str) -> date:
        """Return a day that is not ahead."""
        day = self.day(name)
        if day > self._today:
            self.refuse(name, "Choose a date that is not ahead.")
        return day

    def chosen(self, name: str, values: type[E]) -> E:
        """Return one of a few values."""
        try:
            return values(self._filled.get(name) or "")
        except ValueError:
            self.refuse(name, "Choose one of these.")
            return next(iter(values))

    def source(self) -> str:
        """Return where the figures are from."""
        text = " ".join((self._filled.get("source") or "").split())
        if not text:
            self.refuse("source", "Say where it is from, for example: scheduling system.")
        if len(text) > LONGEST_SOURCE:
            self.refuse("source", f"{LONGEST_SOURCE} characters are enough.")
        return text
