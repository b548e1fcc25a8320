"""The workspace's calendar: what date and time it is, by its own reckoning."""

from datetime import UTC, datetime, timedelta
from time import monotonic
from zoneinfo import ZoneInfo


class Calendar:
    """A moment that everybody in the workspace agrees on.

    A running calendar goes on by itself from `start`; a standing one stays where it is. Both
    can be moved, forward only: nothing in a workspace has ever happened tomorrow.
    """

    def __init__(self, start: datetime, running: bool = False) -> None:
        self._moment = _aware(start)
        self.running = running
        self._since = monotonic()

    def now(self) -> datetime:
        """Return the present moment, in UTC."""
        if not self.running:
            return self._moment
        return self._moment + timedelta(seconds=monotonic() - self._since)

    @property
    def set_to(self) -> datetime:
        """What it was last set to, in UTC: it stays until the calendar is moved again."""
        return self._moment

    def run(self) -> None:
        """Go on by itself from here on."""
        self._since = monotonic()
        self.running = True

    def move_to(self, moment: datetime) -> None:
        """Make `moment` the present; ValueError when that would go back."""
        if _aware(moment) < self.now():
            raise ValueError("The calendar moves forward only.")
        self._moment = _aware(moment)
        self._since = monotonic()

    def reach(self, moment: datetime) -> None:
        """Make the present `moment` or later: a running calendar may be past it already."""
        if _aware(moment) > self.now():
            self._moment = _aware(moment)
            self._since = monotonic()

    def move_by(self, delta: timedelta) -> None:
        """Move the present forward by `delta`."""
        self.move_to(self.now() + delta)


def is_zone(name: str) -> bool:
    """Return whether `name` is a time zone of the IANA data base."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("The calendar needs a moment with a time zone.")
    return moment.astimezone(UTC)
