import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import Actor, Sandbox
from tests.sandbox.kit import Json, actions, button, home, modal, section, text_field

Next = Callable[[], Awaitable[Json]]


@pytest.fixture
async def told(sandbox: Sandbox, http: aiohttp.ClientSession, nia: Actor) -> AsyncIterator[Next]:
    """What Nia's page is told next."""
    async with http.get(f"{sandbox.url}/live?person={nia.slack_id}") as stream:

        async def news() -> Json:
            async with asyncio.timeout(5):
                line = await stream.content.readline()
                await stream.content.readline()
            return json.loads(line.removeprefix(b"data: "))

        yield news


async def until(told: Next, section: str) -> Json:
    """Return the first news that has this section."""
    news = await told()
    while section not in news:
        news = await told()
    return news


async def test_a_page_is_first_told_everything(told: Next, nia: Actor):
    first = await told()

    assert first["people"][0]["name"] == "Nia Example"
    assert first["clock"] == {"now": "2030-01-07T09:00:00+00:00", "running": False}
    assert (first["modals"], first["home"], first["errors"]) == ([], None, [])


async def test_a_message_comes_once_and_then_only_when_it_changes(
    told: Next, nia: Actor, client: AsyncWebClient
):
    posted = await client.chat_postMessage(channel=nia.slack_id, text="Hello")
    first = await until(told, "messages")
    await client.chat_update(channel=posted["channel"], ts=posted["ts"], text="Closed")
    second = await until(told, "messages")

    assert [message["text"] for message in first["messages"]] == ["Hello"]
    assert [message["text"] for message in second["messages"]] == ["Closed"]
    assert "people" not in second


async def test_a_message_of_somebody_else_is_not_told(
    told: Next, nia: Actor, omar: Actor, client: AsyncWebClient
):
    await told()
    await client.chat_postMessage(channel=omar.slack_id, text="Only for Omar")
    news = await told()

    assert "messages" not in news
    assert "Only for Omar" not in json.dumps(news)


async def test_a_page_is_told_what_stands_nowhere_any_more(
    told: Next, nia: Actor, client: AsyncWebClient, app, connect
):
    @app.action("away")
    async def away(ack, respond):
        await ack()
        await respond(delete_original=True)

    await connect()
    blocks = [actions(button("Away", "away"))]
    posted = await client.chat_postMessage(channel=nia.slack_id, text="Hi", blocks=blocks)
    await until(told, "messages")
    await nia.tap("Away")

    news = await until(told, "gone")
    assert news["gone"] == [[posted["channel"], posted["ts"]]]


async def test_a_window_and_the_home_come_as_the_bot_shows_them(
    told: Next, nia: Actor, client: AsyncWebClient, app, connect
):
    @app.command("/ask")
    async def command(ack, body, client):
        await client.views_open(trigger_id=body["trigger_id"], view=modal(text_field("N", "n")))
        await ack()

    await connect()
    await told()
    await client.views_publish(user_id=nia.slack_id, view=home(section("Welcome")))
    await nia.command("/ask")

    seen: Json = {}
    while not seen.get("modals") or not seen.get("home"):
        seen |= await told()
    assert seen["home"]["blocks"][0]["text"]["text"] == "Welcome"
    assert seen["modals"][0]["blocks"][0]["label"]["text"] == "N"


async def test_two_pages_of_one_person_are_told_the_same(
    told: Next, sandbox: Sandbox, http: aiohttp.ClientSession, nia: Actor, client: AsyncWebClient
):
    await told()
    async with http.get(f"{sandbox.url}/live?person={nia.slack_id}") as other:
        await other.content.readline()
        await other.content.readline()
        await client.chat_postMessage(channel=nia.slack_id, text="Hello")
        one = await told()
        two = json.loads((await other.content.readline()).removeprefix(b"data: "))
    assert one == two


async def test_the_sandbox_ends_while_a_page_is_open(told: Next, sandbox: Sandbox):
    await told()
    async with asyncio.timeout(3):
        await sandbox.stop()


async def test_a_page_that_was_closed_is_let_go_without_a_word(
    sandbox: Sandbox, http: aiohttp.ClientSession, nia: Actor, client: AsyncWebClient, caplog
):
    async with http.get(f"{sandbox.url}/live?person={nia.slack_id}") as stream:
        await stream.content.readline()
    for _ in range(3):
        await client.chat_postMessage(channel=nia.slack_id, text="Hello")
        await asyncio.sleep(0.05)
    assert caplog.text == ""
