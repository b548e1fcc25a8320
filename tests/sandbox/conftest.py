from collections.abc import AsyncIterator, Awaitable, Callable
from copy import deepcopy
from datetime import UTC, datetime

import aiohttp
import pytest
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import Actor, Calendar, Sandbox, Timing
from tests.sandbox.kit import MANIFEST, Json

MONDAY = datetime(2030, 1, 7, 9, 0, tzinfo=UTC)


@pytest.fixture
def manifest() -> Json:
    return deepcopy(MANIFEST)


@pytest.fixture
def timing() -> Timing:
    return Timing(ack=1.0, retries=(0.0, 0.05, 0.05), farewell=0.1)


@pytest.fixture
async def sandbox(manifest: Json, timing: Timing) -> AsyncIterator[Sandbox]:
    async with Sandbox(manifest, calendar=Calendar(MONDAY), timing=timing) as running:
        yield running


@pytest.fixture
def nia(sandbox: Sandbox) -> Actor:
    return sandbox.add_person("Nia Example")


@pytest.fixture
def omar(sandbox: Sandbox) -> Actor:
    return sandbox.add_person("Omar Sample", zone="Europe/Berlin")


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
def client(sandbox: Sandbox, http: aiohttp.ClientSession) -> AsyncWebClient:
    return AsyncWebClient("xoxb-sandbox", base_url=sandbox.api_url, session=http, retry_handlers=[])


@pytest.fixture
def app(client: AsyncWebClient) -> AsyncApp:
    return AsyncApp(client=client, process_before_response=True)


@pytest.fixture
async def connect(sandbox: Sandbox, app: AsyncApp) -> AsyncIterator[Callable[[], Awaitable[None]]]:
    handlers = []

    async def start() -> None:
        handler = AsyncSocketModeHandler(app, "xapp-sandbox", ping_interval=1)
        handler.client.web_client.base_url = sandbox.api_url
        handlers.append(handler)
        await handler.connect_async()
        await sandbox.wait_connected()

    yield start
    for handler in handlers:
        await handler.close_async()
