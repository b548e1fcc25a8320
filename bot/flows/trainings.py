"""Cohorts are made and their people invited."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.flows import audits, channels, confirmations, members, moves, places, sessions, standings
from bot.flows.tools import Tools, new_id
from bot.messages import cohort_forms as fields
from bot.rules import cadence, forms, roles
from bot.rules.forms import FieldsError, NewCohort
from bot.rules.roles import Act, NotAllowedError, Speaker
from bot.rules.sessions import Slot, overlapping, usual_end
from storage import cohorts, people, trainings
from storage.trainings import Group
from storage.transactions import Transaction


@dataclass(frozen=True, slots=True)
class Made:
    """A cohort that was made; `shut_channel` is its channel when the bot cannot write there."""

    cohort_id: str
    name: str
    enrolled: int
    left_out: tuple[str, ...]
    shut_channel: str | None


async def sites_to_train(tools: Tools, slack_id: str, now: datetime) -> Mapping[str, str]:
    """Return the sites at which this person trains, by id, with their names.

    Raises:
        NotAllowedError: There is none, or their certification has lapsed.
        NotConfirmedError: They have confirmed for none of them yet.
    """

    def look(tx: Transaction) -> Mapping[str, str]:
        speaker, _ = tools.speaker(tx, slack_id)
        roles.require(speaker, Act.COHORT_NEW)
        names = {site.id: site.name for site in tools.sites.values() if site.id in speaker.trains}
        if not names:
            raise NotAllowedError("Your site is not in my list any more; ask your coordinator.")
        confirmed = confirmations.require_one(tools, tx, slack_id, names)
        assert speaker.person_id is not None  # noqa: S101 -- trainers are known
        standings.require(tools, tx, speaker.person_id, min(names), now)
        return {site_id: name for site_id, name in names.items() if site_id in confirmed}

    return await tools.database.read(look)


async def described(
    tools: Tools, slack_id: str, filled: Mapping[str, Any], now: datetime
) -> NewCohort:
    """Return the cohort described in the form, which can be made as far as is seen from here.

    Raises:
        NotAllowedError: The speaker is no trainer of that site.
        NotConfirmedError: They have not confirmed for it yet.
        FieldsError: Something cannot be; it has a sentence for each field.
    """
    site = tools.sites.get(filled.get(fields.SITE) or "")
    if site is None:
        raise FieldsError({fields.SITE: "Choose one of your sites."})
    today = cadence.local_day(now, site.zone)
    wanted = forms.new_cohort(filled, today, site.zone)

    def look(tx: Transaction) -> NewCohort:
        speaker, _ = tools.speaker(tx, slack_id)
        roles.require_at(speaker, Act.COHORT_NEW, wanted.site)
        confirmations.require_one(tools, tx, slack_id, [wanted.site])
        taken = {cohort.name.casefold() for cohort in trainings.cohorts(tx, [wanted.site])}
        if wanted.name.casefold() in taken:
            raise FieldsError({fields.NAME: fields.NAME_TAKEN})
        leaders = _leaders(tools, tx, speaker, wanted, now)
        _require_free(tx, leaders, _slots(wanted, site.zone))
        return wanted

    return await tools.database.read(look)


async def new_cohort(tools: Tools, slack_id: str, wanted: NewCohort, now: datetime) -> Made:
    """Make a cohort with its training days, and invite everybody chosen.

    Raises:
        NotAllowedError: The speaker is no trainer of that site.
        NotConfirmedError: They have not confirmed for it yet.
        FieldsError: The site has a cohort of that name, the second trainer is none, or the
            channel cannot be.
    """
    await channels.require(tools, wanted.channel, public_is_fine=wanted.public_is_fine)
    found = await members.among(tools, wanted.people)
    group = Group(new_id(), wanted.site, wanted.name, wanted.channel)

    def keep(tx: Transaction) -> None:
        speaker, _ = tools.speaker(tx, slack_id)
        roles.require_at(speaker, Act.COHORT_NEW, wanted.site)
        confirmations.require_one(tools, tx, slack_id, [wanted.site])
        _add(tools, tx, speaker, group, wanted, now)
        for person, member in found.items():
            places.give(tools, tx, group, members.met(tools, tx, person, member, wanted.site), now)
        audits.note(tx, wanted.site, slack_id, Act.COHORT_NEW, group.id, now)
        # They have ticked the statement about everybody chosen; the form demands it.
        confirmations.keep(tx, slack_id, wanted.site, group.id, now)

    await tools.database.run(keep)
    return Made(
        group.id,
        wanted.name,
        len(found),
        tuple(person for person in wanted.people if person not in found),
        await channels.greet(tools, group.channel_id, group.name),
    )


def _add(
    tools: Tools,
    tx: Transaction,
    speaker: Speaker,
    group: Group,
    wanted: NewCohort,
    now: datetime,
) -> None:
    """Add a cohort with its trainers, its places and its days."""
    if not trainings.add_cohort(tx, group, now):
        raise FieldsError({fields.NAME: fields.NAME_TAKEN})
    leaders = _leaders(tools, tx, speaker, wanted, now)
    slots = _slots(wanted, tools.sites[wanted.site].zone)
    _require_free(tx, leaders, slots)
    for leader in leaders:
        trainings.add_leader(tx, group, leader, now)
    cohorts.set_places(tx, group.id, wanted.places)
    sessions.plan_days(tx, group.id, slots, wanted.room, now)


def _leaders(
    tools: Tools, tx: Transaction, speaker: Speaker, wanted: NewCohort, now: datetime
) -> list[str]:
    """Return who leads the new cohort: the speaker, and a second trainer of the site."""
    assert speaker.person_id is not None  # noqa: S101 -- trainers are known
    standings.require(tools, tx, speaker.person_id, wanted.site, now)
    if wanted.second_trainer is None:
        return [speaker.person_id]
    second = people.find(tx, wanted.second_trainer)
    if second is None or wanted.site not in people.trains_at(tx, second.id):
        raise FieldsError({fields.SECOND_TRAINER: "Choose a trainer of this site, or nobody."})
    standings.require_of(tools, tx, second.id, wanted.site, now, field=fields.SECOND_TRAINER)
    return [speaker.person_id, second.id]


def _require_free(tx: Transaction, leaders: Sequence[str], slots: Sequence[Slot]) -> None:
    """Return when on each day one of these trainers at least is free to be there.

    Raises:
        FieldsError: On some day none is; it says at its field what they lead then.
    """
    led = [moves.led_slots(tx, leader) for leader in leaders]
    problems = {}
    for field, slot in zip(fields.DAYS, slots, strict=False):
        in_the_way = [overlapping(slot, others) for others in led]
        if in_the_way[0] and all(in_the_way):
            problems[field] = (
                f"That overlaps with {in_the_way[0].name}. "
                "Choose another date, or a second trainer who is free."
            )
    if problems:
        raise FieldsError(problems)


def _slots(wanted: NewCohort, zone: str) -> list[Slot]:
    until = usual_end(wanted.starts_at)
    return [Slot(day, wanted.starts_at, until, zone) for day in wanted.days]
