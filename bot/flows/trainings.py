"""Cohorts are made and their people invited."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.flows import audits, confirmations, distances, members, outlooks, plans
from bot.flows.people import give_link_key
from bot.flows.tools import Tools, new_id
from bot.messages import trainings as messages
from bot.rules import forms, roles
from bot.rules.forms import FieldsError, NewCohort
from bot.rules.roles import Act, NotAllowedError, Speaker
from bot.slack import NotSentError, OutcomeUnknownError, RefusedError
from storage import deliveries, people, rosters, trainings
from storage.people import Known
from storage.trainings import Group, TrainingDay
from storage.transactions import Transaction

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
    found = await members.among(tools, wanted.people)
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
        days = outlooks.training_days(tx, group.id)
        deliveries.plan(tx, plans.channel_notices(group, days, now))
        for person, member in found.items():
            known = members.met(tools, tx, person, member, wanted.site)
            # Everybody, so that having one does not tell who has said or chosen something.
            give_link_key(tools, tx, known)
            _invite(tx, group, known, now)
            distances.carry_over(tools, tx, known, now)
        audits.note(tx, wanted.site, slack_id, Act.COHORT_NEW, group.id, now)
        # They have ticked the statement about everybody chosen; the form demands it.
        confirmations.keep(tx, slack_id, wanted.site, group.id, now)

    await tools.database.run(keep)
    return Made(
        wanted.name,
        len(found),
        tuple(person for person in wanted.people if person not in found),
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


def _add_days(tx: Transaction, group: Group, wanted: NewCohort, zone: str) -> None:
    for number, day in enumerate(wanted.days, start=1):
        trainings.add_day(
            tx, group, TrainingDay(new_id(), number, day, wanted.starts_at, zone, revision=1)
        )


def _invite(tx: Transaction, group: Group, person: Known, now: datetime) -> None:
    rosters.enrol(tx, group, person.id, enrolment_id=new_id(), now=now)
    letter = members.letter("invitation", group.site_id, person, group.id, now)
    deliveries.plan(tx, [replace(letter, cohort_id=group.id)])
