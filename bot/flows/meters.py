"""Counts how sending goes, for whoever keeps the bot running.

Nothing is counted that one person causes by what they do: answering, pausing, declining. What
is counted has no person, no cohort, no site and no content.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from time import monotonic
from typing import TypeVar

from bot.slack import NotSentError, OutcomeUnknownError, RefusedError

T = TypeVar("T")

# In seconds; most messages are on time, and after an outage some are hours late.
LATE = (1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0, 900.0, 3600.0)
# In seconds; nothing shorter, or a watcher would see at which second somebody was written to.
TICK = (1.0, 5.0, 30.0, 120.0)

# Why a message goes back to wait: our words, and those of the count.
PUT_BACK = {"rate limited": "rate_limited", "not connected": "not_connected"}
# After these Slack takes nothing until an operator has done something about the bot token.
STOPS = frozenset(
    {"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"}
)


class Spread:
    """How many values were no greater than each of some bounds, and how many there were."""

    def __init__(self, bounds: Sequence[float]) -> None:
        self.bounds = bounds
        self._found = [0] * (len(bounds) + 1)

    def add(self, value: float) -> None:
        """Count a value."""
        self._found[bisect_left(self.bounds, value)] += 1

    def totals(self) -> list[int]:
        """Return how many values were at most each bound, and last how many there were."""
        return [sum(self._found[: upto + 1]) for upto in range(len(self._found))]


class Meters:
    """What this process has counted since it began."""

    def __init__(self) -> None:
        self.late = Spread(LATE)
        self.ticks = Spread(TICK)
        self.unknown = 0
        self.failed: Counter[str] = Counter()
        self.put_back: Counter[str] = Counter()
        # Slack's word for why it takes nothing more from the bot; empty while it does.
        self.stopped = ""
        self._moved_at = monotonic()

    async def counted(self, call: Awaitable[T], due_at: datetime, now: Callable[[], datetime]) -> T:
        """Return what `call` returns, which sends what was due then; count how that ended."""
        try:
            sent = await call
        except Exception as outcome:
            self._not_sent(outcome)
            raise
        else:
            self.late.add(max((now() - due_at).total_seconds(), 0.0))
            self.stopped = ""
            return sent
        finally:
            self._moved_at = monotonic()

    def ticked(self, seconds: float) -> None:
        """Count a tick that took so long."""
        self.ticks.add(seconds)
        self._moved_at = monotonic()

    def still_for(self) -> float:
        """Return how many seconds ago a tick or a message last came to its end."""
        return monotonic() - self._moved_at

    def _not_sent(self, outcome: Exception) -> None:
        match outcome:
            case RefusedError():
                self.failed[outcome.code] += 1
                self.stopped = outcome.code if outcome.code in STOPS else self.stopped
            case OutcomeUnknownError():
                self.unknown += 1
            case NotSentError() if why := PUT_BACK.get(str(outcome)):
                self.put_back[why] += 1
