"""What somebody has said of their time, as the rules read it; what of the budget is taken."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import cast

from bot.rules import assessments, budget, shifts
from bot.rules.budget import Contact, Room
from bot.rules.shifts import Hours, Pattern, Routine, Slot
from storage import routines as stored
from storage.routines import Begun, Habits, Past
from storage.transactions import Transaction

# What the companion sends; invitations, notices and digests are not of it.
COMPANION = ("check-in", "exercise", assessments.KIND)
# What takes room, the companion's own and what comes whatever somebody chose.
TAKES_ROOM = (*COMPANION, "notice")


@dataclass(frozen=True, slots=True)
class Life:
    """What decides when somebody is written to: their routine, their quiet, what came before."""

    routine: Routine
    habits: Habits
    begun: Sequence[Begun]
    room: Room
    unanswered: int

    @property
    def quiet_until(self) -> datetime | None:
        """When they have quiet until, for whatever reason; None for no such moment."""
        ends = (self.habits.paused_until, self.habits.hold_until)
        return max((end for end in ends if end), default=None)

    def waiting(self, step: str, occurrence: str) -> Begun | None:
        """Return the message of a step that waits for its moment, or None."""
        return next(
            (one for one in self._rows(step, occurrence) if not one.is_over),
            None,
        )

    def is_over(self, step: str, occurrence: str) -> bool:
        """Return whether a step was sent, tried or left out."""
        return any(one.is_over for one in self._rows(step, occurrence))

    def _rows(self, step: str, occurrence: str) -> list[Begun]:
        return [one for one in self.begun if (one.step, one.occurrence) == (step, occurrence)]


def life(tx: Transaction, person_id: str, now: datetime) -> Life:
    """Return what decides when this person is written to."""
    return life_at(stored.pasts(tx, [person_id], TAKES_ROOM)[person_id], now)


def life_at(past: Past, now: datetime, sending: str | None = None) -> Life:
    """Return what decides at a moment when somebody is written to.

    `sending` is the message of which it is asked: it takes no room from itself.
    """
    habits = past.habits
    begun = [one for one in past.begun if one.id != sending]
    unanswered = _unanswered(begun, habits.heard_from, now)
    room = Room(habits.zone, _taken(begun, now), budget.pace(unanswered))
    return Life(routine(habits), habits, begun, room, unanswered)


def routine(habits: Habits) -> Routine:
    """Return what somebody has said of their time, as the rules read it."""
    week = {weekday: Hours(*hours) for weekday, hours in habits.hours.items()}
    quiet = None
    if habits.quiet_from is not None and habits.quiet_until is not None:
        quiet = Hours(habits.quiet_from, habits.quiet_until)
    return Routine(
        zone=habits.zone,
        preferred_at=habits.preferred_at,
        # What stands there was checked when it was kept.
        pattern=cast("Pattern | None", habits.pattern),
        week=MappingProxyType(week),
        slot=cast("Slot | None", habits.slot),
        quiet=quiet,
        nights_until=habits.nights_until,
    )


def fits_now(life: Life, step: str, kind: str, day: date, now: datetime) -> bool:
    """Return whether there is room for a message of the companion at this moment."""
    return budget.has_room(step, kind, Contact(now, day), life.room)


def free_from(life: Life, now: datetime) -> datetime:
    """Return from when on somebody may be written to, by their routine and the quiet they want."""
    start = max(now, life.habits.hold_until or now)
    return shifts.next_free(life.routine, start)


def _unanswered(begun: Sequence[Begun], heard_from: date | None, now: datetime) -> int:
    """Return how many questions in a row, up to the last whose time is over, had no answer.

    A self-assessment ends no silence: how often somebody hears shows in Slack, and would tell who
    has filled one in. And who answers no question wants fewer of them.
    """
    number = 0
    for one in reversed([one for one in begun if one.kind == "check-in" and one.sent_at]):
        if one.answered_on is not None or (heard_from and one.local_date <= heard_from):
            break
        number += one.expires_at <= now
    return number


def _taken(begun: Sequence[Begun], now: datetime) -> list[Contact]:
    """Return what takes room: what came lately, and notices that will."""
    taken = []
    for one in filter(lambda one: budget.takes_room(one.step), begun):
        is_notice = one.kind == "notice"
        at = one.due_at if is_notice and not one.is_over else one.came_at
        if at is not None and at > now - budget.LOOKS_BACK:
            taken.append(Contact(at, one.local_date, is_notice=is_notice))
    return taken
