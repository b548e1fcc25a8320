"""Where a trainer stands, until when, what is missing for the next step, and when to say so.

The bot counts and reminds; that somebody has reached a step a coordinator confirms.
"""

from calendar import monthrange
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from content.certification import LAPSED, REFRESHER_DUE, Currency, Ladder, Level, Need

# What counts as a training day that somebody led, beside those that stand in the calendar.
LEADING = frozenset({"lead", "co_lead"})
REFRESHER = "refresher"

# The step of the plan of each notice; the last tells that it is over.
_NOTICE = "certification/"


class Seen(Protocol):
    """Something somebody did while somebody watched."""

    @property
    def unit(self) -> str | None:
        """Of which unit, if of one."""

    @property
    def role(self) -> str:
        """What they did."""

    @property
    def score(self) -> int | None:
        """What the observer's checklist came to, if there was one."""

    @property
    def observed_on(self) -> date:
        """On which day."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody stands: a step of the ladder, or what the calendar has made of it.

    `until` is the last day of their currency; None below the last step.
    """

    state: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Missing:
    """How often something is still to be recorded before a step."""

    need: Need
    times: int


def standing(ladder: Ladder, level: str, until: date | None, today: date) -> Standing:
    """Return where somebody stands on a day whom a coordinator has confirmed at a step."""
    if until is None:
        return Standing(level)
    if until < today:
        return Standing(LAPSED, until)
    if today >= _days_before(until, ladder.notices[0]):
        return Standing(REFRESHER_DUE, until)
    return Standing(level, until)


def current_until(
    ladder: Ladder, level: str, confirmed_on: date, led: Collection[date], seen: Collection[Seen]
) -> date | None:
    """Return the last day of somebody's currency; None below the last step of the ladder.

    `led` are the training days they led or co-led, `seen` what was watched of them. Whichever
    lasts longest counts: the confirmation, a refresher, or enough training days.
    """
    if level != ladder.highest.key:
        return None
    currency = ladder.currency
    renewed = {one.observed_on for one in seen if one.role == REFRESHER}
    days = {*led, *(one.observed_on for one in seen if one.role in LEADING)}
    from_days = _of_enough(sorted(days), currency)
    return max(_months_after(day, currency.months) for day in (confirmed_on, *renewed, *from_days))


def following(ladder: Ladder, level: str | None) -> Level | None:
    """Return the step after one, the first for nobody's; None after the last."""
    keys = [one.key for one in ladder.levels]
    # A step that a site has taken out of its ladder is followed by the first.
    number = keys.index(level) + 1 if level in keys else 0
    return ladder.levels[number] if number < len(keys) else None


def missing(level: Level, seen: Collection[Seen]) -> list[Missing]:
    """Return what is still to be recorded before a step."""
    found = ((need, need.times - _times(need, seen)) for need in level.needs)
    return [Missing(need, times) for need, times in found if times > 0]


def notice(ladder: Ladder, until: date, today: date) -> str | None:
    """Return the step of the notice that is due on a day: the latest alone, or None for none.

    So an outage brings one notice and not three.
    """
    if until < today:
        return f"{_NOTICE}{LAPSED}"
    passed = [days for days in ladder.notices if today >= _days_before(until, days)]
    return f"{_NOTICE}{min(passed)}" if passed else None


def is_over(step: str) -> bool:
    """Return whether a notice tells that somebody's currency is over."""
    return step == f"{_NOTICE}{LAPSED}"


def _of_enough(days: Sequence[date], currency: Currency) -> Iterator[date]:
    """Yield the first of every so many days that lie within so many months: they count from it."""
    for first, last in zip(days, days[currency.training_days - 1 :], strict=False):
        if last <= _months_after(first, currency.months):
            yield first


def _times(need: Need, seen: Collection[Seen]) -> int:
    """Return how often something was done: the same unit on the same day counts once."""
    enough = need.score or 0
    return len(
        {
            (one.unit, one.observed_on)
            for one in seen
            if one.role == need.role and (not enough or (one.score or 0) >= enough)
        }
    )


def _days_before(day: date, days: int) -> date:
    return day - timedelta(days=days)


def _months_after(day: date, months: int) -> date:
    """Return the same day so many months later, or the last of a month that is too short."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
