"""The name, the places and the channel of a cohort change; and a copy of one is begun."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.flows import channels, cohorts, outlooks, places, plans
from bot.flows.tools import Tools
from bot.messages import cohort_forms as fields
from bot.messages.cohorts import Window
from bot.rules import cadence
from bot.rules import cohorts as rules
from bot.rules.cohorts import Deed, Seen
from bot.rules.forms import CohortChange, FieldsError
from storage import cohorts as stored
from storage import deliveries, trainings, waiting
from storage.cohorts import Standing
from storage.transactions import Transaction


@dataclass(frozen=True, slots=True)
class Saved:
    """A cohort as it stands after a change, and who got a place by it."""

    window: Window
    given_to: tuple[str, ...]


async def form(tools: Tools, seen: Seen, now: datetime) -> Mapping[str, Any]:
    """Return what a cohort is now, as the form in which it is changed begins.

    Raises:
        NotAllowedError: The speaker neither leads nor coordinates it.
        NotNowError: It is closed.
    """

    def look(tx: Transaction) -> Mapping[str, Any]:
        standing, _ = cohorts.able(tools, tx, seen, Deed.CHANGE, now)
        return {
            fields.NAME: standing.name,
            fields.PLACES: str(standing.places),
            fields.CHANNEL: standing.channel_id,
        }

    return await tools.database.read(look)


async def save(tools: Tools, seen: Seen, wanted: CohortChange, now: datetime) -> Saved:
    """Change the name, the places and the channel of a cohort.

    Raises:
        NotAllowedError: The speaker neither leads nor coordinates it.
        NotNowError: It is closed.
        StaleError: Somebody has changed it since.
        FieldsError: Something cannot be; it has a sentence for each field.
    """
    before = await form(tools, seen, now)
    moved = wanted.channel != before[fields.CHANNEL]
    if moved:
        await channels.require(tools, wanted.channel, public_is_fine=wanted.public_is_fine)

    def keep(tx: Transaction) -> Saved:
        standing, found = cohorts.change(tools, tx, seen, Deed.CHANGE, now)
        _describe(tx, standing, wanted)
        if wanted.channel != standing.channel_id:
            _tell_another_channel(tx, standing, wanted, now)
        given = places.fill(tools, tx, replace(standing, places=wanted.places), found, now)
        return Saved(cohorts.after(tools, tx, seen, now), tuple(given))

    saved = await tools.database.run(keep)
    if moved:
        await channels.greet(tools, wanted.channel, wanted.name)
    return saved


def _describe(tx: Transaction, standing: Standing, wanted: CohortChange) -> None:
    taken = stored.taken(tx, standing.id)
    if wanted.places < taken:
        raise FieldsError({fields.PLACES: f"{taken} people are on the list. Choose more places."})
    if not stored.rename(tx, standing, wanted.name):
        raise FieldsError({fields.NAME: fields.NAME_TAKEN})
    stored.set_places(tx, standing.id, wanted.places)


def _tell_another_channel(
    tx: Transaction, standing: Standing, wanted: CohortChange, now: datetime
) -> None:
    """Have notices go to another channel; what waits for the one before is forgotten."""
    stored.set_channel(tx, standing.id, wanted.channel)
    deliveries.forget_channel(tx, standing.id)
    group = replace(standing.group, channel_id=wanted.channel)
    days = outlooks.training_days(tx, standing.id)
    deliveries.plan(tx, plans.channel_notices(group, days, now))


async def copy(tools: Tools, seen: Seen, now: datetime) -> Mapping[str, Any]:
    """Return what a cohort like this one would be a quarter later, for the form of a new one.

    Its people are those who waited for a place in this one; the channel is theirs to choose.

    Raises:
        NotAllowedError: The speaker neither leads nor coordinates it.
    """

    def look(tx: Transaction) -> Mapping[str, Any]:
        standing, _ = cohorts.able(tools, tx, seen, Deed.COPY, now)
        return _like(tools, tx, standing, seen.slack_id, now)

    return await tools.database.read(look)


def _like(
    tools: Tools, tx: Transaction, standing: Standing, slack_id: str, now: datetime
) -> Mapping[str, Any]:
    days = outlooks.training_days(tx, standing.id)
    names = [group.name for group in trainings.cohorts(tx, [standing.site_id])]
    today = cadence.local_day(now, tools.sites[standing.site_id].zone)
    later = rules.next_quarter([day.on for day in days], today)
    others = [one.slack_id for one in stored.leaders(tx, standing.id) if one.slack_id != slack_id]
    return {
        fields.NAME: rules.next_name(standing.name, names),
        fields.SITE: standing.site_id,
        fields.STARTS_AT: f"{days[0].at:%H:%M}" if days else None,
        fields.PLACES: str(standing.places),
        fields.SECOND_TRAINER: others[0] if others else None,
        fields.PEOPLE: [one.slack_id for one in waiting.in_line(tx, standing.id)],
        **{field: day.isoformat() for field, day in zip(fields.DAYS, later, strict=False)},
    }
