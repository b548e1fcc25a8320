"""Coordinators type reach and retention, and read what was typed."""

from collections.abc import Mapping
from datetime import datetime

from bot.flows import hospital_figures as flow
from bot.flows.tools import Tools
from bot.messages import retention, treatments
from bot.messages.names import Form, Tap
from bot.messages.parts import View, button
from bot.rules.roles import Act
from bot.rules.treatments import RoleGroup
from handlers.answering import Handler, Reply
from handlers.hearing import Heard


async def reach(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """A coordinator asks for reach."""
    found = await flow.reach(tools, heard.slack_id, heard.words, now)
    return Reply(treatments.answer(found), aside=True)


async def retained(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """A coordinator asks for retention."""
    found = await flow.retention(tools, heard.slack_id, heard.words, now)
    return Reply(retention.answer(found), aside=True)


async def open_caseload(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """A coordinator wants to type the figures of a role group."""
    site_id, _, group = heard.about.partition("/")
    sites = await flow.to_type(tools, heard.slack_id, site_id, Act.REACH)
    years = await flow.years_of(tools, site_id)
    year = years[0] if years else None
    form = treatments.form(sites, site_id, year, RoleGroup(group), now.date())
    return _opened(form, heard, Tap.CASELOAD)


async def keep_caseload(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """A coordinator has typed the figures of a role group."""
    typed = await flow.type_caseload(tools, heard.slack_id, heard.filled, now)
    return Reply(view=treatments.saved(typed))


async def open_counted(heard: Heard, tools: Tools, _now: datetime) -> Reply:
    """A coordinator wants to type what was counted."""
    site_id, _, starts_on = heard.about.partition("/")
    sites = await flow.to_type(tools, heard.slack_id, site_id, Act.REACH)
    years = await flow.years_of(tools, site_id)
    year = next(one for one in years if one.starts_on.isoformat() == starts_on)
    return _opened(treatments.counted_form(sites, site_id, year), heard, Tap.COUNTED)


async def keep_counted(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """A coordinator has typed what was counted."""
    typed = await flow.type_counted(tools, heard.slack_id, heard.filled, now)
    return Reply(view=treatments.counted_saved(typed))


async def open_totals(heard: Heard, tools: Tools, _now: datetime) -> Reply:
    """A coordinator wants to type totals of staff."""
    sites = await flow.to_type(tools, heard.slack_id, heard.about, Act.RETENTION)
    return _opened(retention.form(sites, heard.about), heard, Tap.TOTALS)


async def keep_totals(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """A coordinator has typed totals of staff."""
    typed = await flow.type_totals(tools, heard.slack_id, heard.filled, now)
    return Reply(view=retention.saved(typed))


def _opened(form: View, heard: Heard, tap: Tap) -> Reply:
    """Return a form; should it come too late, the same button brings it."""
    return Reply(view=form, on_top=True, again=button("Open", tap, about=heard.about))


COMMANDS: Mapping[Act, Handler] = {Act.REACH: reach, Act.RETENTION: retained}
TAPS: Mapping[str, Handler] = {
    Tap.CASELOAD: open_caseload,
    Tap.COUNTED: open_counted,
    Tap.TOTALS: open_totals,
}
FORMS: Mapping[str, Handler] = {
    Form.CASELOAD: keep_caseload,
    Form.COUNTED: keep_counted,
    Form.TOTALS: keep_totals,
}
