"""When a check-in may come to people who have said nothing of their shifts."""

from datetime import date, time

from bot.rules import occasions
from bot.rules.cadence import Window
from bot.rules.shifts import Routine


def checkin(day: date, preferred_at: time | None, zone: str) -> Window:
    """Return the window of a check-in meant for `day`."""
    return next(occasions.near(day, Routine(zone, preferred_at)))
