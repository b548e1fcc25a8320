"""Remembers what trainers and coordinators have confirmed, for a site and for each cohort."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects import postgresql

from storage.tables import Confirmation, columns
from storage.transactions import Transaction

_confirmation = columns(Confirmation)

# Confirming twice changes nothing: the words first confirmed are the ones that are kept.
CONFIRM = postgresql.insert(Confirmation).on_conflict_do_nothing(
    index_elements=["slack_id", "site_id", "subject"]
)

# As if it had never been given: what was confirmed, and when, the audit keeps.
TAKE_BACK = delete(Confirmation).where(
    _confirmation.slack_id == bindparam("of_slack_id"),
    _confirmation.site_id == bindparam("of_site"),
    _confirmation.subject == bindparam("of_subject"),
)

# Everything somebody has confirmed: read before anything is shown to them.
CONFIRMED = select(_confirmation.site_id, _confirmation.subject).where(
    _confirmation.slack_id == bindparam("slack_id")
)


@dataclass(frozen=True, slots=True)
class Confirmed:
    """One confirmation: who, of what at which site, in which version of the words."""

    id: str
    site_id: str
    slack_id: str
    subject: str
    version: int
    confirmed_at: datetime


def keep(tx: Transaction, confirmed: Confirmed) -> bool:
    """Keep a confirmation; return False when it was given before."""
    return bool(tx.run(CONFIRM, **asdict(confirmed)))


def take_back(tx: Transaction, slack_id: str, site_id: str, subject: str) -> bool:
    """Forget that this was confirmed; return False when it was not."""
    return bool(tx.run(TAKE_BACK, of_slack_id=slack_id, of_site=site_id, of_subject=subject))


def of(tx: Transaction, slack_id: str) -> frozenset[tuple[str, str]]:
    """Return the sites and subjects that this person has confirmed."""
    rows = tx.all(CONFIRMED, slack_id=slack_id)
    return frozenset((row.site_id, row.subject) for row in rows)
