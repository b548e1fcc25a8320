"""Reads how long the lists of cohorts are; on them stands everybody, whatever they chose."""

from sqlalchemy import bindparam, select

from storage.tables import Enrolment, columns
from storage.transactions import Transaction

_enrolment = columns(Enrolment)

# Who is on the lists of a site: somebody who moved stands on two, and is one person.
OF_SITE = select(_enrolment.cohort_id, _enrolment.person_id).where(
    _enrolment.site_id == bindparam("site_id"), _enrolment.left_at.is_(None)
)


def of_site(tx: Transaction, site_id: str) -> dict[str, frozenset[str]]:
    """Return who is on the list of each cohort of a site, for counting them."""
    found: dict[str, set[str]] = {}
    for row in tx.all(OF_SITE, site_id=site_id):
        found.setdefault(row.cohort_id, set()).add(row.person_id)
    return {cohort: frozenset(people) for cohort, people in found.items()}
