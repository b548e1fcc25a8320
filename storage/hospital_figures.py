"""Remembers what coordinators typed of their hospital, and which quarters they let go."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, func, insert, select

from storage.tables import HospitalFigure, RollupApproval, columns
from storage.transactions import Transaction

_figure = columns(HospitalFigure)
_approval = columns(RollupApproval)

ADD = insert(HospitalFigure)

# Two processes that add at once take the same number, and one of them runs again.
LAST_NUMBER = select(func.max(_figure.number).label("number")).where(
    _figure.site_id == bindparam("site_id")
)

# Everything that was typed of a site, in the order in which it was.
OF_SITE = (
    select(
        _figure.kind,
        _figure.about,
        _figure.starts_on,
        _figure.ends_on,
        _figure.figures,
    )
    .where(_figure.site_id == bindparam("site_id"))
    .order_by(_figure.number)
)

APPROVE = insert(RollupApproval)

# What was let go of a quarter, first things first: a typed figure may change after the first.
LET_GO = (
    select(_approval.signature)
    .where(
        _approval.site_id == bindparam("site_id"),
        _approval.starts_on == bindparam("starts_on"),
    )
    .order_by(_approval.approved_at, _approval.id)
)


@dataclass(frozen=True, slots=True)
class Typed:
    """Something typed: of what kind, about which group, for which days; `figures` is JSON."""

    kind: str
    about: str
    starts_on: date
    ends_on: date
    figures: str


@dataclass(frozen=True, slots=True)
class Approval:
    """That somebody let a quarter of a site go, and the site's signature of what it said."""

    id: str
    site_id: str
    starts_on: date
    signature: str
    approved_by: str
    approved_at: datetime


def add(
    tx: Transaction, typed: Typed, *, figure_id: str, site_id: str, by: str, now: datetime
) -> None:
    """Keep something typed; what was typed before of the same stays beneath it."""
    last = tx.one(LAST_NUMBER, site_id=site_id)
    number = (last.number if last and last.number else 0) + 1
    tx.run(
        ADD,
        id=figure_id,
        site_id=site_id,
        number=number,
        typed_by=by,
        typed_at=now,
        **asdict(typed),
    )


def typed(tx: Transaction, site_id: str) -> list[Typed]:
    """Return what was typed of a site, oldest first; of the same, the last alone."""
    rows = [Typed(*row) for row in tx.all(OF_SITE, site_id=site_id)]
    return list({(one.kind, one.about, one.starts_on, one.ends_on): one for one in rows}.values())


def approve(tx: Transaction, approval: Approval) -> None:
    """Keep that somebody let a quarter go."""
    tx.run(APPROVE, **asdict(approval))


def let_go(tx: Transaction, site_id: str, starts_on: date) -> list[str]:
    """Return the signatures of what was let go of a quarter of a site, oldest first."""
    return [row.signature for row in tx.all(LET_GO, site_id=site_id, starts_on=starts_on)]
