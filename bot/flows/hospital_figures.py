"""Coordinators type reach and retention of their hospital; nothing of it is counted here."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from bot.flows import audits
from bot.flows.tools import Tools, new_id
from bot.messages.retention import Retention
from bot.messages.treatments import Reach
from bot.rules import cadence, roles
from bot.rules import hospital_figures as rules
from bot.rules import hospital_forms as forms
from bot.rules.hospital_figures import Year
from bot.rules.retention import Totals
from bot.rules.roles import Act
from bot.rules.treatments import Caseload, Counted
from content.model import Site
from storage import hospital_figures as stored
from storage.hospital_figures import Typed
from storage.transactions import Transaction

T = TypeVar("T", Caseload, Counted, Totals)


async def reach(tools: Tools, slack_id: str, text: str, now: datetime) -> list[Reach]:
    """Return what was typed of reach at the sites this person coordinates.

    Raises:
        NotAllowedError: They coordinate none.
    """
    found = await _asked(tools, slack_id, Act.REACH, text, now)
    return [
        Reach(site.id, site.name, rules.years(kept), cadence.local_day(now, site.zone))
        for site, kept in found
    ]


async def retention(tools: Tools, slack_id: str, text: str, now: datetime) -> list[Retention]:
    """Return what was typed of retention at the sites this person coordinates.

    Raises:
        NotAllowedError: They coordinate none.
    """
    found = await _asked(tools, slack_id, Act.RETENTION, text, now)
    return [Retention(site.id, site.name, rules.totals(kept)) for site, kept in found]


async def to_type(tools: Tools, slack_id: str, site_id: str, act: Act) -> Mapping[str, str]:
    """Return the sites for which this person can type, by id with their names, this one first.

    Raises:
        NotAllowedError: They do not coordinate it.
    """

    def look(tx: Transaction) -> Mapping[str, str]:
        speaker, _ = tools.speaker(tx, slack_id)
        roles.require_at(speaker, act, site_id)
        others = sorted(speaker.coordinates - {site_id})
        return {one: tools.sites[one].name for one in (site_id, *others)}

    return await tools.database.read(look)


async def years_of(tools: Tools, site_id: str) -> list[Year]:
    """Return the reach that was typed of a site, for whoever may type it."""
    return rules.years(await tools.database.read(lambda tx: stored.typed(tx, site_id)))


async def type_caseload(
    tools: Tools, slack_id: str, filled: Mapping[str, Any], now: datetime
) -> Caseload:
    """Keep what was typed of a role group before its twelve months are over; see `_keep`."""
    return await _keep(tools, slack_id, filled, now, Act.REACH, forms.caseload)


async def type_counted(
    tools: Tools, slack_id: str, filled: Mapping[str, Any], now: datetime
) -> Counted:
    """Keep what was counted of a role group when its twelve months were over; see `_keep`."""
    return await _keep(tools, slack_id, filled, now, Act.REACH, forms.counted)


async def type_totals(
    tools: Tools, slack_id: str, filled: Mapping[str, Any], now: datetime
) -> Totals:
    """Keep the totals of a personnel office; see `_keep`."""
    return await _keep(tools, slack_id, filled, now, Act.RETENTION, forms.totals)


async def _keep(
    tools: Tools,
    slack_id: str,
    filled: Mapping[str, Any],
    now: datetime,
    act: Act,
    read: Callable[[Mapping[str, Any], date], tuple[date, date, T]],
) -> T:
    """Keep what `read` makes of a form for the site that is chosen in it, and return it.

    Raises:
        NotAllowedError: They do not coordinate the site.
        FieldsError: Something cannot be.
    """
    site_id = str(filled.get("site") or "")

    def keep(tx: Transaction) -> T:
        speaker, _ = tools.speaker(tx, slack_id)
        roles.require_at(speaker, act, site_id)
        starts_on, ends_on, typed = read(filled, cadence.local_day(now, tools.sites[site_id].zone))
        kind, about, figures = rules.written(typed)
        row = Typed(kind, about, starts_on, ends_on, figures)
        stored.add(tx, row, figure_id=new_id(), site_id=site_id, by=slack_id, now=now)
        audits.note(tx, site_id, slack_id, f"type {act}", "site", now)
        return typed

    return await tools.database.run(keep)


async def _asked(
    tools: Tools, slack_id: str, act: Act, text: str, now: datetime
) -> list[tuple[Site, list[Typed]]]:
    """Return what was typed of each site this person coordinates; that they asked is kept."""

    def look(tx: Transaction) -> list[tuple[Site, list[Typed]]]:
        speaker, _ = tools.speaker(tx, slack_id)
        roles.require(speaker, act)
        forms.nothing_more(text, act)
        return [
            (tools.sites[site_id], stored.typed(tx, site_id))
            for site_id in sorted(speaker.coordinates)
        ]

    def note(tx: Transaction) -> None:
        for site, _ in found:
            audits.note(tx, site.id, slack_id, act, "site", now)

    found = await tools.database.read(look)
    await tools.database.run(note)
    return found
