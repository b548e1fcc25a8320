"""Who gets what when is planned: a look at one place on a roster after the other."""

import logging
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date, datetime, timedelta

from bot.flows import askings, outlooks, routines
from bot.flows.routines import Life
from bot.flows.tools import Tools, failure, new_id
from bot.rules import cadence, curriculum, notices, pacing
from bot.rules.curriculum import Course, History
from bot.rules.notices import Day
from storage import deliveries, rosters, trainings
from storage.deliveries import Message
from storage.rosters import Place
from storage.trainings import Group
from storage.transactions import Transaction

log = logging.getLogger(__name__)

# Places looked at in one transaction: at 1.1 to 2.9 ms each (measured, SQLite; the later in the
# curriculum, the more) the writer is held for less than the 20 ms that an answer should wait.
SLICE = 6
# Long enough not to fill the log, short enough to be mended within the horizon.
TRIED_AGAIN_AFTER = timedelta(hours=1)
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
        last = (days[-1] for cohort in cohorts if (days := outlooks.training_days(tx, cohort.id)))
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
    coming = next_message(tools, tx, person_id, now)
    return coming.due_at if coming else None


def next_message(tools: Tools, tx: Transaction, person_id: str, now: datetime) -> Message | None:
    """Return the message this person gets next, planned already or not; None for no more."""
    life = routines.life(tx, person_id, now)
    ahead = (
        comes
        for place in rosters.listed_at(tx, person_id)
        for message in outlooks.outlook(tools, tx, place, now).coming
        if askings.is_certain(message)
        and (comes := _when_held(life, message))
        and comes.due_at > now
    )
    return min(ahead, key=lambda message: message.due_at, default=None)


def _when_held(life: Life, message: Message) -> Message | None:
    """Return a message as it comes to somebody who wants quiet; None when it does not."""
    if message.kind not in routines.COMPANION:
        return message
    at = routines.free_from(life, message.due_at)
    return replace(message, due_at=at) if at < message.send_by else None


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
    ahead = outlooks.outlook(tools, tx, place, now)
    for message in ahead.left_out:
        deliveries.miss(tx, message, reason=NOT_SENT)
    _keep(tools, tx, [m for m in ahead.coming if ahead.opens[m.id] <= now + outlooks.HORIZON])
    later = min((at for at in ahead.moments if at > now + outlooks.HORIZON), default=None)
    return later - outlooks.HORIZON if later else None


def _keep(tools: Tools, tx: Transaction, messages: Sequence[Message]) -> None:
    """Plan these messages, each with what it will say; move those that are planned."""
    for message in sorted(messages, key=lambda message: message.due_at):
        if not deliveries.move(tx, message) and (full := _with_content(tools, tx, message)):
            deliveries.plan(tx, [full])


def _with_content(tools: Tools, tx: Transaction, message: Message) -> Message | None:
    """Return the message with what it will say; None when nothing fresh is left to say."""
    step = next((s for s in tools.library.curriculum.steps if s.id == message.step), None)
    if step is None or message.person_id is None or message.cohort_id is None:
        return message
    days = trainings.days(tx, message.cohort_id)
    taught = {number: day.units.split(",") for number, day in enumerate(days, 1) if day.units}
    course = Course(tools.library, [day.starts_on for day in days], taught)
    history = History(deliveries.content_of(tx, message.person_id, message.kind))
    content = curriculum.content_for(step, course, history)
    if content is None:
        return None
    return replace(message, content_id=content.id, content_version=content.version)


def channel_notices(group: Group, days: Sequence[Day], now: datetime) -> list[Message]:
    """Return the notices of a cohort as its channel gets them; none without a channel."""
    if group.channel_id is None:
        return []
    return [
        outlooks.notice(group.site_id, group.id, notice, channel_id=group.channel_id)
        for notice in notices.notices(days, now)
    ]
