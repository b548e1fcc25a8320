import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import DateTime, Table
from sqlmodel import SQLModel, UTCDateTime

from storage.tables import Distance, columns

# How fast the app may call Slack, whether it may at all, and what it has heard from it: one
# workspace, however many hospitals share it, and nobody's row.
OF_THE_WORKSPACE = {"pace", "stop", "heard_event"}

TABLES = [pytest.param(table, id=table.name) for table in SQLModel.metadata.sorted_tables]


@pytest.mark.parametrize("table", TABLES)
def test_every_row_says_of_which_site_it_is(table: Table) -> None:
    if table.name in OF_THE_WORKSPACE:
        assert not {"site_id", "person_id", "cohort_id"} & set(table.columns.keys())
    else:
        assert not table.columns["site_id"].nullable


@pytest.mark.parametrize("table", TABLES)
def test_every_moment_is_kept_in_utc(table: Table) -> None:
    naive = [
        column.name
        for column in table.columns
        if isinstance(column.type, DateTime) and not isinstance(column.type, UTCDateTime)
    ]

    assert naive == []


@pytest.mark.parametrize("table", TABLES)
def test_every_constraint_has_a_name_by_which_a_migration_can_drop_it(table: Table) -> None:
    assert [constraint for constraint in table.constraints if constraint.name is None] == []


def test_no_table_has_a_column_for_a_name_of_a_person_or_for_what_was_typed() -> None:
    told = {
        f"{table.name}.{column.name}"
        for table in SQLModel.metadata.sorted_tables
        for column in table.columns
        if {"name", "email", "text", "words", "note", "says", "room"} & set(column.name.split("_"))
    }

    # What a trainer tells everybody on a list, and where.
    announced = {"announcement.says", "training_session.room"}
    assert told == {"cohort.name", "cohort.name_key"} | announced


@pytest.mark.parametrize("table", ["reply", "register", "attendance", "certificate"])
def test_nothing_joins_who_was_in_a_room_to_an_answer(table: str) -> None:
    named = set(SQLModel.metadata.tables[table].columns.keys())

    assert named & {"pseudonym", "sealed", "content_id", "period", "delivery_id", "point"} == set()


@pytest.mark.parametrize("table", ["inbox", "response", "deletion", "distance"])
def test_sqlite_keeps_what_must_have_no_order_in_none(sqlite_file: Path, table: str) -> None:
    asked = "SELECT sql FROM sqlite_master WHERE name = ?"
    with closing(sqlite3.connect(sqlite_file)) as connection:
        (made,) = connection.execute(asked, (table,))

    assert made[0].split()[-2:] == ["WITHOUT", "ROWID"]


def test_a_distance_names_nobody_but_the_manager() -> None:
    assert set(columns(Distance).keys()) == {
        "id",
        "site_id",
        "cohort_id",
        "manager_slack_id",
        "tag",
        "counts_from",
        "counts_until",
    }
