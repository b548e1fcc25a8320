"""Remembers releases, which nobody can change any more, and the audit."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import bindparam, func, insert, select
from sqlalchemy.dialects import postgresql

from storage.rows import values
from storage.tables import Audit, Enrolment, Release, ReleaseRound, columns
from storage.transactions import Transaction

_enrolment = columns(Enrolment)
_release_round = columns(ReleaseRound)
_release = columns(Release)
_audit = columns(Audit)

# Taking a round is what makes its releases once, however many processes try.
TAKE_ROUND = postgresql.insert(ReleaseRound).on_conflict_do_nothing()

# The last period for which a site's releases were made.
LAST_ROUND = select(func.max(_release_round.starts_on).label("starts_on")).where(
    _release_round.site_id == bindparam("site_id"), _release_round.kind == bindparam("kind")
)

# Before a site's first list there is nothing to release.
FIRST_LISTED = select(func.min(_enrolment.enrolled_at).label("enrolled_at")).where(
    _enrolment.site_id == bindparam("site_id")
)

ADD_RELEASE = insert(Release)

# What may be shown of some sites of periods that end since a day, newest period first: of one kind
# all are of one length, and by their ends an index has them in order.
RELEASES = (
    select(
        _release.site_id,
        _release.cohort_id,
        _release.starts_on,
        _release.ends_on,
        _release.figures,
        _release.signature,
    )
    .where(
        _release.site_id.in_(bindparam("site_ids", expanding=True)),
        _release.kind == bindparam("kind"),
        _release.ends_on >= bindparam("since"),
    )
    .order_by(_release.ends_on.desc(), _release.starts_on.desc())
)

AUDIT = insert(Audit)

# The last acts at some sites, newest first, by an index.
ACTS = (
    select(_audit.id, _audit.site_id, _audit.at, _audit.actor, _audit.act, _audit.subject)
    .where(
        _audit.site_id.in_(bindparam("site_ids", expanding=True)),
        _audit.at >= bindparam("since"),
        _audit.act.not_in(bindparam("leaving_out", expanding=True)),
    )
    .order_by(_audit.at.desc(), _audit.actor, _audit.act, _audit.id)
    .limit(bindparam("limit"))
)


@dataclass(frozen=True, slots=True)
class Made:
    """A release as it is kept: what may be shown of one group, for good.

    `figures` and `definitions` are JSON: each figure as it may be shown, and the version of
    the rule that made it.
    """

    id: str
    site_id: str
    kind: str
    starts_on: date
    ends_on: date
    cohort_id: str | None
    figures: str
    definitions: str
    signature: str | None = None


class Released(NamedTuple):
    """A release as it is read; `cohort_id` is None for the whole site.

    A year of forty cohorts has two thousand, which a tuple holds at a quarter of the cost.
    """

    site_id: str
    cohort_id: str | None
    starts_on: date
    ends_on: date
    figures: str
    signature: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the audit: who did what, about which cohort or site, or about everything."""

    id: str
    site_id: str
    at: datetime
    actor: str
    act: str
    subject: str


def take_round(tx: Transaction, *, site_id: str, kind: str, starts_on: date, now: datetime) -> bool:
    """Take the round of releases for a period; return False when it was taken before."""
    return bool(tx.run(TAKE_ROUND, site_id=site_id, kind=kind, starts_on=starts_on, made_at=now))


def last_round(tx: Transaction, site_id: str, kind: str) -> date | None:
    """Return the first day of the last period released for a site, or None."""
    row = tx.one(LAST_ROUND, site_id=site_id, kind=kind)
    return row.starts_on if row else None


def first_listed(tx: Transaction, site_id: str) -> datetime | None:
    """Return when the first person came onto a list of the site, or None."""
    row = tx.one(FIRST_LISTED, site_id=site_id)
    return row.enrolled_at if row else None


def add(tx: Transaction, release: Made) -> None:
    """Keep a release."""
    tx.run(ADD_RELEASE, **values(release))


def released(tx: Transaction, site_ids: Collection[str], kind: str, since: date) -> list[Released]:
    """Return the releases of these sites whose period ends since a day, newest period first."""
    rows = tx.all(RELEASES, site_ids=sorted(site_ids), kind=kind, since=since)
    return [Released._make(row) for row in rows]


def audit(tx: Transaction, entry: Entry) -> None:
    """Note an act of a trainer, coordinator or operator."""
    tx.run(AUDIT, **values(entry))


def audit_all(tx: Transaction, entries: Collection[Entry]) -> None:
    """Note several acts, or one that was about several groups."""
    tx.run_many(AUDIT, [values(entry) for entry in entries])


def acts(
    tx: Transaction,
    site_ids: Collection[str],
    since: datetime,
    leaving_out: Collection[str],
    limit: int,
) -> list[Entry]:
    """Return the last acts at these sites since a moment, newest first."""
    rows = tx.all(
        ACTS,
        site_ids=sorted(site_ids),
        since=since,
        leaving_out=sorted(leaving_out),
        limit=limit,
    )
    return [Entry(*row) for row in rows]
