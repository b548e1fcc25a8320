"""Remembers answers, sealed, in an order that says nothing.

New answers wait in the inbox until their week is over, and then move on. Both tables hold
them in lots: the answers of one cohort to one content in one period. Whoever has the whole
database knows who is in a lot; within it, no row says which of them it belongs to. So nothing
is ever put beside the others of a lot: all are taken out and laid down again, shuffled, under
new random keys, by one transaction.
"""

import secrets
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Literal

from sqlalchemy import and_, bindparam, delete, func, insert, select

from storage.among import among
from storage.tables import Draft, Inbox, Liking, Response, columns
from storage.transactions import Transaction

# Where answers are kept; what is in both counts as it is in the inbox. Half-filled assessments
# and lists of what helps are kept in the same way, under names of their own.
Kept = Literal["inbox", "response", "draft", "liking"]
TABLES: dict[Kept, type[Inbox | Response | Draft | Liking]] = {
    "inbox": Inbox,
    "response": Response,
    "draft": Draft,
    "liking": Liking,
}

# Where what is finished is; what is in both counts as it is in the inbox.
FINISHED: tuple[Kept, ...] = ("response", "inbox")

# A lot is laid down in an order that nobody can guess, so not by Python's usual generator.
_shuffled = secrets.SystemRandom().shuffle


@dataclass(frozen=True, slots=True, order=True)
class Lot:
    """The answers of one cohort to one content in one period."""

    site_id: str
    cohort_id: str
    content_id: str
    period: str


@dataclass(frozen=True, slots=True)
class Sealed:
    """An answer as it is kept: a pseudonym, a week, and nothing readable."""

    site_id: str
    cohort_id: str
    pseudonym: str
    content_id: str
    content_version: int
    period: str
    sealed: bytes

    @property
    def lot(self) -> Lot:
        """Where it is laid down."""
        return Lot(self.site_id, self.cohort_id, self.content_id, self.period)


# The columns of an answer but for its key. `asdict` copies every value: 9 us an answer instead
# of 1 (measured), and each answer lays down some twenty.
ROW = tuple(field.name for field in fields(Sealed))
_values = attrgetter(*ROW)

# Taking a lot out tells what was in it.
TAKE = {
    kept: delete(table)
    .where(
        and_(
            found.site_id == bindparam("of_site"),
            found.cohort_id == bindparam("of_cohort"),
            found.content_id == bindparam("of_content"),
            found.period == bindparam("in_period"),
        )
    )
    .returning(
        found.site_id,
        found.cohort_id,
        found.pseudonym,
        found.content_id,
        found.content_version,
        found.period,
        found.sealed,
    )
    for kept, table in TABLES.items()
    for found in [columns(table)]
}

LAY = {kept: insert(table) for kept, table in TABLES.items()}

# The period of a kind that has waited longest, by an index alone: asked on every tick.
OLDEST = {
    kept: select(func.min(found.period).label("period")).where(
        found.site_id == bindparam("site_id"), found.period.startswith(bindparam("begins"))
    )
    for kept, table in TABLES.items()
    for found in [columns(table)]
}

# Which lots there are.
LOTS = {
    kept: select(found.site_id, found.cohort_id, found.content_id, found.period).distinct()
    for kept, table in TABLES.items()
    for found in [columns(table)]
}

# One answer, by the name that only its own link key makes.
FIND = {
    kept: select(*(columns(table)[name] for name in ROW)).where(
        found.pseudonym == bindparam("pseudonym")
    )
    for kept, table in TABLES.items()
    for found in [columns(table)]
}

# Many at once, for a release.
FIND_MANY = {
    kept: select(*(columns(table)[name] for name in ROW)).where(
        among(columns(table).pseudonym, "pseudonyms")
    )
    for kept, table in TABLES.items()
}

FORGET = {
    kept: delete(table).where(columns(table).pseudonym == bindparam("of_pseudonym"))
    for kept, table in TABLES.items()
}


def keep(
    tx: Transaction,
    answer: Sealed,
    renewed: Callable[[Sealed], Sealed],
    kept: Kept = "inbox",
) -> None:
    """Keep an answer in the inbox, in place of one under its pseudonym.

    Its whole lot is laid down anew, each of the others as `renewed` returns it.
    """
    others = [one for one in take(tx, kept, answer.lot) if one.pseudonym != answer.pseudonym]
    lay(tx, kept, [*map(renewed, others), answer])


def find(tx: Transaction, pseudonym: str) -> bytes | None:
    """Return the sealed answer under this pseudonym, or None."""
    found = find_whole(tx, pseudonym)
    return found.sealed if found else None


def find_whole(tx: Transaction, pseudonym: str) -> Sealed | None:
    """Return what is kept under this pseudonym, or None."""
    rows = (tx.one(FIND[kept], pseudonym=pseudonym) for kept in TABLES)
    return next((Sealed(*row) for row in rows if row), None)


def find_finished(tx: Transaction, pseudonyms: Collection[str]) -> dict[str, Sealed]:
    """Return the answers kept under these pseudonyms, by them; what is half-filled is none."""
    found: dict[str, Sealed] = {}
    for kept in FINISHED:
        rows = tx.all(FIND_MANY[kept], pseudonyms=sorted(pseudonyms))
        found |= {row.pseudonym: Sealed(*row) for row in rows}
    return found


def forget(tx: Transaction, pseudonyms: Collection[str]) -> None:
    """Delete the answers under these pseudonyms, wherever they are."""
    for kept in TABLES:
        _forget(tx, kept, pseudonyms)


def oldest(tx: Transaction, site_id: str, begins: str, kept: Kept = "inbox") -> str | None:
    """Return the first period at a site, of those that begin so, or None when nothing waits."""
    row = tx.one(OLDEST[kept], site_id=site_id, begins=begins)
    return row.period if row else None


def lots(tx: Transaction, kept: Kept) -> list[Lot]:
    """Return every lot of a table, in order."""
    return sorted(Lot(*row) for row in tx.all(LOTS[kept]))


def move_on(tx: Transaction, over: Iterable[Lot]) -> None:
    """Move these lots from the inbox to where answers stay, shuffled among each other."""
    answers = [answer for lot in over for answer in take(tx, "inbox", lot)]
    _forget(tx, "response", [answer.pseudonym for answer in answers])
    lay(tx, "response", answers)


def take(tx: Transaction, kept: Kept, lot: Lot) -> list[Sealed]:
    """Take the answers of a lot out of a table and return them, to be laid down again."""
    rows = tx.all(
        TAKE[kept],
        of_site=lot.site_id,
        of_cohort=lot.cohort_id,
        of_content=lot.content_id,
        in_period=lot.period,
    )
    return [Sealed(*row) for row in rows]


def clear(tx: Transaction, kept: Kept, lot: Lot) -> None:
    """Delete the answers of a lot."""
    take(tx, kept, lot)


def lay(tx: Transaction, kept: Kept, answers: Sequence[Sealed]) -> None:
    """Put answers into a table, shuffled, each under a new random key of 128 bits."""
    rows = [
        {"id": secrets.token_hex(16), **dict(zip(ROW, _values(answer), strict=True))}
        for answer in answers
    ]
    _shuffled(rows)
    tx.run_many(LAY[kept], rows)


def _forget(tx: Transaction, kept: Kept, pseudonyms: Iterable[str]) -> None:
    tx.run_many(FORGET[kept], [{"of_pseudonym": name} for name in pseudonyms])
