"""What only those who lead a cohort can put right: when it is one of these, and when to say so.

Whom Slack cannot reach is found by a look at everybody on the list, and never from a message that
failed. Nothing here is about what anybody answered, chose or left open.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from bot.rules import cadence
from bot.rules.notices import Day

# Before the hours of those who work by day, after the night in which everybody is looked up.
LOOKED_AT = time(6)
# A room is found in two weeks; earlier it is nobody's worry.
ROOM_WANTED = timedelta(days=14)
# So near a training day there is no next window to wait for.
AT_ONCE = timedelta(hours=24)
# By then the room is tidied, and the register could have been signed.
SIGNED_BY = timedelta(hours=2)
# A register that nobody has signed by then is not going to be.
SIGNED_UNTIL = timedelta(days=14)
# A day that is over for longer has nothing left to put right.
LOOKED_BACK = SIGNED_UNTIL + timedelta(days=3)

Kind = Literal["leader", "unreached", "room", "date", "register"]


@dataclass(frozen=True, slots=True)
class Unreached:
    """Somebody on a list whom Slack cannot reach, and why."""

    person_id: str
    slack_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Matter:
    """Something to put right: a person out of reach, or a training day (its number without a date).

    `key` keeps it apart from others, also from itself once it has become urgent.
    """

    kind: Kind
    key: str
    of: Unreached | Day | int


@dataclass(frozen=True, slots=True)
class Look:
    """What is known of a cohort: its days, those without a date, and whom Slack cannot reach.

    `signed` are the sessions whose register is closed; `lost` are those who lead it, where Slack
    reaches none of them.
    """

    days: Sequence[Day]
    waiting: Sequence[int]
    unreached: Sequence[Unreached]
    signed: frozenset[str]
    lost: Sequence[Unreached] = ()


def matters(look: Look, now: datetime) -> list[Matter]:
    """Return everything of a cohort that only those who lead it can put right."""
    return [*_unreached(look, now), *_days(look, now), *_dates(look)]


def is_near(days: Sequence[Day], now: datetime) -> bool:
    """Return whether a training day begins so soon that things are told at once."""
    return any(now < day.starts_at <= now + AT_ONCE for day in days)


def can_wait(matter: Matter) -> bool:
    """Return whether something is told in the next window, however near a training day is."""
    return matter.kind == "register"


def last_look(zone: str, now: datetime) -> date:
    """Return the last day on which every cohort of a site was to be looked at."""
    today = cadence.local_day(now, zone)
    return today if cadence.moment(today, LOOKED_AT, zone) <= now else today - timedelta(days=1)


def next_look(look: Look, zone: str, now: datetime) -> datetime | None:
    """Return when something of a cohort's days next may have to be said; None for never.

    `zone` is the site's: what is not near is found in the morning there.
    """
    moments: list[datetime] = []
    for day in look.days:
        if not day.room:
            moments += [_morning(day.starts_at - ROOM_WANTED, zone), day.starts_at - AT_ONCE]
        if day.id not in look.signed:
            moments.append(day.ends_at + SIGNED_BY)
    return min((moment for moment in moments if moment > now), default=None)


def _morning(moment: datetime, zone: str) -> datetime:
    """Return when everything of a site is looked at next, from a moment on."""
    day = last_look(zone, moment)
    at = cadence.moment(day, LOOKED_AT, zone)
    return at if at >= moment else cadence.moment(day + timedelta(days=1), LOOKED_AT, zone)


def _unreached(look: Look, now: datetime) -> Iterator[Matter]:
    # Afterwards there is no notice to miss, and nothing to put right.
    if not look.waiting and all(day.ends_at <= now for day in look.days):
        return
    for one in look.lost:
        yield Matter("leader", f"leader/{one.person_id}", one)
    for one in look.unreached:
        yield Matter("unreached", f"unreached/{one.person_id}/{one.reason}", one)


def _days(look: Look, now: datetime) -> Iterator[Matter]:
    for day in look.days:
        if now < day.starts_at <= now + ROOM_WANTED and not day.room:
            # Told once more when there is no time left.
            urgency = "soon" if is_near([day], now) else "ahead"
            yield Matter("room", f"room/{day.id}/{urgency}", day)
        over = day.ends_at + SIGNED_BY
        if over <= now < over + SIGNED_UNTIL and day.id not in look.signed:
            yield Matter("register", f"register/{day.id}", day)


def _dates(look: Look) -> Iterator[Matter]:
    for number in look.waiting:
        yield Matter("date", f"date/{number}", number)
