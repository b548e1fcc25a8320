"""A trainer's weekly digest of a cohort, by letter or on demand, and the post that it suggests.

Of answering it shows releases alone, as this trainer may see them; the rest is the calendar's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from bot.flows import audits, cohorts, confirmations, outlooks, readings, releases
from bot.flows.readings import Names, View
from bot.flows.tools import Tools, new_id
from bot.messages import confirmations as statements
from bot.messages import digests as messages
from bot.messages.digests import Digest
from bot.messages.parts import Message as Words
from bot.messages.reports import Line
from bot.rules import asks, cadence, digests, pacing, roles
from bot.rules.cohorts import Stage
from bot.rules.confirmations import NotConfirmedError
from bot.rules.digests import Idea
from bot.rules.notices import Day
from bot.rules.roles import Act, NotAllowedError
from storage import deliveries, sendings, trainings
from storage.deliveries import Message
from storage.trainings import Group
from storage.transactions import Transaction

# What a cohort's channel is sent because a trainer wants it.
POST = "post"
POST_TOO_LATE = timedelta(hours=2)

# As far back as a figure is news; an older one is a question for `/resiliency progress`.
LOOKS_BACK = timedelta(weeks=12)
# Slack takes fifty blocks in a message, and nobody reads more at once.
MOST_AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class Offer:
    """What may be shared with a cohort, and in which channel; None where there is none."""

    idea: Idea
    channel: str | None


def letter(tools: Tools, tx: Transaction, message: Message) -> Words | None:
    """Return what a trainer reads on Thursday; None when there is nothing left to say."""
    cohort = trainings.cohort(tx, message.cohort_id or "")
    if cohort is None or message.person_id is None or not _is_led(tx, message):
        return None
    to = sendings.addressee(tx, message.person_id)
    try:
        digest = _digest(tools, tx, to.slack_id, cohort, message.due_at)
    except NotConfirmedError as error:
        return statements.request(error.missing)
    return messages.letter(digest) if digest else None


def post(tools: Tools, tx: Transaction, message: Message) -> Words | None:
    """Return what goes to a cohort's channel because a trainer wants it, or None for nothing."""
    idea = _idea(tools, tx, message.cohort_id or "", message.local_date)
    return messages.post(idea) if idea and idea.step == message.step else None


async def on_demand(
    tools: Tools, slack_id: str, text: str, now: datetime
) -> tuple[list[Digest], int]:
    """Return the digests of the cohorts this trainer leads, and of how many there was no room.

    Raises:
        NotAllowedError: They are no trainer, or lead no cohort.
        NotConfirmedError: There is something to confirm first.
        NotUnderstoodError: The question cannot be read, or names no cohort of theirs.
    """

    def look(tx: Transaction) -> tuple[list[Digest], list[Group]]:
        speaker, _ = tools.speaker(tx, slack_id)
        roles.require(speaker, Act.DIGEST)
        led = [
            one
            for one in trainings.led_by(tx, speaker.person_id or "")
            if cohorts.stage(tx, one.id, now) != Stage.CLOSED
        ]
        if not led:
            raise NotAllowedError("You lead no cohort yet: `/resiliency cohort new` makes one.")
        wanted = asks.which(text, Act.DIGEST, {cohort.name for cohort in led})
        asked: Names = {
            (one.site_id, one.id): one.name for one in led if wanted is None or one.name == wanted
        }
        names, _ = confirmations.visible(tools, tx, speaker, Act.PROGRESS, asked)
        seen = [one for one in led if (one.site_id, one.id) in names]
        found = (_digest(tools, tx, slack_id, one, now) for one in seen[:MOST_AT_ONCE])
        return [digest for digest in found if digest], seen

    found, seen = await tools.database.read(look)
    await tools.database.run(partial(_audit, actor=slack_id, cohorts=seen, now=now))
    return found, len(seen) - min(len(seen), MOST_AT_ONCE)


async def offer(tools: Tools, slack_id: str, about: str, now: datetime) -> Offer | None:
    """Return what a digest suggested, to be looked at; None when that was for another week.

    Raises:
        NotAllowedError: They do not lead that cohort.
    """
    return await tools.database.read(lambda tx: _offer(tools, tx, slack_id, about, now)[0])


async def send(tools: Tools, slack_id: str, about: str, now: datetime) -> tuple[str, bool] | None:
    """Send what a digest suggested; return where it goes, and whether it was not sent before.

    Whoever sends it, once is enough. None when it was for another week.

    Raises:
        NotAllowedError: They do not lead that cohort.
    """

    def plan(tx: Transaction) -> tuple[str, bool] | None:
        offered, cohort = _offer(tools, tx, slack_id, about, now)
        if offered is None or offered.channel is None:
            return None
        first = deliveries.plan_first(tx, _message(cohort, offered, now))
        if first:
            audits.note(tx, cohort.site_id, slack_id, POST, f"cohort {cohort.id}", now)
        return offered.channel, first

    return await tools.database.run(plan)


def _digest(
    tools: Tools, tx: Transaction, slack_id: str, cohort: Group, now: datetime
) -> Digest | None:
    """Return what this trainer may read of a cohort; None for a hospital that is not there.

    Raises:
        NotConfirmedError: They have not confirmed for it.
    """
    site = tools.sites.get(cohort.site_id)
    if site is None:
        return None
    sight = confirmations.for_cohort(tools, tx, slack_id, cohort)
    view = View({(cohort.site_id, cohort.id): cohort.name}, sight)
    today = cadence.local_day(now, site.zone)
    days = outlooks.training_days(tx, cohort.id)
    weeks = readings.lines(tx, site, view, releases.WEEK, today - LOOKS_BACK)
    fours = readings.lines(tx, site, view, releases.FOUR_WEEKS, today - LOOKS_BACK)
    every = [*trainings.days_of_site(tx, site.id).values()]
    return Digest(
        cohort.id,
        cohort.name,
        site.name,
        week=_first(weeks, "participation"),
        four_weeks=_first(fours, "participation"),
        consent=_first(weeks, "consent"),
        units=digests.units(tools.library, every, cadence.week_of(today)),
        coming=digests.coming(days, now),
        idea=digests.idea(tools.library, _dated(days), today),
    )


def _first(lines: Sequence[Line], figure: str) -> Line | None:
    """Return the newest line that has a figure."""
    return next((line for line in lines if getattr(line.figures, figure) is not None), None)


def _offer(
    tools: Tools, tx: Transaction, slack_id: str, about: str, now: datetime
) -> tuple[Offer | None, Group]:
    cohort_id, _, on = about.partition("/")
    speaker, _ = tools.speaker(tx, slack_id)
    roles.require(speaker, Act.DIGEST)
    led = {one.id: one for one in trainings.led_by(tx, speaker.person_id or "")}
    if cohort_id not in led:
        raise NotAllowedError("That is for those who lead this group.")
    cohort, day = led[cohort_id], date.fromisoformat(on)
    site = tools.sites.get(cohort.site_id)
    if site is None or cadence.local_day(now, site.zone) - day > digests.STILL_OF_USE:
        return None, cohort
    idea = _idea(tools, tx, cohort_id, day)
    return (Offer(idea, cohort.channel_id) if idea else None), cohort


def _idea(tools: Tools, tx: Transaction, cohort_id: str, on: date) -> Idea | None:
    return digests.idea(tools.library, _dated(outlooks.training_days(tx, cohort_id)), on)


def _dated(days: Sequence[Day]) -> list[date]:
    """Return the days of a training; none while one of them waits for its date."""
    return [day.on for day in days if not day.one_waits]


def _message(cohort: Group, offered: Offer, now: datetime) -> Message:
    idea = offered.idea
    return Message(
        id=new_id(),
        site_id=cohort.site_id,
        cohort_id=cohort.id,
        channel_id=offered.channel,
        kind=POST,
        rank=pacing.rank(POST),
        step=idea.step,
        occurrence=f"{cohort.id}/{idea.occurrence}",
        # What it says is found by this day again when it goes out.
        local_date=idea.on,
        due_at=now,
        send_by=now + POST_TOO_LATE,
        expires_at=now + POST_TOO_LATE,
    )


def _is_led(tx: Transaction, message: Message) -> bool:
    """Return whether whom a digest goes to still leads that cohort, and it is not closed."""
    cohort_id = message.cohort_id or ""
    leads = any(one.person_id == message.person_id for one in trainings.leaders(tx, cohort_id))
    return leads and cohorts.stage(tx, cohort_id, message.due_at) != Stage.CLOSED


def _audit(tx: Transaction, *, actor: str, cohorts: Sequence[Group], now: datetime) -> None:
    for cohort in cohorts:
        audits.note(tx, cohort.site_id, actor, Act.DIGEST, f"cohort {cohort.id}", now)
