"""Where a cohort stands between its first plan and its end, and what may happen to it there.

Nobody moves a cohort along by hand: most of it follows from its list and its days. What
trainers say themselves is that the list is complete, and that the cohort is closed.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from bot.rules.keeping import FOLLOWED_UP
from bot.rules.notices import Day

# How many a training takes: enough for exchange, few enough for one room.
FEWEST_PLACES, MOST_PLACES = 18, 24
# A second trainer can stand in for the first on any night.
MOST_TRAINERS = 2
# The same weekdays, a quarter later.
A_QUARTER = timedelta(weeks=13)
# Nobody plans a training further ahead; a year with a wrong digit is.
FURTHEST_AHEAD = timedelta(days=2 * 365)
# Until then a trainer who keeps the register of the last day may still add who came to it.
KEPT_AFTER = timedelta(hours=24)
# A name stands on locked phones and in sidebars, where colleagues read it.
UNSPOKEN = "trauma"

_SEASONS = ("winter", "spring", "summer", "autumn")
_SEASON = re.compile(r"(winter|spring|summer|autumn|fall)( \d{4})?", re.IGNORECASE)
_NUMBERED = re.compile(r"(.*\S) (\d{1,3})")


class Stage(StrEnum):
    """Where a cohort stands."""

    PLANNED = "planned"
    RECRUITING = "recruiting"
    READY = "ready"
    RUNNING = "running"
    FOLLOW_UP = "follow_up"
    CLOSED = "closed"


class Deed(StrEnum):
    """What a trainer may do with a cohort."""

    INVITE = "invite"
    MOVE = "move"
    CHANGE = "change"
    HAND_OVER = "hand over"
    COMPLETE = "complete"
    REOPEN = "reopen"
    TRAIN = "train"
    CLOSE = "close"
    COPY = "copy"


_ALWAYS = frozenset({Deed.COPY})
_OPEN = _ALWAYS | {Deed.CHANGE, Deed.HAND_OVER}
_BEFORE = _OPEN | {Deed.INVITE, Deed.TRAIN, Deed.CLOSE}

# What may happen in each stage. Somebody may come late while the training runs, and nobody comes
# onto or leaves the list after it: from then on releases count who is on it.
MAY: Mapping[Stage, frozenset[Deed]] = MappingProxyType(
    {
        Stage.PLANNED: _BEFORE,
        Stage.RECRUITING: _BEFORE | {Deed.MOVE, Deed.COMPLETE},
        Stage.READY: _BEFORE | {Deed.MOVE, Deed.REOPEN},
        Stage.RUNNING: _OPEN | {Deed.INVITE, Deed.MOVE, Deed.TRAIN},
        Stage.FOLLOW_UP: _OPEN | {Deed.CLOSE},
        Stage.CLOSED: _ALWAYS,
    }
)

_WHY_NOT: Mapping[Stage, str] = {
    Stage.PLANNED: "Nobody is on the list of this cohort yet. Invite people first.",
    Stage.RECRUITING: "The list of this cohort is open already.",
    Stage.READY: "The list of this cohort is complete already.",
    Stage.RUNNING: "This training has begun. You can do that when its last day is over.",
    Stage.FOLLOW_UP: "This training is over, so its list stays as it is. Copy it for a new group.",
    Stage.CLOSED: "This cohort is closed. Copy it for a new group.",
}


class NotNowError(Exception):
    """A cohort stands where this cannot be done. The message is one sentence for a person."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Who looks at which cohort, and which revision of it they see."""

    slack_id: str
    cohort_id: str
    revision: int


@dataclass(frozen=True, slots=True)
class Changed:
    """A change somebody made: who, and by which act."""

    by: str
    act: str


class StaleError(Exception):
    """Somebody has changed the cohort since it was looked at; `changes` says who, and what."""

    def __init__(self, cohort_id: str, changes: Sequence[Changed]) -> None:
        super().__init__("changed meanwhile")
        self.cohort_id = cohort_id
        self.changes = tuple(changes)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the stage of a cohort follows from.

    `begins_at` and `over_at` are of its first and last training day, None while it has none.
    """

    listed: int
    ready: bool
    closed_at: datetime | None
    begins_at: datetime | None
    over_at: datetime | None


def facts(days: Sequence[Day], *, listed: int, ready: bool, closed_at: datetime | None) -> Facts:
    """Return what the stage of a cohort follows from, which has these training days."""
    return Facts(
        listed=listed,
        ready=ready,
        closed_at=closed_at,
        begins_at=min((day.starts_at for day in days), default=None),
        # While a day waits for its new date, nobody knows the last.
        over_at=max((day.ends_at for day in days if not day.one_waits), default=None),
    )


def stage(facts: Facts, now: datetime) -> Stage:
    """Return where a cohort stands."""
    ended = closed_at(facts)
    if ended is not None and ended <= now:
        return Stage.CLOSED
    if facts.over_at is not None and facts.over_at <= now:
        return Stage.FOLLOW_UP
    if facts.begins_at is not None and facts.begins_at <= now:
        return Stage.RUNNING
    if not facts.listed:
        return Stage.PLANNED
    return Stage.READY if facts.ready else Stage.RECRUITING


def closed_at(facts: Facts) -> datetime | None:
    """Return when a cohort was or will be closed: by a trainer, or when nobody follows it up.

    None of one without training days, which nobody has closed.
    """
    by_itself = facts.over_at + FOLLOWED_UP if facts.over_at else None
    return min((end for end in (facts.closed_at, by_itself) if end), default=None)


def takes_walk_ins(facts: Facts, now: datetime) -> bool:
    """Return whether somebody who came without being on the list can be put on it.

    The register of the last day may be kept on the morning after.
    """
    if facts.over_at and stage(facts, now) == Stage.FOLLOW_UP:
        return now < facts.over_at + KEPT_AFTER
    return Deed.INVITE in MAY[stage(facts, now)]


def require(found: Stage, deed: Deed) -> None:
    """Return when `deed` may be done in this stage.

    Raises:
        NotNowError: It may not; it says why, and what to do instead.
    """
    if deed not in MAY[found]:
        raise NotNowError(_WHY_NOT[found])


def require_closable(found: Stage, days_ahead: int) -> None:
    """Return when a cohort may be closed: no training day of it lies ahead of somebody.

    Raises:
        NotNowError: It may not be closed yet.
    """
    require(found, Deed.CLOSE)
    if found in (Stage.RECRUITING, Stage.READY) and days_ahead:
        raise NotNowError(
            "People are on the list, and training days lie ahead. "
            "Cancel those first with /resiliency session cancel, so that everybody is told."
        )


def free_places(places: int, taken: int) -> int:
    """Return how many places are free; none of a list that is over-full from before."""
    return max(places - taken, 0)


def next_quarter(days: Sequence[date], today: date) -> tuple[date, ...]:
    """Return the same days a quarter later, or as many quarters as it takes to lie ahead."""
    if not days:
        return ()
    quarters = 1
    while days[0] + quarters * A_QUARTER <= today:
        quarters += 1
    return tuple(day + quarters * A_QUARTER for day in days)


def next_name(name: str, taken: Collection[str] = ()) -> str:
    """Return a name for a copy, a season later where a season is named, else the next number."""
    used = {one.casefold() for one in taken}
    suggested = _following(name)
    while suggested.casefold() in used:
        suggested = _following(suggested)
    return suggested


def _following(name: str) -> str:
    if season := _SEASON.fullmatch(name):
        return _next_season(season[1], season[2])
    if numbered := _NUMBERED.fullmatch(name):
        return f"{numbered[1]} {int(numbered[2]) + 1}"
    return f"{name} 2"


def _next_season(season: str, year: str | None) -> str:
    place = _SEASONS.index(season.lower().replace("fall", "autumn")) + 1
    following = _SEASONS[place % len(_SEASONS)]
    shown = following.capitalize() if season[0].isupper() else following
    # A winter is named after the year in which it ends.
    return f"{shown} {int(year) + place // len(_SEASONS)}" if year else shown
