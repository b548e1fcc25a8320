"""SQLAlchemy finds some mistakes in a statement only when it is run with its values."""

import pkgutil
from collections.abc import Iterator
from importlib import import_module

import pytest
from sqlalchemy import Delete, Dialect, Insert, Select, Update, bindparam, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import CompileError
from sqlalchemy.sql.base import Executable

import storage
from storage.tables import Person, columns

STATEMENTS = (Select, Insert, Update, Delete)
# What SQLAlchemy makes up by itself is not a name of ours.
Written = tuple[str, Executable]


def _written() -> Iterator[Written]:
    """Yield every statement at the top of a storage module, by its name."""
    for found in pkgutil.iter_modules(storage.__path__, "storage."):
        if not found.ispkg:
            for name, value in vars(import_module(found.name)).items():
                yield from _statements(f"{found.name.removeprefix('storage.')}.{name}", value)


def _statements(name: str, value: object) -> Iterator[Written]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _statements(f"{name}[{key}]", inner)
    elif isinstance(value, STATEMENTS):
        yield name, value


def compile_as_run(statement: Executable, dialect: Dialect) -> str:
    """Compile a statement as a database does that is handed all its values by name."""
    names = [name for name, bound in statement.compile().binds.items() if not bound.unique]
    return str(statement.compile(dialect=dialect, column_keys=names))


WRITTEN = sorted(_written(), key=lambda written: written[0])


@pytest.mark.parametrize("dialect", [sqlite.dialect(), postgresql.dialect()], ids=lambda d: d.name)
@pytest.mark.parametrize("statement", [pytest.param(one, id=name) for name, one in WRITTEN])
def test_every_statement_can_be_run_with_its_own_values(
    statement: Executable, dialect: Dialect
) -> None:
    compile_as_run(statement, dialect)


def test_a_value_named_like_a_column_would_be_found() -> None:
    person = columns(Person)
    wrong = update(Person).where(person.id == bindparam("id")).values(zone=bindparam("zone"))

    with pytest.raises(CompileError, match="reserved"):
        compile_as_run(wrong, sqlite.dialect())


def test_every_module_with_sql_was_looked_into() -> None:
    modules = {name.partition(".")[0] for name, _ in WRITTEN}

    assert modules == {
        "announcements",
        "backups",
        "calls",
        "certificates",
        "certifications",
        "claims",
        "cohorts",
        "confirmations",
        "counts",
        "dead_letters",
        "deletions",
        "deliveries",
        "directory",
        "distances",
        "errands",
        "events",
        "exports",
        "hospital_figures",
        "inbox",
        "ledger",
        "lists",
        "lots",
        "metrics",
        "pacing",
        "people",
        "punctuality",
        "purging",
        "reach",
        "reachability",
        "recipients",
        "registers",
        "replies",
        "reports",
        "responses",
        "rosters",
        "rotation",
        "routines",
        "sendings",
        "signing",
        "time_points",
        "trainings",
        "unsettled",
        "waiting",
    }
