"""Remembers what was deleted, by opaque tags, so that a restored copy can forget it again."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, delete, insert, select, update

from storage.people import Known
from storage.tables import Copied, Deletion, Delivery, LinkKey, Parting, Person, columns
from storage.transactions import Transaction

_person = columns(Person)
_delivery = columns(Delivery)
_link_key = columns(LinkKey)
_deletion = columns(Deletion)
_parting = columns(Parting)
_copied = columns(Copied)

# As with answers: the rows of one day are laid down in an order that nobody can guess.
_shuffled = secrets.SystemRandom().shuffle

# The questions somebody got, newest first: under them, their answers can be found.
QUESTIONS = (
    select(
        _delivery.id,
        _delivery.content_id,
        _delivery.content_version,
        _delivery.local_date,
        _delivery.answered_on,
    )
    .where(
        _delivery.person_id == bindparam("person_id"),
        _delivery.kind == "check-in",
        _delivery.content_id.is_not(None),
    )
    .order_by(_delivery.local_date.desc(), _delivery.id)
)

# Everybody who has a link key.
OWNERS = select(
    _person.id,
    _person.site_id,
    _person.slack_id,
    _person.zone,
    _person.preferred_at,
    _person.paused_until,
).join(LinkKey, _link_key.person_id == _person.id)

# Those of whom a copy has no link key, and how it finds them in a journal.
PARTINGS = (
    select(
        _person.id,
        _person.site_id,
        _person.slack_id,
        _person.zone,
        _person.preferred_at,
        _person.paused_until,
        _parting.sealed,
    )
    .join(Parting, _parting.person_id == _person.id)
    .outerjoin(LinkKey, _link_key.person_id == _person.id)
    .where(_link_key.person_id.is_(None))
    .order_by(_person.id)
)

# As good a sample of what is sealed in a copy as any other.
ANY_PARTING = select(_parting.person_id, _parting.sealed).limit(1)

# From here on the database is no copy any more.
FORGET_PARTINGS = delete(Parting)
FORGET_COPIED = delete(Copied)

COPIED = select(_copied.made_at).limit(1)

# Without it nobody finds their answers, not even they.
FORGET_LINK_KEY = delete(LinkKey).where(_link_key.person_id == bindparam("of_person"))

# A question whose answer was deleted is as if it had never been answered.
FORGET_ANSWERED = (
    update(Delivery)
    .where(_delivery.person_id == bindparam("of_person"), _delivery.answered_on.is_not(None))
    .values(answered_on=None)
)

FORGET_ANSWERED_ONE = (
    update(Delivery).where(_delivery.id == bindparam("delivery_id")).values(answered_on=None)
)

# What somebody who leaves had chosen, and where they were written to.
FORGET_CHOICES = (
    update(Person)
    .where(_person.id == bindparam("person_id"))
    .values(
        preferred_at=None,
        paused_until=None,
        dm_channel=None,
        unreachable=None,
        unreachable_at=None,
        zone_chosen=False,
        hides_questions=False,
        pattern=None,
        slot=None,
        quiet_from=None,
        quiet_until=None,
        nights_until=None,
        hold_until=None,
        heard_from=None,
        too_much_on=None,
        told_pace=0,
        told_in=None,
    )
)

# The journal of one day, taken out to be laid down again in another order.
TAKE_DAY = (
    delete(Deletion)
    .where(_deletion.site_id == bindparam("of_site"), _deletion.deleted_on == bindparam("on"))
    .returning(_deletion.tag)
)

# What is deleted again counts from that day.
FORGET_TAG = delete(Deletion).where(_deletion.tag == bindparam("of_tag"))

ADD = insert(Deletion)

# The whole journal; sorted by tags, which tell no order.
JOURNAL = select(_deletion.tag, _deletion.deleted_on).order_by(_deletion.deleted_on, _deletion.tag)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question somebody got, and the day on which they answered it, if they did."""

    delivery_id: str
    content_id: str
    content_version: int
    local_date: date
    answered_on: date | None


def questions(tx: Transaction, person_id: str) -> list[Asked]:
    """Return the questions planned for or sent to this person, newest first."""
    return [Asked(*row) for row in tx.all(QUESTIONS, person_id=person_id)]


def owners(tx: Transaction) -> list[Known]:
    """Return everybody who has a link key."""
    return [Known(*row) for row in tx.all(OWNERS)]


def partings(tx: Transaction) -> list[tuple[Known, bytes]]:
    """Return everybody of whom a copy has no link key, each with the sealed tags of theirs."""
    return [(Known(*known), sealed) for *known, sealed in tx.all(PARTINGS)]


def any_parting(tx: Transaction) -> tuple[str, bytes] | None:
    """Return somebody, and their sealed tags; None where there are none."""
    row = tx.one(ANY_PARTING)
    return (row.person_id, row.sealed) if row else None


def made_at(tx: Transaction) -> datetime | None:
    """Return when this copy was made, if it is one that is not settled yet."""
    row = tx.one(COPIED)
    return row.made_at if row else None


def settle(tx: Transaction) -> None:
    """Have this database be no copy any more: what was deleted since is deleted again."""
    tx.run(FORGET_PARTINGS)
    tx.run(FORGET_COPIED)


def forget_link_key(tx: Transaction, person_id: str) -> None:
    """Destroy this person's link key."""
    tx.run(FORGET_LINK_KEY, of_person=person_id)


def forget_answered(tx: Transaction, person_id: str) -> None:
    """Forget of every question whether this person answered it."""
    tx.run(FORGET_ANSWERED, of_person=person_id)


def forget_answered_one(tx: Transaction, delivery_id: str) -> None:
    """Forget that one question was answered."""
    tx.run(FORGET_ANSWERED_ONE, delivery_id=delivery_id)


def forget_choices(tx: Transaction, person_id: str) -> None:
    """Forget this person's hour, their pause, and the conversation with them."""
    tx.run(FORGET_CHOICES, person_id=person_id)


def note(tx: Transaction, site_id: str, tag: str, on: date) -> None:
    """Note a deletion in the journal, which keeps no order within a day."""
    tags = [row.tag for row in tx.all(TAKE_DAY, of_site=site_id, on=on) if row.tag != tag]
    tx.run(FORGET_TAG, of_tag=tag)
    rows = [
        {"id": secrets.token_hex(16), "site_id": site_id, "tag": one, "deleted_on": on}
        for one in (*tags, tag)
    ]
    _shuffled(rows)
    tx.run_many(ADD, rows)


def journal(tx: Transaction) -> dict[str, date]:
    """Return every tag of the journal and its day, in an order that says nothing."""
    return {row.tag: row.deleted_on for row in tx.all(JOURNAL)}
