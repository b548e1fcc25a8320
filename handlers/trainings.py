"""Trainers are named, cohorts are made."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial

from bot.flows import trainers, trainings
from bot.flows.tools import Tools
from bot.messages import cohort_forms, parts
from bot.messages import trainings as messages
from bot.messages.names import Form, Tap
from bot.messages.parts import button
from bot.rules import asks
from bot.rules.forms import FieldsError, NewCohort
from bot.rules.roles import Act
from handlers.answering import LOOKING_UP, Handler, Reply, sentence
from handlers.hearing import Heard


async def name_trainers(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """A coordinator names trainers; looking them up in Slack takes a moment."""
    sites = await trainers.sites_coordinated(tools, heard.slack_id)
    wanted = asks.trainers(heard.words, sites)
    return replace(sentence(LOOKING_UP), later=partial(_named, heard, tools, wanted, now))


async def new_cohort(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """A trainer wants to make a cohort."""
    sites = await trainings.sites_to_train(tools, heard.slack_id, now)
    name = asks.cohort_name(heard.words) if heard.words else ""
    return Reply(
        view=cohort_forms.cohort_form(sites, {cohort_forms.NAME: name}, {}),
        on_top=True,
        again=button("Open", Tap.NEW_COHORT),
    )


async def make_cohort(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """A trainer has described a cohort."""
    wanted = await trainings.described(tools, heard.slack_id, heard.filled, now)
    return Reply(view=parts.sentence(LOOKING_UP), later=partial(_made, heard, tools, wanted, now))


async def _named(heard: Heard, tools: Tools, wanted: asks.NewTrainers, now: datetime) -> Reply:
    named, left_out = await trainers.name_trainers(tools, heard.slack_id, wanted, now)
    return Reply(messages.trainers_named(named, left_out))


async def _made(heard: Heard, tools: Tools, wanted: NewCohort, now: datetime) -> Reply:
    try:
        made = await trainings.new_cohort(tools, heard.slack_id, wanted, now)
    except FieldsError as error:
        # Slack was asked meanwhile, so the form is gone: it comes back as it was filled in.
        sites = await trainings.sites_to_train(tools, heard.slack_id, now)
        return Reply(view=cohort_forms.cohort_form(sites, heard.filled, error.problems))
    return Reply(
        view=messages.cohort_made(
            made.cohort_id, made.name, made.enrolled, made.left_out, made.shut_channel
        )
    )


COMMANDS: Mapping[Act, Handler] = {Act.TRAINERS_ADD: name_trainers, Act.COHORT_NEW: new_cohort}
TAPS: Mapping[str, Handler] = {Tap.NEW_COHORT: new_cohort}
FORMS: Mapping[str, Handler] = {Form.NEW_COHORT: make_cohort}
