"""Hospitals in which messages wait, copied for each round and made due at chosen moments."""

import shutil
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from uuid import uuid4

import psycopg
from sqlalchemy import bindparam, func, make_url, select, update

from bot import app, clock
from bot.rules import cadence
from storage import schema
from storage.database import Database
from storage.deliveries import WAITING
from storage.tables import Delivery, columns
from storage.transactions import Transaction
from tests.bench import seeding
from tests.bench.standin import NOWHERE

_delivery = columns(Delivery)

WAITING_IDS = select(_delivery.id).where(WAITING).order_by(_delivery.id)
FALL_DUE = (
    update(Delivery)
    .where(_delivery.id == bindparam("of"))
    .values(
        due_at=bindparam("at"),
        send_by=bindparam("by"),
        expires_at=bindparam("until"),
        local_date=bindparam("on"),
    )
)
# One that was sent and is over.
OVER = select(*_delivery).where(_delivery.closed_at.is_not(None)).limit(1)
# Not noted as sent, though nobody waits for anything more.
UNSENT = select(func.count()).where(_delivery.sent_at.is_(None))


@dataclass(frozen=True, slots=True)
class Hospital:
    """A database with everybody in it; bots work on it in `folder`, if given these settings."""

    folder: Path
    environment: Mapping[str, str]

    def of(self, api_url: str) -> dict[str, str]:
        """Return the settings of a bot for one Slack, that sends as fast as it can."""
        return {**self.environment, "SLACK_API_URL": api_url, "PACING": "unlimited"}

    async def fall_due(self, moments: Sequence[datetime]) -> dict[str, datetime]:
        """Have as many messages fall due as there are moments; return when each does, by its id."""
        async with self.opened() as database:
            return await database.run(partial(_fall_due, moments=moments))

    async def unsent(self) -> int:
        """Return how many messages are not noted as sent."""
        async with self.opened() as database:
            return await database.read(_unsent)

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[Database]:
        """Yield the database, as a process of its own has it."""
        database = Database(self.environment["DATABASE_URL"])
        try:
            yield database
        finally:
            database.close()


async def on_sqlite(folder: Path, people: int) -> Hospital:
    """Return a hospital in a file, each of whose people waits for one message."""
    environment = seeding.environment(folder, NOWHERE)
    await _seed(environment, people)
    return Hospital(folder, environment)


async def on_postgresql(folder: Path, server: str, people: int) -> Hospital:
    """Return one in a new database of a server."""
    url = _new_database(server)
    schema.upgrade(url)
    environment = {**seeding.environment(folder, NOWHERE), "DATABASE_URL": url}
    await _seed(environment, people)
    return Hospital(folder, environment)


async def _seed(environment: Mapping[str, str], people: int) -> None:
    config = app.configured(environment)
    await seeding.seed(config, people, clock.wall(), opened=seeding.THE_DAY_BEFORE)


def copied(hospital: Hospital, server: str) -> Hospital:
    """Return a hospital as this one is now, for one round."""
    source, url = seeding.database(hospital.folder), hospital.environment["DATABASE_URL"]
    if url.startswith("sqlite"):
        copy = source.with_name(f"{uuid4().hex}.db")
        shutil.copy(source, copy)
        url = f"sqlite:///{copy}"
    else:
        url = _new_database(server, f"TEMPLATE {make_url(url).database}")
    return Hospital(hospital.folder, {**hospital.environment, "DATABASE_URL": url})


def _new_database(server: str, like: str = "") -> str:
    name = f"bench_{uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} {like}".encode())
    return server.replace("/postgres?", f"/{name}?")


def _fall_due(tx: Transaction, moments: Sequence[datetime]) -> dict[str, datetime]:
    ids = [row.id for row in tx.all(WAITING_IDS)][: len(moments)]
    assert len(ids) == len(moments), "there are fewer messages than moments"
    tx.run_many(FALL_DUE, [_due(id_, at) for id_, at in zip(ids, moments, strict=True)])
    return dict(zip(ids, moments, strict=True))


def _due(id_: str, at: datetime) -> dict[str, object]:
    return {
        "of": id_,
        "at": at,
        "by": at + cadence.CHECKIN_TOO_LATE,
        "until": at + cadence.CHECKIN_OPEN,
        "on": at.date(),
    }


def _unsent(tx: Transaction) -> int:
    row = tx.one(UNSENT)
    assert row is not None, "a count has a row"
    number: int = row[0]
    return number
