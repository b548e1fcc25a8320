"""Finds the people of a cohort for a release of outcomes: who is on its list, and who follows."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, func, select

from storage.counts import GONE, WERE_LISTED, decided
from storage.tables import Cohort, Consent, Enrolment, LinkKey, Person, columns
from storage.transactions import Transaction

_person = columns(Person)
_enrolment = columns(Enrolment)
_consent = columns(Consent)
_link_key = columns(LinkKey)
_cohort = columns(Cohort)

_follows = decided(
    and_(_consent.companion, _consent.assessments, _consent.evaluation), before="released_at"
)

# Everybody on a cohort's list when its training ended, less those who went on to another or may
# ask by now: whether they follow, and what it takes to open what they said.
PEOPLE = (
    select(_person.id, _follows.label("follows"), _link_key.sealed)
    .select_from(Enrolment)
    .join(Person, _person.id == _enrolment.person_id)
    .outerjoin(LinkKey, _link_key.person_id == _person.id)
    .where(WERE_LISTED, ~GONE)
    .order_by(_person.id)
)

# How many are on the list of each cohort of some sites: everybody who may ask knows the lists.
LISTED = (
    select(_cohort.id, func.count(_enrolment.id).label("listed"))
    .outerjoin(
        Enrolment,
        and_(_enrolment.cohort_id == _cohort.id, _enrolment.left_at.is_(None)),
    )
    .where(_cohort.site_id.in_(bindparam("site_ids", expanding=True)))
    .group_by(_cohort.id)
)


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody on a cohort's list: whether they follow, and their link key as it is sealed."""

    person_id: str
    follows: bool
    link_key: bytes | None


@dataclass(frozen=True, slots=True)
class Moments:
    """When a list counts, when the window closed, and when the release is made."""

    listed_before: datetime
    starts_at: datetime
    released_at: datetime


def people(tx: Transaction, cohort_id: str, moments: Moments) -> list[Listed]:
    """Return everybody whom a release of a cohort's outcomes concerns."""
    rows = tx.all(
        PEOPLE,
        cohort_id=cohort_id,
        listed_before=moments.listed_before,
        starts_at=moments.starts_at,
        released_at=moments.released_at,
    )
    return [Listed(row.id, bool(row.follows), row.sealed) for row in rows]


def listed(tx: Transaction, site_ids: list[str]) -> dict[str, int]:
    """Return how many are on the list of each cohort of these sites."""
    return {row.id: row.listed for row in tx.all(LISTED, site_ids=sorted(site_ids))}
