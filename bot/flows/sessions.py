"""Training sessions: planned with their cohort, added, moved, called off."""

from collections.abc import Sequence
from datetime import datetime

from bot.flows import plans
from bot.flows.tools import new_id
from bot.rules.sessions import Slot
from storage import deliveries, trainings
from storage.trainings import Group, TrainingDay
from storage.transactions import Transaction


def plan_days(
    tx: Transaction, cohort_id: str, days: Sequence[Slot], room: str | None, now: datetime
) -> list[TrainingDay]:
    """Give a new cohort its training days, and have its channel and trainers told of them.

    `days` are in order; one without a room of its own is in `room`. Everybody on the roster is
    planned for when they are put on it. Its trainers must lead it by then.
    """
    group = trainings.cohort(tx, cohort_id)
    assert group is not None  # noqa: S101 -- it was made in this transaction
    added = [_day(number, slot, slot.room or room) for number, slot in enumerate(days, start=1)]
    for day in added:
        trainings.add_day(tx, group, day)
    announce_days(tx, group, now)
    return added


def announce_days(tx: Transaction, group: Group, now: datetime) -> None:
    """Have a cohort's channel told of its days; what is planned already stays as it is."""
    days = plans.training_days(tx, group.id)
    deliveries.plan(tx, plans.channel_notices(group, days, now))


def _day(number: int, slot: Slot, room: str | None) -> TrainingDay:
    return TrainingDay(
        new_id(), number, slot.on, slot.at, slot.zone, 1, ends_at=slot.until, room=room
    )
