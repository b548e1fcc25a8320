"""Nothing of one person comes out where nobody meant to let it out, whatever goes wrong."""

import asyncio
import logging
import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest

from bot import app
from bot.app.logs import Json, Text
from bot.flows.findings import Finding
from tests.environment import environment, free_port
from tests.hospital import Hospital
from tests.privacy.month import hospital_of
from tests.privacy.troubles import (
    ANSWERS,
    COHORT,
    NAME,
    QUOTED,
    REPLIES,
    TROUBLES,
    TYPED,
    live_through,
)

Rows = Sequence[tuple[object, ...]]
# Where the name of a cohort, and Slack's id of a person, belong.
NAMES_A_COHORT = {"cohort"}
KNOWS_SLACK_IDS = {"person"}
# What names a person, a group, a message or a content, and so may label no number.
KEYS = (
    ("person", "id"),
    ("cohort", "id"),
    ("delivery", "id"),
    ("delivery", "content_id"),
    ("delivery", "kind"),
)
SITES = ("riverbend", "Riverbend", "hillside", "Hillside")
CODE = re.compile(r"[a-z0-9_]+")
# What leaders do, about groups; the one person it ever names is a trainer, being named as one.
ACTS = {"confirm", "trainers add", "cohort new", "progress", "digest", "participation"}


@dataclass(frozen=True, slots=True)
class Left:
    """What stands about when everybody has done everything while something was wrong."""

    trouble: str
    log: str
    # What the bot says of itself: /healthz and /metrics.
    health: str
    database: Mapping[str, Rows]
    columns: Mapping[str, Sequence[str]]
    seen_by_others: str
    doctor: Sequence[Finding]
    nia: str
    trainers: Sequence[str]
    secrets: Sequence[str]

    def column(self, table: str, name: str) -> set[object]:
        """Return everything that stands in one column."""
        return {row[self.columns[table].index(name)] for row in self.database[table]}


@pytest.fixture(scope="module", params=TROUBLES)
def left(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Left:
    """What is left of each trouble."""
    return asyncio.run(_left(tmp_path_factory.mktemp("trouble"), request.param))


async def _left(folder: Path, trouble: str) -> Left:
    port = free_port()
    settings, file = environment(folder) | {"HEALTH_PORT": str(port)}, folder / "bot.db"
    with _listening() as log:
        async with hospital_of(settings) as hospital:
            await live_through(hospital, TROUBLES[trouble], file)
            health = await _health(port)
            api_url = hospital.sandbox.api_url
            config = app.configured({**settings, "SLACK_API_URL": api_url})
            findings = await app.examined(config, send_to=hospital.nia.slack_id)
            seen = _seen_by_others(hospital)
            leaders = [hospital.cora.slack_id, hospital.tara.slack_id]
            theo = next(one.slack_id for one in hospital.sandbox.people if "Theo" in one.name)
            nia = hospital.nia.slack_id
    return Left(
        trouble=trouble,
        log="\n".join(log),
        health=health,
        database=_dumped(file),
        columns=_columns(file),
        seen_by_others=seen,
        doctor=findings,
        nia=nia,
        trainers=[*leaders, theo],
        secrets=[settings["BOT_SECRET_KEYS"].partition(":")[2], "xoxb-", "xapp-"],
    )


def test_the_log_holds_nothing_of_anybody(left: Left) -> None:
    planted = [*ANSWERS, *REPLIES, TYPED, COHORT, NAME, QUOTED, left.nia, *left.secrets]

    assert [word for word in planted if word in left.log] == []


def test_what_the_bot_says_of_itself_holds_nothing_of_anybody(left: Left) -> None:
    planted = [*ANSWERS, *REPLIES, TYPED, COHORT, NAME, QUOTED, left.nia, *left.secrets]
    keys = {str(key) for table, name in KEYS for key in left.column(table, name) if key is not None}

    assert "resiliency_sent_total" in left.health
    assert len(keys) > len(KEYS)
    assert [word for word in (*planted, *SITES, *keys) if word in left.health] == []


def test_the_database_holds_no_answer_no_word_and_no_name_that_can_be_read(left: Left) -> None:
    planted = [*ANSWERS, *REPLIES, TYPED, NAME, QUOTED, *left.secrets]
    held = _readable(left.database)

    assert left.database["delivery"]
    assert [word for word in planted if word in held] == []


def test_a_cohorts_name_stands_in_the_table_of_cohorts_alone(left: Left) -> None:
    assert {table for table, rows in left.database.items() if COHORT in _readable({"": rows})} == (
        NAMES_A_COHORT
    )


def test_who_somebody_is_in_slack_stands_in_one_table_alone(left: Left) -> None:
    found = {table for table, rows in left.database.items() if left.nia in _readable({table: rows})}

    assert found == KNOWS_SLACK_IDS


def test_nobody_else_sees_an_answer_or_a_word_of_it(left: Left) -> None:
    planted = [*ANSWERS, *REPLIES, TYPED, QUOTED]

    assert COHORT in left.seen_by_others
    assert [word for word in planted if word in left.seen_by_others] == []


def test_the_audit_holds_acts_of_those_who_lead_alone(left: Left) -> None:
    assert left.column("audit", "act") <= ACTS
    assert left.column("audit", "actor") <= set(left.trainers)
    assert left.nia not in _readable({"audit": left.database["audit"]})


def test_the_doctor_finds_nothing_about_anybody(left: Left) -> None:
    said = str([finding.words for finding in left.doctor])
    planted = [*ANSWERS, *REPLIES, TYPED, COHORT, NAME, QUOTED, left.nia, *left.secrets]

    assert [word for word in planted if word in said] == []


def test_a_refused_message_keeps_a_word_of_slacks_and_no_other(left: Left) -> None:
    kept = [str(code) for code in left.column("delivery", "failure") if code]

    assert [code for code in kept if not CODE.fullmatch(code)] == []


def test_what_was_not_sent_keeps_one_of_two_words(left: Left) -> None:
    assert left.column("delivery", "dropped") <= {None, "not sent", "expired (outage)"}


def test_whoever_looks_after_the_bot_hears_of_each_trouble(left: Left) -> None:
    assert bool(left.log) == (left.trouble != "none")


@contextmanager
def _listening() -> Iterator[list[str]]:
    """Yield every line that is logged while our own rooms are at DEBUG."""
    lines: list[str] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.extend(form.format(record) for form in (Text(), Json()))

    ear = Ear()
    app.log_at("DEBUG")
    logging.getLogger().addHandler(ear)
    try:
        yield lines
    finally:
        logging.getLogger().removeHandler(ear)


async def _health(port: int) -> str:
    """Return everything that the bot says of itself to this machine."""
    async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as http:
        answers = [await http.get(path) for path in ("/healthz", "/metrics")]
        return "\n".join([await answer.text() for answer in answers])


def _dumped(file: Path) -> Mapping[str, Rows]:
    """Return every table with its rows, as an administrator without the keys reads them."""
    with sqlite3.connect(file) as connection:
        return {
            table: connection.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608 -- ours
            for table in _tables(connection)
        }


def _columns(file: Path) -> Mapping[str, Sequence[str]]:
    with sqlite3.connect(file) as connection:
        return {
            table: [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            for table in _tables(connection)
        }


def _tables(connection: sqlite3.Connection) -> list[str]:
    found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    return [name for (name,) in found]


def _readable(database: Mapping[str, Rows]) -> str:
    """Return what can be read in the tables, sealed bytes as the letters they happen to be."""
    return "\n".join(
        value.decode("latin-1") if isinstance(value, bytes) else str(value)
        for rows in database.values()
        for row in rows
        for value in row
    )


def _seen_by_others(hospital: Hospital) -> str:
    """Return all that stands before the eyes of everybody but Nia."""
    others = [person for person in hospital.sandbox.people if person is not hospital.nia]
    return "\n".join(
        words
        for person in others
        for words in (
            *(seen.words() for seen in (*person.messages, *person.whispers)),
            *person.errors,
            str(person.home),
        )
    )
