"""Whether a trainer's certification lets them lead a cohort now."""

from datetime import datetime

from bot.flows.tools import Tools
from bot.rules import cadence
from bot.rules.forms import FieldsError
from bot.rules.roles import NotAllowedError
from storage import certifications
from storage.transactions import Transaction

LAPSED = "Their certification has lapsed, so they can lead no cohort now."
YOURS_LAPSED = (
    "Your certification has lapsed, so you can open no cohort now. "
    "Your programme coordinator can tell you how to renew it."
)


def may_lead(tools: Tools, tx: Transaction, person_id: str, site_id: str, now: datetime) -> bool:
    """Return whether somebody may lead a cohort of a site on this day of the site's."""
    today = cadence.local_day(now, tools.sites[site_id].zone)
    return not certifications.is_lapsed(tx, person_id, today)


def require(tools: Tools, tx: Transaction, person_id: str, site_id: str, now: datetime) -> None:
    """Return when this trainer may open a cohort.

    Raises:
        NotAllowedError: Their certification has lapsed.
    """
    if not may_lead(tools, tx, person_id, site_id, now):
        raise NotAllowedError(YOURS_LAPSED)


def require_of(
    tools: Tools, tx: Transaction, person_id: str, site_id: str, now: datetime, *, field: str
) -> None:
    """Return when somebody else may lead a cohort.

    Raises:
        FieldsError: Their certification has lapsed; it is said at this field.
    """
    if not may_lead(tools, tx, person_id, site_id, now):
        raise FieldsError({field: LAPSED})
