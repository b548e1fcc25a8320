"""What becomes of an answer: whether and when it is counted, and when it is deleted."""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.rules import cadence, keeping


@dataclass(frozen=True, slots=True)
class Receipt:
    """When an answer is counted, None for one that no figure has; and the day it is deleted."""

    counted_on: date | None
    deleted_on: date


def of_checkin(asked_on: date, last_day: date, *, counts: bool) -> Receipt:
    """Return what becomes of the answer to a question of a day, after a training's last day."""
    counted_on = release_day(asked_on) if counts else None
    return Receipt(counted_on, keeping.answers_deleted_on(last_day))


def release_day(day: date) -> date:
    """Return the Thursday on which the week of a day is released."""
    thursday = cadence.WEEK + timedelta(days=cadence.RELEASE_WEEKDAY)
    return cadence.week_of(day) + thursday
