"""The acts that the audit holds: of trainers, coordinators and operators, never of participants."""

from collections.abc import Iterable
from datetime import datetime

from bot.flows.tools import Tools, new_id
from storage import reports
from storage.reports import Entry
from storage.transactions import Transaction


def note(tx: Transaction, site_id: str, actor: str, act: str, subject: str, now: datetime) -> None:
    """Keep that somebody did something, about a cohort, a site or a trainer."""
    reports.audit(tx, Entry(new_id(), site_id, now, actor, str(act), subject))


def note_all(
    tx: Transaction, groups: Iterable[tuple[str, str]], actor: str, act: str, now: datetime
) -> None:
    """Keep that somebody asked about groups, each by its site and what it is there."""
    reports.audit_all(
        tx,
        [Entry(new_id(), site_id, now, actor, str(act), subject) for site_id, subject in groups],
    )


async def note_sites(
    tools: Tools, site_ids: Iterable[str], actor: str, act: str, now: datetime
) -> None:
    """Keep that somebody asked about some sites, whatever they were shown."""
    asked = [(site_id, "site") for site_id in site_ids]
    await tools.database.run(lambda tx: note_all(tx, asked, actor, act, now))
