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


async def note_sites(
    tools: Tools, site_ids: Iterable[str], actor: str, act: str, now: datetime
) -> None:
    """Keep that somebody asked about some sites, whatever they were shown."""
    asked = list(site_ids)

    def keep(tx: Transaction) -> None:
        for site_id in asked:
            note(tx, site_id, actor, act, "site", now)

    await tools.database.run(keep)
