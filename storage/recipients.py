"""Remembers what decides whether a claimed message is still wanted, of many people at once."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from storage import routines
from storage.among import among
from storage.people import Decision
from storage.routines import HABITUAL, Past
from storage.sendings import ADDRESSED, Addressee
from storage.tables import Consent, Enrolment, Person, columns
from storage.transactions import Transaction

_person = columns(Person)
_consent = columns(Consent)
_enrolment = columns(Enrolment)

# One question for everybody in a claim: asked of each alone, it costs more than the posts.
PEOPLE = select(_person.id, *ADDRESSED, *HABITUAL).where(among(_person.id, "person_ids"))
_ADDRESSED = len(ADDRESSED)

# Their decisions, each one's last at the end: it counts, and there are few before it.
DECISIONS = (
    select(
        _consent.person_id,
        _consent.version,
        _consent.companion,
        _consent.checkins,
        _consent.exercises,
        _consent.assessments,
        _consent.evaluation,
    )
    .where(among(_consent.person_id, "person_ids"))
    .order_by(_consent.person_id, _consent.number)
)

# The cohorts on whose lists they are, each one's latest first.
COHORTS = (
    select(_enrolment.person_id, _enrolment.cohort_id)
    .where(
        among(_enrolment.person_id, "person_ids"),
        _enrolment.left_at.is_(None),
    )
    .order_by(_enrolment.person_id, _enrolment.enrolled_at.desc(), _enrolment.id)
)


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody to whom a message goes: what they decided last, and their cohorts, latest first.

    And what is kept of them that decides when they are written to.
    """

    to: Addressee
    decided: Decision | None
    cohorts: tuple[str, ...]
    past: Past


def recipients(
    tx: Transaction, person_ids: Collection[str], kinds: tuple[str, ...]
) -> Mapping[str, Recipient]:
    """Return what is known of each of these people, by their ids; of messages those of `kinds`."""
    if not person_ids:
        return {}
    ids = list(person_ids)
    decisions = {person_id: Decision(*row) for person_id, *row in tx.all(DECISIONS, person_ids=ids)}
    cohorts: defaultdict[str, list[str]] = defaultdict(list)
    for person_id, cohort_id in tx.all(COHORTS, person_ids=ids):
        cohorts[person_id].append(cohort_id)
    begun, hours = routines.begun_with(tx, ids, kinds), routines.hours_of(tx, ids)
    return {
        person_id: Recipient(
            to=Addressee(*row[:_ADDRESSED]),
            decided=decisions.get(person_id),
            cohorts=tuple(cohorts[person_id]),
            past=Past(routines.habits_with(row[_ADDRESSED:], hours[person_id]), begun[person_id]),
        )
        for person_id, *row in tx.all(PEOPLE, person_ids=ids)
    }
