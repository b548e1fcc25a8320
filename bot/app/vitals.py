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
from storage.metrics import STEP, Queue

# A tick is a second, and the longest call in it is ten.
STILL_SECONDS = 60


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
        yield from _sending(self.meters)
        if queue:
            yield from _waiting(queue, now)
        yield _gauge("connections", "Open connections to Slack.", self.ears.open)
        yield _gauge("database_answers", "1 if it last did, else 0.", self.database.answers)
        yield _gauge("sending_stopped", "1 if Slack takes nothing more.", bool(self.meters.stopped))
        still = round(self.meters.still_for())
        yield _gauge("tick_age_seconds", "Since a tick or a message came to its end.", still)
        yield _histogram("tick_seconds", "How long ticks took.", self.meters.ticks, step=1)


def _sending(meters: Meters) -> Iterable[Metric]:
    late = meters.late
    yield _counter("sent", "Messages Slack took, in full tens.", _stepped(late.totals()[-1]))
    yield _histogram("late_seconds", "How late they were, in full tens.", late, step=STEP)
    yield _counter("unknown", "Messages of which nobody knew at first.", meters.unknown)
    yield _by_reason("failed", "Messages Slack refused.", meters.failed)
    yield _by_reason("put_back", "Messages that went back to wait.", meters.put_back)


def _waiting(queue: Queue, now: datetime) -> Iterable[Metric]:
    age = (now - queue.oldest).total_seconds() if queue.oldest else 0.0
    yield _gauge("due", "Messages that are due and wait, in full tens.", queue.due)
    yield _gauge("queue_age_seconds", "How late the oldest of them is.", round(max(age, 0.0)))


def _stepped(number: int, step: int = STEP) -> int:
    """Return how many full steps there are, in ones: as with what is due (`storage.metrics`)."""
    return number // step * step


def _gauge(name: str, help_: str, value: float) -> Metric:
    return GaugeMetricFamily(f"resiliency_{name}", help_, value=value)


def _counter(name: str, help_: str, value: float) -> Metric:
    return CounterMetricFamily(f"resiliency_{name}", help_, value=value)


def _by_reason(name: str, help_: str, counted: dict[str, int]) -> Metric:
    family = CounterMetricFamily(f"resiliency_{name}", help_, labels=["reason"])
    for reason, number in sorted(counted.items()):
        family.add_metric([reason], number)
    return family


def _histogram(name: str, help_: str, spread: Spread, step: int) -> Metric:
    bounds = [*map(str, spread.bounds), "+Inf"]
    totals = [_stepped(total, step) for total in spread.totals()]
    # Without a sum, which would move with every single message.
    return HistogramMetricFamily(
        f"resiliency_{name}", help_, buckets=list(zip(bounds, totals, strict=True))
    )
