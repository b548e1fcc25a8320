"""Remembers whom a question asked, and that somebody answered; what they said is elsewhere."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, select, update

from storage.tables import Consent, Delivery, LinkKey, Person, columns
from storage.transactions import Transaction

_person = columns(Person)
_delivery = columns(Delivery)
_link_key = columns(LinkKey)
_consent = columns(Consent)

# Whether the person who was asked wants the companion still.
_companion = (
    select(_consent.companion)
    .where(_consent.person_id == _person.id)
    .order_by(_consent.number.desc())
    .limit(1)
    .scalar_subquery()
)

# A question as its own addressee taps it; nobody else finds it by its id. Somebody who has
# deleted everything has no link key.
ASKED = (
    select(
        _delivery.id,
        _delivery.site_id,
        _delivery.cohort_id,
        _delivery.kind,
        _delivery.content_id,
        _delivery.content_version,
        _delivery.local_date,
        _delivery.expires_at,
        _delivery.answered_on,
        _person.id.label("person_id"),
        _person.zone,
        _link_key.sealed.label("link_key"),
        _companion.label("companion"),
    )
    .join(Person, _person.id == _delivery.person_id)
    .outerjoin(LinkKey, _link_key.person_id == _person.id)
    .where(_delivery.id == bindparam("delivery_id"), _person.slack_id == bindparam("slack_id"))
)

# Two taps at once: the second waits here until the first is kept. SQLite has one writer anyway.
ASKED_TO_ANSWER = ASKED.with_for_update(of=Delivery)

# The question that can be answered now, the latest first: for its addressee, who asks for it.
# Behind the others stands only that their time is over.
OPEN_NOW = (
    select(_delivery.id)
    .join(Person, _person.id == _delivery.person_id)
    .join(LinkKey, _link_key.person_id == _person.id)
    .where(
        _person.slack_id == bindparam("slack_id"),
        _companion,
        _delivery.kind == "check-in",
        _delivery.sent_at.is_not(None),
        _delivery.expires_at > bindparam("now"),
    )
    .order_by(_delivery.due_at.desc())
    .limit(1)
)

# The first answer alone sets the day, so a double tap counts once.
NOTE_ANSWERED = (
    update(Delivery)
    .where(_delivery.id == bindparam("delivery_id"), _delivery.answered_on.is_(None))
    .values(answered_on=bindparam("day"))
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was sent to the person who taps it."""

    delivery_id: str
    site_id: str
    cohort_id: str
    kind: str
    content_id: str
    content_version: int
    local_date: date
    expires_at: datetime
    answered_on: date | None
    person_id: str
    zone: str
    link_key: bytes | None
    companion: bool


def asked(tx: Transaction, *, delivery_id: str, slack_id: str) -> Asked | None:
    """Return the question to look at, or None when it was not sent to this person."""
    row = tx.one(ASKED, delivery_id=delivery_id, slack_id=slack_id)
    return Asked(*row) if row else None


def asked_to_answer(tx: Transaction, *, delivery_id: str, slack_id: str) -> Asked | None:
    """Return the question, which nobody else answers before this transaction ends, or None."""
    row = tx.one(ASKED_TO_ANSWER, delivery_id=delivery_id, slack_id=slack_id)
    return Asked(*row) if row else None


def open_now(tx: Transaction, slack_id: str, now: datetime) -> str | None:
    """Return the latest question to this person that can be answered now, answered or not."""
    row = tx.one(OPEN_NOW, slack_id=slack_id, now=now)
    return row.id if row else None


def note_answered(tx: Transaction, delivery_id: str, day: date) -> bool:
    """Note that the question was answered on `day`; return False when it was before."""
    return bool(tx.run(NOTE_ANSWERED, delivery_id=delivery_id, day=day))
