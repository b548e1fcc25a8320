"""Wards whose people answer through the real flows, and the copies made of their databases."""

import shutil
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import Connection, Table, make_url
from sqlmodel import SQLModel

from bot import app
from bot.flows import answers, checkins, nights
from bot.flows.people import link_key_row
from bot.flows.tools import Tools, new_id
from storage import deliveries, inbox, people, responses, schema, seal
from storage.database import engine
from storage.inbox import Lot
from storage.people import Known
from storage.transactions import Transaction
from tests.hospital import SITES
from tests.privacy import dumps
from tests.privacy.dumps import Dump
from tests.storage.kit import HOUR, NIA, NOW, SITE, SPRING, TODAY, YES, empty, enrol, message

PEOPLE = 10
CHECKIN = "after-the-last-shift"
LOT = Lot(SITE, SPRING.id, CHECKIN, "week/2026-11-02")
# Friday three in the morning at the site, after the release of the week that begins with NOW.
NIGHT = NOW + timedelta(days=11)


@dataclass(frozen=True, slots=True)
class One:
    """Somebody, the question they got, and the name under which their answer is kept."""

    known: Known
    question: str
    link_key: bytes
    choice: str

    @property
    def pseudonym(self) -> str:
        return answers.place(self.link_key, CHECKIN, 1, TODAY).pseudonym


@dataclass(frozen=True, slots=True)
class Play:
    """A ward whose people answer in some order, and the copies that are made of its database."""

    tools: Tools
    ward: Sequence[One]
    keys: str
    copy: Callable[[], Dump]
    dice: Random

    async def answer(self) -> None:
        """Have everybody answer, on three days; the log is emptied now and then, as by a tick."""
        for number, one in enumerate(self.ward):
            now = NOW + number * 4 * HOUR
            await checkins.answer(self.tools, one.known.slack_id, one.question, one.choice, now)
            if self.dice.random() < 0.5:
                await nights.tidy(self.tools)
        await nights.tidy(self.tools)

    async def change(self) -> None:
        """Have some change their answers, in an order of their own."""
        for one in self.dice.sample(self.ward, 4):
            await checkins.change(
                self.tools, one.known.slack_id, one.question, one.choice, NOW + 40 * HOUR
            )
        await nights.tidy(self.tools)

    async def keep_carelessly(self) -> None:
        """Lay the answers down as they came: each by the transaction that notes the day."""
        kept = await self.tools.database.run(partial(inbox.take, kept="inbox", lot=LOT))
        by_name = {answer.pseudonym: answer for answer in kept}
        await self.tools.database.tidy()
        for one in self.ward:

            def keep(tx: Transaction, one: One = one) -> None:
                responses.asked_to_answer(tx, delivery_id=one.question, slack_id=one.known.slack_id)
                inbox.lay(tx, "inbox", [by_name[one.pseudonym]])

            await self.tools.database.run(keep)

    def backup(self) -> dict[Table, Sequence[Any]]:
        """Every row of every table, as a backup keeps it."""
        with self._operator() as connection:
            tables = SQLModel.metadata.sorted_tables
            return {table: connection.execute(table.select()).all() for table in tables}

    def restore(self, backup: Mapping[Table, Sequence[Any]]) -> None:
        """Have the database be what it was when the backup was made."""
        with self._operator() as connection:
            empty(connection)
            for table, rows in backup.items():
                if rows:
                    connection.execute(table.insert(), [row._asdict() for row in rows])

    @contextmanager
    def _operator(self) -> Iterator[Connection]:
        opened = engine(self.tools.database.url)
        with opened.begin() as connection:
            yield connection
        opened.dispose()

    def hits(self) -> Counter[str]:
        """How many of the ward each attack finds in a copy made now."""
        known = {
            "as it happened": {one.known.id: n for n, one in enumerate(self.ward)},
            "what they chose": {one.known.id: one.choice for one in self.ward},
        }
        truth = {one.known.id: one.pseudonym for one in self.ward}
        return dumps.hits(self.copy(), truth, known, self.dice)


async def ward_of(tools: Tools, dice: Random) -> list[One]:
    """Return people in the order in which they will answer, each with an open question."""
    choices = [choice.id for choice in tools.library.checkins[CHECKIN].choices]
    ward = []
    for number in range(PEOPLE):
        known = replace(NIA, id=new_id(), slack_id=f"U0{number}")
        ward.append(One(known, new_id(), seal.new_link_key(), dice.choice(choices)))

    def keep(tx: Transaction) -> None:
        enrol(tx, SPRING, *(one.known for one in ward))
        for one in ward:
            row = link_key_row(one.known.id)
            people.keep_link_key(tx, one.known, tools.ring.seal(one.link_key, row))
            people.decide(tx, one.known, YES, decision_id=new_id(), now=NOW)
        deliveries.plan(tx, [question_for(one) for one in ward])

    await tools.database.run(keep)
    return dice.sample(ward, PEOPLE)


def question_for(one: One) -> deliveries.Message:
    return message(
        one.question,
        person_id=one.known.id,
        cohort_id=SPRING.id,
        content_id=CHECKIN,
        expires_at=NOW + 72 * HOUR,
    )


class Wards:
    """One database after the other, each with people who have yet to answer."""

    def __init__(self, url: str, folder: Path) -> None:
        self._folder = folder
        self._is_file = url.startswith("sqlite")
        self._url = url
        (folder / "sites.toml").write_text(SITES)
        schema.upgrade(url)

    @asynccontextmanager
    async def open(self, number: int) -> AsyncIterator[Play]:
        """Yield the people of one ward; what is by chance there is so by the number."""
        url, copy = self._fresh(number)
        config = app.configured(self._settings(url))
        tools = app.build(config)
        dice = Random(number)  # noqa: S311 -- so that what was found can be found again
        try:
            yield Play(tools, await ward_of(tools, dice), config.secret_keys, copy, dice)
        finally:
            await app.close(tools)

    def _fresh(self, number: int) -> tuple[str, Callable[[], Dump]]:
        if self._is_file:
            file = self._folder / f"{number}.db"
            shutil.copy(str(make_url(self._url).database), file)
            return f"sqlite:///{file}", partial(dumps.of_sqlite, file)
        opened = engine(make_url(self._url))
        with opened.begin() as connection:
            empty(connection)
        opened.dispose()
        return self._url, partial(dumps.of_postgresql, self._url)

    def _settings(self, url: str) -> dict[str, str]:
        return {
            "SLACK_BOT_TOKEN": "xoxb-nowhere",
            "SLACK_APP_TOKEN": "xapp-nowhere",
            "SLACK_API_URL": "http://127.0.0.1:9/api/",
            "CONTENT_SENT": "all",
            "DATABASE_URL": url,
            "BOT_SECRET_KEYS": app.new_key(),
            "KEY_KEEPER": "the invented keeper",
            "SITES": str(self._folder / "sites.toml"),
        }
