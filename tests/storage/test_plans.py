import sqlite3
from pathlib import Path

import pytest
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql.base import Executable

from storage import claims, metrics, rosters, schema, sendings, unsettled

# What the metronome runs every second, however long the history is.
EVERY_SECOND = [
    pytest.param(unsettled.UNSETTLED, id="claims that have not ended"),
    pytest.param(claims.IS_DUE, id="whether anything is due"),
    pytest.param(claims.CLAIM, id="what is due"),
    pytest.param(claims.CLAIM_CONVERSING, id="what is due where no conversation must be opened"),
    pytest.param(sendings.TO_CLOSE, id="what is over"),
    pytest.param(rosters.TO_PLAN, id="what is to be planned"),
    # Not the metronome, but whatever watches the bot.
    pytest.param(metrics.DUE, id="how much is due"),
]


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> sqlite3.Connection:
    file: Path = tmp_path_factory.mktemp("plans") / "plans.db"
    schema.upgrade(f"sqlite:///{file}")
    return sqlite3.connect(file)


@pytest.mark.parametrize("statement", EVERY_SECOND)
def test_what_runs_every_second_never_reads_a_whole_table(
    connection: sqlite3.Connection, statement: Executable
) -> None:
    sql = str(statement.compile(dialect=sqlite.dialect()))
    plan = connection.execute(f"EXPLAIN QUERY PLAN {sql}", [1] * sql.count("?")).fetchall()

    # The few that are due are chosen by an index, and then looked through.
    read = [step for *_, step in plan if step.startswith("SCAN") and step != "SCAN due"]
    assert [step for step in read if "INDEX" not in step] == []
