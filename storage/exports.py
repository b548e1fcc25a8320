"""Remembers which locked files stand in Slack, until they are deleted there; never whose."""

from datetime import datetime

from sqlalchemy import bindparam, delete, func, insert, select, update

from storage.tables import ExportedFile, columns
from storage.transactions import Transaction

_file = columns(ExportedFile)

EXPECT = insert(ExportedFile)

_next = (
    select(_file.file_id)
    .where(_file.delete_at <= bindparam("now"))
    .order_by(_file.delete_at)
    .limit(1)
    .with_for_update(skip_locked=True)
    .cte("next")
)

# Until then no other process tries to delete it.
TAKE = (
    update(ExportedFile)
    .where(_file.file_id.in_(select(_next.c.file_id)))
    .values(delete_at=bindparam("again_at"))
    .returning(_file.file_id)
)

FORGET = delete(ExportedFile).where(_file.file_id == bindparam("of_file"))

NEXT = select(func.min(_file.delete_at).label("delete_at"))


def expect(tx: Transaction, file_id: str, site_id: str, delete_at: datetime) -> None:
    """Note that a file is to be deleted from Slack, before it stands there."""
    tx.run(EXPECT, file_id=file_id, site_id=site_id, delete_at=delete_at)


def take(tx: Transaction, now: datetime, again_at: datetime) -> str | None:
    """Return a file whose time is over, for one process to delete; it is due again at `again_at`.

    None when there is none.
    """
    rows = tx.all(TAKE, now=now, again_at=again_at)
    return rows[0].file_id if rows else None


def forget(tx: Transaction, file_id: str) -> None:
    """Forget a file: it is deleted from Slack."""
    tx.run(FORGET, of_file=file_id)


def next_moment(tx: Transaction) -> datetime | None:
    """Return when the next file is to be deleted, or None."""
    row = tx.one(NEXT)
    return row.delete_at if row else None
