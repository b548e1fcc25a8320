"""Training sessions are planned, and everybody on a list is told of what changes, once."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from bot.flows import outlooks, plans
from bot.flows.routines import COMPANION
from bot.flows.tools import new_id
from bot.rules import assessments, attendance, cadence, pacing
from bot.rules.cadence import Window
from bot.rules.notices import Day
from bot.rules.sessions import Slot, usual_end
from storage import announcements, deliveries, trainings
from storage.announcements import Listed
from storage.deliveries import Message
from storage.trainings import Group, TrainingDay
from storage.transactions import Transaction

# So close to a session, news of it wait for no morning.
URGENT = timedelta(hours=24)

# What is planned of a session for everybody on the list, and for its trainers.
NOTICES = ("notice/7-days", "notice/1-day", "notice/2-hours")
OPENS, STEP_OUT = "register/opens", "register/step-out"
# News of a session, each told once; and what a trainer adds in their own words.
NEW, MOVED, CANCELLED = "notice/new", "notice/moved", "notice/cancelled"
NEWS = (NEW, MOVED, CANCELLED)
WORDS = "notice/words"
REGISTER = "register"


@dataclass(frozen=True, slots=True)
class News:
    """When something is told: from `now` on and `until` a moment; the `urgent` at any hour.

    The channel's hours are those of `zone`.
    """

    now: datetime
    until: datetime
    zone: str
    urgent: bool

    def window(self, zone: str) -> Window:
        """Return when it is told to somebody in a zone."""
        if self.urgent:
            today = cadence.local_day(self.now, zone)
            return Window(today, self.now, self.until, self.until)
        by_day = cadence.invitation(self.now, zone)
        return replace(by_day, send_by=self.until, expires_at=self.until)


def plan_days(
    tx: Transaction, cohort_id: str, days: Sequence[Slot], room: str | None, now: datetime
) -> list[TrainingDay]:
    """Give a new cohort its training days, and have its channel and trainers told of them.

    `days` are in order; one without a room of its own is in `room`. Everybody on the roster is
    planned for when they are put on it. Its trainers must lead it by then.
    """
    group = trainings.cohort(tx, cohort_id)
    assert group is not None  # noqa: S101 -- it was made in this transaction
    added = [
        TrainingDay(
            new_id(),
            number,
            slot.on,
            slot.at,
            slot.zone,
            1,
            ends_at=slot.until,
            room=slot.room or room,
        )
        for number, slot in enumerate(days, start=1)
    ]
    for day in added:
        trainings.add_day(tx, group, day)
    announce_days(tx, group, now)
    return added


def announce_days(tx: Transaction, group: Group, now: datetime) -> None:
    """Have a cohort's channel and trainers told of its days; what is planned stays as it is."""
    days = outlooks.training_days(tx, group.id)
    deliveries.plan(
        tx, [*plans.channel_notices(group, days, now), *_registers(tx, group, days, now)]
    )


def plan_again(tx: Transaction, group: Group, now: datetime) -> None:
    """Plan anew what waits of a cohort's days and of all that is counted from them.

    What was sent stays sent, and has its row: nobody gets it twice.
    """
    announcements.forget(tx, group.id, [*NOTICES, OPENS, STEP_OUT])
    announcements.forget_kinds(tx, group.id, COMPANION)
    announce_days(tx, group, now)
    announcements.plan_again(tx, group.id, now)


def tell(tx: Transaction, group: Group, step: str, day: TrainingDay, now: datetime) -> None:
    """Have everybody on the list and the channel told the news of a session, once.

    By day, or in the morning; at once when it starts, or was to start, within a day.
    """
    former = [f"{day.id}/{number}" for number in range(1, day.revision)]
    announcements.forget_occurrences(tx, group.id, former)
    slot = slot_of(day)
    starts = [slot.starts_at, *([day.moved_from] if day.moved_from else [])]
    # What was to start long ago, and waited for a date since, wakes nobody.
    urgent = any(now < at <= now + URGENT for at in starts)
    until = max(slot.starts_at, now + cadence.LETTER_TOO_LATE)
    spread(tx, group, step, f"{day.id}/{day.revision}", News(now, until, day.zone, urgent=urgent))


def known_start(tx: Transaction, group: Group, day: TrainingDay) -> datetime:
    """Return when people expect a session by now.

    Of a move that waits to be told nobody has heard: they know the date before it.
    """
    if day.moved_from and is_unheard(tx, group, day):
        return day.moved_from
    return slot_of(day).starts_at


def is_unheard(tx: Transaction, group: Group, day: TrainingDay) -> bool:
    """Return whether the last news of a session waits to be told, to everybody."""
    return announcements.waits(tx, group.id, NEWS, f"{day.id}/{day.revision}")


def spread(tx: Transaction, group: Group, step: str, occurrence: str, news: News) -> None:
    """Have everybody on the list and the channel told something."""
    deliveries.plan(tx, list(_spread(tx, group, step, occurrence, news)))


def slot_of(day: TrainingDay) -> Slot:
    """Return when and where a session is."""
    until = day.ends_at or usual_end(day.starts_at)
    return Slot(day.starts_on, day.starts_at, until, day.zone, day.room)


def _spread(
    tx: Transaction, group: Group, step: str, occurrence: str, news: News
) -> Iterator[Message]:
    for one in announcements.listed(tx, group.id):
        yield _message(group, step, occurrence, news.window(one.zone), to=one)
    if group.channel_id:
        yield _message(group, step, occurrence, news.window(news.zone))


def _message(
    group: Group, step: str, occurrence: str, window: Window, to: Listed | None = None
) -> Message:
    return Message(
        id=new_id(),
        site_id=group.site_id,
        cohort_id=group.id,
        person_id=to.person_id if to else None,
        channel_id=None if to else group.channel_id,
        kind="notice",
        rank=pacing.rank("notice"),
        step=step,
        occurrence=occurrence,
        **asdict(window),
    )


def _registers(
    tx: Transaction, group: Group, days: Sequence[Day], now: datetime
) -> Iterator[Message]:
    """Yield what tells the trainers that a register opens, and when to step out of the room.

    Nothing of days that are over: it would stand among what was lost.
    """
    days = [day for day in days if day.ends_at > now]
    for leader in trainings.leaders(tx, group.id):
        for day in days:
            opens_at = day.starts_at - attendance.OPENS_BEFORE
            yield _register(group, leader.person_id, OPENS, day, opens_at)
        if days and not days[-1].one_waits:
            out_at = days[-1].ends_at - assessments.END_OPENS_BEFORE
            yield _register(group, leader.person_id, STEP_OUT, days[-1], out_at)


def _register(group: Group, person_id: str, step: str, day: Day, due_at: datetime) -> Message:
    return Message(
        id=new_id(),
        site_id=group.site_id,
        cohort_id=group.id,
        person_id=person_id,
        kind=REGISTER,
        rank=pacing.rank(REGISTER),
        step=step,
        occurrence=f"{day.id}/{day.revision}",
        local_date=day.on,
        due_at=due_at,
        send_by=day.ends_at,
        expires_at=day.ends_at,
    )
