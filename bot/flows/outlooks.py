"""What comes to somebody, and what does not for want of room: from what is true now."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.flows import askings, routines
from bot.flows.routines import Life
from bot.flows.tools import Tools, new_id
from bot.rules import budget, curriculum, notices, pacing
from bot.rules.budget import Contact, Wish
from bot.rules.cadence import Window
from bot.rules.curriculum import Follower
from bot.rules.notices import Day, Notice
from content.model import Step
from storage import people, registers, rosters, trainings
from storage.deliveries import Message
from storage.rosters import Place
from storage.trainings import TrainingDay
from storage.transactions import Transaction

# A message is planned this long before it is due, so that what was chosen for it is recent
# and a day's clock change or move costs nothing.
HORIZON = timedelta(hours=36)
# What has waited for another day of its week may still come.
LOOKS_BACK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Look:
    """Where to look: at a place and its training, from one moment until another."""

    place: Place
    days: Sequence[Day]
    life: Life
    now: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Outlook:
    """What comes to a place, what does not, and when each could come first, by its id.

    Of what does not, `crowded` is what there is no room for.
    """

    coming: Sequence[Message]
    left_out: Sequence[Message]
    crowded: Sequence[Message]
    opens: Mapping[str, datetime]

    @property
    def moments(self) -> Iterator[datetime]:
        """Every moment before which this is to be looked at again."""
        yield from self.opens.values()
        yield from (message.due_at for message in self.coming)


def outlook(
    tools: Tools, tx: Transaction, place: Place, now: datetime, until: datetime | None = None
) -> Outlook:
    """Return what comes to this place, and what was meant to and does not.

    It looks as far as what is planned now can depend on, and at the first that is later.
    """
    life = routines.life(tx, place.person_id, now)
    days = training_days(tx, place.cohort_id)
    by_calendar = registers.goes_by_calendar(tx, place.person_id, place.cohort_id)
    told = [
        notice(place.site_id, place.cohort_id, one, person_id=place.person_id)
        for one in notices.notices([] if by_calendar else days, now, life.routine)
    ]
    look = Look(place, days, life, now, until or now + HORIZON + budget.LOOKS_AHEAD)
    meant = list(_meant(tools, tx, look))
    taken = [*life.room.taken, *(_contact(message) for message in told)]
    found = budget.shared_out((wish for wish, _ in meant), replace(life.room, taken=taken))
    coming = [
        replace(message, **found[wish.step].named())
        for wish, message in meant
        if wish.step in found
    ]
    left_out = [message for wish, message in meant if wish.step not in found]
    opens = {message.id: wish.windows[0].due_at for wish, message in meant if wish.windows}
    crowded = [message for message in left_out if message.id in opens]
    opens |= {message.id: message.due_at for message in told}
    return Outlook([*told, *coming], left_out, crowded, opens)


def _meant(tools: Tools, tx: Transaction, look: Look) -> Iterator[tuple[Wish, Message]]:
    """Yield what the companion means to send to a place, if there is room."""
    decided = people.decision(tx, look.place.person_id)
    if not look.days or decided is None or not decided.companion:
        return
    if not rosters.is_latest(tx, look.place):
        return
    follower = Follower(look.days, look.life.routine, decided.checkins, decided.exercises)
    taken = set()
    for step, windows in _steps(tools, follower, look):
        taken.add(windows[0].local_date)
        yield _wish(_companion(look.place, step, windows[0]), windows, look)
    if decided.assessments:
        at = askings.Look(look.days, taken, look.now, look.until)
        for message in askings.upcoming(tools, tx, look.place, at):
            yield _wish(message, askings.windows(message, look.life.routine), look)


def _wish(message: Message, windows: Sequence[Window], look: Look) -> tuple[Wish, Message]:
    """Return a message as a wish for those of its windows that are left.

    What was meant to come before anybody planned it is not sent later: nothing is made up for.
    """
    waits = look.life.waiting(message.step, message.occurrence)
    left = [window for window in windows if window.send_by > look.now]
    is_missed = waits is None and windows[:1] != left[:1]
    if is_missed or look.life.is_over(message.step, message.occurrence):
        left = []
    if waits and waits.due_at <= look.now:
        # It is due, and about to be sent, or to be found too late.
        left = [window for window in windows if window.due_at == waits.due_at] or left
    return Wish(message.step, message.kind, left), message


def _steps(tools: Tools, follower: Follower, look: Look) -> Iterator[tuple[Step, list[Window]]]:
    """Yield the steps of the curriculum that are near or were lately, and the first that is not."""
    steps = curriculum.sendable(tools.library)
    for step, windows in curriculum.steps_ahead(steps, follower, look.now - LOOKS_BACK):
        yield step, windows
        if windows[0].due_at > look.until:
            # They are in order, and what comes after the next is nobody's business yet.
            return


def _contact(message: Message) -> Contact:
    return Contact(message.due_at, message.local_date, is_notice=True)


def notice(
    site_id: str,
    cohort_id: str,
    told: Notice,
    *,
    person_id: str | None = None,
    channel_id: str | None = None,
) -> Message:
    """Return the message that tells somebody, or a channel, of a training session."""
    return Message(
        id=new_id(),
        site_id=site_id,
        cohort_id=cohort_id,
        person_id=person_id,
        channel_id=channel_id,
        kind="notice",
        rank=pacing.rank("notice"),
        step=told.step,
        occurrence=told.occurrence,
        **told.window.named(),
    )


def _companion(place: Place, step: Step, window: Window) -> Message:
    return Message(
        id=new_id(),
        site_id=place.site_id,
        cohort_id=place.cohort_id,
        person_id=place.person_id,
        kind=step.kind,
        rank=pacing.rank(step.kind),
        step=step.id,
        # A second training later starts the same steps anew.
        occurrence=place.cohort_id,
        closes=True,
        **window.named(),
    )


def training_days(tx: Transaction, cohort_id: str) -> list[Day]:
    """Return the training days of a cohort that have a date, in order."""
    return with_dates(trainings.every_day(tx, cohort_id))


def with_dates(found: Sequence[TrainingDay]) -> list[Day]:
    """Return those of the days of a training that have a date, in order."""
    one_waits = any(day.state == trainings.POSTPONED for day in found)
    planned = [rule_of(day) for day in found if day.state == trainings.PLANNED]
    return [replace(day, one_waits=one_waits) for day in planned]


def training_days_of_site(tx: Transaction, site_id: str) -> dict[str, list[Day]]:
    """Return the training days of each cohort of a site of which none waits for its date."""
    found = trainings.dated_days_of_site(tx, site_id)
    return {cohort_id: [rule_of(day) for day in days] for cohort_id, days in found.items()}


def rule_of(day: TrainingDay) -> Day:
    """Return a training day as the rules know it."""
    return Day(
        day.id,
        day.number,
        day.starts_on,
        day.starts_at,
        day.zone,
        day.revision,
        until=day.ends_at,
        room=day.room,
        told_at=day.told_at,
    )
