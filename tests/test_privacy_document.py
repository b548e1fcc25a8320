"""What docs/privacy.md says is held here against what is true."""

import calendar
import re
from collections.abc import Iterator
from dataclasses import asdict
from itertools import chain
from typing import Any

import pytest
from sqlmodel import SQLModel

import content.load
from bot.__main__ import _parser
from bot.flows.tools import HIDES_AFTER_SECONDS
from bot.messages import confirmations
from bot.messages.shown import WORDS
from bot.rules import cadence, keeping, privacy
from bot.rules.roles import Act
from bot.rules.shown import WITHHELD
from tests.attack.outcomes import OUTCOME_RULES
from tests.attack.switches import RULES
from tests.test_documented import (
    EXAMPLE,
    MAKEFILE,
    MANIFEST,
    README,
    ROOT,
    assigned,
    code,
    commands,
)

FOLDER = ROOT / "docs"
DOCUMENT = (FOLDER / "privacy.md").read_text(encoding="utf-8")
# A head, the line beneath it, and rows.
TABLE = re.compile(r"^(\|.+\|)\n\|[-|]+\|\n((?:\|.+\|\n)+)", re.MULTILINE)
CODE = re.compile(r"`([^`]+)`")
QUOTED = re.compile(r'"([^"]+)"')
LIMIT = re.compile(r"`(\w+)` = (\d+)")

Row = dict[str, str]


def cells(line: str) -> list[str]:
    """Return the cells of a line of a table."""
    return [cell.strip() for cell in line.strip("|").split("|")]


def rows(first: str, second: str) -> list[Row]:
    """Return the rows of every table whose first columns have these names, by column."""
    return [
        dict(zip(names, cells(line), strict=True))
        for head, body in TABLE.findall(DOCUMENT)
        if (names := cells(head))[:2] == [first, second]
        for line in body.splitlines()
    ]


def in_code(found: list[Row], column: str) -> list[str]:
    """Return what stands in code in a column, in order."""
    return [name for row in found for name in CODE.findall(row[column])]


def asked_of_slack(manifest: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield every scope, event and command of a manifest."""
    for scope in manifest["oauth_config"]["scopes"]["bot"]:
        yield "scope", scope
    for event in manifest["settings"]["event_subscriptions"]["bot_events"]:
        yield "event", event
    for command in manifest["features"]["slash_commands"]:
        yield "command", command["command"]


FIELDS = rows("Table", "Fields")
KEPT = rows("Table", "Kept")
MANIFEST_ROWS = rows("Kind", "Name")
RULES_ROWS = rows("Rule", "Limits")
TABLES = SQLModel.metadata.tables


def test_every_field_is_explained_once_and_none_that_does_not_exist() -> None:
    explained = [
        (table, field)
        for row in FIELDS
        for table in CODE.findall(row["Table"])
        for field in CODE.findall(row["Fields"])
    ]

    assert sorted(explained) == sorted(
        (table.name, column.name) for table in TABLES.values() for column in table.columns
    )


def test_of_every_table_it_is_said_how_long_it_is_kept() -> None:
    assert sorted(in_code(KEPT, "Table")) == sorted(TABLES)


def test_every_scope_event_and_command_is_explained_and_no_other() -> None:
    explained = [(row["Kind"], name) for row in MANIFEST_ROWS for name in CODE.findall(row["Name"])]

    assert sorted(explained) == sorted(asked_of_slack(MANIFEST))


@pytest.mark.parametrize(
    "row", [*FIELDS, *KEPT, *MANIFEST_ROWS], ids=lambda row: " ".join(list(row.values())[:2])
)
def test_no_explanation_is_left_empty(row: Row) -> None:
    assert [column for column, cell in row.items() if not cell] == []


def test_the_limits_are_those_of_the_code() -> None:
    named = {
        (name, int(number)) for row in RULES_ROWS for name, number in LIMIT.findall(row["Limits"])
    }

    assert named == {
        *asdict(privacy.LIMITS).items(),
        ("weeks", cadence.WEEKS_OF_A_BLOCK),
    }


def test_every_rule_that_the_attacker_can_do_without_is_explained_and_no_other() -> None:
    assert in_code(RULES_ROWS, "Rule") == list(RULES)


def test_how_many_must_take_part_is_as_the_code_has_it() -> None:
    (row,) = rows("On the list", "15")
    said = {int(listed): int(takers) for listed, takers in list(row.items())[1:]}

    assert said == {listed: privacy.LIMITS.takers(listed) for listed in said}


def test_the_words_for_what_is_shown_are_those_that_people_read() -> None:
    quoted = chain.from_iterable(QUOTED.findall(row["Words"]) for row in rows("Words", "Said of"))

    assert set(quoted) == set(WORDS.values())


def test_the_refusal_is_quoted_as_people_read_it() -> None:
    refusals = [words for words in QUOTED.findall(DOCUMENT) if words.startswith("Not shown")]

    assert set(refusals) == {WORDS[WITHHELD]}


def test_what_trainers_confirm_is_quoted_as_they_read_it() -> None:
    assert f'"{confirmations.OF_A_GROUP}"' in DOCUMENT


def test_releases_come_when_it_says() -> None:
    day = calendar.day_name[cadence.RELEASE_WEEKDAY]

    assert f"made once by the clock, {day} {cadence.RELEASE_HOUR:%H:%M} hospital time" in DOCUMENT


def test_what_goes_by_itself_goes_when_it_says() -> None:
    said = [int(row["Days"]) for row in rows("Goes by itself", "Days")]

    assert said == [
        kept.days
        for kept in (
            keeping.LINK_KEYS_KEPT,
            keeping.ANSWERS_KEPT,
            keeping.DELIVERIES_KEPT,
            keeping.JOURNAL_KEPT,
            keeping.LISTS_KEPT,
            keeping.REGISTERS_KEPT,
        )
    ]


def test_backups_are_kept_as_long_as_people_are_told() -> None:
    days = keeping.BACKUPS_KEPT.days

    assert f"gone from backups {days} days later" in DOCUMENT


def test_own_answers_hide_themselves_as_soon_as_it_says() -> None:
    assert f"hides them after {HIDES_AFTER_SECONDS:g} seconds without a tap" in DOCUMENT


def test_as_many_questions_stand_in_the_conversation_as_it_says() -> None:
    checkins = content.load.library().checkins.values()

    harmless = sum(checkin.lock_screen for checkin in checkins)
    assert f"the {harmless} questions that are marked as harmless" in DOCUMENT


def test_it_names_no_setting_that_does_not_exist() -> None:
    named = set(re.findall(r"\b[A-Z]+_[A-Z_]+\b", code(DOCUMENT)))

    assert sorted(named - set(map(assigned, EXAMPLE))) == []


def test_it_names_no_make_target_that_does_not_exist() -> None:
    named = set(re.findall(r"\bmake ([a-z]+)", code(DOCUMENT)))

    assert sorted(named - set(re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE))) == []


def test_it_names_no_subcommand_that_does_not_exist() -> None:
    named = set(re.findall(r"/resiliency ([a-z][a-z -]*)", code(DOCUMENT)))

    assert sorted(named - set(Act)) == []


def test_it_names_no_command_line_that_does_not_exist() -> None:
    named = set(re.findall(r"python -m bot ([a-z]+(?:[ -][a-z]+)*)", code(DOCUMENT)))

    assert sorted(named - set(commands(_parser()))) == []


def test_every_page_that_it_links_is_there() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", DOCUMENT)

    assert [link for link in links if not (FOLDER / link).exists()] == []


def test_the_readme_leads_to_it() -> None:
    assert "](docs/privacy.md)" in README


def test_every_rule_of_outcomes_is_explained_and_no_other() -> None:
    found = rows("Rule of outcomes", "What it says")
    assert in_code(found, "Rule of outcomes") == list(OUTCOME_RULES)
