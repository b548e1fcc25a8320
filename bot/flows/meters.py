"""Counts how sending goes, for whoever keeps the bot running.

Numbers are watched live, by more people than the database. So only messages are counted that
everybody on a list gets, whatever they chose. Of check-ins and exercises nothing is: how many
were sent is how many have the companion. Of these it is known how late they come, and which
troubles there were that lie with Slack or with the bot.
"""

from bisect import bisect_left
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from math import inf
from time import monotonic
from typing import TypeVar

from bot.rules.ledger import FOR_EVERYBODY
from bot.rules.refusals import OURS
from bot.slack import NotSentError, OutcomeUnknownError, RefusedError
from storage.deliveries import Message

T = TypeVar("T")

# Lateness is told by the first of these seconds that it does not exceed.
LATE = (1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0, 900.0, 3600.0, inf)
# It is told of the last so many messages, and not before there were a few.
LAST, FEW = 500, 20
# Nothing shorter, or a watcher would see at which second somebody was written to.
TICK = (5.0, 30.0, 120.0)

# Why a message goes back to wait: our words, and those of the count.
PUT_BACK = {"rate limited": "rate_limited", "not connected": "not_connected"}
UNKNOWN = "unknown"


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
        self.ticks = Spread(TICK)
        # Of what everybody gets.
        self.sent = 0
        self.unknown = 0
        self.failed: Counter[str] = Counter()
        # Told from the start: of what has no number yet nobody sees that it grows.
        self.put_back = Counter(dict.fromkeys(PUT_BACK.values(), 0))
        # Slack's word for why nothing is sent, by any process; empty while all is.
        self.stopped = ""
        self._troubles: dict[str, float] = {}
        self._late: deque[float] = deque(maxlen=LAST)
        self._moved_at = monotonic()

    async def counted(self, call: Awaitable[T], message: Message, now: Callable[[], datetime]) -> T:
        """Return what `call` returns, which sends a message; note how that ended."""
        counts = message.kind in FOR_EVERYBODY
        try:
            sent = await call
        except Exception as outcome:
            self._note(outcome)
            if counts:
                self._count(outcome)
            raise
        else:
            self._late.append((now() - message.due_at).total_seconds())
            self.sent += counts
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

    def late(self, share: float) -> float | None:
        """Return what this share of the last messages were not later than; None of a few."""
        if len(self._late) < FEW:
            return None
        seconds = sorted(self._late)[int(share * (len(self._late) - 1))]
        return LATE[bisect_left(LATE, seconds)]

    def troubles(self) -> dict[str, float]:
        """Return how many seconds ago each trouble with Slack or the bot was last met."""
        at = monotonic()
        return {reason: at - met for reason, met in self._troubles.items()}

    def _note(self, outcome: Exception) -> None:
        """Remember that there was such a trouble, if it lies with Slack or with the bot."""
        match outcome:
            case RefusedError() if outcome.code in OURS:
                reason = outcome.code
            case OutcomeUnknownError():
                reason = UNKNOWN
            case NotSentError() if str(outcome) in PUT_BACK:
                reason = PUT_BACK[str(outcome)]
            case _:
                return
        self._troubles[reason] = monotonic()

    def _count(self, outcome: Exception) -> None:
        match outcome:
            case RefusedError():
                self.failed[outcome.code] += 1
            case OutcomeUnknownError():
                self.unknown += 1
            case NotSentError() if str(outcome) in PUT_BACK:
                self.put_back[PUT_BACK[str(outcome)]] += 1
