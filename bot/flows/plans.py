"""Who gets what when is planned: a look at one place on a roster after the other."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from datetime import date, datetime, timedelta

from bot.flows import askings
from bot.flows.tools import Tools, failure, new_id
from bot.rules import cadence, curriculum, notices, pacing
from bot.rules.cadence import Window
from bot.rules.curriculum import Course, Follower, History
from bot.rules.notices import Day, Notice
from content.model import Step
from storage import deliveries, people, rosters, trainings
from storage.deliveries import Message
from storage.rosters import Place
from storage.trainings import Group
from storage.transactions import Transaction

log = logging.getLogger(__name__)

# A message is planned this long before it is due, so that what was chosen for it is recent
# and a day's clock change or move costs nothing.
HORIZON = timedelta(hours=36)
# Places looked at in one transaction: at 0.6 to 1.8 ms each (measured, SQLite; the later in the
# curriculum, the more) the writer is held for less than the 20 ms that an answer should wait.
SLICE = 8
# Long enough not to fill the log, short enough to be mended within the horizon.
TRIED_AGAIN_AFTER = timedelta(hours=1)
# A changed hour also moves what waits for today, were it into the past: there it is dropped
# as too late, and does not come at the hour that was given up.
LOOKS_BACK = timedelta(days=2)
# All the ledger says of what was not wanted: a word for each reason would tell who has paused.
NOT_SENT = "not sent"


async def plan(tools: Tools, now: datetime) -> None:
    """Plan what falls due within the horizon, and note when to look again."""
    planned = SLICE
    while planned == SLICE and not tools.tasks.closing:
        planned = await tools.database.run(lambda tx: _plan_slice(tools, tx, now))


async def next_moment(tools: Tools) -> datetime | None:
    """Return when there is next something to plan, or None."""
    return await tools.database.read(rosters.next_plan)


async def training_over(tools: Tools, now: datetime) -> datetime | None:
    """Return when the next training that is still under way or ahead is over, or None."""

    def look(tx: Transaction) -> datetime | None:
        cohorts = trainings.cohorts(tx, tools.sites.keys())
        last = (days[-1] for cohort in cohorts if (days := training_days(tx, cohort.id)))
        return min((day.ends_at for day in last if day.ends_at > now), default=None)

    return await tools.database.read(look)


def plan_digests(
    tx: Transaction, site_id: str, cohort_id: str, monday: date, now: datetime
) -> None:
    """Have each trainer of a cohort told, at their next hour, how the week from `monday` was."""
    deliveries.plan(
        tx,
        [
            Message(
                id=new_id(),
                site_id=site_id,
                cohort_id=cohort_id,
                person_id=leader.person_id,
                kind="digest",
                rank=pacing.rank("digest"),
                step=f"digest/{cohort_id}",
                occurrence=monday.isoformat(),
                **asdict(cadence.letter(now, leader.preferred_at, leader.zone)),
            )
            for leader in trainings.leaders(tx, cohort_id)
        ],
    )


def next_for(tools: Tools, tx: Transaction, person_id: str, now: datetime) -> datetime | None:
    """Return when this person next gets a message, planned already or not; None for no more."""
    ahead = (
        message.due_at
        for place in rosters.places_of(tx, person_id)
        for message in _upcoming(tools, tx, place, now)
        if message.due_at > now and askings.is_certain(message)
    )
    return min(ahead, default=None)


def _plan_slice(tools: Tools, tx: Transaction, now: datetime) -> int:
    """Look at up to a slice of places; return how many there were."""
    places = rosters.to_plan(tx, now, SLICE)
    for place in places:
        _plan_place(tools, tx, place, now)
    return len(places)


def _plan_place(tools: Tools, tx: Transaction, place: Place, now: datetime) -> None:
    """Plan for one place; one that cannot be planned keeps no other from its turn."""
    try:
        rosters.plan_next(tx, place, _planned(tools, tx, place, now))
    except Exception as error:
        if tx.is_over:
            raise
        log.error("a place cannot be planned: %s", failure(error))  # noqa: TRY400 -- no words
        rosters.plan_next(tx, place, now + TRIED_AGAIN_AFTER)


def _planned(tools: Tools, tx: Transaction, place: Place, now: datetime) -> datetime | None:
    """Plan what is near for a place, and return when to look again; None for no more."""
    upcoming = sorted(_upcoming(tools, tx, place, now), key=lambda message: message.due_at)
    near = [message for message in upcoming if message.due_at <= now + HORIZON]
    _keep(tools, tx, near, now)
    later = next((m.due_at for m in upcoming if m.due_at > now + HORIZON), None)
    return later - HORIZON if later else None


def _upcoming(tools: Tools, tx: Transaction, place: Place, now: datetime) -> Iterator[Message]:
    """Yield what may still be sent to this place or was to be lately; of steps, what is near."""
    days = training_days(tx, place.cohort_id)
    for notice in notices.notices(days, now, place.preferred_at, place.zone):
        yield _notice(place.site_id, place.cohort_id, notice, person_id=place.person_id)
    decided = people.decision(tx, place.person_id)
    if not days or decided is None or not decided.companion:
        return
    if not rosters.is_latest(tx, place):
        return
    follower = Follower(days, place.preferred_at, place.zone, decided.checkins, decided.exercises)
    companion = list(_steps(tools, place, follower, now))
    yield from companion
    if decided.assessments:
        taken = {message.local_date for message in companion}
        yield from askings.upcoming(tools, tx, place, askings.Look(days, taken, now, now + HORIZON))


def _steps(tools: Tools, place: Place, follower: Follower, now: datetime) -> Iterator[Message]:
    """Yield the steps of the curriculum that are near or were lately, and the first that is not."""
    steps = curriculum.sendable(tools.library)
    for step, window in curriculum.steps_ahead(steps, follower, now - LOOKS_BACK):
        yield _companion(place, step, window)
        if window.due_at > now + HORIZON:
            # They are in order, and what comes after the next is nobody's business yet.
            return


def _keep(tools: Tools, tx: Transaction, messages: Sequence[Message], now: datetime) -> None:
    """Plan these messages, each with what it will say; move those that are planned.

    Those moved into the past are not sent.
    """
    for message in messages:
        if message.send_by <= now:
            deliveries.miss(tx, message, reason=NOT_SENT)
        elif not deliveries.move(tx, message) and (full := _with_content(tools, tx, message)):
            deliveries.plan(tx, [full])


def _with_content(tools: Tools, tx: Transaction, message: Message) -> Message | None:
    """Return the message with what it will say; None when nothing fresh is left to say."""
    step = next((s for s in tools.library.curriculum.steps if s.id == message.step), None)
    if step is None or message.person_id is None or message.cohort_id is None:
        return message
    days = [day.starts_on for day in trainings.days(tx, message.cohort_id)]
    history = History(deliveries.content_of(tx, message.person_id, message.kind))
    content = curriculum.content_for(step, Course(tools.library, days), history)
    if content is None:
        return None
    return replace(message, content_id=content.id, content_version=content.version)


def channel_notices(group: Group, days: Sequence[Day], now: datetime) -> list[Message]:
    """Return the notices of a cohort as its channel gets them; none without a channel."""
    if group.channel_id is None:
        return []
    return [
        _notice(group.site_id, group.id, notice, channel_id=group.channel_id)
        for notice in notices.notices(days, now)
    ]


def _notice(
    site_id: str,
    cohort_id: str,
    notice: Notice,
    *,
    person_id: str | None = None,
    channel_id: str | None = None,
) -> Message:
    return Message(
        id=new_id(),
        site_id=site_id,
        cohort_id=cohort_id,
        person_id=person_id,
        channel_id=channel_id,
        kind="notice",
        rank=pacing.rank("notice"),
        step=notice.step,
        occurrence=notice.occurrence,
        **asdict(notice.window),
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
        **asdict(window),
    )


def training_days(tx: Transaction, cohort_id: str) -> list[Day]:
    """Return the training days of a cohort, in order."""
    return [
        Day(day.id, day.number, day.starts_on, day.starts_at, day.zone, day.revision)
        for day in trainings.days(tx, cohort_id)
    ]
