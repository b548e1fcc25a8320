"""Trainers are named; cohorts are made and their people invited."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.flows import confirmations, distances, plans
from bot.flows.people import give_link_key
from bot.flows.tools import Tools, new_id
from bot.messages import trainings as messages
from bot.rules import cadence, forms, pacing, roles
from bot.rules.asks import NewTrainers
from bot.rules.forms import FieldsError, NewCohort
from bot.rules.roles import Act, NotAllowedError, Speaker
from bot.slack import Member, NotSentError, OutcomeUnknownError, RefusedError
from storage import deliveries, people, reports, trainings
from storage.deliveries import Message
from storage.people import Known
from storage.reports import Entry
from storage.trainings import Group, TrainingDay
from storage.transactions import Transaction

# Slack answers a hundred of these a minute, and a roster has twenty.
LOOK_UPS_AT_ONCE = 5
# How often somebody is looked up again when Slack asks to wait.
PATIENCE = 3

NAME_TAKEN = "There is a cohort of that name; choose another."


@dataclass(frozen=True, slots=True)
class Made:
    """A cohort that was made; `shut_channel` is its channel when the bot cannot write there."""

    name: str
    enrolled: int
    left_out: tuple[str, ...]
    shut_channel: str | None


async def sites_to_train(tools: Tools, slack_id: str) -> Mapping[str, str]:
    """Return the sites at which this person trains, by id, with their names.

    Raises:
        NotAllowedError: There is none.
        NotConfirmedError: They have confirmed for none of them yet.
    """

    def look(tx: Transaction) -> Mapping[str, str]:
        speaker, _ = tools.speaker(tx, slack_id)
        roles.require(speaker, Act.COHORT_NEW)
        names = {site.id: site.name for site in tools.sites.values() if site.id in speaker.trains}
        if not names:
            raise NotAllowedError("Your site is not in my list any more; ask your coordinator.")
        confirmed = confirmations.require_one(tools, tx, slack_id, names)
        return {site_id: name for site_id, name in names.items() if site_id in confirmed}

    return await tools.database.read(look)


async def sites_coordinated(tools: Tools, slack_id: str) -> frozenset[str]:
    """Return the sites this person coordinates.

    Raises:
        NotAllowedError: There is none.
        NotConfirmedError: They have confirmed for none of them yet.
    """

    def look(tx: Transaction) -> frozenset[str]:
        speaker, _ = tools.speaker(tx, slack_id)
        roles.require(speaker, Act.TRAINERS_ADD)
        confirmations.require_one(tools, tx, slack_id, speaker.coordinates)
        return speaker.coordinates

    return await tools.database.read(look)


async def name_trainers(
    tools: Tools, slack_id: str, wanted: NewTrainers, now: datetime
) -> tuple[list[str], list[str]]:
    """Make people trainers, and tell each; return who is one now, and who cannot be.

    Raises:
        NotAllowedError: The speaker does not coordinate that site.
        NotConfirmedError: They have not confirmed for it yet.
    """
    members = await _members(tools, wanted.people)
    site_id = wanted.site

    def keep(tx: Transaction) -> None:
        speaker, _ = tools.speaker(tx, slack_id)
        roles.require_at(speaker, Act.TRAINERS_ADD, site_id)
        confirmations.require_one(tools, tx, slack_id, [site_id])
        for trainer, member in members.items():
            known = _met(tools, tx, trainer, member, site_id)
            people.name_trainer(tx, known.id, site_id, named_by=slack_id, now=now)
            deliveries.plan(tx, [_letter("appointment", site_id, known, site_id, now)])
            _audit(tx, site_id, slack_id, Act.TRAINERS_ADD, trainer, now)

    await tools.database.run(keep)
    return list(members), [person for person in wanted.people if person not in members]


async def described(
    tools: Tools, slack_id: str, filled: Mapping[str, Any], now: datetime
) -> NewCohort:
    """Return the cohort described in the form, which can be made as far as is seen from here.

    Raises:
        NotAllowedError: The speaker is no trainer of that site.
        NotConfirmedError: They have not confirmed for it yet.
        FieldsError: Something cannot be; it has a sentence for each field.
    """
    site = tools.sites.get(filled.get(messages.SITE) or "")
    if site is None:
        raise FieldsError({messages.SITE: "Choose one of your sites."})
    wanted = forms.new_cohort(filled, now.astimezone(ZoneInfo(site.zone)).date())

    def look(tx: Transaction) -> NewCohort:
        speaker, _ = tools.speaker(tx, slack_id)
        roles.require_at(speaker, Act.COHORT_NEW, wanted.site)
        confirmations.require_one(tools, tx, slack_id, [wanted.site])
        taken = {cohort.name.casefold() for cohort in trainings.cohorts(tx, [wanted.site])}
        if wanted.name.casefold() in taken:
            raise FieldsError({messages.NAME: NAME_TAKEN})
        _leaders(tx, speaker, wanted)
        return wanted

    return await tools.database.read(look)


async def new_cohort(tools: Tools, slack_id: str, wanted: NewCohort, now: datetime) -> Made:
    """Make a cohort with its training days, and invite everybody chosen.

    Raises:
        NotAllowedError: The speaker is no trainer of that site.
        NotConfirmedError: They have not confirmed for it yet.
        FieldsError: The site has a cohort of that name, or the second trainer is none.
    """
    members = await _members(tools, wanted.people)
    group = Group(new_id(), wanted.site, wanted.name, wanted.channel)

    def keep(tx: Transaction) -> None:
        speaker, _ = tools.speaker(tx, slack_id)
        roles.require_at(speaker, Act.COHORT_NEW, wanted.site)
        confirmations.require_one(tools, tx, slack_id, [wanted.site])
        if not trainings.add_cohort(tx, group, now):
            raise FieldsError({messages.NAME: NAME_TAKEN})
        for leader in _leaders(tx, speaker, wanted):
            trainings.add_leader(tx, group, leader)
        _add_days(tx, group, wanted, tools.sites[wanted.site].zone)
        days = plans.training_days(tx, group.id)
        deliveries.plan(tx, plans.channel_notices(group, days, now))
        for person, member in members.items():
            known = _met(tools, tx, person, member, wanted.site)
            # Everybody, so that having one does not tell who has said or chosen something.
            give_link_key(tools, tx, known)
            _invite(tx, group, known, now)
            distances.carry_over(tools, tx, known, now)
        _audit(tx, wanted.site, slack_id, Act.COHORT_NEW, group.id, now)
        # They have ticked the statement about everybody chosen; the form demands it.
        confirmations.keep(tx, slack_id, wanted.site, group.id, now)

    await tools.database.run(keep)
    return Made(
        wanted.name,
        len(members),
        tuple(person for person in wanted.people if person not in members),
        await _greet(tools, group),
    )


def _leaders(tx: Transaction, speaker: Speaker, wanted: NewCohort) -> list[str]:
    """Return who leads the new cohort: the speaker, and a second trainer of the site."""
    assert speaker.person_id is not None  # noqa: S101 -- trainers are known
    if wanted.second_trainer is None:
        return [speaker.person_id]
    second = people.find(tx, wanted.second_trainer)
    if second is None or wanted.site not in people.trains_at(tx, second.id):
        raise FieldsError({messages.SECOND_TRAINER: "Choose a trainer of this site, or nobody."})
    return [speaker.person_id, second.id]


async def _members(tools: Tools, slack_ids: Iterable[str]) -> dict[str, Member]:
    """Return those of `slack_ids` who are people of this workspace and have not left."""
    gate = asyncio.Semaphore(LOOK_UPS_AT_ONCE)

    async def look_up(slack_id: str) -> Member | None:
        async with gate:
            return await _member(tools, slack_id)

    ids = list(slack_ids)
    found = await asyncio.gather(*map(look_up, ids))
    return {
        slack_id: member
        for slack_id, member in zip(ids, found, strict=True)
        if member and member.is_person and member.is_active
    }


async def _member(tools: Tools, slack_id: str) -> Member | None:
    """Return what Slack knows of somebody, waiting when it asks to; None for nobody."""
    for _ in range(PATIENCE):
        try:
            return await tools.slack.member(slack_id)
        except NotSentError as error:
            await asyncio.sleep(error.wait)
        except OutcomeUnknownError:
            # Looking somebody up twice does no harm.
            await asyncio.sleep(1.0)
        except RefusedError:
            return None
    return await tools.slack.member(slack_id)


async def _greet(tools: Tools, group: Group) -> str | None:
    """Greet the cohort's channel; return it when the bot cannot write there."""
    if group.channel_id is None:
        return None
    hello = messages.channel_hello(group.name)
    try:
        await tools.slack.post(group.channel_id, hello.text, hello.blocks)
    except (NotSentError, OutcomeUnknownError, RefusedError):
        return group.channel_id
    return None


def _met(tools: Tools, tx: Transaction, slack_id: str, member: Member, site_id: str) -> Known:
    """Return this person, who is known from here on."""
    zone = cadence.usable_zone(member.zone, tools.sites[site_id].zone)
    people.add(tx, person_id=new_id(), site_id=site_id, slack_id=slack_id, zone=zone)
    known = people.find(tx, slack_id)
    assert known is not None  # noqa: S101 -- added just now
    return known


def _add_days(tx: Transaction, group: Group, wanted: NewCohort, zone: str) -> None:
    for number, day in enumerate(wanted.days, start=1):
        trainings.add_day(
            tx, group, TrainingDay(new_id(), number, day, wanted.starts_at, zone, revision=1)
        )


def _invite(tx: Transaction, group: Group, person: Known, now: datetime) -> None:
    trainings.enrol(tx, group, person.id, enrolment_id=new_id(), now=now)
    letter = _letter("invitation", group.site_id, person, group.id, now)
    deliveries.plan(tx, [replace(letter, cohort_id=group.id)])


def _letter(kind: str, site_id: str, to: Known, occurrence: str, now: datetime) -> Message:
    """Return a first message to somebody, by day."""
    return Message(
        id=new_id(),
        site_id=site_id,
        person_id=to.id,
        kind=kind,
        rank=pacing.rank(kind),
        step=kind,
        occurrence=occurrence,
        **asdict(cadence.invitation(now, to.zone)),
    )


def _audit(
    tx: Transaction, site_id: str, actor: str, act: Act, subject: str, now: datetime
) -> None:
    reports.audit(tx, Entry(new_id(), site_id, now, actor, str(act), subject))
