"""Finds who trains where, and which cohorts they lead; nothing of participants."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from storage.tables import Cohort, CohortTrainer, Person, Trainer, columns
from storage.transactions import Transaction

_trainer = columns(Trainer)
_person = columns(Person)
_cohort = columns(Cohort)
_leader = columns(CohortTrainer)

# Everybody who was named trainer of some sites.
TRAINERS = (
    select(_person.id, _person.slack_id, _trainer.site_id, _trainer.named_at)
    .join(Person, _person.id == _trainer.person_id)
    .where(_trainer.site_id.in_(bindparam("site_ids", expanding=True)))
    .order_by(_trainer.site_id, _trainer.named_at)
)

# Who leads which cohort of some sites.
LEADING = (
    select(_leader.cohort_id, _person.slack_id)
    .join(Person, _person.id == _leader.person_id)
    .join(Cohort, _cohort.id == _leader.cohort_id)
    .where(_cohort.site_id.in_(bindparam("site_ids", expanding=True)))
    .order_by(_leader.cohort_id, _person.slack_id)
)


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody who was named trainer of a site."""

    person_id: str
    slack_id: str
    site_id: str
    named_at: datetime


def trainers(tx: Transaction, site_ids: Collection[str]) -> list[Named]:
    """Return the trainers of some sites, each site's in the order in which they were named."""
    return [Named(*row) for row in tx.all(TRAINERS, site_ids=sorted(site_ids))]


def leading(tx: Transaction, site_ids: Collection[str]) -> dict[str, list[str]]:
    """Return who leads each cohort of some sites, by Slack's ids."""
    found: dict[str, list[str]] = {}
    for row in tx.all(LEADING, site_ids=sorted(site_ids)):
        found.setdefault(row.cohort_id, []).append(row.slack_id)
    return found
