"""Rows that the tests of storage begin with, and the words in which they ask what is there."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from threading import Barrier
from typing import Any

from sqlalchemy import Connection, Row, Select, select, text
from sqlmodel import SQLModel

from storage import deliveries, people, trainings
from storage.database import Database
from storage.deliveries import Message
from storage.people import Decision, Known
from storage.sendings import Holder
from storage.tables import columns
from storage.trainings import Group, Place, TrainingDay
from storage.transactions import Transaction

# A Monday morning at the invented site, in UTC.
NOW = datetime(2026, 11, 2, 14, 0, tzinfo=UTC)
TODAY = NOW.date()
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

SITE, OTHER_SITE = "riverbend", "hillside"
SPRING = Group("spring", SITE, "Spring", None)
AUTUMN = Group("autumn", SITE, "Autumn", "C0AUTUMN1")

YES = Decision(1, companion=True, checkins=True, evaluation=True)
NO = Decision(1, companion=False)

NIA = Known("nia", SITE, "U0NIA", "America/New_York", None, None)
TARA = Known("tara", SITE, "U0TARA", "America/New_York", None, None)

# Who holds a claim.
ME, ANOTHER = Holder("me", "mine"), Holder("another process", "theirs")

# Longer than a loaded machine needs to bring two transactions together.
PATIENCE_SECONDS = 20

Write = Callable[[Transaction], Any]


class Meeting:
    """Where transactions wait for each other, each once: one that is run again has met them."""

    def __init__(self, parties: int) -> None:
        self._barrier = Barrier(parties, timeout=PATIENCE_SECONDS)
        self._expected = iter(range(parties))

    def wait(self) -> None:
        if next(self._expected, None) is not None:
            self._barrier.wait()


def meet(tx: Transaction, *known: Known) -> None:
    """Have the bot know these people."""
    for one in known:
        people.add(tx, person_id=one.id, site_id=one.site_id, slack_id=one.slack_id, zone=one.zone)


def known(name: str) -> Known:
    """Return somebody of the site."""
    return replace(NIA, id=name, slack_id=f"U0{name.upper()}")


def enrol(tx: Transaction, group: Group, *who: Known, at: datetime = NOW) -> None:
    """Make a cohort, unless it is there, and put people whom the bot knows on its roster."""
    trainings.add_cohort(tx, group, NOW)
    meet(tx, *who)
    for one in who:
        trainings.enrol(tx, group, one.id, enrolment_id=f"{group.id}/{one.id}", now=at)


def place(group: Group, who: Known) -> Place:
    """Return somebody's place on a roster."""
    return Place(
        f"{group.id}/{who.id}", group.site_id, group.id, who.id, who.zone, who.preferred_at
    )


def day(number: int, on: date, group: Group = SPRING) -> TrainingDay:
    """Return one day of a cohort's training."""
    return TrainingDay(f"{group.id}/{number}", number, on, time(9), "America/New_York", 1)


def message(name: str = "first", **different: Any) -> Message:
    """Return a check-in for Nia that is due; each name is a step of its own."""
    planned = Message(
        id=name,
        site_id=SITE,
        person_id=NIA.id,
        kind="check-in",
        step=f"week-1/{name}",
        occurrence="spring",
        content_id="nearest-color",
        content_version=1,
        local_date=TODAY,
        due_at=NOW,
        send_by=NOW + 2 * HOUR,
        expires_at=NOW + 36 * HOUR,
        closes=True,
    )
    return replace(planned, **different)


def empty(connection: Connection) -> None:
    """Leave no row in any table; those that refer to others go first.

    What is written once goes too: only here, and never in the product.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL session_replication_role = replica"))
    else:
        triggers = text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for trigger in connection.execute(triggers).scalars().all():
            connection.execute(text(f"DROP TRIGGER {trigger}"))
    for table in reversed(SQLModel.metadata.sorted_tables):
        connection.execute(table.delete())


async def plan(database: Database, *messages: Message) -> None:
    """Have messages wait for their moment."""
    await database.run(lambda tx: deliveries.plan(tx, messages))


async def rows(database: Database, table: type[SQLModel], *names: str) -> list[tuple[Any, ...]]:
    """Return these columns of every row of a table, in the order of its first named column."""
    found = columns(table)
    asked: Select[Any] = select(*(found[name] for name in names)).order_by(found[names[0]])
    everything: list[Row[Any]] = list(await database.read(lambda tx: tx.all(asked)))
    return [tuple(row) for row in everything]
