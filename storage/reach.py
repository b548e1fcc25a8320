"""Remembers whom Slack cannot reach, as a look at everybody on a list finds it each night."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, func, or_, select, update

from storage.tables import Enrolment, Person, TrainingSession, columns
from storage.transactions import Transaction

_person = columns(Person)
_enrolment = columns(Enrolment)
_session = columns(TrainingSession)

# The cohorts whose people are still written to.
_followed = (
    select(_session.cohort_id)
    .group_by(_session.cohort_id)
    .having(func.max(_session.starts_on) >= bindparam("since"))
)

_next = (
    select(_person.id)
    .where(
        _person.site_id == bindparam("of_site"),
        or_(_person.looked_up_on.is_(None), _person.looked_up_on < bindparam("night")),
        _person.id.in_(select(_enrolment.person_id).where(_enrolment.cohort_id.in_(_followed))),
    )
    .order_by(_person.id)
    .limit(1)
    .with_for_update(skip_locked=True)
    .cte("next")
)

# One process looks at one person; the next looks at the next.
TAKE = (
    update(Person)
    .where(_person.id.in_(select(_next.c.id)))
    .values(looked_up_on=bindparam("night"))
    .returning(_person.id, _person.slack_id)
)

# Slack asked to wait: whoever comes next may look.
GIVE_BACK = update(Person).where(_person.id == bindparam("of_person")).values(looked_up_on=None)

NOTE = (
    update(Person)
    .where(
        _person.id == bindparam("of_person"),
        _person.out_of_reach.is_distinct_from(bindparam("reason")),
    )
    .values(out_of_reach=bindparam("reason"))
)

# Who on the lists of some cohorts is out of reach, and why.
OUT_OF_REACH = (
    select(_person.slack_id, _person.out_of_reach)
    .join(Enrolment, _enrolment.person_id == _person.id)
    .where(
        _person.out_of_reach.is_not(None),
        _enrolment.cohort_id.in_(bindparam("cohort_ids", expanding=True)),
        _enrolment.cohort_id.in_(_followed),
    )
    .distinct()
    .order_by(_person.slack_id)
)


@dataclass(frozen=True, slots=True)
class Taken:
    """Somebody who is to be looked up."""

    person_id: str
    slack_id: str


def take(tx: Transaction, site_id: str, night: date, since: date) -> Taken | None:
    """Take somebody of a site who is to be looked up in a night, or return None for nobody left.

    Only people on lists whose training was over on the day `since`, or later.
    """
    rows = tx.all(TAKE, of_site=site_id, night=night, since=since)
    return Taken(*rows[0]) if rows else None


def give_back(tx: Transaction, person_id: str) -> None:
    """Have this person looked up again, as if they had not been."""
    tx.run(GIVE_BACK, of_person=person_id)


def note(tx: Transaction, person_id: str, reason: str | None) -> bool:
    """Keep why Slack cannot reach this person, None that it can; return whether that is new."""
    return bool(tx.run(NOTE, of_person=person_id, reason=reason))


def out_of_reach(
    tx: Transaction, cohort_ids: Collection[str], since: date
) -> list[tuple[str, str]]:
    """Return whom on these cohorts' lists Slack cannot reach, each with the reason."""
    rows = tx.all(OUT_OF_REACH, cohort_ids=sorted(cohort_ids), since=since)
    return [(row.slack_id, row.out_of_reach) for row in rows]
