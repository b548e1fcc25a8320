"""Whether the bot is well, in words and in numbers, and nothing of anybody it writes to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)

from bot.app.ears import EARS, Ears
from bot.flows.meters import Meters, Spread
from storage.database import Database
from storage.metrics import Queue

# A tick is a second, and the longest call in it is ten.
STILL_SECONDS = 60
MINUTE = 60
# Of all messages, so many were not later than what is told.
SHARES = (0.5, 0.99)


@dataclass(frozen=True, slots=True)
class Vitals:
    """Looks at what the bot knows of itself; it asks nobody, so nothing can hang."""

    ears: Ears
    meters: Meters
    database: Database

    def words(self) -> dict[str, str]:
        """Return a word or two for each thing that must be well."""
        stopped = self.meters.stopped
        return {
            "socket": f"{self.ears.open} of {EARS} connections are open",
            "database": "answers" if self.database.answers else "does not answer",
            "last_tick": f"{self.meters.still_for():.0f} seconds ago",
            "sending": f"stopped, Slack says {stopped}" if stopped else "goes on",
        }

    def well(self) -> bool:
        """Return whether all of it is."""
        return (
            self.ears.open > 0
            and self.database.answers
            and self.meters.still_for() < STILL_SECONDS
            and not self.meters.stopped
        )

    def numbers(self, queue: Queue | None, now: datetime) -> Iterable[Metric]:
        """Yield what is measured; without a queue, when the database did not say in time."""
        meters = self.meters
        yield from _sending(meters)
        if queue:
            yield from _waiting(queue, now)
        yield _gauge("connections", "Open connections to Slack.", self.ears.open)
        yield _gauge("database_answers", "1 if it last did, else 0.", self.database.answers)
        yield _gauge("sending_stopped", "1 if Slack takes nothing more.", bool(meters.stopped))
        still = round(meters.still_for())
        yield _gauge("tick_age_seconds", "Since a tick or a message came to its end.", still)
        yield _spread("tick_seconds", "How long ticks took.", meters.ticks)


def _sending(meters: Meters) -> Iterable[Metric]:
    """Yield numbers of what everybody gets, and of every message what tells of nobody."""
    yield _counter("sent", "Messages to everybody that Slack took.", meters.sent)
    yield _counter("unknown", "Those of which nobody knew at first.", meters.unknown)
    yield _by_reason("failed", "Those that Slack refused.", meters.failed)
    yield _by_reason(
        "put_back", "Those that went back to wait; rate_limited: 429.", meters.put_back
    )
    late = _labelled("late_seconds", "How late messages of any kind lately were.", "quantile")
    for share in SHARES:
        if (seconds := meters.late(share)) is not None:
            late.add_metric([str(share)], seconds)
    yield late
    troubles = _labelled("trouble_age_seconds", "Since any message met it, by minutes.", "reason")
    for reason, age in sorted(meters.troubles().items()):
        troubles.add_metric([reason], _minutes(age))
    yield troubles


def _waiting(queue: Queue, now: datetime) -> Iterable[Metric]:
    age = (now - queue.oldest).total_seconds() if queue.oldest else 0.0
    yield _gauge("due", "Messages that are due and wait, in full hundreds.", queue.due)
    yield _gauge("queue_age_seconds", "How late the oldest of them is, by minutes.", _minutes(age))


def _minutes(seconds: float) -> float:
    """Return seconds in full minutes: to the second, they would tell when somebody is sent to."""
    return max(seconds, 0.0) // MINUTE * MINUTE


def _gauge(name: str, help_: str, value: float) -> Metric:
    return GaugeMetricFamily(f"resiliency_{name}", help_, value=value)


def _labelled(name: str, help_: str, label: str) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"resiliency_{name}", help_, labels=[label])


def _counter(name: str, help_: str, value: float) -> Metric:
    return CounterMetricFamily(f"resiliency_{name}", help_, value=value)


def _by_reason(name: str, help_: str, counted: dict[str, int]) -> Metric:
    family = CounterMetricFamily(f"resiliency_{name}", help_, labels=["reason"])
    for reason, number in sorted(counted.items()):
        family.add_metric([reason], number)
    return family


def _spread(name: str, help_: str, spread: Spread) -> Metric:
    bounds = [*map(str, spread.bounds), "+Inf"]
    buckets = list(zip(bounds, spread.totals(), strict=True))
    # Without a sum, which would move with every single message.
    return HistogramMetricFamily(f"resiliency_{name}", help_, buckets=buckets)
