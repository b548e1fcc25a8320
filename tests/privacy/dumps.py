"""A full copy of the database without its keys, and somebody who tries to read people from it.

They know who answered and on which day, in which order it happened, and what some chose. They
put people into every order that the copy gives them, and the kept answers too, and lay one
beside the other, forwards and backwards. They do not open a seal.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import psycopg
from psycopg import sql

# A name, and those whom the copy holds with something they can be sorted by.
Sortable = Mapping[str, Any]
Orders = dict[str, Sortable]

# Tables that say of whom a row is.
OF_PEOPLE = ("delivery", "consent", "link_key", "enrolment", "time_point")
ANSWERS = ("inbox", "response", "draft")
COLUMNS = ("id", "pseudonym", "sealed")
# What PostgreSQL adds to every row: who wrote it, who locked it, in which command, and where.
SYSTEM = ("xmin::text::bigint", "xmax::text::bigint", "cmin::text::bigint", "ctid")


@dataclass(frozen=True, slots=True)
class Dump:
    """People and answers, each by every order in the copy; what was written by one transaction.

    `raw` is all of it, as it lies there.
    """

    people: Orders
    answers: Orders
    raw: bytes
    written_by: tuple[Sortable, Sortable] = ({}, {})


def of_sqlite(file: Path) -> Dump:
    """Return what a copy of the file and of the log beside it tells."""
    raw = {"file": file.read_bytes(), "log": Path(f"{file}-wal").read_bytes()}
    with closing(sqlite3.connect(file)) as connection:
        people: Orders = {}
        for table in OF_PEOPLE:
            asked = f"SELECT person_id, rowid FROM {table} ORDER BY rowid"  # noqa: S608 -- ours
            people[f"{table}.rowid"] = dict(connection.execute(asked).fetchall())
        asked = "SELECT person_id, answered_on, id FROM delivery"
        delivered = connection.execute(asked).fetchall()
        asked = " UNION ALL ".join(
            f"SELECT id, pseudonym, sealed FROM {table}"  # noqa: S608 -- ours
            for table in ANSWERS
        )
        rows = connection.execute(asked).fetchall()
    people["delivery.answered_on"] = {person: on for person, on, _ in delivered}
    ids = {person: delivery_id.encode() for person, _, delivery_id in delivered}
    people |= dict(_places("delivery.id", ids, raw))
    answers = _columns(rows)
    for number, column in enumerate(("id", "pseudonym")):
        answers |= dict(_places(column, {row[1]: row[number].encode() for row in rows}, raw))
    return Dump(people, answers, raw["file"] + raw["log"])


def of_postgresql(url: str) -> Dump:
    """Return what a copy of every table tells, with what PostgreSQL adds to each row."""
    system = ", ".join(SYSTEM)
    with psycopg.connect(url) as connection:
        people: Orders = {}
        for table in OF_PEOPLE:
            asked = f"SELECT person_id, {system} FROM {table}"  # noqa: S608 -- ours
            rows = connection.execute(asked).fetchall()
            people |= dict(_by_system(table, {row[0]: row[1:] for row in rows}))
        asked = "SELECT person_id, answered_on FROM delivery"
        people["delivery.answered_on"] = dict(connection.execute(asked).fetchall())
        asked = " UNION ALL ".join(
            f"SELECT id, pseudonym, sealed, {system} FROM {table}"  # noqa: S608 -- ours
            for table in ANSWERS
        )
        rows = connection.execute(asked).fetchall()
        raw = "\n".join(_everything(connection)).encode()
    answers = _columns(rows)
    answers |= dict(_by_system("answers", {row[1]: row[3:] for row in rows}))
    # Who has finished an assessment stands there; who has answered a check-in, on its delivery.
    noted = people["time_point.xmin"] or people["delivery.xmin"]
    return Dump(people, answers, raw, (noted, answers["answers.xmin"]))


def _everything(connection: "psycopg.Connection[Any]") -> Iterator[str]:
    """Yield every row of every table, as text."""
    tables = connection.execute(
        "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
    ).fetchall()
    for (table,) in tables:
        asked = sql.SQL("SELECT it::text FROM {} it").format(sql.Identifier(table))
        for (row,) in connection.execute(asked):
            yield row


def hits(dump: Dump, truth: Mapping[str, str], known: Orders, dice: Random) -> Counter[str]:
    """Return how many people each attack finds; `truth` has the pseudonym of each.

    `known` is what the attacker knows of people besides: in which order they answered, and what.
    """
    found: Counter[str] = Counter()
    # A table in which somebody is missing puts nobody into an order.
    whole = {name: by for name, by in dump.people.items() if truth.keys() <= by.keys()}
    for (of_people, people), (of_answers, answers) in _pairs(whole | known, dump.answers):
        guessed = zip(_sorted(people, truth, dice), _sorted(answers, answers, dice), strict=True)
        pairs = list(guessed)
        backwards = zip((p for p, _ in pairs), reversed([a for _, a in pairs]), strict=True)
        found[f"{of_people} ~ {of_answers}"] = _right(pairs, truth)
        found[f"{of_people} ~ {of_answers}, backwards"] = _right(list(backwards), truth)
    found["one transaction"] = _right(list(_same(*dump.written_by, dice)), truth)
    return found


def _same(people: Sortable, answers: Sortable, dice: Random) -> Iterator[tuple[str, str]]:
    """Yield of each person an answer that was written by the transaction that noted it."""
    for person, written in people.items():
        if same := [name for name, by in answers.items() if by == written]:
            yield person, dice.choice(same)


def _pairs(
    people: Orders, answers: Orders
) -> Iterator[tuple[tuple[str, Sortable], tuple[str, Sortable]]]:
    for one in people.items():
        for other in answers.items():
            yield one, other


def _sorted(by: Sortable, those: Mapping[str, Any], dice: Random) -> list[str]:
    """Return `those` in an order; what it does not tell apart is left to chance."""
    return sorted(those, key=lambda one: (by[one], dice.random()))


def _right(guessed: Sequence[tuple[str, str]], truth: Mapping[str, str]) -> int:
    return sum(truth.get(person) == name for person, name in guessed)


def _columns(rows: Sequence[Sequence[Any]]) -> Orders:
    """Return the orders of answers by each column, by the length of what is sealed, and as read."""
    orders: Orders = {
        column: {row[1]: row[number] for row in rows} for number, column in enumerate(COLUMNS)
    }
    orders["length"] = {row[1]: len(row[2]) for row in rows}
    orders["as they lie"] = {row[1]: number for number, row in enumerate(rows)}
    return orders


def _by_system(table: str, rows: Mapping[str, Sequence[Any]]) -> Iterator[tuple[str, Sortable]]:
    for number, column in enumerate(SYSTEM):
        # A place in a table is written as (page,number).
        values = {
            one: tuple(map(int, value.strip("()").split(","))) if isinstance(value, str) else value
            for one, row in rows.items()
            for value in [row[number]]
        }
        yield f"{table}.{column.partition(':')[0]}", values


def _places(
    column: str, values: Mapping[str, bytes], raw: Mapping[str, bytes]
) -> Iterator[tuple[str, Sortable]]:
    """Yield where each value stands in the bytes of each file: first, last, and how often."""
    for where, held in raw.items():
        yield f"{column}, first in {where}", {one: held.find(it) for one, it in values.items()}
        yield f"{column}, last in {where}", {one: held.rfind(it) for one, it in values.items()}
        yield f"{column}, how often in {where}", {one: held.count(it) for one, it in values.items()}
