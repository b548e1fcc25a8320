"""The acts that the audit holds: of trainers, coordinators and operators, never of participants."""

from datetime import datetime

from bot.flows.tools import new_id
from storage import reports
from storage.reports import Entry
from storage.transactions import Transaction


def note(tx: Transaction, site_id: str, actor: str, act: str, subject: str, now: datetime) -> None:
    """Keep that somebody did something, about a cohort, a site or a trainer."""
    reports.audit(tx, Entry(new_id(), site_id, now, actor, str(act), subject))
