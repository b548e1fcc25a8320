"""What the sandbox sends has the keys and types of what Slack sends (payload_shapes.toml)."""

from collections import defaultdict
from copy import deepcopy
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from bot.sandbox import Calendar, Sandbox
from bot.sandbox.web_api import METHODS
from tests.sandbox.conftest import MONDAY
from tests.sandbox.everything import Day
from tests.sandbox.kit import MANIFEST_WITH_FILES, Json
from tests.sandbox.payload_shapes import DATA, DIFFERENCES, KINDS, Problem, problems

Sent = dict[str, list[Any]]

MEANT = {difference.problem for difference in DIFFERENCES}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def sent() -> Sent:
    """Everything the sandbox sends on a day on which everything happens, by kind."""
    async with (
        Sandbox(deepcopy(MANIFEST_WITH_FILES), calendar=Calendar(MONDAY)) as sandbox,
        aiohttp.ClientSession() as http,
    ):
        day = Day(sandbox, http)
        await day.live()
    return day.sent


def differences(sent: Sent) -> dict[str, set[Problem]]:
    """Return every difference that was found, by kind."""
    found: dict[str, set[Problem]] = defaultdict(set)
    for kind, payloads in sent.items():
        for payload in payloads:
            found[kind] |= set(problems(payload, kind))
    return found


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_sandbox_sends_what_slack_sends(sent: Sent, kind: str) -> None:
    found = {problem for payload in sent[kind] for problem in problems(payload, kind)}

    assert sent[kind] != []
    assert sorted(found - MEANT) == []


@pytest.mark.parametrize("difference", DIFFERENCES, ids=lambda one: str(one.problem))
def test_a_difference_that_is_listed_is_one(sent: Sent, difference: Any) -> None:
    assert difference.problem in set().union(*differences(sent).values())
    assert difference.why.endswith(".")


def test_nothing_is_sent_that_has_no_shape(sent: Sent) -> None:
    assert sorted(sent.keys() - KINDS.keys()) == []


def test_every_method_has_the_shape_of_its_answer() -> None:
    assert sorted(METHODS.keys() - KINDS.keys()) == []


def test_every_element_that_can_be_touched_was(sent: Sent) -> None:
    named = "".join(
        DATA["shapes"][shape]["type"] for shape in DATA["unions"]["Action"].split(" | ")
    )
    touched = {
        action["type"]
        for kind, payloads in sent.items()
        if kind.startswith("block_actions")
        for payload in payloads
        for action in payload["actions"]
    }

    assert touched == set(named.replace(" | ", "").replace("''", " ").strip("'").split())


HELLO: Json = {
    "type": "hello",
    "num_connections": 1,
    "debug_info": {"host": "h", "build_number": 1, "approximate_connection_time": 1},
    "connection_info": {"app_id": "A1"},
}


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        pytest.param({}, [], id="as it should be"),
        pytest.param(
            {"num_connections": "1"},
            [Problem("Hello", "num_connections", "of another type")],
            id="a word instead of a number",
        ),
        pytest.param(
            {"num_connections": True},
            [Problem("Hello", "num_connections", "of another type")],
            id="a truth instead of a number",
        ),
        pytest.param({"more": 1}, [Problem("Hello", "more", "added")], id="a key too many"),
        pytest.param(
            {"connection_info": {}},
            [Problem("ConnectionInfo", "app_id", "left out")],
            id="a key too few",
        ),
        pytest.param(
            {"connection_info": None},
            [Problem("Hello", "connection_info", "of another type")],
            id="nothing where something is",
        ),
        pytest.param({"type": "hi"}, [Problem("hello", "", "of another type")], id="another thing"),
    ],
)
def test_a_difference_is_found(change: Json, problem: list[Problem]) -> None:
    assert problems(HELLO | change, "hello") == problem
