import json
from collections.abc import AsyncIterator

import aiohttp
import pytest

from tests.demonstration import demonstration


@pytest.fixture
async def page(settings: dict[str, str]) -> AsyncIterator[str]:
    """The address of a demo whose story is over, and which goes on by itself."""
    async with demonstration(settings) as address:
        yield address


@pytest.fixture
def ask(page: str):
    async def call(method: str, path: str, body: object = None) -> dict:
        async with (
            aiohttp.ClientSession() as http,
            http.request(method, f"{page}control/{path}", json=body) as answer,
        ):
            return await answer.json()

    return call


def newcomer() -> str:
    """Hana, who comes after the coordinator, two trainers and twenty nurses."""
    return "U000000023"


async def words(ask, slack_id: str) -> str:
    screen = await ask("GET", f"people/{slack_id}/screen")
    return "\n".join(message["words"] for message in screen["messages"])


async def test_weeks_go_by_and_all_comes_that_there_is_room_for(ask):
    for _ in range(2):
        await ask("POST", "travel", {"to": "monday", "person": "U000000005"})

    # Two evenings, the questions after the training, and two weeks; week three is silent. Three a
    # week is the most: the third evening and the reminders make room. So close to the training the
    # notices leave none for the questions before it; they are asked in the room, as day one begins.
    closed = (await words(ask, "U000000005")).count("Closed. Nothing is left to do.")
    assert closed == 2 + 1 + 4 + 1


async def test_a_newcomer_joins_and_gets_a_check_in_after_day_three(ask):
    hana = newcomer()
    await ask("POST", f"people/{hana}/tap", {"name": "Read and choose"})
    await ask("POST", f"people/{hana}/tap", {"name": "Yes, keep me company"})
    await ask("POST", f"people/{hana}/submit", {"values": {"Your hour": "02:30"}})
    await ask("POST", f"people/{hana}/close", {})

    there = await ask("POST", "travel", {"to": "day-three", "person": hana})
    assert there["now"].startswith("2026-12-03T21:30")
    before = await words(ask, hana)
    await ask("POST", "travel", {"to": "message", "person": hana})
    came = (await words(ask, hana)).removeprefix(before)
    assert "Skip" in came or "Open" in came


async def test_the_page_says_what_a_newcomer_may_try(page: str):
    async with aiohttp.ClientSession() as http, http.get(f"{page}live?person=") as stream:
        told = json.loads((await stream.content.readline()).removeprefix(b"data: "))

    assert [one["title"] for one in told["suggestions"]] == [
        "Be a nurse on nights",
        "Be a trainer",
        "Be the coordinator",
    ]
    assert told["hands_off"] == ""


async def test_a_day_is_played_and_can_be_stopped(ask):
    await ask("POST", "play")
    assert await ask("POST", "play", {}) == {
        "error": "A day is being played already.",
        "field": "",
    }
    refused = await ask("POST", "travel", {"to": "hour", "person": newcomer()})
    assert refused["error"] == "The clock is moving already. Please wait a moment."
    assert await ask("DELETE", "play") == {}
    assert "now" in await ask("POST", "travel", {"to": "hour", "person": newcomer()})
